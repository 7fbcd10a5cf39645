"""A list of presets: each with its name and, under it, the line on what it is for."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Protocol

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QComboBox,
    QListView,
    QSizePolicy,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

from app.paint.fonts import font
from app.paint.theme import Theme, mixed
from app.picture.elements import Weight
from app.services.overrides import guarded
from app.ui.chrome import TARGET
from app.ui.inspector.controls.parts import named
from app.ui.inspector.controls.section import Section

POPUP_WIDTH = 440
ROW_HEIGHT = 42
FRAME = 38
"""The box's own part of its width: paddings and the arrow."""
OWN = "own numbers"
"""What weights are called that are no preset's."""
PURPOSE = Qt.ItemDataRole.UserRole + 1


@guarded
class _TwoLines(QStyledItemDelegate):
    """The name, and in softer letters the purpose."""

    def __init__(self, theme: Theme, parent: QObject) -> None:
        super().__init__(parent)
        self.theme = theme

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Two lines of text on the chosen row's ground."""
        rect = option.rect
        painter.save()
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, mixed(self.theme.paper, self.theme.ink, 0.1))
        line = rect.adjusted(10, 5, -10, -5)
        top = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop
        low = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom
        painter.setFont(font(13, Weight.MEDIUM))
        painter.setPen(QColor(self.theme.ink))
        painter.drawText(line, top, index.data(Qt.ItemDataRole.DisplayRole))
        painter.setFont(font(12))
        painter.setPen(QColor(self.theme.soft))
        purpose = painter.fontMetrics().elidedText(
            index.data(PURPOSE), Qt.TextElideMode.ElideRight, line.width()
        )
        painter.drawText(line, low, purpose)
        painter.restore()

    def sizeHint(  # noqa: N802
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        """Room for two lines."""
        del option, index
        return QSize(POPUP_WIDTH, ROW_HEIGHT)


class Listed(Protocol):
    """What the list shows of a kernel or a stack."""

    @property
    def key(self) -> str:
        """What `chosen` tells."""

    @property
    def title(self) -> str:
        """The first line."""

    @property
    def purpose(self) -> str:
        """The second line."""


@guarded
class PresetList(QComboBox):
    """Shows what is there by its name, whether or not it is a preset; `chosen` tells a key."""

    chosen = Signal(str)

    def __init__(self, presets: Iterable[Listed], theme: Theme) -> None:
        super().__init__()
        self._name = ""
        self._rows = _TwoLines(theme, self)
        popup = QListView()
        popup.setMinimumWidth(POPUP_WIDTH)
        self.setView(popup)
        popup.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)  # setView hides it
        self.setItemDelegate(self._rows)
        self._presets: tuple[Listed, ...] = ()
        self.offer(tuple(presets))
        self.setMaxVisibleItems(12)
        self.setMinimumHeight(TARGET)
        self.setMinimumContentsLength(6)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.activated.connect(self._tell)

    def offer(self, presets: tuple[Listed, ...]) -> None:
        """Other presets, in place of those that were offered before."""
        if presets == self._presets:
            return
        self._presets = presets
        self.clear()
        for row, preset in enumerate(presets):
            self.addItem(preset.title, preset.key)
            self.setItemData(row, preset.purpose, PURPOSE)
            self.setItemData(row, f"<p>{preset.purpose}</p>", Qt.ItemDataRole.ToolTipRole)
            self.setItemData(row, preset.purpose, Qt.ItemDataRole.AccessibleDescriptionRole)

    def set_theme(self, theme: Theme) -> None:
        """Paint the rows in another theme."""
        self._rows.theme = theme

    def show_name(self, name: str) -> None:
        """Show a name; what was changed is in no list."""
        self.setCurrentIndex(self.findText(name))
        self._name = name
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Shorten a long name to the width."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        room = max(0, self.width() - FRAME)
        self.setPlaceholderText(
            self.fontMetrics().elidedText(self._name, Qt.TextElideMode.ElideMiddle, room)
        )

    def _tell(self, row: int) -> None:
        self.chosen.emit(self.itemData(row))


def headed_by(
    section: Section, presets: Iterable[Listed], texts: tuple[str, str, str],
    chosen: Callable[[str], object],
) -> PresetList:  # fmt: skip
    """A list of presets beside a section's title; `texts` are its object name, spoken name, tip."""
    offered = section.themed(PresetList(presets, section.theme))
    named(offered, *texts)
    offered.chosen.connect(chosen)
    section.title.setBuddy(offered)
    section.header.addWidget(offered, 1)
    return offered
