"""Questions about 1×1 kernels and about groups: text, answer, and lines to write it on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from math import prod

import numpy as np

from app.content.questions.asked import Steps
from app.content.questions.channels import channel_work
from app.content.questions.numbers import written
from app.content.questions.question import Question
from app.content.questions.words import listed
from app.state.channels.bottleneck import SIDE
from app.state.channels.choices import Following
from app.state.channels.filters import divisors, with_channels, with_count
from app.state.channels.groups import chain_of
from app.state.channels.pixel import pixel_product
from app.state.derive import Mixed

FEW_CHANNELS, FEW_FILTERS = 8, 4
"""A vector product of more is no work for a pencil."""


def pointwise_questions(derived: Mixed, given: Steps) -> Iterator[Question]:
    """About the vector product of one pixel, and about a bottleneck other than the shown one."""
    filters = derived.filters
    count, channels = filters.count + 2, filters.channels
    more = replace(derived.geometry.layer, filters=with_count(filters, count)).cost
    yield Question(
        "Two more output channels are wanted. How large is the matrix then, and how many "
        "parameters are there with the biases?",
        f"{count} × {channels}; {count * channels:,} weights and {count} biases are "
        f"{more.parameters:,}",
        2,
    )
    if channels <= FEW_CHANNELS and filters.count <= FEW_FILTERS and derived.is_toy:
        yield from _worked(derived, given)
    reached = "one, in the only output channel" if filters.count == 1 else (
        f"one in each of the {filters.count} output channels"
    )  # fmt: skip
    yield Question(
        "Which outputs does one number of the input reach?",
        f"{reached}, at its own place",
    )
    yield Question(
        "How many multiplications does the whole output take with the two more channels?",
        f"{prod(derived.output_shape):,} pixels × {count * channels:,} weights = "
        f"{more.multiplications:,}",
    )
    shown = derived.scene.mixing.bottleneck
    kernel, inner = 3 if shown.kernel == 5 else 5, 24 if shown.inner != 24 else 48
    layer = replace(shown, kernel=kernel, inner=inner)
    yield Question(
        f"{SIDE} × {SIDE} × {layer.channels} becomes {layer.filters} channels by "
        f"{kernel} × {kernel}: how many multiplications does that take directly, and how many "
        f"through {layer.inner}?",
        f"{layer.direct.multiplications:,}; {layer.reducing.multiplications:,} + "
        f"{layer.spreading.multiplications:,} = {layer.through.multiplications:,}",
        3,
    )


def _worked(derived: Mixed, given: Steps) -> Iterator[Question]:
    """The results of a pixel of which nothing is given."""
    rows, columns = derived.output_shape
    known = {derived.place(step)[1:] for step in (*given, derived.scene.step)}
    corners = ((rows - 1, 0), (0, columns - 1), (rows - 1, columns - 1), (0, 0))
    place = next((corner for corner in corners if corner not in known), None)
    if place is None:
        return
    product = pixel_product(derived, *place)
    results = ", ".join(map(written, product.results))
    relu = " after the ReLU" if derived.scene.mixing.relu else ""
    text = f"Work out all outputs{relu} at place ({place[0] + 1}, {place[1] + 1})."
    asks = tuple(derived.step_at(plane, *place) for plane in range(derived.planes))
    yield Question(text, results, 4, asks)


def group_questions(derived: Mixed, given: Steps) -> Iterator[Question]:
    """About who sees whom, and what that costs, with twice as many channels."""
    present = derived.filters
    filters = with_count(with_channels(present, 2 * present.channels), 2 * present.count)
    groups, last = max(2, filters.groups), filters.count  # twice as many can be halved
    filters = replace(filters, groups=groups)
    channels = f"{filters.channels} channels in and {filters.count} out"
    yield Question(
        f"The layer gets {channels}, in {groups} groups. Which "
        f"input channels does filter {last} see then?",
        listed([channel + 1 for channel in filters.sees(last - 1)]),
    )
    high, wide = filters.kernel
    weights = [filters.count * filters.channels * high * wide // parts for parts in (groups, 1)]
    yield Question(
        "How many weights has it then, and how many would it have with one group?",
        f"{high} · {wide} · {filters.channels} · {filters.count} / {groups} = {weights[0]:,}; "
        f"{weights[1]:,}",
        2,
    )
    yield Question(
        "Into how many groups can these channels be parted then?",
        listed(divisors(filters)),
    )
    seen = [
        int(np.count_nonzero(chain_of(filters, following).through[0]))
        for following in (Following.GROUPED, Following.SHUFFLED)
    ]
    yield Question(
        f"Two such layers follow each other. How many of the {filters.channels} "
        "inputs does the first output of the second see, without a channel shuffle in between "
        "and with one?",
        f"{seen[0]} and {seen[1]}",
        2,
    )
    yield from channel_work(derived, given)
