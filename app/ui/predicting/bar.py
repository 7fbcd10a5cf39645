"""The bar under the stage that takes a predicted number, and says what came of it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QAction,
    QKeyEvent,
    QKeySequence,
    QResizeEvent,
    QShortcut,
)
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from app.services.overrides import guarded
from app.ui.inspector.controls.parts import named, text_label

EDGE = 18
FIELD = 8.5
"""The width of the field in sizes of its letters."""
USUAL = 13
LARGE, LEAST_LARGE = 0.022, 17
"""Letters for a room, as a share of the window's height, and in pixels at the least …"""
KEY = 1.4
"""… and how much larger those of the number are."""
NARROW = 46
"""A bar of fewer letters' width takes two lines for its words, and the score in short."""
WRITTEN = frozenset("0123456789+-−–.,/⁄eE ")
"""What a number is written with; other keys keep their meaning in the window, if they have one."""
HINT = "Type the number and press Enter: whole, decimal or a fraction. Where the stage rounds, "
HINT += "four significant digits are enough."


@guarded
class Answer(QLineEdit):
    """The field. Keys that write no number stay the window's: B blanks, Space plays.

    Whatever else is typed or pasted stands in it: what is no number is told when it is checked.
    """

    def event(self, event: QEvent) -> bool:
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and not self._writes(event)
            and event.text().isprintable()
            and not event.modifiers() & ~Qt.KeyboardModifier.ShiftModifier
            and event.text()
        ):
            event.ignore()
            return False
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        if event.key() == Qt.Key.Key_Escape and self.text() and not self.isReadOnly():
            self.clear()
        elif event.text() == " " and not self.text():
            event.ignore()
        else:
            super().keyPressEvent(event)

    def _writes(self, event: QKeyEvent) -> bool:
        """Whether a key writes a part of a number; a space only within one."""
        letter = event.text()
        if letter == " ":
            return bool(self.text())
        return letter in WRITTEN


@guarded
class PredictBar(QWidget):
    """`entered` carries the typed text, `shown` asks for the answer. It shows what it is told."""

    entered = Signal(str)
    shown = Signal()

    def __init__(self, products: QAction, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("predict_bar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.large = False
        self._score = ("", "")
        self.field = Answer(self)
        named(self.field, "prediction", "Your prediction",
              "Type the number that this step gives, such as 2, −0.5 or 1/9")  # fmt: skip
        self.check, self.show_button = QPushButton("Check", self), QPushButton("Show", self)
        named(self.check, "predict_check", "Check the prediction", "")
        named(self.show_button, "predict_show", "Show the answer",
              "Show the answer; this step then counts as not right (Ctrl+Enter)")  # fmt: skip
        for keys in ("Ctrl+Return", "Ctrl+Enter"):  # the large key, and that of the number pad
            key = QShortcut(QKeySequence(keys), self)
            key.activated.connect(self.show_button.click)  # a button's own key would wait a while
        self.products = QToolButton(self)
        self.products.setDefaultAction(products)
        self.products.setObjectName("predict_products_button")
        self.words = text_label(name="predict_words", kind="quiet", wrap=True)
        self.score = text_label(name="predict_score", kind="value")
        self._lay_out()
        self.field.returnPressed.connect(self._enter)
        self.check.clicked.connect(self._enter)
        self.show_button.clicked.connect(self.shown)

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(8)
        result = text_label("Result  =", kind="answer", name="predict_label")
        result.setBuddy(self.field)
        for widget in (result, self.field, self.check, self.show_button, self.products):
            row.addWidget(widget)
        row.addStretch(1)
        row.addWidget(self.score)
        column = QVBoxLayout(self)
        column.setContentsMargins(EDGE, 8, EDGE, 4)
        column.setSpacing(2)
        column.addLayout(row)
        column.addWidget(self.words)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    # ---- showing

    def ask(self, cell: str) -> None:
        """Ask for the number of a cell that is not known."""
        self._open(True)
        self.field.clear()
        self.field.setAccessibleName(f"Your prediction of {cell}")
        self.say(HINT)

    def answer(self, text: str, words: str) -> None:
        """Show a known number."""
        self.field.setText(text)
        self._open(False)
        self.say(words, right=True)

    def doubt(self, words: str) -> None:
        """Say why an answer is not taken, and let it be typed over."""
        self.say(words)
        self.field.selectAll()

    def _open(self, unknown: bool) -> None:
        """Take an answer, or go on."""
        self.field.setReadOnly(not unknown)
        self.field.setProperty("right", not unknown)
        self.field.style().unpolish(self.field)
        self.field.style().polish(self.field)
        self.check.setText("Check" if unknown else "Next")
        tip = "See whether it is right (Enter)" if unknown else "On to the next step (Enter)"
        self.check.setToolTip(tip)
        self.check.setAccessibleName("Check the prediction" if unknown else "Next step")
        self.show_button.setEnabled(unknown)

    def say(self, words: str, *, right: bool = False) -> None:
        self.words.setText(words)
        self.words.setProperty("kind", "answer" if right else "quiet" if words == HINT else "")
        self.words.style().unpolish(self.words)
        self.words.style().polish(self.words)
        if QAccessible.isActive() and words != HINT:
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, words))

    def show_score(self, words: str) -> None:
        """ "4 of 5 right at the first try", in fewer words where the bar is narrow."""
        self._score = (words, words.replace(" right at the ", " at "))
        self.score.setToolTip(words)
        self._arrange()

    def _enter(self) -> None:
        self.entered.emit(self.field.text().strip())

    # ---- its size

    def set_large(self, large: bool) -> None:
        """Letters for the back of a room."""
        self.large = large
        self._arrange()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        size = max(LEAST_LARGE, round(LARGE * self.window().height())) if self.large else USUAL
        key = round(KEY * size) if self.large else size
        sheet = (
            f"#predict_bar QWidget {{ font-size: {size}px; }}"
            f"#predict_bar #prediction, #predict_bar #predict_label {{ font-size: {key}px; }}"
        ) if self.large else ""  # fmt: skip
        if self.styleSheet() != sheet:
            self.setStyleSheet(sheet)
        narrow = self.width() < NARROW * size
        self.score.setText(self._score[narrow])
        self.field.setFixedWidth(round(FIELD * key))
        lines = 2 if narrow or self.width() < 1.4 * NARROW * size else 1
        self.words.setFixedHeight(round(lines * 1.45 * size))
