"""The field that names the present output cell, and takes another one typed as "row, column"."""

from __future__ import annotations

import re
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from app.state.derive import derive
from app.state.outcome import Change, Outcome, Refusal
from app.state.player import at_step
from app.state.scene import Scene

CONTROL = "cell"
_NUMBER = re.compile(r"[-−]?\d+")


def go_to_cell(scene: Scene, row: int, column: int) -> Outcome:
    """The step at an output cell, both counted from 1."""
    height, width = derive(scene).output_shape
    for name, value, size in (("row", row, height), ("column", column, width)):
        if not 1 <= value <= size:
            return Refusal(CONTROL, f"{name} {value}: the output has {name}s 1 to {size}")
    step = (row - 1) * width + column - 1
    return Change(at_step(scene, step), f"go to row {row}, column {column}")


def typed_cell(text: str) -> tuple[int, int] | None:
    """Row and column as typed, in any dress that holds two whole numbers; else None.

    >>> typed_cell("row 2, column 3"), typed_cell("2 3"), typed_cell("2")
    ((2, 3), (2, 3), None)
    """
    numbers = [int(number.replace("−", "-")) for number in _NUMBER.findall(text)]
    return (numbers[0], numbers[1]) if len(numbers) == 2 and "." not in text else None


class CellField(QLineEdit):
    """Shows "row 2, column 3" (or "2, 3" when `brief`). `asked` carries an edit to be done."""

    asked = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(CONTROL)
        self.setAccessibleName("Output cell: row, column")
        self.setToolTip("The output cell of this step. Type another, such as 2, 3, and press Enter")
        self.setMaxLength(40)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._brief = False
        self._entered = False
        self._shape = (1, 1)
        self._cell = (1, 1)
        self.returnPressed.connect(self._ask)

    def show_cell(self, step: int, shape: tuple[int, int]) -> None:
        """Show the cell of a step; what is being typed stays until Enter or Esc."""
        row, column = divmod(step, shape[1])
        self._cell = row + 1, column + 1
        self._shape = shape
        if not self.isModified():
            self._restore()

    def set_brief(self, brief: bool) -> None:
        self._brief = brief
        if not self.isModified():
            self._restore()

    def widest(self, brief: bool) -> int:
        """Pixels that the last cell's words need, so that the field never jumps."""
        self.ensurePolished()
        return self.fontMetrics().horizontalAdvance(_words(*self._shape, brief)) + 20

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802
        super().focusInEvent(event)
        if event.reason() != Qt.FocusReason.ActiveWindowFocusReason:
            self._entered = True
            self.selectAll()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """The click that enters the field selects all of it, so that typing replaces it."""
        super().mouseReleaseEvent(event)
        if self._entered and not self.hasSelectedText():
            self.selectAll()
        self._entered = False

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802
        super().focusOutEvent(event)
        if event.reason() not in (
            Qt.FocusReason.ActiveWindowFocusReason,
            Qt.FocusReason.PopupFocusReason,
        ):
            self._restore()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        if event.key() == Qt.Key.Key_Escape and self.isModified():
            self._restore()
            self.selectAll()
        else:
            super().keyPressEvent(event)

    def set_refused(self, refused: bool) -> None:
        """Mark what stands here as refused; the words are shown where refusals are."""
        if bool(self.property("wrong")) is not refused:
            self.setProperty("wrong", refused)
            self.style().unpolish(self)
            self.style().polish(self)

    def _ask(self) -> None:
        cell = typed_cell(self.text())
        if cell is None:
            typed = self.text().strip() or "nothing"
            self.asked.emit(partial(_unread, typed=typed))
        else:
            self.asked.emit(partial(go_to_cell, row=cell[0], column=cell[1]))

    def answer(self, outcome: Outcome) -> None:
        """Hear what came of the edit that was asked for."""
        refused = isinstance(outcome, Refusal)
        self.set_refused(refused)
        if not refused:
            self._restore()
        self.selectAll()

    def _restore(self) -> None:
        self.set_refused(False)
        words = _words(*self._cell, self._brief)
        if self.text() != words:
            self.setText(words)
            if self.hasFocus():
                self.selectAll()
        self.setModified(False)


def _words(row: int, column: int, brief: bool) -> str:
    return f"{row}, {column}" if brief else f"row {row}, column {column}"


def _unread(scene: Scene, typed: str) -> Outcome:
    height, width = derive(scene).output_shape
    return Refusal(CONTROL, f"{typed}: type a row and a column, 1, 1 to {height}, {width}")
