"""Where near its middle a photo has the most to see: the place at which its lesson begins."""

from __future__ import annotations

import numpy as np

from app.state.image import Image
from app.state.scene import Pair

AROUND = 128
"""So many cells to either side of the middle are looked at."""
PATCH = 5
"""How many cells a side the patches have that are compared."""


def most_contrast(image: Image) -> Pair:
    """Row and column of the middle of the patch whose values differ most; the image's own middle
    where no patch differs from another. Colours count as their mean.
    """
    middle = image.height // 2, image.width // 2
    top, left = (max(0, place - AROUND) for place in middle)
    near = image.pixels.array[top : middle[0] + AROUND, left : middle[1] + AROUND]
    values = np.nan_to_num(near.astype(np.float64), posinf=0, neginf=0)
    spread = _spread(values if values.ndim == 2 else values.mean(2))
    if spread.size == 0 or spread.max() == spread.min():
        return middle
    row, column = np.unravel_index(spread.argmax(), spread.shape)
    return top + int(row) + PATCH // 2, left + int(column) + PATCH // 2


def _spread(values: np.ndarray[tuple[int, ...], np.dtype[np.float64]]) -> np.ndarray:
    """The variance of every patch, `(rows, columns)`; empty where none fits."""
    if min(values.shape) < PATCH:
        return np.empty((0, 0))
    centred = values - values.mean()
    patches = np.lib.stride_tricks.sliding_window_view(centred, (PATCH, PATCH))
    spread: np.ndarray = np.square(patches).mean((2, 3)) - np.square(patches.mean((2, 3)))
    return spread
