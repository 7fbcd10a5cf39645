"""Minimal filtering: rows of a few outputs at once, with fewer multiplications than taps.

m outputs in a row, of r taps each, are part of a product of polynomials, and are known from its
values at m + r - 1 points. Transform the taps and a tile of inputs to these values, multiply
point by point, and transform back: four outputs of three taps take six multiplications, not 12.

Winograd, "Arithmetic complexity of computations" (1980); Lavin and Gray, "Fast algorithms for
convolutional neural networks" (2016). Sums are rounded at the size of the transformed values,
which grows with the outputs in a row; the points below keep it small.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np

from app.core.spec import Array

# How many points there may be, and which; infinity is the last one. Of sets with steps of 1/8
# these lose least: of six, a quarter of the error of the usual 0, ±1, ±2.
FINITE = {
    4: (0, 1, -1),
    6: (0, 0.75, -0.75, 1.5, -1.5),
    7: (0.25, -0.25, 0.875, -0.875, 1.75, -1.75),
    8: (0, 0.5, -0.5, 1, -1, 2, -2),
}
MOST_OUTPUTS, MOST_POINTS = 4, 13  # along an axis, over all axes: more lose a digit of float32


@dataclass(frozen=True)
class Transforms:
    """Outputs are `back @ ((kernel @ taps) * (tile @ inputs))`, all in float64."""

    kernel: Array
    tile: Array
    back: Array


@cache
def transforms(points: int, taps: int) -> Transforms:
    """The matrices for tiles of `points` inputs, which give points - taps + 1 outputs.

    >>> transforms(4, 3).tile.astype(int)
    array([[-1,  0,  1,  0],
           [ 0,  1,  1,  0],
           [ 0, -1,  1,  0],
           [ 0, -1,  0,  1]])
    """
    finite = np.array(FINITE[points])
    outputs = points - taps + 1
    kernel, tile, back = np.zeros((points, taps)), np.eye(points), np.zeros((outputs, points))
    for number, point in enumerate(finite):
        others = np.delete(finite, number)
        kernel[number] = point ** np.arange(taps) / np.prod(point - others)
        tile[number, :-1] = np.poly(others)[::-1]
        back[:, number] = point ** np.arange(outputs)
    tile[-1] = np.poly(finite)[::-1]
    kernel[-1, -1] = back[-1, -1] = 1
    return Transforms(kernel, tile, back)
