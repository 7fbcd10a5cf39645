"""Where a row of windows lies: the coordinates of their middles, which are evenly spaced."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import floor


@dataclass(frozen=True, slots=True)
class Centres:
    """`count` middles, the first at `first`, each `spacing` (above 0) beyond the one before.

    The coordinates are those of what the windows look at: the cells of an axis's input, say,
    where the middle of cell 0 is 0.
    """

    count: int
    first: Fraction
    spacing: Fraction

    @classmethod
    def spread(cls, count: int, start: int, length: int) -> Centres:
        """`count` cells of one size over `length` cells from `start` on, as resampling lays them.

        >>> [str(Centres.spread(2, 3, 4).at(cell)) for cell in range(2)]
        ['7/2', '11/2']
        """
        size = Fraction(length, count)
        return cls(count, start + (size - 1) / 2, size)

    def at(self, index: int | Fraction) -> Fraction:
        """The middle of a window; also of what lies between two, or beyond the ends."""
        return self.first + index * self.spacing

    def through(self, cells: Centres) -> Centres:
        """The same windows in other coordinates: those in which the `cells` they look at lie."""
        return Centres(self.count, cells.at(self.first), self.spacing * cells.spacing)

    def nearest(self, middle: int | Fraction, like: int = 0) -> int:
        """The window whose middle is nearest to a coordinate.

        Of two that are equally near, the one whose number is nearer to `like`.

        >>> row = Centres(4, Fraction(0), Fraction(1))
        >>> row.nearest(Fraction(3, 2)), row.nearest(Fraction(3, 2), like=3), row.nearest(9)
        (1, 2, 3)
        """
        place = (middle - self.first) / self.spacing
        below = floor(place)
        beyond = place - below - Fraction(1, 2)
        up = beyond > 0 or (beyond == 0 and like > below)
        return min(max(below + up, 0), self.count - 1)
