"""The step in one sentence, for a screen reader and for the picture as text."""

from __future__ import annotations

from app.picture.lettering.digits import MINUS, about, counted, row_and_column
from app.picture.stage.equation import partial_sum
from app.picture.stage.focus import Focus, TapFocus
from app.state.derive import Convolved
from app.state.signal import is_line


def spoken(derived: Convolved, focus: Focus) -> str:
    scatter = focus.scatter
    if scatter is not None:
        reached = scatter.words if scatter.gains else "is used by no window"
        place = _where(derived, scatter.row, scatter.column)
        return f"Input {place} is {about(scatter.value)} and {reached}."
    if focus.tap is not None:
        return _tap_words(derived, focus, focus.tap)
    gather = focus.gather
    _, row, column = gather.step.output
    total = about(partial_sum(gather))
    where = f"output {_where(derived, row, column)}"
    if gather.taps < derived.taps:
        sums = f"{where} is {total} after {gather.taps} of {derived.taps} products"
    else:
        bias = f" plus the bias {about(gather.step.bias)}" if gather.step.bias else ""
        products = f"the sum of {derived.taps} products" if derived.taps > 1 else "one product"
        sums = f"{where} is {total}, {products}{bias}"
    if gather.pointed:
        return f"Pointed at: {sums}."
    return f"{counted(gather.step.index, derived.steps)}: {sums}."


def _tap_words(derived: Convolved, focus: Focus, tap: TapFocus) -> str:
    """A weight, and the input cell that it meets in the present step."""
    rows, columns = focus.gather.step.window
    weight = about(derived.geometry.weights[tap.row, tap.column])
    place = row_and_column(tap.row, tap.column)
    place = f"tap {tap.column + 1}" if is_line(derived.scene) else place
    met = _where(derived, rows[tap.row], columns[tap.column])
    return f"Kernel {place} is {weight} and meets input {met} in this step."


def _where(derived: Convolved, row: int, column: int) -> str:
    """A cell by its row and column; of a line, by its number alone."""
    if is_line(derived.scene):
        return f"sample {column + 1:,}".replace("-", MINUS)
    return row_and_column(row, column)
