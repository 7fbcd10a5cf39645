"""Questions about depthwise separable convolution: what both steps cost, and what they can do."""

from __future__ import annotations

from collections.abc import Iterator

from app.content.questions.numbers import written
from app.content.questions.question import FEW_TAPS, Question
from app.content.questions.words import (
    somewhere,
)
from app.state.derive import Separated


def depthwise_questions(derived: Separated) -> Iterator[Question]:
    """The counts of both steps, their share, a sum, and the limit."""
    weights, costs = derived.weights, derived.geometry.layer.costs
    first, second, ordinary = (cost.multiplications for cost in costs)
    high, wide = weights.kernel
    yield Question(
        "How many multiplications does the depthwise step take, and how many the pointwise one?",
        f"{first:,} and {second:,}, together {first + second:,}",
        2,
    )
    yield Question(
        "How many would an ordinary convolution of the same shape take?",
        f"{weights.count} × {weights.channels} × {high} × {wide} for each cell of the output: "
        f"{ordinary:,}",
        2,
    )
    yield Question(
        "Which share is that, by the formula 1/C_out + 1/k²?",
        f"1/{weights.count} + 1/({high} × {wide}) = {(first + second) / ordinary:.3g}",
    )
    row, column = somewhere(derived.output_shape)
    step = derived.geometry.second.at(weights.count - 1, row, column)
    if weights.channels <= FEW_TAPS and derived.is_toy:
        parts = ", ".join(map(written, step.values.ravel().tolist()))
        yield Question(
            f"Work out output {weights.count} at ({row + 1}, {column + 1}) from what the channels "
            "have there.",
            f"the channels have {parts}; with their weights {written(step.total)}",
            3,
        )
    yield Question(
        "Can every ordinary convolution be written as these two steps?",
        "no: only one whose kernels for a channel are all multiples of a single kernel",
        2,
    )
