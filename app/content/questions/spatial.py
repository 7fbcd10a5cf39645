"""Questions on two passes with their answers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from app.content.code.input import said
from app.content.questions.numbers import share, written
from app.content.questions.question import FEW_TAPS, Question
from app.state.spatial.choices import First
from app.state.spatial.derived import Factored
from app.state.spatial.passes import PASSES


def spatial_questions(derived: Factored) -> Iterator[Question]:
    """The rank, the factors, a sum, and both counts."""
    factors, geometry = derived.factors, derived.geometry
    yield Question(
        f"Is the kernel “{said(derived.scene.kernel.name)}” a column times a row? What is its "
        "rank?",
        f"{'Yes' if factors.rank == 1 else 'No'}: rank {factors.rank}",
    )
    first = factors.terms[0]
    if factors.rank == 1 and first.column.dtype.kind == "i":
        yield Question(
            "Which column and which row, in whole numbers?",
            f"{_listed(first.column)} down and {_listed(first.row)} along"
            + ("" if first.scale == 1 else f", times {share(first.scale)}"),
            2,
        )
    if derived.is_toy and derived.walk.taps[0] <= FEW_TAPS:
        rows, columns = derived.grid(0)
        row, column = rows - 1, columns // 2
        total = derived.gather(0, row, column).total
        place = f"({row + 1}, {column + 1})"
        which = "first intermediate" if derived.terms > 1 else "intermediate"
        yield Question(f"Work out cell {place} of the {which}.", written(total), 3)
    full, parts = geometry.costs
    one, two = (part.multiplications * derived.terms for part in parts)
    passes = f"{PASSES * derived.terms}" if derived.terms > 1 else "two"
    yield Question(
        f"How many multiplications does the full kernel take, and how many do {passes} passes?",
        f"{full.multiplications:,} against {one:,} + {two:,} = {one + two:,}: the ratio is "
        f"{(one + two) / full.multiplications:.3g}",
        2,
    )
    before, after = ("columns", "rows") if derived.scene.spatial.first is First.COLUMN else (
        "rows", "columns",
    )  # fmt: skip
    yield Question(
        f"Why may the bias not be added after the pass along the {before}?",
        f"The pass along the {after} would multiply it by the sum of its weights.",
        2,
    )


def _listed(values: Any) -> str:
    return " ".join(written(value) for value in values)
