"""Questions about the unrolled matrix and about transposed convolution."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import product

from app.content.questions.asked import Steps, at_step, place_to_ask, worked
from app.content.questions.convolution import other_stride
from app.content.questions.numbers import written
from app.content.questions.question import FEW_TAPS, Question
from app.content.questions.words import (
    cells,
    listed,
    met,
    somewhere,
)
from app.core import SpecError
from app.state.derive import Multiplied, Stamped, derive
from app.state.prepare import plane_shape
from app.state.scene import Pair, Scene
from app.state.turned.geometry import stamp_axes


def matrix_questions(derived: Multiplied, given: Steps) -> Iterator[Question]:
    """A number of the product, C after another stride, and what its transpose restores."""
    if derived.is_toy:
        yield from worked(derived, given, f"{'Cᵀ·(C·x)' if derived.back else 'C·x'} at {{}}")
    yield from _strided(derived.scene)
    yield Question(
        "Is Cᵀ·C the unit matrix? What does the transposed convolution restore, then?",
        "No: Cᵀ brings back the shape of the input, not its values.",
        2,
    )


def _strided(scene: Scene) -> Iterator[Question]:
    """C of the same layer with another stride."""
    other = 2 if scene.parameters.stride != (2, 2) else 1
    changed = replace(scene, parameters=replace(scene.parameters, stride=(other, other)), step=0)
    try:
        derived = derive(changed)
    except SpecError:
        return
    assert isinstance(derived, Multiplied)
    rows, columns = derived.matrix_shape
    yield Question(
        f"With stride {other} and nothing else changed: how many rows has C, and does the number "
        "of its columns change?",
        f"{rows:,}, one for each output; the columns stay, one for each input cell",
    )
    if derived.drawn is not None:
        yield Question(
            "How many cells of that C carry a weight (zero-valued weights counted)?",
            f"{derived.drawn.count:,} of {rows * columns:,}",
        )
    high, wide = derived.small_shape
    numbers = [
        place[0] * derived.large_shape[1] + place[1] + 1
        for place in met(derived.axes, (high - 1, wide - 1))
        if all(0 <= at < size for at, size in zip(place, derived.large_shape, strict=True))
    ]
    yield Question("In which columns does its last row carry weights?", listed(numbers), 2)


def transposed_questions(derived: Stamped, given: Steps) -> Iterator[Question]:
    """Stamps forwards and backwards, a sum, and the same as a direct convolution."""
    yield from other_stride(derived.scene, "result", _result_size)
    shown = _marked(derived)
    rows, columns = plane_shape(derived.scene.input)
    inputs = (somewhere((rows, columns)), (0, 0), (rows - 1, columns - 1))
    at = next((each for each in inputs if each not in shown), None)
    if at is not None:
        stamp = derived.trace.stamp(*at)
        yield Question(
            f"Which cells of the result does input ({at[0] + 1}, {at[1] + 1}) reach?",
            cells([reach.output[1:] for reach in stamp]),
            2,
        )
    yield from _summed(derived, given)
    yield from _inserted(derived.scene)
    yield Question(
        "This layer follows a convolution with the same kernel, stride and padding. Does it bring "
        "back what went into that?",
        "its size, but not its values: Cᵀ·C is not the unit matrix",
        2,
    )


def _marked(derived: Stamped) -> set[Pair]:
    """The inputs whose stamps the figure marks."""
    _, *cell = derived.place(derived.scene.step)
    if derived.by_input:
        return {(cell[0], cell[1])}
    down, right = (
        {stamp for stamp, _ in axis.fan_out(at)}
        for axis, at in zip(derived.axes, cell, strict=True)
    )
    return set(product(down, right))


def _summed(derived: Stamped, given: Steps) -> Iterator[Question]:
    """How many stamps meet in a cell, and their sum; stamp by stamp no cell is hidden."""
    at = None if derived.by_input or not derived.is_toy else place_to_ask(derived, given)
    if at is None:
        return
    number = derived.step_at(0, *at)
    step = at_step(derived, number)
    if step.products.size <= FEW_TAPS:
        yield Question(
            f"How many stamps reach cell ({at[0] + 1}, {at[1] + 1}) of the result? Add them up.",
            f"{step.products.size}: {written(step.total)}",
            3,
            (number,),
        )


def _inserted(scene: Scene) -> Iterator[Question]:
    """The stretched input of a larger stride."""
    stride = max(scene.parameters.stride) + 1
    changed = replace(scene, parameters=replace(scene.parameters, stride=(stride, stride)))
    try:
        axes = stamp_axes(changed)
    except SpecError:
        return
    rows, columns = (axis.zero_inserted.size for axis in axes)
    yield Question(
        f"With stride {stride}, as a direct convolution: how large is the input once its zeros "
        "are inserted, without those around it?",
        f"{rows:,} × {columns:,}",
    )


def _result_size(scene: Scene) -> tuple[int, ...]:
    return tuple(axis.size for axis in stamp_axes(scene))
