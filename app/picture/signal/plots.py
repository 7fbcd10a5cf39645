"""The plots of the 1D lesson: a signal over its cells, its window, the kernel's weights."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from math import ceil, floor
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.picture.elements import Curve, Label, Panel, Plot, Rect, Role
from app.picture.lettering.digits import short
from app.picture.lettering.measure import Measure
from app.picture.lettering.typography import Sizes
from app.picture.signal.layout import Span
from app.picture.stage.grids import Same

Floats = NDArray[np.float64]
STEM_LEAST = 6.0
"""Pixels of a column from which each sample has a stem; narrower ones are joined by a line."""
INSET = 8.0
"""Pixels of a plot's height that stay free at both ends, for the heads of stems."""
FLAT = 1e-300
"""Values that lie no further apart are drawn as one: pixels for each unit would be without end."""
ALIKE = 2.2
"""Input and output share the scale of values where their own would differ by less."""


@dataclass(frozen=True, slots=True)
class Heights:
    """From values to pixels: 0 stands at `base`, one unit is `unit` pixels high."""

    base: float
    unit: float
    low: float
    high: float

    def of(self, values: Any) -> Floats:
        heights: Floats = self.base - np.asarray(values, np.float64) * self.unit
        return heights


def span_of_values(values: NDArray[Any]) -> tuple[float, float]:
    """The least and the greatest finite value, 0 among them."""
    return _span_of(Same(values))


@lru_cache(maxsize=8)
def _span_of(same: Same) -> tuple[float, float]:
    finite = same.array[np.isfinite(same.array)]
    if not finite.size:
        return 0.0, 0.0
    return min(0.0, float(finite.min())), max(0.0, float(finite.max()))


def heights(
    rects: tuple[Rect, Rect], spans: tuple[tuple[float, float], tuple[float, float]]
) -> tuple[Heights, Heights]:
    """The scales of input and output: the same for both where neither plot suffers from it."""
    units = [_unit(rect, span) for rect, span in zip(rects, spans, strict=True)]
    if max(units) <= ALIKE * min(units):
        units = [min(units)] * 2
    first, second = (
        Heights(rect.bottom - INSET + span[0] * unit, unit, *span)
        for rect, span, unit in zip(rects, spans, units, strict=True)
    )
    return first, second


def _unit(rect: Rect, span: tuple[float, float]) -> float:
    room = max(1.0, rect.height - 2 * INSET)
    wide = span[1] - span[0]
    return room / (wide if wide > FLAT else 1.0)


@dataclass(frozen=True, eq=False, slots=True)
class Signal:
    """The samples of a panel, with what its plot needs. `columns` are in the panel's cells."""

    panel: Panel
    rect: Rect
    scale: Heights
    role: Role

    @property
    def wide(self) -> float:
        """Pixels of a sample's own column."""
        return self.panel.scale * self.panel.share

    def middles(self, columns: NDArray[np.int64]) -> Floats:
        panel = self.panel
        begin = panel.rect.x - panel.visible.x * panel.scale
        return begin + (columns.astype(np.float64) + 0.5) * panel.scale

    def columns(self) -> tuple[int, int]:
        """The first column in view, and the one after the last."""
        seen = self.panel.visible.intersected(self.panel.extent)
        return floor(seen.x + 1e-6), ceil(seen.right - 1e-6)


def curve_of(signal: Signal) -> Curve:
    """Stems where there is room for each, a line for fewer pixels, else a band."""
    if signal.wide >= STEM_LEAST:
        return Curve.STEMS
    return Curve.LINE if signal.panel.scale >= 1 else Curve.BAND


def drawn(signal: Signal, *, known: int | None = None) -> Iterator[Plot]:
    """The samples in view; what lies beyond the `known` ones is hidden or faint."""
    first, last = signal.columns()
    if last <= first:
        return
    whole = _whole(_Drawing.of(signal, first, last))
    if known is None or known >= last:
        yield whole
        return
    panel, rect = signal.panel, signal.rect
    middle = 0.5 if whole.curve is Curve.LINE else 0.0  # a line beyond it would tell the next
    split = panel.rect.x + (max(known, first) - middle - panel.visible.x) * panel.scale
    if known > first:
        yield replace(whole, shown=(rect.x, split))
    if not panel.hide:
        yield replace(whole, shown=(split, rect.right), faint=True, said="")


@dataclass(frozen=True, slots=True)
class _Drawing:
    """All that a plot depends on, so that it is made once for many steps."""

    panel: str
    rect: Rect
    role: Role
    scale: Heights
    row: _Row
    first: int
    last: int
    begin: float  # where column 0 begins, in pixels
    pitch: float
    wide: float
    curve: Curve

    @classmethod
    def of(cls, signal: Signal, first: int, last: int) -> _Drawing:
        panel = signal.panel
        begin = panel.rect.x - panel.visible.x * panel.scale
        return cls(
            panel.key, signal.rect, signal.role, signal.scale, _Row.of(panel), first, last, begin,
            panel.scale, signal.wide, curve_of(signal),
        )  # fmt: skip


@lru_cache(maxsize=8)
def _whole(drawing: _Drawing) -> Plot:
    """The plot of all samples in view."""
    first, last, scale = drawing.first, drawing.last, drawing.scale
    if drawing.curve is Curve.BAND:
        left = drawing.begin + first * drawing.pitch
        pixels = max(1, round((last - first) * drawing.pitch))
        low, high = _envelope(drawing.row, first, last, pixels)
        x = np.arange(pixels, dtype=np.float64) + floor(left) + 0.5
    else:
        low = high = drawing.row.samples(first, last)
        x = np.arange(first, last, dtype=np.float64) * drawing.pitch
        x += drawing.begin + 0.5 * drawing.pitch
    finite = np.isfinite(low) & np.isfinite(high)
    how = ", the least and the greatest under each pixel" if drawing.curve is Curve.BAND else ""
    return Plot(
        drawing.panel, drawing.rect, drawing.role, drawing.curve, scale.base, x[finite],
        scale.of(high[finite]), scale.of(low[finite]), drawing.wide,
        said=f"plot from {short(scale.low)} to {short(scale.high)}{how}",
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Row:
    """A row of samples with its padding; equal where its arrays are the very same ones."""

    array: Same
    columns: Same | None
    before: int

    @classmethod
    def of(cls, panel: Panel) -> _Row:
        assert panel.array is not None
        border = panel.border
        if border is None:
            return cls(Same(panel.array), None, 0)
        return cls(Same(panel.array), Same(border.columns), border.left)

    def samples(self, first: int, last: int) -> Floats:
        if self.columns is None:
            return np.asarray(self.array.array[0, first:last], np.float64)
        sources = self.columns.array[first + self.before : last + self.before]
        return np.where(sources < 0, 0.0, self.array.array[0, sources]).astype(np.float64)


def _envelope(row: _Row, first: int, last: int, pixels: int) -> tuple[Floats, Floats]:
    """The least and the greatest sample under each of `pixels` equal parts of a row."""
    values = row.samples(first, last)
    edges = np.linspace(0, last - first, pixels + 1)[:-1].astype(np.int64)
    following = values[np.append(edges[1:], last - first - 1)]
    low = np.minimum(np.minimum.reduceat(values, edges), following)
    high = np.maximum(np.maximum.reduceat(values, edges), following)
    return low, high


def samples(panel: Panel, first: int, last: int) -> Floats:
    """The values of a row's columns, padding included, as floats."""
    return _Row.of(panel).samples(first, last)


def stressed(signal: Signal, columns: list[int], values: list[float], role: Role) -> Iterator[Plot]:
    """Samples that stand out, in view and finite."""
    first, last = signal.columns()
    pairs = [
        (column, value)
        for column, value in zip(columns, values, strict=True)
        if first <= column < last and np.isfinite(value)
    ]
    if not pairs:
        return
    if curve_of(signal) is Curve.BAND and role is Role.INPUT:
        return  # the columns of the window are all that can be seen of them
    at, tips = (np.array(each) for each in zip(*pairs, strict=True))
    curve = Curve.LINE if curve_of(signal) is Curve.LINE else Curve.STEMS
    yield Plot(
        signal.panel.key, signal.rect, role, curve, signal.scale.base, signal.middles(at),
        signal.scale.of(tips), wide=signal.wide, strong=True,
    )  # fmt: skip


def beam(panel: str, upper: tuple[float, float, float], lower: tuple[float, float, float]) -> Plot:
    """The ground between two lines of the stage, each as (left, right, y), in the step's colour."""
    (left, right, top), (low_left, low_right, bottom) = upper, lower
    x = np.array([left, right, low_right, low_left])
    y = np.array([top, top, bottom, bottom])
    whole = Rect(float(x.min()), top, float(x.max() - x.min()), bottom - top)
    return Plot(panel, whole, Role.STEP, Curve.BEAM, bottom, x, y)


def weight_bars(panel: Panel, rect: Rect) -> Plot:
    """The kernel's weights as bars under its cells."""
    assert panel.array is not None
    low, high = span_of_values(panel.array)
    scale = Heights(0, _unit(rect, (low, high)), low, high)
    base = rect.bottom - INSET + low * scale.unit
    scale = Heights(base, scale.unit, low, high)
    place = Rect(panel.rect.x, rect.y, panel.rect.width, rect.height)
    signal = Signal(panel, place, scale, Role.KERNEL)
    first, last = signal.columns()
    values = np.asarray(panel.array[0, first:last], np.float64)
    return Plot(
        panel.key, place, Role.KERNEL, Curve.BARS, base, signal.middles(np.arange(first, last)),
        scale.of(values), wide=signal.wide, strong=True,
    )  # fmt: skip


def ticks(signal: Signal, span: Span, measure: Measure, type_: Sizes) -> Iterator[Label]:
    """The least value, 0 and the greatest, left of the plot, where they do not meet."""
    size = max(type_.least, 0.82 * type_.caption)
    values = (0.0, signal.scale.high, signal.scale.low)
    taken: list[float] = []
    for value in dict.fromkeys(values):
        y = float(signal.scale.of(value))
        if all(abs(y - other) >= 1.1 * size for other in taken):
            taken.append(y)
            text = short(value, 3)
            x = max(span.x - 0.5 * size, measure.width(text, size))
            yield Label(text, x, y, size, Role.SOFT, anchor="right")
