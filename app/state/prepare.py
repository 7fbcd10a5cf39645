"""From an image to the plane of numbers that a lesson convolves."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.state.resample import resample, to_grey
from app.state.scene import Channel, Input, Scale

Plane = NDArray[Any]

EXACT_CELLS = 1 << 18
"""Up to this many cells floats are float64; a larger photo is float32, half the memory."""

_PLANES = {Channel.RED: 0, Channel.GREEN: 1, Channel.BLUE: 2}


@lru_cache(maxsize=4)
def prepare(source: Input) -> Plane:
    """The input plane `(height, width)`, read-only, in the scene's units.

    Integer images stay integers as long as the scale is "stored"; in units of 0–1 they are
    divided by the image's white.
    """
    plane = _units(_sized(_channel(_cropped(source), source.channel), source), source)
    if source.edited:
        plane = _edited(plane, source)
    plane = np.ascontiguousarray(plane)
    plane.setflags(write=False)
    return plane


def plane_shape(source: Input) -> tuple[int, int]:
    """The plane's `(height, width)`, without making it."""
    if source.resample is not None:
        return source.resample
    if source.crop is not None:
        return source.crop.height, source.crop.width
    return source.image.height, source.image.width


def white(source: Input) -> float:
    """The value that shows as white, in the scene's units."""
    return 1.0 if source.scale is Scale.UNIT else source.image.white


def _cropped(source: Input) -> Plane:
    pixels = source.image.pixels.array
    if source.crop is None:
        return pixels
    crop = source.crop
    return pixels[crop.top : crop.top + crop.height, crop.left : crop.left + crop.width]


def _channel(pixels: Plane, channel: Channel) -> Plane:
    if pixels.ndim == 2:
        return pixels
    return to_grey(pixels) if channel is Channel.GREY else pixels[..., _PLANES[channel]]


def _sized(plane: Plane, source: Input) -> Plane:
    return plane if source.resample is None else resample(plane, *source.resample)


def _units(plane: Plane, source: Input) -> Plane:
    floats = np.float64 if plane.size <= EXACT_CELLS else np.float32
    if source.scale is Scale.UNIT:
        return np.divide(plane, source.image.white, dtype=floats)
    if np.issubdtype(plane.dtype, np.integer):
        return plane
    return plane.astype(floats, copy=False)


def _edited(plane: Plane, source: Input) -> Plane:
    whole = all(float(cell.value).is_integer() for cell in source.edited)
    keeps = whole and np.issubdtype(plane.dtype, np.integer)
    changed = plane.astype(np.int64 if keeps else np.float64)
    for cell in source.edited:
        changed[cell.row, cell.column] = cell.value
    return changed
