"""What counts as right, what is said of an answer, and the score."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.content.lessons import preset
from app.picture.lettering.digits import short
from app.state import player
from app.state.derive import derive
from app.state.prediction import (
    Kind,
    Prediction,
    Verdict,
    agrees,
    answer_of,
    asked,
    check,
    in_whole_steps,
    is_cut,
    numbers_of,
)
from app.state.scene import Detail, Lesson, Mapping, Parameters, Scene
from tests.scenes import scene

RIGHT, WRONG = Verdict(Kind.RIGHT, ""), Verdict(Kind.WRONG, "")
THIRDS = scene([[1, 0, 0], [0, 0, 0], [0, 0, 0]], [[1 / 3]])


def judged(of: Scene, typed: str) -> str:
    """The verdict on an answer in one line."""
    top, _, bottom = typed.replace("−", "-").partition("/")
    answer = float(top) / float(bottom or 1)
    verdict = check(asked(derive(of)), answer, typed)
    return f"{verdict.kind.value}: {verdict.words}"


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("12", "right: Right."),
        ("12.0", "right: Right."),
        ("24/2", "right: Right."),
        ("18", "wrong: Not yet: 18 would be the sum with the kernel turned by 180°."),
        ("−12", "wrong: Not yet: −12 has the wrong sign."),
        ("12.01", "wrong: 12.01 is not it."),
        ("700", "wrong: 700 is not it."),
    ],
)
def test_a_whole_sum_is_right_exactly(typed: str, told: str) -> None:
    assert judged(preset(Lesson.CONVOLUTION, "literature").build(), typed) == told


@pytest.mark.parametrize(
    ("typed", "kind"),
    [
        ("1/3", "right"), ("0.3333", "right"), ("0.33333333", "right"), ("0.333", "near"),
        ("0.33", "near"), ("0.3", "near"), ("0", "wrong"), ("0.3334", "wrong"), ("0.34", "wrong"),
    ],
)  # fmt: skip
def test_the_displayed_digits_decide_where_a_sum_is_rounded(typed: str, kind: str) -> None:
    assert judged(THIRDS, typed).partition(":")[0] == kind


def test_what_comes_out_of_the_displayed_numbers_is_right_too() -> None:
    """0.3333 · 7 + 0.6667 · 2 is 3.6665, and the exact sum shows as 3.667."""
    rounded = scene([[7, 2]], [[1 / 3, 2 / 3]])
    assert judged(rounded, "11/3") == "right: Right."
    assert judged(rounded, "3.667") == "right: Right."
    assert judged(rounded, "3.6665") == "right: Right."
    assert judged(rounded, "3.66").startswith("wrong: ")


def test_what_is_rounded_too_far_is_told_so() -> None:
    told = judged(THIRDS, "0.33")
    assert told.startswith("near: 0.33 is right as far as it goes: type 4 significant digits, or")


@given(st.floats(-1e9, 1e9) | st.integers(-(10**30), 10**30))
def test_what_the_stage_shows_is_a_right_answer(value: float) -> None:
    shown = short(value).replace("−", "-")
    answer = int(shown) if isinstance(value, int) else float(shown)
    assert agrees(answer, value)
    assert is_cut(value) is (float(answer) != value and not isinstance(value, int))


@given(st.floats(1e-6, 1e6))
def test_an_answer_off_by_one_displayed_digit_is_wrong(value: float) -> None:
    shown = f"{value:.3e}"
    mantissa, exponent = shown.split("e")
    beside = (int(mantissa.replace(".", "")) + 2) * 10.0 ** (int(exponent) - 3)
    assert not agrees(beside, value)


def test_after_a_relu_the_number_is_what_it_leaves() -> None:
    derived = asked(derive(preset(Lesson.POINTWISE, "relu").build()))
    assert (derived.step.total, answer_of(derived)) == (-1, 0)


def test_a_sum_that_is_no_finite_number_is_told_so() -> None:
    endless = scene([[1e308, 0.5]], [[100.0]])
    assert judged(endless, "5") == "wrong: No finite number comes out here."


def test_the_score_counts_first_tries() -> None:
    now = Prediction()
    assert now.score == ""
    now = now.judged(0, RIGHT).judged(1, WRONG)
    assert now.score == "1 of 1 right at the first try", "a try is no answer yet"
    now = now.judged(1, RIGHT).shown(2).judged(3, Verdict(Kind.NEAR, "")).judged(3, RIGHT)
    assert now.score == "2 of 4 right at the first try"
    assert now.judged(2, RIGHT) == now, "what was shown cannot be won back"


def test_the_score_goes_on_while_the_numbers_stay() -> None:
    first = preset(Lesson.CONVOLUTION, "literature").build()
    step, mapped = player.at_step(first, 4), replace(first, mapping=Mapping.NORMALISED)
    tapped = replace(first, detail=Detail.TAP, tap=3)
    assert numbers_of(first) == numbers_of(step) == numbers_of(mapped) == numbers_of(tapped)
    assert numbers_of(first) != numbers_of(replace(first, parameters=Parameters(bias=1)))
    other = replace(first, kernel=scene(weights=[[1, 2], [3, 4]]).kernel)
    assert numbers_of(first) != numbers_of(other)


def test_the_whole_sum_is_asked_for_tap_by_tap_too() -> None:
    of = replace(preset(Lesson.CONVOLUTION, "literature").build(), detail=Detail.TAP, tap=2)
    whole = in_whole_steps(derive(of))
    assert (derive(of).taps_shown, whole.taps_shown) == (3, 9)
    assert in_whole_steps(whole) is whole
