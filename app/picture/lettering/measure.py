"""How layout asks for the width of text: paint has real metrics, tests a fixed advance."""

from __future__ import annotations

from typing import Protocol

from app.picture.elements import Weight


class Measure(Protocol):
    """What layout needs to know of letters."""

    def width(self, text: str, size: float, weight: Weight = Weight.REGULAR) -> float:
        """The advance of `text` in pixels at a size in pixels."""
        ...

    def __hash__(self) -> int:
        """Layouts that stay the same for every step are kept by it."""
        ...
