"""Typing over one input cell, in place."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from app.picture.elements import Panel, Rect
from app.picture.lettering.digits import full
from app.services.overrides import guarded
from app.services.store import Store
from app.state.input_edits import set_cell
from app.state.outcome import Outcome, Refusal
from app.state.scene import Scene
from app.state.solid.volume_edits import set_voxel
from app.state.view import Target
from app.ui.inspector.tables.typed import read_number


@guarded
class CellEditor(QLineEdit):
    """A field over a cell of the stage.

    Enter asks for the edit, and so does leaving a field that was typed in; Esc keeps the value.
    """

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("cell_editor")
        self.setAccessibleName("Value of the input cell")
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._store: Store | None = None
        self._channel = 0
        self._target: Target | None = None
        self.hide()

    def open(self, target: Target, panel: Panel, store: Store) -> None:
        self._store, self._target, self._channel = store, target, panel.plane or 0
        place = panel.to_pixels(Rect(target.column, target.row, 1, 1))
        width, height = max(64, round(place.width)), max(28, round(place.height * 0.7))
        x, y = place.centre
        self.setGeometry(round(x - width / 2), round(y - height / 2), width, height)
        self.setText(full(panel.value_at(target.row, target.column)))
        self.selectAll()
        self.show()
        self.setFocus()

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802
        super().focusOutEvent(event)
        away = event.reason() is not Qt.FocusReason.ActiveWindowFocusReason
        if away and self.isVisible():
            if self.isModified():
                self._ask()
            self.hide()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._ask()
            self._close()
        elif event.key() == Qt.Key.Key_Escape:
            self._close()
        else:
            super().keyPressEvent(event)

    def _ask(self) -> None:
        self.setModified(False)
        assert self._store is not None
        assert self._target is not None
        edit = partial(
            _typed, row=self._target.row, column=self._target.column, channel=self._channel,
            text=self.text(),
        )  # fmt: skip
        self._store.do(edit)

    def _close(self) -> None:
        self.hide()
        parent = self.parentWidget()
        if parent is not None:
            parent.setFocus()


def _typed(scene: Scene, row: int, column: int, channel: int, text: str) -> Outcome:
    try:
        value = read_number(text)
    except ValueError as error:
        return Refusal("cells" if scene.solid is None else "voxels", str(error))
    if scene.solid is not None:
        return set_voxel(scene, (channel, row, column), value)
    return set_cell(scene, row, column, value, channel)
