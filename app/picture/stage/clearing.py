"""Thin lines that would run through words are parted there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from math import hypot

from app.picture.elements import Connector, Label, Rect
from app.picture.lettering.measure import Measure

FEW = 24
"""Of more lines none is parted: they are a web, and a web keeps clear of words by itself."""
MARGIN = 3.0
"""Pixels that stay free around words."""
LEAST = 12.0
"""Pixels of a piece that is worth keeping."""
ANCHORS = {"left": 0.0, "centre": 0.5, "right": 1.0}


def parted(
    connectors: Sequence[Connector], labels: Iterable[Label], measure: Measure
) -> tuple[Connector, ...]:
    """The lines without their parts that run through statements, which are words in a line."""
    if not connectors or len(connectors) > FEW:
        return tuple(connectors)
    boxes = [_box(label, measure) for label in labels if label.statement]
    return tuple(piece for line in connectors for piece in _outside(line, boxes))


def crosses(line: Connector, rect: Rect) -> bool:
    """Whether a line runs through a rectangle."""
    return _inside(line, rect) is not None


def _box(label: Label, measure: Measure) -> Rect:
    """What a label's letters take, with a margin."""
    wide = measure.width(label.text, label.size, label.weight)
    x = label.x - wide * ANCHORS[label.anchor]
    high = label.size
    return Rect(x - MARGIN, label.y - high / 2 - MARGIN, wide + 2 * MARGIN, high + 2 * MARGIN)


def _outside(line: Connector, boxes: Sequence[Rect]) -> Iterator[Connector]:
    """The pieces of a line that lie in none of the boxes."""
    start, long = 0.0, hypot(line.x2 - line.x1, line.y2 - line.y1)
    for first, last in sorted(filter(None, (_inside(line, box) for box in boxes))):
        if (first - start) * long >= LEAST:
            yield _piece(line, start, first)
        start = max(start, last)
    if start == 0:
        yield line
    elif (1 - start) * long >= LEAST:
        yield _piece(line, start, 1.0)


def _inside(line: Connector, box: Rect) -> tuple[float, float] | None:
    """Between which shares of its length a line lies in a box (Liang and Barsky, 1984)."""
    first, last = 0.0, 1.0
    for start, step, low, high in (
        (line.x1, line.x2 - line.x1, box.x, box.right),
        (line.y1, line.y2 - line.y1, box.y, box.bottom),
    ):
        if step == 0:
            if not low < start < high:
                return None
            continue
        enter, leave = sorted(((low - start) / step, (high - start) / step))
        first, last = max(first, enter), min(last, leave)
    return (first, last) if first < last else None


def _piece(line: Connector, first: float, last: float) -> Connector:
    across, down = line.x2 - line.x1, line.y2 - line.y1
    return replace(
        line,
        x1=line.x1 + first * across,
        y1=line.y1 + first * down,
        x2=line.x1 + last * across,
        y2=line.y1 + last * down,
    )
