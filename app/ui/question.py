"""A question with two or three answers, in the window's own look; it never blocks the events."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

WIDTH = 440
LETTERS = 28
"""How much of a name fits on one line of the heading."""


@dataclass(frozen=True, slots=True)
class Answer:
    """One button: its key, its words, and what it does in a sentence."""

    key: str
    words: str
    tip: str


def brief(name: str) -> str:
    """A file's name as far as a line of the dialog holds it, its ending kept."""
    return name if len(name) <= LETTERS else f"{name[: LETTERS - 14]}…{name[-13:]}"


class Question(QDialog):
    """Asks over its parent. `answered` tells one key, once; Esc is the answer `otherwise`.

    The first answer stands apart on the left, the last one is the default.
    """

    answered = Signal(str)

    def __init__(
        self, heading: str, words: str, answers: tuple[Answer, ...], otherwise: str, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.setObjectName("question")
        self.setWindowTitle("Convoscope")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._key = otherwise
        column = QVBoxLayout(self)
        column.setContentsMargins(22, 20, 22, 18)
        column.setSpacing(10)
        for text, kind in ((heading, "brand"), (words, "quiet")):
            label = QLabel(text, self)
            label.setProperty("kind", kind)
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
            column.addWidget(label)
        column.addSpacing(8)
        column.addLayout(self._row(answers))
        self.setAccessibleName(heading)
        self.setAccessibleDescription(words)
        self.setFixedWidth(WIDTH)
        self.finished.connect(self._tell)

    def _row(self, answers: tuple[Answer, ...]) -> QHBoxLayout:
        row = QHBoxLayout()
        for number, answer in enumerate(answers):
            button = QPushButton(answer.words, self)
            button.setObjectName(answer.key)
            button.setToolTip(answer.tip)
            button.setAutoDefault(False)
            button.clicked.connect(self._choose)
            row.addWidget(button)
            if number == 0:
                row.addStretch(1)
        button.setProperty("kind", "primary")
        button.setDefault(True)
        button.setFocus()
        return row

    def _choose(self) -> None:
        self._key = self.sender().objectName()
        self.accept()

    def _tell(self) -> None:
        self.answered.emit(self._key)
