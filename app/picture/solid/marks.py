"""What is laid over the slices of a 3D convolution: the window's box, fan-outs, taps, holes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

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
from app.picture.lettering.typography import Sizes
from app.picture.solid.focus import INPUT, KERNEL, OUTPUT, Scatter3, SolidFocus, key_of
from app.picture.solid.slices import SolidStage
from app.picture.stage.focus import TapFocus
from app.picture.stage.glide import glided
from app.picture.stage.grids import tag
from app.picture.stage.marks import holes, result_so_far, tap_meets, unused, window_cells
from app.picture.stage.piles import depth_edges

MOST_TAGS = 200


@dataclass(frozen=True, eq=False)
class Marking:
    """The stage, what it is about, and its slices by their keys."""

    stage: SolidStage
    focus: SolidFocus
    panels: dict[str, Panel]
    type_: Sizes

    def slices(self, kind: str) -> Iterator[tuple[int, Panel]]:
        """The slices of a kind that are on the stage, with their numbers."""
        for key, panel in self.panels.items():
            if panel.plane is not None and key == key_of(kind, panel.plane):
                yield panel.plane, panel

    @property
    def stroke(self) -> Stroke:
        return Stroke.STEP if self.focus.scatter is None else Stroke.THIN


def slice_marks(marking: Marking, source: str = INPUT) -> Iterator[Mark]:
    """Everything over the slices; `source` is what the input's slices are called here."""
    yield from _unused(marking, source)
    yield from _tap_meets(marking, source)
    yield from _window(marking, source)
    yield from _output(marking)
    if marking.focus.scatter is not None:
        yield from _scatter(marking, marking.focus.scatter, source)
    yield from _current_tap(marking, source)


def window_rect(marking: Marking) -> Rect:
    """The window's rows and columns where it is now, on its glide within the same slices."""
    derived, moment, gather = marking.stage.derived, marking.stage.moment, marking.focus.gather
    _, depth, row, column = gather.step.output
    plane_axes = derived.axes[1], derived.axes[2]
    window = window_cells(plane_axes, row, column)

    def cells(step: int) -> Rect | None:
        there, *place = derived.place(step)
        return window_cells(plane_axes, *place) if there == depth else None

    return glided(moment, gather, window, cells)


def box_lines(marking: Marking, source: str = INPUT) -> tuple[Connector, ...]:
    """The window's box through the pile: its edges in depth, and what slices in front hide."""
    window = marking.focus.gather.step.window[0]
    rect = window_rect(marking)
    places = [
        panel.to_pixels(rect)
        for at in (window if source == INPUT else range(len(marking.panels)))
        if (panel := marking.panels.get(key_of(source, at))) is not None
    ]
    if len(places) < 2:
        return ()
    hidden = (line for place in places[1:] for line in _edges(place))
    return (*depth_edges(places[0], places[-1], Role.STEP), *hidden)


def cell_lines(marking: Marking) -> tuple[Connector, ...]:
    """The output cell, where slices in front hide it."""
    _, depth, row, column = marking.focus.gather.step.output
    panel = marking.panels.get(key_of(OUTPUT, depth))
    if panel is None or depth == 0:
        return ()
    return _edges(panel.to_pixels(Rect(column, row, 1, 1)))


def _edges(rect: Rect) -> tuple[Connector, ...]:
    corners = (
        (rect.x, rect.y),
        (rect.right, rect.y),
        (rect.right, rect.bottom),
        (rect.x, rect.bottom),
    )
    return tuple(
        Connector(*start, *end, Role.STEP)
        for start, end in zip(corners, (*corners[1:], corners[0]), strict=True)
    )


def _unused(marking: Marking, source: str) -> Iterator[Mark]:
    """Slices, rows and columns that no window covers."""
    slices, rows, columns = marking.stage.derived.geometry.unused
    for at, panel in marking.slices(source):
        if at in slices and source == INPUT:
            yield Veils(panel.key, Veil.UNUSED, (panel.extent,))
        elif panel.shape[0]:
            yield from unused(panel, rows, columns)


def _window(marking: Marking, source: str) -> Iterator[Mark]:
    """The window on each slice that it meets; slices between, which dilation skips, are dashed."""
    gather, derived = marking.focus.gather, marking.stage.derived
    tapped, rows, columns = gather.step.window
    rect = window_rect(marking)
    still = rect == window_cells((derived.axes[1], derived.axes[2]), *gather.step.output[2:])
    through = source != INPUT
    for at, panel in marking.slices(source):
        if not through and not tapped[0] <= at <= tapped[-1]:
            continue
        if not through and at not in tapped:
            yield Veils(panel.key, Veil.HOLE, (rect,))
            yield Outline(panel.key, rect, Stroke.THIN, dashed=True)
            continue
        if still and panel.numbers and marking.focus.scatter is None and panel.shape[0]:
            yield Strong(panel.key, tuple(rows), tuple(columns))
        yield from holes((derived.axes[1], derived.axes[2]), panel, rect)
        if still and marking.focus.scatter is None and not through:
            yield from _weights(marking, panel, tapped.index(at))
        yield Outline(panel.key, rect, marking.stroke)


def _weights(marking: Marking, panel: Panel, tap_slice: int) -> Iterator[Mark]:
    """The weight in the corner of each cell that the window meets."""
    gather = marking.focus.gather
    _, rows, columns = gather.step.window
    weights = marking.stage.derived.geometry.weights[tap_slice]
    if marking.stage.derived.taps > MOST_TAGS:
        return
    shown = gather.taps - tap_slice * weights.size
    for number, weight in enumerate(weights.ravel()[: max(0, shown)]):
        row, column = divmod(number, weights.shape[1])
        yield from tag(
            panel, rows[row], columns[column], weight, marking.stage.measure, marking.type_
        )


def _output(marking: Marking) -> Iterator[Mark]:
    """The cell that the window gives, and the sum so far."""
    gather, derived = marking.focus.gather, marking.stage.derived
    _, depth, row, column = gather.step.output
    panel = marking.panels.get(key_of(OUTPUT, depth))
    if panel is not None:
        yield from result_so_far(gather, panel, by_step=derived.by_step)
        yield Outline(panel.key, Rect(column, row, 1, 1), marking.stroke)
    here, down, across = derived.place(derived.scene.step)
    there = marking.panels.get(key_of(OUTPUT, here))
    if gather.pointed and there is not None:
        yield Outline(there.key, Rect(across, down, 1, 1), Stroke.THIN)


def _scatter(marking: Marking, scatter: Scatter3, source: str) -> Iterator[Mark]:
    """The pointed input cell, and each output that it reaches with the weight that it uses."""
    at, row, column = scatter.at
    yield Outline(key_of(source, at), Rect(column, row, 1, 1), Stroke.REACH, Role.INPUT)
    for tap in sorted({reach.tap for gain in scatter.gains for reach in gain.taps}):
        cell = Rect(tap[2], tap[1], 1, 1)
        yield Outline(key_of(KERNEL, tap[0]), cell, Stroke.REACH, Role.INPUT)
    for gain in scatter.gains[:MOST_TAGS]:
        panel = marking.panels.get(key_of(OUTPUT, gain.at[0]))
        if panel is None:
            continue
        yield Outline(panel.key, Rect(gain.at[2], gain.at[1], 1, 1), Stroke.REACH, Role.INPUT)
        yield from tag(panel, *gain.at[1:], gain.weight, marking.stage.measure, marking.type_)


def _tap_meets(marking: Marking, source: str) -> Iterator[Mark]:
    """The inputs that a pointed tap meets, slice by slice."""
    tap = marking.focus.tap
    if tap is None or marking.focus.scatter is not None or source != INPUT:
        return
    depth, vertical, horizontal = marking.stage.derived.axes
    met = {depth.window(output)[tap[0]] for output in range(depth.output_size)}
    kernel = key_of(KERNEL, tap[0])
    yield Outline(kernel, Rect(tap[2], tap[1], 1, 1), Stroke.REACH, Role.KERNEL)
    for at, panel in marking.slices(source):
        if at in met:
            yield from tap_meets((vertical, horizontal), panel, kernel, TapFocus(*tap[1:]))


def _current_tap(marking: Marking, source: str) -> Iterator[Mark]:
    """Tap by tap, the newest tap on the kernel and on the input."""
    gather = marking.focus.gather
    if gather.taps >= marking.stage.derived.taps:
        return
    tap = tap_at(gather.taps - 1, marking.stage.derived.geometry.weights.shape)
    yield Outline(key_of(KERNEL, tap[0]), Rect(tap[2], tap[1], 1, 1), Stroke.STEP)
    slices, rows, columns = gather.step.window
    cell = Rect(columns[tap[2]], rows[tap[1]], 1, 1)
    yield Outline(key_of(source, slices[tap[0]]), cell, Stroke.REACH, Role.STEP)


def tap_at(number: int, shape: Sequence[int]) -> tuple[int, int, int]:
    """Slice, row and column of a tap by its number."""
    depth, within = divmod(number, shape[1] * shape[2])
    return depth, *divmod(within, shape[2])
