"""Overlap: how many stamps of a transposed convolution reach each output cell.

Uneven counts draw a checkerboard into the result before any weight is learnt. Odena, Dumoulin
and Olah, "Deconvolution and checkerboard artifacts" (2016); the counts here are exact.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce
from math import gcd

import numpy as np

from app.core.axis import Axis, IntArray


def overlap_counts(*axes: Axis) -> IntArray:
    """Stamps per output cell of a transposed convolution, `(*(axis.size for axis in axes))`.

    An axis is one of `transposed_axes`; along it the counts are the forward coverage, and the
    counts of several axes multiply.

    >>> axis = Axis.transposed(3, kernel=3, stride=2)
    >>> overlap_counts(axis)
    array([1, 1, 2, 1, 2, 1, 1])
    >>> overlap_counts(axis, axis)[2]
    array([2, 2, 4, 2, 4, 2, 2])
    """
    counts: IntArray = reduce(np.multiply.outer, (axis.coverage() for axis in axes))
    return counts


def stacked_counts(layers: Sequence[Axis]) -> IntArray:
    """Paths from the input of a stack of transposed layers to each cell of its result.

    `layers` are axes as `Axis.transposed` makes them, from the input up, each with the size
    that the next one stamps.

    >>> layers = [Axis.transposed(5, 3, 2), Axis.transposed(11, 3, 2)]
    >>> stacked_counts(layers)[3:11]
    array([1, 3, 2, 3, 1, 3, 2, 3])
    """
    counts = np.ones(layers[0].output_size, np.int64)
    for axis in layers:
        below, counts = counts, np.zeros(axis.size, np.int64)
        for tap in range(axis.kernel):
            outputs, cells = axis.meeting(tap)
            counts[cells] += below[outputs]
    return counts


def is_even(kernel: int, stride: int, dilation: int = 1) -> bool:
    """Whether the counts of the interior are all the same.

    True at stride 1, or where the taps fall into every phase of the stride equally often:
    dilation and stride share no factor, and the stride divides the kernel. Edges still ramp, and
    weights can be uneven where counts are not.

    >>> [(k, s) for k in range(1, 7) for s in (2, 3) if is_even(k, s)]
    [(2, 2), (3, 3), (4, 2), (6, 2), (6, 3)]
    """
    return stride == 1 or (gcd(dilation, stride) == 1 and kernel % stride == 0)


def interior_period(kernel: int, stride: int, dilation: int = 1) -> tuple[int, ...]:
    """The counts of one stride of the interior, from a cell that the first tap reaches.

    >>> interior_period(3, 2), interior_period(4, 3), interior_period(4, 2, dilation=2)
    ((2, 1), (2, 1, 1), (4, 0))
    """
    axis = Axis.transposed(kernel * dilation + 2, kernel, stride, dilation=dilation)
    middle = axis.start(axis.output_size - 2)
    return tuple(axis.coverage()[middle : middle + stride].tolist())
