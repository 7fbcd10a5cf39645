"""Marks: what lies over the cells of a panel and changes with the step."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.picture.elements.basics import Rect, Role


class Stroke(Enum):
    """How an outline is drawn."""

    STEP = "step"  # thick, vermilion's place in the eye, with a halo
    REACH = "reach"  # what is pointed at reaches this
    THIN = "thin"


@dataclass(frozen=True, slots=True)
class Outline:
    """A rectangle of cells, outlined; `nested` draws it a little further in than others."""

    panel: str
    cells: Rect
    stroke: Stroke
    role: Role = Role.STEP
    dashed: bool = False
    nested: int = 0


@dataclass(frozen=True, eq=False, slots=True)
class Dots:
    """Points in a panel, at the corners where windows begin: cell coordinates `(n, 2)` as x, y."""

    panel: str
    points: NDArray[np.float64]
    role: Role = Role.STEP


class Veil(Enum):
    """What lies over cells."""

    UNUSED = "unused"  # no window covers them
    HOLE = "hole"  # inside the window, skipped by dilation
    MET = "met"  # the inputs that one tap meets
    OUTSIDE = "outside"  # the present unit does not see them
    INSERTED = "inserted"  # zeros between the inputs
    DIFFERS = "differs"  # another way gives another value


@dataclass(frozen=True, slots=True)
class Veils:
    """Rectangles of cells under the same veil."""

    panel: str
    kind: Veil
    cells: tuple[Rect, ...]


@dataclass(frozen=True, slots=True)
class Tag:
    """A small text in the corner of a cell: the weight that it is multiplied by."""

    panel: str
    row: int
    column: int
    text: str
    role: Role
    size: float


@dataclass(frozen=True, slots=True)
class Strong:
    """Cells whose digits stand out: the rows and columns of the window's taps."""

    panel: str
    rows: tuple[int, ...]
    columns: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Written:
    """A value written over a cell that is not known yet: the sum so far."""

    panel: str
    row: int
    column: int
    text: str


@dataclass(frozen=True, eq=False, slots=True)
class Counts:
    """How many paths lead to each cell of a rectangle; cells that none reaches stay bare.

    `values` `(rows, columns)` fill `cells`, one for each cell or, of many cells, one for each
    block of them. Tinted by size, full at the largest. `numbers` is the size of the digits.
    """

    panel: str
    cells: Rect
    values: NDArray[Any]
    role: Role
    numbers: float = 0.0


Mark = Outline | Dots | Veils | Tag | Strong | Written | Counts
