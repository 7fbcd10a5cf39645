"""The interior of stacked stamps: the cells that no further input would reach, and its period.

Near the edges counts ramp, because inputs are missing there. What the interior repeats is a
property of kernels, strides and dilations alone: the checkerboard itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import prod

import numpy as np

from app.core.axis import Axis
from app.core.overlap import stacked_counts


def grown(layers: Sequence[Axis], before: int, after: int) -> tuple[Axis, ...]:
    """The same transposed layers over more inputs, `before` at the low end and `after` beyond.

    >>> [axis.size for axis in grown([Axis.transposed(3, kernel=3, stride=2)], 1, 1)]
    [11]
    """
    size, larger = layers[0].output_size + before + after, []
    for axis in layers:
        larger.append(
            Axis.transposed(
                size, axis.kernel, axis.stride, axis.low, axis.high, axis.dilation, axis.remainder
            )
        )
        size = larger[-1].size
    return tuple(larger)


def interior(layers: Sequence[Axis]) -> range:
    """The cells of the result whose count no further input at either end would raise.

    Empty where every cell feels an edge.

    >>> interior([Axis.transposed(5, kernel=3, stride=2), Axis.transposed(11, 3, 2)])
    range(3, 20)
    """
    counts, more = stacked_counts(layers), _missing(layers)
    moved = more * _apart(layers)
    from_low = stacked_counts(grown(layers, more, 0))[moved : moved + len(counts)]
    from_high = stacked_counts(grown(layers, 0, more))[: len(counts)]
    low, high = (np.flatnonzero(other != counts) for other in (from_low, from_high))
    start = int(low[-1]) + 1 if len(low) else 0
    stop = int(high[0]) if len(high) else len(counts)
    return range(start, max(start, stop))


def repeated(layers: Sequence[Axis]) -> tuple[int, ...]:
    """What the interior repeats, in the rotation that comes first in order.

    >>> repeated([Axis.transposed(5, kernel=3, stride=2)])
    (1, 2)
    >>> repeated([Axis.transposed(5, kernel=3, stride=2), Axis.transposed(11, 3, 2)])
    (1, 3, 2, 3)
    """
    more, apart = _missing(layers), _apart(layers)
    counts = stacked_counts(grown(layers, more, more))
    period = counts[more * apart : (more + 1) * apart].tolist()
    length = next(
        size
        for size in range(1, apart + 1)
        if apart % size == 0 and period == period[:size] * (apart // size)
    )
    turns = (period[at:length] + period[:at] for at in range(length))
    return tuple(min(turns))


def _apart(layers: Sequence[Axis]) -> int:
    """Cells of the result from one input's stamps to the next one's."""
    return prod(axis.stride for axis in layers)


def _missing(layers: Sequence[Axis]) -> int:
    """So many inputs beyond an end reach every cell that any number of them would reach."""
    reach, apart = 0, 1
    for axis in reversed(layers):
        reach += (axis.effective_kernel + axis.low + axis.high) * apart
        apart *= axis.stride
    return reach // apart + 2
