"""Transposed convolution and the list of lessons on the command line."""

from __future__ import annotations

import pytest

from app.cli import main
from app.content.lessons import LESSONS
from app.state.derive import Stamped, derive
from app.state.scene import Lesson
from tests.cli.line import refusal, scene


def result_shape(line: str) -> tuple[int, int]:
    derived = derive(scene(line))
    assert isinstance(derived, Stamped)
    return derived.result_shape


def test_output_padding_picks_the_larger_of_the_merged_sizes() -> None:
    # o' = s(i' - 1) + k - 2p + a, of a 3 × 3 input with k 3, s 2, p 1
    plain = "--lesson transposed --preset figure-4-6"
    assert result_shape(plain) == (5, 5)
    assert result_shape(f"{plain} --output-padding 1") == (6, 6)
    assert result_shape("--lesson transposed --preset figure-4-7 --output-padding 0") == (5, 5)


def test_it_goes_with_a_stride_that_was_asked_for_too() -> None:
    asked = scene("--lesson transposed --output-padding 2 --stride 3")
    assert (asked.transposed.output_padding, asked.parameters.stride) == ((2, 2), (3, 3))


def test_what_stride_and_dilation_do_not_allow_is_refused() -> None:
    assert refusal("--lesson transposed --stride 2 --output-padding 2") == (
        "--output-padding: output padding 2: it must stay below the stride or the dilation; "
        "0 to 1 fits"
    )
    assert refusal("--lesson transposed --output-padding -1").startswith("--output-padding: ")
    assert "a whole number from 0 to 31 fits" in refusal("--output-padding many")


@pytest.mark.parametrize(
    "lesson", [info.lesson for info in LESSONS if info.lesson is not Lesson.TRANSPOSED]
)
def test_other_lessons_have_no_output_padding(lesson: Lesson) -> None:
    assert refusal(f"--lesson {lesson.value} --output-padding 1") == (
        f"--output-padding: the lesson {lesson.value} has no such choice; --lesson transposed has"
    )


def test_the_lessons_are_listed_one_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        main(["--list-lessons"])
    assert left.value.code == 0
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == len(LESSONS)
    for line, info in zip(lines, LESSONS, strict=True):
        assert line.split("  ")[0] == info.lesson.value
        assert f"  {info.title}  " in f"{line}  "
        assert line.endswith(info.subtitle)
