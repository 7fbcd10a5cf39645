"""Matrix products: large ones whole, others in blocks that the BLAS library keeps on one thread.

Work with few weights is shared by the engine's two threads. A library that shared it out too would
have them wait for one another, so their products are cut into blocks that it leaves alone. Where
there are many weights its own threads do better, and the engine keeps to one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np

from app.core.engine.scratch import Take
from app.core.spec import Array

ONE_THREAD = 2**18  # OpenBLAS keeps products of up to so many multiplications on one thread
DEEPEST = 128  # terms of a sum in one product: more leaves too few rows and columns
NARROWEST = 64  # columns from which a product spends its time on multiplying
MANY_WEIGHTS = 2**11  # from so many the library's threads are better than two of the engine's


def is_left_to_library(rows: int, depth: int) -> bool:
    """Whether products with a matrix of weights of this size are shared out by the library."""
    return rows * depth >= MANY_WEIGHTS


class Product:
    """Multiplies `(n, rows, depth)` by `(n, depth, columns)` without a second thread.

    Depth beyond `DEEPEST` is multiplied part by part and added up, in memory from `take`.
    """

    def __init__(self, count: int, rows: int, depth: int, columns: int, take: Take, dtype: object):
        self._depth = _even(depth, DEEPEST)
        narrow = min(columns, NARROWEST)
        self._rows = _even(rows, max(1, ONE_THREAD // (self._depth * narrow)), 8)
        widest = max(1, ONE_THREAD // (self._depth * self._rows))
        self._columns = _even(columns, widest, 8)
        self._spare = take((count, rows, columns if self._depth < depth else 0), dtype)

    def __call__(self, matrix: Array, images: Array, out: Array) -> None:
        """Write `matrix @ images` to `out`; `images` may have fewer columns than were promised."""
        depth = matrix.shape[2]
        self._multiply(matrix[:, :, : self._depth], images[:, : self._depth], out)
        for first in range(self._depth, depth, self._depth):
            held = slice(first, first + self._depth)
            spare = self._spare[:, :, : out.shape[2]]
            self._multiply(matrix[:, :, held], images[:, held], spare)
            np.add(out, spare, out)

    def _multiply(self, matrix: Array, images: Array, out: Array) -> None:
        for rows, height in _parts(out.shape[1], self._rows):
            for columns, width in _parts(out.shape[2], self._columns):
                np.matmul(
                    _blocks(matrix[:, rows], height, matrix.shape[2]),
                    _blocks(images[:, :, columns], images.shape[1], width),
                    out=_blocks(out[:, rows, columns], height, width),
                )


Multiply = Callable[[Array, Array, Array], object]
"""Writes the product of the first two to the third."""


def product_of(
    count: int, rows: int, depth: int, columns: int, take: Take, dtype: object
) -> Multiply:
    """The better way to a product with weights `(count, rows, depth)`."""
    if is_left_to_library(rows, depth):
        return np.matmul
    return Product(count, rows, depth, columns, take, dtype)


def _even(size: int, most: int, multiple: int = 1) -> int:
    """The length of parts of at most `most`, all about as long, a multiple where that fits.

    >>> _even(196, 64, 8), _even(100, 64), _even(5, 64, 8)
    (56, 50, 5)
    """
    if size <= most:
        return size
    length = -(-size // -(-size // most))
    rounded = -(-length // multiple) * multiple
    return rounded if rounded <= most else length


def _parts(size: int, length: int) -> Iterator[tuple[slice, int]]:
    """All whole parts at once, then the rest: which cells, and how long a part is."""
    whole = size // length * length
    if whole:
        yield slice(whole), length
    if whole < size:
        yield slice(whole, size), size - whole


def _blocks(values: Array, height: int, width: int) -> Array:
    """`(n, rows, columns)` cut into blocks, a view `(n, down, across, height, width)`."""
    count, rows, columns = values.shape
    cut = values.reshape(count, rows // height, height, columns // width, width)
    return cut.swapaxes(2, 3)
