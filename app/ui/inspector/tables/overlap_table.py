"""Kernel × stride as a table: which layers are even inside, which is set, one click to set."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
)
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QSizePolicy, QTableView

from app.core import interior_period, is_even
from app.paint.fonts import font
from app.paint.theme import Theme, mixed
from app.picture.elements import Role, Weight
from app.services.overrides import guarded
from app.state.overlap.choices import MAX_STAMP_STRIDE, StampLayer
from app.state.scene import MAX_KERNEL
from app.ui.chrome import TARGET
from app.ui.inspector.controls.parts import named

Index = QModelIndex | QPersistentModelIndex
ROOT = QModelIndex()
EVEN, UNEVEN, HOLES = "●", "·", "○"
NAMES = {EVEN: "even inside", UNEVEN: "uneven inside", HOLES: "holes"}


@guarded
class OverlapModel(QAbstractTableModel):
    """Rows are strides, columns kernels; the dilation is the present layer's."""

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self._layer = StampLayer()

    def set_theme(self, theme: Theme) -> None:
        """Mark what is present in another theme's colours."""
        self.theme = theme
        self.layoutChanged.emit()

    def show_layer(self, layer: StampLayer) -> None:
        """Mark another layer."""
        self._layer = layer
        last = self.index(MAX_STAMP_STRIDE - 1, MAX_KERNEL - 1)
        self.dataChanged.emit(self.index(0, 0), last)

    def rowCount(self, parent: Index = ROOT) -> int:  # noqa: N802
        return 0 if parent.isValid() else MAX_STAMP_STRIDE

    def columnCount(self, parent: Index = ROOT) -> int:  # noqa: N802
        return 0 if parent.isValid() else MAX_KERNEL

    def sign(self, kernel: int, stride: int) -> str:
        """Even, uneven, or with holes, at the present dilation."""
        if is_even(kernel, stride, self._layer.dilation):
            return EVEN
        return UNEVEN if min(interior_period(kernel, stride, self._layer.dilation)) else HOLES

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        kernel, stride = index.column() + 1, index.row() + 1
        sign = self.sign(kernel, stride)
        is_present = (kernel, stride) == (self._layer.kernel, self._layer.stride)
        if role == Qt.ItemDataRole.DisplayRole:
            return sign
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignCenter
        if role == Qt.ItemDataRole.FontRole:
            return font(12, Weight.BOLD if is_present else Weight.REGULAR)
        if role == Qt.ItemDataRole.ForegroundRole:
            if is_present:
                return QColor(self.theme.step)
            return self.theme.letters(Role.OUTPUT if sign == EVEN else Role.SOFT)
        if role == Qt.ItemDataRole.BackgroundRole and is_present:
            return mixed(self.theme.paper, self.theme.hue(Role.STEP), 0.16)
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            now = ", present" if is_present else ""
            return f"kernel {kernel}, stride {stride}: {NAMES[sign]}{now}"
        return None

    def headerData(  # noqa: N802
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> Any:
        if role == Qt.ItemDataRole.DisplayRole:
            return str(section + 1)
        if role == Qt.ItemDataRole.ToolTipRole:
            name = "kernel" if orientation is Qt.Orientation.Horizontal else "stride"
            return f"{name} {section + 1}"
        return None


def overlap_view(model: OverlapModel) -> QTableView:
    """The table, sized so that all of it is seen."""
    table = QTableView()
    table.setModel(model)
    table.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
    table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    table.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    table.setTabKeyNavigation(False)
    table.setShowGrid(False)
    table.setCursor(Qt.CursorShape.PointingHandCursor)
    for header in (table.verticalHeader(), table.horizontalHeader()):
        header.setMinimumSectionSize(16)
        header.setDefaultSectionSize(TARGET)
        header.setSectionsClickable(False)
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignCenter)
    table.verticalHeader().setFixedWidth(18)
    table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
    table.horizontalHeader().setFixedHeight(TARGET)
    table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
    table.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
    table.setFixedHeight(TARGET * (MAX_STAMP_STRIDE + 1) + 4)
    named(
        table,
        "stamp_table",
        "Kernel and stride",
        "Kernels 1 to 11 across, strides 1 to 6 down; ● is even inside, · uneven, ○ has holes. "
        "A click or Enter sets the chosen layer to it.",
    )
    return table
