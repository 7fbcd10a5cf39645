"""Questions about the unrolled matrix and about transposed convolution."""

from __future__ import annotations

from collections.abc import Iterator

from app.content.questions.convolution import other_stride
from app.content.questions.numbers import written
from app.content.questions.question import FEW_TAPS, Question
from app.content.questions.words import (
    cells,
    listed,
    met,
    somewhere,
)
from app.state.derive import Multiplied, Stamped
from app.state.prepare import plane_shape
from app.state.scene import Scene
from app.state.turned.geometry import stamp_axes


def matrix_questions(derived: Multiplied) -> Iterator[Question]:
    """The shape of C, where its weights stand, and what its transpose restores."""
    rows, columns = derived.matrix_shape
    yield Question(
        "How many rows and columns does C have?",
        f"{rows:,} rows, one for each output, and {columns:,} columns, one for each input cell",
    )
    if derived.drawn is not None:
        yield Question(
            "How many cells of C carry a weight (zero-valued weights counted)?",
            f"{derived.drawn.count:,} of {rows * columns:,}",
        )
    row, column = somewhere(derived.small_shape)
    number = row * derived.small_shape[1] + column
    numbers = [
        place[0] * derived.large_shape[1] + place[1] + 1
        for place in met(derived.axes, (row, column))
        if all(0 <= at < size for at, size in zip(place, derived.large_shape, strict=True))
    ]
    yield Question(
        f"In which columns does row {number + 1:,} of C carry weights?", listed(numbers), 2
    )
    yield Question(
        "Is Cᵀ·C the unit matrix? What does the transposed convolution restore, then?",
        "No: Cᵀ brings back the shape of the input, not its values.",
        2,
    )


def transposed_questions(derived: Stamped) -> Iterator[Question]:
    """Stamps forwards and backwards, a sum, and the same as a direct convolution."""
    yield from other_stride(derived.scene, "result", _result_size)
    at = somewhere(plane_shape(derived.scene.input))
    stamp = derived.trace.stamp(*at)
    yield Question(
        f"Which cells of the result does input ({at[0] + 1}, {at[1] + 1}) reach?",
        cells([reach.output[1:] for reach in stamp]),
        2,
    )
    row, column = somewhere(derived.result_shape)
    step = derived.trace.at(row, column)
    place = f"({row + 1}, {column + 1})"
    yield Question(f"How many stamps reach cell {place} of the result?", f"{step.products.size}")
    if step.products.size <= FEW_TAPS and derived.is_toy:
        yield Question(f"Work out the number of cell {place}.", written(step.total), 3)
    vertical, horizontal = derived.axes
    inserted = vertical.zero_inserted, horizontal.zero_inserted
    rows, columns = (axis.size for axis in inserted)
    yield Question(
        "As a direct convolution with stride 1: how large is the input with its zeros inserted?",
        f"{rows} × {columns}, under the kernel turned by 180°",
    )


def _result_size(scene: Scene) -> tuple[int, ...]:
    return tuple(axis.size for axis in stamp_axes(scene))
