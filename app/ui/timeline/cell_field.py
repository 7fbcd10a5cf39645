"""The field that names the present output cell, and takes another one typed as "row, column".

Where steps fill several planes, channels or slices, it is "channel, row, column".
"""

from __future__ import annotations

import re
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from app.services.overrides import guarded
from app.state.derive import Derived, derive
from app.state.outcome import Change, Outcome, Refusal
from app.state.player import at_step
from app.state.scene import Scene
from app.state.signal import is_line

CONTROL = "cell"
LONG = 100
"""From so many rows or columns on, the plane's number stands without its word."""
AXES = 3
"""Plane, row and column."""
_NUMBER = re.compile(r"[-−]?\d+")


def go_to_cell(scene: Scene, cell: tuple[int, ...]) -> Outcome:
    """The step at an output cell, counted from 1; row and column alone keep the plane."""
    derived = derive(scene)
    if len(cell) == 1:
        return _go_to_sample(scene, derived, cell[0])
    plane, _, _ = derived.place(scene.step)
    whole = cell if len(cell) == AXES else (plane + 1, *cell)
    there = min(max(whole[0] - 1, 0), derived.planes - 1)
    sizes = derived.planes, *derived.grid(there)
    names = derived.plane_word, "row", "column"
    if len(cell) == AXES and derived.planes == 1:
        return Refusal(CONTROL, "this output is one plane: type a row and a column")
    for name, value, size in zip(names, whole, sizes, strict=True):
        if not 1 <= value <= size:
            return Refusal(CONTROL, f"{name} {value}: the output has {name}s 1 to {size}")
    step = derived.step_at(whole[0] - 1, whole[1] - 1, whole[2] - 1)
    return Change(at_step(scene, step), f"go to {_words(_shown(whole, derived), derived)}")


def _go_to_sample(scene: Scene, derived: Derived, sample: int) -> Outcome:
    """The step at a sample of the one row that there is."""
    if not 1 <= sample <= derived.steps:
        return Refusal(CONTROL, f"sample {sample}: the output has samples 1 to {derived.steps:,}")
    return Change(at_step(scene, sample - 1), f"go to sample {sample}")


def typed_cell(text: str, *, line: bool = False) -> tuple[int, ...] | None:
    """Row and column, or plane, row and column, as typed in any dress; else None.

    On a `line` one number names the sample.

    >>> typed_cell("row 2, column 3"), typed_cell("1 2 3"), typed_cell("2")
    ((2, 3), (1, 2, 3), None)
    """
    numbers = tuple(int(number.replace("−", "-")) for number in _NUMBER.findall(text))
    counts = (1,) if line else (AXES - 1, AXES)
    return numbers if len(numbers) in counts and "." not in text else None


def _shown(cell: tuple[int, ...], derived: Derived) -> tuple[int, ...]:
    """Without the plane where there is only one."""
    return cell if derived.planes > 1 else cell[1:]


def _words(cell: tuple[int, ...], derived: Derived, brief: bool = False) -> str:
    if is_line(derived.scene):
        return f"{cell[-1]}" if brief else f"sample {cell[-1]}"
    if brief:
        word = f"{derived.plane_word} " if max(derived.output_shape) < LONG else ""
        plane = f"{word}{cell[0]} · " if len(cell) == AXES else ""
        return plane + ", ".join(map(str, cell[1 - AXES :]))
    names = (derived.plane_word, "row", "column")[-len(cell) :]
    return ", ".join(f"{name} {at}" for name, at in zip(names, cell, strict=True))


@guarded
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
        self._derived: Derived | None = None
        self.returnPressed.connect(self._ask)

    def show_cell(self, derived: Derived) -> None:
        """Show the present step's cell; what is being typed stays until Enter or Esc."""
        self._derived = derived
        if not self.isModified():
            self._restore()

    def set_brief(self, brief: bool) -> None:
        self._brief = brief
        if not self.isModified():
            self._restore()

    def widest(self, brief: bool) -> int:
        """Pixels that the last cell's words need, so that the field never jumps."""
        self.ensurePolished()
        return self.fontMetrics().horizontalAdvance(self._words(brief, last=True)) + 20

    def _words(self, brief: bool, *, last: bool = False) -> str:
        """The present cell, or the last one there is."""
        if self._derived is None:
            return ""
        derived = self._derived
        place = derived.place(derived.steps - 1 if last else derived.scene.step)
        return _words(_shown(tuple(at + 1 for at in place), derived), derived, brief)

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
        line = self._derived is not None and is_line(self._derived.scene)
        cell = typed_cell(self.text(), line=line)
        if cell is None:
            typed = self.text().strip() or "nothing"
            self.asked.emit(partial(_unread, typed=typed))
        else:
            self.asked.emit(partial(go_to_cell, cell=cell))

    def answer(self, outcome: Outcome) -> None:
        """Hear what came of the edit that was asked for."""
        refused = isinstance(outcome, Refusal)
        self.set_refused(refused)
        if not refused:
            self._restore()
        self.selectAll()

    def _restore(self) -> None:
        self.set_refused(False)
        words = self._words(self._brief)
        if self.text() != words:
            self.setText(words)
            if self.hasFocus():
                self.selectAll()
        self.setModified(False)


def _unread(scene: Scene, typed: str) -> Outcome:
    derived = derive(scene)
    height, width = derived.output_shape
    if is_line(scene):
        return Refusal(CONTROL, f"{typed}: type a sample's number, 1 to {width:,}")
    if derived.planes == 1:
        return Refusal(CONTROL, f"{typed}: type a row and a column, 1, 1 to {height}, {width}")
    what = f"a {derived.plane_word}, a row and a column"
    return Refusal(CONTROL, f"{typed}: type {what}, 1, 1, 1 to {derived.planes}, {height}, {width}")
