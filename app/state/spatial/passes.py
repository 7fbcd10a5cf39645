"""The order of steps where a lesson has two passes: every cell of the first, then of the second.

Where several terms are summed, the passes of each follow one another. A plane of steps is a pass:
`2 · term` its first, `2 · term + 1` its second.
"""

from __future__ import annotations

from dataclasses import dataclass

from app.state.scene import Pair

PASSES = 2


@dataclass(frozen=True, slots=True)
class Walk:
    """`grids` are the rows and columns of both passes, `taps` the products of a step in each.

    >>> walk = Walk(((3, 5), (3, 3)), (3, 3), terms=1)
    >>> walk.steps, walk.place(15), walk.step_at(1, 2, 0)
    (24, (1, 0, 0), 21)
    """

    grids: tuple[Pair, Pair]
    taps: Pair
    terms: int

    @property
    def sizes(self) -> Pair:
        """Cells of the intermediate and of the output."""
        (rows, columns), (high, wide) = self.grids
        return rows * columns, high * wide

    @property
    def steps(self) -> int:
        return self.terms * sum(self.sizes)

    def place(self, step: int) -> tuple[int, int, int]:
        """Plane, row and column of a step."""
        first, second = self.sizes
        term, within = divmod(step, first + second)
        passed = int(within >= first)
        row, column = divmod(within - passed * first, self.grids[passed][1])
        return PASSES * term + passed, row, column

    def step_at(self, plane: int, row: int, column: int) -> int:
        """The step of a plane, a row and a column."""
        term, passed = divmod(plane, PASSES)
        start = term * sum(self.sizes) + passed * self.sizes[0]
        return start + row * self.grids[passed][1] + column

    @property
    def products(self) -> int:
        """Products of all steps of one term."""
        return sum(cells * taps for cells, taps in zip(self.sizes, self.taps, strict=True))

    def tap_place(self, step: int, tap: int) -> int:
        """Where a step's tap stands among all products."""
        term, within = divmod(step, sum(self.sizes))
        first, (one, two) = self.sizes[0], self.taps
        before = min(within, first) * one + max(0, within - first) * two
        return term * self.products + before + tap

    def tap_at(self, position: int) -> Pair:
        """Step and tap of a product."""
        term, within = divmod(position, self.products)
        first, (one, two) = self.sizes[0], self.taps
        start = term * sum(self.sizes)
        if within < first * one:
            return start + within // one, within % one
        later = within - first * one
        return start + first + later // two, later % two
