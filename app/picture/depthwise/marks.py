"""What is laid over the stage of depthwise separable convolution."""

from __future__ import annotations

from collections.abc import Iterator

from app.picture.depthwise.focus import Pointed
from app.picture.elements import Mark, Outline, Panel, Rect, Role, Stroke, Strong, Written
from app.picture.lettering.digits import short
from app.picture.stage import glide
from app.picture.stage.equation import partial_sum
from app.picture.stage.given import SeparableStage
from app.picture.stage.marks import (
    holes,
    newest_tap,
    reached,
    tap_meets,
    unused,
    used_weights,
    window_cells,
)

MOST_OUTLINED = 120
"""More cells than these are not outlined one by one."""


def marks_of(stage: SeparableStage, panels: dict[str, Panel], pointed: Pointed) -> Iterator[Mark]:
    """The window of a depthwise step, or the cell that a pointwise one looks at in every plane."""
    derived, focus = stage.derived, pointed.focus
    for key, panel in panels.items():
        if key.startswith("input-"):
            yield from unused(panel, *derived.geometry.first.unused)
    stroke = Stroke.THIN if focus.scatter is not None else Stroke.STEP
    if derived.is_first(pointed.plane):
        yield from _depthwise(stage, panels, pointed, stroke)
    else:
        yield from _pointwise(stage, panels, pointed, stroke)
    if focus.gather.pointed:
        plane, row, column = derived.place(derived.scene.step)
        yield Outline(_result_key(stage, plane), Rect(column, row, 1, 1), Stroke.THIN)
    if focus.scatter is not None:
        yield from _scatter(pointed)


def _result_key(stage: SeparableStage, plane: int) -> str:
    channels = stage.derived.weights.channels
    return f"inner-{plane}" if plane < channels else f"output-{plane - channels}"


def _depthwise(
    stage: SeparableStage, panels: dict[str, Panel], pointed: Pointed, stroke: Stroke
) -> Iterator[Mark]:
    derived, plane, focus = stage.derived, pointed.plane, pointed.focus
    source, kernel = panels[f"input-{plane}"], panels[f"kernel-{plane}"]
    window = window_cells(derived.axes, pointed.row, pointed.column)
    place = glided(stage, pointed, window)
    if focus.tap is not None and focus.scatter is None:
        yield from tap_meets(derived.axes, source, kernel.key, focus.tap)
    if place == window and source.numbers and focus.scatter is None:
        rows, columns = focus.gather.step.window
        yield Strong(source.key, tuple(rows), tuple(columns))
    yield from holes(derived.axes, source, place)
    yield Outline(source.key, place, stroke)
    yield Outline(kernel.key, kernel.extent, Stroke.THIN)
    yield from newest_tap(focus.gather, kernel, source.key)
    yield from _filled(stage, panels, pointed, stroke)


def _pointwise(
    stage: SeparableStage, panels: dict[str, Panel], pointed: Pointed, stroke: Stroke
) -> Iterator[Mark]:
    """The same cell of every plane between, the row of weights, and the cell that they fill."""
    derived, gather = stage.derived, pointed.focus.gather
    channels = derived.weights.channels
    cell = Rect(pointed.column, pointed.row, 1, 1)
    place = glided(stage, pointed, cell)
    row = pointed.plane - channels
    seen = window_cells(derived.axes, pointed.row, pointed.column)
    for number in range(channels):
        if f"inner-{number}" in panels:
            yield Outline(f"inner-{number}", place, stroke)
            yield Outline(f"input-{number}", seen, Stroke.THIN, dashed=True)
    yield Outline("mixes", Rect(0, row, channels, 1), stroke)
    tap = pointed.focus.tap
    if tap is not None:
        columns = gather.step.values.shape[2]
        yield from _channel(panels, tap.row * columns + tap.column, row, cell)
    if gather.taps < gather.step.products.size:
        yield from _channel(panels, gather.taps - 1, row, cell)
    yield from _filled(stage, panels, pointed, stroke)


def _channel(panels: dict[str, Panel], channel: int, row: int, cell: Rect) -> Iterator[Mark]:
    """One weight of the row, and the cell that it meets."""
    yield Outline("mixes", Rect(channel, row, 1, 1), Stroke.REACH, Role.KERNEL)
    if f"inner-{channel}" in panels:
        yield Outline(f"inner-{channel}", cell, Stroke.REACH, Role.KERNEL)


def _filled(
    stage: SeparableStage, panels: dict[str, Panel], pointed: Pointed, stroke: Stroke
) -> Iterator[Mark]:
    """The cell that the step fills."""
    key, gather = _result_key(stage, pointed.plane), pointed.focus.gather
    if gather.taps < gather.step.products.size and stage.derived.by_step:
        yield Written(key, pointed.row, pointed.column, short(partial_sum(gather), 3))
    elif key in panels and panels[key].numbers:
        yield Strong(key, (pointed.row,), (pointed.column,))
    yield Outline(key, glided(stage, pointed, Rect(pointed.column, pointed.row, 1, 1)), stroke)


def glided(stage: SeparableStage, pointed: Pointed, now: Rect) -> Rect:
    """Where the cells of a step are on the way to the next step, if that is in its plane."""

    def cells(step: int) -> Rect | None:
        plane, row, column = stage.derived.place(step)
        if plane != pointed.plane:
            return None
        if now.width == now.height == 1:
            return Rect(column, row, 1, 1)
        return window_cells(stage.derived.axes, row, column)

    return glide.glided(stage.moment, pointed.focus.gather, now, cells)


def _scatter(pointed: Pointed) -> Iterator[Mark]:
    """The cell that is pointed at, and the cells of its own channel that it reaches."""
    scatter, channel = pointed.focus.scatter, pointed.channel
    assert scatter is not None
    yield from used_weights(scatter, f"input-{channel}", f"kernel-{channel}")
    yield from reached(scatter, f"inner-{channel}", MOST_OUTLINED)
