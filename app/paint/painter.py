"""The Artist: paints a Picture, on the screen and into files alike."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, product
from typing import Any

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPixmap

from app.paint.backdrop import Backdrop
from app.paint.cells import GRID_SCALE, is_cellwise, paint_cells, q, snapped
from app.paint.letters import Writer, write
from app.paint.marks import Marker, is_covered, is_opaque
from app.paint.plots import extent_of, is_lasting, paint_baseline, paint_plot, part_of
from app.paint.raster import Pyramid
from app.paint.small_charts import paint_small_chart
from app.paint.steady import Steady
from app.paint.theme import Theme
from app.picture.elements import (
    Connector,
    Equation,
    Label,
    Line,
    Panel,
    Picture,
    PlacedChart,
    Plot,
    Rect,
    Role,
    Token,
    Veils,
    Weight,
)
from app.picture.lettering.cells import in_view

FADED = 0.28
"""How strong a line is that is one of many."""
WEB, LINES, GROUND = "web", "lines", "ground"
"""The keys of the rasters of many lines, for all steps and for a few, and of the cards."""
MANY_LINES = 24
"""More lines than this are worth a raster."""
LARGE = 1_000_000
"""Cells from which a panel's levels of brightness are worth making in the background."""


@dataclass(eq=False, slots=True)
class _Raster:
    signature: tuple[Any, ...]
    array: Any
    pixmap: QPixmap


class Artist:
    """Paints pictures in one theme; keeps a raster per panel and repaints it when it differs.

    With `vector` nothing is kept as a raster, so that text in a PDF or SVG stays text; without
    `grounded` the stage's ground is left out, for a transparent picture.
    """

    def __init__(self, theme: Theme, *, vector: bool = False, grounded: bool = True) -> None:
        self.theme = theme
        self._vector = vector
        self._grounded = grounded
        self._rasters: dict[str, _Raster] = {}
        self._pyramids: dict[str, Pyramid] = {}
        self._charts: dict[int, _Raster] = {}
        self._backdrop, self._steady, self._whole = Backdrop(), Steady(), Steady()

    def paint(self, picture: Picture, painter: QPainter) -> None:
        """Paint the whole picture; the painter's origin is the picture's top left corner."""
        still = self._still(painter, picture)
        if not still:
            self._ground(painter, picture)
        for plot in picture.plots:
            self._plot(painter, plot)
        marker = Marker(painter, picture, self.theme)
        piled = {panel.key for panel in picture.panels if panel.piled}
        shown = tuple(_shown(picture))
        for place, panel in enumerate(shown):
            if id(panel) in still:
                continue
            if panel.piled and not panel.glass:
                self._parted(painter, panel)
            self._panel(painter, panel)
            if panel.piled:
                own = [mark for mark in picture.marks if mark.panel == panel.key]
                over = [later.rect for later in shown[place + 1 :] if own and is_opaque(later)]
                marker.draw_all(mark for mark in own if not is_covered(panel, mark, over))
        marks = [mark for mark in picture.marks if mark.panel not in piled]
        marker.draw_all(mark for mark in marks if isinstance(mark, Veils))
        self._web(painter, picture.web, WEB)
        if len(picture.connectors) > MANY_LINES:
            self._web(painter, picture.connectors, LINES)
        else:
            self._connectors(painter, picture.connectors)
        marker.draw_all(mark for mark in marks if not isinstance(mark, Veils))
        self._labels(painter, picture.labels)
        for line in picture.lines:
            self._line(painter, line)
        for place, placed in enumerate(picture.charts):
            self._chart(painter, place, placed)
        if picture.equation is not None:
            self._equation(painter, picture.equation)
        for kept in (self._steady, self._whole):
            kept.forget_all_but(panel.key for panel in shown)

    def _ground(self, painter: QPainter, picture: Picture) -> None:
        """The ground, with its cards from a pixmap, which is made anew when they are others."""
        if self._vector or not self._grounded or not picture.cards:
            self._bare_ground(painter, picture)
            return
        ratio = painter.device().devicePixelRatioF()
        signature = (picture.width, picture.height, ratio, picture.cards)
        kept = self._rasters.get(GROUND)
        if kept is None or kept.signature != signature:
            pixmap = QPixmap(round(picture.width * ratio), round(picture.height * ratio))
            pixmap.setDevicePixelRatio(ratio)
            pixmap.fill(QColor(self.theme.ground))  # where a fraction of a pixel is left
            with QPainter(pixmap) as inner:
                self._bare_ground(inner, picture)
            kept = self._rasters[GROUND] = _Raster(signature, None, pixmap)
        painter.drawPixmap(0, 0, kept.pixmap)

    def _bare_ground(self, painter: QPainter, picture: Picture) -> None:
        if self._grounded:
            whole = QRectF(0, 0, picture.width, picture.height)
            painter.fillRect(whole, QColor(self.theme.ground))
        for card in picture.cards:
            self._card(painter, card)

    def _still(self, painter: QPainter, picture: Picture) -> frozenset[int]:
        """Paint ground, cards and panels that stay from their pixmap; which panels these are."""
        if self._vector or not self._grounded:
            return frozenset()

        def paint(inner: QPainter, panels: Iterable[Panel]) -> None:
            self._ground(inner, picture)
            for panel in panels:
                if panel.has_room:
                    self._panel(inner, panel)

        return self._backdrop.draw(painter, picture, paint)

    def _card(self, painter: QPainter, card: Rect) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(self.theme.line), 1))
        painter.setBrush(QColor(self.theme.paper))
        painter.drawRoundedRect(q(card), 10, 10)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.setBrush(Qt.BrushStyle.NoBrush)

    def _plot(self, painter: QPainter, plot: Plot) -> None:
        """A plot from its pixmap, which is made anew only when its samples or places differ."""
        if self._vector or not is_lasting(plot):
            paint_plot(painter, plot, self.theme)
            return
        ratio = painter.device().devicePixelRatioF()
        extent = extent_of(plot).toAlignedRect()
        name = f"plot-{plot.panel}-{plot.faint}"
        signature = (plot.rect, plot.base, plot.wide, ratio)
        kept = self._rasters.get(name)
        if kept is None or kept.array is not plot.tips or kept.signature != signature:
            pixmap = QPixmap(extent.size() * ratio)
            pixmap.setDevicePixelRatio(ratio)
            pixmap.fill(Qt.GlobalColor.transparent)
            with QPainter(pixmap) as inner:
                inner.translate(-extent.topLeft())
                paint_plot(inner, replace(plot, shown=None, said=""), self.theme)
            kept = self._rasters[name] = _Raster(signature, plot.tips, pixmap)
        painter.save()
        paint_baseline(painter, plot, self.theme)
        painter.setClipRect(part_of(plot))
        painter.drawPixmap(extent.topLeft(), kept.pixmap)
        painter.restore()

    # ---- panels

    def _parted(self, painter: QPainter, panel: Panel) -> None:
        """A rim of ground that parts a panel from the one behind it."""
        rim = 2.0 * self.theme.outline
        painter.fillRect(q(panel.rect).adjusted(-rim, -rim, rim, rim), QColor(self.theme.ground))

    def _glass(self, painter: QPainter, panel: Panel) -> None:
        """The edge of a panel alone, so that what stands behind it can be read."""
        edge = self.theme.colour(panel.role)
        edge.setAlphaF(0.45)
        rect, wide = q(panel.rect), max(1.0, round(self.theme.outline))
        for side in (  # far quicker than a stroked rectangle
            QRectF(rect.left(), rect.top(), rect.width(), wide),
            QRectF(rect.left(), rect.bottom() - wide, rect.width(), wide),
            QRectF(rect.left(), rect.top() + wide, wide, rect.height() - 2 * wide),
            QRectF(rect.right() - wide, rect.top() + wide, wide, rect.height() - 2 * wide),
        ):
            painter.fillRect(side, edge)

    def _panel(self, painter: QPainter, panel: Panel) -> None:
        if panel.glass:
            self._glass(painter, panel)
        elif self._vector:
            self._anew(painter, panel)
        else:
            self._steady.draw(painter, panel, self._anew)

    def _anew(self, painter: QPainter, panel: Panel) -> None:
        """A panel's cells, and what of them is still to come; as that moves on, the cells stay."""
        if panel.known is None or panel.array is None or self._vector:
            self._cells(painter, panel)
        else:
            self._whole.draw(painter, replace(panel, known=None), self._cells)
        if panel.bare:
            return
        if panel.array is None:
            self._to_come(painter, panel, q(panel.rect))
        elif panel.known is not None and panel.known < panel.shape[0] * panel.shape[1]:
            self._beyond(painter, panel)

    def missing(self, picture: Picture) -> Iterator[Panel]:
        """Large panels whose levels of brightness are still to be made.

        Making them for a large photo takes longer than a frame; `keep` takes them when they
        were made in the background. `paint` makes what it lacks.
        """
        for panel in _shown(picture):
            large = panel.array is not None and panel.array.size >= LARGE
            whole = panel.revealed is None and not is_cellwise(panel)
            if large and whole and self._levels(panel) is None:
                yield panel

    def keep(self, key: str, pyramid: Pyramid) -> None:
        self._pyramids[key] = pyramid

    def _levels(self, panel: Panel) -> Pyramid | None:
        pyramid = self._pyramids.get(panel.key)
        holds = pyramid is not None and pyramid.holds(panel)
        return pyramid if holds else None

    def _pyramid(self, panel: Panel) -> Pyramid | None:
        if panel.array is None or panel.revealed is not None or is_cellwise(panel):
            return None
        pyramid = self._levels(panel)
        if pyramid is None:
            pyramid = self._pyramids[panel.key] = Pyramid(panel.array, panel.tone, panel.held)
        return pyramid

    def _cells(self, painter: QPainter, panel: Panel) -> None:
        paint_cells(painter, panel, self.theme, self._pyramid(panel))

    def _beyond(self, painter: QPainter, panel: Panel) -> None:
        """Cells beyond the step: still to come, or dimmed where the whole result is shown."""
        rows, columns = panel.shape
        row, column = divmod(panel.known or 0, columns)
        parts = []
        if column:
            parts.append(Rect(column, row, columns - column, 1))
            row += 1
        if row < rows:
            parts.append(Rect(0, row, columns, rows - row))
        for part in parts:
            shown = part.intersected(panel.visible)
            if not shown.width or not shown.height:
                continue
            pixels = snapped(panel, shown)
            if panel.hide and panel.share < 1 and panel.share * panel.scale >= GRID_SCALE:
                self._apart_to_come(painter, panel, shown)
            elif panel.hide:
                self._to_come(painter, panel, pixels)
            else:
                veil = QColor(self.theme.ground)
                veil.setAlphaF(0.5)
                painter.fillRect(pixels, veil)

    def _to_come(self, painter: QPainter, panel: Panel, pixels: QRectF) -> None:
        """Ground with dashed cells."""
        painter.fillRect(pixels.adjusted(1, 1, 1, 1), QColor(self.theme.ground))
        painter.setPen(self._dashed())
        lines = []
        if panel.scale >= GRID_SCALE:
            scale, high = panel.scale, panel.scale * panel.aspect
            columns, rows = round(pixels.width() / scale), round(pixels.height() / high)
            for column in range(columns + 1):
                x = round(pixels.left() + column * scale)
                lines.append(QLineF(x, pixels.top(), x, pixels.bottom()))
            for row in range(rows + 1):
                y = round(pixels.top() + row * high)
                lines.append(QLineF(pixels.left(), y, pixels.right(), y))
            painter.drawLines(lines)
        else:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(pixels.adjusted(0, 0, -1, -1))

    def _apart_to_come(self, painter: QPainter, panel: Panel, cells: Rect) -> None:
        """Dashed cells that stand apart."""
        painter.setPen(self._dashed())
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for row, column in product(*in_view(replace(panel, visible=cells))):
            pixels = snapped(panel, Rect(column, row, 1, 1))
            painter.fillRect(pixels.adjusted(1, 1, 1, 1), QColor(self.theme.ground))
            painter.drawRect(pixels)

    def _dashed(self) -> QPen:
        pen = QPen(QColor(self.theme.line), 1)
        pen.setDashPattern([3, 3])
        return pen

    # ---- lines and letters

    def _web(self, painter: QPainter, web: tuple[Connector, ...], name: str) -> None:
        """Many lines from a pixmap, which is made anew only when they are others."""
        if self._vector or not web:
            self._connectors(painter, web)
            return
        ratio = painter.device().devicePixelRatioF()
        across = [x for line in web for x in (line.x1, line.x2)]
        down = [y for line in web for y in (line.y1, line.y2)]
        left, top = int(min(across)) - 2, int(min(down)) - 2
        kept = self._rasters.get(name)
        if kept is None or kept.array is not web or kept.signature != (ratio,):
            size = int(max(across)) - left + 4, int(max(down)) - top + 4
            pixmap = QPixmap(round(size[0] * ratio), round(size[1] * ratio))
            pixmap.setDevicePixelRatio(ratio)
            pixmap.fill(Qt.GlobalColor.transparent)
            with QPainter(pixmap) as inner:
                inner.translate(-left, -top)
                self._connectors(inner, web)
            kept = self._rasters[name] = _Raster((ratio,), web, pixmap)
        painter.drawPixmap(QPointF(left, top), kept.pixmap)

    def _connectors(self, painter: QPainter, connectors: Sequence[Connector]) -> None:
        """Lines that are alike at once, in the order of the first of each kind."""
        kinds: dict[tuple[Role, bool], list[QLineF]] = {}
        for each in connectors:
            line = QLineF(each.x1, each.y1, each.x2, each.y2)
            kinds.setdefault((each.role, each.faded), []).append(line)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for (role, faded), lines in kinds.items():
            colour = self.theme.colour(role)
            colour.setAlphaF(FADED if faded else 0.62)
            # a line of one pixel is painted many times faster than a wider one
            painter.setPen(QPen(colour, self.theme.outline))
            painter.drawLines(lines)

    def _labels(self, painter: QPainter, labels: Iterable[Label]) -> None:
        """Labels in their order; neighbours of one size and weight share a writer."""
        for (size, weight), alike in groupby(labels, key=lambda label: (label.size, label.weight)):
            writer = Writer(painter, size, weight)
            for (role, faded), run in groupby(alike, key=lambda label: (label.role, label.faded)):
                colour = self.theme.letters(role, faded)
                for label in run:
                    writer.write(label.text, label.x, label.y, label.anchor, colour)

    def _equation(self, painter: QPainter, equation: Equation) -> None:
        rect = q(equation.rect)
        if self._grounded:
            painter.fillRect(rect, QColor(self.theme.paper))
        painter.setPen(QPen(QColor(self.theme.line), 1))
        painter.drawLine(rect.topLeft(), rect.topRight())
        *tokens, (x, y, token) = equation.places
        self._tokens(painter, tokens, equation.size)
        soft = self.theme.letters(Role.SOFT)
        write(painter, token.text, x, y, equation.note_size, colour=soft)

    def _line(self, painter: QPainter, line: Line) -> None:
        places = zip(line.places, line.tokens, strict=True)
        self._tokens(painter, [(x, line.y, token) for x, token in places], line.size)

    def _tokens(
        self, painter: QPainter, places: Sequence[tuple[float, float, Token]], size: float
    ) -> None:
        """Words at their left edges and middles, those of one weight after another."""
        for bold in {token.bold for _, _, token in places}:
            writer = Writer(painter, size, Weight.BOLD if bold else Weight.REGULAR)
            for x, y, token in places:
                if token.bold is bold:
                    colour = self.theme.letters(token.role, token.faded)
                    writer.write(token.text, x, y, colour=colour)

    def _chart(self, painter: QPainter, place: int, placed: PlacedChart) -> None:
        """The chart from its pixmap, which is made anew only when the chart differs."""
        if self._vector:
            paint_small_chart(painter, placed, self.theme)
            return
        ratio = painter.device().devicePixelRatioF()
        size = round(placed.rect.width), round(placed.rect.height)
        # between two pixels of the screen it would be resampled
        at = QPointF(*(round(edge * ratio) / ratio for edge in (placed.rect.x, placed.rect.y)))
        if min(size) < 1:
            return
        signature = (size, placed.letters, ratio)
        kept = self._charts.get(place)
        if kept is None or kept.array != placed.chart or kept.signature != signature:
            kept = _Raster(signature, placed.chart, self._chart_pixmap(placed, size, ratio))
            self._charts[place] = kept
        painter.drawPixmap(at, kept.pixmap)

    def _chart_pixmap(self, placed: PlacedChart, size: tuple[int, int], ratio: float) -> QPixmap:
        pixmap = QPixmap(round(size[0] * ratio), round(size[1] * ratio))
        pixmap.setDevicePixelRatio(ratio)
        pixmap.fill(QColor(self.theme.ground))
        with QPainter(pixmap) as inner:
            here = replace(placed, rect=Rect(0, 0, *size))
            paint_small_chart(inner, here, self.theme)
        return pixmap


def _shown(picture: Picture) -> Iterator[Panel]:
    """The panels that have room."""
    return (panel for panel in picture.panels if panel.has_room)
