"""What a stack's stage is about: the unit whose field is shown, and the input pointed at."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.core import extent
from app.picture.elements import Rect
from app.picture.moment import Moment
from app.state.derive import Stacked
from app.state.scene import Pair
from app.state.view import Target, View

INPUT_KEY = "input"
LEVEL_KEY = "level-"


def level_key(level: int) -> str:
    """The key of a level's panel."""
    return f"{LEVEL_KEY}{level}" if level else INPUT_KEY


def level_of(key: str) -> int | None:
    """The level of a panel's key, None where the panel is no level."""
    if key == INPUT_KEY:
        return 0
    return int(key.removeprefix(LEVEL_KEY)) if key.startswith(LEVEL_KEY) else None


@dataclass(frozen=True, eq=False, slots=True)
class Paths:
    """Path counts of one level along both axes; in the plane they multiply."""

    vertical: NDArray[Any]
    horizontal: NDArray[Any]

    @property
    def cells(self) -> Rect:
        """The rectangle from the first to the last unit that a path reaches; may be empty."""
        rows, columns = extent(self.vertical), extent(self.horizontal)
        return Rect(columns.start, rows.start, len(columns), len(rows))

    @property
    def used(self) -> int:
        """How many units some path reaches."""
        return int(np.count_nonzero(self.vertical)) * int(np.count_nonzero(self.horizontal))


@dataclass(frozen=True, eq=False, slots=True)
class Seen:
    """One unit and the paths down from it, a member for each level from the input to its own."""

    level: int
    row: int
    column: int
    paths: tuple[Paths, ...]
    pointed: bool = False


@dataclass(frozen=True, eq=False, slots=True)
class Reached:
    """One input cell and the paths up from it, a member for each level, the input's first."""

    row: int
    column: int
    paths: tuple[Paths, ...]


@dataclass(frozen=True, eq=False, slots=True)
class StackFocus:
    """The unit whose field is shown, and the input cell that is pointed at."""

    seen: Seen
    reached: Reached | None = None


def focus_of(derived: Stacked, view: View, moment: Moment) -> StackFocus:
    """Read the pointed cell, hovered before pinned, against the scene."""
    here = derived.level, divmod(moment.step, derived.output_shape[1])
    present = seen_from(derived, *here)
    for target in (view.hover, view.pin):
        level = None if target is None else level_of(target.panel)
        if target is None or level is None or not _is_there(derived, level, target):
            continue
        at = target.row, target.column
        if level == 0:
            return StackFocus(present, _reached(derived, *at))
        if (level, at) == here:
            return StackFocus(present)
        return StackFocus(seen_from(derived, level, at, pointed=True))
    return StackFocus(present)


def seen_from(derived: Stacked, level: int, unit: Pair, *, pointed: bool = False) -> Seen:
    """A unit with its paths down to the input."""
    vertical, horizontal = (
        axis.seen_by(level, at) for axis, at in zip(derived.stack.axes, unit, strict=True)
    )
    paths = tuple(map(Paths, vertical, horizontal))
    return Seen(level, *unit, paths, pointed)


def _reached(derived: Stacked, row: int, column: int) -> Reached:
    vertical, horizontal = (
        axis.seeing(0, at) for axis, at in zip(derived.stack.axes, (row, column), strict=True)
    )
    return Reached(row, column, tuple(map(Paths, vertical, horizontal)))


def _is_there(derived: Stacked, level: int, target: Target) -> bool:
    if level >= derived.stack.levels:
        return False
    rows, columns = derived.stack.shapes[level]
    return 0 <= target.row < rows and 0 <= target.column < columns
