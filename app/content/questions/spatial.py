"""Questions on two passes with their answers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from app.content.code.input import said
from app.content.questions.asked import Steps, at_step, place_to_ask
from app.content.questions.numbers import written
from app.content.questions.question import FEW_TAPS, Question
from app.core import rank
from app.state.spatial.choices import First
from app.state.spatial.derived import Factored, costs_of
from app.state.spatial.passes import PASSES

OTHER_COLUMN, OTHER_ROW = (1, 3, 1), (2, 0, -1)
"""A column and a row that no kernel of the lesson is made of."""
LARGER = 3
"""Cells by which the input grows whose counts are asked for."""


def spatial_questions(derived: Factored, given: Steps) -> Iterator[Question]:
    """A product, the rank of a changed kernel, a sum, and both counts of a larger input."""
    geometry = derived.geometry
    yield Question(
        f"Which kernel is the column {_listed(OTHER_COLUMN)} times the row {_listed(OTHER_ROW)}?",
        " / ".join(map(_listed, np.outer(OTHER_COLUMN, OTHER_ROW))),
        2,
    )
    high, wide = (cells // 2 for cells in derived.scene.kernel.shape)
    turned = derived.scene.kernel.weights.array.copy()
    turned[high, wide] += 1
    changed = rank(turned)
    yield Question(
        f"The weight in the middle of the kernel “{said(derived.scene.kernel.name)}” grows by 1. "
        "What is the rank then, and how many passes make it exactly?",
        f"rank {changed}: {PASSES * changed} passes",
    )
    yield from _worked(derived, given)
    rows, columns = (size + LARGER for size in derived.plane.shape)
    full, parts = costs_of(
        (rows, columns), geometry.weights.shape, geometry.parameters, geometry.first
    )
    one, two = (part.multiplications * derived.terms for part in parts)
    passes = f"{PASSES * derived.terms}" if derived.terms > 1 else "two"
    yield Question(
        f"On an input of {rows} × {columns}: how many multiplications does the full kernel take, "
        f"and how many do {passes} passes?",
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


def _worked(derived: Factored, given: Steps) -> Iterator[Question]:
    """A result of both passes, from the cells between them on."""
    small = derived.is_toy and derived.terms == 1 and sum(derived.walk.taps) <= FEW_TAPS
    at = place_to_ask(derived, given, 1) if small else None
    if at is None:
        return
    number = derived.step_at(1, *at)
    step = at_step(derived, number)
    yield Question(
        f"Work out output ({at[0] + 1}, {at[1] + 1}): the cells between the passes first.",
        f"between them {_listed(step.values.ravel())}; then {written(step.total)}",
        4,
        (number,),
    )


def _listed(values: Any) -> str:
    return " ".join(written(value) for value in values)
