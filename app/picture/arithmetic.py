"""The lesson of arithmetic: the figure, and under it how its sizes come about."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import floor

import numpy as np
from numpy.typing import NDArray

from app.core import Axis
from app.picture import figure
from app.picture.elements import (
    Border,
    Dots,
    Label,
    Line,
    Mark,
    Panel,
    Picture,
    PlacedChart,
    Rect,
    Role,
    Token,
    Tone,
    Veil,
    Veils,
    Weight,
)
from app.picture.focus import focus_of
from app.picture.formula import (
    BACK_SYMBOLS,
    SYMBOLS,
    back_tokens,
    size_formulas,
    size_tokens,
    unused_words,
)
from app.picture.layout import bands
from app.picture.lines import centred
from app.picture.measure import Measure
from app.picture.modes import Mode, modes
from app.picture.size_charts import size_charts
from app.picture.speech import spoken
from app.picture.stage import ConvolutionStage
from app.picture.titles import titles
from app.picture.typography import Sizes, sizes
from app.state.scene import Reading

CHARTS = 4
GAP = 0.02
"""Between two columns, as a share of the width."""
STRIP_LEAST = 6.0
"""Pixels of a cell in the small rows that show the modes; below it they are left out."""
INSET = 0.22
LINE = 1.5
"""From one line to the next, in sizes of its letters."""


@dataclass(frozen=True, slots=True)
class _Areas:
    """What stands under each other, from the top."""

    figure: Rect
    formula: Rect
    charts: Rect
    modes: Rect
    equation: Rect


def compose(stage: ConvolutionStage) -> Picture:
    type_ = sizes(stage.width, stage.height, stage.presenting)
    explained = tuple(_explained(stage))
    areas = _areas(stage, type_, len(explained))
    focus = focus_of(stage.derived, stage.view, stage.moment)
    row = figure.compose(stage, areas.figure, focus, type_)
    strips = tuple(_strips(stage, areas.modes, type_))
    letters = max(type_.least, 0.82 * type_.caption)
    charts = size_charts(stage.derived.axes, stage.derived.scene.reading)
    return Picture(
        stage.width,
        stage.height,
        (*row.panels, *(panel for panel, _ in strips)),
        (*row.marks, *(mark for strip in strips for mark in _strip_marks(*strip))),
        (
            *titles(row.panels, stage.width, stage.measure, type_),
            *row.labels,
            *_mode_labels(stage, areas.modes, type_),
        ),
        (),
        figure.equation(stage, areas.equation, focus, type_),
        spoken(stage.derived, focus),
        figure.place(stage),
        bold=stage.presenting,
        lines=tuple(_lines(stage, areas.formula, explained, type_)),
        charts=tuple(
            PlacedChart(rect, chart, letters)
            for rect, chart in zip(_columns(areas.charts), charts, strict=True)
        ),
    )


# ---- where things stand


def _areas(stage: ConvolutionStage, type_: Sizes, lines: int) -> _Areas:
    """The figure takes what the others leave; the charts give way first."""
    rows = bands(stage.width, stage.height, stage.derived.scene.kernel.shape[0], type_)
    margin, inner = rows.figure.x, rows.figure.width
    formulas = len(size_formulas(stage.derived.axes))
    modes_high = 2 * LINE * type_.caption + _strip_cell(stage, inner, type_)
    formula_high = LINE * (_formula_size(type_, formulas) * formulas + type_.note * lines)
    free = rows.equation.y - modes_high - formula_high - 2.1 * type_.title_gap
    charts_high = min(max(0.27 * free, 5.2 * type_.caption), 12 * type_.caption)
    top = 0.6 * type_.title_gap
    figure_high = free - charts_high - top
    y = top + figure_high + 0.8 * type_.title_gap
    formula = Rect(margin, y, inner, formula_high)
    charts = Rect(margin, formula.bottom + 0.3 * type_.title_gap, inner, charts_high)
    below = Rect(margin, charts.bottom + 0.3 * type_.title_gap, inner, modes_high)
    return _Areas(Rect(margin, top, inner, figure_high), formula, charts, below, rows.equation)


def _columns(area: Rect) -> tuple[Rect, ...]:
    """Four columns alike: a chart in each, and under it a mode."""
    gap = GAP * area.width
    wide = (area.width - (CHARTS - 1) * gap) / CHARTS
    return tuple(
        Rect(floor(area.x + place * (wide + gap)), area.y, floor(wide), area.height)
        for place in range(CHARTS)
    )


# ---- the formula


def _explained(stage: ConvolutionStage) -> Iterator[str]:
    """The formula in letters, and what the floor does, or what a transposed layer needs."""
    axes = stage.derived.axes
    if stage.derived.scene.reading is Reading.DIRECT:
        yield f"o = {SYMBOLS}"
        yield _floor_words(axes)
        return
    yield f"o' = {BACK_SYMBOLS}"
    several = axes[:1] if axes[0] == axes[1] else axes
    for axis in several:
        yield _merged_words(axis)
        yield _direct_words(axis.zero_inserted, axis)


def _floor_words(axes: tuple[Axis, Axis]) -> str:
    vertical, horizontal = axes
    if vertical != horizontal or not vertical.remainder:
        return unused_words(axes)
    left = f"{vertical.padded_size} − {vertical.effective_kernel} over {vertical.stride}"
    return f"{left} leaves {vertical.remainder}: {unused_words(axes)}"


def _merged_words(axis: Axis) -> str:
    """Which sizes the forward floor merges, and that output padding chooses one."""
    merged = axis.input_sizes()
    if len(merged) == 1:
        return f"only {axis.size} cells become {axis.output_size}: no output padding, a = 0"
    listed = f"{', '.join(map(str, merged[:-1]))} and {merged[-1]}"
    return (
        f"{listed} cells all become {axis.output_size}: output padding a = {axis.remainder} "
        f"gives {axis.size} back"
    )


def _direct_words(direct: Axis, axis: Axis) -> str:
    """The plain convolution that gives the same, in numbers."""
    sides = f"{direct.low}" if direct.low == direct.high else f"{direct.low} and {direct.high}"
    return (
        f"as a direct convolution: {axis.output_size} cells stretched to {direct.size}, "
        f"padded by {sides}, kernel turned by 180°, stride 1"
    )


def _lines(
    stage: ConvolutionStage, area: Rect, explained: Sequence[str], type_: Sizes
) -> Iterator[Line]:
    """The letters small, the numbers large, and the words small again, all centred."""
    reading = stage.derived.scene.reading
    tokens = size_tokens if reading is Reading.DIRECT else back_tokens
    formulas = size_formulas(stage.derived.axes, tokens)
    y = area.y
    letters, *words = explained
    for size, line in (
        (type_.note, (Token(letters, Role.SOFT),)),
        *(
            (_formula_size(type_, len(formulas)), _titled(formula.axis, formula.tokens))
            for formula in formulas
        ),
        *((type_.note, (Token(text),)) for text in words),
    ):
        y += LINE * size
        yield centred(line, area, y - 0.5 * LINE * size, size, stage.measure, type_)


def _formula_size(type_: Sizes, formulas: int) -> float:
    """The numbers are large; where each axis has its own line, a little less so."""
    return type_.equation if formulas == 1 else 0.8 * type_.equation


def _titled(name: str, tokens: tuple[Token, ...]) -> tuple[Token, ...]:
    return (Token(f"{name}  ", Role.SOFT), *tokens) if name else tokens


# ---- the modes


def _modes(stage: ConvolutionStage) -> tuple[Mode, ...]:
    """Along a row, where left and right are meant."""
    return modes(stage.derived.axes[1])


def _mode_labels(stage: ConvolutionStage, area: Rect, type_: Sizes) -> Iterator[Label]:
    now, measure = stage.derived.axes[1], stage.measure
    half = 0.5 * LINE * type_.caption
    for rect, mode in zip(_columns(area), _modes(stage), strict=True):
        role = Role.STEP if mode.axis == now else Role.INK
        size = _fitting(mode.title, rect.width, type_, measure, Weight.SEMIBOLD)
        yield Label(mode.title, rect.x, area.y + half, size, role, Weight.SEMIBOLD)
        fit = (each for each in mode.words if measure.width(each, type_.caption) <= rect.width)
        words = next(fit, mode.words[-1])
        size = _fitting(words, rect.width, type_, measure)
        yield Label(words, rect.x, area.bottom - half, size, Role.SOFT, statement=True)


def _fitting(
    text: str, width: float, type_: Sizes, measure: Measure, weight: Weight = Weight.REGULAR
) -> float:
    long = measure.width(text, type_.caption, weight)
    return max(type_.least, min(type_.caption, type_.caption * width / long))


def _strip_cell(stage: ConvolutionStage, width: float, type_: Sizes) -> float:
    """The side of a cell in the rows of cells that show the modes; 0 where it would be too small.

    `width` is the stage's, within its margins.
    """
    longest = max(mode.axis.padded_size for mode in _modes(stage) if mode.axis)
    cell = floor(min(type_.caption, (1 - 3 * GAP) / CHARTS * width / longest))
    return cell if cell >= STRIP_LEAST else 0


def _strips(stage: ConvolutionStage, area: Rect, type_: Sizes) -> Iterator[tuple[Panel, Axis]]:
    """A row of cells with its padding for each mode, all with cells of one size."""
    cell = _strip_cell(stage, area.width, type_)
    for place, (rect, mode) in enumerate(zip(_columns(area), _modes(stage), strict=True)):
        axis = mode.axis
        if axis is None or not cell:
            continue
        extent = Rect(-axis.low, 0, axis.padded_size, 1)
        box = Rect(rect.x, round(area.centre[1] - cell / 2), cell * axis.padded_size, cell)
        panel = Panel(
            f"mode-{place}", Role.INPUT, box, extent, (1, axis.size), _even(axis.size),
            Tone(0.0, 2.0), "", border=_sides(axis),
        )  # fmt: skip
        yield panel, axis


@lru_cache(maxsize=8)
def _even(size: int) -> NDArray[np.int64]:
    return np.ones((1, size), np.int64)


@lru_cache(maxsize=32)
def _sides(axis: Axis) -> Border:
    return Border(0, 0, axis.low, axis.high, np.zeros(1, np.int64), axis.sources())


def _strip_marks(strip: Panel, axis: Axis) -> Iterator[Mark]:
    """Where each window begins, and what no window meets."""
    starts = [[axis.start(at) + INSET, INSET] for at in range(axis.output_size)]
    yield Dots(strip.key, np.array(starts))
    unused = tuple(Rect(cell, 0, 1, 1) for cell in axis.unused().tolist())
    if unused:
        yield Veils(strip.key, Veil.UNUSED, unused)
