"""Which cells a question may ask about: none whose answer stands beside it."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace
from typing import Any

from app.content.questions.numbers import written
from app.content.questions.question import FEW_TAPS, Question
from app.content.questions.words import somewhere
from app.state.derive import Convolved, Factored, Filled, Mixed, Multiplied, Separated, Stamped
from app.state.scene import Pair

Summing = Convolved | Mixed | Multiplied | Stamped | Factored | Separated | Filled
"""The derivations whose steps are sums."""
Steps = Collection[int]
"""Steps whose equations are given, from 0."""


def at_step(derived: Summing, step: int) -> Any:
    """The sum of another step."""
    there: Summing = replace(derived, scene=replace(derived.scene, step=step))
    return there.step


def place_to_ask(derived: Summing, given: Steps, plane: int = 0) -> Pair | None:
    """A cell of a plane whose equation is not given, in its middle if that is free."""
    rows, columns = derived.grid(plane)
    last_first = ((row, column) for row in reversed(range(rows))
                  for column in reversed(range(columns)))  # fmt: skip
    taken = {*given, derived.scene.step}
    places = (somewhere((rows, columns)), *last_first)
    return next((at for at in places if derived.step_at(plane, *at) not in taken), None)


def worked(derived: Summing, given: Steps, called: str) -> Iterator[Question]:
    """The number of a cell, where it is small work; `called` has a gap for its place."""
    place = place_to_ask(derived, given) if derived.is_toy else None
    if place is None:
        return
    number = derived.step_at(0, *place)
    step = at_step(derived, number)
    if step.products.size <= FEW_TAPS:
        text = called.format(f"({place[0] + 1}, {place[1] + 1})", place[1] + 1)
        yield Question(f"Work out the number of {text}.", written(step.total), 3, (number,))


def window_to_ask(derived: Summing, shape: Pair) -> Pair | None:
    """An output whose window is not the one that the figure outlines."""
    present = derived.place(derived.scene.step)[1:]
    rows, columns = shape
    places = (somewhere(shape), (rows - 1, columns - 1), (0, 0))
    return next((place for place in places if place != present), None)
