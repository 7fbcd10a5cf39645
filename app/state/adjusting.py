"""What an input that is too small for the parameters may cost, and how little of it will do."""

from __future__ import annotations

from itertools import combinations
from typing import Any

from app.state.edits import parameters_of, tuned
from app.state.outcome import Change, Outcome
from app.state.scene import Scene
from app.state.settling import settled


def fitted(before: Scene | None, after: Scene, title: str, control: str, said: str = "") -> Outcome:
    """The change as it is, else with the fewest adjustments that make its windows fit.

    Without a scene `before` it, its steps begin anew. `said` is said in any case.
    """
    axes = len(parameters_of(after).stride)
    adjustments: tuple[tuple[str, Any, str], ...] = (
        ("padding_mode", "zeros", "padding mode set to zeros"),
        ("dilation", (1,) * axes, "dilation set to 1"),
        ("padding", "same", "padding set to same"),
    )  # the least first
    whole = settled(before or after, after, title, control, said)
    if isinstance(whole, Change):
        return whole
    what = "input" if after.solid is None else "volume"
    for count in range(1, len(adjustments) + 1):
        for several in combinations(adjustments, count):
            words = ", ".join(words for _, _, words in several)
            told = f"{words}, since the {what} is too small for it"
            adjusted = tuned(after, **{name: value for name, value, _ in several})
            also = "; ".join(filter(None, (said, told)))
            outcome = settled(before or adjusted, adjusted, title, control, also)
            if isinstance(outcome, Change):
                return outcome
    return whole
