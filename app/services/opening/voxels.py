"""What all ways of opening a volume share: its bounds, its kinds of number, its pile of slices."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from io import BufferedIOBase
from math import prod
from typing import Any, NoReturn

import numpy as np
from numpy.typing import NDArray

from app.services.files import OpenError, shown
from app.services.opening.frames import Frame, grey_if_it_is, strange_cells, white_of
from app.state.image import Image
from app.state.resample import to_grey
from app.state.result import Watch
from app.state.solid.volume import MAX_VOLUME_SIDE, MAX_VOXELS, Volume
from app.state.tensor import Tensor
from app.state.validity import LARGEST_PIXEL

Cells = NDArray[Any]

AGAIN = "Copy or download it again, or save it anew from another program"
AS_NUMBERS = "Save it anew as numbers, such as array.astype(float)"
GREYED = "colours became grey"
PIECE = 1 << 23
"""How much is read at once; between two pieces the work can be cancelled."""

LARGEST_FLOAT = 1e30
"""A float64 beyond it: sums of its products would be infinite where they are shown as float32."""

_WIDER = {
    "bool": "uint8", "int8": "int32", "int16": "int32", "uint32": "int64", "uint64": "int64",
    "float16": "float32",
}  # fmt: skip
"""What a kind of number becomes that a lesson does not compute with; the others stay."""


class VolumeError(OpenError):
    """A volume that cannot be opened."""

    other = (
        "Choose a multi-page TIFF, an animated GIF, a .npy array, a NIfTI file, or several images"
    )
    smaller = "Crop it, or keep every second slice, in another program first"


def refuse(name: str, why: str, remedy: str) -> NoReturn:
    """Raise the VolumeError of a file by its name."""
    raise VolumeError.of(name, why, remedy)


def sides(shape: Iterable[int]) -> str:
    """A shape in words: 40 × 512 × 512."""
    return " × ".join(f"{side:,}" for side in shape)


# ---- bounds, checked before anything is decoded


def check_shape(shape: tuple[int, ...], name: str) -> None:
    """Refuse a volume `(depth, height, width)` that is empty or too large."""
    if 0 in shape:
        refuse(name, f"{sides(shape)} is no voxel at all", "Choose one that is not empty")
    if max(shape) > MAX_VOLUME_SIDE:
        why = f"{sides(shape)} voxels, and {MAX_VOLUME_SIDE:,} is the most along a side"
        refuse(name, why, VolumeError.smaller)
    if prod(shape) > MAX_VOXELS:
        why = f"{sides(shape)} is {prod(shape):,} voxels, and {MAX_VOXELS:,} is the most"
        refuse(name, why, VolumeError.smaller)


def check_kind(dtype: np.dtype[Any], name: str) -> None:
    """Refuse cells that are no real numbers of up to 64 bits."""
    if dtype.hasobject:
        refuse(name, "it holds Python objects, which are never unpickled", AS_NUMBERS)
    if dtype.kind == "c":
        remedy = "Save a part of them, such as abs(array)"
        refuse(name, "its numbers are complex, and a lesson's are real", remedy)
    if dtype.kind not in "biuf" or dtype.itemsize > 8:
        kind = shown(str(dtype), "unknown")
        refuse(name, f"its cells are of the type {kind}, not numbers of up to 64 bits", AS_NUMBERS)


# ---- cells


def read_cells(
    file: BufferedIOBase, count: int, dtype: np.dtype[Any], name: str, watch: Watch
) -> Cells:
    """The next `count` numbers of a file, one after the other."""
    cells = np.empty(count, dtype)
    room = cells.view(np.uint8).data
    done = 0
    while done < len(room):
        read = file.readinto(room[done : done + PIECE])
        if not read:
            why = f"it ends too early: {done:,} of its {len(room):,} bytes of numbers are there"
            refuse(name, why, AGAIN)
        done += read
        watch(done / len(room))
    return cells


def kept(cells: Cells, name: str) -> Cells:
    """The same numbers in a kind that a lesson computes with, in this machine's byte order."""
    if cells.dtype == np.bool_:
        cells = cells.view(np.uint8) != 0
    if cells.dtype.itemsize == 8:
        _check_range(cells, name)
    wider = _WIDER.get(cells.dtype.name, cells.dtype.newbyteorder("="))
    return cells.astype(wider, copy=False)


def _check_range(cells: Cells, name: str) -> None:
    """Refuse 64-bit numbers whose sums would not be exact, or could not be shown."""
    whole = cells.dtype.kind in "iu"
    numbers = True if whole else np.isfinite(cells)
    ends = (cells.max(where=numbers, initial=0), cells.min(where=numbers, initial=0))
    most = max((end.item() for end in ends), key=abs)
    bound = LARGEST_PIXEL if whole else LARGEST_FLOAT
    if abs(most) > bound:
        said = (
            f"it holds {most:,}, and ±{bound:,}" if whole else f"it holds {most:g}, and ±{bound:g}"
        )
        remedy = "Scale its numbers down" + (", or save them as floats" if whole else "")
        refuse(name, f"{said} is the most", remedy)


def volume_of(name: str, cells: Cells, *notes: str) -> Volume:
    """A volume of these cells `(depth, height, width)`."""
    return Volume(name, *_parts(name, cells, notes))


def image_of(name: str, cells: Cells, *notes: str) -> Image:
    """An image of these cells `(height, width)` or `(height, width, 3)`."""
    return Image(name, *_parts(name, cells, notes))


def _parts(name: str, cells: Cells, notes: Iterable[str]) -> tuple[Tensor, float, str]:
    """The cells as they are kept, the value that shows as white, and the words about them."""
    values = kept(cells, name)
    shade = 1.0 if cells.dtype == np.bool_ else white_of(values)
    return Tensor(values), shade, "; ".join(filter(None, (*notes, strange_cells(values))))


def slice_of(volume: Volume) -> Image:
    """The only slice of a volume that has one."""
    return Image(volume.name, Tensor(volume.voxels.array[0]), volume.white, volume.note)


class Pile:
    """Slices laid one behind the other, each of the first one's size and kind of number."""

    def __init__(self, name: str, depth: int) -> None:
        self._name, self._depth = name, depth
        self._first = ""
        self._cells = np.empty((0, 0, 0))
        self._laid = 0
        self._white = 1.0
        self._changes: Counter[str] = Counter()

    def add(self, frame: Frame, called: str) -> None:
        """The next slice, in grey. VolumeError, with both sizes, where it is not like the first."""
        plane = frame.pixels
        if plane.ndim == 3:
            plane, changed = in_grey(plane)
            self._changes[changed] += 1
        if self._laid == 0:
            self._begin(plane, called)
        self._check(plane, called)
        self._cells[self._laid] = plane
        self._laid += 1
        self._white = max(self._white, frame.white)
        self._changes.update(frame.changes)

    def volume(self, *notes: str) -> Volume:
        """All of them as a volume; what was changed is said once, with how many slices it was."""
        changed = (
            change if count == self._depth else f"{change} ({count} of {self._depth} slices)"
            for change, count in self._changes.items()
            if change
        )
        told = (*notes, *changed, strange_cells(self._cells))
        return Volume(self._name, Tensor(self._cells), self._white, "; ".join(filter(None, told)))

    def _begin(self, plane: Cells, called: str) -> None:
        check_shape((self._depth, *plane.shape), self._name)
        self._first = called
        self._cells = np.empty((self._depth, *plane.shape), plane.dtype)

    def _check(self, plane: Cells, called: str) -> None:
        if plane.shape != self._cells.shape[1:]:
            check_alike(self._name, called, plane.shape, self._first, self._cells.shape[1:])
        if plane.dtype != self._cells.dtype:
            why = f"{called} has {plane.dtype} cells, and {self._first} has {self._cells.dtype}"
            refuse(self._name, why, "Save all slices in one kind of number")


def check_alike(
    name: str, called: str, shape: tuple[int, ...], first: str, fits: tuple[int, ...]
) -> None:
    """Refuse a slice of another size than the first, by the names and the sizes of both."""
    if shape != fits:
        why = f"{called} has {sides(shape)} cells (rows × columns), and {first} has {sides(fits)}"
        refuse(name, why, "Make all slices the same size first")


def in_grey(colour: Cells) -> tuple[Cells, str]:
    """One plane of three, and what to say of it: nothing where the three were equal."""
    plane = grey_if_it_is(colour)
    return (plane, "") if plane.ndim == 2 else (to_grey(colour), GREYED)
