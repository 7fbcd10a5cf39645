"""What is laid over the planes: the window in every channel, fan-outs, the present filter."""

from __future__ import annotations

from collections.abc import Iterator

from app.picture.channels.focus import MixFocus, Spread
from app.picture.channels.planes import Planes
from app.picture.elements import (
    Connector,
    Mark,
    Outline,
    Panel,
    Rect,
    Role,
    Stroke,
    Strong,
    Veil,
    Veils,
)
from app.picture.lettering.cells import leaves_digits_free
from app.picture.lettering.measure import Measure
from app.picture.lettering.typography import Sizes
from app.picture.stage.closeup import LENS_CELLS
from app.picture.stage.given import MixStage
from app.picture.stage.glide import glided
from app.picture.stage.grids import corner_size, shortened_tag
from app.picture.stage.marks import MOST_TAGS, holes, result_so_far, unused, window_cells
from app.picture.stage.piles import outer_edges
from app.state.channels.choices import Arrangement
from app.state.scene import Detail

MOST_OUTLINED = 150
"""Of more outputs that a cell reaches, the block that holds them is outlined."""


def marks_of(
    stage: MixStage, panels: dict[str, Panel], focus: MixFocus, type_: Sizes
) -> Iterator[Mark]:
    """Everything over the input planes, the output planes and the thumbnails."""
    inputs = [panel for key, panel in panels.items() if key.startswith("input-")]
    for panel in inputs:
        yield from unused(panel, *stage.derived.geometry.unused)
    for panel in inputs:
        yield from _window(stage, panel, focus)
    yield from _output(stage, panels, focus)
    if focus.spread is not None:
        yield from _spread(panels, focus.spread, stage.measure, type_)
    if focus.weight is not None and focus.spread is None:
        yield from _met(stage, panels, focus)
    yield from _filters(stage, panels, focus)


def window_place(stage: MixStage, focus: MixFocus) -> Rect:
    """Where the window is, or on its glide to the next step."""
    _, row, column = focus.gather.step.output
    now = window_cells(stage.derived.axes, row, column)

    def cells(step: int) -> Rect:
        return window_cells(stage.derived.axes, *stage.derived.place(step)[1:])

    return glided(stage.moment, focus.gather, now, cells)


def window_edges(
    stage: MixStage, planes: Planes, panels: dict[str, Panel], focus: MixFocus
) -> tuple[Connector, ...]:
    """The edges of the box that the windows of a pile make together."""
    mixing = stage.derived.scene.mixing
    flat = mixing.arrangement is Arrangement.SIDE_BY_SIDE
    if flat or not stage.moment.is_still or len(planes.places) < 2:
        return ()
    place = window_place(stage, focus)
    boxes = [panels[f"input-{number}"] for number, _ in planes.places]
    front, back = boxes[-1], boxes[0]
    if place.intersected(front.visible) != place or focus.opened != front.plane:
        return ()
    return outer_edges(front.to_pixels(place), back.to_pixels(place), Role.STEP)


def lens_lines(
    stage: MixStage, panels: dict[str, Panel], planes: Planes, focus: MixFocus, type_: Sizes
) -> tuple[Connector, ...]:
    """From a window too small to read to the rows that show it close up."""
    close = [panel for key, panel in panels.items() if key.startswith("window-")]
    front = panels[f"input-{planes.front[0]}"]
    window = front.to_pixels(window_place(stage, focus))
    shown = window.intersected(front.rect)
    large = max(window.width, window.height) >= LENS_CELLS
    if not close or large or not stage.moment.is_still or not (shown.width and shown.height):
        return ()
    first, last = close[0].rect, close[-1].rect
    if first.x > front.rect.right:
        x = max(window.right, window.centre[0] + 4)
        return (
            Connector(x, min(window.y, window.centre[1] - 4), first.x, first.y),
            Connector(x, max(window.bottom, window.centre[1] + 4), last.x, last.bottom),
        )
    y, top = max(window.bottom, window.centre[1] + 4), first.y - type_.title_gap
    return (
        Connector(min(window.x, window.centre[0] - 4), y, first.x, top),
        Connector(max(window.right, window.centre[0] + 4), y, first.right, top),
    )


def _window(stage: MixStage, panel: Panel, focus: MixFocus) -> Iterator[Mark]:
    gather = focus.gather
    seen = stage.derived.filters.sees(focus.filter)
    if panel.plane not in seen:
        yield Veils(panel.key, Veil.OUTSIDE, (panel.extent,))
        return
    place = window_place(stage, focus)
    stroke = Stroke.STEP if focus.spread is None else Stroke.THIN
    still = stage.moment.is_still or gather.pointed
    if still and panel.numbers and focus.spread is None:
        rows, columns = gather.step.window
        yield Strong(panel.key, tuple(rows), tuple(columns))
    yield from holes(stage.derived.axes, panel, place)
    yield Outline(panel.key, place, stroke)
    by_tap = stage.derived.scene.detail is Detail.TAP
    if by_tap and gather.taps < stage.derived.taps:
        high, wide = stage.derived.filters.kernel
        place_, within = divmod(gather.taps - 1, high * wide)
        if seen[place_] == panel.plane:
            row, column = divmod(within, wide)
            rows, columns = gather.step.window
            cell = Rect(columns[column], rows[row], 1, 1)
            yield Outline(panel.key, cell, Stroke.REACH, Role.STEP)


def _output(stage: MixStage, panels: dict[str, Panel], focus: MixFocus) -> Iterator[Mark]:
    """The cell of the step; where another one is pointed at, both."""
    derived, gather = stage.derived, focus.gather
    number, row, column = gather.step.output
    key = f"output-{number}"
    stroke = Stroke.STEP if focus.spread is None else Stroke.THIN
    panel = panels.get(key)
    if panel is not None:
        yield from result_so_far(gather, panel, by_step=derived.by_step)
        yield Outline(key, _glided(stage, focus, Rect(column, row, 1, 1)), stroke)
    if gather.pointed:
        here = derived.place(derived.scene.step)
        yield Outline(f"output-{here[0]}", Rect(here[2], here[1], 1, 1), Stroke.THIN)


def _glided(stage: MixStage, focus: MixFocus, cell: Rect) -> Rect:

    def cells(step: int) -> Rect | None:
        number, row, column = stage.derived.place(step)
        return Rect(column, row, 1, 1) if number == focus.filter else None

    return glided(stage.moment, focus.gather, cell, cells)


def _spread(
    panels: dict[str, Panel], spread: Spread, measure: Measure, type_: Sizes
) -> Iterator[Mark]:
    """The pointed input cell, and what it reaches in every output channel, with the weights."""
    cell = Rect(spread.column, spread.row, 1, 1)
    yield Outline(f"input-{spread.channel}", cell, Stroke.REACH, Role.INPUT)
    few = spread.count <= MOST_OUTLINED
    for number, scatter in spread.outputs:
        panel = panels.get(f"output-{number}")
        if panel is None:
            continue
        if not few:
            first, last = scatter.gains[0], scatter.gains[-1]
            wide, high = last.column - first.column + 1, last.row - first.row + 1
            block = Rect(first.column, first.row, wide, high)
            yield Outline(panel.key, block, Stroke.REACH, Role.INPUT)
            continue
        free = leaves_digits_free(panel, corner_size(panel, type_))
        for gain in scatter.gains:
            at = Rect(gain.column, gain.row, 1, 1)
            yield Outline(panel.key, at, Stroke.REACH, Role.INPUT)
            if free and spread.count <= MOST_TAGS:
                place = gain.row, gain.column
                yield from shortened_tag(panel, *place, gain.weight, measure, type_)


def _met(stage: MixStage, panels: dict[str, Panel], focus: MixFocus) -> Iterator[Mark]:
    """The inputs of its channel that a weight meets over all windows."""
    weight = focus.weight
    assert weight is not None
    panel = panels.get(f"input-{weight.channel}")
    if panel is None:
        return
    vertical, horizontal = stage.derived.axes
    rows = [vertical.window(at)[weight.row] for at in range(vertical.output_size)]
    columns = [horizontal.window(at)[weight.column] for at in range(horizontal.output_size)]
    stride = max(vertical.stride, horizontal.stride)
    if stride > 1 and len(rows) * len(columns) <= MOST_TAGS:
        cells = tuple(Rect(column, row, 1, 1) for row in rows for column in columns)
    else:
        wide, high = columns[-1] - columns[0] + 1, rows[-1] - rows[0] + 1
        cells = (Rect(columns[0], rows[0], wide, high),)
    yield Veils(panel.key, Veil.MET, cells)
    met_rows, met_columns = focus.gather.step.window
    cell = Rect(met_columns[weight.column], met_rows[weight.row], 1, 1)
    yield Outline(panel.key, cell, Stroke.REACH, Role.KERNEL)


def _filters(stage: MixStage, panels: dict[str, Panel], focus: MixFocus) -> Iterator[Mark]:
    """The present filter among the thumbnails; one that is pointed at lights its channel too."""
    present = stage.derived.place(stage.moment.step)[0]
    key = f"filter-{present}"
    if key in panels:
        yield Outline(key, panels[key].extent, Stroke.STEP)
    other = focus.pointed
    if other is None or other == present:
        return
    for key in (f"filter-{other}", f"output-{other}"):
        if key in panels:
            yield Outline(key, panels[key].extent, Stroke.REACH, Role.OUTPUT)
