"""The instant that a Picture shows: a step, a tap, and how far the window has left it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Moment:
    """The numbers are those of `step` until the window has arrived at the next one.

    `phase` runs from 0 (still at `step`) to 1 (arrived at `toward`).
    """

    step: int
    tap: int = 0
    toward: int | None = None
    phase: float = 0.0

    @property
    def is_still(self) -> bool:
        return self.toward is None
