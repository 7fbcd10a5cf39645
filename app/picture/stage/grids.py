"""Panels of the lessons that lay several grids side by side: placed, titled and numbered."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import groupby
from typing import Any

from app.picture.elements import Outline, Panel, Rect, Role, Stroke, Tag, Tone, Weight
from app.picture.lettering.cells import MOST_NUMBERED, WIDTH, fitting_numbers, leaves_digits_free
from app.picture.lettering.digits import as_fraction, short
from app.picture.lettering.measure import Measure
from app.picture.lettering.typography import Sizes
from app.picture.stage.layout import on_whole_pixels
from app.state.prepare import Plane

TAG_CELL = 30.0
"""Pixels of a cell from which weights stand in its corner."""
SMALL = 3.2
"""A cell is small below so many of the least letters."""
NARROWEST = 0.7
"""A cell narrower than so many of the least letters holds no digit."""
TIGHT, TIGHTEST = 0.6, 0.74
"""Digits of small cells are this share of the cell's height; up to the other to be read at all."""


class Same:
    """An array as a key: the very same one, not one that is alike."""

    __slots__ = ("array",)

    def __init__(self, array: Plane) -> None:
        self.array = array

    def __hash__(self) -> int:
        return id(self.array)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Same) and other.array is self.array


def as_column(array: Plane) -> Plane:
    """An array flattened to one column; the same view for the same array, so rasters keep."""
    return _column(Same(array))


def as_row(array: Plane) -> Plane:
    """An array flattened to one row; the same view for the same array."""
    return _row(Same(array))


def half_turned(array: Plane) -> Plane:
    """An array turned by 180°; the same view for the same array."""
    return _half_turned(Same(array))


@lru_cache(maxsize=16)
def _column(same: Same) -> Plane:
    return same.array.reshape(-1, 1)


@lru_cache(maxsize=16)
def _row(same: Same) -> Plane:
    return same.array.reshape(1, -1)


@lru_cache(maxsize=16)
def _half_turned(same: Same) -> Plane:
    return same.array[::-1, ::-1]


def cell_size(width: float, height: float, columns: int, rows: int, most: float) -> float:
    """The largest cell with which a grid fits a box, on whole pixels where it is not tiny."""
    cell = min(most, width / columns, height / rows)
    return on_whole_pixels(cell)


def grid(
    key: str,
    role: Role,
    title: str,
    array: Plane | None,
    tone: Tone,
    box: Rect,
    shape: tuple[int, int],
    measure: Measure,
    type_: Sizes,
    **more: Any,
) -> Panel:
    """A panel that fills `box` with all its cells, padding included."""
    whole = Rect(0, 0, shape[1], shape[0])
    bare = Panel(key, role, box, whole, shape, array, tone, title, **more)
    return numbered(replace(bare, visible=bare.extent), measure, type_)


def scrolled(panel: Panel, visible: Rect, measure: Measure, type_: Sizes) -> Panel:
    """A panel in the same box with only some of its cells."""
    if visible == panel.visible:
        return panel
    return numbered(replace(panel, visible=visible, numbers=0.0), measure, type_)


def numbered(panel: Panel, measure: Measure, type_: Sizes) -> Panel:
    """A panel whose visible cells fill its box, whatever their form, with the digits that fit."""
    box, seen = panel.rect, panel.visible
    wide, high = box.width / seen.width, box.height / seen.height
    aspect = 1.0 if abs(high - wide) < 1e-6 * wide else high / wide
    panel = replace(panel, aspect=aspect)
    if high < type_.least or wide < NARROWEST * type_.least:
        return panel
    low = Rect(box.x, box.y, seen.width * min(wide, high), box.height)  # digits fit both sides
    if min(wide, high) < SMALL * type_.least:
        return tight(panel, wide, high, measure, type_)
    return replace(fitting_numbers(panel, low, seen, measure, type_), rect=box)


def tight(panel: Panel, wide: float, high: float, measure: Measure, type_: Sizes) -> Panel:
    """Larger digits in small cells, as far as the longest number lets them."""
    if panel.array is None or panel.array.size > MOST_NUMBERED:
        return panel
    texts = {short(value) for value in set(panel.array.ravel().tolist())}
    longest = max(measure.width(text, 20, Weight.SEMIBOLD) for text in texts)
    tall = max(TIGHT * high, min(type_.least, TIGHTEST * high))
    size = min(tall, 20 * WIDTH * wide / longest)
    return replace(panel, numbers=size) if size >= type_.least else panel


def fitting(
    texts: Sequence[str],
    width: float,
    size: float,
    measure: Measure,
    weight: Weight = Weight.REGULAR,
) -> str:
    """The first of several wordings that fits a width, else the last."""
    fits = (text for text in texts if measure.width(text, size, weight) <= width)
    return next(fits, texts[-1])


def runs(panel: str, row: int, columns: Iterable[int], role: Role = Role.STEP) -> Iterator[Outline]:
    """An outline around each run of neighbouring cells of a row."""
    ordered = sorted(set(columns))
    for _, run in groupby(enumerate(ordered), lambda pair: pair[1] - pair[0]):
        cells = [column for _, column in run]
        yield Outline(panel, Rect(cells[0], row, len(cells), 1), Stroke.REACH, role)


def column_runs(panel: str, column: int, rows: Iterable[int], role: Role) -> Iterator[Outline]:
    """An outline around each run of neighbouring cells of a column."""
    for outline in runs(panel, column, rows, role):
        cells = outline.cells
        yield replace(outline, cells=Rect(column, cells.x, 1, cells.width))


def tag(
    panel: Panel, row: int, column: int, weight: Any, measure: Measure, type_: Sizes
) -> Iterator[Tag]:
    """The weight in the corner of a cell, where there is room for it."""
    yield from corner(panel, row, column, "×" + as_fraction(weight), Role.KERNEL, measure, type_)


def corner(
    panel: Panel, row: int, column: int, text: str, role: Role, measure: Measure, type_: Sizes
) -> Iterator[Tag]:
    """A few letters in the corner of a cell, where they leave its digits free."""
    size = corner_size(panel, type_)
    free = panel.scale >= TAG_CELL and leaves_digits_free(panel, size)
    if free and panel.numbers and _fits_corner(panel, text, size, measure):
        yield Tag(panel.key, row, column, text, role, size)


def shortened_tag(
    panel: Panel, row: int, column: int, weight: Any, measure: Measure, type_: Sizes
) -> Iterator[Tag]:
    """The weight in the corner of a cell, with as many digits as fit there, if any do."""
    size = corner_size(panel, type_)
    for number in (as_fraction(weight), short(weight, 2), short(weight, 1)):
        text = "×" + number
        if _fits_corner(panel, text, size, measure):
            yield Tag(panel.key, row, column, text, Role.KERNEL, size)
            return


def corner_size(panel: Panel, type_: Sizes) -> float:
    """The size of letters in the corners of a panel's cells."""
    return max(type_.least, 0.2 * panel.scale)


def _fits_corner(panel: Panel, text: str, size: float, measure: Measure) -> bool:
    return measure.width(text, size, Weight.BOLD) < 0.8 * panel.scale
