"""What an input that is too small for the parameters may cost, and how little of it will do."""

from __future__ import annotations

from collections.abc import Callable
from itertools import combinations
from typing import Any

from app.state.outcome import Change, Outcome
from app.state.scene import Scene


def fitted(
    scene: Scene, settle: Callable[[Scene, str], Outcome], tuned: Callable[..., Scene], *,
    axes: int, what: str, said: str,
) -> Outcome:  # fmt: skip
    """The scene settled as it is, else with the fewest adjustments that make its windows fit.

    `settle` takes a scene and what to say, `tuned` a scene and other values of its parameters,
    which have so many axes. `what` is too small, and `said` is said in any case.
    """
    adjustments: tuple[tuple[str, Any, str], ...] = (
        ("padding_mode", "zeros", "padding mode set to zeros"),
        ("dilation", (1,) * axes, "dilation set to 1"),
        ("padding", "same", "padding set to same"),
    )  # the least first
    whole = settle(scene, said)
    if isinstance(whole, Change):
        return whole
    for count in range(1, len(adjustments) + 1):
        for several in combinations(adjustments, count):
            words = ", ".join(words for _, _, words in several)
            told = f"{words}, since the {what} is too small for it"
            adjusted = tuned(scene, **{name: value for name, value, _ in several})
            outcome = settle(adjusted, "; ".join(filter(None, (said, told))))
            if isinstance(outcome, Change):
                return outcome
    return whole
