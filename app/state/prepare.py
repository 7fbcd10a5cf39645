"""From an image to the plane of numbers that a lesson convolves."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any, assert_never

import numpy as np
from numpy.typing import NDArray

from app.state.channels.choices import Source
from app.state.image import COLOURS, Image
from app.state.kept import kept
from app.state.resample import mean_of, resample, to_grey
from app.state.scene import Cell, Channel, Input, Scale

Plane = NDArray[Any]

EXACT_CELLS = 1 << 18
"""Up to this many cells floats are float64; a larger photo is float32, half the memory."""

_PLANES = {Channel.RED: 0, Channel.GREEN: 1, Channel.BLUE: 2}


@kept(5)
def prepare(source: Input) -> Plane:
    """The input plane `(height, width)`, read-only, in the scene's units.

    Integer images stay integers as long as the scale is "stored"; in units of 0–1 they are
    divided by the image's white.
    """
    plane = np.ascontiguousarray(_finished(_channel(source.image, source.channel), source, 0))
    plane.setflags(write=False)
    return plane


@kept(2)
def prepare_planes(source: Input, taken: Source) -> Plane:
    """Every channel of the input, `(channels, height, width)`, read-only, as `prepare` makes one.

    The image's own channels, or its grey, once or three times.
    """
    image = source.image
    if taken is Source.OWN and image.channels > 1:
        planes = [image.pixels.array[..., channel] for channel in range(image.channels)]
    else:
        times = COLOURS if taken is Source.REPEATED else 1
        planes = [_channel(image, Channel.GREY)] * times
    made = np.stack([_finished(plane, source, channel) for channel, plane in enumerate(planes)])
    made.setflags(write=False)
    return made


def plane_count(source: Input, taken: Source) -> int:
    """How many planes `prepare_planes` gives, without making them."""
    match taken:
        case Source.OWN:
            return source.image.channels
        case Source.REPEATED:
            return COLOURS
        case Source.GREY:
            return 1
        case _:
            assert_never(taken)


def _finished(plane: Plane, source: Input, channel: int) -> Plane:
    """A plane of the image's pixels cropped, resampled, in units and typed over."""
    plane = _units(_sized(_cropped(plane, source), source), source)
    cells = [cell for cell in source.edited if cell.channel == channel]
    return _edited(plane, cells) if cells else plane


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
        return to_grey(pixels) if image.is_colour else mean_of(pixels)
    return np.ascontiguousarray(pixels[..., _PLANES[channel]])


def _cropped(plane: Plane, source: Input) -> Plane:
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


def _edited(plane: Plane, cells: Sequence[Cell]) -> Plane:
    whole = all(float(cell.value).is_integer() for cell in cells)
    keeps = whole and np.issubdtype(plane.dtype, np.integer)
    changed = plane.astype(np.int64 if keeps else np.float64)
    for cell in cells:
        changed[cell.row, cell.column] = cell.value
    return changed
