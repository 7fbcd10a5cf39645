"""The small parts that every section of the inspector is built from."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from enum import Enum
from typing import Generic, TypeVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QAbstractButton,
    QButtonGroup,
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QWidget,
)

from app.ui.chrome import TARGET

LABEL_WIDTH = 62


def named(widget: QWidget, name: str, accessible: str, tip: str) -> None:
    """Give a control its object name, its spoken name and the sentence that teaches."""
    widget.setObjectName(name)
    widget.setAccessibleName(accessible)
    widget.setToolTip(f"<p>{tip}</p>")
    widget.setAccessibleDescription(tip)


def text_label(text: str = "", kind: str = "", name: str = "", wrap: bool = False) -> QLabel:
    """A label in one of the stylesheet's kinds."""
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setProperty("kind", kind)
    label.setObjectName(name)
    label.setWordWrap(wrap)
    if wrap:
        label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
    return label


def row_label(text: str, buddy: QWidget) -> QLabel:
    """The visible label of a control, in the column that all rows share."""
    label = text_label(text)
    label.setBuddy(buddy)
    label.setFixedWidth(LABEL_WIDTH)
    label.setMinimumHeight(TARGET)
    label.setToolTip(buddy.toolTip())
    return label


def labelled(text: str, *parts: QWidget, spacing: int = 8, stretched: bool = True) -> QHBoxLayout:
    """A row with its label, which is the first part's; `stretched`, the last takes what is left."""
    line = QHBoxLayout()
    line.setSpacing(spacing)
    fixed = parts[:-1] if stretched else parts
    for part in (row_label(text, parts[0]), *fixed):
        line.addWidget(part, 0, Qt.AlignmentFlag.AlignVCenter)
    if stretched:
        line.addWidget(parts[-1], 1)
    return line


def rule() -> QFrame:
    """A thin line between sections."""
    line = QFrame()
    line.setProperty("kind", "rule")
    return line


def link(
    text: str, name: str, tip: str, clicked: Callable[[], object], kind: str = "quiet-link"
) -> QPushButton:
    """A button that looks like a word."""
    button = QPushButton(text)
    button.setProperty("kind", kind)
    button.setCursor(Qt.CursorShape.PointingHandCursor)
    button.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
    button.setMinimumSize(TARGET, TARGET)
    named(button, name, text, tip)
    button.clicked.connect(clicked)
    return button


def dotted(links: Sequence[QPushButton]) -> tuple[QHBoxLayout, list[list[QWidget]]]:
    """A line of links with dots between them, and each link with the dot before it."""
    line = QHBoxLayout()
    line.setSpacing(1)
    parts: list[list[QWidget]] = []
    for each in links:
        dot = text_label("·", "quiet")
        dot.setContentsMargins(0, 0, 6, 0)  # as far from the next word as from the one before
        parts.append([dot, each] if parts else [each])
        for part in parts[-1]:
            line.addWidget(part)
    line.addStretch(1)
    return line, parts


def show_checked(button: QAbstractButton, checked: bool) -> None:
    """Show a choice of yes or no without asking for an edit."""
    blocked = button.blockSignals(True)
    button.setChecked(checked)
    button.blockSignals(blocked)


class Note(QLabel):
    """A sentence that takes no room while there is nothing to say."""

    def __init__(self, kind: str, name: str) -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("kind", kind)
        self.setObjectName(name)
        self.setWordWrap(True)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.hide()

    def say(self, text: str) -> None:
        """Show a sentence, or nothing."""
        self.setText(text)
        self.setVisible(bool(text))


Choice = TypeVar("Choice", bound="str | Enum")


class Choices(QComboBox, Generic[Choice]):
    """A list to choose one thing of; `chosen` tells it."""

    chosen = Signal(object)

    def __init__(self, items: Iterable[tuple[Choice, str]]) -> None:
        super().__init__()
        for value, text in items:
            self.addItem(text, value)
        self.setMinimumHeight(TARGET)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.activated.connect(self._tell)

    def show_choice(self, value: Choice) -> None:
        """Show a choice without asking for an edit."""
        for index in range(self.count()):
            if self.itemData(index) == value:
                self.setCurrentIndex(index)

    def offer(self, items: Iterable[tuple[Choice, str]], chosen: Choice) -> None:
        """Other things to choose, one of them shown, without asking for an edit."""
        blocked = self.blockSignals(True)
        self.clear()
        for value, text in items:
            self.addItem(text, value)
        self.show_choice(chosen)
        self.blockSignals(blocked)

    def _tell(self, index: int) -> None:
        self.chosen.emit(self.itemData(index))


class Segments(QFrame):
    """A few words side by side, one of them chosen; `chosen` tells its key."""

    chosen = Signal(str)

    def __init__(self, items: Iterable[tuple[str, str, str]], name: str) -> None:
        """`items` are (key, text, tooltip); a button's object name is `name_key`."""
        super().__init__()
        self.setProperty("kind", "segments")
        self._buttons: dict[str, QToolButton] = {}
        self._group = QButtonGroup(self)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(2, 2, 2, 2)
        layout.setSpacing(0)
        for key, text, tip in items:
            button = QToolButton()
            button.setText(text)
            button.setCheckable(True)
            button.setProperty("kind", "segment")
            button.setProperty("key", key)
            button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            named(button, f"{name}_{key}".replace(" ", "_"), text, tip)
            self._group.addButton(button)
            self._buttons[key] = button
            layout.addWidget(button, 1)
        self._group.buttonClicked.connect(self._tell)

    def show_choice(self, key: str) -> None:
        """Show a choice without asking for an edit."""
        self._buttons[key].setChecked(True)

    def show_only(self, keys: Collection[str]) -> None:
        """Leave out the choices that a lesson has no use for."""
        for key, button in self._buttons.items():
            button.setVisible(key in keys)

    def set_text(self, key: str, text: str) -> None:
        """Rename a segment whose word depends on the scene."""
        self._buttons[key].setText(text)
        self._buttons[key].setAccessibleName(text)

    def _tell(self, button: QToolButton) -> None:
        self.chosen.emit(button.property("key"))
