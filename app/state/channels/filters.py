"""The filters of a layer: as many kernels each as the input has channels."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.state.tensor import Tensor

MAX_CHANNELS = 64
MAX_FILTERS = 64


@dataclass(frozen=True, slots=True)
class Filters:
    """`weights` `(C_out, C_in, kernel height, kernel width)`, int64 or float64, and a bias each.

    With `groups` a filter sees only the input channels of its own group. The weights of the
    others are kept, so that fewer groups bring them back, and take no part.
    """

    name: str
    weights: Tensor
    bias: tuple[float, ...]
    groups: int = 1

    @property
    def count(self) -> int:
        """Filters, which is also the number of output channels."""
        return self.weights.shape[0]

    @property
    def channels(self) -> int:
        """Input channels."""
        return self.weights.shape[1]

    @property
    def kernel(self) -> tuple[int, int]:
        """Height and width of every kernel."""
        _, _, height, width = self.weights.shape
        return height, width

    @property
    def seen(self) -> int:
        """Input channels that one filter sees."""
        return self.channels // self.groups

    def group(self, number: int) -> int:
        """The group of a filter."""
        return number // (self.count // self.groups)

    def sees(self, number: int) -> range:
        """The input channels that a filter sees."""
        first = self.group(number) * self.seen
        return range(first, first + self.seen)

    @property
    def applied(self) -> NDArray[Any]:
        """The weights that take part, as the core wants them: `(C_out, C_in/groups, kh, kw)`."""
        weights = self.weights.array
        if self.groups == 1:
            return weights
        return np.stack([weights[number][list(self.sees(number))] for number in range(self.count)])


def filters_of(
    name: str, weights: NDArray[Any], bias: tuple[float, ...] = (), groups: int = 1
) -> Filters:
    """Filters with zero bias where none is said."""
    return Filters(name, Tensor(weights), bias or (0,) * weights.shape[0], groups)


def divisors(filters: Filters) -> tuple[int, ...]:
    """The numbers of groups that divide both the input and the output channels."""
    most = min(filters.channels, filters.count)
    return tuple(
        groups
        for groups in range(1, most + 1)
        if filters.channels % groups == 0 and filters.count % groups == 0
    )


def with_channels(filters: Filters, channels: int) -> Filters:
    """For an input of so many channels: kernels are dropped, or repeated from the first on."""
    if channels == filters.channels:
        return filters
    kept = np.resize(np.arange(filters.channels), channels)
    return _regrouped(replace(filters, weights=Tensor(filters.weights.array[:, kept])))


def with_count(filters: Filters, count: int) -> Filters:
    """With so many filters: the last are dropped, or the first repeated.

    What is repeated is turned, by a quarter where that fits, so that it is another filter.
    """
    weights = filters.weights.array
    height, width = filters.kernel
    added = [
        np.rot90(weights[number % filters.count], turns if height == width else 2 * turns, (1, 2))
        for number in range(filters.count, count)
        if (turns := number // filters.count)
    ]
    whole = np.stack([*weights[:count], *added])
    bias = (*filters.bias[:count], *(0 for _ in added))
    return _regrouped(replace(filters, weights=Tensor(whole), bias=bias))


def _regrouped(filters: Filters) -> Filters:
    """With the most groups that still divide, no more than there were."""
    fitting = [groups for groups in divisors(filters) if groups <= filters.groups]
    return replace(filters, groups=fitting[-1])


USUAL_FILTERS = filters_of("identity", np.ones((1, 1, 1, 1), np.int64))
