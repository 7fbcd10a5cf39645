"""From an image to the plane of numbers that a lesson convolves."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.state.image import Image
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
    plane = _units(_sized(_cropped(source), source), source)
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


def warm(image: Image) -> None:
    """Make every channel of an image ready, so that choosing one later costs nothing."""
    for channel in Channel if image.is_colour else (Channel.GREY,):
        prepare(Input(image, channel=channel))


@lru_cache(maxsize=4)
def _channel(image: Image, channel: Channel) -> Plane:
    pixels = image.pixels.array
    if pixels.ndim == 2:
        return pixels
    if channel is Channel.GREY:
        return to_grey(pixels)
    return np.ascontiguousarray(pixels[..., _PLANES[channel]])


def _cropped(source: Input) -> Plane:
    plane = _channel(source.image, source.channel)
    if source.crop is None:
        return plane
    crop = source.crop
    return plane[crop.top : crop.top + crop.height, crop.left : crop.left + crop.width]


def _sized(plane: Plane, source: Input) -> Plane:
    return plane if source.resample is None else resample(plane, *source.resample)


def _units(plane: Plane, source: Input) -> Plane:
    floats = np.float64 if plane.size <= EXACT_CELLS else np.float32
    if source.scale is Scale.UNIT:
        shares: Plane = plane.astype(floats)
        np.divide(shares, floats(source.image.white), out=shares)
        return shares
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
