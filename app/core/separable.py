"""Separable kernels: one that is an outer product costs two passes of one dimension each."""

from __future__ import annotations

from math import gcd
from typing import Any

import numpy as np

from app.core.errors import SpecError
from app.core.spec import Array, is_integer, real_array


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
    kernel = _kernel(w).astype(np.float64)
    left, sizes, right = np.linalg.svd(kernel)
    column, row = left[:, 0] * np.sqrt(sizes[0]), right[0] * np.sqrt(sizes[0])
    sign = -1.0 if column[np.argmax(np.abs(column))] < 0 else 1.0
    return sign * column, sign * row


def _whole_factors(kernel: Array) -> tuple[Array, Array] | None:
    """The factors of whole numbers: a row without its common factor, and what it is times."""
    if not kernel.any():
        return np.zeros(len(kernel), np.int64), np.zeros(kernel.shape[1], np.int64)
    first = kernel[np.flatnonzero(kernel.any(1))[0]]
    row = first // gcd(*first.tolist())
    at = int(np.flatnonzero(row)[0])
    column = kernel[:, at] // row[at]
    return (column, row) if np.array_equal(np.outer(column, row), kernel) else None


def _kernel(w: Any) -> Array:
    kernel = real_array("w", w)
    if kernel.ndim != 2 or not kernel.size or not np.isfinite(kernel).all():
        raise SpecError("w", kernel.shape, "must be a finite kernel (height, width)", "2 axes")
    return kernel
