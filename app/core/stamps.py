"""Transposed convolution cell by cell, and two of the three ways to see it.

One channel, any number of spatial axes. The axes are those of `transposed_axes`: an axis's
`output_size` counts the inputs y of the transposed convolution, its `size` the cells of the
result. The third way is the matrix: `unroll_axes(...).transposed_times(y)`.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import product
from typing import Any

import numpy as np

from app.core.axis import Axis, IntArray
from app.core.conv import conv
from app.core.spec import Array, result_dtype
from app.core.trace import Number, Reach, Step, summed

Read = Callable[[tuple[IntArray, ...]], Array]
"""Gives the block of y at some places of each axis."""


class StampTrace:
    """Each cell of the result with the stamps that reach it; each input with its stamp.

    `y` is `(*inputs)`, or a function that reads a block of it; `w` is `(*kernel)`. A step costs
    as many operations as stamps reach its cell.

    >>> axes = (Axis.transposed(2, kernel=3), Axis.transposed(2, kernel=3))
    >>> trace = StampTrace(np.array([[1, 2], [3, 4]]), np.arange(9).reshape(3, 3), axes)
    >>> step = trace.at(1, 1)
    >>> step.values[0].tolist(), step.weights[0].tolist(), step.total
    ([[1, 2], [3, 4]], [[4, 3], [1, 0]], 13)
    """

    def __init__(
        self,
        y: Array | Read,
        w: Array,
        axes: tuple[Axis, ...],
        bias: Number = 0,
        exact: bool = True,
    ) -> None:
        self._read: Read = y if callable(y) else lambda places: y[np.ix_(*places)]
        self._w, self.axes, self._bias, self._exact = w, axes, bias, exact

    @property
    def shape(self) -> tuple[int, ...]:
        """The result's sizes."""
        return tuple(axis.size for axis in self.axes)

    def at(self, *cell: int) -> Step:
        """The step of one result cell: `window` holds the inputs whose stamps reach it.

        `values`, `weights` and `products` are `(1, *counts)`, counts the stamps along each axis;
        they are empty where no stamp reaches the cell.
        """
        fans = [axis.fan_out(at) for axis, at in zip(self.axes, cell, strict=True)]
        places = tuple(np.array([place for place, _ in fan], np.int64) for fan in fans)
        taps = np.ix_(*([tap for _, tap in fan] for fan in fans))
        empty = not all(fans)
        weights = np.zeros([len(fan) for fan in fans], self._w.dtype) if empty else self._w[taps]
        values = weights if empty else self._read(places)
        real = np.ones((1, *weights.shape), np.bool_)
        values, weights, products, total = summed(
            values[None], weights[None], real, self._bias, self._exact
        )
        index = int(np.ravel_multi_index(cell, self.shape))
        window = tuple(map(_as_range, places))
        return Step(
            index, (0, *cell), window, real[0], places, values, weights, products, self._bias, total
        )

    def stamp(self, *cell: int) -> tuple[Reach, ...]:
        """What one input adds to each cell of the result that its stamp reaches, in row-major
        order; taps that padding crops are left out."""
        value = self._read(tuple(np.array([at]) for at in cell)).item()
        met = [
            [(place, tap) for tap, place in enumerate(axis.window(at)) if 0 <= place < axis.size]
            for axis, at in zip(self.axes, cell, strict=True)
        ]
        reaches = []
        for pairs in product(*met):
            place, tap = (tuple(pair[part] for pair in pairs) for part in (0, 1))
            weight = self._w[tap].item()
            index = int(np.ravel_multi_index(place, self.shape))
            reaches.append(Reach(index, (0, *place), tap, weight, weight * value))
        return tuple(reaches)


def stamped(y: Array, w: Array, axes: tuple[Axis, ...]) -> Array:
    """Stamping: every input lays its copy of the kernel on the result, and overlaps add up.

    >>> stamped(np.array([1, 10]), np.array([1, 2, 3]), (Axis.transposed(2, kernel=3),))
    array([ 1, 12, 23, 30], dtype=int32)
    """
    result = np.zeros([axis.size for axis in axes], result_dtype(y, w[None], None))
    values = y.astype(result.dtype)
    for tap in np.ndindex(w.shape):
        met = [axis.meeting(at) for axis, at in zip(axes, tap, strict=True)]
        reached = tuple(cells for _, cells in met)
        stamping = tuple(outputs for outputs, _ in met)
        with np.errstate(invalid="ignore"):  # infinity times zero is not a number, as it should be
            result[reached] += values[stamping] * w[tap].astype(result.dtype)
    return result


def stretched(y: Array, axes: tuple[Axis, ...]) -> Array:
    """y with stride − 1 zeros between neighbours, and the padding that zero-insertion needs.

    >>> stretched(np.array([1, 2]), (Axis.transposed(2, kernel=3, stride=2),))
    array([0, 0, 1, 0, 2, 0, 0])
    """
    plain = [axis.zero_inserted for axis in axes]
    wide = np.zeros([axis.size for axis in plain], y.dtype)
    wide[tuple(slice(None, None, axis.stride) for axis in axes)] = y
    sources = [axis.sources("zeros") for axis in plain]
    found = np.zeros([axis.padded_size for axis in plain], y.dtype)
    held = np.ix_(*(np.flatnonzero(source >= 0) for source in sources))
    found[held] = wide[np.ix_(*(source[source >= 0] for source in sources))]
    return found


def inserted(
    y: Array,
    w: Array,
    axes: tuple[Axis, ...],
    turned: bool = True,
    watch: Callable[[float], object] | None = None,
) -> Array:
    """Zero-insertion: the kernel, turned by 180°, slides with stride 1 over the stretched y.

    `turned` False leaves the turn out, which is another map.

    >>> axes = (Axis.transposed(2, kernel=3),)
    >>> inserted(np.array([1, 10]), np.array([1, 2, 3]), axes)
    array([ 1, 12, 23, 30], dtype=int32)
    >>> inserted(np.array([1, 10]), np.array([1, 2, 3]), axes, turned=False)
    array([ 3, 32, 21, 10], dtype=int32)
    """
    laid = np.flip(w) if turned else w
    dilation = tuple(axis.dilation for axis in axes)
    wide = stretched(y, axes)
    result: Array = conv(wide[None], laid[None, None], dilation=dilation, watch=watch)[0]
    return result


def _as_range(places: Any) -> range:
    """Evenly spaced places as a range."""
    if not len(places):
        return range(0)
    spacing = int(places[1] - places[0]) if len(places) > 1 else 1
    return range(int(places[0]), int(places[-1]) + 1, spacing)
