"""Where the three pictures of a transposed convolution stand: three cards, and one below."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from app.picture.elements import Rect, Weight
from app.picture.lettering.cells import WIDTH
from app.picture.lettering.digits import short
from app.picture.lettering.typography import Sizes
from app.picture.stage.given import StampStage
from app.picture.stage.grids import TIGHT, Same, cell_size
from app.picture.stage.layout import bands, on_whole_pixels
from app.state.scene import Pair

MOST_SIDE = 40
"""A stretched input or a result larger than this goes on the stage of photos."""
HEADING = 3.1
"""The height of a card's two lines, in captions."""
READ_CELL, LOWEST_MOST = 1.6, 0.31
"""While presenting the lowest card grows until its cells are so many of the least letters high, up
to this share of the stage.
"""
WIDE_CELL = 1.7
"""A cell of the matrix is at most so many times as wide as it is high."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """The cards and the grids in them; `words` is where the lines of the lowest card begin. Of
    the matrix so many rows and columns are `shown` at once.
    """

    cards: tuple[Rect, Rect, Rect, Rect]
    source: Rect
    kernel: Rect
    stamps: Rect
    stretched: Rect
    turned: Rect
    matrix: Rect
    operand: Rect
    product: Rect
    output: Rect
    inserted: Rect
    words: Rect
    equation: Rect
    shown: Pair


def sheet(stage: StampStage, type_: Sizes) -> Sheet:
    derived = stage.derived
    equation = bands(stage.width, stage.height, 3, type_).equation
    gap = 0.8 * type_.caption
    body = Rect(gap, gap, stage.width - 2 * gap, equation.y - 2 * gap)
    low = max(0.25 * body.height, 6.6 * type_.caption)
    if stage.presenting:
        read = READ_CELL * type_.least * derived.result_shape[0] + type_.title_gap
        low = max(low, min(read + 1.2 * type_.caption, LOWEST_MOST * body.height))
    high = body.height - low - gap
    wide = (body.width - 2 * gap) / 3
    cards = [Rect(round(body.x + n * (wide + gap)), round(body.y), round(wide), round(high))
             for n in range(3)]  # fmt: skip
    lowest = Rect(round(body.x), round(body.y + high + gap), round(body.width), round(low))
    inside = [_inside(card, type_) for card in cards]
    source, kernel, stamps = _stamp_card(
        inside[0], derived.plane.shape, derived.scene.kernel.shape, derived.result_shape, type_
    )
    plain = [axis.zero_inserted for axis in derived.axes]
    padded = plain[0].padded_size, plain[1].padded_size
    stretched, turned = _inserted_card(inside[1], padded, derived.scene.kernel.shape, type_)
    whole = derived.result_shape[0] * derived.result_shape[1], derived.plane.size
    near = _read_from_afar(stage, inside[2], type_) if stage.presenting else None
    shown, cell = near or (whole, None)
    matrix, operand, product = _matrix_card(inside[2], shown, cell, type_)
    output, other, words = _lowest(lowest, derived.result_shape, derived.scene.transposed.turned,
                                   type_)  # fmt: skip
    return Sheet(
        (cards[0], cards[1], cards[2], lowest), source, kernel, stamps, stretched, turned, matrix,
        operand, product, output, other, words, equation, shown,
    )  # fmt: skip


def _inside(card: Rect, type_: Sizes) -> Rect:
    """The room under a card's two lines."""
    pad = 1.0 * type_.caption
    top = HEADING * type_.caption
    return Rect(card.x + pad, card.y + top, card.width - 2 * pad, card.height - top - pad)


def _stamp_card(
    area: Rect, source: Pair, kernel: Pair, result: Pair, type_: Sizes
) -> tuple[Rect, Rect, Rect]:
    """y and the kernel above, the result that they are stamped on below."""
    gap, most = 1.6 * type_.caption, 0.62 * type_.cell_most
    free = area.height - 2 * type_.title_gap
    rows, columns = max(source[0], kernel[0]), source[1] + kernel[1]
    cell = cell_size(area.width - gap, free, columns, rows + result[0], most)
    cell = max(cell, cell_size(area.width - gap, 0.42 * free, columns, rows, 0.5 * most))
    room = free - rows * cell
    below = cell_size(area.width, room, result[1], result[0], max(cell, 0.5 * most))
    top = round(area.y + type_.title_gap)
    second = max(area.x + source[1] * cell + gap, area.x + 0.45 * area.width)
    second = min(second, area.right - kernel[1] * cell)
    y = round(top + rows * cell + type_.title_gap)
    return (
        Rect(round(area.x), top, source[1] * cell, source[0] * cell),
        Rect(round(second), top, kernel[1] * cell, kernel[0] * cell),
        Rect(round(area.x), y, result[1] * below, result[0] * below),
    )


def _inserted_card(area: Rect, padded: Pair, kernel: Pair, type_: Sizes) -> tuple[Rect, Rect]:
    """The stretched and padded y above, the turned kernel below."""
    most = 0.62 * type_.cell_most
    free = area.height - 2 * type_.title_gap
    tap = cell_size(0.55 * area.width, 0.34 * free, kernel[1], kernel[0], 0.62 * most)
    cell = cell_size(area.width, free - kernel[0] * tap, padded[1], padded[0], most)
    top = round(area.y + type_.title_gap)
    below = round(top + padded[0] * cell + type_.title_gap)
    return (
        Rect(round(area.x), top, padded[1] * cell, padded[0] * cell),
        Rect(round(area.x), below, kernel[1] * tap, kernel[0] * tap),
    )


def _matrix_card(
    area: Rect, shown: Pair, cell: tuple[float, float] | None, type_: Sizes
) -> tuple[Rect, Rect, Rect]:
    """Cᵀ, y as a column, and their product, so many rows and columns of them; all rows of the
    same height. `cell` is the width and height of a cell of Cᵀ, where it is not as large as fits.
    """
    (outputs, inputs), (gap, strip, room) = shown, _matrix_room(area, type_)
    free = area.height - type_.title_gap
    high = min(free / outputs, 0.5 * type_.cell_most)
    high = float(int(high)) if high >= 2 else high
    wide = min(room / inputs, WIDE_CELL * high, strip)
    if cell is not None:
        wide, high = cell
    top = round(area.y + type_.title_gap)
    matrix = Rect(round(area.x), top, inputs * wide, outputs * high)
    if cell is None:
        strip = min(strip, max(wide, 0.8 * strip))
    each = min(max(high, 0.9 * type_.caption), free / inputs)
    start = top + max(0.0, (matrix.height - inputs * each) / 2)
    operand = Rect(round(matrix.right + gap), round(start), strip, inputs * each)
    product = Rect(round(operand.right + gap), top, strip, matrix.height)
    return matrix, operand, product


def _matrix_room(area: Rect, type_: Sizes) -> tuple[float, float, float]:
    """The gaps beside y, the width of y and of the product, and what is left for Cᵀ."""
    gap = 1.7 * type_.caption
    strip = min(2.2 * type_.caption, 0.16 * area.width)
    return gap, strip, area.width - 2 * gap - 2 * strip


def _read_from_afar(
    stage: StampStage, area: Rect, type_: Sizes
) -> tuple[Pair, tuple[float, float]] | None:
    """How many rows and columns of Cᵀ are shown with digits that a class can read, and the width
    and height of their cells; None where no row, or no stamp's column, would be whole.
    """
    drawn = stage.derived.geometry.drawn
    if drawn is None:
        return None
    rows, columns = drawn.turned_values.shape
    texts = {short(value) for value in drawn.matrix.weights.ravel().tolist()}
    long = max(stage.measure.width(text, type_.key, Weight.SEMIBOLD) for text in texts)
    wide, high = on_whole_pixels(long / WIDTH + 1), on_whole_pixels(type_.key / TIGHT + 1)
    free = area.height - type_.title_gap
    _, strip, room = _matrix_room(area, type_)
    most_rows, most_columns = int(free / high), int(min(room / wide, free / high))
    tallest, widest = _longest_spans(Same(drawn.turned_held))
    if widest > most_columns or (stage.derived.by_input and tallest > most_rows):
        return None
    shown = min(rows, most_rows), min(columns, most_columns)
    return shown, (min(strip, room / shown[1]), high)


@lru_cache(maxsize=4)
def _longest_spans(held: Same) -> tuple[int, int]:
    """From the first weight to the last one: in the longest column, and in the longest row."""
    columns, rows = (
        max((last - first for first, last in spans(each)), default=0)
        for each in (held.array.T, held.array)
    )
    return columns, rows


def spans(held: NDArray[np.bool_]) -> list[tuple[int, int]]:
    """Where the weights of each row begin and end; `(0, 0)` where it carries none."""
    first, after = held.argmax(1), held.shape[1] - held[:, ::-1].argmax(1)
    found = held.any(1)
    pairs = np.stack((first * found, after * found), axis=1).tolist()
    return [(begin, end) for begin, end in pairs]


def first_shown(count: int, shown: int, begin: int, end: int) -> int:
    """The first of `count` lines in view, so many `shown`: those from `begin` to `end` are, and
    they stand still while the step moves within a quarter of the view.
    """
    quarter = max(1, shown // 4)
    kept = begin // quarter * quarter - (shown - (end - begin)) // 2
    return min(max(kept, end - shown, 0), begin, count - shown)


def _lowest(card: Rect, result: Pair, turned: bool, type_: Sizes) -> tuple[Rect, Rect, Rect]:
    """The result, beside it what comes without the turn, and the words."""
    pad = type_.caption
    high = card.height - type_.title_gap - 1.1 * pad
    cell = cell_size(0.3 * card.width, high, result[1], result[0], 0.5 * type_.cell_most)
    top = round(card.y + type_.title_gap + 0.2 * pad)
    output = Rect(round(card.x + pad), top, result[1] * cell, result[0] * cell)
    left = max(output.width, 8.4 * type_.title)
    other = Rect(round(output.x + left + 1.6 * pad), top, output.width, output.height)
    x = other.x if turned else other.x + max(left, 9.0 * type_.title) + 1.2 * pad
    return output, other, Rect(x, card.y + 0.5 * pad, card.right - pad - x, card.height - pad)
