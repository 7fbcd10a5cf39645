"""A Picture as plain data: what is on the stage, in logical pixels, with no Qt.

Coordinates grow to the right and down. Inside a panel they are cells: `(0, 0)` is the corner of
the first input cell, so padding cells have negative coordinates.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from app.state.view import Target

Anchor = Literal["left", "centre", "right"]


class Role(Enum):
    """What a thing is. Its hue follows from it, and is the same in every lesson."""

    INPUT = "input"
    KERNEL = "kernel"
    OUTPUT = "output"
    STEP = "step"
    INK = "ink"
    SOFT = "soft"
    RED = "red"  # these mark the channels of a colour image, and nothing else
    GREEN = "green"
    BLUE = "blue"


class Weight(Enum):
    """How heavy letters are."""

    REGULAR = 400
    MEDIUM = 500
    SEMIBOLD = 600
    BOLD = 700


@dataclass(frozen=True, slots=True)
class Rect:
    """A rectangle by its top left corner, in pixels or in cells."""

    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        return self.x + self.width

    @property
    def bottom(self) -> float:
        return self.y + self.height

    @property
    def centre(self) -> tuple[float, float]:
        return self.x + self.width / 2, self.y + self.height / 2

    def contains(self, x: float, y: float) -> bool:
        return self.x <= x < self.right and self.y <= y < self.bottom

    def intersected(self, other: Rect) -> Rect:
        x, y = max(self.x, other.x), max(self.y, other.y)
        width = max(0.0, min(self.right, other.right) - x)
        height = max(0.0, min(self.bottom, other.bottom) - y)
        return Rect(x, y, width, height)


@dataclass(frozen=True, slots=True)
class Label:
    """A line of text; `y` is its vertical middle. A `statement` says something by itself."""

    text: str
    x: float
    y: float
    size: float
    role: Role = Role.INK
    weight: Weight = Weight.REGULAR
    anchor: Anchor = "left"
    faded: bool = False
    statement: bool = False


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
    stands in front of another, and the pointer goes through it to that one.
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

    @property
    def scale(self) -> float:
        """Pixels across a cell."""
        return self.rect.width / self.visible.width

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
        return self.array[row, column]

    def is_empty(self, row: int, column: int) -> bool:
        """Whether there is nothing in this cell, not even a zero."""
        return self.held is not None and not self.held[row, column]

    def is_beyond(self, row: int, column: int) -> bool:
        return self.hide and self.known is not None and row * self.shape[1] + column >= self.known


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


@dataclass(frozen=True, slots=True)
class Connector:
    """A thin line from one place of the stage to another; a `faded` one is one of many."""

    x1: float
    y1: float
    x2: float
    y2: float
    role: Role = Role.STEP
    faded: bool = False


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of the equation. `full` has all digits where `text` was rounded."""

    text: str
    role: Role = Role.INK
    faded: bool = False
    bold: bool = False
    full: str = ""


@dataclass(frozen=True, slots=True)
class Equation:
    """The step in numbers: lines of tokens laid out in `rect`."""

    rect: Rect
    lines: tuple[tuple[Token, ...], ...]
    size: float
    note: str
    note_size: float
    places: tuple[tuple[float, float, Token], ...] = ()  # x of the left edge, y of the middle


@dataclass(frozen=True, slots=True)
class Series:
    """One line or one row of bars of a chart. For bars `x` has one value more than `y`."""

    name: str
    role: Role
    x: tuple[float, ...]
    y: tuple[float, ...]
    bars: bool = False


@dataclass(frozen=True, slots=True)
class Chart:
    """Series over named axes; `marker` is the present value on the x axis."""

    title: str
    x_label: str
    y_label: str
    series: tuple[Series, ...]
    marker: float | None = None


@dataclass(frozen=True, slots=True)
class PlacedChart:
    """A chart on the stage; `letters` is the size of its words in pixels."""

    rect: Rect
    chart: Chart
    letters: float


class Curve(Enum):
    """How a signal is drawn."""

    STEMS = "stems"  # a stem with a head for each sample
    LINE = "line"  # samples joined
    BAND = "band"  # from the least to the greatest sample under each pixel
    BARS = "bars"  # a bar for each sample
    BEAM = "beam"  # no samples: the ground within the corners `x`, `tips`


@dataclass(frozen=True, eq=False, slots=True)
class Plot:
    """A signal over the cells of a panel, in pixels: in `rect`, on a line at `base`.

    `x` `(n,)` are the middles of the samples, `tips` `(n,)` their heights; a band lies between
    `tips` and `ends`. `strong` samples stand out, `faint` ones step back. `wide` is the width of
    a sample's column. `shown` are the left and right end of the part that is seen, all of it
    where there are none. `said` puts it in words.
    """

    panel: str
    rect: Rect
    role: Role
    curve: Curve
    base: float
    x: NDArray[np.float64]
    tips: NDArray[np.float64]
    ends: NDArray[np.float64] | None = None
    wide: float = 1.0
    strong: bool = False
    faint: bool = False
    shown: tuple[float, float] | None = None
    said: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """Words in several colours on one line: each token's left edge, and the vertical middle."""

    tokens: tuple[Token, ...]
    places: tuple[float, ...]
    y: float
    size: float

    @property
    def text(self) -> str:
        return "".join(token.text for token in self.tokens)


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


@dataclass(frozen=True, slots=True)
class Place:
    """Where the present step is: cells of a panel. A zoomed view follows it."""

    panel: str
    cells: Rect


@dataclass(frozen=True, eq=False, slots=True)
class Picture:
    """Everything on the stage. `spoken` is the step in one sentence."""

    width: float
    height: float
    panels: tuple[Panel, ...]
    marks: tuple[Mark, ...]
    labels: tuple[Label, ...]
    connectors: tuple[Connector, ...]
    equation: Equation | None
    spoken: str
    place: Place
    bold: bool = False  # thicker outlines, for a projector
    lines: tuple[Line, ...] = ()
    charts: tuple[PlacedChart, ...] = ()
    web: tuple[Connector, ...] = ()  # lines that are the same for many steps
    cards: tuple[Rect, ...] = ()  # quiet grounds that hold parts together
    plots: tuple[Plot, ...] = ()

    def panel(self, key: str) -> Panel:
        return next(panel for panel in self.panels if panel.key == key)

    @property
    def zooming(self) -> Panel | None:
        """The panel that zooms without a pointer: the step's own, else the first that does."""
        own = self.panel(self.place.panel)
        others = (panel for panel in self.panels if panel.frame is not None)
        return own if own.frame is not None else next(others, None)

    def paths_at(self, target: Target) -> Any:
        """How many paths lead to a cell; None where that is not shown for each cell."""
        for mark in self.marks:
            if isinstance(mark, Counts) and mark.panel == target.panel:
                row, column = target.row - round(mark.cells.y), target.column - round(mark.cells.x)
                rows, columns = mark.values.shape
                if mark.cells.height != rows or mark.cells.width != columns:
                    return None
                inside = 0 <= row < rows and 0 <= column < columns
                return mark.values[row, column].item() if inside else 0
        return None

    def zooming_at(self, x: float, y: float) -> Panel | None:
        """The panel that zooms under a point; between plots that lie on one scale, the nearest.

        So the wheel goes on where a zoom has moved what was under the pointer.
        """
        target = self.hit(x, y)
        panel = None if target is None else self.panel(target.panel)
        if panel is not None and panel.frame is not None:
            return panel
        plotted = {plot.panel for plot in self.plots}
        near = [each for each in self.panels if each.frame is not None and each.key in plotted]
        ends = [plot.rect.y for plot in self.plots] + [each.rect.bottom for each in near]
        if not near or not min(ends) <= y <= max(ends):
            return None
        return min(near, key=lambda each: abs(each.rect.centre[1] - y))

    def hit(self, x: float, y: float) -> Target | None:
        """The cell under a point of the stage, or the cell of the sample that is plotted there."""
        behind = [panel for panel in self.panels if panel.glass]  # hit where nothing else is
        before = [panel for panel in self.panels if not panel.glass]
        for panel in reversed((*behind, *before)):
            cell = panel.cell_at(x, y)
            if cell is not None:
                return Target(panel.key, *cell)
        for plot in self.plots:
            if plot.rect.contains(x, y):
                panel = self.panel(plot.panel)
                cell = panel.cell_at(x, panel.rect.centre[1])
                return None if cell is None else Target(panel.key, *cell)
        return None
