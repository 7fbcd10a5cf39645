"""Where the parts of the lesson on groups stand: planes and web, pattern, chart and close-up."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from math import floor

from app.picture.channels.grids import LEGIBLE, RowsGrid, best_grids, space_of
from app.picture.channels.layout import LayerPlace, equation_room, layer_place, side_margin
from app.picture.channels.panels import plane_extent
from app.picture.elements import Rect, Weight
from app.picture.groups.pattern import REACH_TITLE, chart_letters, cost_chart
from app.picture.lettering.typography import Sizes, sizes
from app.picture.stage.given import MixStage
from app.picture.stage.layout import on_whole_pixels
from app.picture.stage.titles import title_width
from app.state.channels.choices import Following, Summing
from app.state.derive import Mixed

LEFT, LEFT_TWO = 0.44, 0.54
"""The share of the width for the planes with one layer, and with two …"""
NARROW, LESS = 1.3, 0.06
"""… and how much less on a stage that is not so many times as wide as high."""
LEFT_ABOVE, LARGER = 0.58, 1.15
"""The share of those of a photo above the close-up, which goes below them where they grow so
many times by it."""
COLUMN, COLUMN_TWO = 0.34, 0.21
"""A column of planes takes at most this share of theirs."""
FILLED, GROUPS_APART = 0.86, 0.42
"""A plane's share of its slot, and the slots between two groups."""
PATTERN, PATTERN_ABOVE = (0.42, 0.36, 0.30), (0.58, 0.50, 0.42)
"""Shares of the height that are tried for the pattern of the weights, above the close-up; and for
pattern and planes where it stands below both."""
CHART = 0.46
"""The share of the width beside the pattern for the chart, or for what two layers see."""
EDGE = 12.0
"""Pixels that stay free at the edge of the stage."""
LINES = 4
"""Lines of the equation that room is kept for."""
NODE = 1.7
"""The largest side of a node in captions."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """Boxes of all planes and nodes by their channel, and of the other parts.

    `places` are what the second layer reads and `seconds` its outputs; both are empty where
    there is one layer alone. `cell` is the size of a plane's cell. `beside` the pattern stand the
    costs of a layer, or what the outputs of two see.
    """

    inputs: tuple[Rect, ...]
    outputs: tuple[Rect, ...]
    places: tuple[Rect, ...]
    seconds: tuple[Rect, ...]
    cell: float
    pattern: Rect
    beside: Rect | None
    close: Rect
    words: Rect
    equation: Rect
    grid: RowsGrid


def sheet(stage: MixStage) -> Sheet:
    """Where everything stands, the same for every step of a layer."""
    return _sheet(layer_place(stage))


@lru_cache(maxsize=8)
def _sheet(place: LayerPlace) -> Sheet:
    type_ = sizes(place.width, place.height, place.presenting)
    derived, margin = place.derived, side_margin(place)
    below = equation_room(place, LINES, type_)
    body, words = place.height - below, 3.1 * type_.caption
    top = 0.4 * type_.title_gap
    area = Rect(margin, top, place.width - 2 * margin, body - top - words)
    two = place.mixing.following is not Following.NOTHING
    left, upper, close, grid = _shared(place, area, two, type_)
    beside = None
    if 0 < _title_beside(place, type_) <= CHART * upper.width:
        wide = CHART * upper.width
        beside = Rect(upper.right - wide, upper.y, wide, upper.height - 0.6 * type_.title_gap)
        upper = replace(upper, width=upper.width - wide - 1.1 * type_.operator)
    columns, cell = _columns(derived, left, two, type_)
    return Sheet(
        *columns, cell, upper, beside, close,
        Rect(margin, body - words, area.width, words), Rect(0, body, place.width, below), grid,
    )  # fmt: skip


_Shared = tuple[Rect, Rect, Rect, RowsGrid]


def _shared(place: LayerPlace, area: Rect, two: bool, type_: Sizes) -> _Shared:
    """Boxes of planes, pattern and close-up: the first way in which its digits can be read.

    A later way is taken where it makes the planes much larger. Where there is none, the way in
    which they can be read best.
    """
    tried = [(*boxes, _grid(place, boxes[2], type_)) for boxes in _ways(place, area, two, type_)]
    fitting = [way for way in tried if _right(way[3], type_) <= place.width - EDGE]
    legible = [way for way in fitting if way[3].cell >= LEGIBLE * type_.least]
    if not legible:
        return max(fitting, key=lambda way: way[3].quality, default=tried[-1])
    cells = [_columns(place.derived, way[0], two, type_)[1] for way in legible]
    widest = cells.index(max(cells))
    return legible[widest if cells[widest] > LARGER * cells[0] else 0]


def _ways(
    place: LayerPlace, area: Rect, two: bool, type_: Sizes
) -> Iterator[tuple[Rect, Rect, Rect]]:
    """The planes on the left, the pattern above the close-up; or the close-up below both."""
    share = (LEFT_TWO if two else LEFT) - (LESS if place.width < NARROW * place.height else 0.0)
    gap = 1.1 * type_.operator
    left = Rect(area.x, area.y, share * area.width, area.height)
    x = left.right + gap
    for pattern in PATTERN:
        upper = Rect(x, area.y, area.right - x, pattern * area.height)
        yield left, upper, Rect(x, upper.bottom, upper.width, area.height - upper.height)
    if place.derived.is_photo:
        left = replace(left, width=LEFT_ABOVE * area.width)
    x = left.right + gap
    for pattern in PATTERN_ABOVE:
        upper = Rect(x, area.y, area.right - x, pattern * area.height)
        below = Rect(area.x, upper.bottom, area.width, area.height - upper.height)
        yield replace(left, height=upper.height), upper, below


def _grid(place: LayerPlace, close: Rect, type_: Sizes) -> RowsGrid:
    """The close-up of many channels, channel by channel."""
    space = replace(space_of(place.derived, place.measure, type_), summing=Summing.BY_CHANNEL)
    grid = best_grids(space, close, type_)
    assert isinstance(grid, RowsGrid)
    return grid


def _right(grid: RowsGrid, type_: Sizes) -> float:
    """Where the close-up ends."""
    end = grid.sums + grid.sum_width
    return end + 1.5 * type_.operator + grid.sum_width if grid.beside else end


def _title_beside(place: LayerPlace, type_: Sizes) -> float:
    """The width of the title of what stands beside the pattern; 0 where nothing does."""
    if place.mixing.following is not Following.NOTHING:
        return title_width(REACH_TITLE, place.measure, type_)
    chart = cost_chart(place.geometry.layer)
    if chart is None:
        return 0.0
    return place.measure.width(chart.title, chart_letters(type_), Weight.SEMIBOLD)


_Column = tuple[Rect, ...]


def _columns(
    derived: Mixed, area: Rect, two: bool, type_: Sizes
) -> tuple[tuple[_Column, _Column, _Column, _Column], float]:
    """Planes below one another on both sides of the web, and the nodes of a second layer."""
    filters = derived.filters
    room = Rect(area.x, area.y + type_.title_gap, area.width, area.height - type_.title_gap)
    extents = plane_extent(derived), derived.output_shape
    counts = filters.channels, filters.count
    cell = _cell(derived, room, two, type_)
    names = 1.9 * type_.caption
    x = area.x + names
    inputs = _column(room, x, extents[0], counts[0], filters.groups, cell)
    wide = extents[1][1] * cell
    if not two:
        at = area.right - names - wide
        return (
            inputs,
            _column(room, at, extents[1], counts[1], filters.groups, cell),
            (),
            (),
        ), cell
    node = min(NODE * type_.caption, FILLED * _slot(room, counts[1], filters.groups))
    one = (1, 1)
    taken = extents[0][1] * cell + wide + 2 * node + 2 * names
    web = (area.width - taken) / 3
    middle = x + extents[0][1] * cell + web
    places = middle + wide + names + web
    last = area.right - node
    columns = (
        inputs,
        _column(room, middle, extents[1], counts[1], filters.groups, cell),
        _column(room, places, one, counts[1], filters.groups, node),
        _column(room, last, one, counts[1], filters.groups, node),
    )
    return columns, cell


def _cell(derived: Mixed, room: Rect, two: bool, type_: Sizes) -> float:
    """The size of the planes' cells on both sides of the web."""
    filters = derived.filters
    most = (COLUMN_TWO if two else COLUMN) * room.width
    fits = (
        min(
            0.62 * type_.cell_most,
            most / extent[1],
            FILLED * _slot(room, count, filters.groups) / extent[0],
        )
        for extent, count in (
            (plane_extent(derived), filters.channels),
            (derived.output_shape, filters.count),
        )
    )
    return on_whole_pixels(min(fits))


def _slot(room: Rect, count: int, groups: int) -> float:
    """The height of a plane's slot where so many share a height."""
    return room.height / (count + (groups - 1) * GROUPS_APART)


def _column(
    room: Rect, x: float, extent: tuple[float, float], count: int, groups: int, cell: float
) -> _Column:
    """Boxes below one another over the whole height, each in the middle of its slot."""
    high, wide = extent[0] * cell, extent[1] * cell
    slot = _slot(room, count, groups)
    y, boxes = room.y, []
    for number in range(count):
        if number and number % (count // groups) == 0:
            y += GROUPS_APART * slot
        boxes.append(Rect(floor(x), round(y + (slot - high) / 2), wide, high))
        y += slot
    return tuple(boxes)
