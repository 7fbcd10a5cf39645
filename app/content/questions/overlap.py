"""Questions about the counts of overlapping stamps."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from app.content.questions.question import Question
from app.content.questions.words import listed
from app.core import SpecError
from app.state.derive import Counted
from app.state.overlap.derived import stamp_stack


def overlap_questions(derived: Counted) -> Iterator[Question]:
    """Along one axis, over the plane, and at the edges, of a kernel one cell larger."""
    layers, size = derived.scene.overlap.layers, derived.stamps.sizes[0]
    kernel = layers[-1].kernel + 1
    which = "The kernel" if len(layers) == 1 else "The last layer's kernel"
    try:
        stamps = stamp_stack(size, (*layers[:-1], replace(layers[-1], kernel=kernel)))
    except SpecError:
        return
    yield Question(
        f"{which} is made {kernel} cells long. How many cells does the result have along one axis "
        f"then, from {size} inputs?",
        str(stamps.sizes[-1]),
    )
    row = stamps.result
    cell = len(row) // 2
    yield Question(f"How many stamps reach its cell {cell + 1} then?", str(row[cell]), 2)
    if stamps.period:
        yield Question(
            "Which counts repeat in its interior, along one axis?", listed(stamps.period)
        )
        least, most = min(stamps.period), max(stamps.period)
        yield Question(
            "And over the plane of two axes: which is the least count, and which the largest?",
            f"{least * least} and {most * most}: the counts of the axes multiply",
        )
    even = "Yes" if stamps.is_even else "No"
    yield Question(
        "Do all cells of the interior get the same count? What else can make a result uneven?",
        f"{even}. Weights that differ, and edges where fewer stamps meet.",
        2,
    )
