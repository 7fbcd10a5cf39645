"""The kernel inflating: the same weights under several dilations, and what a dense one costs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from app.core import Axis, LayerAxis, StackAxis
from app.picture.elements import (
    Label,
    Mark,
    Outline,
    Panel,
    Rect,
    Role,
    Stroke,
    Weight,
)
from app.picture.lettering.digits import count_of
from app.picture.lettering.measure import Measure
from app.picture.lettering.typography import Sizes
from app.picture.stage import tones
from app.state.scene import Kernel, Pair

SHOWN = (1, 2, 4)
ROOMY = 4096
"""Cells on which every stack of the three fits, so that its field is what is asked."""
LINE = 1.42
"""From one line to the next, in sizes of its letters."""
TRIED = ((1, 3), (1, 2), (0.75, 3), (0.75, 2), (0.5, 2), (1, 1), (0.5, 1), (0.2, 1))
"""Shares of the largest cell, and lines of words beside a kernel, from the best on."""
GAP = 0.4
MOST_WIDE = 0.42
"""The share of the figure's width that the kernels may take; beyond it they are left out."""
AWAY = 1.6
"""From the figure to the kernels, in sizes of the captions."""


@lru_cache(maxsize=64)
def _axes(kernel: Pair, dilation: Pair) -> tuple[Axis, Axis]:
    """Axes on which one window of the kernel fits, whatever the input."""
    vertical, horizontal = (
        Axis.padded(1, taps, padding="full", dilation=apart)
        for taps, apart in zip(kernel, dilation, strict=True)
    )
    return vertical, horizontal


@dataclass(frozen=True, slots=True)
class Spread:
    """A kernel under a dilation (vertical, horizontal): what it spans, and what it costs."""

    kernel: Pair
    dilation: Pair

    @property
    def axes(self) -> tuple[Axis, Axis]:
        return _axes(self.kernel, self.dilation)

    @property
    def span(self) -> Pair:
        """Rows and columns from the first tap to the last."""
        vertical, horizontal = self.axes
        return vertical.effective_kernel, horizontal.effective_kernel

    @property
    def weights(self) -> int:
        """Weights, and multiplications for one output: the holes take none."""
        return self.kernel[0] * self.kernel[1]

    @property
    def dense(self) -> int:
        """The same two numbers of a kernel without holes that spans as much."""
        return self.span[0] * self.span[1]

    @property
    def letters(self) -> str:
        vertical, horizontal = self.dilation
        return f"d = {vertical}" if vertical == horizontal else f"d = {vertical}, {horizontal}"


def spreads(kernel: Pair, dilation: Pair) -> tuple[Spread, ...]:
    """Under 1, 2 and 4, and under the present dilation where that is another, by their size."""
    every = {(apart, apart) for apart in SHOWN} | {dilation}
    return tuple(Spread(kernel, each) for each in sorted(every, key=sum))


def stacked_spans(kernel: int) -> tuple[int, ...]:
    """The field after each layer of a stack with dilations 1, 2 and 4, along one axis.

    >>> stacked_spans(3)
    (3, 7, 15)
    """
    layers = [LayerAxis(kernel, dilation=apart) for apart in SHOWN]
    return tuple(int(field.size) for field in StackAxis(ROOMY, layers).fields[1:])


@lru_cache(maxsize=16)
def inflated(
    kernel: Kernel, flip: bool, dilation: Pair
) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """The weights laid apart, `span` large, and where there are weights; the rest is holes."""
    spread = Spread(kernel.shape, dilation)
    weights = kernel.weights.array
    grid, held = np.zeros(spread.span), np.zeros(spread.span, bool)
    rows, columns = (axis.window(0) for axis in spread.axes)
    taps = np.ix_(*(np.array(taps) - taps[0] for taps in (rows, columns)))
    grid[taps] = weights[::-1, ::-1] if flip else weights
    held[taps] = True
    return grid, held


@dataclass(frozen=True, eq=False, slots=True)
class Inflation:
    """The kernels with their words and marks; `left` is where they begin."""

    panels: tuple[Panel, ...]
    labels: tuple[Label, ...]
    marks: tuple[Mark, ...]
    left: float


@lru_cache(maxsize=8)
def compose(
    kernel: Kernel, flip: bool, dilation: Pair, area: Rect, type_: Sizes, measure: Measure
) -> Inflation:
    """At the right of an area; the same for every step, so it is put together once."""
    shown = spreads(kernel.shape, dilation)
    column = _Column.of(area, shown, measure, type_)
    if column is None:
        return Inflation((), (), (), area.right + AWAY * type_.caption)
    made = _panels(kernel, flip, shown, column, type_)
    return Inflation(
        made,
        tuple(_labels(shown, made, dilation, column, type_)),
        tuple(_marks(shown, made, dilation)),
        column.area.x,
    )


@dataclass(frozen=True, slots=True)
class _Column:
    """Where the kernels stand under each other, cells of one size, their words beside them."""

    area: Rect
    cell: float
    words: float  # the left edge of the words
    lines: int  # of words beside each kernel

    @classmethod
    def of(
        cls, area: Rect, shown: tuple[Spread, ...], measure: Measure, type_: Sizes
    ) -> _Column | None:
        """At the right of `area`, as wide as its kernels and words need; None without room."""
        widest = max(spread.span[1] for spread in shown)
        most = min(type_.caption, 0.135 * area.width / widest)
        fitting = (
            (share * most, lines)
            for share, lines in TRIED
            if _high(shown, share * most, lines, type_) <= area.height
        )
        cell, lines = next(fitting, (0.0, 0))
        if not lines:
            return None
        cell = float(int(cell)) if cell >= 1 else cell
        texts = [text for each in shown for text in _words(each)[:lines]]
        words = max(measure.width(text, type_.caption, Weight.SEMIBOLD) for text in texts)
        wide = widest * cell + 0.9 * type_.caption + words
        if wide > MOST_WIDE * area.width:
            return None
        left = area.right - wide
        return cls(Rect(left, area.y, wide, area.height), cell, left + wide - words, lines)


def _high(shown: tuple[Spread, ...], cell: float, lines: int, type_: Sizes) -> float:
    """What the kernels need under each other."""
    words = lines * LINE * type_.caption
    gaps = (len(shown) - 1) * GAP * type_.caption
    return sum(max(words, spread.span[0] * cell) for spread in shown) + gaps


def _panels(
    kernel: Kernel, flip: bool, shown: tuple[Spread, ...], column: _Column, type_: Sizes
) -> tuple[Panel, ...]:
    """One kernel under the other; each row is at least as high as its words."""
    least = column.lines * LINE * type_.caption
    highs = [max(least, spread.span[0] * column.cell) for spread in shown]
    free = column.area.height - sum(highs)
    gap = min(1.5 * type_.caption, free / max(1, len(shown) - 1))
    y = column.area.y + max(0.0, (free - gap * (len(shown) - 1)) / 2)
    made = []
    for spread, high in zip(shown, highs, strict=True):
        rows, columns = spread.span
        array, held = inflated(kernel, flip, spread.dilation)
        wide, tall = columns * column.cell, rows * column.cell
        box = Rect(round(column.area.x), round(y + (high - tall) / 2), wide, tall)
        made.append(
            Panel(
                _key(spread), Role.KERNEL, box, Rect(0, 0, columns, rows), (rows, columns),
                array, tones.magnitude(array), f"Kernel, {spread.letters}", held=held,
            )
        )  # fmt: skip
        y += high + gap
    return tuple(made)


def _key(spread: Spread) -> str:
    return f"inflated-{spread.dilation[0]}-{spread.dilation[1]}"


def _labels(
    shown: tuple[Spread, ...], made: tuple[Panel, ...], now: Pair, column: _Column, type_: Sizes
) -> Iterator[Label]:
    """Beside each kernel its dilation, its span, and the weights that it takes."""
    for spread, panel in zip(shown, made, strict=True):
        role = Role.STEP if spread.dilation == now else Role.INK
        y = panel.rect.centre[1] - (column.lines - 1) / 2 * LINE * type_.caption
        for place, text in enumerate(_words(spread)[: column.lines]):
            weight = Weight.REGULAR if place else Weight.SEMIBOLD
            at = y + place * LINE * type_.caption
            yield Label(
                text, column.words, at, type_.caption, role if not place else Role.SOFT, weight,
                statement=True,
            )  # fmt: skip


def _words(spread: Spread) -> tuple[str, str, str]:
    rows, columns = spread.span
    return (
        spread.letters,
        f"spans {rows} × {columns}",
        f"{spread.weights} of {count_of(spread.dense, 'cell')}",
    )


def _marks(shown: tuple[Spread, ...], made: tuple[Panel, ...], now: Pair) -> Iterator[Mark]:
    """The present kernel framed."""
    for spread, panel in zip(shown, made, strict=True):
        if spread.dilation == now:
            yield Outline(panel.key, panel.visible, Stroke.STEP)
