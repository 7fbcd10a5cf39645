"""Matrix products on one thread or on all, as the work is shared out."""

from __future__ import annotations

import numpy as np

from app.core.spec import Array

ONE_THREAD = 2**18  # OpenBLAS keeps products of up to so many multiplications on one thread
NARROWEST = 128  # columns of a tile, below which the product starts too often


def fits_one_thread(weights: int) -> bool:
    """Whether a matrix of so many weights is multiplied in tiles that stay on one thread."""
    return weights * NARROWEST <= ONE_THREAD


def multiply(matrix: Array, images: Array, out: Array) -> None:
    """`matrix @ images` into `out`, `(n, ., .)` all three.

    A small matrix in tiles on this thread, so that two threads can each do a strip; a large one
    in one go, which OpenBLAS shares out by itself.
    """
    columns = images.shape[2]
    weights = matrix[0].size
    if not fits_one_thread(weights):
        np.matmul(matrix, images, out=out)
        return
    tiles = -(-columns * weights // ONE_THREAD)
    width = columns // tiles
    whole = tiles * width
    np.matmul(matrix[:, None], _tiled(images, tiles, width), out=_tiled(out, tiles, width))
    if whole < columns:
        np.matmul(matrix, images[:, :, whole:], out=out[:, :, whole:])


def _tiled(images: Array, tiles: int, width: int) -> Array:
    """The first `tiles * width` columns of `(n, rows, columns)`, `(n, tiles, rows, width)`.

    Splitting an axis copies nothing, so that the view can be written to.
    """
    count, rows, _ = images.shape
    return images[:, :, : tiles * width].reshape(count, rows, tiles, width).swapaxes(1, 2)
