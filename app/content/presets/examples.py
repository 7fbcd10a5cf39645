"""The small grids of whole numbers that worked examples are made of."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

LITERATURE = np.array(
    [[3, 3, 2, 1, 0], [0, 0, 1, 3, 1], [3, 1, 2, 2, 3], [2, 0, 0, 2, 2], [2, 0, 0, 0, 1]]
)
"""The input of the worked example in Dumoulin and Visin (2016)."""


def rings(size: int) -> NDArray[Any]:
    """A square that grows from 1 at its edge towards the middle, easy to add up.

    >>> rings(4)
    array([[1, 1, 1, 1],
           [1, 2, 2, 1],
           [1, 2, 2, 1],
           [1, 1, 1, 1]])
    """
    steps = np.minimum(np.arange(size), np.arange(size)[::-1]) + 1
    grid: NDArray[Any] = np.minimum.outer(steps, steps)
    return grid


def patchwork(size: int) -> NDArray[Any]:
    """Whole numbers from 0 to 4 with no symmetry, so that every window has its own sum."""
    places = np.arange(size)
    grid: NDArray[Any] = np.add.outer(2 * places, places**2) % 5
    return grid
