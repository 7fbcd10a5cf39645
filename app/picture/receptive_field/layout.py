"""Where the levels of a stack stand: side by side, or as strips above each other for one axis."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import floor

from app.picture.elements import Rect
from app.picture.lettering.typography import Sizes
from app.picture.receptive_field.words import LEAST_FIRST, ROWS
from app.state.scene import Pair

PANELS = 8
"""Up to so many layers are all drawn; of more, the input, the chosen layer and its neighbours."""
LEAST_CELL = 9.0
"""A shared cell size below this gives every level a box of its own instead."""
INPUT_SHARE, LESS, INPUT_LEAST = 0.62, 0.06, 0.30
"""The share of the width that the input takes then, less for each other level, and at least."""
FIGURE_SHARE = 0.42
"""The least share of the height for the panels, before numbers under them are left out."""
LEAST_COLUMN, LEAST_GAP = 3.6, 14.0
"""The least width of a level's column in sizes of its letters, and between two in pixels."""
COLUMN = 4.6
"""The width of a column of numbers beside strips, in sizes of their letters."""
LINE = 1.5
"""From one line of numbers to the next, in sizes of their letters."""

Item = int | range
"""A level that is shown, or levels that are not: folded, or beyond a layer that does not fit."""


def shown_levels(count: int, chosen: int, most: int = PANELS) -> tuple[Item, ...]:
    """Which of `count` levels are shown, input first: all, if they are at most `most` layers.

    >>> shown_levels(12, 6)
    (0, range(1, 5), 5, 6, 7, range(8, 12))
    """
    if count <= most + 1:
        return tuple(range(count))
    kept = sorted({0, *range(max(0, chosen - 1), min(count, chosen + 2))})
    items: list[Item] = []
    for level, after in zip(kept, [*kept[1:], count], strict=True):
        items.append(level)
        if after > level + 1:
            items.append(range(level + 1, after))
    return tuple(items)


def most_panels(width: float, height: float, flat: bool, type_: Sizes) -> int:
    """How many layers a stage has room for, each with its numbers."""
    letters = _letters(type_)
    if flat:
        room = (height - 12 * type_.title) / (1.6 * type_.title)
    else:
        room = (width - 2 * _margin(width)) / (LEAST_COLUMN * letters + LEAST_GAP) - 1
    return max(2, min(PANELS, floor(room)))


def _margin(width: float) -> float:
    return max(16.0, 0.032 * width)


def _letters(type_: Sizes) -> float:
    return max(type_.least, 0.94 * type_.caption)


@dataclass(frozen=True, slots=True)
class Spot:
    """One item: the box of its panel, and the column or line in which its words stand."""

    item: Item
    box: Rect
    words: Rect


@dataclass(frozen=True, slots=True)
class Sheet:
    """Where everything of a stack stands.

    `rows` are the keys of the numbers that are shown, `letters` the size in which they are
    written. `title` and `details` are the middles of the two lines above the panels.
    """

    spots: tuple[Spot, ...]
    rows: tuple[str, ...]
    letters: float
    title: float
    details: float
    table: float
    statement: float
    equation: Rect
    flat: bool


@dataclass(frozen=True, slots=True)
class Levels:
    """What is shown of a stack, and of all its levels the shapes and the lengths in input cells."""

    items: Sequence[Item]
    shapes: Sequence[Pair]
    extents: Sequence[float]

    @property
    def shown(self) -> list[int]:
        """The levels that have a panel."""
        return [item for item in self.items if isinstance(item, int)]

    @property
    def folds(self) -> int:
        """How many columns stand for levels that are left out."""
        return len(self.items) - len(self.shown)


def sheet(width: float, height: float, levels: Levels, type_: Sizes, lines: int = 1) -> Sheet:
    """The sheet for a stage; `lines` is the room for what is said above the equation."""
    margin = _margin(width)
    band = max(3.4 * type_.equation, 0.135 * height)
    letters = _letters(type_)
    flat = levels.shapes[0][0] == 1
    top = 0.5 * type_.title_gap
    head = 1.45 * type_.title + LINE * letters
    said = (0.9 + 1.4 * lines) * type_.caption
    room = height - band - top - head - said
    area = Rect(margin, top + head, width - 2 * margin, room)
    if flat:
        inner = Rect(area.x, area.y, area.width, area.height - letters)
        spots, rows = _strips(inner, levels.items, levels.extents, letters, type_)
    else:
        rows = _rows_below(room, FIGURE_SHARE * (height - band), letters)
        area = replace(area, height=room - _table(len(rows), letters))
        spots = _columns(area, levels, letters, type_)
    return Sheet(
        spots,
        tuple(rows),
        letters,
        top + 0.6 * type_.title,
        top + 1.45 * type_.title + 0.5 * letters,
        area.bottom + 0.9 * letters,
        height - band - 0.95 * type_.caption,
        Rect(0, height - band, width, band),
        flat,
    )


def _rows_below(room: float, least: float, letters: float) -> list[str]:
    """The keys of the numbers under the panels, as many as leave these their least height."""
    rows = [key for key, _ in ROWS]
    for key in LEAST_FIRST:
        if room - _table(len(rows), letters) >= least:
            break
        rows.remove(key)
    return rows


def _table(rows: int, letters: float) -> float:
    return (rows + 0.6) * LINE * letters


# ---- side by side


def _columns(area: Rect, levels: Levels, letters: float, type_: Sizes) -> tuple[Spot, ...]:
    items, shapes = levels.items, levels.shapes
    gap = min(max(LEAST_GAP, 0.035 * area.width), 2.6 * letters)
    free = area.width - gap * (len(items) - 1)
    least = min(4.4 * letters, 0.8 * free / len(items))
    free_of_folds = free - least * levels.folds
    highest = min(0.6 * type_.cell_most, area.height / max(shapes[at][0] for at in levels.shown))
    cell = _shared_cell(levels, free_of_folds, least, floor(highest))
    if cell:
        boxes = {at: (shapes[at][1] * cell, shapes[at][0] * cell) for at in levels.shown}
    else:
        boxes = _boxes(levels.shown, shapes, free_of_folds, area.height, least)
    widths = [max(least, boxes[item][0]) if isinstance(item, int) else least for item in items]
    widths[0] = max(widths[0], min(6.2 * letters, 0.25 * free))
    x = area.x + max(0.0, (area.width - sum(widths) - gap * (len(items) - 1)) / 2)
    spots = []
    for item, wide in zip(items, widths, strict=True):
        across, down = boxes[item] if isinstance(item, int) else (least, area.height)
        left = floor(x)
        y = floor(area.y + (area.height - down) / 2)
        words = Rect(left, area.y, wide, area.height)
        spots.append(Spot(item, Rect(left, y, floor(across), floor(down)), words))
        x += wide + gap
    return tuple(spots)


def _shared_cell(levels: Levels, free: float, least: float, most: int) -> float:
    """The largest cell up to `most` that all levels can share in columns of a `least` width; 0
    where it would be too small to count."""
    for cell in range(most, int(LEAST_CELL) - 1, -1):
        if sum(max(least, levels.shapes[at][1] * cell) for at in levels.shown) <= free:
            return float(cell)
    return 0.0


def _boxes(
    levels: Sequence[int], shapes: Sequence[Pair], free: float, height: float, least: float
) -> dict[int, tuple[float, float]]:
    """A box in its own form for each level; the input's is the largest."""
    others = len(levels) - 1
    share = max(INPUT_LEAST, INPUT_SHARE - LESS * others)
    first = share * free if others > 1 else free / len(levels)
    source = _contained(shapes[0], min(first, free - others * least), height)
    rest = (free - source[0]) / max(1, others)
    return {0: source} | {
        level: _contained(shapes[level], min(rest, first), height) for level in levels[1:]
    }


def _contained(shape: Pair, width: float, height: float) -> tuple[float, float]:
    """As large as it goes in its own form, but never a mere line."""
    scale = min(width / shape[1], height / shape[0])
    return max(6.0, shape[1] * scale), max(6.0, shape[0] * scale)


# ---- strips


def _strips(
    area: Rect, items: Sequence[Item], extents: Sequence[float], letters: float, type_: Sizes
) -> tuple[tuple[Spot, ...], list[str]]:
    """The input at the bottom, each level above it, its numbers beside it on the right."""
    names = min(8.5 * letters, 0.2 * area.width)
    column = COLUMN * letters
    most = floor(0.4 * area.width / column)
    keys = ["field", "jump", "start", "centre", "alone", "units"][:most]
    rows = [key for key, _ in ROWS if key in keys]
    beside = column * len(rows)
    free = area.width - names - beside - letters
    count = len(items)
    high = floor(min(1.9 * type_.title, area.height / (1.9 * count - 0.9)))
    gap = min((area.height - high * count) / max(1, count - 1), 3.2 * high)
    longest = max(extents[item] for item in items if isinstance(item, int))
    y = area.y + (area.height + high * count + gap * (count - 1)) / 2 - high
    left, spots = floor(area.x + names), []
    for item in items:
        long = extents[item] / longest * free if isinstance(item, int) else free
        box = Rect(left + (free - long) / 2, round(y), long, high)
        spots.append(Spot(item, box, Rect(area.x, round(y), area.width, high)))
        y -= high + gap
    return tuple(spots), rows


def number_places(spot: Spot, sheet_: Sheet) -> tuple[tuple[float, float], ...]:
    """Where the numbers of a level are written: x of the left edge, y of the middle.

    Strips have them on the right, right-aligned at x.
    """
    if sheet_.flat:
        column = COLUMN * sheet_.letters
        middle = spot.box.centre[1]
        return tuple(
            (spot.words.right - column * (len(sheet_.rows) - 1 - at), middle)
            for at in range(len(sheet_.rows))
        )
    return tuple(
        (spot.words.x, sheet_.table + (at + 0.5) * LINE * sheet_.letters)
        for at in range(len(sheet_.rows))
    )
