"""Questions about depthwise separable convolution: what both steps cost, and what they can do."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from app.content.questions.asked import Steps, at_step, place_to_ask
from app.content.questions.numbers import written
from app.content.questions.question import FEW_TAPS, Question
from app.state.depthwise.derived import SeparableLayer
from app.state.derive import Separated
from app.state.tensor import Tensor


def depthwise_questions(derived: Separated, given: Steps) -> Iterator[Question]:
    """The counts of both steps with more output channels, their share, a sum, and the limit."""
    wider = doubled(derived)
    weights, costs = wider.weights, wider.costs
    first, second, ordinary = (cost.multiplications for cost in costs)
    high, wide = weights.kernel
    yield Question(
        f"With {weights.count} output channels: how many multiplications does the pointwise step "
        "take, and how many do both steps together?",
        f"{second:,}; with the {first:,} of the depthwise step {first + second:,}",
        2,
    )
    yield Question(
        "How many would an ordinary convolution of that shape take?",
        f"{weights.count} × {weights.channels} × {high} × {wide} for each cell of the output: "
        f"{ordinary:,}",
        2,
    )
    yield Question(
        "Which share is that, by the formula 1/C_out + 1/k²?",
        f"1/{weights.count} + 1/({high} × {wide}) = {(first + second) / ordinary:.3g}",
    )
    yield from _mixed(derived, given)
    yield Question(
        "Can every ordinary convolution be written as these two steps?",
        "no: only one whose kernels for a channel are all multiples of a single kernel",
        2,
    )


def _mixed(derived: Separated, given: Steps) -> Iterator[Question]:
    """A sum over the channels, of the last output."""
    weights, plane = derived.weights, derived.planes - 1
    small = derived.is_toy and weights.channels <= FEW_TAPS
    at = place_to_ask(derived, given, plane) if small else None
    if at is None:
        return
    number = derived.step_at(plane, *at)
    step = at_step(derived, number)
    parts = ", ".join(map(written, step.values.ravel().tolist()))
    yield Question(
        f"Work out output {weights.count} at ({at[0] + 1}, {at[1] + 1}): what the channels have "
        "there first.",
        f"the channels have {parts}; with their weights {written(step.total)}",
        4,
        (number,),
    )


def doubled(derived: Separated) -> SeparableLayer:
    """The layer with twice as many output channels."""
    layer = derived.geometry.layer
    mixes = np.repeat(layer.weights.mixes.array, 2, axis=0)
    return replace(layer, weights=replace(layer.weights, mixes=Tensor(mixes)))
