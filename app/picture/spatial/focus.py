"""What the stage of two passes is about: a step of either, or the cell that is pointed at."""

from __future__ import annotations

from dataclasses import dataclass

from app.core import Trace
from app.picture.moment import Moment
from app.picture.stage.focus import Focus, Gather, Scatter, TapFocus, gains_of
from app.state.scene import Pair
from app.state.spatial.derived import Factored
from app.state.spatial.passes import PASSES
from app.state.view import Target, View

NAMES = ("intermediate", "output")
"""What the cells of each pass belong to."""
SOURCES = ("input", "middle")
"""The panel that each pass reads."""
RESULTS = ("middle", "output")
"""The panel that each pass fills."""
FACTORS = ("first", "second")
"""The panel of each pass's weights."""
HEADS = ("table-column", "table-row")
"""The factors beside the outer product, by the axis that they run along."""


@dataclass(frozen=True, slots=True)
class Sight:
    """The step that is close up, and what else is pointed at.

    `plane` is the gather's pass. `spread` is the pass in which the cell of `focus.scatter` is
    read, or that of an intermediate cell whose outputs are marked as `onward`. `tap` is a weight
    of a pass, `pair` a cell of the outer product.
    """

    focus: Focus
    plane: int
    spread: int = 0
    onward: Scatter | None = None
    tap: tuple[int, TapFocus] | None = None
    pair: Pair | None = None

    @property
    def passed(self) -> int:
        """0 for the first pass, 1 for the second."""
        return self.plane % PASSES

    @property
    def term(self) -> int:
        return self.plane // PASSES


def sight_of(derived: Factored, view: View, moment: Moment) -> Sight:
    """Read the pointed cell, hovered before pinned, against the scene."""
    plane, row, column = derived.place(moment.step)
    shown = moment.step == derived.scene.step
    taps = derived.taps_shown if shown else derived.walk.taps[plane % PASSES]
    present = Sight(Focus(_gather(derived, plane, row, column, taps, pointed=False)), plane)
    for target in (view.hover, view.pin):
        sight = None if target is None else _pointed(derived, present, target)
        if sight is not None:
            return sight
    return present


def _gather(
    derived: Factored, plane: int, row: int, column: int, taps: int, *, pointed: bool
) -> Gather:
    step = derived.gather(plane, row, column)
    added = f"of {_terms(plane // PASSES)}" if plane >= PASSES else "bias"
    return Gather(step, taps, pointed, NAMES[plane % PASSES], added)


def _terms(count: int) -> str:
    return "term 1" if count == 1 else f"terms 1–{count}"


def _pointed(derived: Factored, present: Sight, target: Target) -> Sight | None:
    """What a pointed cell is about; None where its panel only shows what is pointed at."""
    row, column = target.row, target.column
    match target.panel:
        case "input":
            return _read(derived, present, 0, row, column)
        case "middle":
            return _filled(derived, present, 0, row, column)
        case "output" | "error":
            return _filled(derived, present, 1, row, column)
        case "first" | "second":
            return _weight(present, FACTORS.index(target.panel), row, column)
        case "table-column" | "table-row":
            along = HEADS.index(target.panel)
            return _weight(present, derived.along.index(along), row, column)
        case "table":
            return Sight(present.focus, present.plane, pair=(row, column))
        case _:
            return _close(derived, present, target)


def _close(derived: Factored, present: Sight, target: Target) -> Sight | None:
    """A cell of the close-up."""
    match target.panel:
        case "window":
            return _window(derived, present, target.row, target.column)
        case "weights" | "products":
            return _weight(present, present.passed, target.row, target.column)
        case _:
            return None


def _filled(derived: Factored, present: Sight, passed: int, row: int, column: int) -> Sight | None:
    """A cell of the intermediate or of the output; the first also says where it goes on to."""
    rows, columns = derived.grid(passed)
    if not (0 <= row < rows and 0 <= column < columns):
        return None if passed else _read(derived, present, 1, row, column)
    plane = PASSES * present.term + passed
    here = derived.step_at(plane, row, column) == derived.scene.step
    onward = _spread(derived, present.term, 1, row, column) if passed == 0 else None
    if here and not present.focus.gather.pointed:
        return Sight(present.focus, plane, 1, onward)
    gather = _gather(derived, plane, row, column, derived.walk.taps[passed], pointed=True)
    return Sight(Focus(gather), plane, 1, onward)


def _read(derived: Factored, present: Sight, passed: int, row: int, column: int) -> Sight | None:
    """A cell that a pass reads, and all that it reaches."""
    scatter = _spread(derived, present.term, passed, row, column)
    if scatter is None:
        return None
    return Sight(Focus(present.focus.gather, scatter), present.plane, passed)


def _window(derived: Factored, present: Sight, row: int, column: int) -> Sight | None:
    """A cell of the close-up: the tap, and the cell that it reads."""
    rows, columns = present.focus.gather.step.window
    if not (0 <= row < len(rows) and 0 <= column < len(columns)):
        return None
    found = _spread(derived, present.term, present.passed, rows[row], columns[column])
    tap = TapFocus(row, column)
    focus = Focus(present.focus.gather, found, tap)
    return Sight(focus, present.plane, present.passed, tap=(present.passed, tap))


def _weight(present: Sight, passed: int, row: int, column: int) -> Sight:
    """A weight of a pass; of the present one it is also marked in the close-up."""
    tap = TapFocus(row, column)
    own = tap if passed == present.passed else None
    return Sight(Focus(present.focus.gather, tap=own), present.plane, tap=(passed, tap))


def _spread(derived: Factored, term: int, passed: int, row: int, column: int) -> Scatter | None:
    """A cell that a pass reads and the cells that it reaches; None where there is no such cell."""
    trace = derived.geometry.traces(term)[passed]
    for axis, at in zip(trace.axes, (row, column), strict=True):
        if not -axis.low <= at < axis.size + axis.high:
            return None
    value = _value(derived, trace, passed, term, row, column)
    reached = gains_of(trace.fan_out(0, row, column))
    names = ("input", "intermediate cell"), ("intermediate", "output")
    return Scatter(row, column, value, reached, *names[passed])


def _value(derived: Factored, trace: Trace, passed: int, term: int, row: int, column: int) -> float:
    """What stands in a cell that a pass reads, in its padding too."""
    mode = derived.scene.parameters.padding_mode
    at = [axis.source(place, mode) for axis, place in zip(trace.axes, (row, column), strict=True)]
    if at[0] is None or at[1] is None:
        return 0
    if passed:
        return derived.geometry.traces(term)[0].at(0, at[0], at[1]).total
    value: float = derived.plane[at[0], at[1]].item()
    return value
