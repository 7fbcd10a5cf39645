"""The close-up of a step of many channels before it is drawn: which grids, and where they stand.

It follows from the layer and the room alone, never from the numbers of a step, so that nothing
moves from one step to the next.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import product
from math import floor

from app.content.channels import channel_names
from app.picture.elements import Rect, Weight
from app.picture.lettering.cells import WIDTH
from app.picture.lettering.digits import MINUS
from app.picture.lettering.measure import Measure
from app.picture.lettering.typography import Sizes
from app.picture.stage.layout import on_whole_pixels
from app.picture.stage.piles import pile_of
from app.state.channels.choices import Arrangement, Summing
from app.state.derive import Mixed
from app.state.scene import Pair

MOST_ROWS = 4
"""More channels than these are folded: some are written out, of the rest stands the total."""
FOLDED_ROWS = 3
MOST_BLOCK = 8
"""Planes of a block that are drawn; of more the rest is counted."""
APART = 0.35
"""Between two rows, in cells."""

WISHED = 2.9
"""A cell is large enough at so many of the least letters' sizes …"""
AMPLE = 22.0
"""… and one of so many counts for one more, since larger is better still …"""
LEGIBLE = 2.3
"""… and has room for a digit at so many. In smaller ones the kernels are left out."""
RESULT = 1.9
"""The height of the result's box in operators."""
FOLDING = (1.0, 0.35)
"""What it costs to write out one channel only, so that its digits are read: of a few, of many."""
ASIDE = 1.25
"""The room of the sign before a result that stands beside the sums, in operators."""
SIGN = 0.95
"""The room of a sign in operators."""


@dataclass(frozen=True, slots=True)
class Space:
    """What the close-up needs room for. `lead` and `sum` are widths in pixels, `legible` is the
    size of a cell that holds the digits of every product, `cost` is taken off the quality.
    """

    rows: int
    kernel: Pair
    output: Pair
    lead: float
    sum: float
    folded: bool
    summing: Summing
    depth: int
    piled: bool
    legible: float
    cost: float = 0.0


@dataclass(frozen=True, slots=True)
class RowsGrid:
    """A row for each channel: left edges of its grids, tops of the rows, and the sums' column.

    `part` is the size of a cell of the channel's own result, 0 where only its sum is shown.
    With `beside` the result stands right of the sums, else below them.
    """

    cell: float
    columns: tuple[float, ...]
    tops: tuple[float, ...]
    sums: float
    sum_width: float
    result_width: float
    bottom: float
    beside: bool
    part: float
    quality: float

    @property
    def has_kernels(self) -> bool:
        return len(self.columns) == len(("window", "kernel", "products"))


@dataclass(frozen=True, slots=True)
class BlocksGrid:
    """Window, filter and products as three blocks, and the result's box.

    `planes` are those of each block, the first in front where they are piled.
    """

    cell: float
    boxes: tuple[Rect, Rect, Rect]
    planes: tuple[tuple[Rect, ...], ...]
    piled: bool
    signs: tuple[tuple[float, float], ...]
    result: Rect
    quality: float


Grids = RowsGrid | BlocksGrid


def space_of(derived: Mixed, measure: Measure, type_: Sizes) -> Space:
    """What the close-up of a layer needs."""
    names = channel_names(derived.scene)
    lead = max(measure.width(name, type_.title, Weight.SEMIBOLD) for name in names)
    bound = derived.geometry.bound
    whole = derived.trace.is_exact and bound < 10**6
    longest = f"{MINUS}{bound:.0f}" if whole else f"{MINUS}0.0000"
    words = measure.width(longest, type_.title, Weight.BOLD)
    seen = derived.filters.seen
    folded = seen > MOST_ROWS
    return Space(
        FOLDED_ROWS if folded else seen,
        derived.filters.kernel,
        derived.output_shape,
        lead + 1.7 * type_.title,
        max(words + 1.2 * type_.title, 4.2 * type_.key),
        folded,
        derived.scene.mixing.summing,
        min(seen, MOST_BLOCK),
        derived.scene.mixing.arrangement is Arrangement.PILE,
        _legible(derived, measure, type_),
    )


def _legible(derived: Mixed, measure: Measure, type_: Sizes) -> float:
    """The size of a cell that holds the digits of every product, in the least letters."""
    largest = derived.geometry.largest_product
    whole = derived.trace.is_exact and largest < 10**4
    longest = f"{MINUS}{largest:.0f}" if whole else f"{MINUS}0.00"
    words = measure.width(longest, type_.least, Weight.SEMIBOLD) / WIDTH
    return max(LEGIBLE * type_.least, words)


def best_grids(space: Space, area: Rect, type_: Sizes) -> Grids:
    """The arrangement of an area whose numbers are read best."""
    if space.summing is Summing.WHOLE:
        return max(
            (_blocks(space, area, down, type_) for down in (True, False)),
            key=lambda grids: grids.quality,
        )
    one = replace(space, rows=1, folded=True, cost=FOLDING[space.folded])
    fewer = [one] if space.rows > 1 else []
    return max(
        (
            _rows(each, area, kernels, beside, parted, type_)
            for each in (space, *fewer)
            for kernels, beside, parted in product((True, False), repeat=3)
        ),
        key=lambda grids: grids.quality,
    )


def read(cell: float, type_: Sizes) -> float:
    """How well the digits of a cell are read; beyond what is wished a larger one is little gain."""
    legible = 0.5 if cell >= LEGIBLE * type_.least else 0.0
    return legible + min(1.0, cell / (WISHED * type_.least)) + cell / (AMPLE * type_.least)


def _rows(
    space: Space, area: Rect, kernels: bool, beside: bool, parted: bool, type_: Sizes
) -> RowsGrid:
    """The rows with kernels or without, the result below or beside, the sums alone or as parts."""
    (high, wide), grids = space.kernel, 3 if kernels else 2
    sign, aside = SIGN * type_.operator, (ASIDE * type_.operator + space.sum) if beside else 0.0
    folded = 1.7 * type_.caption if space.folded else 0.0
    tail = folded + (0.0 if beside else (RESULT * type_.operator + 2.1 * type_.title))
    tall = space.rows * high + (space.rows - 1) * APART
    room = area.height - type_.title_gap - tail
    free = area.width - space.lead - grids * sign - aside
    cell = min(type_.lens_most, room / tall, (free - space.sum) / (grids * wide))
    part = 0.0
    if parted:
        cell, part = _with_parts(space, cell, free / (grids * wide), free, grids)
    sums = max(space.sum, space.output[1] * part)
    cell = on_whole_pixels(cell, 0.1)
    whole = space.lead + grids * (wide * cell + sign) + sums + aside
    left = round(area.x + max(0.0, (area.width - whole) / 2) + space.lead)
    body = tall * cell + tail
    top = round(area.y + type_.title_gap + max(0.0, (room + tail - body) / 2))
    columns = tuple(left + round(at * (wide * cell + sign)) for at in range(grids))
    tops = tuple(top + round(row * (high + APART) * cell) for row in range(space.rows))
    has_part = parted and part >= LEGIBLE * type_.least
    legible = cell >= space.legible
    quality = read(cell, type_) + (1.0 if legible else 0.0) + (0.12 if has_part else 0.0)
    quality += 0.35 if kernels and legible else 0.0
    quality -= 1.0 if parted and not has_part else 0.0
    quality -= space.cost
    return RowsGrid(
        cell, columns, tops, round(columns[-1] + wide * cell + sign), round(sums),
        round(space.sum if beside else sums),
        tops[-1] + high * cell + folded, beside, part, quality,
    )  # fmt: skip


def _with_parts(
    space: Space, cell: float, most: float, free: float, grids: int
) -> tuple[float, float]:
    """The cells of the grids and of the channels' own results, these no higher than a row."""
    (high, wide), (rows, columns) = space.kernel, space.output
    cell = min(cell, most)
    share = min(1.0, high / rows)  # of a part's cell in a grid's
    fitting = free / (grids * wide + columns * share)
    cell = floor(min(cell, fitting))
    return float(cell), float(floor(share * cell))


def _blocks(space: Space, area: Rect, down: bool, type_: Sizes) -> BlocksGrid:
    """Three piles below one another or side by side, the result after the last."""
    pile = pile_of(space.depth, *space.kernel)
    high, wide = pile.extent if space.piled else _flat(space)
    sign = SIGN * type_.operator
    head = type_.title_gap
    tall = RESULT * type_.operator
    below = 1.6 * type_.caption if space.folded else 0.0
    area = Rect(area.x, area.y, area.width, area.height - below)
    if down:
        free = area.width - 2 * sign - space.sum
        cell = min(type_.lens_most, free / wide, (area.height - 3 * head) / (3 * high))
    else:
        free = area.width - 4 * sign - space.sum
        cell = min(type_.lens_most, free / (3 * wide), (area.height - head) / high)
    cell = on_whole_pixels(cell, 0.1)
    box = wide * cell, high * cell
    across = box[0] + 2 * sign + space.sum if down else 3 * box[0] + 4 * sign + space.sum
    height = 3 * (box[1] + head) if down else box[1] + head
    left = round(area.x + max(0.0, (area.width - across) / 2))
    top = round(area.y + max(0.0, (area.height - height) / 2) + head)
    boxes, signs = [], []
    for place in range(3):
        x = left if down else round(left + place * (box[0] + sign))
        y = round(top + place * (box[1] + head)) if down else top
        boxes.append(Rect(x, y, *box))
        if place:
            signs.append((x - 0.5 * sign, y + box[1] / 2))
    last = boxes[-1]
    at = round(last.right + 2 * sign)
    result = Rect(at, round(last.centre[1] - tall / 2), round(space.sum), round(tall))
    quality = read(cell, type_) + (0.1 if down else 0.0)
    planes = tuple(pile.boxes(each) if space.piled else _beside(space, each, cell)
                   for each in boxes)  # fmt: skip
    return BlocksGrid(
        cell, (boxes[0], boxes[1], boxes[2]), planes, space.piled, tuple(signs), result, quality
    )


def _flat(space: Space) -> tuple[float, float]:
    """Rows and columns of planes next to one another."""
    high, wide = space.kernel
    return high, space.depth * wide + (space.depth - 1) * APART


def _beside(space: Space, block: Rect, cell: float) -> tuple[Rect, ...]:
    """The planes of a block next to one another."""
    high, wide = space.kernel
    step = (wide + APART) * cell
    return tuple(
        Rect(round(block.x + at * step), block.y, wide * cell, high * cell)
        for at in range(space.depth)
    )
