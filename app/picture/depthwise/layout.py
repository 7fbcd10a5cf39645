"""Where the parts of the stage of depthwise separable convolution stand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.picture.channels.panels import front_first
from app.picture.channels.planes import MORE_LINE, MOST_PILED, Planes, placed
from app.picture.elements import Rect
from app.picture.lettering.typography import Sizes
from app.picture.stage.given import SeparableStage
from app.picture.stage.layout import bands
from app.picture.stage.piles import pile_of
from app.state.channels.choices import Arrangement

TOY_CELL = 15.0
"""With smaller cells each column has its share of the width, and its own size of cell."""
MOST_OUTPUTS = 5
"""Output channels that the pile shows; the others are counted."""
MOST_ROWS = 8
"""Of more output channels the weights of some are shown, the present one's among them."""
SHARES = (0.27, 0.12, 0.23, 0.13, 0.25)
"""Of the width, for input, kernels, what is between, weights and output."""
CHART = 0.27
"""The share of the lower row's width that the counts take."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """The boxes of the stage; `heads` are the tops of the five columns' titles."""

    inputs: Planes
    kernels: Planes
    inner: Planes
    mixes: Rect
    rows: tuple[int, int]
    outputs: Planes
    columns: tuple[Rect, ...]
    lens: Rect
    counts: Rect
    words: Rect
    equation: Rect


def sheet(stage: SeparableStage, plane: int, type_: Sizes) -> Sheet:
    """Everything placed, with the plane that the focus is about in front."""
    rows = bands(stage.width, stage.height, max(3, stage.derived.weights.kernel[0]), type_)
    line = 1.7 * type_.caption
    head = 1.2 * type_.title_gap
    weights = stage.derived.weights
    more = weights.count > MOST_OUTPUTS or weights.channels > MOST_PILED
    counted = MORE_LINE * type_.caption if more else 0.0
    top, below = rows.figure.y + head, rows.figure.height - head - 1.2 * line - counted
    figure = Rect(rows.figure.x, top, rows.figure.width, below)
    counts = CHART * rows.lens.width
    lens = Rect(rows.lens.x, rows.lens.y, rows.lens.width - counts, rows.lens.height)
    words = Rect(figure.x, figure.bottom + 0.3 * line + counted, figure.width, line)
    aside = Rect(lens.right + type_.operator, lens.y, counts - type_.operator, lens.height)
    return _filled(stage, plane, figure, (lens, aside, words, rows.equation), type_)


def _filled(
    stage: SeparableStage,
    plane: int,
    area: Rect,
    below: tuple[Rect, Rect, Rect, Rect],
    type_: Sizes,
) -> Sheet:
    """The planes and the weights in columns of the figure, a toy's all with one size of cell."""
    derived, weights = stage.derived, stage.derived.weights
    channels, count = weights.channels, weights.count
    first = derived.is_first(plane)
    order = front_first(channels, plane if first else 0)
    present = 0 if first else plane - channels
    outputs = front_first(count, present)[:MOST_OUTPUTS]
    shown = _rows_shown(count, present)
    vertical, horizontal = derived.axes
    grids = (
        (order, (vertical.padded_size, horizontal.padded_size)),
        (order, weights.kernel),
        (order, derived.output_shape),
        (outputs, derived.output_shape),
    )
    arrangement = derived.scene.mixing.arrangement
    laid = Arrangement.PILE if derived.is_photo else arrangement
    high = shown[1] - shown[0]
    columns, most = _columns(stage, area, (channels, high), grids, type_)
    inputs, kernels, inner, output = (
        placed(column, numbers, extent, laid, most, type_)
        for column, (numbers, extent) in zip((*columns[:3], columns[4]), grids, strict=True)
    )
    mixes = _mixes(columns[3], channels, high, most, type_)
    return Sheet(inputs, kernels, inner, mixes, shown, output, columns, *below)


def _columns(
    stage: SeparableStage,
    area: Rect,
    mixes: tuple[int, int],
    grids: Sequence[tuple[Sequence[int], tuple[int, int]]],
    type_: Sizes,
) -> tuple[tuple[Rect, ...], float]:
    """The five columns with room for an operator between them, and the largest cell in them.

    Those of a toy's piles are as wide as their cells; else each has its share.
    """
    gap = 1.5 * type_.operator
    free = area.width - gap * (len(SHARES) - 1)
    most = 0.8 * type_.cell_most
    piled = stage.derived.scene.mixing.arrangement is Arrangement.PILE
    piles = [pile_of(min(len(numbers), MOST_PILED), *extent).extent for numbers, extent in grids]
    wides = [wide for _, wide in piles]
    wides.insert(3, mixes[0])
    tallest = max(*(high for high, _ in piles), mixes[1])
    shared = min(most, free / sum(wides), (area.height - type_.title_gap) / tallest)
    if piled and shared >= TOY_CELL and not stage.derived.is_photo:
        spare = (free - sum(wides) * shared) / len(wides)
        return _side_by_side(area, [wide * shared + spare for wide in wides], gap), shared
    return _side_by_side(area, [share * free for share in SHARES], gap), most


def _side_by_side(area: Rect, widths: Sequence[float], gap: float) -> tuple[Rect, ...]:
    x, boxes = area.x, []
    for width in widths:
        boxes.append(Rect(x, area.y, width, area.height))
        x += width + gap
    return tuple(boxes)


def _rows_shown(count: int, present: int) -> tuple[int, int]:
    """The first output channel whose weights are shown, and the one after the last."""
    rows = min(count, MOST_ROWS)
    first = min(max(0, present - rows // 2), count - rows)
    return first, first + rows


def _mixes(area: Rect, channels: int, rows: int, most: float, type_: Sizes) -> Rect:
    """The box of the weights, in the middle of its column."""
    high = area.height - type_.title_gap
    cell = min(most, area.width / channels, high / rows)
    cell = float(int(cell)) if cell >= 2 else cell
    wide, tall = cell * channels, cell * rows
    x = round(area.x + (area.width - wide) / 2)
    return Rect(x, round(area.y + type_.title_gap + (high - tall) / 2), wide, tall)
