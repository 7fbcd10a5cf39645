"""What depthwise separable convolution costs, in words and numbers, beside the ordinary one."""

from __future__ import annotations

from app.picture.elements import Role
from app.picture.lettering.digits import all_of, equals, short
from app.state.depthwise.derived import Separated
from app.state.depthwise.requests import SeparatedResult

Bar = tuple[str, tuple[str, ...], tuple[tuple[Role, int], ...]]
"""A bar's key, its words with the longest first, and its parts."""


def cost_lines(derived: Separated) -> tuple[Bar, ...]:
    """The ordinary convolution and both steps."""
    first, second, ordinary = (cost.multiplications for cost in derived.geometry.layer.costs)
    return (
        ("ordinary", (f"ordinary: {ordinary:,}", f"{ordinary:,}"), ((Role.INK, ordinary),)),
        (
            "separable",
            (
                f"depthwise {first:,} + pointwise {second:,} = {first + second:,}",
                f"{first:,} + {second:,} = {first + second:,}",
                f"separable: {first + second:,}",
                f"{first + second:,}",
            ),
            ((Role.INPUT, first), (Role.KERNEL, second)),
        ),
    )


def ratio_words(derived: Separated) -> tuple[tuple[str, ...], ...]:
    """The ratio with its formula filled in, then the parameters."""
    weights = derived.weights
    costs = derived.geometry.layer.costs
    first, second, ordinary = (cost.multiplications for cost in costs)
    exact = (first + second) / ordinary
    ratio = f"{equals(exact, digits=3)} {short(exact, 3)}"
    high, wide = weights.kernel
    taps = f"{high}²" if high == wide else f"({high}·{wide})"
    both, whole = costs[0].parameters + costs[1].parameters, costs[2].parameters
    dearer = " (more!)" if first + second > ordinary else ""
    return (
        (
            f"ratio 1/C_out + 1/k² = 1/{weights.count} + 1/{taps} {ratio}{dearer}",
            f"1/{weights.count} + 1/{taps} {ratio}{dearer}",
        ),
        (
            f"weights {both:,} against {whole:,}, without biases",
            f"weights {both:,} / {whole:,}",
        ),
    )


def agreement_words(derived: Separated, result: SeparatedResult | None) -> tuple[str, ...]:
    """Whether one ordinary convolution gives the same, computed."""
    if result is None:
        return ("",)
    weights = derived.weights
    high, wide = weights.kernel
    each = f"{weights.channels} × {high} × {wide}"
    if result.agreement is None:
        return (f"an ordinary filter of {each} weights could do the same", "")
    apart = short(result.agreement.largest, 3)
    same = "agrees" if result.agreement.holds else "differs"
    cells = f"computed on {all_of(result.agreement.cells, 'cell')}"
    return (
        f"An ordinary convolution with filters kernel × weight ({each}) {same}: "
        f"largest difference {apart}, {cells}",
        f"The ordinary convolution of kernel × weight {same}: largest difference {apart}",
        f"The ordinary convolution {same}",
        "",
    )
