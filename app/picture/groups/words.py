"""What groups make of a layer, in numbers: weights, multiplications, and who sees whom."""

from __future__ import annotations

from collections.abc import Sequence
from math import prod

import numpy as np

from app.picture.elements import Role, Token
from app.picture.lettering.digits import all_of
from app.state.channels.choices import Following
from app.state.channels.groups import chain_of
from app.state.derive import Mixed


def weight_tokens(derived: Mixed) -> tuple[Token, ...]:
    """k² · C_in · C_out / g with the layer's numbers, and the parameters with the biases."""
    filters = derived.filters
    high, wide = filters.kernel
    weights = filters.count * filters.seen * high * wide
    biases = "1 bias" if filters.count == 1 else f"{filters.count} biases"
    return (
        Token("k · k · inputs · outputs / groups  =  ", Role.SOFT),
        Token(f"{high} · {wide}", Role.KERNEL, bold=True),
        Token(" · "),
        Token(str(filters.channels), Role.INPUT, bold=True),
        Token(" · "),
        Token(str(filters.count), Role.OUTPUT, bold=True),
        Token(" / "),
        Token(str(filters.groups), Role.STEP, bold=True),
        Token(f" = {weights:,} weights"),
        Token(f"  + {biases} = {derived.geometry.layer.cost.parameters:,} parameters",
              Role.SOFT),
    )  # fmt: skip


def cost_words(derived: Mixed) -> tuple[str, ...]:
    """The multiplications, and their share of the ungrouped layer's, the longest first."""
    cost, filters = derived.geometry.layer.cost, derived.filters
    places = prod(derived.output_shape)
    weights = filters.count * filters.seen * prod(filters.kernel)
    count = f"{cost.multiplications:,} multiplications (MACs)"
    share = f", 1/{filters.groups} of one group's" if filters.groups > 1 else ""
    return f"{weights:,} × {places:,} places = {count}{share}", f"{count}{share}", count


def kind_words(derived: Mixed) -> tuple[str, ...]:
    """What such a layer is called, and what a filter sees."""
    filters = derived.filters
    sees = f"each filter sees {filters.seen} of {filters.channels} input channels"
    if filters.groups == 1:
        return "one group: an ordinary layer, every filter sees every channel", "one group"
    if filters.seen == 1:
        return "depthwise: each filter sees one input channel alone", "depthwise"
    return f"{filters.groups} groups: {sees}", sees


def reach_words(derived: Mixed, number: int, names: Sequence[str]) -> tuple[str, ...]:
    """What an output of the second layer sees, the longest first."""
    filters, following = derived.filters, derived.scene.mixing.following
    seen = np.flatnonzero(chain_of(filters, following).through[number]).tolist()
    how = "with the shuffle" if following is Following.SHUFFLED else "without a shuffle"
    head = f"output {number + 1} of the second layer sees"
    if len(seen) == filters.channels:
        every = all_of(len(seen), "input")
        return f"{how}, {head} {every}", f"{head} {every}"
    listed = ", ".join(names[channel] for channel in seen)
    count = f"{len(seen)} of {filters.channels} inputs"
    return f"{how}, {head} {count}: {listed}", f"{head} {count}", f"sees {count}"
