"""Titles and captions above the panels, in line with their edges."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from app.picture.elements import Label, Panel, Role, Weight
from app.picture.measure import Measure
from app.picture.typography import Sizes


def titles(panels: Iterable[Panel], measure: Measure, type_: Sizes) -> Iterator[Label]:
    for panel in panels:
        if not panel.title:
            continue
        y = panel.rect.y - 0.46 * type_.title_gap
        yield Label(panel.title, panel.rect.x, y, type_.title, panel.role, Weight.SEMIBOLD)
        if not panel.caption:
            continue
        title = measure.width(panel.title, type_.title, Weight.SEMIBOLD)
        caption = measure.width(panel.caption, type_.caption)
        after = panel.rect.x + title + 0.7 * type_.title
        x = max(panel.rect.right - caption, after)
        yield Label(panel.caption, x, y + 0.5, type_.caption, Role.SOFT)
