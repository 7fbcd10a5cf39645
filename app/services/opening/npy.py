"""Arrays of NumPy (.npy) as images and volumes. They are never unpickled."""

from __future__ import annotations

from enum import Enum, auto
from io import BufferedReader
from math import prod
from pathlib import Path
from typing import Any, cast

import numpy as np
from numpy.lib import format as npy
from PIL import Image as Pillow

from app.services.files import check_length, opened
from app.services.opening.frames import over_white
from app.services.opening.images import MAX_BYTES
from app.services.opening.quiet import quiet
from app.services.opening.voxels import (
    AGAIN,
    Cells,
    VolumeError,
    check_kind,
    check_shape,
    image_of,
    in_grey,
    kept,
    read_cells,
    refuse,
    sides,
    volume_of,
)
from app.state.image import MAX_PIXELS, Image
from app.state.result import Watch
from app.state.solid.volume import Volume

MAGIC = npy.MAGIC_PREFIX
COLOURS = (3, 4)
"""How long a last axis of colours is, without opacity and with it."""
_MARGIN = 4
"""A plane no wider than this is not taken for a picture in colour."""
_MOST_NAMED = 8
_FITS = "Save an array of depth × height × width, such as array[0], with np.save"


class _Meaning(Enum):
    """What the axes of an array stand for."""

    PICTURE = auto()
    COLOUR_PICTURE = auto()
    VOLUME = auto()
    COLOUR_VOLUME = auto()


def open_array(path: Path, name: str, watch: Watch, stacked: bool) -> Image | Volume:
    """What an array holds: a row, an image, or a volume (depth, height, width), by its axes.

    A fourth axis of 3 or 4 is taken for colours. Where `stacked` is false, so is a third one, as
    in a photo. VolumeError, before the numbers are read, where it cannot be.
    """
    with opened(path, name, VolumeError) as (file, size):
        shape, fortran, dtype = _header(cast(BufferedReader, file), name)
        check_kind(dtype, name)
        meaning = _meaning(shape, name, stacked)
        _check_size(shape, meaning, name)
        needed = prod(shape) * dtype.itemsize
        check_length(needed, name, MAX_BYTES, VolumeError)
        there = size - file.tell()
        if there < needed:
            why = f"it ends too early: its shape {sides(shape)} needs {needed:,} bytes"
            refuse(name, f"{why}, and {there:,} are there", AGAIN)
        cells = read_cells(cast(BufferedReader, file), prod(shape), dtype, name, watch)
    more = "what follows its first array is left out" if there > needed else ""
    return _made(cells.reshape(shape, order="F" if fortran else "C"), meaning, name, more)


def _header(file: BufferedReader, name: str) -> tuple[tuple[int, ...], bool, np.dtype[Any]]:
    """Shape, whether the first axis varies fastest, and kind of number."""
    try:
        with quiet():
            version = npy.read_magic(file)
            old = version == (1, 0)
            read = npy.read_array_header_1_0 if old else npy.read_array_header_2_0
            shape, fortran, dtype = read(file)
    except Exception:  # a damaged header can fail anywhere in being read
        refuse(name, "this NumPy file is damaged: its header cannot be read", AGAIN)
    if not all(type(side) is int and side >= 0 for side in shape):
        refuse(name, "this NumPy file is damaged: its shape cannot be", AGAIN)
    return shape, fortran, dtype


def _meaning(shape: tuple[int, ...], name: str, stacked: bool) -> _Meaning:
    axes = len(shape)
    colours = axes in (3, 4) and shape[-1] in COLOURS
    if axes in (1, 2):
        return _Meaning.PICTURE
    if axes == 3:
        photo = colours and not stacked and min(shape[:2]) > _MARGIN
        return _Meaning.COLOUR_PICTURE if photo else _Meaning.VOLUME
    if colours:
        return _Meaning.COLOUR_VOLUME
    if axes == 0:
        refuse(name, "it has no axis, just a number; an image has two, a volume three", _FITS)
    named = f", {sides(shape)}" if axes <= _MOST_NAMED else ""
    why = f"it has {axes} axes{named}; a volume has three: depth, height, width"
    raise VolumeError.of(name, why, _FITS)


def _check_size(shape: tuple[int, ...], meaning: _Meaning, name: str) -> None:
    """Refuse what is empty or too large."""
    if meaning in (_Meaning.VOLUME, _Meaning.COLOUR_VOLUME):
        check_shape(shape[:3], name)
        return
    pixels = prod(shape[:2])
    if pixels == 0:
        refuse(name, f"{sides(shape)} is no cell at all", "Choose one that is not empty")
    if pixels > MAX_PIXELS:
        why = f"{sides(shape)} is {pixels:,} cells, and {MAX_PIXELS:,} is the most"
        refuse(name, why, VolumeError.smaller)


def _made(cells: Cells, meaning: _Meaning, name: str, more: str) -> Image | Volume:
    match meaning:
        case _Meaning.PICTURE:
            return image_of(name, np.atleast_2d(cells), more)
        case _Meaning.VOLUME:
            return volume_of(name, cells, more)
        case _Meaning.COLOUR_PICTURE:
            colours, changed = _colours(cells, name)
            taken = f"its last axis of {cells.shape[-1]} is taken for colours"
            return image_of(name, colours, taken, changed, more)
        case _Meaning.COLOUR_VOLUME:
            return _grey_volume(cells, name, more)


def _grey_volume(cells: Cells, name: str, more: str) -> Volume:
    cells = _countable(cells, name)
    grey = np.empty(cells.shape[:3], cells.dtype)
    said: dict[str, None] = {}
    for number, part in enumerate(cells):
        colours, changed = _colours(part, name)
        grey[number], greyed = in_grey(colours)
        said |= dict.fromkeys((changed, greyed))
    taken = f"its last axis of {cells.shape[-1]} is taken for colours"
    return volume_of(name, grey, taken, *said, more)


def _colours(cells: Cells, name: str) -> tuple[Cells, str]:
    """`(height, width, 3)` of 3 or 4 channels, and what became of the fourth."""
    cells = _countable(cells, name)
    if cells.shape[-1] == 3:
        return cells, ""
    if cells.dtype != np.uint8:
        return cells[..., :3], "the fourth channel, opacity, is left out"
    pixels, changed = over_white(Pillow.fromarray(np.ascontiguousarray(cells), "RGBA"))
    return pixels, changed


def _countable(cells: Cells, name: str) -> Cells:
    """Colours as floats, or as whole numbers of 8 or 16 bits, of which grey can be made."""
    cells = kept(cells, name)
    if cells.dtype.kind == "f" or cells.dtype in (np.uint8, np.uint16):
        return cells
    if cells.min() < 0 or cells.max() > np.iinfo(np.uint16).max:
        least, most = cells.min(), cells.max()
        why = f"its colours go from {least:,} to {most:,}, and whole ones from 0 to 65,535 fit"
        refuse(name, why, "Save them as floats")
    return cells.astype(np.min_scalar_type(int(cells.max())))
