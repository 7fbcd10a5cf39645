"""The frames of a GIF animation from its blocks alone: nothing is decoded, the work is bounded."""

from __future__ import annotations

import struct

from app.services.opening.page import Content, Page, PagesError

_SCREEN = struct.Struct("<6x2HB2x")
_FRAME = struct.Struct("<4HB")
_EXTENSION, _PICTURE, _END = 0x21, 0x2C, 0x3B
_MOST_BLOCKS = 1 << 22
"""A gigabyte in blocks of 255 bytes; a damaged file may be cut into smaller ones."""


def frames(data: Content, most: int) -> list[Page]:
    """The frames in order, up to one more than `most`, all of the size that holds every one.

    PagesError where the file is damaged; one that ends too early has the frames that are whole
    and the one that is not.
    """
    try:
        return _frames(data, most)
    except (IndexError, struct.error):
        raise PagesError("it ends within a block") from None


def _frames(data: Content, most: int) -> list[Page]:
    width, height, flags = _SCREEN.unpack_from(data)
    place = _SCREEN.size + _palette(flags)
    found = blocks = 0
    while place < len(data) and data[place] != _END and found <= most:
        mark, passed = data[place], 1
        if mark == _PICTURE:
            left, top, across, down, flags = _FRAME.unpack_from(data, place + 1)
            width, height = max(width, left + across), max(height, top + down)
            place, passed = _after_blocks(data, place + 2 + _FRAME.size + _palette(flags))
            found += 1
        elif mark == _EXTENSION:
            place, passed = _after_blocks(data, place + 2)
        else:
            place += 1  # stray bytes between blocks are passed over by every reader
        blocks += passed
        if blocks > _MOST_BLOCKS:
            raise PagesError("its blocks do not end")
    return [Page(number, height, width) for number in range(found)]


def _palette(flags: int) -> int:
    """The bytes of the palette that follows, if there is one."""
    return 3 << (flags & 7) + 1 if flags & 0x80 else 0


def _after_blocks(data: Content, place: int) -> tuple[int, int]:
    """Where a run of blocks ends, and how many there were."""
    count = 0
    while place < len(data) and (size := data[place]):
        place += 1 + size
        count += 1
    return place + 1, count
