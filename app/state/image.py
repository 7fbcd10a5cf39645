"""An image as the lesson holds it: a name, its pixels and what was done to them on the way in."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from app.state.tensor import Tensor

COLOURS = 3
MAX_PIXELS = 64_000_000  # 8000 × 8000: float32 input and result stay near half a gigabyte


@dataclass(frozen=True, slots=True)
class Image:
    """An immutable image: pixels `(H, W)` grey, `(H, W, 3)` colour or `(H, W, C)` channels, any
    real dtype.

    `white` is the value that shows as white: 255 for 8-bit, 65535 for 16-bit, the largest
    value for a toy grid or a float image. `note` says in words what opening it changed
    ("transparent parts laid over white"), empty where nothing was.
    """

    name: str
    pixels: Tensor
    white: float
    note: str = ""

    @property
    def height(self) -> int:
        return self.pixels.shape[0]

    @property
    def width(self) -> int:
        return self.pixels.shape[1]

    @property
    def channels(self) -> int:
        return 1 if self.pixels.array.ndim == 2 else self.pixels.shape[2]

    @property
    def is_colour(self) -> bool:
        return self.channels == COLOURS

    @property
    def is_photo(self) -> bool:
        """Whether its cells keep their grey; other grids are tinted."""
        return self.white >= 255 or not self.is_integer

    @property
    def is_integer(self) -> bool:
        return bool(np.issubdtype(self.pixels.dtype, np.integer))
