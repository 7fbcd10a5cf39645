"""Questions about a scene: what is asked has the answer that is given, in numbers and in words."""

from __future__ import annotations

import doctest
from dataclasses import replace

import numpy as np
import pytest

from app.content.lessons import lesson_info, preset
from app.content.presets.convolution import Preset
from app.content.questions import numbers
from app.content.questions.catalogue import questions_of
from app.content.questions.numbers import written
from app.state.channels.filters import filters_of
from app.state.derive import Factored, Filled, derive
from app.state.image import Image
from app.state.scene import Input, Lesson, Scene
from app.state.solid.prepare import axes3_of
from app.state.tensor import Tensor
from tests.solids import counted, solid


def asked(scene: Scene) -> dict[str, str]:
    return {question.text: question.answer for question in questions_of(derive(scene))}


def example(lesson: Lesson, key: str) -> Scene:
    return preset(lesson, key).build()


@pytest.mark.parametrize(
    ("value", "text"),
    [(7, "7"), (-3, "−3"), (12_345_678, "12345678"), (np.int64(-2), "−2"), (4.0, "4"),
     (-0.25, "−0.25"), (2 / 3, "0.666667"), (np.float32(0.5), "0.5")],
)  # fmt: skip
def test_numbers_have_a_true_minus_and_whole_ones_all_their_digits(value: float, text: str) -> None:
    assert written(value) == text


def test_the_examples_in_the_docstrings_hold() -> None:
    assert doctest.testmod(numbers).failed == 0


# ---- two passes


@pytest.mark.parametrize(
    ("key", "passes", "answer"),
    [
        ("laplacian", "two passes", "324 against 144 + 108 = 252: the ratio is 0.778"),
        ("two-terms", "4 passes", "324 against 288 + 216 = 504: the ratio is 1.56"),
    ],
)
def test_all_passes_that_are_made_are_counted(key: str, passes: str, answer: str) -> None:
    question = "On an input of 8 × 8: how many multiplications does the full kernel take, and "
    question += f"how many do {passes}?"
    assert asked(example(Lesson.SPATIALLY_SEPARABLE, key))[question] == answer


def test_both_passes_are_worked_out() -> None:
    scene = example(Lesson.SPATIALLY_SEPARABLE, "sobel")
    derived = derive(scene)
    assert isinstance(derived, Factored)
    between = derived.plane[1:4].T @ np.array([1, 2, 1])
    total = between[2:5] @ np.array([-1, 0, 1])
    cells = " ".join(map(str, between[2:5]))
    told = asked(scene)["Work out output (2, 3): the cells between the passes first."]
    assert told == f"between them {cells}; then {written(total)}"


@pytest.mark.parametrize("key", ["sobel", "box", "laplacian"])
def test_the_rank_of_the_changed_kernel_is_numpy_s(key: str) -> None:
    scene = example(Lesson.SPATIALLY_SEPARABLE, key)
    changed = scene.kernel.weights.array.astype(np.float64)
    changed[1, 1] += 1
    rank = int(np.linalg.matrix_rank(changed))
    told = next(answer for text, answer in asked(scene).items() if "grows by 1" in text)
    assert told == f"rank {rank}: {2 * rank} passes"


# ---- volumes


@pytest.mark.parametrize("info", lesson_info(Lesson.VOLUME).presets, ids=lambda each: each.key)
def test_a_kernel_as_deep_as_the_volume_is_asked_about_where_it_fits(info: Preset) -> None:
    scene = info.build()
    derived = derive(scene)
    assert isinstance(derived, Filled)
    shape, kernel = derived.geometry.block.shape, derived.solid.kernel.shape
    parameters = replace(derived.solid.parameters, padding=((0, 0),) * 3)
    questions = [text for text in asked(scene) if "slices deep" in text]
    if parameters.dilation[0] > 1:
        assert not questions
    else:
        flat = shape[0], kernel[1] * 16, kernel[2] * 16
        axes = axes3_of(flat, (shape[0], *kernel[1:]), parameters)
        assert axes[0].output_size == 1
        assert len(questions) == 1


def test_the_number_to_work_out_has_all_its_digits() -> None:
    scene = solid(-1_000_001 * counted(2, 2, 3), np.ones((2, 2, 2), np.int64))
    cells = -1_000_001 * counted(2, 2, 3)[:, :, 1:].sum()
    assert asked(scene)["Work out the number of output (1, 1, 2)."] == written(cells)
    assert abs(cells) > 10**7


# ---- one filter


def test_one_of_something_is_not_many() -> None:
    single = asked(example(Lesson.POINTWISE, "luminance"))
    assert "one, in the only output channel, at its own place" in single.values()
    alone = asked(example(Lesson.MULTI_CHANNEL, "one-filter"))
    assert "2 × (3 × 3 × 3 + 1) = 56, 2 of them biases" in alone.values()
    strided = asked(example(Lesson.MATRIX, "classic"))
    assert any(answer.startswith("1, one for each output") for answer in strided.values())


def test_results_of_a_pixel_have_all_their_digits() -> None:
    cells = np.full((2, 2, 2), 40_000, np.uint16)
    mix = filters_of("large", np.full((1, 2, 1, 1), 1_000))
    base = example(Lesson.POINTWISE, "mix")
    scene = replace(base, input=Input(Image("16 bit", Tensor(cells), 65_535.0)), filters=mix)
    assert asked(scene)["Work out all outputs at place (2, 1)."] == "80000000"
