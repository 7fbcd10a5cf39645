"""The lesson of artefacts: a picture upsampled by stamps, and every remedy beside it, measured."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from math import floor

import numpy as np

from app.core import Axis, transposed_axes
from app.picture.artefacts.words import said, strength_words
from app.picture.camera import INPUT_FRAME, output_frame, seen
from app.picture.elements import (
    Chart,
    Click,
    Frame,
    Label,
    Line,
    Mark,
    Outline,
    Panel,
    Picture,
    Place,
    PlacedChart,
    Rect,
    Role,
    Series,
    Stroke,
    Token,
    Tone,
    Weight,
)
from app.picture.lettering.cells import fitting_numbers
from app.picture.lettering.lines import centred, note_size, wrapped
from app.picture.lettering.typography import Sizes, sizes
from app.picture.overlap.figure import tone_of
from app.picture.stage import tones
from app.picture.stage.focus import Focus
from app.picture.stage.given import StampStage
from app.picture.stage.grids import cell_size, grid
from app.picture.stage.layout import bands
from app.picture.stage.titles import titles
from app.picture.transposed import compose as transposed
from app.picture.transposed.focus import focus_of
from app.state.arguments import applied_weights
from app.state.artefacts.requests import ArtefactResult, Upsampled, Way, divisible, stride_maps
from app.state.derive import Stamped
from app.state.prepare import Plane
from app.state.scene import Kernel, Parameters

LINE = 1.5
METER = 1.9
"""The height of the line below a result, in captions."""
LEAST_SHARE = 0.5
"""A result's box is at least this share of its width high, so that there is room to zoom."""
LEFT = 0.21
"""The share of the width for the input and the maps of one stride."""
KEYS = {way: "output" if way is Way.TRANSPOSED else f"way-{way.name.lower()}" for way in Way}
NAMED = 19.0
"""A chart narrower than so many of its letters leaves out the names of its lines."""
LOWEST = 4.0
"""Cycles per 100 cells from which the chart begins: below is the picture itself."""


@dataclass(frozen=True, slots=True)
class _Page:
    """Boxes for the pictures; the last one is the chart's."""

    source: Rect
    counts: Rect
    weighted: Rect
    ways: tuple[Rect, ...]
    chart: Rect
    body: Rect
    equation: Rect


def compose(stage: StampStage) -> Picture:
    type_ = sizes(stage.width, stage.height, stage.presenting)
    focus = focus_of(stage.derived, stage.view, stage.moment)
    lines = _wrapped(stage, type_)
    page = _page(stage, type_, len(lines))
    panels = (_input(stage, page, type_), *_maps(stage, page, type_),
              *_results(stage, page, type_))  # fmt: skip
    row, column = divmod(stage.moment.step, stage.derived.output_shape[1])
    return Picture(
        stage.width,
        stage.height,
        (*panels, *_meters(stage, page, type_)),
        tuple(_marks(focus)),
        (*titles(panels, stage.width, stage.measure, type_), *_labels(stage, page, type_)),
        (),
        transposed.equation(stage, page.equation, focus, type_),
        transposed.spoken(stage.derived, focus),
        Place("output", Rect(column, row, 1, 1)),
        bold=stage.presenting,
        lines=tuple(_lines(stage, lines, page, type_)),
        charts=tuple(_charts(stage, page, type_)),
    )


def _result(stage: StampStage) -> ArtefactResult | None:
    return stage.result if isinstance(stage.result, ArtefactResult) else None


# ---- where things stand


def _page(stage: StampStage, type_: Sizes, lines: int) -> _Page:
    rows = bands(stage.width, stage.height, 3, type_)
    words = LINE * note_size(type_) * lines
    area = Rect(rows.figure.x, rows.figure.y, rows.figure.width,
                rows.equation.y - rows.figure.y - words - 0.4 * type_.caption)  # fmt: skip
    by_side, stacked = _beside(stage, area, type_), _in_threes(stage, area, type_)
    boxes = max(by_side, stacked, key=lambda boxes: boxes[1].width * boxes[1].height)
    source, *ways, maps, chart = boxes
    gap = 1.3 * type_.caption
    half = round((maps.width - gap) / 2)
    rows_, columns = stage.derived.plane.shape
    form = max(rows_ / columns, LEAST_SHARE)
    high = round(min(source.height, source.width * form))
    return _Page(
        replace(source, width=round(min(source.width, high / form)), height=high),
        replace(maps, width=half),
        replace(maps, x=round(maps.right - half), width=half),
        tuple(ways), chart, area, rows.equation,
    )  # fmt: skip


def _beside(stage: StampStage, area: Rect, type_: Sizes) -> tuple[Rect, ...]:
    """Input over the maps at the left, the results and the chart in two rows beside them."""
    gap = 1.3 * type_.caption
    left = round(LEFT * area.width)
    rest = replace(area, x=area.x + left + gap, width=area.width - left - gap)
    boxes = _boxes(stage, rest, 2, type_)
    start = round(area.x + (boxes[0].x - rest.x))  # all of it in the middle, not the results alone
    back = boxes[0].x - (start + left + round(gap))
    *ways, chart = (replace(box, x=box.x - back) for box in boxes)
    source, maps = (replace(box, x=start, width=left) for box in (ways[0], ways[3]))
    return source, *ways, maps, chart


def _in_threes(stage: StampStage, area: Rect, type_: Sizes) -> tuple[Rect, ...]:
    """Three rows alike, for a stage that is not much wider than high."""
    *pictures, maps, chart, _ = _boxes(stage, area, 3, type_)
    return *pictures, maps, chart


def _boxes(stage: StampStage, area: Rect, rows: int, type_: Sizes) -> list[Rect]:
    """Three boxes a row, as high as their picture, under their titles."""
    gap = 1.3 * type_.caption
    wide = (area.width - 2 * gap) / 3
    height, width = stage.derived.result_shape
    around = type_.title_gap + METER * type_.caption
    high = min(area.height / rows, wide * max(height / width, LEAST_SHARE) + around)
    top = area.y + (area.height - rows * high) / 2
    shrunk = floor(min(wide, max(1.0, high - around) / max(height / width, LEAST_SHARE)))
    across = shrunk + gap
    left = area.x + (area.width - 3 * shrunk - 2 * gap) / 2
    return [
        _under_title(Rect(round(left + column * across), round(top + row * high), round(shrunk),
                          round(high)), type_)
        for row in range(rows) for column in range(3)
    ]  # fmt: skip


def _under_title(box: Rect, type_: Sizes) -> Rect:
    """The room below a title, with a little for the meter."""
    top, below = type_.title_gap, METER * type_.caption
    return Rect(box.x, round(box.y + top), box.width, round(box.height - top - below))


# ---- panels


def _input(stage: StampStage, page: _Page, type_: Sizes) -> Panel:
    derived = stage.derived
    rows, columns = derived.plane.shape
    return _seen(
        stage, page.source, output_frame(*derived.axes), type_,
        Panel("input", Role.INPUT, page.source, Rect(0, 0, columns, rows), (rows, columns),
              derived.plane, tones.input_tone(derived), "Input", f"{rows} × {columns}",
              click=Click.PIN),
    )  # fmt: skip


def _seen(stage: StampStage, box: Rect, frame: Frame, type_: Sizes, bare: Panel) -> Panel:
    """A panel as its box and the camera let it be seen."""
    rect, visible = seen(box, bare.extent, stage.view.camera, frame)
    return fitting_numbers(replace(bare, frame=frame), rect, visible, stage.measure, type_)


def _maps(stage: StampStage, page: _Page, type_: Sizes) -> Iterator[Panel]:
    """What one stride of the interior receives: stamps, and the sum of their weights."""
    scene = stage.derived.scene
    counts, weighted = stride_maps(scene.kernel, scene.parameters)
    for key, title, values, tone, box in (
        ("counts", "Stamps", counts, tone_of(counts), page.counts),
        ("weighted", "Weights", weighted, tones.magnitude(weighted), page.weighted),
    ):
        rows, columns = values.shape
        cell = cell_size(box.width, box.height, columns, rows, 0.9 * type_.cell_most)
        rect = Rect(box.x, box.y, columns * cell, rows * cell)
        yield grid(key, Role.KERNEL if key == "weighted" else Role.OUTPUT, title, values, tone,
                   rect, (rows, columns), stage.measure, type_)  # fmt: skip


def _results(stage: StampStage, page: _Page, type_: Sizes) -> Iterator[Panel]:
    result, derived = _result(stage), stage.derived
    found = {each.way: each for each in result.ways} if result else {}
    tone = _tone(derived, result)
    frames = _frames(derived.axes, derived.scene.kernel, derived.scene.parameters)
    for way, box in zip(Way, page.ways, strict=True):
        one = found.get(way)
        rows, columns = derived.result_shape if one is None else _shape(one.output)
        bare = Panel(
            KEYS[way], Role.OUTPUT, box, Rect(0, 0, columns, rows), (rows, columns),
            None if one is None else one.output, tone, way.value,
            click=Click.STEP if way is Way.TRANSPOSED else Click.NOTHING,
        )  # fmt: skip
        yield _seen(stage, box, frames[way], type_, bare)


def _shape(plane: Plane) -> tuple[int, int]:
    rows, columns = plane.shape
    return rows, columns


@lru_cache(maxsize=8)
def _frames(axes: tuple[Axis, Axis], kernel: Kernel, parameters: Parameters) -> dict[Way, Frame]:
    """Where each result lies for the camera, which lives in the cells of the transposed one."""
    own = output_frame(*axes)
    weights = divisible(applied_weights(kernel, parameters), parameters.stride)
    inputs = tuple(axis.output_size for axis in axes)
    wider = transposed_axes(
        inputs, weights.shape, parameters.stride, parameters.padding, 0, parameters.dilation
    )
    other = output_frame(wider[0], wider[1])
    resized = Frame(own.x, own.y, 1, 1)
    return {
        Way.TRANSPOSED: INPUT_FRAME,
        Way.DIVISIBLE: Frame(own.x - other.x, own.y - other.y, 1, 1),
        Way.SMOOTHED: INPUT_FRAME,
        Way.NEAREST: resized,
        Way.BILINEAR: resized,
    }


def _tone(derived: Stamped, result: ArtefactResult | None) -> Tone:
    """The same for every result: white is the input's white under the mean gain of the weights."""
    stride = derived.scene.parameters.stride
    gain = float(derived.geometry.weights.sum()) / (stride[0] * stride[1])
    low, high = (0.0, 1.0) if result is None else (result.low, result.high)
    if not derived.is_photo:
        return Tone(0.0, max(abs(low), abs(high), 1e-9), absolute=True)
    if gain > 1e-9:
        return Tone(0.0, derived.white * gain, grey=True)
    reach = max(abs(low), abs(high), 1e-9)
    return Tone(-reach, reach, grey=True)


def _meters(stage: StampStage, page: _Page, type_: Sizes) -> Iterator[Panel]:
    """Under each result a bar as long as its artefact is strong."""
    result = _result(stage)
    if result is None:
        return
    most = max(0.05, *(way.strength for way in result.ways))
    full = np.ones((1, 1), np.int64)
    words = _number_width(stage, type_)
    for way, box in zip(result.ways, page.ways, strict=True):
        long = round((box.width - words) * way.strength / most)
        high = round(0.6 * type_.caption)
        if long >= high / 2:  # a speck would look like a fault
            y = round(box.bottom + 0.85 * type_.caption - high / 2)
            bar = Rect(round(box.x + words), y, long, high)
            yield Panel(
                f"meter-{way.way.name.lower()}", Role.STEP, bar, Rect(0, 0, 1, high / long),
                (1, 1), full, Tone(0.0, 1.0), "",
            )  # fmt: skip


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


def _number_width(stage: StampStage, type_: Sizes) -> float:
    """The room of a strength in per cent, and a gap."""
    return stage.measure.width("00.0 %", type_.caption, Weight.SEMIBOLD) + 0.7 * type_.caption


def _labels(stage: StampStage, page: _Page, type_: Sizes) -> Iterator[Label]:
    """Under each result the strength of its artefact; under the chart what runs along it."""
    result, size = _result(stage), type_.caption
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
    for parts in said(stage.derived, _result(stage)):
        lines.extend(wrapped(parts, room, note_size(type_), stage.measure))
    return lines


def _lines(
    stage: StampStage, lines: list[tuple[Token, ...]], page: _Page, type_: Sizes
) -> Iterator[Line]:
    size = note_size(type_)
    for number, tokens in enumerate(lines):
        y = page.body.bottom + (number + 0.5) * LINE * size
        yield centred(tokens, page.body, y, size, stage.measure, type_)


def _charts(stage: StampStage, page: _Page, type_: Sizes) -> Iterator[PlacedChart]:
    """How much of each frequency there is: the transposed result beside a resized one."""
    result = _result(stage)
    if result is None:
        return
    by_way = {way.way: way for way in result.ways}
    letters = max(type_.least, 0.82 * type_.caption)
    names = ("nearest", "transposed") if page.chart.width > NAMED * letters else ("", "")
    series = (
        spectrum_series(by_way[Way.NEAREST], names[0], Role.INPUT),
        spectrum_series(by_way[Way.TRANSPOSED], names[1], Role.STEP),
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
