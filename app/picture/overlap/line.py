"""Overlap along one axis: inputs above, outputs below, every stamp drawn, counts as bars.

Each input is as wide as its stamps lie apart and stands over the middle of its stamp.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from math import floor

import numpy as np
from numpy.typing import NDArray

from app.picture.camera import output_frame
from app.picture.elements import (
    Click,
    Connector,
    Label,
    Mark,
    Outline,
    Panel,
    Rect,
    Role,
    Stroke,
    Tone,
    Veil,
    Veils,
    Weight,
)
from app.picture.lettering.digits import short
from app.picture.lettering.typography import Sizes
from app.picture.overlap.figure import OverlapFigure, block, tone_of
from app.picture.overlap.focus import OverlapFocus, level_key
from app.picture.overlap.words import layer_words, level_name
from app.picture.stage.given import OverlapStage
from app.picture.stage.grids import grid, runs
from app.state.overlap.derived import StampStack

MOST_LINES = 600
"""Connections up to which all are drawn; of more, the shown ones alone."""
MOST_SHOWN = 40
"""Of a level's connections to the shown cell so many are drawn."""
STRIP = 0.105
"""The height of a strip of cells, as a share of the body's."""
AIRY = 0.66
"""Digits are at most this share of a cell's width high, so that neighbours stay apart."""
BARS = 0.34
"""The room of the bars, as a share of the body's."""


@dataclass(frozen=True, slots=True)
class _Page:
    """Where each level stands, and the bars under the last one."""

    strips: tuple[Rect, ...]
    bars: Rect
    names: float  # the right edge of the names


def compose(stage: OverlapStage, body: Rect, focus: OverlapFocus, type_: Sizes) -> OverlapFigure:
    page = _page(stage, body, type_)
    strips = tuple(_strips(stage, page, type_))
    panels = (*strips, _bars(stage, page, type_, strips[-1].numbers))
    return OverlapFigure(
        panels,
        tuple(_marks(stage.derived.stamps, focus)),
        tuple(_labels(stage, page, type_)),
        tuple(_connectors(stage.derived.stamps, page, focus)),
        _web(stage.derived.stamps, page),
    )


# ---- where things stand


@lru_cache(maxsize=16)
def _spans(stack: StampStack) -> tuple[tuple[float, float], ...]:
    """For each level its left edge and the width of a cell, in cells of the result."""
    spans = [(0.0, 1.0)]
    for axis in reversed(stack.axes):
        left, wide = spans[0]
        frame = output_frame(axis, axis)
        spans.insert(0, (left + wide * frame.x, wide * frame.dx))
    return tuple(spans)


def _page(stage: OverlapStage, body: Rect, type_: Sizes) -> _Page:
    stack = stage.derived.stamps
    spans = _spans(stack)
    ends = [left + wide * size for (left, wide), size in zip(spans, stack.sizes, strict=True)]
    first, last = min(left for left, _ in spans), max(ends)
    gutter = _gutter(stage, type_)
    room = body.width - gutter
    cell = min(type_.cell_most, room / (last - first))
    cell = float(floor(cell)) if cell >= 4 else cell
    x = body.x + gutter + (room - cell * (last - first)) / 2 - cell * first
    high = float(round(max(min(0.62 * type_.cell_most, STRIP * body.height), 1.9 * type_.least)))
    bars = min(BARS * body.height, int(stack.result.max()) * 0.62 * type_.cell_most)
    between = body.height - bars - high * len(stack.sizes) - 0.9 * type_.caption
    gap = min(between / len(stack.axes), 3.4 * type_.cell_most)
    top = body.y + (between - gap * len(stack.axes)) / 2
    strips = tuple(
        Rect(round(x + cell * left), round(top + level * (high + gap)), cell * wide * size, high)
        for level, ((left, wide), size) in enumerate(zip(spans, stack.sizes, strict=True))
    )
    under = strips[-1]
    return _Page(
        strips,
        Rect(under.x, under.bottom + round(0.5 * type_.caption), under.width, bars),
        min(strip.x for strip in strips) - 0.9 * type_.caption,
    )


def _gutter(stage: OverlapStage, type_: Sizes) -> float:
    """The room for names beside the strips."""
    stack = stage.derived.stamps
    names = (level_name(stack, level) for level in range(len(stack.sizes)))
    widest = max(stage.measure.width(name, type_.title, Weight.SEMIBOLD) for name in names)
    counts = stage.measure.width("stamps per cell", type_.caption)
    return max(widest, counts) + 1.2 * type_.caption


# ---- panels


def _strips(stage: OverlapStage, page: _Page, type_: Sizes) -> Iterator[Panel]:
    stack = stage.derived.stamps
    last = len(stack.axes)
    for level, (rect, counts) in enumerate(zip(page.strips, stack.counts, strict=True)):
        values = _places(len(counts)) if level == 0 else counts.reshape(1, -1)
        role = Role.INPUT if level == 0 else Role.OUTPUT
        tone = Tone(0.0, 2.0 * len(counts)) if level == 0 else tone_of(counts)
        panel = grid(
            level_key(stack, level), role, level_name(stack, level), values, tone, rect,
            (1, len(counts)), stage.measure, type_, caption=_caption(stage, level),
            click=Click.STEP if level == last else Click.PIN,
        )  # fmt: skip
        airy = max(type_.least, AIRY * panel.scale)
        yield replace(panel, numbers=min(panel.numbers, airy))


@lru_cache(maxsize=8)
def _places(size: int) -> NDArray[np.int64]:
    """The inputs by number, from 1."""
    places = np.arange(1, size + 1).reshape(1, -1)
    places.setflags(write=False)
    return places


def _caption(stage: OverlapStage, level: int) -> str:
    size = stage.derived.stamps.sizes[level]
    cells = "1 cell" if size == 1 else f"{size} cells"
    return cells if level == 0 else f"{layer_words(stage.derived.scene.overlap.layers[level - 1])}"


def _bars(stage: OverlapStage, page: _Page, type_: Sizes, most: float) -> Panel:
    """A block for every stamp on its cell; of one layer with the number of its input.

    `most` is the size of the digits of the cells above, which these stand under.
    """
    stack = stage.derived.stamps
    values, held = _blocks(stack)
    rows, columns = values.shape
    one = len(stack.axes) == 1
    tone = Tone(0.0, 2.0 * stack.sizes[0]) if one else tone_of(stack.result)
    name = "Stamps per cell, by input" if one else "Paths per cell"
    panel = grid(
        "output-stamps", Role.INPUT if one else Role.OUTPUT, name, values, tone, page.bars,
        (rows, columns), stage.measure, type_, held=held, click=Click.PIN,
    )  # fmt: skip
    return replace(panel, numbers=min(panel.numbers, most) if one else 0.0)


@lru_cache(maxsize=8)
def _blocks(stack: StampStack) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """Blocks from the top, `(largest count, cells)`, and which of them there are."""
    counts = stack.result
    most = max(1, int(counts.max()))
    held = np.arange(most)[:, None] < counts
    values = np.broadcast_to(counts, held.shape).copy()
    if len(stack.axes) == 1:
        for cell in range(len(counts)):
            for row, stamp in enumerate(stack.above(1, cell)):
                values[row, cell] = stamp + 1
    for array in (values, held):
        array.setflags(write=False)
    return values, held


# ---- marks


def _marks(stack: StampStack, focus: OverlapFocus) -> Iterator[Mark]:
    """The shown cell, all that it hangs together with, and where the edges are."""
    inside, size = stack.interior, stack.sizes[-1]
    rows = max(1, int(stack.result.max()))
    edges = (
        Rect(0, 0, inside.start, rows),
        Rect(inside.stop, 0, size - inside.stop, rows),
    )
    faded = tuple(edge for edge in edges if edge.width)
    if inside and faded:
        yield Veils("output-stamps", Veil.OUTSIDE, faded)
        yield block("output", range(1), inside)
    role = Role.INPUT if focus.pointed and focus.level < len(stack.axes) else Role.STEP
    for level, cells in enumerate(focus.horizontal.cells):
        if level != focus.level:
            yield from runs(level_key(stack, level), 0, cells, role)
    here = level_key(stack, focus.level)
    yield Outline(here, Rect(focus.horizontal.cell, 0, 1, 1), Stroke.STEP, role)
    if focus.level == len(stack.axes):
        count = int(stack.result[focus.horizontal.cell])
        if count:
            cells_ = Rect(focus.horizontal.cell, 0, 1, count)
            yield Outline("output-stamps", cells_, Stroke.REACH, role)


def _labels(stage: OverlapStage, page: _Page, type_: Sizes) -> Iterator[Label]:
    """Names and sizes beside the strips."""
    stack = stage.derived.stamps
    for level, strip in enumerate(page.strips):
        middle, apart = strip.centre[1], 0.62 * type_.caption
        role = Role.INPUT if level == 0 else Role.OUTPUT
        yield Label(level_name(stack, level), page.names, middle - apart, type_.title, role,
                    Weight.SEMIBOLD, anchor="right")  # fmt: skip
        size = f"{stack.sizes[level]} · " if level else ""
        yield Label(f"{size}{_caption(stage, level)}", page.names, middle + apart + 1,
                    type_.caption, Role.SOFT, anchor="right")  # fmt: skip
    what = "stamps per cell" if len(stack.axes) == 1 else "paths per cell"
    y = page.bars.y + 0.8 * type_.caption
    yield Label(what, page.names, y, type_.caption, Role.SOFT, anchor="right")
    most = f"up to {short(stack.result.max())}"
    if page.bars.height > 3.2 * type_.caption:
        yield Label(most, page.names, y + 1.35 * type_.caption, type_.caption, Role.SOFT,
                    anchor="right")  # fmt: skip


def _connectors(stack: StampStack, page: _Page, focus: OverlapFocus) -> Iterator[Connector]:
    """What hangs together with the shown cell, in colour."""
    role = Role.INPUT if focus.pointed and focus.level < len(stack.axes) else Role.STEP
    for level, edges in enumerate(focus.horizontal.edges):
        yield from _lines(page, stack, level, edges[:MOST_SHOWN], role)


@lru_cache(maxsize=8)
def _web(stack: StampStack, page: _Page) -> tuple[Connector, ...]:
    """From every input to each cell that its stamp reaches, where these are not too many."""
    every = [
        [(cell, down) for cell in range(stack.sizes[level]) for down in stack.below(level, cell)]
        for level in range(len(stack.axes))
    ]
    if sum(map(len, every)) > MOST_LINES:
        return ()
    return tuple(
        line
        for level, edges in enumerate(every)
        for line in _lines(page, stack, level, tuple(edges), Role.SOFT)
    )


def _lines(
    page: _Page, stack: StampStack, level: int, edges: tuple[tuple[int, int], ...], role: Role
) -> Iterator[Connector]:
    upper, lower = page.strips[level], page.strips[level + 1]
    wide, narrow = upper.width / stack.sizes[level], lower.width / stack.sizes[level + 1]
    for cell, down in edges:
        yield Connector(
            upper.x + (cell + 0.5) * wide, upper.bottom + 2, lower.x + (down + 0.5) * narrow,
            lower.y - 2, role,
        )  # fmt: skip
