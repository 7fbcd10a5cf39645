"""What a handout says of two passes."""

from __future__ import annotations

from app.picture.lettering.digits import short
from app.picture.spatial.words import (
    counts,
    factor_titles,
    percent,
    ratio_formula,
    scale_words,
)
from app.state.spatial.derived import Factored

Row = tuple[str, str]


def spatial_rows(derived: Factored) -> list[Row]:
    """The sizes of both passes, and what the kernel is a sum of."""
    (rows, columns), (high, wide) = derived.walk.grids
    factors = derived.factors
    values = ", ".join(short(value) for value in factors.values[: max(1, factors.rank)].tolist())
    named = [
        ("Intermediate", f"{rows:,} × {columns:,}"),
        ("Output", f"{high:,} × {wide:,}"),
        ("Rank", f"{factors.rank}, singular values {values}"),
    ]
    for number, term in enumerate(factors.terms[: derived.terms], start=1):
        column, row = (
            " ".join(short(weight) for weight in weights.tolist())
            for weights in (term.column, term.row)
        )
        name = "Column × row" if derived.terms == 1 else f"Term {number}"
        named.append((name, f"({column}) × ({row}){scale_words(term.scale)}"))
    if not derived.is_exact:
        off = short(factors.off(derived.terms))
        named.append(("Off by", f"{off}, {percent(factors, derived.terms)} of the norm"))
    return named


def spatial_formulas(derived: Factored) -> list[Row]:
    """Both counts, and the textbook's ratio where it holds."""
    first, second = factor_titles(derived)
    words = "".join(token.text for part in counts(derived) for token in part)
    rows = [(f"{first}, then {second.lower()}", words)]
    formula = ratio_formula(derived)
    return [*rows, ("Ratio", formula)] if formula else rows
