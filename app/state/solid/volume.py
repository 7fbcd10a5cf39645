"""A volume as a lesson holds it: a name, its voxels and what was done to them on the way in."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from app.state.tensor import Tensor

MAX_VOXELS = 64_000_000
"""400 × 400 × 400: float32 input and result stay near half a gigabyte."""
MAX_VOLUME_SIDE = 2000


@dataclass(frozen=True, slots=True)
class Volume:
    """An immutable volume: voxels `(depth, height, width)`, any real dtype that an image has.

    `white` is the value that shows as white: 255 for 8-bit, 65535 for 16-bit, the largest value
    for a toy or floats. `note` says in words what opening it changed, empty where nothing was.
    """

    name: str
    voxels: Tensor
    white: float
    note: str = ""

    @property
    def shape(self) -> tuple[int, int, int]:
        """Slices, rows, columns."""
        depth, height, width = self.voxels.shape
        return depth, height, width

    @property
    def is_integer(self) -> bool:
        return bool(np.issubdtype(self.voxels.dtype, np.integer))

    @property
    def is_photo(self) -> bool:
        """Whether its cells keep their grey; other grids are tinted."""
        return self.white >= 255 or not self.is_integer
