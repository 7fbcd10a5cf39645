"""A panel: an array of cells as it is seen through a rectangle."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.picture.elements.basics import Rect, Role


class Click(Enum):
    """What a click on a cell of a panel does."""

    NOTHING = "nothing"
    STEP = "step"  # it becomes the present step, counted row by row
    ROW = "row"  # its row becomes the present step
    COLUMN = "column"  # its column becomes the present step
    PLANE = "plane"  # the panel's plane of steps becomes the present one, row and column kept
    CUT = "cut"  # the step moves along the two axes that the panel shows, and keeps the third
    ROW_PLANE = "row's plane"  # the same, counted by the cell's row from the panel's plane on
    PIN = "pin"  # it stays pointed at


class Answer(Enum):
    """What a panel has to do with a step's answer, where its colour does not say it.

    Of others, those in the output's colour whose cells a click makes the step hold the results,
    and those in the step's colour hold products.
    """

    RESULT = "result"  # the step's own, close up
    SUMS = "sums"  # sums of a part of the products
    PRODUCTS = "products"  # what an input adds to each output
    BESIDE = "beside"  # results that nobody asks for, on the way or of another reading
    READ = "read"  # results of steps before, which the present one reads


@dataclass(frozen=True, eq=False, slots=True)
class Cut:
    """A panel across planes of steps: which of plane (0), row (1) and column (2) its rows and its
    columns run along, and the step's place there that a click on each of them means.
    """

    down: int
    across: int
    rows: NDArray[np.int64]
    columns: NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Frame:
    """Where a panel's cells lie for the camera: cell c at `x + c·dx`, `y + c·dy` input cells."""

    x: float
    y: float
    dx: float
    dy: float

    @property
    def least(self) -> float:
        """Input cells a cell of the panel covers, on the finer axis."""
        return min(self.dx, self.dy)


@dataclass(frozen=True, slots=True)
class Tone:
    """How values become brightness: `low` is empty or black, `high` full or white.

    A tinted panel takes the magnitude; `grey` cells keep their grey. `absolute` maps |v|.
    """

    low: float
    high: float
    grey: bool = False
    absolute: bool = False


@dataclass(frozen=True, eq=False, slots=True)
class Border:
    """The padding around a panel's array: how many cells, and which cell each one shows.

    `rows` and `columns` hold, for every coordinate from the first padding cell on, the index
    of the array's row or column that is read there, or −1 for a zero (Axis.sources).
    """

    top: int
    bottom: int
    left: int
    right: int
    rows: NDArray[np.int64]
    columns: NDArray[np.int64]


@dataclass(frozen=True, eq=False, slots=True)
class Panel:
    """A read-only array `(rows, columns)` seen through `rect`, which shows the cells `visible`.

    `known` is the number of cells, row by row, that are computed up to the present step; what
    lies beyond is dashed (`hide` True) or dimmed. None: all are known. `array` None: the
    result is still being computed, unless the cells are `bare`: places without values. `key` is
    stable: hover and caches go by it. A panel without a `frame` does not zoom. Its cells are
    `aspect` times as high as they are wide. `level` is the level of a stack that it shows,
    `plane` the input channel, the output channel or the slice. Where `held` is given, cells
    beyond it hold nothing, which is another thing than a zero. A `piled` panel may be covered by
    a later one, and its marks with it. Cells that stand apart fill a `share` of their column, in
    its middle; the whole column takes the pointer. Of a panel of `glass` only the edge is there: it
    stands in front of another, and the pointer goes through it to that one. Where `revealed` is
    given, counted row by row, the other cells hide their values, to be predicted; `answer` says
    what there is to hide.
    """

    key: str
    role: Role
    rect: Rect
    visible: Rect
    shape: tuple[int, int]
    array: NDArray[Any] | None
    tone: Tone
    title: str
    caption: str = ""
    border: Border | None = None
    known: int | None = None
    hide: bool = False
    digits: int = 4
    numbers: float = 0.0  # size of the cells' digits in pixels; 0 leaves them out
    click: Click = Click.NOTHING
    frame: Frame | None = None
    bare: bool = False
    aspect: float = 1.0
    level: int | None = None
    held: NDArray[np.bool_] | None = None
    plane: int | None = None
    piled: bool = False
    share: float = 1.0
    cut: Cut | None = None
    glass: bool = False
    revealed: frozenset[int] | None = None
    answer: Answer | None = None

    @property
    def scale(self) -> float:
        """Pixels across a cell."""
        return self.rect.width / self.visible.width

    @property
    def has_room(self) -> bool:
        """Whether there is a pixel for it; the narrowest stage may have none."""
        return self.rect.width >= 1 and self.rect.height >= 1

    @property
    def extent(self) -> Rect:
        """The cells that there are, padding included."""
        rows, columns = self.shape
        if self.border is None:
            return Rect(0, 0, columns, rows)
        edge = self.border
        return Rect(
            -edge.left, -edge.top, columns + edge.left + edge.right, rows + edge.top + edge.bottom
        )

    def to_pixels(self, cells: Rect) -> Rect:
        scale = self.scale
        high = scale * self.aspect
        apart = 1 - self.share
        return Rect(
            self.rect.x + (cells.x + apart / 2 - self.visible.x) * scale,
            self.rect.y + (cells.y - self.visible.y) * high,
            (cells.width - apart) * scale,
            cells.height * high,
        )

    def cell_at(self, x: float, y: float) -> tuple[int, int] | None:
        """The (row, column) under a point, or None outside the panel or its cells."""
        if not self.rect.contains(x, y):
            return None
        column = int(np.floor((x - self.rect.x) / self.scale + self.visible.x))
        row = int(np.floor((y - self.rect.y) / (self.scale * self.aspect) + self.visible.y))
        return (row, column) if self.holds(row, column) else None

    def holds(self, row: int, column: int) -> bool:
        """Whether there is such a cell, padding included."""
        return self.extent.contains(column + 0.5, row + 0.5)

    def value_at(self, row: int, column: int) -> Any:
        """The value of a cell, padding cells included; None where it is not known yet."""
        if self.array is None or self.is_beyond(row, column) or self.is_empty(row, column):
            return None
        if self.border is not None:
            row = int(self.border.rows[row + self.border.top])
            column = int(self.border.columns[column + self.border.left])
            if row < 0 or column < 0:
                return 0
        return None if self.is_concealed(row, column) else self.array[row, column]

    def is_empty(self, row: int, column: int) -> bool:
        """Whether there is nothing in this cell, not even a zero."""
        return self.held is not None and not self.held[row, column]

    def is_concealed(self, row: int, column: int) -> bool:
        """Whether the value of this cell is hidden, to be predicted."""
        return self.revealed is not None and row * self.shape[1] + column not in self.revealed

    def is_beyond(self, row: int, column: int) -> bool:
        return self.hide and self.known is not None and row * self.shape[1] + column >= self.known
