"""Planes of another size, and grey from colour. Integer images stay integers."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Plane = NDArray[Any]

LUMA = (19595, 38470, 7471)
"""ITU-R BT.601 weights 0.299, 0.587, 0.114 in units of 1/65536; they add up to 65536."""
BAND = 128


def to_grey(colour: Plane) -> Plane:
    """Luma `(H, W)` of `(H, W, 3)` (ITU-R BT.601): exact and rounded for integers.

    Works in bands of rows, so that a large photo needs little more than its result.
    """
    whole = np.issubdtype(colour.dtype, np.integer)
    grey = np.empty(colour.shape[:2], colour.dtype)
    wide = np.uint32 if colour.dtype == np.uint8 else np.int64
    for top in range(0, colour.shape[0], BAND):
        band = colour[top : top + BAND]
        red, green, blue = (band[..., plane] for plane in range(3))
        if whole:
            mixed = np.multiply(red, wide(LUMA[0]), dtype=wide)
            mixed += np.multiply(green, wide(LUMA[1]), dtype=wide)
            mixed += np.multiply(blue, wide(LUMA[2]), dtype=wide)
            mixed += wide(1 << 15)
            mixed >>= wide(16)
            grey[top : top + BAND] = mixed
        else:
            parts = zip((red, green, blue), LUMA, strict=True)
            grey[top : top + BAND] = sum(plane * (part / 65536) for plane, part in parts)
    return grey


def mean_of(channels: Plane) -> Plane:
    """The mean `(H, W)` of `(H, W, C)`; integers are rounded to integers of the same type."""
    mean: Plane = channels.mean(axis=2)
    if np.issubdtype(channels.dtype, np.integer):
        return np.rint(mean).astype(channels.dtype)
    return np.ascontiguousarray(mean.astype(channels.dtype))


def resample(plane: Plane, height: int, width: int) -> Plane:
    """`plane` in `height` × `width` cells: means of areas when shrinking, linear when growing.

    Integers are rounded to integers of the same type.
    """
    result = _along(_along(plane, height).T, width).T
    if np.issubdtype(plane.dtype, np.integer):
        return np.rint(result).astype(plane.dtype)
    return np.ascontiguousarray(result.astype(plane.dtype))


def _along(plane: Plane, size: int) -> NDArray[np.float64]:
    """Resample the first axis."""
    old = plane.shape[0]
    if size == old:
        return plane.astype(np.float64)
    return _shrunk(plane, size) if size < old else _grown(plane, size)


def _shrunk(plane: Plane, size: int) -> NDArray[np.float64]:
    """Each new cell is the mean of the old ones that it covers, parts counted as parts."""
    old = plane.shape[0]
    result = np.empty((size, plane.shape[1]))
    for cell in range(size):
        low, high = cell * old / size, (cell + 1) * old / size
        first, last = int(low), min(old, int(np.ceil(high)))
        share = np.minimum(np.arange(first, last) + 1, high) - np.maximum(
            np.arange(first, last), low
        )
        result[cell] = share @ plane[first:last] / (high - low)
    return result


def _grown(plane: Plane, size: int) -> NDArray[np.float64]:
    """Linear between the middles of the old cells, constant beyond the outermost."""
    old = plane.shape[0]
    at = np.clip((np.arange(size) + 0.5) * old / size - 0.5, 0, old - 1)
    low = np.minimum(at.astype(np.int64), max(old - 2, 0))
    high = np.minimum(low + 1, old - 1)
    share = (at - low)[:, np.newaxis]
    with np.errstate(invalid="ignore"):  # a share of 0 of an infinite cell is nothing
        below = np.where(share < 1, plane[low] * (1 - share), 0.0)
        above = np.where(share > 0, plane[high] * share, 0.0)
    return below + above
