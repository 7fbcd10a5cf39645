"""Which input channels an output channel sees through grouped layers, and the channel shuffle.

With g groups the channels are parted into g runs of equal length, and a filter sees those of its
own run alone: a map of g blocks on a diagonal. Two such layers have the same blocks, so that what
is apart stays apart, unless the channels between them change places. Zhang, Zhou, Lin and Sun,
"ShuffleNet" (2018): reshape the channels to (g, n), transpose, flatten.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.core.spec import read_groups

Seen = NDArray[np.bool_]
"""`(channels out, channels in)`: whether an output channel sees an input channel."""


def grouped_links(c_in: int, c_out: int, groups: int) -> Seen:
    """Which inputs each output of one grouped layer sees; SpecError where the groups do not divide.

    >>> grouped_links(4, 2, 2).astype(int)
    array([[1, 1, 0, 0],
           [0, 0, 1, 1]])
    """
    count = read_groups(groups, c_in, c_out)
    of_input = np.arange(c_in) // (c_in // count)
    of_output = np.arange(c_out) // (c_out // count)
    return np.equal.outer(of_output, of_input)


def shuffled(channels: int, groups: int) -> tuple[int, ...]:
    """Which channel stands at each place after a channel shuffle.

    >>> shuffled(6, 2)
    (0, 3, 1, 4, 2, 5)
    """
    count = read_groups(groups, channels, channels)
    order: NDArray[Any] = np.arange(channels).reshape(count, channels // count)
    return tuple(order.T.ravel().tolist())


def seen_through(first: Seen, second: Seen, order: Sequence[int] | None = None) -> Seen:
    """Which inputs each output of a second layer sees through a first one.

    `order` says which channel of the first layer stands at each place that the second reads;
    None leaves every channel in its place.

    >>> layer = grouped_links(4, 4, 2)
    >>> seen_through(layer, layer).sum(axis=1)
    array([2, 2, 2, 2])
    >>> seen_through(layer, layer, shuffled(4, 2)).sum(axis=1)
    array([4, 4, 4, 4])
    """
    middle = first if order is None else first[list(order)]
    return np.array([middle[places].any(axis=0) for places in second])
