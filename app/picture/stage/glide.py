"""Where the outlines of a step are while they glide there from the step before."""

from __future__ import annotations

from collections.abc import Callable

from app.picture.elements import Rect
from app.picture.moment import Moment
from app.picture.stage.focus import Gather


def glided(moment: Moment, gather: Gather, now: Rect, before: Callable[[int], Rect | None]) -> Rect:
    """The cells of the present step, or on their way from those that `before` has for a step.

    Nothing glides to a cell that is pointed at, nor from a step that has no such cells.
    """
    if gather.pointed or moment.is_still or moment.previous is None:
        return now
    start = before(moment.previous)
    return now if start is None else between(start, now, moment.phase)


def between(before: Rect, after: Rect, phase: float) -> Rect:
    """Where a rectangle is on its glide, which begins and ends gently."""
    eased = phase * phase * (3 - 2 * phase)
    return Rect(
        before.x + (after.x - before.x) * eased,
        before.y + (after.y - before.y) * eased,
        after.width,
        after.height,
    )
