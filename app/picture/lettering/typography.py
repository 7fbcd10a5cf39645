"""The few sizes of letters, for the desk and for the projector."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache


@dataclass(frozen=True, slots=True)
class Sizes:
    """Sizes in pixels. `key` is the least size of the step's own numbers, `least` of any text.

    `margin` is left and right of the equation: at a desk it begins where the buttons below do.
    """

    title: float
    caption: float
    note: float
    operator: float
    equation: float
    key: float
    least: float
    title_gap: float
    cell_most: float
    lens_most: float
    lens_least: float
    margin: float


DESK = Sizes(
    title=15,
    caption=13,
    note=13,
    operator=28,
    equation=27,
    key=15,
    least=8.5,
    title_gap=27,
    cell_most=64,
    lens_most=46,
    lens_least=23,
    margin=18,
)


@lru_cache(maxsize=64)
def sizes(width: float, height: float, presenting: bool) -> Sizes:
    """Sizes for a stage; one that is taller than 4:3 is read like a 4:3 one of its width.

    On a projector the key numbers are at least 3 % of the height and no text is under 2 %;
    on a large desktop screen everything grows gently with it.
    """
    height = min(height, 0.75 * width)
    if not presenting:
        return _scaled(DESK, min(2.2, max(1.0, height / 800)))
    return Sizes(
        title=height * 0.024,
        caption=height * 0.021,
        note=height * 0.022,
        operator=height * 0.045,
        equation=height * 0.045,
        key=height * 0.031,
        least=height * 0.0228,
        title_gap=height * 0.042,
        cell_most=height * 0.1,
        lens_most=height * 0.095,
        lens_least=height * 0.05,
        margin=height * 0.03,
    )


def _scaled(base: Sizes, factor: float) -> Sizes:
    """All but the margin: the buttons below do not grow."""
    grown = Sizes(**{name: getattr(base, name) * factor for name in base.__slots__})
    return replace(grown, margin=base.margin)
