"""Where the input, the maps of one stride, the results and the chart of artefacts stand."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import floor

from app.picture.elements import Rect
from app.picture.lettering.lines import note_size
from app.picture.lettering.typography import Sizes
from app.picture.stage.given import StampStage
from app.picture.stage.layout import bands

LINE = 1.5
"""From one line of words to the next, in sizes of their letters."""
METER = 1.9
"""The height of the line below a result, in captions."""
LEAST_SHARE = 0.5
"""A result's box is at least this share of its width high, so that there is room to zoom."""
LEFT = 0.21
"""The share of the width for the input and the maps of one stride."""


@dataclass(frozen=True, slots=True)
class Page:
    """Boxes for the pictures; the last one is the chart's."""

    source: Rect
    counts: Rect
    weighted: Rect
    ways: tuple[Rect, ...]
    chart: Rect
    body: Rect
    equation: Rect


def page_of(stage: StampStage, type_: Sizes, lines: int) -> Page:
    rows = bands(stage.width, stage.height, 3, type_)
    words = LINE * note_size(type_) * lines
    area = Rect(rows.figure.x, rows.figure.y, rows.figure.width,
                rows.equation.y - rows.figure.y - words - 0.4 * type_.caption)  # fmt: skip
    by_side, stacked = _beside(stage, area, type_), _in_threes(stage, area, type_)
    boxes = max(by_side, stacked, key=lambda boxes: boxes[1].width * boxes[1].height)
    source, *ways, maps, chart = boxes
    gap = 1.3 * type_.caption
    half = round((maps.width - gap) / 2)
    rows_, columns = stage.derived.plane.shape
    form = max(rows_ / columns, LEAST_SHARE)
    high = round(min(source.height, source.width * form))
    return Page(
        replace(source, width=round(min(source.width, high / form)), height=high),
        replace(maps, width=half),
        replace(maps, x=round(maps.right - half), width=half),
        tuple(ways), chart, area, rows.equation,
    )  # fmt: skip


def _beside(stage: StampStage, area: Rect, type_: Sizes) -> tuple[Rect, ...]:
    """Input over the maps at the left, the results and the chart in two rows beside them."""
    gap = 1.3 * type_.caption
    left = round(LEFT * area.width)
    rest = replace(area, x=area.x + left + gap, width=area.width - left - gap)
    boxes = _boxes(stage, rest, 2, type_)
    start = round(area.x + (boxes[0].x - rest.x))  # all of it in the middle, not the results alone
    back = boxes[0].x - (start + left + round(gap))
    *ways, chart = (replace(box, x=box.x - back) for box in boxes)
    source, maps = (replace(box, x=start, width=left) for box in (ways[0], ways[3]))
    return source, *ways, maps, chart


def _in_threes(stage: StampStage, area: Rect, type_: Sizes) -> tuple[Rect, ...]:
    """Three rows alike, for a stage that is not much wider than high."""
    *pictures, maps, chart, _ = _boxes(stage, area, 3, type_)
    return *pictures, maps, chart


def _boxes(stage: StampStage, area: Rect, rows: int, type_: Sizes) -> list[Rect]:
    """Three boxes a row, as high as their picture, under their titles."""
    gap = 1.3 * type_.caption
    wide = (area.width - 2 * gap) / 3
    height, width = stage.derived.result_shape
    around = type_.title_gap + METER * type_.caption
    high = min(area.height / rows, wide * max(height / width, LEAST_SHARE) + around)
    top = area.y + (area.height - rows * high) / 2
    shrunk = floor(min(wide, max(1.0, high - around) / max(height / width, LEAST_SHARE)))
    across = shrunk + gap
    left = area.x + (area.width - 3 * shrunk - 2 * gap) / 2
    return [
        _under_title(Rect(round(left + column * across), round(top + row * high), round(shrunk),
                          round(high)), type_)
        for row in range(rows) for column in range(3)
    ]  # fmt: skip


def _under_title(box: Rect, type_: Sizes) -> Rect:
    """The room below a title, with a little for the meter."""
    top, below = type_.title_gap, METER * type_.caption
    return Rect(box.x, round(box.y + top), box.width, round(box.height - top - below))
