"""Charts on the screen, drawn by pyqtgraph; small_charts draws those that go into files."""

from __future__ import annotations

from html import escape
from math import ceil, floor, log10

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import (
    QGraphicsGridLayout,
    QGraphicsTextItem,
)

from app.paint.fonts import font
from app.paint.theme import Theme
from app.picture.elements import Chart, Role, Series
from app.picture.lettering.digits import MINUS, short

LETTERS = 11
FEW = 64
"""Up to this many values each one gets a point."""
FEW_TICKS = 12
"""Up to this span every whole number has its tick."""
LARGE = 1e5
"""Numbers from here on are written with a power of ten."""
RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
LEFT, BOTTOM, TITLE = 52, 36, 20
"""Pixels for the axes with their words, and for the line above the plot."""
TOWERING, ROOM = 3, 1.3
"""How much taller than the next a bar is to be cut off, and the room above that next one."""
WASH = 46
"""Opacity of the fill under the input's line, and under bars that stand alone, of 255."""


class Scale(pg.AxisItem):  # type: ignore[misc]
    """An axis whose numbers are written as on the stage."""

    def space(self, span: float, *, whole: bool) -> None:
        """A tick at every whole number where these are few, else where pyqtgraph puts them."""
        few = whole and 2 <= span <= FEW_TICKS
        self.setTickSpacing(*((1, 1) if few else (None, None)))

    def tickStrings(self, values: list[float], scale: float, spacing: float) -> list[str]:  # noqa: N802
        """What stands at the ticks."""
        return [tick_text(value * scale, spacing * scale) for value in values]


def tick_text(value: float, spacing: float) -> str:
    """A number at an axis, to the place that tells it from the next tick.

    >>> tick_text(-40.0, 20), tick_text(1.5, 0.5), tick_text(6e6, 2e6)
    ('−40', '1.5', '6·10⁶')
    """
    if abs(value) >= LARGE:
        power = floor(log10(abs(value)))
        return f"{short(value / 10**power)}·10{str(power).translate(RAISED)}"
    places = max(0, ceil(-log10(spacing) - 1e-9))
    return f"{round(value, places) + 0.0:.{places}f}".replace("-", MINUS)


class Plot(pg.GraphicsWidget):  # type: ignore[misc]
    """One chart: a view with two axes, and a line of words above it.

    It takes no mouse: what it shows follows from the step alone. It is put together from
    pyqtgraph's parts, since its PlotItem brings a dozen menus along.
    """

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._view = pg.ViewBox(enableMouse=False, enableMenu=False)
        self._axes = {side: Scale(side) for side in ("left", "bottom")}
        self._lines: dict[str, pg.PlotDataItem] = {}
        self._marker = pg.InfiniteLine(angle=90)
        self._marker.setZValue(10)
        self._view.addItem(self._marker, ignoreBounds=True)
        self._legend = QGraphicsTextItem(self)
        self._legend.document().setDocumentMargin(0)
        self._legend.setFont(font(LETTERS))
        self._lay_out()
        self._chart: Chart | None = None
        self.geometryChanged.connect(self._place_legend)
        self.set_theme(theme)

    def _lay_out(self) -> None:
        grid = QGraphicsGridLayout(self)
        grid.setContentsMargins(0, 0, 10, 0)
        grid.setSpacing(0)
        grid.setRowFixedHeight(0, TITLE)
        grid.addItem(self._axes["left"], 1, 0)
        grid.addItem(self._view, 1, 1)
        grid.addItem(self._axes["bottom"], 2, 1)
        grid.setRowStretchFactor(1, 1)
        grid.setColumnStretchFactor(1, 1)
        for axis in self._axes.values():
            axis.linkToView(self._view)
            axis.setZValue(-1)
        self._axes["left"].setWidth(LEFT)
        self._axes["bottom"].setHeight(BOTTOM)

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        small = font(LETTERS)
        for axis in self._axes.values():
            axis.setStyle(tickFont=small, tickLength=-4, maxTickLevel=1, autoExpandTextSpace=False)
            axis.setPen(pg.mkPen(theme.line))
            axis.setTextPen(pg.mkPen(theme.soft))
            axis.label.setFont(small)
        self._marker.setPen(pg.mkPen(theme.step, width=2 * theme.outline))
        if self._chart is not None:
            self.show_chart(self._chart)

    def show_chart(self, chart: Chart) -> None:
        """Show a chart's series, marker and words; ranges follow the values."""
        self._chart = chart
        self._legend.setHtml(self._words(chart))
        self._place_legend()
        for side, label in (("left", chart.y_label), ("bottom", chart.x_label)):
            self._axes[side].setLabel(
                label, **{"font-size": f"{LETTERS}px", "color": self._theme.soft}
            )
            self._axes[side].setStyle(showValues=bool(chart.series))
        kinds = {f"{series.role.value} {series.bars}": series for series in chart.series}
        for kind in self._lines.keys() - kinds.keys():
            self._view.removeItem(self._lines.pop(kind))
        for kind, series in kinds.items():
            alone = series.bars and len(kinds) == 1
            self._draw(kind, series, filled=alone or series.role is Role.INPUT)
        self._marker.setVisible(chart.marker is not None)
        if chart.marker is not None:
            self._marker.setValue(chart.marker)
        self._set_ranges(chart)

    def _place_legend(self) -> None:
        """Above the plot itself, or farther left where it would not fit."""
        room = self.size().width() - self._legend.boundingRect().width()
        self._legend.setPos(max(0.0, min(LEFT, room)), 3)

    def _words(self, chart: Chart) -> str:
        parts = [
            f'<span style="color:{self._theme.ink};font-weight:600">{escape(chart.title)}</span>'
        ]
        parts += [
            f'<span style="color:{self._theme.letters(series.role).name()}">{_sign(series)} '
            f"{escape(series.name)}</span>"
            for series in chart.series
            if series.name
        ]
        if ceiling(chart) is not None:
            tallest = max(max(series.y) for series in chart.series)
            parts.append(f'<span style="color:{self._theme.soft}">cut off: {tallest:.0f} %</span>')
        return "&nbsp;&nbsp; ".join(parts)

    def _draw(self, kind: str, series: Series, *, filled: bool) -> None:
        line = self._lines.get(kind)
        if line is None:
            line = pg.PlotDataItem(connect="finite")
            self._lines[kind] = line
            self._view.addItem(line, ignoreBounds=True)
        hue = QColor(self._theme.hue(series.role))
        many = len(series.y) > FEW
        line.setPen(pg.mkPen(hue, width=1 if many else 1.6 * self._theme.outline))
        wash = QColor(hue)
        wash.setAlpha(WASH)
        line.setFillLevel(0 if filled else None)
        line.setFillBrush(pg.mkBrush(wash) if filled else None)
        pointed = not series.bars and not many
        heights = np.array(series.y, float)
        empty = bool(np.isnan(heights).all())  # pyqtgraph cannot bound a line of gaps alone
        line.setData(
            np.zeros(0) if empty else np.array(series.x, float),
            np.zeros(0) if empty else heights,
            stepMode="center" if series.bars and not empty else None,
            symbol="o" if pointed else None,
            symbolSize=5,
            symbolBrush=hue,
            symbolPen=None,
            antialias=not many,
        )
        line.setDownsampling(auto=not series.bars, method="peak")
        line.setZValue(1 if filled else 2)

    def _set_ranges(self, chart: Chart) -> None:
        across = [
            x for series in chart.series if len(series.x) for x in (series.x[0], series.x[-1])
        ]
        if chart.marker is not None:
            across.append(chart.marker)
        heights = [np.nanmin(s.y) for s in chart.series if not np.isnan(s.y).all()]
        heights += [np.nanmax(s.y) for s in chart.series if not np.isnan(s.y).all()]
        low, high = min([0.0, *heights]), ceiling(chart) or max([0.0, *heights])
        if across:
            left, right = min(across), max(across)
            self._axes["bottom"].space(right - left, whole=True)
            self._view.setXRange(left, right if right > left else left + 1, padding=0.02)
        whole = all(float(value).is_integer() for value in heights)
        self._axes["left"].space(high - low, whole=whole)
        ticks = [[*enumerate(chart.names, 1)], []] if chart.names else None
        self._axes["bottom"].setTicks(ticks)
        self._view.setYRange(low, high if high > low else low + 1, padding=0.04)


def ceiling(chart: Chart) -> float | None:
    """Where to cut off one bar that towers over all others, so that they can be told apart.

    An edge filter answers 0 to nearly every cell of a photo: that bar is cut, and the legend
    says how tall it is. None where nothing towers.
    """
    shares = sorted(share for series in chart.series if series.bars for share in series.y)
    if len(shares) < 2 or shares[-1] < TOWERING * shares[-2] or shares[-2] < 0.5:
        return None
    return ROOM * shares[-2]


def _sign(series: Series) -> str:
    return "■" if series.role is Role.INPUT else "—"


class Canvas(pg.GraphicsView):  # type: ignore[misc]
    """A widget around one Plot."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(background=theme.paper)
        self.plot = Plot(theme)
        self.setCentralItem(self.plot)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setMinimumSize(120, 90)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def set_theme(self, theme: Theme) -> None:
        self.setBackground(theme.paper)
        self.plot.set_theme(theme)
