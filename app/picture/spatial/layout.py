"""Where the parts of the lesson of two passes stand."""

from __future__ import annotations

from dataclasses import dataclass

from app.core import Axis
from app.picture.elements import Rect, Token
from app.picture.lettering.lines import note_size, wrapped
from app.picture.lettering.typography import Sizes
from app.picture.spatial.words import ERROR, factor_titles, middle_title, said, table_title
from app.picture.stage import closeup
from app.picture.stage.equation import MOST_LINES
from app.picture.stage.figure import TOY_CELL
from app.picture.stage.given import SpatialStage
from app.picture.stage.grids import cell_size
from app.picture.stage.layout import Slots, bands, photo_row, shared_row
from app.picture.stage.titles import title_width
from app.state.scene import Pair

LINE, BELOW = 1.5, 0.5
"""From line to line of the words, and below the last one, in sizes of their letters."""
LEFT = 0.46
"""The kernel taken apart and its singular values take at most this share of the lower row."""
VALUES = 8.6
"""The width of the singular values, in captions."""
NARROW = 46.0
"""A stage of fewer titles' heights has the kernel above the close-up instead of beside it."""
LEGIBLE = 2.3
"""Digits can be read in a cell of so many of the least letters."""
FEW_TAPS = 3
"""A close-up of more taps may leave out the weights."""
STACKED = (0.35, 0.29)
"""Then figure and kernel take these shares of the height, and the close-up what is left."""
TAKEN = 0.86
"""A cell of the kernel taken apart is at most this share of one of the close-up."""


@dataclass(frozen=True, slots=True)
class Apart:
    """The kernel as an outer product: the column before it, the row above it, every product
    inside. `kernel` is the kernel itself, where one term is not the same; `title` is as wide as
    the words above the product may be.
    """

    kernel: Rect | None
    column: Rect
    row: Rect
    table: Rect
    title: float

    @property
    def right(self) -> float:
        return max(self.table.right, self.column.x + self.title)


@dataclass(frozen=True, slots=True)
class Page:
    """Boxes of the stage. `figure` has one each for input, first weights, intermediate, second
    weights and output, and one more where an error is shown. `values` is empty where the close-up
    needs its room. `lines` are said below `words.y`.
    """

    figure: Slots
    apart: Apart
    values: Rect
    lens: Rect
    words: Rect
    lines: tuple[tuple[Token, ...], ...]
    equation: Rect


def page_of(stage: SpatialStage, type_: Sizes) -> Page:
    """The figure above, the kernel taken apart beside the close-up, words, the equation."""
    margin = max(16.0, 0.032 * stage.width)
    room = stage.width - 2 * margin
    lines = [
        line for parts in said(stage.derived, stage.result, stage.waiting)
        for line in wrapped(parts, room, note_size(type_), stage.measure)
    ]  # fmt: skip
    high = (LINE * len(lines) + BELOW) * note_size(type_)
    taps = max(3, *stage.derived.scene.kernel.shape)
    rows = bands(stage.width, stage.height - high, min(taps + 2, 8), type_, lines=max(MOST_LINES))
    gap = 1.3 * type_.title
    figure, left, lens = rows.figure, rows.lens, rows.lens
    narrow = room < NARROW * type_.title
    if narrow:
        figure, left, lens = _stacked(Rect(figure.x, figure.y, room, lens.bottom - figure.y), gap)
    slots = _figure(stage, figure, type_)
    if not narrow:
        left = Rect(slots.boxes[0].x, left.y, left.right - slots.boxes[0].x, left.height)
    apart = _apart(stage, left, (0.96 if narrow else LEFT) * left.width, type_)
    values = Rect(apart.right + gap, left.y, VALUES * type_.caption, left.height)
    x = lens.x if narrow else values.right + gap
    if not narrow and _lens_cell(stage, lens.right - x, type_) < LEGIBLE * type_.least:
        x, values = values.x, Rect(values.x, values.y, 0, 0)
    return Page(
        slots,
        apart,
        values,
        Rect(x, lens.y, lens.right - x, lens.height),
        Rect(margin, rows.equation.y, room, high),
        tuple(lines),
        Rect(0, rows.equation.y + high, stage.width, rows.equation.height),
    )


def _lens_cell(stage: SpatialStage, width: float, type_: Sizes) -> float:
    """About how wide a cell of the close-up is, of the pass that has the widest one."""
    taps = stage.derived.scene.kernel.shape[1]
    grids = 3 if taps <= FEW_TAPS else 2
    signs = (1.5 * (grids - 1) + closeup.TO_RESULT) * type_.operator
    return (width - signs - 6.4 * type_.key) / (grids * taps)


def _stacked(body: Rect, gap: float) -> tuple[Rect, Rect, Rect]:
    """Figure, kernel and close-up under each other."""
    one, two = (share * body.height for share in STACKED)
    return (
        Rect(body.x, body.y, body.width, one),
        Rect(body.x, body.y + one + gap, body.width, two),
        Rect(body.x, body.y + one + two + gap, body.width, body.height - one - two - gap),
    )


def _apart(stage: SpatialStage, lens: Rect, room: float, type_: Sizes) -> Apart:
    """The outer product, as large as fits; before it the kernel where that differs. `room` is
    the width for both and the singular values."""
    derived = stage.derived
    rows, columns = derived.scene.kernel.shape
    differs = len(derived.factors.terms) > 1
    gap, sign = round(0.25 * type_.title), 1.1 * type_.operator * differs
    wide = room - VALUES * type_.caption - 2.6 * type_.title - sign - gap
    free = lens.height - type_.title_gap - gap
    most = TAKEN * type_.lens_most
    cell = cell_size(wide, free, columns * (1 + differs) + 1, rows + 1, most)
    y = round(lens.y + type_.title_gap + (free - (rows + 1) * cell) / 2)
    down = y + cell + gap
    kernel, x = None, round(lens.x)
    if differs:
        kernel = Rect(x, down, columns * cell, rows * cell)
        x = round(kernel.right + sign)
    title = title_width(table_title(derived, 0), stage.measure, type_)
    return Apart(
        kernel,
        Rect(x, down, cell, rows * cell),
        Rect(x + cell + gap, y, columns * cell, cell),
        Rect(x + cell + gap, down, columns * cell, rows * cell),
        min(title, max(wide - (x - lens.x), (columns + 1) * cell)),
    )


def _figure(stage: SpatialStage, area: Rect, type_: Sizes) -> Slots:
    """One cell size for all where that stays readable; else images side by side."""
    derived = stage.derived
    one, two = (trace.axes for trace in derived.geometry.traces(0))
    first, second = factor_titles(derived)
    shapes = [_padded(one), _taps(one), _padded(two), _taps(two), derived.result_shape]
    names = ["Input", first, middle_title(derived), second, "Output"]
    if not derived.is_exact:
        shapes.append(derived.result_shape)
        names.append(ERROR)
    least = tuple(title_width(name, stage.measure, type_) for name in names)
    gap = min(1.5 * type_.operator, 0.23 * stage.width / len(shapes))
    slots = shared_row(area, tuple(shapes), gap, type_.cell_most, type_, least)
    if slots.cell >= TOY_CELL:
        return slots
    return photo_row(area, shapes, gap, type_, least, kernels=(1, 3))


def _padded(axes: tuple[Axis, ...]) -> Pair:
    return axes[0].padded_size, axes[1].padded_size


def _taps(axes: tuple[Axis, ...]) -> Pair:
    return axes[0].kernel, axes[1].kernel
