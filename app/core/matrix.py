"""A convolution unrolled into its matrix: each row a window, each column a fan-out.

The matrix is kept sparse, one entry for each tap that meets an input cell. An entry's weight may
be zero; that is still another thing than no entry.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import reduce
from math import prod
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.core.axis import Axis, IntArray
from app.core.errors import SpecError
from app.core.spec import Array, Parameter, read_spec, real_array

MOST_ENTRIES = 4_000_000


@dataclass(frozen=True, slots=True, eq=False)
class Unrolled:
    """The matrix C of a convolution, `C @ x.ravel() == conv(x, w).ravel()`.

    `rows`, `columns` and `weights` are the entries by row, then column; the same place occurs
    more than once where the padding repeats cells.
    """

    shape: tuple[int, int]
    rows: IntArray
    columns: IntArray
    weights: Array

    def dense(self) -> Array:
        """The whole matrix, entries of the same place added up."""
        full = np.zeros(self.shape, self.weights.dtype)
        np.add.at(full, (self.rows, self.columns), self.weights)
        return full

    def pattern(self) -> NDArray[np.bool_]:
        """Where there are entries, zero-valued weights included."""
        full = np.zeros(self.shape, np.bool_)
        full[self.rows, self.columns] = True
        return full

    def times(self, x: Array) -> Array:
        """C x for a flat input, without the dense matrix."""
        return _summed(
            self.rows, _products(self.weights, np.asarray(x)[self.columns]), self.shape[0]
        )

    def transposed_times(self, y: Array) -> Array:
        """Cᵀ y for a flat output: the transposed convolution."""
        return _summed(
            self.columns, _products(self.weights, np.asarray(y)[self.rows]), self.shape[1]
        )


def _products(weights: Array, values: Array) -> Array:
    """Weight times value; infinity times zero is not a number, as it should be."""
    with np.errstate(invalid="ignore"):
        product: Array = weights * values
    return product


def unroll(
    x: tuple[int, ...],
    w: Any,
    *,
    stride: Parameter = 1,
    padding: Parameter = 0,
    dilation: Parameter = 1,
    groups: int = 1,
    padding_mode: str = "zeros",
) -> Unrolled:
    """The matrix of `conv` with weights `w` for an input of shape `x`, `(C_in, *spatial)`.

    Raises `SpecError` where it would have more than `MOST_ENTRIES` entries.

    >>> matrix = unroll((1, 3), [[[1, 0]]])
    >>> matrix.dense()
    array([[1, 0, 0],
           [0, 1, 0]])
    >>> matrix.pattern().astype(int)
    array([[1, 1, 0],
           [0, 1, 1]])
    """
    weights = real_array("w", w)
    spec = read_spec(x, weights.shape, stride, padding, dilation, groups, padding_mode)
    return unroll_axes(spec.axes, weights, groups=spec.groups, padding_mode=padding_mode)


def unroll_axes(
    axes: tuple[Axis, ...], w: Any, *, groups: int = 1, padding_mode: str = "zeros"
) -> Unrolled:
    """The matrix of a convolution along `axes`; its transpose is that of `conv_transpose`.

    `w` is laid out for `conv`, which is the layout of `conv_transpose` the other way round. The
    axes may be those of `transposed_axes`, cropped where output_padding reaches far.
    """
    weights = real_array("w", w)
    met = [_entries(axis, padding_mode) for axis in axes]
    count = prod(len(outputs) for outputs, _, _ in met) * prod(weights.shape[:2])
    if count > MOST_ENTRIES:
        raise SpecError(
            "matrix",
            f"with {count} entries",
            "is too large to write out",
            f"up to {MOST_ENTRIES} entries",
        )
    small = tuple(axis.output_size for axis in axes)
    large = tuple(axis.size for axis in axes)
    outputs, cells, taps = (
        _flat([entry[part] for entry in met], sizes)
        for part, sizes in enumerate((small, large, weights.shape[2:]))
    )
    c_out, per_group = weights.shape[:2]
    target, within = np.indices((c_out, per_group)).reshape(2, -1, 1)
    source = target // (c_out // groups) * per_group + within
    rows = (target * prod(small) + outputs).ravel()
    columns = (source * prod(large) + cells).ravel()
    values = weights.reshape(c_out, per_group, -1)[target, within, taps].ravel()
    order = np.lexsort((columns, rows))
    shape = (c_out * prod(small), groups * per_group * prod(large))
    return Unrolled(shape, rows[order], columns[order], values[order])


def _entries(axis: Axis, mode: str) -> tuple[IntArray, IntArray, IntArray]:
    """Output, input cell and tap of every meeting along one axis."""
    cells = np.stack([axis.read(axis.window(output), mode) for output in range(axis.output_size)])
    outputs, taps = np.nonzero(cells >= 0)
    return outputs, cells[outputs, taps], taps


def _flat(places: list[IntArray], sizes: tuple[int, ...]) -> IntArray:
    """Places of all axes combined, as row-major numbers."""
    strides = [prod(sizes[number + 1 :]) for number in range(len(sizes))]
    total: IntArray = reduce(
        np.add.outer, (held * step for held, step in zip(places, strides, strict=True))
    )
    return total.ravel()


def _summed(places: IntArray, values: Array, size: int) -> Array:
    total = np.zeros(size, values.dtype)
    with np.errstate(invalid="ignore"):  # infinities of both signs are not a number together
        np.add.at(total, places, values)
    return total
