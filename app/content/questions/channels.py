"""Questions about a layer of many channels: parameters, sizes, cost, and a sum by channel."""

from __future__ import annotations

from collections.abc import Iterator

from app.content.questions.numbers import written
from app.content.questions.question import FEW_TAPS, Question
from app.content.questions.words import (
    somewhere,
)
from app.state.derive import Mixed


def channel_questions(derived: Mixed) -> Iterator[Question]:
    """Of the present filters on the present planes."""
    filters, cost = derived.filters, derived.geometry.layer.cost
    high, wide = filters.kernel
    weights = filters.seen * high * wide
    yield Question(
        "How many parameters has the layer, and how many of them are biases?",
        f"{filters.count} × ({high} × {wide} × {filters.seen} + 1) = {cost.parameters:,}, "
        f"{filters.count} of them {'a bias' if filters.count == 1 else 'biases'}",
    )
    rows, columns = derived.output_shape
    yield Question(
        "One more filter is added. What is the output's size now?",
        f"{filters.count + 1} × {rows} × {columns}: the number of filters is that of channels",
    )
    yield Question(
        "How many multiplications does the whole output take, those by padding counted?",
        f"{derived.steps:,} outputs × {weights:,} weights = {cost.multiplications:,}",
    )
    row, column = somewhere(derived.output_shape)
    step = derived.trace.at(derived.planes - 1, row, column)
    place = f"({derived.planes}, {row + 1}, {column + 1})"
    if high * wide <= FEW_TAPS and derived.is_toy and filters.seen <= FEW_TAPS:
        sums = step.products.reshape(filters.seen, -1).sum(axis=1).tolist()
        parts = ", ".join(map(written, sums))
        yield Question(
            f"Work out output (channel, row, column) = {place}: the sum of each channel first.",
            f"{parts}; with the bias {written(step.bias)} that makes {written(step.total)}",
            4,
        )
    yield Question(
        "In how many directions does a filter slide, although it has three axes?",
        "Two: it is as deep as the input, and has no room to move along the channels.",
    )
