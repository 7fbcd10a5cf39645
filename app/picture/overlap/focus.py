"""Which stamps reach a cell and which cells a stamp reaches, through all layers."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from app.picture.moment import Moment
from app.state.overlap.derived import Counted, StampStack
from app.state.view import Target, View

Edge = tuple[int, int]
"""A cell of a level and one of the next that its stamp reaches."""


@dataclass(frozen=True, slots=True)
class Trail:
    """Along one axis, a cell of a level and all that lead to it and that it leads to.

    `cells` are by level, `edges` by the layer that they cross.
    """

    level: int
    cell: int
    cells: tuple[tuple[int, ...], ...]
    edges: tuple[tuple[Edge, ...], ...]


@dataclass(frozen=True, slots=True)
class OverlapFocus:
    """What is shown: the step's cell, or the one that is pointed at. In a line both trails are
    the same one."""

    vertical: Trail
    horizontal: Trail
    pointed: bool

    @property
    def level(self) -> int:
        return self.horizontal.level


@lru_cache(maxsize=256)
def trail(stack: StampStack, level: int, cell: int) -> Trail:
    """Everything that a cell of a level hangs together with."""
    last = len(stack.axes)
    cells: dict[int, tuple[int, ...]] = {level: (cell,)}
    edges: dict[int, tuple[Edge, ...]] = {}
    for at in range(level, 0, -1):
        edges[at - 1] = tuple((up, c) for c in cells[at] for up in stack.above(at, c))
        cells[at - 1] = tuple(sorted({up for up, _ in edges[at - 1]}))
    for at in range(level, last):
        edges[at] = tuple((c, down) for c in cells[at] for down in stack.below(at, c))
        cells[at + 1] = tuple(sorted({down for _, down in edges[at]}))
    return Trail(
        level,
        cell,
        tuple(cells[at] for at in range(last + 1)),
        tuple(edges[at] for at in range(last)),
    )


def level_key(stack: StampStack, level: int) -> str:
    """The key of the panel that shows a level."""
    if level == 0:
        return "input"
    return "output" if level == len(stack.axes) else f"output-{level}"


def focus_of(derived: Counted, view: View, moment: Moment) -> OverlapFocus:
    """What is pointed at; else the cell of the step."""
    stack = derived.stamps
    found = _pointed(derived, view.target)
    if found is None:
        row, column = divmod(moment.step, derived.output_shape[1])
        level = len(stack.axes)
    else:
        level, row, column = found
    horizontal = trail(stack, level, column)
    vertical = trail(stack, level, row) if derived.is_plane else horizontal
    return OverlapFocus(vertical, horizontal, found is not None)


def _pointed(derived: Counted, target: Target | None) -> tuple[int, int, int] | None:
    """Level, row and column of what is pointed at; None where that is no cell of a level."""
    if target is None:
        return None
    stack = derived.stamps
    keys = {level_key(stack, level): level for level in range(len(stack.sizes))}
    if target.panel == "output-stamps":
        return len(stack.axes), 0, target.column
    if target.panel not in keys:
        return None
    level = keys[target.panel]
    rows = stack.sizes[level] if derived.is_plane else 1
    inside = 0 <= target.row < rows and 0 <= target.column < stack.sizes[level]
    return (level, target.row, target.column) if inside else None
