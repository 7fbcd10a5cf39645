"""Titles and captions above the panels, in line with their edges."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from app.picture.elements import Label, Panel, Rect, Role, Weight
from app.picture.lettering.measure import Measure
from app.picture.lettering.typography import Sizes


def titles(
    panels: Sequence[Panel],
    width: float,
    measure: Measure,
    type_: Sizes,
    charts: Sequence[Rect] = (),
) -> Iterator[Label]:
    """Above each panel its title, and its caption where the next panel or chart leaves room."""
    boxes = [*(panel.rect for panel in panels), *charts]
    for panel in panels:
        if not panel.title:
            continue
        y = panel.rect.y - 0.46 * type_.title_gap
        end = _end(panel.rect, boxes, width, type_)
        title = measure.width(panel.title, type_.title, Weight.SEMIBOLD)
        size = type_.title * min(1.0, (end - panel.rect.x) / title)
        if size < type_.least:
            continue
        yield Label(panel.title, panel.rect.x, y, size, panel.role, Weight.SEMIBOLD)
        if not panel.caption:
            continue
        caption = measure.width(panel.caption, type_.caption)
        after = panel.rect.x + title + 0.7 * type_.title
        x = max(panel.rect.right - caption, after)
        if x + caption > end:
            continue
        yield Label(panel.caption, x, y + 0.5, type_.caption, Role.SOFT)


def title_width(text: str, measure: Measure, type_: Sizes, caption: str = "") -> float:
    """What a panel's words need above it."""
    words = measure.width(text, type_.title, Weight.SEMIBOLD)
    beside = 0.7 * type_.title + measure.width(caption, type_.caption) if caption else 0.0
    return words + beside


def _end(box: Rect, boxes: Sequence[Rect], width: float, type_: Sizes) -> float:
    """How far to the right words above a box may reach: up to the next one beside it."""
    top = box.y - type_.title_gap + 1  # a box above ends where its title begins
    beside = [
        other.x - 0.5 * type_.title
        for other in boxes
        if other.x > box.x and other.bottom > top and other.y - type_.title_gap < box.y
    ]
    return min([width, *beside])
