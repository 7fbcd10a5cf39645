"""Stacks as ImageJ writes them: a TIFF file's description says how many slices there are, and of
a large one only the first has a directory; the numbers of the others lie right behind its own.
"""

from __future__ import annotations

import struct
from math import prod
from typing import Any, NamedTuple

import numpy as np

from app.services.opening.frames import Frame, white_of
from app.services.opening.page import Content
from app.services.opening.signatures import recognised
from app.services.opening.tiff_pages import Layout, begin
from app.services.opening.voxels import AGAIN, Pile, check_shape, kept, refuse, sides
from app.state.image import COLOURS
from app.state.result import Watch
from app.state.solid.volume import Volume

_WIDTH, _HEIGHT, _BITS, _PACKING, _PHOTOMETRIC = 256, 257, 258, 259, 262
_DESCRIPTION, _STARTS, _SAMPLES, _LENGTHS, _PLANAR, _KIND = 270, 273, 277, 279, 284, 339
_USUAL = {_PACKING: (1,), _SAMPLES: (1,), _PLANAR: (1,), _KIND: (1,), _PHOTOMETRIC: (1,)}
_TYPES = {1: "B", 2: "s", 3: "H", 4: "I", 16: "Q"}
_KINDS = {1: "u", 2: "i", 3: "f"}
_WHITE_IS_ZERO = 0
_MOST_VALUES = 1 << 16
"""Letters of a description, or strips of a picture, that are read."""
_MARK = 16
"""First bytes that tell what a file is."""
_BEGINS = b"ImageJ="
_EACH = ("channels", "slices", "frames")

Tags = dict[int, tuple[Any, ...]]


class _Series(NamedTuple):
    """Slices `(height, width)` or `(height, width, 3)`, one behind the other from `start` on."""

    slices: int
    shape: tuple[int, ...]
    cells: np.dtype[Any]
    start: int
    inverted: bool


def slices_in(data: Content) -> int:
    """How many slices a file of one directory says that it holds; 0 where it is no such stack."""
    found = _series(data)
    return 0 if found is None else found.slices


def check_stack(data: bytes, name: str) -> None:
    """Refuse a stack of ImageJ's that has more than depth: channels, or slices over time."""
    said = _said(_first(data)[0])
    channels, slices, frames = (said.get(each, 1) for each in _EACH)
    if channels > 1 or (slices > 1 and frames > 1):
        parts = zip((channels, slices, frames), _EACH, strict=True)
        words = " × ".join(
            f"{count:,} {each if count != 1 else each[:-1]}" for count, each in parts
        )
        remedy = "Keep one channel and one frame in ImageJ first, with Image, Duplicate"
        refuse(name, f"it is a hyperstack of {words}, and a volume has slices alone", remedy)


def open_series(data: bytes, name: str, watch: Watch) -> Volume | None:
    """All slices of such a file as a volume, in grey; None where it is none.

    VolumeError, before a number is read, where they are too many or not all there.
    """
    found = _series(data)
    if found is None:
        return None
    check_shape((found.slices, *found.shape[:2]), name)
    each = prod(found.shape) * found.cells.itemsize
    there = max(0, len(data) - found.start) // each
    if there < found.slices:
        why = f"it ends too early: {there:,} of its {found.slices:,} slices are there"
        refuse(name, why, AGAIN)
    pile = Pile(name, found.slices)
    for number in range(found.slices):
        start = found.start + number * each
        cells = np.frombuffer(data, found.cells, prod(found.shape), start).reshape(found.shape)
        if found.inverted:
            cells = np.iinfo(found.cells).max - cells
        values = kept(cells, name)
        pile.add(Frame(values, white_of(values), ()), f"slice {number + 1}")
        watch((number + 1) / found.slices)
    return pile.volume(
        f"{found.slices:,} slices of {sides(found.shape[:2])}, as ImageJ stacks them"
    )


def _series(data: Content) -> _Series | None:
    tags, more = _first(data)
    said = _said(tags)
    count = said.get("images", 1)
    packed, channels = tags.get(_PACKING) != (1,), tags.get(_SAMPLES, (0,))[0]
    if more or count < 2 or packed or channels not in (1, COLOURS) or tags[_PLANAR] != (1,):
        return None
    bits = set(tags.get(_BITS, ()))
    kind = f"{_KINDS.get(tags[_KIND][0], '')}{next(iter(bits), 0) // 8}"
    if len(bits) != 1 or kind not in ("u1", "u2", "i2", "u4", "i4", "f4", "f8"):
        return None
    shape = tuple(tags.get(each, (0,))[0] for each in (_HEIGHT, _WIDTH))
    whole = (*shape, channels) if channels > 1 else shape
    cells = np.dtype(("<" if data[:2] == b"II" else ">") + kind)
    starts, lengths = tags.get(_STARTS, ()), tags.get(_LENGTHS, ())
    if not _is_one_piece(starts, lengths, prod(whole) * cells.itemsize):
        return None
    if prod(whole) > 0 and (len(data) - starts[0]) // (prod(whole) * cells.itemsize) < 2:
        return None  # one slice that was saved again with the description of all
    inverted = tags[_PHOTOMETRIC][0] == _WHITE_IS_ZERO and kind in ("u1", "u2")
    return _Series(count, whole, cells, starts[0], inverted)


def _is_one_piece(starts: tuple[int, ...], lengths: tuple[int, ...], whole: int) -> bool:
    """Whether the strips of a picture follow each other without a gap."""
    if not starts or len(starts) != len(lengths) or sum(lengths) != whole:
        return False
    ends = (start + length for start, length in zip(starts, lengths, strict=True))
    return all(end == start for end, start in zip(ends, starts[1:], strict=False))


def _said(tags: Tags) -> dict[str, int]:
    """The whole numbers that ImageJ's description says; none where it is another program's."""
    text = b"".join(tags.get(_DESCRIPTION, ()))
    if not text.startswith(_BEGINS):
        return {}
    parts = (line.partition(b"=") for line in text.rstrip(b"\0").splitlines())
    return {
        key.decode("ascii", "replace"): int(value)
        for key, _, value in parts
        if value.isdigit() and len(value) < 10
    }


def _first(data: Content) -> tuple[Tags, bool]:
    """What the first directory says, and whether there are more; nothing of another file."""
    if recognised(data[:_MARK])[0] != "TIFF":
        return dict(_USUAL), False
    try:
        layout, place = begin(data)
        (count,) = layout.number.unpack_from(data, place)
        start = place + layout.number.size
        (more,) = layout.link.unpack_from(data, start + count * layout.tag.size)
        places = (start + each * layout.tag.size for each in range(min(count, _MOST_VALUES)))
        read = (_tag(data, layout, each) for each in places)
        return _USUAL | {number: values for number, values in read if values}, bool(more)
    except (struct.error, OverflowError):
        return dict(_USUAL), False


def _tag(data: Content, layout: Layout, place: int) -> tuple[int, tuple[Any, ...]]:
    """A tag's number and its values, beside it or where it says; none of strange ones."""
    tag, kind, count, held = layout.tag.unpack_from(data, place)
    known = (*_USUAL, _WIDTH, _HEIGHT, _BITS, _DESCRIPTION, _STARTS, _LENGTHS)
    if tag not in known or kind not in _TYPES or not 0 < count <= _MOST_VALUES:
        return tag, ()
    values = struct.Struct(f"{layout.order}{count}{_TYPES[kind]}")
    if values.size <= len(held):
        return tag, values.unpack_from(held)
    (there,) = layout.link.unpack(held)
    return tag, values.unpack_from(data, there)
