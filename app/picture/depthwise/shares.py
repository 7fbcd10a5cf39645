"""Bars that say how a count is made up: parts end to end, their lengths in proportion."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from app.picture.elements import Panel, Rect, Role, Tone


def share_bar(key: str, parts: Sequence[tuple[Role, int]], whole: int, box: Rect) -> list[Panel]:
    """The parts of a bar; `whole` would be as wide as the box."""
    x, panels = box.x, []
    for number, (role, count) in enumerate(parts):
        wide = max(1.0, count / whole * box.width)
        rect = Rect(x, box.y, wide, box.height)
        tone = Tone(0.0, float(count) or 1.0, absolute=True)
        visible = Rect(0, 0, 1, rect.height / rect.width)
        cells = np.array([[count]])
        panels.append(Panel(f"{key}-{number}", role, rect, visible, (1, 1), cells, tone, ""))
        x += wide
    return panels
