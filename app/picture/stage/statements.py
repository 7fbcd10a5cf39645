"""The lines under the figure: what goes unused, and what the output's brightness means."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations, product

from app.picture.elements import Label, Panel, Role
from app.picture.lettering.measure import Measure
from app.picture.lettering.typography import Sizes

EDGE = 8.0
"""Pixels that stay free at both edges of the stage, and between two statements."""


def statements(
    panels: Sequence[Panel],
    said: Sequence[tuple[Panel, Sequence[str]]],
    width: float,
    measure: Measure,
    type_: Sizes,
) -> tuple[Label, ...]:
    """A line below each panel that has something to say, in the longest words that fit.

    `said` holds for each panel its words, the longest first; of the last panel they always stand.
    """
    sizes = (max(type_.least, 0.9 * type_.caption), type_.least)
    chosen: tuple[Label, ...] = ()
    for size in sizes:
        for texts in product(*(words for _, words in said)):
            chosen = tuple(
                _under(panel, text, size, panels, width, measure, type_)
                for (panel, _), text in zip(said, texts, strict=True)
                if text
            )
            if _fit(chosen, width, measure):
                return chosen
    return chosen[-1:]


def _under(
    panel: Panel,
    text: str,
    size: float,
    panels: Sequence[Panel],
    width: float,
    measure: Measure,
    type_: Sizes,
) -> Label:
    """A line below a panel, and below every panel that it would run into."""
    long = measure.width(text, size)
    x = max(EDGE, min(panel.rect.x, width - long - EDGE))
    over = [other.rect.bottom for other in panels if other.rect.x < x + long
            and x < other.rect.right]  # fmt: skip
    operator = panel.rect.centre[1] + 0.4 * type_.operator
    y = max([panel.rect.bottom, operator, *over]) + 0.75 * type_.caption
    return Label(text, x, y, size, Role.SOFT, statement=True)


def _fit(labels: Sequence[Label], width: float, measure: Measure) -> bool:
    """Whether no statement leaves the stage or runs into another."""
    ends = [label.x + measure.width(label.text, label.size) for label in labels]
    meeting = any(
        one.x < there + EDGE and other.x < here + EDGE and abs(one.y - other.y) < one.size
        for (one, here), (other, there) in combinations(zip(labels, ends, strict=True), 2)
    )
    return not meeting and max(ends, default=0.0) <= width
