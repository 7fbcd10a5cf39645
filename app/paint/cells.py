"""The cells of a panel: fills, digits, grid, padding. Painted once, kept until they differ."""

from __future__ import annotations

from collections.abc import Iterator
from math import ceil, floor
from typing import Any

from PySide6.QtCore import QLineF, QRect, QRectF
from PySide6.QtGui import QColor, QPainter, QPen

from app.paint.fonts import FontMeasure
from app.paint.hatches import negative_hatch, padding_hatch
from app.paint.inks import Ink, cell_inks, padding_inks, zero_ink
from app.paint.letters import Writer
from app.paint.raster import Pyramid, colour_table, quantised
from app.paint.theme import Theme, mixed
from app.picture.elements import Panel, Rect, Role, Weight
from app.picture.lettering.cells import in_view
from app.picture.lettering.digits import UNKNOWN, in_cell

GRID_SCALE = 7.0
"""Pixels per cell from which cells have lines between them."""
CELLS_DRAWN = 1500
"""Up to this many cells in view are drawn one by one, beyond it as an image."""
MEASURE = FontMeasure()
Box = tuple[int, int, int, int]
ASIDE = 0.06
"""How much of a cell's width may be out of sight before its digits are left out with it."""
CONCEALED = 0.10
"""How much of its panel's hue is in the ground of a cell that hides its value."""


def q(rect: Rect) -> QRectF:
    return QRectF(rect.x, rect.y, rect.width, rect.height)


def snapped(panel: Panel, cells: Rect) -> QRectF:
    """The pixels of a rectangle of cells, on whole pixels so that neighbours share edges."""
    pixels = panel.to_pixels(cells)
    left, top = whole(pixels.x), whole(pixels.y)
    return QRectF(left, top, whole(pixels.right) - left, whole(pixels.bottom) - top)


def whole(pixels: float) -> int:
    """The nearest whole pixel, halves to the right and down as Qt draws images."""
    return floor(pixels + 0.5)


class Edges:
    """Where the cells in view lie, on whole pixels so that neighbours share edges."""

    def __init__(self, panel: Panel) -> None:
        self.rows, self.columns = in_view(panel)
        high = panel.scale * panel.aspect
        self._tops = _lines(panel.rect.y, panel.visible.y, high, self.rows)
        apart = (1 - panel.share) / 2
        self._lefts = _lines(panel.rect.x, panel.visible.x - apart, panel.scale, self.columns)
        self._rights = _lines(panel.rect.x, panel.visible.x + apart, panel.scale, self.columns)

    def __iter__(self) -> Iterator[tuple[int, int, Box]]:
        """Row, column and box of each cell, row by row."""
        for row in self.rows:
            for column in self.columns:
                yield row, column, self.box(row, column)

    def box(self, row: int, column: int) -> Box:
        """Left, top, width and height of a cell in view."""
        down, across = row - self.rows.start, column - self.columns.start
        left, top = self._lefts[across], self._tops[down]
        return left, top, self._rights[across + 1] - left, self._tops[down + 1] - top

    @property
    def lines(self) -> tuple[list[int], list[int]]:
        """Where cells that touch have lines between them: x of each column's, y of each row's."""
        return self._rights, self._tops


def _lines(start: float, first: float, scale: float, cells: range) -> list[int]:
    """The edges before, between and after cells."""
    return [whole(start + (cell - first) * scale) for cell in range(cells.start, cells.stop + 1)]


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
    if panel.revealed is not None and not is_cellwise(panel):
        _paint_revealed(painter, panel, theme)
    fills = Fills(panel, theme) if panel.array is not None and is_cellwise(panel) else None
    if fills is not None and pyramid is None:
        _paint_fills(painter, panel, theme, fills)
    paint_grid(painter, panel, theme)
    if panel.numbers and fills is not None:
        digits = Digits(painter, fills, Weight.REGULAR)
        for row, column, box in fills.edges:
            digits.write(row, column, box)
        if panel.revealed is not None:
            _paint_questions(painter, panel, theme, fills)
    painter.restore()


def is_cellwise(panel: Panel) -> bool:
    """Whether the panel's cells are drawn one by one."""
    return panel.visible.width * panel.visible.height <= CELLS_DRAWN


class Fills:
    """The value and the colour of any cell in view: quantised at once, looked up one by one."""

    def __init__(self, panel: Panel, theme: Theme) -> None:
        assert panel.array is not None
        self.panel, self.theme, self.edges = panel, theme, Edges(panel)
        seen = panel.visible.intersected(Rect(0, 0, panel.shape[1], panel.shape[0]))
        self._top, self._left = floor(seen.y), floor(seen.x)
        block = panel.array[self._top : ceil(seen.bottom), self._left : ceil(seen.right)]
        self._values = block.tolist()
        self._levels = quantised(block, panel.tone).tolist()
        self._inks = cell_inks(theme, panel.role, panel.tone.grey)
        self._negative = (block < 0).tolist() if not panel.tone.grey else None

    def value(self, row: int, column: int) -> Any:
        """The value of a cell; None where it is not known yet or holds nothing."""
        panel = self.panel
        if is_padding(panel, row, column):
            return panel.value_at(row, column)
        if panel.is_beyond(row, column) or panel.is_empty(row, column):
            return None
        if panel.is_concealed(row, column):
            return None  # a question stands there
        return self._values[row - self._top][column - self._left]

    def ink(self, row: int, column: int) -> Ink:
        """The fill of a cell, and what its digits take."""
        if is_padding(self.panel, row, column):
            return padding_ink(self.panel, self.theme, row, column)
        level: int = self._levels[row - self._top][column - self._left]
        return self._inks[level]

    def is_hatched(self, row: int, column: int) -> bool:
        """Whether a cell carries the fine hatch of a negative value."""
        if self._negative is None:
            return False
        return bool(self._negative[row - self._top][column - self._left])


def _paint_fills(painter: QPainter, panel: Panel, theme: Theme, fills: Fills) -> None:
    hatch = negative_hatch(theme, panel.role)
    paper, concealed = QColor(theme.paper), concealing(theme, panel.role)
    for row, column, box in fills.edges:
        if is_padding(panel, row, column):
            continue
        if panel.is_empty(row, column):
            painter.fillRect(*box, paper)
            continue
        if panel.is_concealed(row, column):
            painter.fillRect(*box, concealed)
            continue
        painter.fillRect(*box, fills.ink(row, column).ground)
        if fills.is_hatched(row, column):
            painter.fillRect(*box, hatch)


def concealing(theme: Theme, role: Role) -> QColor:
    """The ground of a cell whose value is hidden: a breath of the panel's hue."""
    return mixed(theme.paper, theme.colour(role).name(), CONCEALED)


def _paint_questions(painter: QPainter, panel: Panel, theme: Theme, fills: Fills) -> None:
    """An invitation in each cell whose value is hidden."""
    writer = Writer(painter, panel.numbers, Weight.SEMIBOLD)
    letters = theme.letters(panel.role)
    for row, column, (left, top, width, height) in fills.edges:
        if not is_padding(panel, row, column) and panel.is_concealed(row, column):
            writer.write(UNKNOWN, left + width / 2, top + height / 2, "centre", letters)


def _paint_revealed(painter: QPainter, panel: Panel, theme: Theme) -> None:
    """Of cells too small to be drawn one by one, those that are not hidden."""
    assert panel.array is not None
    assert panel.revealed is not None
    painter.fillRect(q(panel.rect), concealing(theme, panel.role))
    inks = cell_inks(theme, panel.role, panel.tone.grey)
    for cell in panel.revealed:
        row, column = divmod(cell, panel.shape[1])
        level = int(quantised(panel.array[row : row + 1, column : column + 1], panel.tone)[0, 0])
        box = snapped(panel, Rect(column, row, 1, 1))
        painter.fillRect(box.adjusted(0, 0, box.width() < 1, box.height() < 1), inks[level].ground)


def is_padding(panel: Panel, row: int, column: int) -> bool:
    return not (0 <= row < panel.shape[0] and 0 <= column < panel.shape[1])


def _paint_padding_ground(painter: QPainter, panel: Panel, theme: Theme) -> None:
    """Padding: a quiet ground, the value it repeats where it repeats one, a hatch."""
    extent = snapped(panel, panel.extent)
    inner = snapped(panel, Rect(0, 0, panel.shape[1], panel.shape[0]))
    painter.save()
    region = painter.clipRegion()
    painter.setClipRegion(region.subtracted(inner.toAlignedRect()))
    painter.fillRect(extent, QColor(theme.paper))
    if panel.array is not None and is_cellwise(panel):
        for row, column, box in Edges(panel):
            if is_padding(panel, row, column):
                painter.fillRect(*box, padding_ink(panel, theme, row, column).ground)
    painter.fillRect(extent, padding_hatch(theme))
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
    edges = Edges(panel)
    if not edges.rows or not edges.columns:
        return
    line = QColor(theme.line) if not panel.tone.grey else QColor(128, 128, 128, 90)
    painter.setPen(QPen(line, 1))
    if panel.share < 1:
        painter.drawRects([QRect(*box) for _, _, box in edges])
        return
    box = snapped(panel, panel.visible.intersected(panel.extent))
    across, down = edges.lines
    lines = [QLineF(box.left(), y, box.right(), y) for y in down]
    lines += [QLineF(x, box.top(), x, box.bottom()) for x in across]
    painter.drawLines(lines)


class Digits:
    """Writes the numbers of a panel's cells, in ink on tints and in black or white on grey."""

    def __init__(self, painter: QPainter, fills: Fills, weight: Weight) -> None:
        self._painter, self._fills, self._weight = painter, fills, weight
        self._size, self._digits = fills.panel.numbers, fills.panel.digits
        self._writer = Writer(painter, self._size, weight)

    def write(self, row: int, column: int, box: Box) -> None:
        """The digits of one cell, in the middle of its box; nothing where it holds no value."""
        value = self._fills.value(row, column)
        if value is None or self._is_cut(box):
            return
        ink = self._fills.ink(row, column)
        text = in_cell(value, self._digits)
        left, top, width, height = box
        x, y = left + width / 2, top + height / 2
        if ink.plate is not None:
            self._plate(text, x, y, ink.plate)
        self._writer.write(text, x, y, "centre", ink.letters)

    def _is_cut(self, box: Box) -> bool:
        """Whether the panel's edge runs through the cell where its digits may be."""
        (left, top, width, height), edge = box, self._fills.panel.rect
        aside, over = max(1.0, ASIDE * width), 0.5 * (height - self._size)
        return (
            left < edge.x - aside
            or left + width > edge.right + aside
            or top < edge.y - max(1.0, over)
            or top + height > edge.bottom + max(1.0, over)
        )

    def _plate(self, text: str, x: float, y: float, colour: QColor) -> None:
        wide = MEASURE.width(text, self._size, self._weight) + 0.3 * self._size
        high = 1.1 * self._size
        self._painter.fillRect(QRectF(x - wide / 2, y - high / 2, wide, high), colour)


def padding_ink(panel: Panel, theme: Theme, row: int, column: int) -> Ink:
    """The ground and the letters of a padding cell."""
    value = panel.value_at(row, column)
    if not hasattr(value, "dtype"):
        return zero_ink(theme)
    level = int(quantised(value.reshape(1, 1), panel.tone)[0, 0])
    return padding_inks(theme, panel.role, panel.tone.grey)[level]
