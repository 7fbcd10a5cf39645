"""What groups do to a layer: what it costs with each number of them, and who sees whom."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache

from app.core import Cost, grouped_links, seen_through, shuffled
from app.core.groups import Seen
from app.state.channels.choices import Following
from app.state.channels.derived import ConvLayer
from app.state.channels.filters import Filters, divisors


@lru_cache(maxsize=16)
def costs_by_groups(layer: ConvLayer) -> tuple[tuple[int, Cost], ...]:
    """Each number of groups that divides the channels, with what the layer would cost."""
    return tuple(
        (groups, replace(layer, filters=replace(layer.filters, groups=groups)).cost)
        for groups in divisors(layer.filters)
    )


@dataclass(frozen=True, eq=False, slots=True)
class Chain:
    """A grouped layer, and a second one with as many groups and outputs after it.

    `first` `(C_out, C_in)` and `second` `(C_out, C_out)` say which channels each output reads;
    `order` which output of the first stands at each place that the second reads; `through`
    `(C_out, C_in)` which inputs each of the second's outputs sees.
    """

    first: Seen
    second: Seen
    order: tuple[int, ...]
    through: Seen


def chain_of(filters: Filters, following: Following) -> Chain:
    """Two grouped layers, with a channel shuffle between them where one is chosen."""
    return _chain(filters.channels, filters.count, filters.groups, following)


@lru_cache(maxsize=16)
def _chain(c_in: int, c_out: int, groups: int, following: Following) -> Chain:
    first, second = grouped_links(c_in, c_out, groups), grouped_links(c_out, c_out, groups)
    mixed = following is Following.SHUFFLED
    order = shuffled(c_out, groups) if mixed else tuple(range(c_out))
    return Chain(first, second, order, seen_through(first, second, order))
