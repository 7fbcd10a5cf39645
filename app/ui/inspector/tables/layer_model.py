"""Layers that give an output size, as a table: one row a layer, the present one marked."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor

from app.core import Layer
from app.paint.fonts import font
from app.paint.theme import Theme
from app.picture.elements import Weight
from app.services.overrides import guarded
from app.state.arithmetic_edits import layer_words

Index = QModelIndex | QPersistentModelIndex
ROOT = QModelIndex()
COLUMNS = ("kernel", "stride", "padding", "dilation")


@guarded
class LayerModel(QAbstractTableModel):
    """Rows are layers, columns their parameters. There is nothing to edit in a cell."""

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self.layers: tuple[Layer, ...] = ()
        self._present: Layer | None = None

    def set_theme(self, theme: Theme) -> None:
        """Mark what is present in another theme's colours."""
        self.theme = theme
        self.layoutChanged.emit()

    def show_layers(self, layers: tuple[Layer, ...], present: Layer | None) -> None:
        """Other layers, one of which may be the scene's."""
        if layers != self.layers:
            self.beginResetModel()
            self.layers, self._present = layers, present
            self.endResetModel()
        elif present != self._present:
            self._present = present
            last = self.index(len(layers) - 1, len(COLUMNS) - 1)
            self.dataChanged.emit(self.index(0, 0), last)

    def rowCount(self, parent: Index = ROOT) -> int:  # noqa: N802
        return 0 if parent.isValid() else len(self.layers)

    def columnCount(self, parent: Index = ROOT) -> int:  # noqa: N802
        return 0 if parent.isValid() else len(COLUMNS)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        layer = self.layers[index.row()]
        is_present = layer == self._present
        if role == Qt.ItemDataRole.DisplayRole:
            return getattr(layer, COLUMNS[index.column()])
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignCenter
        if role == Qt.ItemDataRole.FontRole:
            return font(13, Weight.SEMIBOLD if is_present else Weight.REGULAR)
        if role == Qt.ItemDataRole.ForegroundRole:
            return QColor(self.theme.step if is_present else self.theme.ink)
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleDescriptionRole):
            return f"{layer_words(layer)}{' (present)' if is_present else ': click to apply it'}"
        return None

    def headerData(  # noqa: N802
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> Any:
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return COLUMNS[section]
        return None
