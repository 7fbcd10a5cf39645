"""Typing over the cells of a small input, in a table beside the stage."""

from __future__ import annotations

from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QHBoxLayout, QVBoxLayout, QWidget

from app.content.channels import channel_names
from app.paint.theme import Theme
from app.picture.elements import Role, Tone
from app.picture.stage.tones import input_tone, magnitude
from app.services.store import Store
from app.state.derive import derive
from app.state.input_edits import paste_cells, set_cell
from app.state.outcome import Edit, Outcome, Refusal
from app.state.prepare import plane_shape, prepare, prepare_planes
from app.state.scene import CHANNELLED, MAX_TOY, Scene
from app.ui.inspector.controls.parts import Choices, Note, named, row_label, text_label
from app.ui.inspector.tables.grid import GridView
from app.ui.inspector.tables.grid_model import Grid, GridModel

MOST_WIDTH, MOST_HEIGHT = 860, 560
LEAST_CELL, MOST_CELL = 28, 48


def can_edit_cells(scene: Scene) -> bool:
    """Whether the input is small enough to be typed over."""
    return max(plane_shape(scene.input)) <= MAX_TOY


class CellsDialog(QDialog):
    """The input plane as a table. Every change is an edit of its own and can be undone."""

    def __init__(self, store: Store, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("cells_dialog")
        self.setWindowTitle("Edit cells")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._store = store
        self._channel = 0
        grid = Grid("cells", self._plane, self._tone, self._cell_edit, self._cells_edit)
        self.model = GridModel(store, grid, self)
        self.table = GridView(self.model, Role.INPUT, theme)
        self.table.verticalHeader().show()
        self.table.horizontalHeader().show()
        named(
            self.table,
            "cells_table",
            "Input cells",
            "Type over a cell; Enter and Tab move on; a table from a spreadsheet is pasted with "
            "its corner at the present cell.",
        )
        self.note = Note("refusal", "cells_dialog_refusal")
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 14, 16, 14)
        layout.setSpacing(10)
        layout.addWidget(
            text_label(
                "Type a number or a fraction such as 1/9. Ctrl+C copies the whole table, "
                "Ctrl+V pastes one.",
                "quiet",
                wrap=True,
            )
        )
        layout.addLayout(self._chooser())
        layout.addWidget(self.table, 1)
        layout.addWidget(self.note)
        layout.addWidget(buttons)
        self._show_channels(store.scene)
        self._fit()
        self.table.keep_current(0, 0)
        self.table.setFocus()
        for key, act in (
            (QKeySequence.StandardKey.Undo, store.undo_stack.undo),
            (QKeySequence.StandardKey.Redo, store.undo_stack.redo),
        ):
            QShortcut(QKeySequence(key), self).activated.connect(act)
        store.changed.connect(self._show)
        store.answered.connect(self._hear)

    def _show(self, scene: Scene) -> None:
        if not can_edit_cells(scene):
            self.close()
            return
        self._show_channels(scene)
        at = self.table.currentIndex()
        row, column = max(0, at.row()), max(0, at.column())
        self.model.refresh()
        self._fit()
        self.table.keep_current(row, column)

    def _hear(self, outcome: Outcome) -> None:
        refused = isinstance(outcome, Refusal) and outcome.control == "cells"
        self.note.say(outcome.reason if isinstance(outcome, Refusal) and refused else "")

    def _fit(self) -> None:
        rows, columns = self.model.values.shape
        side = min(MOST_CELL, max(LEAST_CELL, MOST_WIDTH // columns, MOST_HEIGHT // rows))
        self.table.set_cells(max(side, 36), min(side, 32))
        self.table.setMinimumSize(
            min(MOST_WIDTH, max(side, 36) * columns + 60),
            min(MOST_HEIGHT, min(side, 32) * rows + 44),
        )

    # ---- one of several channels

    def _chooser(self) -> QHBoxLayout:
        """Which channel is in the table; hidden where the input has one plane."""
        self.channel: Choices[str] = Choices(())
        named(
            self.channel,
            "cells_channel",
            "Channel of the cells",
            "The channel of the input whose numbers are in the table.",
        )
        self.channel.chosen.connect(self._choose_channel)
        self.channel_label = row_label("Channel", self.channel)
        line = QHBoxLayout()
        line.addWidget(self.channel_label)
        line.addWidget(self.channel, 1)
        return line

    def _show_channels(self, scene: Scene) -> None:
        names = channel_names(scene) if scene.lesson in CHANNELLED else ()
        self._channel = min(self._channel, max(0, len(names) - 1))
        for part in (self.channel_label, self.channel):
            part.setVisible(len(names) > 1)
        self.channel.clear()
        for number, name in enumerate(names):
            self.channel.addItem(name, str(number))
        self.channel.show_choice(str(self._channel))

    def _choose_channel(self, key: str) -> None:
        self._channel = int(key)
        self._show(self._store.scene)

    def _plane(self, scene: Scene) -> NDArray[Any]:
        if scene.lesson not in CHANNELLED:
            return prepare(scene.input)
        planes = prepare_planes(scene.input, scene.mixing.source)
        plane: NDArray[Any] = planes[min(self._channel, len(planes) - 1)]
        return plane

    def _tone(self, scene: Scene) -> Tone:
        if scene.lesson not in CHANNELLED:
            return input_tone(derive(scene))
        derived = derive(scene)
        if derived.is_photo:
            return Tone(0.0, derived.white, grey=True)
        return magnitude(prepare_planes(scene.input, scene.mixing.source))

    def _cell_edit(self, row: int, column: int, value: float) -> Edit:
        return partial(set_cell, row=row, column=column, value=value, channel=self._channel)

    def _cells_edit(self, row: int, column: int, block: NDArray[np.float64]) -> Edit:
        return partial(paste_cells, row=row, column=column, block=block, channel=self._channel)
