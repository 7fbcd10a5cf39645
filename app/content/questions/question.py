"""A question about a scene, with its answer."""

from __future__ import annotations

from dataclasses import dataclass

FEW_TAPS = 12
"""A sum of more products is no work for a pencil."""


@dataclass(frozen=True, slots=True)
class Question:
    """A question, its answer, and how many lines the answer takes to write.

    `asks` are the steps whose results the answer is: a figure beside it leaves them out.
    """

    text: str
    answer: str
    lines: int = 1
    asks: tuple[int, ...] = ()
