"""Predicting: what is asked at a step, whether an answer is right, and how many were.

A Prediction is no part of the Scene: like the view it is neither undone nor saved.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import Enum
from math import floor, isfinite, log10
from typing import assert_never

from app.state.channels.choices import USUAL_MIXING
from app.state.derive import (
    Convolved,
    Counted,
    Derivation,
    Factored,
    Filled,
    Mixed,
    Multiplied,
    Separated,
    Stacked,
    Stamped,
)
from app.state.mistakes import Stepped, has_relu, likely_mistake
from app.state.result import NARROW
from app.state.scene import Detail, Lesson, Mapping, Reading, Reveal, Scene

DIGITS = 4
"""Significant digits that the stage shows, which decide whether a rounded answer is right …"""
LARGEST_WHOLE = 10**6
"""… and below this it shows whole numbers whole."""


class Level(Enum):
    """How much is hidden: the sums, or also the products that they are made of."""

    SUMS = "sums"
    PRODUCTS = "products too"


class Kind(Enum):
    """What an answer is. One that is NEAR was rounded too far, or is another result
    that the stage shows, and is no try."""

    RIGHT = "right"
    NEAR = "near"
    WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class Verdict:
    """An answer judged, and what is said of it."""

    kind: Kind
    words: str


@dataclass(frozen=True, slots=True)
class Prediction:
    """`known` steps are answered or were shown; at the `first` of them the first try was right.

    A step in `missed` had a wrong try. On a sheet only the steps that it `asks` for are hidden:
    what a step has not filled yet stays empty, as it is without questions.
    """

    level: Level = Level.SUMS
    known: frozenset[int] = frozenset()
    first: frozenset[int] = frozenset()
    missed: frozenset[int] = frozenset()
    asks: frozenset[int] | None = None

    def tells(self, step: int) -> bool:
        """Whether the result of a step may be read."""
        return step in self.known if self.asks is None else step not in self.asks

    @property
    def score(self) -> str:
        """How many were right at the first try, of those that are known; nothing before that."""
        if not self.known:
            return ""
        return f"{len(self.first)} of {len(self.known)} right at the first try"

    def judged(self, step: int, verdict: Verdict) -> Prediction:
        """After an answer."""
        match verdict.kind:
            case Kind.RIGHT:
                first = self.first if step in self.missed | self.known else self.first | {step}
                return replace(self, known=self.known | {step}, first=first)
            case Kind.WRONG:
                return replace(self, missed=self.missed | {step})
            case Kind.NEAR:
                return self
            case _:
                assert_never(verdict.kind)

    def shown(self, step: int) -> Prediction:
        """After the answer was given away."""
        return replace(self, known=self.known | {step})


def obstacle(derived: Derivation) -> str:
    """Why the steps of a lesson cannot be predicted; nothing where they can."""
    match derived:
        case Stacked():
            return "A step here is a field of inputs, not a number: other lessons can be predicted"
        case Counted():
            return "A step here counts stamps and adds nothing up: other lessons can be predicted"
        case Stamped() if derived.scene.lesson is Lesson.ARTEFACTS:
            return "This lesson compares whole pictures: its steps are predicted in Transposed"
        case Stamped() if derived.by_input:
            return "A stamp adds to several outputs: step output by output to predict one number"
        case _:
            return ""


def numbers_of(scene: Scene) -> Scene:
    """The scene without what changes no number of a step: equal where a score goes on."""
    mixing = replace(
        scene.mixing, arrangement=USUAL_MIXING.arrangement, summing=USUAL_MIXING.summing
    )
    return replace(
        scene, preset="", step=0, tap=0, level=0, mapping=Mapping.AS_IS, reveal=Reveal.AUTO,
        detail=Detail.WINDOW, reading=Reading.DIRECT, mixing=mixing,
    )  # fmt: skip


def in_whole_steps(derived: Derivation) -> Derivation:
    """The derivation with all products of a step there at once: what is asked is the whole sum."""
    if derived.scene.detail is Detail.WINDOW:
        return derived
    return replace(derived, scene=replace(derived.scene, detail=Detail.WINDOW, tap=0))


def asked(derived: Derivation) -> Stepped:
    """The derivation of a lesson whose steps are sums; ValueError where there is an obstacle."""
    match derived:
        case (
            Convolved() | Mixed() | Multiplied() | Stamped() | Factored() | Separated() | Filled()
        ) if not obstacle(derived):
            return derived
        case _:
            raise ValueError(obstacle(derived))


def answer_of(derived: Stepped, total: float | None = None) -> float:
    """The number that the present step gives: its sum, after the ReLU where there is one.

    With a `total` it is what that sum would give.
    """
    total = derived.step.total if total is None else total
    return max(0, total) if has_relu(derived) else total


def check(derived: Stepped, answer: float, typed: str) -> Verdict:
    """Judge an answer as it was typed; one that is wrong is explained where that can be."""
    right = answer_of(derived)
    if not isfinite(right):
        return Verdict(Kind.WRONG, "No finite number comes out here.")
    if agrees(answer, right) or any(agrees(answer, value) for value in _as_displayed(derived)):
        return Verdict(Kind.RIGHT, "Right.")
    decimals = _decimals(typed)
    if decimals and is_cut(right) and abs(answer - right) <= 0.5 * 10.0**-decimals:
        words = f"{typed} is right as far as it goes: type {DIGITS} significant digits, or a "
        words += "fraction."
        return Verdict(Kind.NEAR, words)
    other = _other_result(derived, answer)
    if other:
        return Verdict(Kind.NEAR, f"{typed} {other}.")
    why = likely_mistake(derived, lambda value: agrees(answer, value))
    said = f"Not yet: {typed} {why}." if why else f"{typed} is not it."
    return Verdict(Kind.WRONG, said)


def _other_result(derived: Stepped, answer: float) -> str:
    """What is said of a number that is right for another result which the stage shows."""
    if isinstance(derived, Filled) and derived.solid.contrast:
        _, row, column = derived.place(derived.scene.step)
        if agrees(answer, derived.flat_step(row, column).total):
            channels = len(derived.flat_step(row, column).products)
            return (
                f"is right for the 2D reading, over all {channels} channels: "
                "the 3D one is asked, over the slices in the window"
            )
    if has_relu(derived) and agrees(answer, derived.step.total):
        return "is the sum, and the ReLU is still to come: its result is asked"
    return ""


def _as_displayed(derived: Stepped) -> Iterator[float]:
    """What comes out of the numbers on the stage where these are rounded: of its factors, or of
    its products."""
    step = derived.step
    if is_cut(step.total):
        pairs = zip(step.values.ravel().tolist(), step.weights.ravel().tolist(), strict=True)
        yield answer_of(derived, step.bias + sum(_shown(one) * _shown(two) for one, two in pairs))
        yield answer_of(derived, step.bias + sum(map(_shown, step.products.ravel().tolist())))


def _shown(value: float) -> float:
    """A number as the stage shows it."""
    return float(f"{value:.{DIGITS}g}") if is_cut(value) else value


def _decimals(typed: str) -> int:
    """Digits behind the point or the comma; none where there are none, or a power of ten."""
    _, _, behind = typed.replace(",", ".").partition(".")
    return len(behind) if behind.isdecimal() else 0


def is_cut(value: float) -> bool:
    """Whether the stage shows less than the whole number."""
    if isinstance(value, int) or not isfinite(value):
        return False
    if value.is_integer() and abs(value) < LARGEST_WHOLE:
        return False
    return float(f"{value:.{DIGITS}g}") != value


def agrees(answer: float, value: float) -> bool:
    """Whether an answer is a number as far as its displayed digits tell.

    >>> agrees(0.3333, 1 / 3), agrees(0.333, 1 / 3), agrees(2.5, 2.5)
    (True, False, True)
    """
    if isinstance(value, int) or not isfinite(value):
        return answer == value
    if not is_cut(value):
        return abs(answer - value) <= NARROW * max(1.0, abs(value))
    unit = 10.0 ** (floor(log10(abs(value))) - DIGITS + 1)
    return abs(answer - value) <= (0.5 + NARROW) * unit
