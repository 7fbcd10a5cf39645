"""Questions about 1×1 kernels and about groups: text, answer, and lines to write it on."""

from __future__ import annotations

from collections.abc import Iterator
from math import prod

import numpy as np

from app.content.channels import channel_names
from app.content.questions.numbers import written
from app.content.questions.question import Question
from app.state.channels.bottleneck import SIDE
from app.state.channels.choices import Following
from app.state.channels.filters import divisors
from app.state.channels.groups import chain_of, costs_by_groups
from app.state.channels.pixel import pixel_product
from app.state.derive import Mixed

FEW_CHANNELS, FEW_FILTERS = 8, 4
"""A vector product of more is no work for a pencil."""


def pointwise_questions(derived: Mixed) -> Iterator[Question]:
    """About the vector product of one pixel, and about the bottleneck."""
    filters, cost = derived.filters, derived.geometry.layer.cost
    count, channels = filters.count, filters.channels
    biases = "1 bias" if count == 1 else f"{count} biases"
    reached = "one, in the only output channel" if count == 1 else (
        f"one in each of the {count} output channels"
    )  # fmt: skip
    yield Question(
        "How large is the matrix that every pixel is multiplied by, and how many parameters are "
        "there with the biases?",
        f"{count} × {channels}; {count * channels:,} weights and {biases} are {cost.parameters:,}",
        2,
    )
    if channels <= FEW_CHANNELS and count <= FEW_FILTERS and derived.is_toy:
        yield _worked(derived)
    yield Question(
        "Which outputs does one number of the input reach?",
        f"{reached}, at its own place",
    )
    yield Question(
        "How many multiplications does the whole output take?",
        f"{prod(derived.output_shape):,} pixels × {count * channels:,} weights = "
        f"{cost.multiplications:,}",
    )
    layer = derived.scene.mixing.bottleneck
    kernel = f"{layer.kernel} × {layer.kernel}"
    yield Question(
        f"{SIDE} × {SIDE} × {layer.channels} becomes {layer.filters} channels by {kernel}: how "
        f"many multiplications does that take directly, and how many through {layer.inner}?",
        f"{layer.direct.multiplications:,}; {layer.reducing.multiplications:,} + "
        f"{layer.spreading.multiplications:,} = {layer.through.multiplications:,}",
        3,
    )


def _worked(derived: Mixed) -> Question:
    """The results of a pixel that the present step does not give away."""
    rows, columns = derived.output_shape
    _, row, column = derived.place(derived.scene.step)
    place = rows - 1, 0
    if (row, column) == place:
        place = 0, columns - 1
    product = pixel_product(derived, *place)
    results = ", ".join(map(written, product.results))
    relu = " after the ReLU" if derived.scene.mixing.relu else ""
    text = f"Work out all outputs{relu} at place ({place[0] + 1}, {place[1] + 1})."
    return Question(text, results, 4)


def group_questions(derived: Mixed) -> Iterator[Question]:
    """About who sees whom, and about what that costs."""
    filters, names = derived.filters, channel_names(derived.scene)
    last = filters.count
    yield Question(
        f"Which input channels does filter {last} see?",
        ", ".join(names[channel] for channel in filters.sees(last - 1)),
    )
    (high, wide), cost = filters.kernel, derived.geometry.layer.cost
    whole = filters.count * filters.channels * high * wide
    weights = whole // filters.groups
    yield Question(
        "How many weights has the layer, and how many would it have with one group?",
        f"{high} · {wide} · {filters.channels} · {filters.count} / {filters.groups} = {weights:,}; "
        f"{whole:,}",
        2,
    )
    yield Question(
        "Into how many groups can these channels be parted?",
        ", ".join(map(str, divisors(filters))),
    )
    seen = [
        int(np.count_nonzero(chain_of(filters, following).through[0]))
        for following in (Following.GROUPED, Following.SHUFFLED)
    ]
    yield Question(
        "A second layer with as many groups follows. How many of the inputs does its first output "
        "see, without a channel shuffle in between and with one?",
        f"{seen[0]} and {seen[1]} of {filters.channels}",
        2,
    )
    _, dearest = costs_by_groups(derived.geometry.layer)[0]
    yield Question(
        "How many multiplications does the output take, and how many with one group?",
        f"{cost.multiplications:,} and {dearest.multiplications:,}",
        2,
    )
