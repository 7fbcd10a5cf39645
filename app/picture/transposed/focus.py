"""What the stage of transposed convolution is about: a cell of the result, or a stamp."""

from __future__ import annotations

from dataclasses import replace

from app.picture.moment import Moment
from app.picture.stage.focus import Focus, Gather, Scatter, gains_of
from app.state.derive import Stamped
from app.state.view import Target, View


def focus_of(derived: Stamped, view: View, moment: Moment) -> Focus:
    """The present step or the pointed cell; `scatter` is there where it is about a stamp."""
    present = _present(derived, moment)
    for target in (view.hover, view.pin):
        focus = None if target is None else _pointed(derived, present, target)
        if focus is not None:
            return focus
    return present


def _present(derived: Stamped, moment: Moment) -> Focus:
    row, column = divmod(moment.step, derived.output_shape[1])
    shown = derived.taps_shown if moment.step == derived.scene.step else derived.taps
    if not derived.by_input:
        step = derived.trace.at(row, column)
        return Focus(Gather(step, min(shown, max(1, step.products.size)), pointed=False))
    scatter = stamp_of(derived, row, column)
    return Focus(_whole(derived, 0, 0), replace(scatter, gains=scatter.gains[:shown]))


def _pointed(derived: Stamped, present: Focus, target: Target) -> Focus | None:
    columns = derived.result_shape[1]
    match target.panel:
        case "output" | "stamps" | "inserted":
            return _result_cell(derived, present, target.row, target.column)
        case "column":
            return _result_cell(derived, present, *divmod(target.row, columns))
        case "matrix":
            if derived.by_input:
                return _input_cell(derived, present, *divmod(target.column, derived.plane.shape[1]))
            return _result_cell(derived, present, *divmod(target.row, columns))
        case "input":
            return _input_cell(derived, present, target.row, target.column)
        case "operand":
            return _input_cell(derived, present, *divmod(target.row, derived.plane.shape[1]))
        case "stretched":
            return _stretched_cell(derived, present, target.row, target.column)
        case _:
            return None


def _result_cell(derived: Stamped, present: Focus, row: int, column: int) -> Focus | None:
    rows, columns = derived.result_shape
    if not (0 <= row < rows and 0 <= column < columns):
        return None
    if not derived.by_input and row * columns + column == present.gather.step.index:
        return Focus(present.gather)
    return Focus(_whole(derived, row, column))


def _whole(derived: Stamped, row: int, column: int) -> Gather:
    step = derived.trace.at(row, column)
    return Gather(step, max(1, step.products.size), pointed=True)


def _input_cell(derived: Stamped, present: Focus, row: int, column: int) -> Focus | None:
    rows, columns = derived.plane.shape
    inside = 0 <= row < rows and 0 <= column < columns
    return Focus(present.gather, stamp_of(derived, row, column)) if inside else None


def _stretched_cell(derived: Stamped, present: Focus, row: int, column: int) -> Focus | None:
    """An input among the inserted zeros; a zero points at nothing."""
    found = [
        places.index(at) if at in places else -1
        for places, at in zip(input_places(derived), (row, column), strict=True)
    ]
    return None if min(found) < 0 else _input_cell(derived, present, found[0], found[1])


def input_places(derived: Stamped) -> tuple[range, range]:
    """Where the inputs stand in the stretched and cropped grid, by row and by column."""
    vertical, horizontal = (
        range(min(0, axis.zero_inserted.low), axis.zero_inserted.size, axis.stride)
        for axis in derived.axes
    )
    return vertical, horizontal


def stamp_of(derived: Stamped, row: int, column: int) -> Scatter:
    """One input and all that its stamp adds."""
    value = derived.plane[row, column].item()
    return Scatter(row, column, value, gains_of(derived.trace.stamp(row, column)))
