"""Where the parts of the vector product of a 1×1 layer stand, a row for each filter."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import floor

from app.picture.elements import Rect
from app.picture.lettering.measure import Measure
from app.picture.lettering.typography import Sizes
from app.picture.stage.layout import on_whole_pixels

VALUE = 1.5
"""Columns of sums are so many times as wide as a column of weights."""
SIGN = 0.8
"""The size of the signs, in operators."""
TALL, WIDE = 1.3, 2.8
"""A cell is at most so many times as high as wide, and as wide as high."""
LEAST = 2.1
"""Columns narrower than so many of the least letters: the products are left out for the others."""
LEAST_ROW = 1.9
"""Rows are at least so many of the least letters high; of more rows than fit some are shown."""
FEWEST = 3
FOOT = 1.6
"""Room below the grids for names, in captions."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """Boxes by the key of their panel, and signs with their places between them."""

    boxes: dict[str, Rect]
    signs: tuple[tuple[str, float, float], ...]
    wide: float
    high: float


@dataclass(frozen=True, slots=True)
class Part:
    """The filters and the channels that the grids show."""

    filters: range
    channels: range


def part_of(area: Rect, shape: tuple[int, int], present: int, channel: int, type_: Sizes) -> Part:
    """All filters and channels where they fit, else the page that the present ones stand on."""
    room = area.height - type_.title_gap - FOOT * type_.caption
    most = max(FEWEST, floor(room / (LEAST_ROW * type_.least)))
    filters, channels = shape
    return Part(_page(filters, present, most), _page(channels, channel, most))


def _page(count: int, present: int, most: int) -> range:
    """The run of at most so many numbers that holds the present one.

    >>> _page(10, 5, 4), _page(10, 9, 4), _page(3, 2, 4)
    (range(4, 8), range(8, 10), range(0, 3))
    """
    first = present // most * most
    return range(first, min(count, first + most))


@dataclass(frozen=True, slots=True)
class _Column:
    """A grid, its columns counted in widths of a weight, and the sign that stands before it."""

    key: str
    columns: float
    rows: int
    sign: str


def sheet(
    area: Rect,
    shape: tuple[int, int],
    biased: bool,
    rectified: bool,
    names: float,
    measure: Measure,
    type_: Sizes,
) -> Sheet:
    """weights × pixel = products Σ + bias = sums → results, in the middle of an area.

    `shape` is that of the weights, `names` the room that the channels' names need.
    """
    columns = _columns(*shape, biased, rectified)
    made = _placed(area, columns, names, measure, type_)
    if made.wide >= LEAST * type_.least:
        return made
    without = [column for column in columns if column.key != "terms"]
    after = next(at for at, column in enumerate(without) if column.key == "pixel") + 1
    first = without[after]
    sign = "+" if first.key == "biases" else "="
    without[after] = _Column(first.key, first.columns, first.rows, sign)
    return _placed(area, without, names, measure, type_)


def _columns(filters: int, channels: int, biased: bool, rectified: bool) -> list[_Column]:
    columns = [
        _Column("weights", channels, filters, ""),
        _Column("pixel", 1, channels, "×"),
        _Column("terms", channels, filters, "="),
    ]
    if biased:
        columns.append(_Column("biases", 1.2, filters, "Σ +"))
    columns.append(_Column("sums", VALUE, filters, "=" if biased else "Σ"))
    if rectified:
        columns.append(_Column("results", VALUE, filters, "→"))
    return columns


def _placed(
    area: Rect, columns: Sequence[_Column], names: float, measure: Measure, type_: Sizes
) -> Sheet:
    beside = min(0.55 * type_.operator, 0.018 * area.width)
    gaps = [_gap(each, beside, names, measure, type_) for each in columns]
    free = area.width - sum(gaps) - 2 * type_.caption
    tallest = max(each.rows for each in columns)
    high = min(type_.lens_most, (area.height - type_.title_gap - FOOT * type_.caption) / tallest)
    wide = min(WIDE * high, 1.3 * type_.lens_most, free / sum(each.columns for each in columns))
    wide, high = on_whole_pixels(wide), on_whole_pixels(min(high, TALL * wide))
    widths = [floor(each.columns * wide) if wide >= 2 else each.columns * wide for each in columns]
    x = area.x + max(0.0, (area.width - sum(widths) - sum(gaps)) / 2)
    middle = area.y + type_.title_gap + (area.height - type_.title_gap - FOOT * type_.caption) / 2
    boxes, signs = {}, []
    for each, width, gap in zip(columns, widths, gaps, strict=True):
        if each.sign:
            named = names if each.key == "pixel" else 0.0
            signs.append((each.sign, x + (gap - named) / 2, middle))
        x = floor(x + gap)
        tall = each.rows * high
        boxes[each.key] = Rect(x, floor(middle - tall / 2), width, tall)
        x += width
    return Sheet(boxes, tuple(signs), wide, high)


def _gap(column: _Column, beside: float, names: float, measure: Measure, type_: Sizes) -> float:
    """Room before a grid: for its sign, and before the pixel for the names of the channels."""
    if not column.sign:
        return 0.0
    sign = measure.width(column.sign, SIGN * type_.operator) + 2 * beside
    return sign + names * (column.key == "pixel")
