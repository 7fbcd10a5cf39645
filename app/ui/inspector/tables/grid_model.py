"""A table of numbers as a Qt item model over the store: `setData` asks, the store decides."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from app.paint.raster import quantised
from app.picture.elements import Tone
from app.picture.lettering.digits import as_fraction, full, is_rounded
from app.services.overrides import guarded
from app.services.store import Store
from app.state.outcome import Change, Edit, refusing
from app.state.scene import Scene
from app.ui.inspector.tables.typed import read_block, read_number, write_block

Index = QModelIndex | QPersistentModelIndex
ROOT = QModelIndex()
MOST_PASTED = 100_000
"""Letters of a text that is read as a table: 64 × 64 numbers with all their digits."""


@dataclass(frozen=True)
class Grid:
    """Which numbers of a scene a table shows, and which edits it asks for.

    `control` is where a refusal is explained. `cell` takes row, column and value; `block` the
    corner's row and column and a pasted `(rows, columns)` array.
    """

    control: str
    read: Callable[[Scene], NDArray[Any]]
    tone: Callable[[Scene], Tone]
    cell: Callable[[int, int, float], Edit]
    block: Callable[[int, int, NDArray[np.float64]], Edit]


@guarded
class GridModel(QAbstractTableModel):
    """Numbers of the scene, shown and edited; the store decides on every edit."""

    def __init__(self, store: Store, grid: Grid, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._store, self._grid = store, grid
        self._take()

    def refresh(self) -> None:
        """Take over what the scene holds now."""
        reshaped = self._grid.read(self._store.scene).shape != self.values.shape
        if reshaped:
            self.beginResetModel()
        self._take()
        if reshaped:
            self.endResetModel()
            return
        rows, columns = self.values.shape
        self.dataChanged.emit(self.index(0, 0), self.index(rows - 1, columns - 1))

    def _take(self) -> None:
        """The numbers, and how full each cell's tint is, 0 to 255."""
        self.values = self._grid.read(self._store.scene)
        self.tone = self._grid.tone(self._store.scene)
        self.levels = quantised(self.values, self.tone)

    def rowCount(self, parent: Index = ROOT) -> int:  # noqa: N802
        """The grid's rows; none below a cell."""
        return 0 if parent.isValid() else int(self.values.shape[0])

    def columnCount(self, parent: Index = ROOT) -> int:  # noqa: N802
        """The grid's columns; none below a cell."""
        return 0 if parent.isValid() else int(self.values.shape[1])

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Every cell can be edited."""
        return super().flags(index) | Qt.ItemFlag.ItemIsEditable

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """What a cell shows, edits and says."""
        if not self._holds(index):
            return None
        value = self.values[index.row(), index.column()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return as_fraction(value)
            case Qt.ItemDataRole.EditRole:
                return editable(value)
            case Qt.ItemDataRole.ToolTipRole | Qt.ItemDataRole.AccessibleTextRole:
                place = f"row {index.row() + 1}, column {index.column() + 1}"
                return f"{place}: {full(value)}"
            case Qt.ItemDataRole.UserRole:
                return value
        return None

    def headerData(  # noqa: N802
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """Rows and columns count from 1."""
        del orientation
        return str(section + 1) if role == Qt.ItemDataRole.DisplayRole else None

    def setData(  # noqa: N802
        self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole
    ) -> bool:
        """Ask for an edit; False where it was refused, and the old value stays."""
        if role != Qt.ItemDataRole.EditRole or not self._holds(index):
            return False
        if str(value) == self.data(index, role):
            return True
        try:
            edit = self._grid.cell(index.row(), index.column(), read_number(str(value)))
        except ValueError as error:
            edit = refusing(self._grid.control, str(error))
        return isinstance(self._store.do(edit), Change)

    def _holds(self, index: Index) -> bool:
        """Whether there is such a cell: an editor may outlive the shape that it was opened in."""
        rows, columns = self.values.shape
        return index.isValid() and index.row() < rows and index.column() < columns

    def copied(self) -> str:
        """The whole grid as a spreadsheet takes it."""
        return write_block([editable(value) for value in row] for row in self.values)

    def paste(self, text: str, row: int, column: int) -> bool:
        """Ask for a pasted table; a single number goes into the one cell."""
        if len(text) > MOST_PASTED:
            said = f"the text has {len(text):,} letters: up to {MOST_PASTED:,} fit"
            self._store.do(refusing(self._grid.control, f"{said}, a table of numbers"))
            return False
        try:
            block = read_block(text)
        except ValueError as error:
            return isinstance(self._store.do(refusing(self._grid.control, str(error))), Change)
        edit = (
            self._grid.cell(row, column, block.item())
            if block.size == 1
            else self._grid.block(row, column, block)
        )
        return isinstance(self._store.do(edit), Change)


def editable(value: Any) -> str:
    """A value as text that reads back to the same value."""
    text = as_fraction(value)
    return full(value) if "/" not in text and is_rounded(value) else text
