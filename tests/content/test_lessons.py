"""The catalogue: every lesson has its words, every worked example comes out as in the books."""

from __future__ import annotations

import pytest

from app.content.lessons import LESSONS, LessonInfo, default_scene, lesson_info, preset
from app.content.texts import lesson_text
from app.state.derive import derive
from app.state.edits import apply_preset, padding_sides
from app.state.outcome import Change
from app.state.scene import Lesson, Scene
from tests.scenes import answered, convolved, told

CONVOLUTION = lesson_info(Lesson.CONVOLUTION).presets
KEYS = [each.key for each in CONVOLUTION]


def example(key: str) -> Scene:
    return preset(Lesson.CONVOLUTION, key).build()


def output(key: str) -> str:
    """The whole output, rows parted by " / "."""
    rows = answered(example(key)).output.tolist()
    return " / ".join(" ".join(map(str, row)) for row in rows)


@pytest.mark.parametrize(
    ("key", "numbers"),
    [
        ("literature", "12 12 17 / 10 17 19 / 9 6 14"),
        ("true-convolution", "18 20 19 / 10 9 17 / 11 8 14"),
        ("stride-2", "6 17 3 / 8 17 13 / 6 4 4"),
        ("bias", "0 0 5 / -2 5 7 / -3 -6 2"),
    ],
)
def test_the_literature_s_numbers_come_out(key: str, numbers: str) -> None:
    assert output(key) == numbers


@pytest.mark.parametrize(
    ("key", "size"),
    [
        ("same-padding", (5, 5)),
        ("dilated", (3, 3)),
        ("floor", (2, 2)),
        ("even-kernel", (5, 5)),
        ("same-stride-2", (3, 3)),
    ],
)
def test_output_sizes_are_the_formula_s(key: str, size: tuple[int, int]) -> None:
    assert derive(example(key)).output_shape == size


def test_the_floor_leaves_the_last_row_and_column_unused() -> None:
    assert convolved(example("floor")).geometry.unused == ((5,), (5,))


@pytest.mark.parametrize("key", ["even-kernel", "same-stride-2"])
def test_same_padding_may_need_unequal_sides(key: str) -> None:
    assert padding_sides(example(key)) == ((0, 1), (0, 1))


def test_photo_examples_open_at_an_edge_and_not_on_a_flat_place() -> None:
    for key in ("edges", "blur", "sharpen", "digit"):
        step = convolved(example(key)).step
        assert step.values.max() - step.values.min() > 20, key


def test_edges_are_negative_where_the_photo_darkens_to_the_right() -> None:
    result = answered(example("edges"))
    assert result.low < 0 < result.high


@pytest.mark.parametrize("key", KEYS)
def test_every_example_is_valid_and_names_itself(key: str) -> None:
    scene = example(key)
    outcome = apply_preset(default_scene(), scene, "example")
    assert told(outcome) == "example"
    assert isinstance(outcome, Change)
    assert outcome.scene == scene
    assert (scene.preset, scene.lesson) == (key, Lesson.CONVOLUTION)
    assert example(key) == scene, "built anew, it is the same value"


def test_a_catalogue_without_twins_that_covers_every_lesson() -> None:
    assert [info.lesson for info in LESSONS] == list(Lesson)
    for info in LESSONS:
        keys = [each.key for each in info.presets]
        titles = [each.title for each in info.presets]
        assert len(set(keys)) == len(keys) >= 1
        assert len(set(titles)) == len(titles)
        assert all(each.hint.endswith(".") for each in info.presets)


def test_the_application_opens_with_the_first_example() -> None:
    assert default_scene() == example("literature")


def test_an_unknown_example_is_refused_with_those_that_there_are() -> None:
    with pytest.raises(KeyError, match=r"no example 'nine'.*literature, true-convolution"):
        preset(Lesson.CONVOLUTION, "nine")


@pytest.mark.parametrize("info", LESSONS, ids=lambda info: info.text)
def test_every_lesson_says_what_to_look_at_to_try_and_what_goes_wrong(info: LessonInfo) -> None:
    sections = lesson_text(info.text)
    assert [section.title for section in sections] == [
        "What to look at",
        "Try",
        "Often got wrong",
    ]
    assert all(len(section.body) > 80 for section in sections)


def test_a_transposed_layer_is_called_a_deconvolution_only_to_say_why_it_is_none() -> None:
    texts = {info.text: lesson_text(info.text) for info in LESSONS}
    words = {name: " ".join(each.body for each in text).lower() for name, text in texts.items()}
    assert [name for name, said in words.items() if "deconvol" in said] == ["transposed"]
    assert "*transposed* and never *deconvolution*" in words["transposed"]
    named = [each.title + each.hint for info in LESSONS for each in info.presets]
    assert not [each for each in named if "deconvol" in each.lower()]


def test_a_language_without_the_text_falls_back_to_english() -> None:
    assert lesson_text("convolution", "eo") == lesson_text("convolution")


def test_a_lesson_without_any_text_is_an_error() -> None:
    with pytest.raises(FileNotFoundError):
        lesson_text("no-such-lesson")
