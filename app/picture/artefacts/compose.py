"""The lesson of artefacts: a picture upsampled by stamps, and every remedy beside it, measured."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

import numpy as np

from app.picture.artefacts.layout import LINE, Page, page_of
from app.picture.artefacts.panels import (
    input_panel,
    meter_panels,
    result_of,
    stride_panels,
    way_panels,
)
from app.picture.artefacts.words import said, strength_words
from app.picture.elements import (
    Chart,
    Label,
    Line,
    Mark,
    Outline,
    Picture,
    Place,
    PlacedChart,
    Rect,
    Role,
    Series,
    Stroke,
    Token,
    Weight,
)
from app.picture.lettering.lines import centred, note_size, wrapped
from app.picture.lettering.typography import Sizes, sizes
from app.picture.stage.focus import Focus
from app.picture.stage.given import StampStage
from app.picture.stage.titles import titles
from app.picture.transposed import compose as transposed
from app.picture.transposed.focus import focus_of
from app.state.artefacts.requests import Upsampled, Way

LOWEST = 4.0
"""Cycles per 100 cells from which the chart begins: below is the picture itself."""


def compose(stage: StampStage) -> Picture:
    type_ = sizes(stage.width, stage.height, stage.presenting)
    focus = focus_of(stage.derived, stage.view, stage.moment)
    lines = _wrapped(stage, type_)
    page = page_of(stage, type_, len(lines))
    panels = (
        input_panel(stage, page, type_),
        *stride_panels(stage, page, type_),
        *way_panels(stage, page, type_),
    )
    row, column = divmod(stage.moment.step, stage.derived.output_shape[1])
    return Picture(
        stage.width,
        stage.height,
        (*panels, *meter_panels(stage, page, type_)),
        tuple(_marks(focus)),
        (
            *titles(panels, stage.width, stage.measure, type_, [page.chart]),
            *_labels(stage, page, type_),
        ),
        (),
        transposed.equation(stage, page.equation, focus, type_),
        transposed.spoken(stage.derived, focus),
        Place("output", Rect(column, row, 1, 1)),
        bold=stage.presenting,
        lines=tuple(_lines(stage, lines, page, type_)),
        charts=tuple(_charts(stage, page, type_)),
    )


# ---- marks and words


def _marks(focus: Focus) -> Iterator[Mark]:
    """The present cell with the inputs whose stamps reach it, or an input with its stamp."""
    if focus.scatter is not None:
        scatter = focus.scatter
        yield Outline("input", Rect(scatter.column, scatter.row, 1, 1), Stroke.STEP, Role.INPUT)
        if scatter.gains:
            rows = [gain.row for gain in scatter.gains]
            columns = [gain.column for gain in scatter.gains]
            yield Outline("output", _around(rows, columns), Stroke.REACH, Role.INPUT)
        return
    step = focus.gather.step
    yield Outline("output", Rect(step.output[2], step.output[1], 1, 1), Stroke.STEP)
    if step.products.size:
        rows, columns = (places.tolist() for places in step.sources)
        yield Outline("input", _around(rows, columns), Stroke.REACH)


def _around(rows: list[int], columns: list[int]) -> Rect:
    left, top = min(columns), min(rows)
    return Rect(left, top, max(columns) - left + 1, max(rows) - top + 1)


def _labels(stage: StampStage, page: Page, type_: Sizes) -> Iterator[Label]:
    """Under each result the strength of its artefact; under the chart what runs along it."""
    result, size = result_of(stage), type_.caption
    x, y = page.chart.centre
    if result is None:
        yield Label(stage.waiting, x, y, size, Role.SOFT, anchor="centre", statement=True)
        return
    for way, box in zip(result.ways, page.ways, strict=True):
        yield Label(strength_words(way.strength), box.x, box.bottom + 0.85 * size, size, Role.INK,
                    Weight.SEMIBOLD)  # fmt: skip
    along = "cycles per 100 cells"
    small = min(0.9 * size, size * page.chart.width / stage.measure.width(along, size))
    yield Label(along, page.chart.right - small, page.chart.bottom + 0.85 * size,
                max(type_.least, small), Role.SOFT, anchor="right")  # fmt: skip


def _wrapped(stage: StampStage, type_: Sizes) -> list[tuple[Token, ...]]:
    room = stage.width - 2 * max(16.0, 0.032 * stage.width)
    lines: list[tuple[Token, ...]] = []
    for parts in said(stage.derived):
        lines.extend(wrapped(parts, room, note_size(type_), stage.measure))
    return lines


def _lines(
    stage: StampStage, lines: list[tuple[Token, ...]], page: Page, type_: Sizes
) -> Iterator[Line]:
    size = note_size(type_)
    for number, tokens in enumerate(lines):
        y = page.body.bottom + (number + 0.5) * LINE * size
        yield centred(tokens, page.body, y, size, stage.measure, type_)


def _charts(stage: StampStage, page: Page, type_: Sizes) -> Iterator[PlacedChart]:
    """How much of each frequency there is: the transposed result beside a resized one."""
    result = result_of(stage)
    if result is None:
        return
    by_way = {way.way: way for way in result.ways}
    letters = max(type_.least, 0.82 * type_.caption)
    series = (
        spectrum_series(by_way[Way.NEAREST], "nearest", Role.INPUT),
        spectrum_series(by_way[Way.TRANSPOSED], "transposed", Role.STEP),
    )
    chart = Chart("% by frequency", "cycles per 100 cells", "% of the mean", series)
    top = page.chart.y - type_.title_gap * 0.8
    box = Rect(page.chart.x, top, page.chart.width, page.chart.bottom - top)
    yield PlacedChart(box, chart, letters)


@lru_cache(maxsize=16)
def spectrum_series(way: Upsampled, name: str, role: Role) -> Series:
    """Amplitudes in per cent of the mean, from the lowest frequency that is shown."""
    count = len(way.spectrum)
    cycles = np.linspace(0.0, 50.0, count)
    kept = cycles >= LOWEST
    return Series(
        name, role, tuple(cycles[kept].tolist()), tuple((100 * way.spectrum[kept]).tolist())
    )
