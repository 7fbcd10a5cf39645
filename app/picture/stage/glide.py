"""Where the outlines of a step are while they glide to the next one."""

from __future__ import annotations

from collections.abc import Callable

from app.picture.elements import Rect
from app.picture.moment import Moment
from app.picture.stage.focus import Gather


def glided(moment: Moment, gather: Gather, now: Rect, cells: Callable[[int], Rect | None]) -> Rect:
    """The cells of the present step, or on their way to those that `cells` has for the next.

    Nothing glides from a cell that is pointed at, nor to a step that has no such cells.
    """
    if gather.pointed or moment.toward is None:
        return now
    end = cells(moment.toward)
    return now if end is None else between(now, end, moment.phase)


def between(before: Rect, after: Rect, phase: float) -> Rect:
    """Where a rectangle is on its glide, which begins and ends gently."""
    eased = phase * phase * (3 - 2 * phase)
    return Rect(
        before.x + (after.x - before.x) * eased,
        before.y + (after.y - before.y) * eased,
        before.width + (after.width - before.width) * eased,
        before.height + (after.height - before.height) * eased,
    )
