"""What is laid over the panels of two passes: windows, weights, and what is pointed at."""

from __future__ import annotations

from collections.abc import Iterator

from app.core import Axis
from app.picture.elements import (
    Mark,
    Outline,
    Panel,
    Rect,
    Role,
    Stroke,
    Strong,
)
from app.picture.lettering.typography import Sizes
from app.picture.spatial.focus import FACTORS, HEADS, RESULTS, SOURCES, Sight
from app.picture.stage.focus import Scatter, TapFocus
from app.picture.stage.given import SpatialStage
from app.picture.stage.glide import glided
from app.picture.stage.grids import tag
from app.picture.stage.marks import (
    holes,
    newest_tap,
    reached,
    result_so_far,
    tap_meets,
    unused,
    used_weights,
    window_cells,
)
from app.state.spatial.derived import Factored
from app.state.spatial.passes import PASSES

MOST_OUTLINED = 120
"""More cells than this are outlined as one block."""


def marks_of(
    stage: SpatialStage, panels: dict[str, Panel], sight: Sight, type_: Sizes
) -> Iterator[Mark]:
    """Everything on the figure and on the outer product."""
    derived = stage.derived
    for passed, key in enumerate(SOURCES):
        rows, columns = (axis.unused().tolist() for axis in _axes(derived, sight, passed))
        yield from unused(panels[key], rows, columns)
    if sight.tap is not None:
        yield from _tap(stage, panels, sight, *sight.tap)
    yield from _gather(stage, panels, sight, type_)
    if sight.focus.scatter is not None:
        yield from _scatter(sight.focus.scatter, sight.spread)
    if sight.onward is not None:
        yield from reached(sight.onward, RESULTS[1], MOST_OUTLINED)
    if sight.pair is not None:
        yield from _pair(sight.pair)


def _axes(derived: Factored, sight: Sight, passed: int) -> tuple[Axis, Axis]:
    """The axes of a pass."""
    vertical, horizontal = derived.geometry.traces(sight.term)[passed].axes
    return vertical, horizontal


def _gather(
    stage: SpatialStage, panels: dict[str, Panel], sight: Sight, type_: Sizes
) -> Iterator[Mark]:
    """The window on what the pass reads, and the cell that it fills."""
    derived, gather, passed = stage.derived, sight.focus.gather, sight.passed
    axes = _axes(derived, sight, passed)
    source, target = panels[SOURCES[passed]], panels[RESULTS[passed]]
    _, row, column = gather.step.output
    window = window_cells(axes, row, column)
    place = _glided(stage, sight, window, window=True)
    pointed_at = sight.focus.scatter is not None
    stroke = Stroke.THIN if pointed_at else Stroke.STEP
    yield from holes(axes, source, place)
    if passed:
        seen = window_cells(derived.axes, row, column)  # through both passes
        yield Outline("input", seen, Stroke.THIN, dashed=True)
    if place == window and not pointed_at:
        yield from _weights(stage, source, sight, type_)
    yield Outline(source.key, place, stroke)
    yield from result_so_far(gather, target, by_step=derived.by_step)
    yield Outline(target.key, _glided(stage, sight, Rect(column, row, 1, 1)), stroke)
    if "error" in panels and passed:
        yield Outline("error", Rect(column, row, 1, 1), Stroke.THIN)
    if gather.pointed:
        yield from _present(derived)
    yield from newest_tap(gather, panels[FACTORS[passed]], source.key)


def _weights(stage: SpatialStage, source: Panel, sight: Sight, type_: Sizes) -> Iterator[Mark]:
    """The weight in the corner of each cell of the window."""
    step = sight.focus.gather.step
    rows, columns = (list(cells) for cells in step.window)
    if source.numbers:
        yield Strong(source.key, tuple(rows), tuple(columns))
    weights = step.weights[0]
    shown = sight.focus.gather.taps
    tags = [
        found
        for row, column in (divmod(number, weights.shape[1]) for number in range(shown))
        for found in tag(
            source, rows[row], columns[column], weights[row, column], stage.measure, type_
        )
    ]
    yield from tags if len(tags) == shown else ()  # a few without the others would mislead


def _present(derived: Factored) -> Iterator[Mark]:
    """The present step, while another cell is pointed at."""
    plane, row, column = derived.place(derived.scene.step)
    yield Outline(RESULTS[plane % PASSES], Rect(column, row, 1, 1), Stroke.THIN)


def _glided(stage: SpatialStage, sight: Sight, now: Rect, *, window: bool = False) -> Rect:
    """Where the cells of a step are on the way to the next step, if that is in this pass."""
    axes = _axes(stage.derived, sight, sight.passed)

    def cells(step: int) -> Rect | None:
        plane, row, column = stage.derived.place(step)
        if plane != sight.plane:
            return None
        return window_cells(axes, row, column) if window else Rect(column, row, 1, 1)

    return glided(stage.moment, sight.focus.gather, now, cells)


def _scatter(scatter: Scatter, passed: int) -> Iterator[Mark]:
    """The cell that is pointed at, the weights that it meets and the cells that it reaches."""
    yield from used_weights(scatter, SOURCES[passed], FACTORS[passed])
    yield from reached(scatter, RESULTS[passed], MOST_OUTLINED)


def _tap(
    stage: SpatialStage, panels: dict[str, Panel], sight: Sight, passed: int, tap: TapFocus
) -> Iterator[Mark]:
    """A weight, the inputs that it meets, and its place in the outer product."""
    axes = _axes(stage.derived, sight, passed)
    if sight.focus.scatter is None:
        yield from tap_meets(axes, panels[SOURCES[passed]], FACTORS[passed], tap)
    along = stage.derived.along[passed]
    yield Outline(
        HEADS[along], Rect(tap.column, tap.row, 1, 1), Stroke.REACH,
        Role.KERNEL,
    )  # fmt: skip
    rows, columns = panels["table"].shape
    line = Rect(tap.column, 0, 1, rows) if along else Rect(0, tap.row, columns, 1)
    yield Outline("table", line, Stroke.REACH, Role.KERNEL)


def _pair(pair: tuple[int, int]) -> Iterator[Mark]:
    """A cell of the outer product and both of its factors."""
    row, column = pair
    yield Outline("table", Rect(column, row, 1, 1), Stroke.REACH, Role.KERNEL)
    yield Outline("table-column", Rect(0, row, 1, 1), Stroke.REACH, Role.KERNEL)
    yield Outline("table-row", Rect(column, 0, 1, 1), Stroke.REACH, Role.KERNEL)
