"""The pages of a TIFF file from its directories alone: nothing is decoded, the work is bounded.

TIFF 6.0 and BigTIFF: a chain of directories, each with tags of a number, a type, a count and a
value, and where the next one is.
"""

from __future__ import annotations

import struct
from typing import NamedTuple

from app.services.opening.page import Content, Page, PagesError

_KIND, _WIDTH, _HEIGHT = 254, 256, 257
_REDUCED_OR_MASK = 0b101
"""Bits of the kind: a smaller copy of another page, a mask of another page."""
_VALUES = {1: "B", 3: "H", 4: "I", 16: "Q"}
_MOST_DIRECTORIES = 8
"""Directories for each page that is wanted: its smaller copies are pages too."""
_MOST_TAGS = 1 << 18


class Layout(NamedTuple):
    """How the numbers of a directory are written, and what they are preceded by."""

    order: str
    number: struct.Struct
    tag: struct.Struct
    link: struct.Struct


def pages(data: Content, most: int) -> list[Page]:
    """The full pictures, in order, up to one more than `most`. PagesError where it is damaged."""
    try:
        return _pages(data, most)
    except (struct.error, OverflowError):
        raise PagesError("a directory lies beyond its end") from None


def _pages(data: Content, most: int) -> list[Page]:
    layout, place = begin(data)
    found: list[Page] = []
    seen: set[int] = set()
    tags = 0
    while place and place not in seen and len(found) <= most:
        number = len(seen)
        seen.add(place)
        (count,) = layout.number.unpack_from(data, place)
        tags += count
        if tags > _MOST_TAGS or number > _MOST_DIRECTORIES * most:
            raise PagesError("its directories do not end")
        start = place + layout.number.size
        page, wanted = _page(data, layout, start, count, number)
        if wanted:
            found.append(page)
        (place,) = layout.link.unpack_from(data, start + count * layout.tag.size)
    return found


def begin(data: Content) -> tuple[Layout, int]:
    """How directories are written, and where the first one is."""
    order = "<" if data[:2] == b"II" else ">"
    large = struct.unpack_from(f"{order}H", data, 2) == (43,)
    parts = ("Q", "HHQ8s", "Q") if large else ("H", "HHI4s", "I")
    number, tag, link = (struct.Struct(order + part) for part in parts)
    return Layout(order, number, tag, link), link.unpack_from(data, 8 if large else 4)[0]


def _page(data: Content, layout: Layout, start: int, count: int, number: int) -> tuple[Page, bool]:
    """A directory's page, and whether it is a picture of its own."""
    values = {_KIND: 0, _WIDTH: 0, _HEIGHT: 0}
    for each in range(count):
        tag, kind, _, held = layout.tag.unpack_from(data, start + each * layout.tag.size)
        if tag in values and kind in _VALUES:
            read = struct.Struct(layout.order + _VALUES[kind])
            values[tag] = read.unpack_from(held)[0]
    return Page(number, values[_HEIGHT], values[_WIDTH]), not values[_KIND] & _REDUCED_OR_MASK
