"""Questions about a layer of many channels: parameters, sizes, cost, and a sum by channel."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from app.content.questions.asked import Steps, at_step, place_to_ask
from app.content.questions.numbers import written
from app.content.questions.question import FEW_TAPS, Question
from app.state.channels.filters import with_count
from app.state.derive import Mixed


def channel_questions(derived: Mixed, given: Steps) -> Iterator[Question]:
    """Of the present filters on the present planes, and of one filter more."""
    filters, layer = derived.filters, derived.geometry.layer
    high, wide = filters.kernel
    more = replace(layer, filters=with_count(filters, filters.count + 1))
    count, cost = filters.count + 1, more.cost
    yield Question(
        "One more filter is added. How many parameters has the layer then, and how many of them "
        "are biases?",
        f"{count} × ({high} × {wide} × {more.filters.seen} + 1) = {cost.parameters:,}, "
        f"{count} of them biases",
    )
    rows, columns = derived.output_shape
    outputs = rows * columns * count
    weights = more.filters.seen * high * wide
    yield Question(
        "What is the output's size with that filter, and how many multiplications does it take, "
        "those by padding counted?",
        f"{rows} × {columns}, {count} channels: a channel for each filter; "
        f"{outputs:,} outputs × {weights:,} weights = {cost.multiplications:,}",
        2,
    )
    yield from channel_work(derived, given)
    yield Question(
        "In how many directions does a filter slide, although it has three axes?",
        "Two: it is as deep as the input, and has no room to move along the channels.",
    )
    yield Question(
        "Each filter sees one channel more. How many weights has a filter then?",
        f"{filters.seen + 1} × {high} × {wide} = {(filters.seen + 1) * high * wide:,}",
    )


def channel_work(derived: Mixed, given: Steps) -> Iterator[Question]:
    """A sum of the last filter, channel by channel."""
    filters, plane = derived.filters, derived.planes - 1
    high, wide = filters.kernel
    small = high * wide <= FEW_TAPS and derived.is_toy and filters.seen <= FEW_TAPS
    at = place_to_ask(derived, given, plane) if small else None
    if at is None:
        return
    number = derived.step_at(plane, *at)
    step = at_step(derived, number)
    sums = step.products.reshape(filters.seen, -1).sum(axis=1).tolist()
    place = f"({plane + 1}, {at[0] + 1}, {at[1] + 1})"
    yield Question(
        f"Work out output (channel, row, column) = {place}: the sum of each channel first.",
        f"{', '.join(map(written, sums))}; with the bias {written(step.bias)} that makes "
        f"{written(step.total)}",
        4,
        (number,),
    )
