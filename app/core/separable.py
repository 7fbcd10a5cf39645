"""Separable kernels: one that is an outer product costs two passes of one dimension each."""

from __future__ import annotations

from dataclasses import dataclass
from math import gcd
from typing import Any

import numpy as np

from app.core.errors import SpecError
from app.core.spec import Array, is_integer, real_array

MOST_PARTS = 100
"""A unit of which weights are whole multiples is at most so many times finer than the least."""
LARGEST_WHOLE = 10**6
"""Weights of more units are no whole numbers that anybody would read."""
ROUNDING = 1e-12
"""Numbers that differ by less than this share are the same."""


@dataclass(frozen=True, eq=False, slots=True)
class Term:
    """A separable kernel: `scale` times the outer product of `column` and `row`.

    `column` is `(height,)`, `row` `(width,)`.
    """

    column: Array
    row: Array
    scale: float = 1

    @property
    def kernel(self) -> Array:
        """`(height, width)`; whole numbers where all three are."""
        kernel: Array = np.outer(self.column, self.row)
        return kernel if self.scale == 1 else kernel * self.scale


def terms(w: Any) -> tuple[Term, ...]:
    """The separable kernels that add up to a kernel `(height, width)`, as many as its rank.

    Each takes as much of what is left as any separable kernel could: the singular pairs, the
    largest first (Eckart and Young, 1936). Of rank 1 whole factors are found where there are
    any, with a scale that both share. A kernel of zeros is one term of zeros.

    >>> one, = terms([[0.25, 0.5, 0.25], [0.5, 1, 0.5], [0.25, 0.5, 0.25]])
    >>> one.column, one.row, one.scale
    (array([1, 2, 1]), array([1, 2, 1]), 0.25)
    >>> len(terms([[0, 1, 0], [1, -4, 1], [0, 1, 0]]))
    2
    """
    kernel = _kernel(w)
    whole, unit = _in_units(kernel)
    if whole is not None:
        factors = _whole_factors(whole)
        if factors is not None:
            return (Term(*factors, unit),)
    pairs = _singular_pairs(kernel)
    return tuple(Term(*pair) for pair in pairs[: max(1, rank(kernel))])


def singular_values(w: Any) -> Array:
    """The singular values of a kernel, largest first; their squares add up to Σ w².

    The best sum of r separable kernels is off by the root of the squares of those after the r-th.

    >>> singular_values([[3, 0], [0, 4]]).tolist()
    [4.0, 3.0]
    """
    values: Array = np.linalg.svd(_kernel(w).astype(np.float64), compute_uv=False)
    return values


def rank(w: Any) -> int:
    """The rank of a kernel `(height, width)`: how many separable kernels add up to it.

    >>> rank([[1, 0, -1], [2, 0, -2], [1, 0, -1]]), rank([[0, 1, 0], [1, -4, 1], [0, 1, 0]])
    (1, 2)
    """
    return int(np.linalg.matrix_rank(_kernel(w).astype(np.float64)))


def factorise(w: Any) -> tuple[Array, Array] | None:
    """Column `(height,)` and row `(width,)` whose outer product is the kernel, or None.

    Whole numbers give whole numbers. For the nearest separable kernel of one that is not, take
    `nearest`.

    >>> factorise([[1, 0, -1], [2, 0, -2], [1, 0, -1]])
    (array([1, 2, 1]), array([ 1,  0, -1]))
    """
    kernel = _kernel(w)
    if is_integer(kernel):
        return _whole_factors(kernel.astype(np.int64))
    if rank(kernel) > 1:
        return None
    return nearest(kernel)


def nearest(w: Any) -> tuple[Array, Array]:
    """The column and row whose outer product is nearest to the kernel in squared error.

    The first singular pair, its size shared between both (Eckart and Young, 1936).
    """
    return _singular_pairs(_kernel(w))[0]


def _singular_pairs(kernel: Array) -> list[tuple[Array, Array]]:
    """Columns and rows of the singular value decomposition, each size shared by both."""
    left, sizes, right = np.linalg.svd(kernel.astype(np.float64), full_matrices=False)
    roots = np.sqrt(sizes)
    pairs = zip(left.T * roots[:, None], right * roots[:, None], strict=True)
    return [_tidy(column, row) for column, row in pairs]


def _tidy(column: Array, row: Array) -> tuple[Array, Array]:
    """The largest of the column positive, and zeros where only rounding is left."""
    if column[np.argmax(np.abs(column))] < 0:
        column, row = -column, -row
    tidied = [np.where(np.abs(v) <= ROUNDING * np.abs(v).max(), 0.0, v) for v in (column, row)]
    return tidied[0], tidied[1]


def _in_units(kernel: Array) -> tuple[Array | None, float]:
    """A kernel as whole multiples of a unit, and the unit; None where there is none."""
    small = np.abs(kernel).max() <= LARGEST_WHOLE
    if is_integer(kernel) or (small and (kernel == np.rint(kernel)).all()):
        return kernel.astype(np.int64), 1
    least = float(np.abs(kernel[kernel != 0]).min(initial=np.inf))
    if not np.isfinite(least) or np.abs(kernel).max() > LARGEST_WHOLE * least:
        return None, 1
    for parts in range(1, MOST_PARTS + 1):
        unit = least / parts
        whole = np.rint(kernel / unit)
        if np.allclose(whole * unit, kernel, rtol=ROUNDING, atol=0):
            return whole.astype(np.int64), unit
    return None, 1


def _whole_factors(kernel: Array) -> tuple[Array, Array] | None:
    """The factors of whole numbers: a row without its common factor, and what it is times.

    Signs are such that the row, or else the column, does not sum to less than 0.
    """
    if not kernel.any():
        return np.zeros(len(kernel), np.int64), np.zeros(kernel.shape[1], np.int64)
    first = kernel[np.flatnonzero(kernel.any(1))[0]]
    row = first // gcd(*first.tolist())
    at = int(np.flatnonzero(row)[0])
    column = kernel[:, at] // row[at]
    if (row.sum(), column.sum()) < (0, 0):
        column, row = -column, -row
    return (column, row) if np.array_equal(np.outer(column, row), kernel) else None


def _kernel(w: Any) -> Array:
    kernel = real_array("w", w)
    if kernel.ndim != 2 or not kernel.size or not np.isfinite(kernel).all():
        raise SpecError("w", kernel.shape, "must be a finite kernel (height, width)", "2 axes")
    return kernel
