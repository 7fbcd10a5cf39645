"""Each named mistake against a sum that is made wrong by other means: SciPy, padding, slicing."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from numpy.typing import NDArray
from scipy.signal import convolve2d, correlate2d

from app.content.lessons import LESSONS, LessonInfo, lesson_info, preset
from app.state import player
from app.state.derive import Derivation, derive
from app.state.mistakes import Stepped, likely_mistake, mistakes
from app.state.prediction import asked, obstacle
from app.state.scene import Lesson, Parameters, Scene
from app.state.solid.derived import Filled
from tests.scenes import scene

Grid = NDArray[np.int64]
grids = arrays.arrays(np.int64, (5, 6), elements=st.integers(-9, 9))
kernels = arrays.arrays(np.int64, (3, 3), elements=st.integers(-4, 4))
steps = st.integers(0, 29)
SAME: Any = ((1, 1), (1, 1))


def at(of: Scene, step: int) -> Stepped:
    return asked(derive(player.at_step(of, step)))


def values(derived: Stepped, words: str) -> list[float]:
    """The numbers of the mistakes whose words hold these."""
    return [mistake.value for mistake in mistakes(derived) if words in mistake.words]


def why(derived: Stepped, answer: float) -> str:
    return likely_mistake(derived, lambda value: value == answer)


@given(grids, kernels, steps, st.integers(1, 9))
def test_the_turned_kernel_is_true_convolution(x: Grid, w: Grid, step: int, bias: int) -> None:
    of = scene(x, w, parameters=Parameters(padding=SAME, bias=bias))
    turned = convolve2d(x, w, "same") + bias
    assert values(at(of, step), "turned by 180°") == [turned.flat[step]]
    flipped = replace(of, parameters=replace(of.parameters, flip=True))
    straight = correlate2d(x, w, "same") + bias
    assert values(at(flipped, step), "without its turn by 180°") == [straight.flat[step]]


@given(grids, kernels, steps, st.integers(-9, 9))
def test_the_bias_forgotten(x: Grid, w: Grid, step: int, bias: int) -> None:
    derived = at(scene(x, w, parameters=Parameters(padding=SAME, bias=bias)), step)
    without = correlate2d(x, w, "same").flat[step]
    assert values(derived, "without the bias") == ([without] if bias else [])


@given(grids, kernels, steps)
def test_padding_taken_for_ones_or_for_the_edge(x: Grid, w: Grid, step: int) -> None:
    derived = at(scene(x, w, parameters=Parameters(padding=SAME)), step)
    row, column = divmod(step, 6)
    at_edge = row in (0, 4) or column in (0, 5)
    for how, told in (({"constant_values": 1}, "held ones"), ({}, "repeated the edge")):
        mode: Any = "constant" if how else "edge"
        wrong = correlate2d(np.pad(x, 1, mode, **how), w, "valid").flat[step]
        assert values(derived, told) == ([wrong] if at_edge else [])


@given(grids, kernels, steps, st.sampled_from(["reflect", "replicate", "circular"]))
def test_other_padding_taken_for_zeros(x: Grid, w: Grid, step: int, mode: Any) -> None:
    derived = at(scene(x, w, parameters=Parameters(padding=SAME, padding_mode=mode)), step)
    row, column = divmod(step, 6)
    zeros = correlate2d(x, w, "same").flat[step]
    at_edge = row in (0, 4) or column in (0, 5)
    assert values(derived, "held zeros") == ([zeros] if at_edge else [])


@given(grids, kernels, steps)
def test_signs_lost(x: Grid, w: Grid, step: int) -> None:
    derived = at(scene(x, w, parameters=Parameters(padding=SAME)), step)
    total = correlate2d(x, w, "same").flat[step]
    window = np.pad(x, 1)[divmod(step, 6)[0] :, divmod(step, 6)[1] :][:3, :3]
    products = [a * b for a, b in zip(window.ravel(), w.ravel(), strict=True)]
    assert values(derived, "wrong sign") == [-total]
    negative = [product for product in products if product < 0]
    everything = [sum(map(abs, products))] if negative else []
    assert values(derived, "if no product were negative") == everything
    assert values(derived, "were positive") == [total - 2 * product for product in negative]


@given(grids, kernels, steps)
def test_a_zero_skipped_and_a_product_left_out(x: Grid, w: Grid, step: int) -> None:
    derived = at(scene(x, w, parameters=Parameters(padding=((0, 0), (0, 0)))), step % 12)
    total = correlate2d(x, w, "valid").flat[step % 12]
    row, column = divmod(step % 12, 4)
    pairs = list(zip(x[row : row + 3, column : column + 3].ravel(), w.ravel(), strict=True))
    skipped = [total + a + b for a, b in pairs if a * b == 0 and a + b]
    assert values(derived, "it is 0") == skipped
    left = [total - a * b for a, b in pairs if a * b]
    assert values(derived, "would be the sum without") == left


@given(grids, kernels, steps)
def test_the_results_of_the_steps_beside(x: Grid, w: Grid, step: int) -> None:
    derived = at(scene(x, w, parameters=Parameters(padding=SAME)), step)
    output = np.pad(correlate2d(x, w, "same").astype(float), 1, constant_values=np.nan)
    row, column = divmod(step, 6)
    beside = [output[row + 1, column + 2], output[row + 1, column], output[row + 2, column + 1],
              output[row, column + 1]]  # fmt: skip
    expected = [value for value in beside if not np.isnan(value)]
    assert values(derived, "is the result in") == expected


def test_one_channel_alone_and_one_slice_alone() -> None:
    many = at(preset(Lesson.MULTI_CHANNEL, "toy").build(), 4)
    sums = many.step.products.reshape(3, -1).sum(axis=1)
    told = values(many, "alone")
    assert told == [value for each in sums for value in (each, each + many.step.bias)]
    assert "channel 2 of 3 alone" in why(many, told[2])
    solid = at(preset(Lesson.VOLUME, "cube").build(), 4)
    assert isinstance(solid, Filled)
    block, kernel = solid.geometry.block, solid.geometry.weights
    _, row, column = np.unravel_index(4, (3, 3, 3))
    parts = [correlate2d(block[depth], kernel[depth], "valid")[row, column] for depth in range(3)]
    assert values(solid, "alone") == parts


def test_the_relu_still_to_come() -> None:
    of = preset(Lesson.POINTWISE, "relu").build()
    derived = at(of, 0)
    assert values(derived, "the ReLU is still to come") == [-1]
    assert values(at(replace(of, mixing=replace(of.mixing, relu=False)), 0), "ReLU") == []


def test_the_turned_kernel_of_a_transposed_convolution() -> None:
    """Stamps of the turned kernel, added up by hand."""
    of = preset(Lesson.TRANSPOSED, "literature").build()
    y, w = np.array([[1, 2], [3, 4]]), np.array([[0, 1, 2], [2, 2, 0], [0, 1, 2]])
    stamped = np.zeros((4, 4), np.int64)
    for row, column in np.ndindex(2, 2):
        stamped[row : row + 3, column : column + 3] += y[row, column] * w[::-1, ::-1]
    found = [values(at(of, step), "turned by 180°") for step in range(16)]
    assert found == [[value] for value in stamped.ravel().tolist()]


def test_the_likeliest_mistake_is_named_first() -> None:
    literature = at(preset(Lesson.CONVOLUTION, "literature").build(), 0)
    assert literature.step.total == 12
    assert why(literature, 18) == "would be the sum with the kernel turned by 180°"
    assert why(literature, 10) == "is the result in the next row: look where the window lies"
    assert why(literature, 1000) == ""


@pytest.mark.parametrize("info", LESSONS, ids=lambda info: info.lesson.value)
def test_every_lesson_tells_its_mistakes_or_why_it_has_none(info: LessonInfo) -> None:
    derived: Derivation = derive(info.presets[0].build())
    if obstacle(derived):
        with pytest.raises(ValueError, match="predict"):
            asked(derived)
    else:
        told = list(mistakes(asked(derived)))
        assert told
        assert all(np.isfinite(mistake.value) and mistake.words for mistake in told)


def test_which_lessons_ask_for_no_number() -> None:
    without = [info.lesson.value for info in LESSONS if obstacle(derive(info.presets[0].build()))]
    assert without == ["receptive-field", "overlap", "artefacts"]
    by_input = next(p for p in lesson_info(Lesson.TRANSPOSED).presets if p.key == "by-input")
    assert obstacle(derive(by_input.build())).startswith("A stamp adds to several outputs")
