"""Questions about the counts of overlapping stamps."""

from __future__ import annotations

from collections.abc import Iterator

from app.content.questions.question import Question
from app.content.questions.words import (
    listed,
)
from app.state.derive import Counted


def overlap_questions(derived: Counted) -> Iterator[Question]:
    """Along one axis, over the plane, and at the edges."""
    stamps = derived.stamps
    yield Question(
        f"How many cells does the result have along one axis, from {stamps.sizes[0]} inputs?",
        str(stamps.sizes[-1]),
    )
    row = stamps.result
    cell = len(row) // 2
    yield Question(f"How many stamps reach cell {cell + 1} of one axis?", str(row[cell]), 2)
    if stamps.period:
        yield Question(
            "Which counts repeat in the interior, along one axis?", listed(stamps.period)
        )
        least, most = min(stamps.period), max(stamps.period)
        yield Question(
            "And over the plane of two axes: which is the least count, and which the largest?",
            f"{least * least} and {most * most}: the counts of the axes multiply",
        )
    even = "Yes" if stamps.is_even else "No"
    yield Question(
        "Are the counts of the interior even? Does that make the result even at its edges?",
        f"{even}; at the edges fewer stamps meet in either case.",
        2,
    )
