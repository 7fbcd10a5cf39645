"""Where things stand: boxes for the figure, the close-up and the equation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import floor

from app.picture.elements import Rect
from app.picture.lettering.typography import Sizes

Extent = tuple[float, float]


def on_whole_pixels(cell: float, least: float = 1e-3) -> float:
    """A size of cells in whole pixels; where these are tiny as it is, but not under `least`."""
    return float(floor(cell)) if cell >= 2 else max(cell, least)


@dataclass(frozen=True, slots=True)
class Rows:
    """The three bands of the stage, from the top."""

    figure: Rect
    lens: Rect
    equation: Rect


LINES_MOST = 5
"""An equation of more kernel rows is folded rather than given more lines."""


def bands(
    width: float, height: float, kernel_rows: int, type_: Sizes, lines: int = LINES_MOST
) -> Rows:
    """Figure, close-up and equation; the figure takes what the others leave.

    A tall kernel's close-up gets more of the height, so that its digits can still be read. The
    equation has a line for each kernel row, up to `lines`.
    """
    margin = max(16.0, 0.032 * width)
    written = min(kernel_rows, lines) * 1.55 * type_.key
    equation = max(3.4 * type_.equation, 0.135 * height, written)
    body = height - equation
    share = 0.40 if kernel_rows <= 5 else min(0.54, 0.40 + 0.028 * (kernel_rows - 5))
    most = max(type_.lens_most * 4.1, type_.lens_least * kernel_rows) + type_.title_gap
    lens = min(share * body, most)
    inner = width - 2 * margin
    top = 0.6 * type_.title_gap
    return Rows(
        Rect(margin, top, inner, body - lens - top - 0.7 * type_.title_gap),
        Rect(margin, body - lens - 0.3 * type_.title_gap, inner, lens),
        Rect(0, height - equation, width, equation),
    )


@dataclass(frozen=True, slots=True)
class Slots:
    """A row of boxes, left to right, with the middles of the gaps between them."""

    boxes: tuple[Rect, ...]
    gaps: tuple[tuple[float, float], ...]
    cell: float  # pixels per cell where all boxes share it, else 0


def shared_row(
    area: Rect,
    extents: tuple[Extent, ...],
    gap: float,
    most: float,
    type_: Sizes,
    least: tuple[float, ...],
) -> Slots:
    """Grids of (rows, columns) with one cell size, centred on one line, titles above them.

    `least` are the widths that their titles need.
    """
    rows = max(extent[0] for extent in extents)
    free = area.width - gap * (len(extents) - 1)
    widest = _widest([extent[1] for extent in extents], least, free)
    cell = min(most, widest, (area.height - type_.title_gap) / rows)
    cell = on_whole_pixels(cell)
    boxes = tuple((r * cell, c * cell) for r, c in extents)
    return _placed(area, boxes, least, gap, cell, type_)


def _widest(columns: Sequence[float], least: Sequence[float], free: float) -> float:
    """The largest cell with which slots of so many columns, none below its least, fit."""
    bound = list(zip(columns, least, strict=True))
    if sum(least) >= free:
        return free / sum(columns)
    while True:
        cell = free / sum(count for count, _ in bound)
        loose = [(count, width) for count, width in bound if count * cell < width]
        if not loose:
            return cell
        free -= sum(width for _, width in loose)
        bound = [slot for slot in bound if slot not in loose]


def photo_row(
    area: Rect,
    shapes: Sequence[Extent],
    gap: float,
    type_: Sizes,
    least: Sequence[float],
    kernels: Sequence[int] = (1,),
) -> Slots:
    """Images as large as they go, side by side, the `kernels` (by number) small between them."""
    gap *= 0.72
    height = area.height - type_.title_gap
    small = [shapes[number] for number in kernels]
    wanted = max(0.5 * type_.lens_most, 2.3 * type_.least)
    columns, rows = (max(shape[axis] for shape in small) for axis in (1, 0))
    cell = floor(min(wanted, 0.16 * area.width / columns, height / rows))
    taken = sum(max(shapes[number][1] * cell, least[number]) for number in kernels)
    images = len(shapes) - len(small)
    free = (area.width - gap * (len(shapes) - 1) - taken) / images
    boxes = [
        (shape[0] * float(cell), shape[1] * float(cell))
        if number in kernels
        else _contained(shape, free, height)
        for number, shape in enumerate(shapes)
    ]
    return _placed(area, tuple(boxes), tuple(least), gap, 0.0, type_)


def _contained(shape: Extent, width: float, height: float) -> tuple[float, float]:
    """The box of an image: its own form, but never slimmer than a quarter of the free box."""
    scale = min(width / shape[1], height / shape[0])
    tall = min(height, max(shape[0] * scale, height / 4))
    wide = min(width, max(shape[1] * scale, width / 4))
    return float(floor(tall)), float(floor(wide))


def _placed(
    area: Rect,
    sizes: tuple[tuple[float, float], ...],
    least: tuple[float, ...],
    gap: float,
    cell: float,
    type_: Sizes,
) -> Slots:
    wide = [max(width, words) for (_, width), words in zip(sizes, least, strict=True)]
    total = sum(wide) + gap * (len(sizes) - 1)
    if total > area.width:  # too narrow for the titles
        wide = [width for _, width in sizes]
        total = sum(wide) + gap * (len(sizes) - 1)
    x = floor(area.x + max(0.0, (area.width - total) / 2))
    middle = floor(area.y + type_.title_gap + (area.height - type_.title_gap) / 2)
    boxes, gaps = [], []
    for (height, width), slot in zip(sizes, wide, strict=True):
        boxes.append(Rect(x, middle - floor(height / 2), width, height))
        gaps.append((x + slot + gap / 2, float(middle)))
        x = floor(x + slot + gap)
    return Slots(tuple(boxes), tuple(gaps[:-1]), cell)
