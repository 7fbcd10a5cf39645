"""Where planes stand: piled one behind the other, or laid side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import floor

from app.picture.elements import Rect
from app.picture.lettering.typography import Sizes
from app.picture.stage.layout import on_whole_pixels
from app.picture.stage.piles import pile_of, side_by_side
from app.state.channels.choices import Arrangement

MOST_PILED = 12
"""Planes that a pile shows; those behind are counted."""
MOST_LAID = 16
"""Planes that are laid side by side at once."""
MORE_LINE = 1.5
"""The height of the line that counts the planes left out, in captions."""
TOY_SHIFT = 1.1
"""How far apart planes stand, in cells: a row and a column of each shows, and a rim …"""
RIM = 2.0
"""… of so many pixels."""
PHOTO_SHIFT = 0.13
"""How far apart large planes stand, as a share of their shorter side."""
DEEPEST = (0.9, 0.5)
"""How far a pile goes back at most, as a share of that side: of a few planes, and of many."""
FEW = 5
"""So many planes are few."""


@dataclass(frozen=True, slots=True)
class Planes:
    """Where planes stand: number and box, in the order in which they are painted.

    `cell` is the size of a cell in pixels; `more` planes are left out. Of planes `apart` none
    lies before another, however the lesson arranges its own.
    """

    places: tuple[tuple[int, Rect], ...]
    cell: float
    more: int
    apart: bool = False

    @property
    def front(self) -> tuple[int, Rect]:
        """The plane in front, or the first one."""
        return self.places[-1]

    @property
    def box(self) -> Rect:
        """What all of them take."""
        rects = [rect for _, rect in self.places]
        left, top = min(rect.x for rect in rects), min(rect.y for rect in rects)
        right, bottom = max(rect.right for rect in rects), max(rect.bottom for rect in rects)
        return Rect(left, top, right - left, bottom - top)


def placed(
    area: Rect,
    numbers: Sequence[int],
    extent: tuple[float, float],
    arrangement: Arrangement,
    most: float,
    type_: Sizes,
) -> Planes:
    """Planes of so many rows and columns within an area, the first of `numbers` in front.

    Room for a name is left above each plane.
    """
    if arrangement is Arrangement.SIDE_BY_SIDE:
        return _laid(area, numbers, extent, most, type_)
    shown = list(numbers[:MOST_PILED])
    rows, columns = extent
    shift = _shift(len(shown), min(rows, columns))
    below = MORE_LINE * type_.caption if len(numbers) > len(shown) else 0.0
    room = area.height - type_.title_gap - below
    high, wide = pile_of(len(shown), rows, columns, shift).extent
    cell = on_whole_pixels(min(most, area.width / wide, room / high))
    if shift == TOY_SHIFT:
        shift = min(shift, 1 + RIM / cell)
    pile = pile_of(len(shown), rows, columns, shift)
    high, wide = pile.extent
    left = floor(area.x + (area.width - wide * cell) / 2)
    top = floor(area.y + type_.title_gap + (room - high * cell) / 2)
    boxes = pile.boxes(Rect(left, top, wide * cell, high * cell))
    places = [(number, box.on_pixels) for number, box in zip(shown, boxes, strict=True)]
    return Planes(tuple(reversed(places)), cell, len(numbers) - len(shown))


def _shift(count: int, side: float) -> float:
    """How far apart the planes of a pile stand, in cells."""
    deepest = DEEPEST[0] if count <= FEW else DEEPEST[1]
    wanted = max(TOY_SHIFT, PHOTO_SHIFT * side)
    return min(wanted, deepest * side / max(1, count - 1))


def _laid(
    area: Rect, numbers: Sequence[int], extent: tuple[float, float], most: float, type_: Sizes
) -> Planes:
    shown = sorted(numbers)
    if len(shown) > MOST_LAID:
        page = numbers[0] // MOST_LAID * MOST_LAID
        shown = [number for number in shown if page <= number < page + MOST_LAID]
    gap = type_.title_gap
    room = Rect(area.x, area.y + gap, area.width, area.height - gap)
    boxes = side_by_side(room, len(shown), extent, gap, most)
    cell = boxes[0].width / extent[1]
    if cell > most:
        room = _shrunk(room, boxes, most / cell)
        boxes = side_by_side(room, len(shown), extent, gap)
        cell = boxes[0].width / extent[1]
    places = tuple(zip(shown, boxes, strict=True))
    return Planes(places, cell, len(numbers) - len(shown))


def _shrunk(room: Rect, boxes: Sequence[Rect], share: float) -> Rect:
    """The middle of a room, so that its boxes come out smaller by a share."""
    spare_x = sum(sorted({box.x: box.width for box in boxes}.values())) * (1 - share)
    spare_y = sum(sorted({box.y: box.height for box in boxes}.values())) * (1 - share)
    return Rect(
        room.x + spare_x / 2, room.y + spare_y / 2, room.width - spare_x, room.height - spare_y
    )
