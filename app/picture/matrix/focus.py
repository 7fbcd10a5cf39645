"""What the stage of the matrix is about: the present row, or what is pointed at."""

from __future__ import annotations

from app.picture.moment import Moment
from app.picture.stage.focus import Focus, Gather, Scatter, TapFocus, gains_of
from app.state.derive import Multiplied
from app.state.scene import Pair
from app.state.view import Target, View


def operand_shape(derived: Multiplied) -> Pair:
    """Rows and columns of what is multiplied."""
    return derived.small_shape if derived.back else derived.large_shape


def focus_of(derived: Multiplied, view: View, moment: Moment) -> Focus:
    """A row is a gather, a column a scatter; a cell of the matrix points at both."""
    row, column = divmod(moment.step, derived.output_shape[1])
    step = derived.gather(row, column)
    shown = derived.taps_shown if moment.step == derived.scene.step else derived.taps
    present = Gather(step, min(shown, max(1, step.products.size)), pointed=False)
    for target in (view.hover, view.pin):
        focus = None if target is None else _pointed(derived, present, target)
        if focus is not None:
            return focus
    return Focus(present)


def _pointed(derived: Multiplied, present: Gather, target: Target) -> Focus | None:
    match target.panel:
        case "output":
            return _row(derived, present, target.row, target.column)
        case "column":
            return _row(derived, present, *divmod(target.row, derived.output_shape[1]))
        case "input" | "small":
            return _column(derived, present, target.row, target.column)
        case "operand":
            columns = operand_shape(derived)[1]
            return _column(derived, present, *divmod(target.column, columns))
        case "matrix":
            return _cell(derived, present, target)
        case "kernel" | "weights" | "window" | "products" if not derived.back:
            rows, columns = derived.scene.kernel.shape
            inside = 0 <= target.row < rows and 0 <= target.column < columns
            return Focus(present, tap=TapFocus(target.row, target.column)) if inside else None
        case _:
            return None


def _row(derived: Multiplied, present: Gather, row: int, column: int) -> Focus | None:
    rows, columns = derived.output_shape
    if not (0 <= row < rows and 0 <= column < columns):
        return None
    if row * columns + column == derived.scene.step:
        return Focus(present)
    step = derived.gather(row, column)
    return Focus(Gather(step, max(1, step.products.size), pointed=True))


def _column(derived: Multiplied, present: Gather, row: int, column: int) -> Focus | None:
    scatter = scatter_of(derived, row, column)
    return None if scatter is None else Focus(present, scatter)


def _cell(derived: Multiplied, present: Gather, target: Target) -> Focus | None:
    """Both the row and the column of a cell of the matrix."""
    at_row = divmod(target.row, derived.output_shape[1])
    at_column = divmod(target.column, operand_shape(derived)[1])
    row = _row(derived, present, *at_row)
    scatter = scatter_of(derived, *at_column)
    return None if row is None or scatter is None else Focus(row.gather, scatter)


def scatter_of(derived: Multiplied, row: int, column: int) -> Scatter | None:
    """A column of the matrix: one cell of the operand and all that it reaches."""
    rows, columns = operand_shape(derived)
    if not (0 <= row < rows and 0 <= column < columns):
        return None
    return Scatter(
        row, column, _value(derived, row, column), gains_of(derived.scatter(row, column))
    )


def _value(derived: Multiplied, row: int, column: int) -> float:
    if derived.operand is not None:
        value: float = derived.operand[row, column].item()
        return value
    return derived.geometry.trace.at(0, row, column).total
