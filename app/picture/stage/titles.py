"""Titles and captions above the panels, in line with their edges."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from app.picture.elements import Label, Panel, Role, Weight
from app.picture.lettering.measure import Measure
from app.picture.lettering.typography import Sizes


def titles(
    panels: Sequence[Panel], width: float, measure: Measure, type_: Sizes
) -> Iterator[Label]:
    """Above each panel its title, and its caption where the next panel leaves room for it."""
    for panel in panels:
        if not panel.title:
            continue
        y = panel.rect.y - 0.46 * type_.title_gap
        end = _end(panel, panels, width, type_)
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


def _end(panel: Panel, panels: Sequence[Panel], width: float, type_: Sizes) -> float:
    """How far to the right words above a panel may reach: up to the next panel beside it."""
    top = panel.rect.y - type_.title_gap + 1  # a box above ends where its title begins
    beside = [
        other.rect.x - 0.5 * type_.title
        for other in panels
        if other.rect.x > panel.rect.x
        and other.rect.bottom > top
        and other.rect.y - type_.title_gap < panel.rect.y
    ]
    return min([width, *beside])
