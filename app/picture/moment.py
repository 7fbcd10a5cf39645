"""The instant that a Picture shows: a step, a tap, and how far the window has glided."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Moment:
    """`phase` runs from 0 (still at step `previous`) to 1 (arrived at `step`)."""

    step: int
    tap: int = 0
    previous: int | None = None
    phase: float = 1.0

    @property
    def is_still(self) -> bool:
        return self.previous is None or self.phase >= 1
