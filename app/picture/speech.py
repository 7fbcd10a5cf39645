"""The step in one sentence, for a screen reader and for the picture as text."""

from __future__ import annotations

from app.picture.digits import short
from app.picture.equation import partial_sum
from app.picture.focus import Focus
from app.state.derive import Derived


def spoken(derived: Derived, focus: Focus) -> str:
    scatter = focus.scatter
    if scatter is not None:
        count = len(scatter.reaches)
        reached = f"reaches {count} output{'' if count == 1 else 's'}"
        return (
            f"Input row {scatter.row + 1}, column {scatter.column + 1} is "
            f"{short(scatter.value)} and {reached if count else 'is used by no window'}."
        )
    gather = focus.gather
    _, row, column = gather.step.output
    total = short(partial_sum(gather))
    where = f"output row {row + 1}, column {column + 1}"
    if gather.taps < derived.taps:
        sums = f"{where} is {total} after {gather.taps} of {derived.taps} products"
    else:
        bias = f" plus the bias {short(gather.step.bias)}" if gather.step.bias else ""
        sums = f"{where} is {total}, the sum of {derived.taps} products{bias}"
    if gather.pointed:
        return f"Pointing at {sums}."
    return f"Step {gather.step.index + 1} of {len(derived.trace)}: {sums}."
