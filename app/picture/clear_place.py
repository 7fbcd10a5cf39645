"""Where nothing is on a picture, for what is laid over it for a while."""

from __future__ import annotations

from collections.abc import Iterator

from app.picture.elements import Label, Line, Picture, Rect
from app.picture.lettering.measure import Measure

GAP = 6
"""Pixels that stay free around what is laid over."""


def clear_place(
    picture: Picture, measure: Measure, width: float, height: float
) -> tuple[float, float] | None:
    """The top left corner of the highest place of this size, in pixels, that covers nothing.

    In the middle of the picture's width if that is free, else at its left or right edge. Thin lines
    from panel to panel may be covered. None where everything is taken.
    """
    taken = tuple(_taken(picture, measure))
    right = picture.width - width - GAP
    heights = sorted({float(GAP), *(rect.bottom + GAP for rect in taken)})
    for y in heights:
        if y + height + GAP > picture.height:
            return None
        for x in ((picture.width - width) / 2, float(GAP), right):
            wanted = Rect(x - GAP, y - GAP + 1, width + 2 * GAP, height + 2 * GAP - 2)
            if GAP <= x <= right and not any(_meet(wanted, rect) for rect in taken):
                return x, y
    return None


def _meet(one: Rect, other: Rect) -> bool:
    both = one.intersected(other)
    return both.width > 0 and both.height > 0


def _taken(picture: Picture, measure: Measure) -> Iterator[Rect]:
    yield from (panel.rect for panel in picture.panels)
    yield from (_letters(label, measure) for label in picture.labels)
    yield from (_written(line, measure) for line in picture.lines if line.tokens)
    yield from (chart.rect for chart in picture.charts)
    yield from (plot.rect for plot in picture.plots)
    if picture.equation is not None:
        yield picture.equation.rect


def _letters(label: Label, measure: Measure) -> Rect:
    width = measure.width(label.text, label.size, label.weight)
    left = {"left": 0.0, "centre": width / 2, "right": width}[label.anchor]
    high = 1.3 * label.size
    return Rect(label.x - left, label.y - high / 2, width, high)


def _written(line: Line, measure: Measure) -> Rect:
    end = line.places[-1] + measure.width(line.tokens[-1].text, line.size)
    high = 1.3 * line.size
    return Rect(line.places[0], line.y - high / 2, end - line.places[0], high)
