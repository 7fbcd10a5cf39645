"""What is laid over the panels: windows, origins, holes, unused cells, fan-outs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import ceil, floor

import numpy as np

from app.core import Axis
from app.picture.elements import (
    Dots,
    Mark,
    Outline,
    Panel,
    Rect,
    Role,
    Stroke,
    Strong,
    Tag,
    Veil,
    Veils,
    Written,
)
from app.picture.lettering.cells import leaves_digits_free
from app.picture.lettering.digits import short
from app.picture.lettering.typography import sizes
from app.picture.moment import Moment
from app.picture.stage.equation import partial_sum
from app.picture.stage.focus import Focus, Gather, Scatter, TapFocus
from app.picture.stage.given import ConvolutionStage
from app.picture.stage.glide import glided
from app.picture.stage.grids import corner_size, shortened_tag
from app.state.derive import Convolved

DOT_SPACING = 9.0
PHOTO_DOT_SPACING = 28.0
VEIL_CELL = 2.0
MOST_TAGS = 200


def window_cells(axes: tuple[Axis, Axis], row: int, column: int) -> Rect:
    """The rectangle of input cells that a window spans, holes included."""
    vertical, horizontal = axes
    return Rect(
        horizontal.start(column),
        vertical.start(row),
        horizontal.effective_kernel,
        vertical.effective_kernel,
    )


def figure_marks(
    stage: ConvolutionStage, figure: tuple[Panel, ...], focus: Focus
) -> tuple[Mark, ...]:
    source, kernel, output = figure
    return (
        *unused(source, *stage.derived.geometry.unused),
        *_origins(stage.derived, source),
        *_tap_meets(stage.derived, source, focus),
        *_gather(stage, figure, focus),
        *(_scatter(stage, output, focus.scatter) if focus.scatter else ()),
        *newest_tap(focus.gather, kernel, "input"),
    )


def _gather(stage: ConvolutionStage, figure: tuple[Panel, ...], focus: Focus) -> Iterator[Mark]:
    """The window on the input, its holes and weights, and its output cell."""
    source, _, output = figure
    derived, gather = stage.derived, focus.gather
    _, row, column = gather.step.output
    window = window_cells(derived.axes, row, column)
    seen = window_seen(derived, gather, stage.moment)
    stroke = Stroke.STEP if focus.scatter is None else Stroke.THIN
    if seen == window and source.numbers and focus.scatter is None:
        rows, columns = gather.step.window
        yield Strong("input", tuple(rows), tuple(columns))
    yield from holes(derived.axes, source, seen)
    if seen == window and focus.scatter is None:
        yield from _weights(stage, source, gather.taps, row, column)
    yield Outline("input", seen, stroke)
    if gather.taps < derived.taps and derived.by_step:
        yield Written("output", row, column, short(partial_sum(gather), 3))
    if gather.taps >= derived.taps and output.numbers:
        yield Strong("output", (row,), (column,))
    yield Outline("output", output_seen(derived, gather, stage.moment), stroke)
    if gather.pointed:
        here, there = divmod(derived.scene.step, output.shape[1])
        yield Outline("output", Rect(there, here, 1, 1), Stroke.THIN)


def _position(derived: Convolved, step: int) -> tuple[int, int]:
    return divmod(step, derived.output_shape[1])


def window_seen(derived: Convolved, gather: Gather, moment: Moment) -> Rect:
    """Where the window is: the cells that it spans, or on its glide to the next step."""

    def spanned(step: int) -> Rect:
        return window_cells(derived.axes, *_position(derived, step))

    window = window_cells(derived.axes, *gather.step.output[1:])
    return glided(moment, gather, window, spanned)


def output_seen(derived: Convolved, gather: Gather, moment: Moment) -> Rect:
    """Where the outline of the output is: its cell, or on its glide there."""

    def filled(step: int) -> Rect:
        row, column = _position(derived, step)
        return Rect(column, row, 1, 1)

    _, row, column = gather.step.output
    return glided(moment, gather, Rect(column, row, 1, 1), filled)


def _weights(
    stage: ConvolutionStage, source: Panel, taps: int, row: int, column: int
) -> Iterator[Tag]:
    """The weight in the corner of each input cell that the window meets."""
    derived = stage.derived
    type_ = sizes(stage.width, stage.height, stage.presenting)
    free = source.numbers and leaves_digits_free(source, corner_size(source, type_))
    if derived.taps > MOST_TAGS or not free:
        return
    vertical, horizontal = derived.axes
    weights = derived.geometry.weights
    for number in range(taps):
        tap_row, tap_column = divmod(number, weights.shape[1])
        at = vertical.window(row)[tap_row], horizontal.window(column)[tap_column]
        weight = weights[tap_row, tap_column]
        yield from shortened_tag(source, *at, weight, stage.measure, type_)


def holes(axes: tuple[Axis, ...], source: Panel, window: Rect) -> Iterator[Veils]:
    """The cells between the taps of a dilated window."""
    vertical, horizontal = axes
    if (vertical.dilation == 1 and horizontal.dilation == 1) or source.scale < VEIL_CELL:
        return
    tapped_rows = range(0, vertical.effective_kernel, vertical.dilation)
    tapped_columns = range(0, horizontal.effective_kernel, horizontal.dilation)
    yield Veils(
        source.key,
        Veil.HOLE,
        tuple(
            Rect(window.x + column, window.y + row, 1, 1)
            for row in range(vertical.effective_kernel)
            for column in range(horizontal.effective_kernel)
            if row not in tapped_rows or column not in tapped_columns
        ),
    )


def unused(source: Panel, rows: Sequence[int], columns: Sequence[int]) -> Iterator[Veils]:
    """Rows and columns that no window covers, as far as they are in view and visible at all."""
    if source.scale < VEIL_CELL:
        return
    seen = source.visible
    extent = source.extent
    rects = [
        Rect(extent.x, row, extent.width, 1) for row in rows if seen.y - 1 < row < seen.bottom
    ] + [
        Rect(column, extent.y, 1, extent.height)
        for column in columns
        if seen.x - 1 < column < seen.right
    ]
    if rects:
        yield Veils(source.key, Veil.UNUSED, tuple(rects))


def _origins(derived: Convolved, source: Panel) -> Iterator[Dots]:
    """A dot where each window begins, as long as the dots stand apart."""
    vertical, horizontal = derived.axes
    stride = min(vertical.stride, horizontal.stride)
    spacing = PHOTO_DOT_SPACING if source.tone.grey else DOT_SPACING
    if source.scale * stride < spacing or (source.tone.grey and stride == 1):
        return
    inset = 0.13
    ys = [
        vertical.start(at) + inset
        for at in _starting_in_view(vertical, source.visible.y, source.visible.bottom)
    ]
    xs = [
        horizontal.start(at) + inset
        for at in _starting_in_view(horizontal, source.visible.x, source.visible.right)
    ]
    if ys and xs:
        grid = np.stack(np.meshgrid(xs, ys), axis=-1).reshape(-1, 2)
        yield Dots("input", grid.astype(np.float64))


def _starting_in_view(axis: Axis, low: float, high: float) -> range:
    first = max(0, ceil((low - axis.start(0)) / axis.stride))
    last = min(axis.output_size - 1, floor((high - axis.start(0)) / axis.stride))
    return range(first, last + 1)


def _tap_meets(derived: Convolved, source: Panel, focus: Focus) -> Iterator[Mark]:
    """The inputs that a pointed tap meets, unless a cell is pointed at."""
    if focus.tap is not None and focus.scatter is None:
        yield from tap_meets(derived.axes, source, "kernel", focus.tap)


def tap_meets(axes: tuple[Axis, ...], source: Panel, kernel: str, tap: TapFocus) -> Iterator[Mark]:
    """The inputs that one tap of a kernel's panel meets, over all windows."""
    vertical, horizontal = axes
    seen = source.visible
    rows = [
        vertical.window(at)[tap.row]
        for at in _starting_in_view(vertical, seen.y - vertical.effective_kernel, seen.bottom)
    ]
    columns = [
        horizontal.window(at)[tap.column]
        for at in _starting_in_view(horizontal, seen.x - horizontal.effective_kernel, seen.right)
    ]
    if not rows or not columns:
        return
    spaced = source.scale * min(vertical.stride, horizontal.stride) >= 4
    if spaced and max(vertical.stride, horizontal.stride) > 1:
        cells = tuple(Rect(column, row, 1, 1) for row in rows for column in columns)
    else:
        wide, high = columns[-1] - columns[0] + 1, rows[-1] - rows[0] + 1
        cells = (Rect(columns[0], rows[0], wide, high),)
    yield Veils(source.key, Veil.MET, cells)
    yield Outline(kernel, Rect(tap.column, tap.row, 1, 1), Stroke.REACH, Role.KERNEL)


def _scatter(stage: ConvolutionStage, output: Panel, scatter: Scatter) -> Iterator[Mark]:
    """The pointed input cell, and each output that it reaches with the weight that it uses."""
    type_ = sizes(stage.width, stage.height, stage.presenting)
    tagged = (
        leaves_digits_free(output, corner_size(output, type_)) and len(scatter.gains) <= MOST_TAGS
    )
    yield from used_weights(scatter, "input", "kernel")
    for gain in scatter.gains:
        yield Outline("output", Rect(gain.column, gain.row, 1, 1), Stroke.REACH, Role.INPUT)
        if tagged:
            at = gain.row, gain.column
            yield from shortened_tag(output, *at, gain.weight, stage.measure, type_)


def result_so_far(gather: Gather, panel: Panel, *, by_step: bool) -> Iterator[Mark]:
    """The sum so far in the cell that it fills; once it is complete, the cell's digits strong."""
    *_, row, column = gather.step.output
    if gather.taps < gather.step.products.size and by_step:
        yield Written(panel.key, row, column, short(partial_sum(gather), 3))
    elif panel.numbers:
        yield Strong(panel.key, (row,), (column,))


def used_weights(scatter: Scatter, source: str, kernel: str) -> Iterator[Outline]:
    """The pointed input cell, and the taps through which it reaches outputs."""
    yield Outline(source, Rect(scatter.column, scatter.row, 1, 1), Stroke.REACH, Role.INPUT)
    for row, column in sorted({reach.tap for gain in scatter.gains for reach in gain.taps}):
        yield Outline(kernel, Rect(column, row, 1, 1), Stroke.REACH, Role.INPUT)


def reached(scatter: Scatter, output: str, most: int) -> Iterator[Outline]:
    """The outputs that a cell reaches, up to so many."""
    for gain in scatter.gains[:most]:
        yield Outline(output, Rect(gain.column, gain.row, 1, 1), Stroke.REACH, Role.INPUT)


def newest_tap(gather: Gather, kernel: Panel, source: str) -> Iterator[Outline]:
    """Tap by tap, the newest tap on the kernel and on what it meets; nothing once all are there."""
    if gather.taps >= gather.step.products.size:
        return
    row, column = divmod(gather.taps - 1, kernel.shape[1])
    yield Outline(kernel.key, Rect(column, row, 1, 1), Stroke.STEP)
    rows, columns = gather.step.window
    yield Outline(source, Rect(columns[column], rows[row], 1, 1), Stroke.REACH, Role.STEP)
