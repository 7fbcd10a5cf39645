"""The words of the lesson of two passes: what the kernel is a sum of, and what the passes cost."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from app.picture.elements import Role, Token
from app.picture.lettering.digits import all_of, as_fraction, count_of, short
from app.state.requests import Result
from app.state.spatial.choices import First
from app.state.spatial.derived import Factored, Factors
from app.state.spatial.requests import FactoredResult

ERROR = "Error"
"""What the output is off by, where the terms are not the kernel."""
Parts = tuple[tuple[Token, ...], ...]
FINEST = 1 << 20
"""The largest denominator of a scale that is said as a fraction."""
FEW_PARTS = 10_000
"""A ratio of larger whole numbers is said in decimals alone."""


def factor_titles(derived: Factored) -> tuple[str, str]:
    """What the weights of both passes are called."""
    first = derived.scene.spatial.first is First.COLUMN
    return ("Column", "Row") if first else ("Row", "Column")


def middle_title(derived: Factored, plane: int = 0) -> str:
    """The intermediate; where several terms are summed, which one's."""
    return "Intermediate" if derived.terms == 1 else f"Intermediate {plane // 2 + 1}"


def said(derived: Factored, result: Result | None, waiting: str) -> Iterator[Parts]:
    """Whether the kernel is separable, what the passes cost, and the formula filled in; `waiting`
    stands for what there is no result for."""
    yield verdict(derived, result, waiting)
    yield counts(derived)
    formula = ratio_formula(derived)
    if formula:
        yield ((Token(formula, Role.SOFT),),)


# ---- the kernel


def verdict(derived: Factored, result: Result | None, waiting: str) -> Parts:
    """The rank, and whether the terms that are summed give the kernel."""
    factors, count = derived.factors, derived.terms
    if factors.rank == 0:
        return ((Token("Rank 0: every weight is 0, and so is every sum.", Role.SOFT),),)
    head = f"Rank {factors.rank}"
    if derived.is_exact:
        how = "exact" if count == 1 else f"the {count} terms together are exact"
        return (
            (Token(f"✓ {head}: {how}. ", Role.OUTPUT, bold=True),),
            (Token(_agreement(result, waiting), Role.SOFT),),
        )
    best = "the best rank-1 approximation" if count == 1 else f"the best {count} terms"
    verb = "is" if count == 1 else "are"
    off = f"{best} {verb} off by {short(factors.off(count))} "
    share = f"({percent(factors, count)} of the kernel’s norm {short(factors.norm)}). "
    return (
        (Token(f"✗ {head}: ", Role.STEP, bold=True), Token(off)),
        (Token(share),),
        (Token(_largest(result, waiting), Role.SOFT),),
    )


def percent(factors: Factors, count: int) -> str:
    """How far the first terms are from the kernel, in per cent of its norm.

    A share that is not 0 is never said as 0.
    """
    share = 100 * factors.off(count) / factors.norm
    return f"{short(share, 3)} %"


def _agreement(result: Result | None, waiting: str) -> str:
    """Both results compared on every cell, as far as that is done."""
    if not isinstance(result, FactoredResult):
        return waiting
    if result.agreement is None:
        return ""
    cells = result.agreement.cells
    if not result.agreement.holds:
        return f"On {result.agreement.count:,} of {count_of(cells, 'output')} both ways differ."
    if not result.furthest:
        return f"The full kernel gives the same on {all_of(cells, 'output')}."
    apart = short(result.furthest, 2)
    same = f"The full kernel gives the same on {all_of(cells, 'output')}"
    return f"{same}, but for rounding ({apart})."


def _largest(result: Result | None, waiting: str) -> str:
    """The largest error of an output."""
    if not isinstance(result, FactoredResult):
        return waiting
    return f"Its largest error of an output here: {short(result.furthest)}."


# ---- the cost


def counts(derived: Factored) -> Parts:
    """Multiplications and weights, both ways, with the true ratio."""
    full, parts = derived.geometry.costs
    times = derived.terms
    one, two = (part.multiplications * times for part in parts)
    total = one + two
    dear = total > full.multiplications
    words = "costs more" if dear else "the same" if total == full.multiplications else "cheaper"
    weights = [part.parameters * times for part in parts]
    split = f"{weights[0]} + {weights[1]} = {sum(weights)}"
    bias = ", the bias aside" if derived.scene.parameters.bias else ""
    return (
        (
            Token(f"Multiplications: {full.multiplications:,} with the full kernel, "),
            Token(f"{one:,} + {two:,} = {total:,} in {2 * times} passes: "),
        ),
        (
            Token(f"ratio {ratio_words(total, full.multiplications)}, {words}. ",
                  Role.STEP if dear else Role.OUTPUT, bold=True),
        ),
        (Token(f"Parameters: {full.parameters} or {split}{bias}.", Role.SOFT),),
    )  # fmt: skip


def ratio_words(part: int, whole: int) -> str:
    """A ratio in decimals, with its fraction where that is short.

    >>> ratio_words(72, 81), ratio_words(30, 25)
    ('8/9 ≈ 0.889', '6/5 = 1.2')
    """
    ratio = Fraction(part, whole)
    if ratio.denominator == 1:
        return str(ratio.numerator)
    decimal = f"{float(ratio):.3g}"
    if max(ratio.numerator, ratio.denominator) > FEW_PARTS:
        return decimal
    return f"{ratio} {'=' if Fraction(decimal) == ratio else '≈'} {decimal}"


def ratio_formula(derived: Factored) -> str:
    """The textbook's ratio filled in; empty where it does not hold."""
    vertical, horizontal = derived.axes
    padded = any((axis.low, axis.high) != (0, 0) for axis in derived.axes)
    if vertical != horizontal or padded or derived.terms > 1:
        return ""
    if vertical.stride != 1 or vertical.dilation != 1:
        return ""
    n, m = vertical.size, vertical.kernel
    full, parts = derived.geometry.costs
    total = sum(part.multiplications for part in parts)
    return (
        f"N × N input, m × m kernel: (2N − m + 1) / (m·(N − m + 1)) = "
        f"(2·{n} − {m} + 1) / ({m}·({n} − {m} + 1)) = {ratio_words(total, full.multiplications)}"
    )


def scale_words(scale: float) -> str:
    """What the outer product is multiplied by, as it stands behind it.

    >>> scale_words(1), scale_words(1 / 16), scale_words(0.3)
    ('', ' / 16', ' · 0.3')
    """
    if scale == 1:
        return ""
    text = as_fraction(scale, FINEST)
    return f" / {text.removeprefix('1/')}" if text.startswith("1/") else f" · {text}"


def table_title(derived: Factored, term: int) -> str:
    """What the outer product is."""
    scale = scale_words(derived.factors.terms[term].scale)
    if len(derived.factors.terms) == 1:
        return f"Kernel = column × row{scale}"
    return "Column × row" if derived.terms == 1 else f"Term {term + 1}"
