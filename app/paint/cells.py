"""The cells of a panel: fills, digits, grid, padding. Painted once, kept until they differ."""

from __future__ import annotations

from math import ceil, floor

from PySide6.QtCore import QLineF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPen

from app.paint.fonts import FontMeasure
from app.paint.inks import Ink, cell_inks, padding_inks, zero_ink
from app.paint.letters import write
from app.paint.raster import Pyramid, colour_table, quantised
from app.paint.theme import Theme
from app.picture.cells import cells_in_view
from app.picture.digits import short
from app.picture.elements import Panel, Rect, Weight

GRID_SCALE = 7.0
"""Pixels per cell from which cells have lines between them."""
CELLS_DRAWN = 1500
"""Up to this many cells in view are drawn one by one, beyond it as an image."""
MEASURE = FontMeasure()


def q(rect: Rect) -> QRectF:
    return QRectF(rect.x, rect.y, rect.width, rect.height)


def snapped(panel: Panel, cells: Rect) -> QRectF:
    """The pixels of a rectangle of cells, on whole pixels so that neighbours share edges."""
    pixels = panel.to_pixels(cells)
    left, top = round(pixels.x), round(pixels.y)
    return QRectF(left, top, round(pixels.right) - left, round(pixels.bottom) - top)


def paint_cells(painter: QPainter, panel: Panel, theme: Theme, pyramid: Pyramid | None) -> None:
    """Everything of a panel that does not depend on the step."""
    painter.save()
    painter.setClipRect(q(panel.rect).adjusted(-1, -1, 1, 1))
    if panel.border is not None:
        _paint_padding_ground(painter, panel, theme)
    if panel.bare:
        _paint_bare(painter, panel, theme)
    if pyramid is not None:
        table = colour_table(theme, panel.role, panel.tone.grey)
        pyramid.draw(painter, panel, table, painter.device().devicePixelRatioF())
    fills = Fills(panel, theme) if panel.array is not None and is_cellwise(panel) else None
    if fills is not None and pyramid is None:
        _paint_fills(painter, panel, theme, fills)
    paint_grid(painter, panel, theme)
    if panel.numbers and fills is not None:
        for row, column in cells_in_view(panel):
            paint_number(painter, panel, theme, fills, row, column, Weight.REGULAR)
    painter.restore()


def is_cellwise(panel: Panel) -> bool:
    """Whether the panel's cells are drawn one by one."""
    return panel.visible.width * panel.visible.height <= CELLS_DRAWN


class Fills:
    """The colour of any cell of a panel in view: quantised at once, looked up one by one."""

    def __init__(self, panel: Panel, theme: Theme) -> None:
        assert panel.array is not None
        seen = panel.visible.intersected(Rect(0, 0, panel.shape[1], panel.shape[0]))
        self._top, self._left = floor(seen.y), floor(seen.x)
        block = panel.array[self._top : ceil(seen.bottom), self._left : ceil(seen.right)]
        self._levels = quantised(block, panel.tone).tolist()
        self._inks = cell_inks(theme, panel.role, panel.tone.grey)
        self.negative = (block < 0).tolist() if not panel.tone.grey else None

    def ink(self, row: int, column: int) -> Ink:
        """The fill of a cell, and what its digits take."""
        level: int = self._levels[row - self._top][column - self._left]
        return self._inks[level]

    def colour(self, row: int, column: int) -> QColor:
        return self.ink(row, column).ground

    def is_hatched(self, row: int, column: int) -> bool:
        """Whether a cell carries the fine hatch of a negative value."""
        if self.negative is None:
            return False
        return bool(self.negative[row - self._top][column - self._left])


def _paint_fills(painter: QPainter, panel: Panel, theme: Theme, fills: Fills) -> None:
    hatch = QBrush(_clear(theme.colour(panel.role), 0.45), Qt.BrushStyle.FDiagPattern)
    for row, column in cells_in_view(panel):
        if is_padding(panel, row, column):
            continue
        rect = snapped(panel, Rect(column, row, 1, 1))
        if panel.is_empty(row, column):
            painter.fillRect(rect, QColor(theme.paper))
            continue
        painter.fillRect(rect, fills.colour(row, column))
        if fills.is_hatched(row, column):
            painter.fillRect(rect, hatch)


def is_padding(panel: Panel, row: int, column: int) -> bool:
    return not (0 <= row < panel.shape[0] and 0 <= column < panel.shape[1])


def _clear(colour: QColor, alpha: float) -> QColor:
    colour.setAlphaF(alpha)
    return colour


def _paint_padding_ground(painter: QPainter, panel: Panel, theme: Theme) -> None:
    """Padding: a quiet ground, the value it repeats where it repeats one, a hatch."""
    extent = snapped(panel, panel.extent)
    inner = snapped(panel, Rect(0, 0, panel.shape[1], panel.shape[0]))
    painter.save()
    region = painter.clipRegion()
    painter.setClipRegion(region.subtracted(inner.toAlignedRect()))
    painter.fillRect(extent, QColor(theme.paper))
    if panel.array is not None and is_cellwise(panel):
        for row, column in cells_in_view(panel):
            if is_padding(panel, row, column):
                ground = padding_ink(panel, theme, row, column).ground
                painter.fillRect(snapped(panel, Rect(column, row, 1, 1)), ground)
    hatch = _clear(QColor(theme.soft), 0.28)
    painter.fillRect(extent, QBrush(hatch, Qt.BrushStyle.BDiagPattern))
    painter.restore()


def _paint_bare(painter: QPainter, panel: Panel, theme: Theme) -> None:
    """Cells without values: paper with an edge, so that they are seen where no grid fits."""
    painter.fillRect(q(panel.rect), QColor(theme.paper))
    painter.setPen(QPen(QColor(theme.line), 1))
    painter.drawRect(q(panel.rect))


def paint_grid(painter: QPainter, panel: Panel, theme: Theme) -> None:
    """Lines between the cells in view, where these are large enough."""
    if panel.scale < GRID_SCALE:
        return
    seen = panel.visible.intersected(panel.extent)
    cells = cells_in_view(panel)
    if not cells:
        return
    line = QColor(theme.line) if not panel.tone.grey else QColor(128, 128, 128, 90)
    painter.setPen(QPen(line, 1))
    if panel.share < 1:
        painter.drawRects([snapped(panel, Rect(column, row, 1, 1)) for row, column in cells])
        return
    box = snapped(panel, seen)
    (first_row, first_column), (last_row, last_column) = cells[0], cells[-1]
    lines = []
    for row in range(first_row, last_row + 2):
        y = round(panel.rect.y + (row - panel.visible.y) * panel.scale * panel.aspect)
        lines.append(QLineF(box.left(), y, box.right(), y))
    for column in range(first_column, last_column + 2):
        x = round(panel.rect.x + (column - panel.visible.x) * panel.scale)
        lines.append(QLineF(x, box.top(), x, box.bottom()))
    painter.drawLines(lines)


def paint_number(
    painter: QPainter,
    panel: Panel,
    theme: Theme,
    fills: Fills,
    row: int,
    column: int,
    weight: Weight,
) -> None:
    """The digits of one cell, in ink on tints and in black or white on grey."""
    value = panel.value_at(row, column)
    if value is None:
        return
    padding = is_padding(panel, row, column)
    ink = padding_ink(panel, theme, row, column) if padding else fills.ink(row, column)
    text = short(value, panel.digits)
    centre = snapped(panel, Rect(column, row, 1, 1)).center()
    x, y = centre.x(), centre.y()
    if ink.plate is not None:
        width = MEASURE.width(text, panel.numbers, weight) + 0.3 * panel.numbers
        height = 1.1 * panel.numbers
        painter.fillRect(QRectF(x - width / 2, y - height / 2, width, height), ink.plate)
    write(painter, text, x, y, panel.numbers, weight, "centre", ink.letters)


def padding_ink(panel: Panel, theme: Theme, row: int, column: int) -> Ink:
    """The ground and the letters of a padding cell."""
    value = panel.value_at(row, column)
    if not hasattr(value, "dtype"):
        return zero_ink(theme)
    level = int(quantised(value.reshape(1, 1), panel.tone)[0, 0])
    return padding_inks(theme, panel.role, panel.tone.grey)[level]
