"""When the next beats of playing are due: the pace holds although a beat may come late."""

from __future__ import annotations

import math

LATE = 0.25
"""Seconds of beats that are caught up after a stall; older ones are dropped."""


class Metronome:
    """Counts beats at `speed` a second since `start`. Times are seconds of any steady clock."""

    def __init__(self) -> None:
        self._last = 0.0
        self._speed = 1.0

    def start(self, now: float, speed: float) -> None:
        """Begin anew: the first beat is one period from now."""
        self._last = now
        self._speed = speed

    def due(self, now: float) -> int:
        """How many beats have come due since the last call; they count as taken.

        After a stall, the one that was waited for and LATE seconds of further ones.
        """
        beats = int((now - self._last) * self._speed + 1e-6)
        self._last += beats / self._speed
        return min(beats, 1 + math.ceil(LATE * self._speed))

    def wait(self, now: float) -> float:
        """Seconds until the next beat, not below 0."""
        return max(0.0, self._last + 1 / self._speed - now)
