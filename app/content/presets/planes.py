"""The small inputs of several channels that worked examples are made of."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

THREE = np.array(
    [
        [[1, 0, 2, 1, 0], [0, 2, 1, 0, 1], [2, 1, 0, 1, 2], [0, 1, 2, 0, 1], [1, 0, 1, 2, 0]],
        [[0, 1, 1, 0, 2], [2, 0, 0, 1, 1], [1, 1, 2, 0, 0], [0, 2, 1, 1, 0], [1, 0, 0, 2, 1]],
        [[2, 1, 0, 0, 1], [1, 0, 2, 1, 0], [0, 2, 1, 0, 1], [1, 0, 0, 2, 2], [0, 1, 1, 0, 2]],
    ]
)
"""Three planes of 5 × 5 with values from 0 to 2."""


def three_planes() -> NDArray[Any]:
    """The toy of three channels, `(5, 5, 3)`."""
    return np.ascontiguousarray(np.moveaxis(THREE, 0, -1))


def many_planes(channels: int, size: int) -> NDArray[Any]:
    """Whole numbers from 0 to 3 with another pattern in every channel, `(size, size, channels)`.

    >>> many_planes(2, 2).tolist()
    [[[0, 1], [1, 3]], [[2, 0], [3, 2]]]
    """
    rows, columns, depth = np.ogrid[:size, :size, :channels]
    cells: NDArray[Any] = (2 * rows + columns + depth * (1 + columns) + rows * depth**2) % 4
    return cells


def sixteen_planes() -> NDArray[Any]:
    """Sixteen channels of 6 × 6."""
    return many_planes(16, 6)
