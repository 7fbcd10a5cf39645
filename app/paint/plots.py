"""Signals over the cells of a panel: stems, lines, bands, bars."""

from __future__ import annotations

from typing import assert_never

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from app.paint.cells import q
from app.paint.theme import Theme, mixed
from app.picture.elements import Curve, Plot

STEM, STRONG_STEM = 1.6, 3.0
"""Widths in pixels."""
MARGIN = 4
LINE, STRONG_LINE = 1.2, 3.0
APART = 0.6
"""Pixels between the strokes of a line that is wider than one."""
LEAST_HEAD, MOST_HEAD = 1.6, 4.2
"""Radius of a stem's head: an eighth of its column within these."""
PALE, FAINT = 0.62, 0.3
"""How much of the hue usual and faint samples keep; strong ones have all of it."""
WASHED = 0.10
BAR = 0.62
"""How much of its column a bar fills."""


def paint_plot(painter: QPainter, plot: Plot, theme: Theme) -> None:
    """Paint a signal in its rectangle; what is usual or faint is mixed with the ground.

    A signal that says what it shows has a line where 0 is.
    """
    painter.save()
    painter.setClipRect(extent_of(plot))
    paint_baseline(painter, plot, theme)
    if plot.shown is not None:
        painter.setClipRect(part_of(plot), Qt.ClipOperation.IntersectClip)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    share = 1.0 if plot.strong else FAINT if plot.faint else PALE
    hue = mixed(theme.ground, theme.hue(plot.role), share)
    match plot.curve:
        case Curve.STEMS:
            _stems(painter, plot, hue, theme)
        case Curve.LINE:
            _line(painter, plot, hue, theme)
        case Curve.BAND:
            _band(painter, plot, hue)
        case Curve.BARS:
            _bars(painter, plot, hue)
        case Curve.BEAM:
            _beam(painter, plot, theme)
        case _:
            assert_never(plot.curve)
    painter.restore()


def extent_of(plot: Plot) -> QRectF:
    """The plot's rectangle, with room for the heads of stems at its edges."""
    return q(plot.rect).adjusted(-MARGIN, -MARGIN, MARGIN, MARGIN)


def part_of(plot: Plot) -> QRectF:
    """What is seen of the extent: its ends keep their room."""
    extent = extent_of(plot)
    if plot.shown is None:
        return extent
    left, right = plot.shown
    left = extent.left() if left <= plot.rect.x else left
    right = extent.right() if right >= plot.rect.right else right
    return QRectF(QPointF(left, extent.top()), QPointF(right, extent.bottom()))


def is_lasting(plot: Plot) -> bool:
    """Whether a plot stays the same for many steps, so that its raster is worth keeping."""
    return not plot.strong and plot.curve in (Curve.STEMS, Curve.LINE, Curve.BAND)


def paint_baseline(painter: QPainter, plot: Plot, theme: Theme) -> None:
    """Where 0 is, all along a plot that says what it shows."""
    if not plot.said:
        return
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    painter.setPen(QPen(mixed(theme.line, theme.soft, 0.35), 1))
    y = round(plot.base)
    painter.drawLine(QPointF(plot.rect.x, y), QPointF(plot.rect.right, y))


def _stems(painter: QPainter, plot: Plot, hue: QColor, theme: Theme) -> None:
    """A stem from the base and a head for each sample."""
    width = (STRONG_STEM if plot.strong else STEM) * theme.outline
    pen = QPen(hue, width)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    painter.setPen(pen)
    places = list(zip(plot.x.tolist(), plot.tips.tolist(), strict=True))
    painter.drawLines([QLineF(x, plot.base, x, tip) for x, tip in places])
    radius = min(MOST_HEAD, max(LEAST_HEAD, 0.125 * plot.wide)) * theme.outline
    radius *= 1.3 if plot.strong else 1.0
    painter.setPen(QPen(QColor(theme.ground), 1.2) if plot.strong else Qt.PenStyle.NoPen)
    painter.setBrush(hue)
    for x, tip in places:
        painter.drawEllipse(QPointF(x, tip), radius, radius)


def _line(painter: QPainter, plot: Plot, hue: QColor, theme: Theme) -> None:
    """The samples joined; one alone as a stem.

    A long line wider than a pixel takes software painting many milliseconds: it is drawn a
    pixel wide, several times side by side.
    """
    points = [QPointF(x, tip) for x, tip in zip(plot.x.tolist(), plot.tips.tolist(), strict=True)]
    if len(points) < 2:
        _stems(painter, plot, hue, theme)
        return
    width = (STRONG_LINE if plot.strong else LINE) * theme.outline
    painter.setPen(QPen(hue, 1))
    line = QPolygonF(points)
    for place in range(times := max(1, round(width / APART))):
        aside = (place - (times - 1) / 2) * APART
        painter.drawPolyline(line.translated(aside, aside))


def _band(painter: QPainter, plot: Plot, hue: QColor) -> None:
    """A line down each pixel, from its greatest to its least sample."""
    assert plot.ends is not None
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    painter.setPen(QPen(hue, 1))
    places = zip(plot.x.tolist(), plot.tips.tolist(), plot.ends.tolist(), strict=True)
    painter.drawLines([QLineF(x, round(tip), x, round(end)) for x, tip, end in places])


def _bars(painter: QPainter, plot: Plot, hue: QColor) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(hue)
    wide = max(1.5, BAR * plot.wide)
    for x, tip in zip(plot.x.tolist(), plot.tips.tolist(), strict=True):
        bar = QRectF(QPointF(x - wide / 2, plot.base), QPointF(x + wide / 2, tip))
        painter.drawRect(bar.normalized())


def _beam(painter: QPainter, plot: Plot, theme: Theme) -> None:
    wash = theme.colour(plot.role)
    wash.setAlphaF(WASHED)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(wash)
    corners = zip(plot.x.tolist(), plot.tips.tolist(), strict=True)
    painter.drawPolygon(QPolygonF([QPointF(x, y) for x, y in corners]))
