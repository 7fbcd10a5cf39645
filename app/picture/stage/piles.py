"""Piles of planes: channels or slices one behind the other, or laid side by side.

An oblique projection: every plane faces the reader, so that its numbers stay square and its
cells are hit as any panel's are; the first stands in front, each further one a little higher and
to the right. Lines along the third axis join corners that belong together.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, floor, inf

from app.picture.elements import Connector, Rect, Role
from app.picture.stage.layout import on_whole_pixels

SHIFT = 1.15
"""How far apart planes stand, in cells: a row and a column of each shows behind the next."""
DEPTH = 0.9
"""A pile goes back by at most this share of a plane's shorter side."""


@dataclass(frozen=True, slots=True)
class Pile:
    """`count` planes of `rows` × `columns` cells, each `shift` cells behind the one before.

    >>> pile = pile_of(3, 4, 4)
    >>> [(round(box.x, 2), round(box.y, 2)) for box in pile.boxes(Rect(0, 0, 63, 63))]
    [(0.0, 23.0), (11.5, 11.5), (23.0, 0.0)]
    """

    count: int
    rows: float
    columns: float
    shift: float

    @property
    def extent(self) -> tuple[float, float]:
        """Rows and columns of cells that the whole pile needs."""
        back = (self.count - 1) * self.shift
        return self.rows + back, self.columns + back

    def boxes(self, place: Rect) -> tuple[Rect, ...]:
        """Where the planes stand in a box of the pile's form, the first in front."""
        high, wide = self.extent
        cell = min(place.height / high, place.width / wide)
        step = self.shift * cell
        bottom = place.y + (self.count - 1) * step
        return tuple(
            Rect(place.x + at * step, bottom - at * step, self.columns * cell, self.rows * cell)
            for at in range(self.count)
        )


def pile_of(count: int, rows: float, columns: float, shift: float = SHIFT) -> Pile:
    """A pile whose planes stand closer the more of them there are."""
    most = DEPTH * min(rows, columns) / max(1, count - 1)
    return Pile(count, rows, columns, min(shift, most) if count > 1 else 0.0)


FULL = 1.3
"""Rows are left uneven only where that makes planes so many times as large."""


def side_by_side(
    area: Rect, count: int, extent: tuple[float, float], gap: float, most: float = inf
) -> list[Rect]:
    """Boxes of planes next to one another, in the rows that make them largest, row by row.

    `gap` is left between columns and, for words, between rows. A cell larger than `most` is no
    gain; the boxes may be larger than that nevertheless.
    """
    rows, columns = extent
    best, lines = 0.0, 1
    for tried in range(1, count + 1):
        across = ceil(count / tried)
        cell = min(
            (area.width - gap * (across - 1)) / (across * columns),
            (area.height - gap * (tried - 1)) / (tried * rows),
        )
        gain = FULL if count % tried and not count % lines else 1.0
        if min(cell, most) > gain * min(best, most):
            best, lines = cell, tried
    across = ceil(count / lines)
    cell = on_whole_pixels(best)
    wide, high = columns * cell, rows * cell
    left = area.x + (area.width - across * wide - gap * (across - 1)) / 2
    top = area.y + (area.height - lines * high - gap * (lines - 1)) / 2
    return [
        Rect(
            floor(left + number % across * (wide + gap)),
            floor(top + number // across * (high + gap)),
            wide,
            high,
        )
        for number in range(count)
    ]


def depth_edges(front: Rect, back: Rect, role: Role) -> tuple[Connector, ...]:
    """The four edges that join the corners of a box's front to those of its back."""
    return tuple(
        Connector(x1, y1, x2, y2, role)
        for (x1, y1), (x2, y2) in zip(_corners(front), _corners(back), strict=True)
    )


def outer_edges(front: Rect, back: Rect, role: Role) -> tuple[Connector, ...]:
    """Those that are seen: the edge from the lower left corner is hidden by the front."""
    first, second, _, last = depth_edges(front, back, role)
    return first, second, last


def _corners(rect: Rect) -> tuple[tuple[float, float], ...]:
    return (
        (rect.x, rect.y),
        (rect.right, rect.y),
        (rect.x, rect.bottom),
        (rect.right, rect.bottom),
    )
