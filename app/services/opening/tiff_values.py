"""Cells of a TIFF file that Pillow hands over in a type too small, or upside down in brightness."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image as Pillow
from PIL.TiffImagePlugin import BITSPERSAMPLE, PHOTOMETRIC_INTERPRETATION, SAMPLEFORMAT

_UNSIGNED, _SIGNED = 1, 2  # sample formats of TIFF 6.0
_WHITE_IS_ZERO = 0


def whole_numbers(opened: Pillow.Image, pixels: NDArray[Any]) -> NDArray[Any]:
    """One plane of integers as the file means them: signed, unsigned, and 0 for black."""
    bits, kind = _bits(opened), _tag(opened, SAMPLEFORMAT, _UNSIGNED)
    if bits == 32 and kind == _UNSIGNED and pixels.dtype == np.int32:
        large = pixels.view(np.uint32)
        return large.astype(np.int64) if pixels.size and pixels.min() < 0 else pixels
    if bits == 8 and kind == _SIGNED and pixels.dtype == np.uint8:
        return pixels.view(np.int8).astype(np.int32)
    if pixels.dtype == np.uint16 and _tag(opened, PHOTOMETRIC_INTERPRETATION, 1) == _WHITE_IS_ZERO:
        return largest(opened) - pixels
    return pixels


def largest(opened: Pillow.Image) -> np.uint16:
    """The largest value that a cell of up to 16 bits can take: 4095 for the 12 of some cameras."""
    return np.uint16((1 << min(16, _bits(opened))) - 1)


def _bits(opened: Pillow.Image) -> int:
    return _tag(opened, BITSPERSAMPLE, 16)


def _tag(opened: Pillow.Image, number: int, otherwise: int) -> int:
    """The first value of a tag; `otherwise` where there is none, as in any file but a TIFF."""
    value = getattr(opened, "tag_v2", {}).get(number, otherwise)
    return int(value[0] if isinstance(value, tuple) else value)
