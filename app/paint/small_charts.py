"""Small charts on the stage: drawn at once by the painter, crisp at any size.

The plots beside the stage are pyqtgraph's, with ranges that follow the values while they play;
these stand still, and a change of a parameter may not wait for a plot to be put together.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import count
from math import ceil

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from app.paint.fonts import FontMeasure
from app.paint.letters import write
from app.paint.theme import Theme
from app.picture.elements import Chart, PlacedChart, Role, Series, Weight

STEPS = (1, 2, 5)
"""Ticks stand at multiples of these, times a power of ten."""
APART, STACKED = 2.6, 1.7
"""The least distance of ticks along the bottom and up the side, in sizes of the letters."""
LINE = 1.35
"""From the title to names under it, in sizes of the letters."""
FEW = 24
"""Up to this many values each one gets a point."""
POINT, LONE_POINT = 0.17, 0.42
"""Radius of a point on a line, and of one that says where the scene is, in letter sizes."""


@dataclass(frozen=True, slots=True)
class _Scales:
    """From values to pixels."""

    area: QRectF
    left: float
    right: float
    top: float

    @classmethod
    def of(cls, chart: Chart, area: QRectF) -> _Scales:
        across = [x for series in chart.series for x in series.x]
        heights = [y for series in chart.series for y in series.y]
        left, right = min(across, default=0.0), max(across, default=1.0)
        return cls(area, left, max(right, left + 1), max([1.0, *heights]))

    def at(self, x: float, y: float) -> QPointF:
        share = (x - self.left) / (self.right - self.left)
        return QPointF(
            self.area.left() + share * self.area.width(),
            self.area.bottom() - y / self.top * self.area.height(),
        )


def paint_small_chart(painter: QPainter, placed: PlacedChart, theme: Theme) -> None:
    """Paint a chart where it is placed: title, ticks, lines, and points for where the scene is."""
    rect, size, chart = placed.rect, placed.letters, placed.chart
    widest = FontMeasure().width(_text(_Scales.of(chart, QRectF()).top), size)
    words = _words(placed, theme)
    left, top, bottom = widest + 0.6 * size, words[-1].y - rect.y + 1.5 * size, 1.5 * size
    area = QRectF(
        rect.x + left, rect.y + top, rect.width - left - 0.6 * size, rect.height - top - bottom
    )
    scales = _Scales.of(chart, area)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for word in words:
        write(painter, word.text, word.x, word.y, size, word.weight, colour=word.colour)
    _paint_ticks(painter, scales, size, theme)
    for series in chart.series:
        _paint_series(painter, series, scales, size, theme)
    painter.restore()


@dataclass(frozen=True, slots=True)
class _Word:
    """What is written over a chart, and where it begins."""

    text: str
    x: float
    y: float
    weight: Weight
    colour: QColor


def _words(placed: PlacedChart, theme: Theme) -> list[_Word]:
    """The title, and after or under it the names of the lines in their colours."""
    rect, size = placed.rect, placed.letters
    measure = FontMeasure()
    x, y = rect.x, rect.y + 0.7 * size
    words = [_Word(placed.chart.title, x, y, Weight.SEMIBOLD, QColor(theme.ink))]
    names = [series for series in placed.chart.series if series.name]
    widths = [measure.width(series.name, size) for series in names]
    x += measure.width(placed.chart.title, size, Weight.SEMIBOLD) + size
    if x + sum(widths) + 0.8 * size * (len(names) - 1) > rect.right:
        x, y = rect.x, y + LINE * size
    for series, width in zip(names, widths, strict=True):
        words.append(_Word(series.name, x, y, Weight.REGULAR, theme.colour(series.role)))
        x += width + 0.8 * size
    return words


def _paint_ticks(painter: QPainter, scales: _Scales, size: float, theme: Theme) -> None:
    """Quiet lines at round heights, and whole numbers along the bottom."""
    soft, area = QColor(theme.soft), scales.area
    painter.setPen(QPen(QColor(theme.line), 1))
    heights = _ticks(0, scales.top, area.height() / (STACKED * size))
    for value in heights:
        y = round(scales.at(scales.left, value).y()) + 0.5
        painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y))
    for value in heights:
        y = scales.at(scales.left, value).y()
        write(painter, _text(value), area.left() - 0.5 * size, y, size, anchor="right", colour=soft)
    for value in _ticks(scales.left, scales.right, area.width() / (APART * size)):
        x = scales.at(value, 0).x()
        write(painter, _text(value), x, area.bottom() + size, size, anchor="centre", colour=soft)


def _paint_series(
    painter: QPainter, series: Series, scales: _Scales, size: float, theme: Theme
) -> None:
    points = [scales.at(x, y) for x, y in zip(series.x, series.y, strict=True)]
    hue = theme.colour(series.role)
    if len(points) > 1:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(hue, 0.15 * size * theme.outline))
        painter.drawPolyline(QPolygonF(points))
    is_here = series.role is Role.STEP
    painter.setPen(QPen(QColor(theme.ground), 0.18 * size) if is_here else Qt.PenStyle.NoPen)
    painter.setBrush(hue)
    radius = size * (LONE_POINT if is_here else POINT)
    for point in points if len(points) <= FEW else ():
        painter.drawEllipse(point, radius, radius)


def _ticks(low: float, high: float, most: float) -> list[float]:
    """Round whole numbers from `low` to `high`, at most about so many.

    >>> _ticks(0, 30, 4.5), _ticks(1, 11, 6)
    ([0.0, 10.0, 20.0, 30.0], [2.0, 4.0, 6.0, 8.0, 10.0])
    """
    step = next(
        unit * 10**power
        for power in count()
        for unit in STEPS
        if high // (unit * 10**power) - ceil(low / (unit * 10**power)) + 1 <= max(2.0, most)
    )
    first = ceil(low / step)
    return [float(place * step) for place in range(first, int(high // step) + 1)]


def _text(value: float) -> str:
    return f"{value:g}"
