"""The lesson of arithmetic: the figure, and under it how its sizes come about."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import floor

from app.picture.arithmetic import mode_row
from app.picture.arithmetic.charts import size_charts
from app.picture.arithmetic.words import explained, symbols
from app.picture.elements import (
    Chart,
    Line,
    Picture,
    PlacedChart,
    Rect,
    Role,
    Token,
    Weight,
)
from app.picture.lettering.lines import centred, note_size, wrapped
from app.picture.lettering.measure import Measure
from app.picture.lettering.typography import Sizes, sizes
from app.picture.stage import figure
from app.picture.stage.focus import focus_of
from app.picture.stage.formula import SizeFormula, back_tokens, size_formulas, size_tokens
from app.picture.stage.given import ConvolutionStage
from app.picture.stage.layout import bands
from app.picture.stage.speech import spoken
from app.picture.stage.titles import titles
from app.state.scene import Reading

COLUMNS = 4
GAP = 0.02
"""Between two columns, as a share of the width."""
LINE = 1.5
"""From one line to the next, in sizes of its letters."""
LEAST_FIGURE = 5.5
"""The least height of the figure in heights of a title; parts below it give way to it."""
SPARED = ((True, True, True), (True, True, False), (True, False, False), (False, False, False))
"""Words, charts and modes: which are kept, from a high stage to a low one."""

Written = tuple[float, tuple[Token, ...]]
"""A line and the size of its letters."""


@dataclass(frozen=True, eq=False, slots=True)
class _Page:
    """What stands under each other, from the top; an area without height holds nothing."""

    figure: Rect
    written: tuple[Written, ...]
    text: Rect
    charts: Rect
    modes: Rect
    equation: Rect


def compose(stage: ConvolutionStage) -> Picture:
    type_ = sizes(stage.width, stage.height, stage.presenting)
    across = stage.derived.axes[1]  # where left and right are meant
    page = _page(stage, type_)
    focus = focus_of(stage.derived, stage.view, stage.moment)
    row = figure.compose(stage, page.figure, focus, type_)
    below = _columns(page.modes) if page.modes.height else ()
    source = row.panels[0]
    strips, strip_marks = (
        mode_row.strips(across, stage.derived.plane, source.tone, below, type_)
        if below
        else ((), ())
    )
    words = mode_row.labels(across, below, type_, stage.measure) if below else ()
    return Picture(
        stage.width,
        stage.height,
        (*row.panels, *strips),
        (*row.marks, *strip_marks),
        (*titles(row.panels, stage.width, stage.measure, type_), *row.labels, *words),
        (),
        figure.equation(stage, page.equation, focus, type_),
        spoken(stage.derived, focus),
        figure.place(stage),
        bold=stage.presenting,
        lines=tuple(_lines(page, stage.measure, type_)),
        charts=tuple(_charts(stage, page.charts, type_)),
    )


# ---- where things stand


def _page(stage: ConvolutionStage, type_: Sizes) -> _Page:
    """The figure takes what the others leave; where that is little, they are left out in turn."""
    rows = bands(stage.width, stage.height, stage.derived.scene.kernel.shape[0], type_)
    inner, top = rows.figure.width, 0.6 * type_.title_gap
    column = _columns(rows.figure)[0].width
    modes = mode_row.height(stage.derived.axes[1], column, type_, stage.measure)
    room = rows.equation.y - top - 0.8 * type_.title_gap
    for with_words, with_charts, with_modes in SPARED:
        written = tuple(_written(stage, inner, with_words, type_))
        text = sum(LINE * size for size, _ in written)
        below = modes + 0.3 * type_.title_gap if with_modes and modes else 0.0
        free = room - text - below - 0.5 * type_.title_gap
        charts = min(max(0.27 * free, 5.2 * type_.caption), 12 * type_.caption)
        charts = charts if with_charts and _chart_look(stage, column, type_) else 0.0
        high = free - charts
        if high >= LEAST_FIGURE * type_.title_gap:
            break
    y = top + high + 0.8 * type_.title_gap
    beneath = y + text + 0.3 * type_.title_gap
    x = rows.figure.x
    return _Page(
        Rect(x, top, inner, high),
        written,
        Rect(x, y, inner, text),
        Rect(x, beneath, inner, charts),
        Rect(x, beneath + charts + 0.3 * type_.title_gap, inner, modes if below else 0.0),
        rows.equation,
    )


def _columns(area: Rect) -> tuple[Rect, ...]:
    """Four columns alike: a chart in each, and under it a mode."""
    gap = GAP * area.width
    wide = (area.width - (COLUMNS - 1) * gap) / COLUMNS
    return tuple(
        Rect(floor(area.x + place * (wide + gap)), area.y, floor(wide), area.height)
        for place in range(COLUMNS)
    )


# ---- the formula


def _written(
    stage: ConvolutionStage, width: float, with_words: bool, type_: Sizes
) -> Iterator[Written]:
    """The letters small, the numbers large, and the words small again."""
    axes, reading = stage.derived.axes, stage.derived.scene.reading
    tokens = size_tokens if reading is Reading.DIRECT else back_tokens
    formulas = size_formulas(axes, tokens)
    if with_words:
        yield note_size(type_), (Token(symbols(reading), Role.SOFT),)
    for formula in formulas:
        yield type_.equation * (1 if len(formulas) == 1 else 0.8), _titled(formula)
    if with_words:
        for parts in explained(axes, reading):
            pieces = [(Token(part),) for part in parts]
            for line in wrapped(pieces, width, note_size(type_), stage.measure):
                yield note_size(type_), line


def _titled(formula: SizeFormula) -> tuple[Token, ...]:
    named = (Token(f"{formula.axis}  ", Role.SOFT),) if formula.axis else ()
    return (*named, *formula.tokens)


def _lines(page: _Page, measure: Measure, type_: Sizes) -> Iterator[Line]:
    y = page.text.y
    for size, tokens in page.written:
        y += LINE * size
        yield centred(tokens, page.text, y - 0.5 * LINE * size, size, measure, type_)


# ---- the charts


def _charts(stage: ConvolutionStage, area: Rect, type_: Sizes) -> Iterator[PlacedChart]:
    columns = _columns(area)
    look = _chart_look(stage, columns[0].width, type_)
    if look is None or not area.height:
        return
    letters, charts = look
    for rect, chart in zip(columns, charts, strict=True):
        yield PlacedChart(rect, chart, letters)


def _chart_look(
    stage: ConvolutionStage, width: float, type_: Sizes
) -> tuple[float, tuple[Chart, ...]] | None:
    """The charts with titles that fit a width, and the size of their letters; None if none do."""
    axes, reading = stage.derived.axes, stage.derived.scene.reading
    usual = max(type_.least, 0.82 * type_.caption)
    for letters, brief in ((usual, False), (usual, True), (type_.least, True)):
        charts = size_charts(axes, reading, brief)
        if all(_width(chart, letters, stage.measure) <= width for chart in charts):
            return letters, charts
    return None


def _width(chart: Chart, letters: float, measure: Measure) -> float:
    """What the words above a chart need."""
    names = [series.name for series in chart.series if series.name]
    title = measure.width(chart.title, letters, Weight.SEMIBOLD)
    return title + sum(measure.width(name, letters) + letters for name in names)
