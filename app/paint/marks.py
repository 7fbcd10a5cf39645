"""Marks over the panels: outlines with halos, dots, veils, tags."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import product
from math import ceil, floor
from typing import assert_never

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPen

from app.paint.cells import Digits, Fills, is_padding, q, snapped
from app.paint.counts import paint_counts
from app.paint.hatches import negative_hatch, padding_hatch
from app.paint.letters import write
from app.paint.theme import Theme
from app.picture.elements import (
    Counts,
    Dots,
    Mark,
    Outline,
    Panel,
    Picture,
    Rect,
    Role,
    Stroke,
    Strong,
    Tag,
    Veil,
    Veils,
    Weight,
    Written,
)

DIFFERS, UNUSED = 0.35, 0.45
"""How strong the crossed lines over cells are."""
FADED, READABLE = 0.72, 0.45
"""How far cells step back, and how far those whose digits are still to be read."""
RIM_ROOM = 6.0
"""Pixels beyond a panel in which the outlines of its edge cells are drawn whole."""
RIM = 4.0
"""Pixels by which an outline may reach beyond its cells."""
NESTING = 0.07
"""How much further in each nested outline lies, in cells."""
LEAST_OUTLINE = 9.0
"""An outline on a photo is never smaller than this, so that it can be found."""


def is_opaque(panel: Panel) -> bool:
    """Whether nothing is seen through a piled panel."""
    return panel.piled and not panel.glass


def is_covered(panel: Panel, mark: Mark, over: Iterable[Rect]) -> bool:
    """Whether a mark on a piled panel lies behind another panel, so that it need not be drawn."""
    if isinstance(mark, Outline):
        cells = mark.cells
    elif isinstance(mark, Strong):
        rows, columns = mark.rows, mark.columns
        cells = Rect(columns[0], rows[0], columns[-1] - columns[0] + 1, rows[-1] - rows[0] + 1)
    else:
        return False
    pixels = panel.to_pixels(cells)
    return any(
        rect.x <= pixels.x - RIM
        and rect.y <= pixels.y - RIM
        and pixels.right + RIM <= rect.right
        and pixels.bottom + RIM <= rect.bottom
        for rect in over
    )


def _room(panel: Panel, mark: Mark) -> QRectF:
    """Where a mark may be drawn: what reaches out of its panel is cut at its edge."""
    seen = q(panel.rect)
    if isinstance(mark, Tag):
        return seen
    if not isinstance(mark, Outline):
        return seen.adjusted(-RIM_ROOM, -RIM_ROOM, RIM_ROOM, RIM_ROOM)
    cells = q(panel.to_pixels(mark.cells))
    inside = (
        cells.left() >= seen.left() - 1,
        cells.top() >= seen.top() - 1,
        cells.right() <= seen.right() + 1,
        cells.bottom() <= seen.bottom() + 1,
    )
    left, top, right, bottom = (RIM_ROOM if within else 0.0 for within in inside)
    return seen.adjusted(-left, -top, right, bottom)


def _crossed(panel: Panel, cells: Rect) -> set[tuple[int, int]]:
    """The numbered cells that the edges of an outline run through, as (row, column)."""
    if not panel.numbers or panel.array is None or panel.share < 1:
        return set()
    across = range(floor(cells.x), ceil(cells.right))
    down = range(floor(cells.y), ceil(cells.bottom))
    columns = [floor(x) for x in (cells.x, cells.right) if not float(x).is_integer()]
    rows = [floor(y) for y in (cells.y, cells.bottom) if not float(y).is_integer()]
    return set(product(down, columns)) | set(product(rows, across))


class Marker:
    """Draws the marks of one picture in one theme."""

    def __init__(self, painter: QPainter, picture: Picture, theme: Theme) -> None:
        self.painter, self.picture, self.theme = painter, picture, theme
        self.panels = {panel.key: panel for panel in picture.panels if panel.has_room}
        self.factor = theme.outline * (1.35 if picture.bold else 1.0)

    def draw_all(self, marks: Iterable[Mark]) -> None:
        """Draw marks one over another, veils first."""
        for mark in sorted(marks, key=lambda mark: not isinstance(mark, Veils)):
            self.draw(mark)

    def draw(self, mark: Mark) -> None:
        panel = self.panels.get(mark.panel)
        if panel is None:
            return
        self.painter.save()
        self.painter.setClipRect(_room(panel, mark))
        match mark:
            case Outline():
                self._outline(panel, mark)
            case Dots():
                self._dots(panel, mark)
            case Veils():
                self._veils(panel, mark)
            case Tag():
                self._tag(panel, mark)
            case Strong():
                self._strong(panel, mark)
            case Written():
                self._written(panel, mark)
            case Counts():
                paint_counts(self.painter, panel, mark, self.theme)
            case _:
                assert_never(mark)
        self.painter.restore()

    def _outline(self, panel: Panel, mark: Outline) -> None:
        rect = q(panel.to_pixels(mark.cells))
        if (
            panel.key.startswith(("input", "output"))
            or panel.level is not None
            or panel.cut is not None
        ):
            across = max(0.0, LEAST_OUTLINE - rect.width()) / 2
            down = max(0.0, LEAST_OUTLINE - rect.height()) / 2
            rect.adjust(-across, -down, across, down)
        widths = {Stroke.STEP: 3.0, Stroke.REACH: 2.0, Stroke.THIN: 1.5}
        width = widths[mark.stroke] * self.factor
        inset = 1.0 if mark.stroke is Stroke.REACH else 0.0
        inset += NESTING * mark.nested * panel.scale
        rect.adjust(inset, inset, -inset, -inset)
        self.painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.painter.setBrush(Qt.BrushStyle.NoBrush)
        crossed = _crossed(panel, mark.cells)
        if mark.stroke is not Stroke.THIN and not crossed:
            self._rounded(rect, QPen(QColor(self.theme.paper), width + 2.5))  # opaque is quick
        pen = QPen(self.theme.colour(mark.role), width)
        if mark.dashed:
            pen.setStyle(Qt.PenStyle.DashLine)
        self._rounded(rect, pen)
        if crossed:
            self._write_over(panel, crossed)

    def _write_over(self, panel: Panel, cells: Iterable[tuple[int, int]]) -> None:
        """The digits of cells that a gliding outline runs through, over it."""
        fills = Fills(panel, self.theme)
        digits = Digits(self.painter, fills, Weight.REGULAR)
        for row, column in cells:
            if panel.holds(row, column) and panel.visible.contains(column + 0.5, row + 0.5):
                digits.write(row, column, fills.edges.box(row, column))

    def _rounded(self, rect: QRectF, pen: QPen) -> None:
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        self.painter.setPen(pen)
        self.painter.drawRoundedRect(rect, 2.5, 2.5)

    def _dots(self, panel: Panel, mark: Dots) -> None:
        self.painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.painter.setPen(Qt.PenStyle.NoPen)
        self.painter.setBrush(self.theme.colour(mark.role))
        radius = min(2.6, max(1.3, panel.scale * 0.05)) * self.factor
        for x, y in mark.points.tolist():
            at = panel.to_pixels(Rect(x, y, 0, 0))
            self.painter.drawEllipse(QPointF(at.x, at.y), radius, radius)

    def _veils(self, panel: Panel, mark: Veils) -> None:
        for cells in mark.cells:
            rect = snapped(panel, cells)
            if mark.kind is Veil.MET:
                wash = self.theme.colour(Role.KERNEL)
                wash.setAlphaF(0.30)
                self.painter.fillRect(rect, wash)
                continue
            if mark.kind is Veil.INSERTED:
                self.painter.fillRect(rect, padding_hatch(self.theme))
                continue
            if mark.kind is Veil.DIFFERS:
                self.painter.fillRect(rect, self._crossed(DIFFERS))
                continue
            paper = QColor(self.theme.ground if mark.kind is Veil.OUTSIDE else self.theme.paper)
            paper.setAlphaF(READABLE if panel.numbers else FADED)
            self.painter.fillRect(rect, paper)
            if mark.kind is Veil.UNUSED:
                self.painter.fillRect(rect, self._crossed(UNUSED))

    def _crossed(self, strength: float) -> QBrush:
        colour = self.theme.colour(Role.SOFT)
        colour.setAlphaF(strength)
        return QBrush(colour, Qt.BrushStyle.DiagCrossPattern)

    def _tag(self, panel: Panel, mark: Tag) -> None:
        cell = snapped(panel, Rect(mark.column, mark.row, 1, 1))
        size = mark.size
        x, y = cell.right() - 0.07 * panel.scale, cell.bottom() - 0.54 * size - 1
        self._plate(mark.text, x, y, size)
        letters = self.theme.letters(mark.role)
        write(self.painter, mark.text, x, y, size, Weight.BOLD, "right", letters)

    def _plate(self, text: str, x: float, y: float, size: float) -> None:
        """A little paper under a tag, where the cell may have any shade."""
        width = 0.62 * size * len(text) + 4
        paper = QColor(self.theme.paper)
        paper.setAlphaF(0.88)
        left, top = round(x - width + 2), round(y - 0.52 * size)
        self.painter.fillRect(QRectF(left, top, round(width), round(1.04 * size)), paper)

    def _strong(self, panel: Panel, mark: Strong) -> None:
        if panel.array is None:
            return
        fills = Fills(panel, self.theme)
        digits = Digits(self.painter, fills, Weight.BOLD)
        hatch = negative_hatch(self.theme, panel.role)
        for row in mark.rows:
            for column in mark.columns:
                shown = panel.visible.contains(column + 0.5, row + 0.5)
                if not shown or is_padding(panel, row, column) or panel.is_empty(row, column):
                    continue
                left, top, width, height = box = fills.edges.box(row, column)
                inner = left + 1, top + 1, width - 1, height - 1
                self.painter.fillRect(*inner, fills.ink(row, column).ground)
                if fills.is_hatched(row, column):
                    self.painter.fillRect(*inner, hatch)
                digits.write(row, column, box)

    def _written(self, panel: Panel, mark: Written) -> None:
        rect = snapped(panel, Rect(mark.column, mark.row, 1, 1))
        if panel.scale < 16:
            return
        self.painter.fillRect(rect, QColor(self.theme.paper))
        size = panel.numbers or 0.3 * panel.scale
        centre = rect.center()
        write(
            self.painter, mark.text, centre.x(), centre.y(), size, Weight.BOLD, "centre",
            self.theme.letters(panel.role),
        )  # fmt: skip
