"""Painted images as arrays: 0xRRGGBB in one number, or red, green and blue apart."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.services.export.gif import Pixels


def channels(pixels: Pixels) -> NDArray[Any]:
    """0xRRGGBB `(height, width)` as bytes `(height, width, 3)`: red, green, blue."""
    little = np.ascontiguousarray(pixels).astype("<u4", copy=False)
    apart = little.view(np.uint8).reshape(*pixels.shape, 4)[..., 2::-1]
    return np.ascontiguousarray(apart)
