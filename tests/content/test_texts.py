"""What the lessons' texts say of numbers and of examples is what comes out."""

from __future__ import annotations

import re
from itertools import accumulate
from math import prod

import numpy as np
import pytest
from scipy.ndimage import convolve1d

from app.content.lessons import LESSONS, LessonInfo, preset
from app.content.texts import lesson_text
from app.core import Axis, SpecError, conv, layer_cost
from app.state.artefacts.requests import ArtefactResult, Way
from app.state.derive import derive
from app.state.requests import compute, request_of
from app.state.scene import Lesson

EXAMPLE = re.compile(r"(?<!\*)\*([A-Z][^*]*?(?: [^*]+?)+)\*(?!\*)")
"""Words in italics that begin like a title ..."""
OTHERS = {"Hide products", "Sobel x"}
"""... and those that name a button or a kernel."""


def text(name: str) -> str:
    return "\n".join(section.body for section in lesson_text(name))


@pytest.mark.parametrize("info", LESSONS, ids=lambda info: info.text)
def test_examples_that_a_text_names_are_there(info: LessonInfo) -> None:
    titles = {each.title for each in info.presets} | {each.title for each in LESSONS}
    assert {*EXAMPLE.findall(text(info.text))} - OTHERS <= titles


@pytest.mark.parametrize(
    ("name", "channels", "number"),
    [("grouped", 48, "307,200"), ("grouped", 96, "614,400")],
)
def test_alexnet_s_second_layer(name: str, channels: int, number: str) -> None:
    assert f"{256 * channels * 5 * 5:,}" == number
    assert number in text(name)


def test_the_matrix_of_a_photo_has_as_many_cells_as_the_text_says() -> None:
    cells = prod((640 - 2, 960 - 2, 640, 960))
    assert f"{cells / 1e9:.0f} billion" == "376 billion"
    assert "376 billion cells" in text("matrix")


def test_the_identity_kernel_gives_back_the_cells_that_the_text_counts() -> None:
    identity = np.zeros((1, 1, 3, 3), np.int64)
    identity[0, 0, 1, 1] = 1
    assert conv(np.ones((1, 4, 4), np.int64), identity).size == 4
    assert "4 of 16 without padding" in text("matrix")


def test_weights_have_the_order_that_the_texts_name() -> None:
    x = np.ones((4, 5, 5), np.int64)
    assert conv(x, np.ones((6, 2, 3, 3), np.int64), groups=2).shape == (6, 3, 3)
    assert "C_out × C_in/g × kH × kW" in text("grouped")
    assert conv(x, np.ones((4, 1, 3, 3), np.int64), groups=4).shape == (4, 3, 3)
    assert "C_in × 1 × kH × kW" in text("depthwise-separable")
    assert conv(x, np.ones((6, 4, 1, 1), np.int64)).shape == (6, 5, 5)
    assert "C_out × C_in × 1 × 1" in text("depthwise-separable")
    assert "C_out × C_in × 1 × 1" in text("1x1")


def test_a_blur_with_holes_passes_what_repeats_with_them() -> None:
    pattern = np.tile([3.0, -1.0, 5.0], 12)
    holes = np.array([1, 0, 0, 2, 0, 0, 1]) / 4
    assert np.allclose(convolve1d(pattern, holes, mode="wrap"), pattern)
    assert "repeats every d cells passes it untouched" in text("dilated")


def test_stride_1_weakens_the_checkerboard_as_the_text_says() -> None:
    request = request_of(preset(Lesson.ARTEFACTS, "checkerboard").build())
    assert request is not None
    result = compute(request)
    assert isinstance(result, ArtefactResult)
    strength = {each.way: each.strength for each in result.ways}
    assert 1 - strength[Way.SMOOTHED] / strength[Way.TRANSPOSED] == pytest.approx(2 / 3, abs=0.03)
    assert "by about two thirds here" in text("artefacts")


@pytest.mark.parametrize(("padding", "left"), [(0, 4), (1, 2)])
def test_what_padding_leaves_of_a_transposed_result(padding: int, left: int) -> None:
    assert Axis.transposed(2, 3, 1, padding, padding).size == left
    assert Axis.transposed(9, 3, 1, 2, 2).size == 9 - 2
    with pytest.raises(SpecError):
        Axis.transposed(2, 3, 1, 2, 2)
    assert "of 2 × 2 nothing would be left" in text("transposed")


def test_dilations_of_a_stack_see_what_the_text_says() -> None:
    alone = [2 * dilation + 1 for dilation in (1, 2, 4)]
    stacked = [*accumulate((2 * dilation for dilation in (1, 2, 4)), initial=1)][1:]
    assert (alone, stacked) == ([3, 5, 9], [3, 7, 15])
    assert "sees 3, 5 or 9" in text("dilated")
    assert "sees 3, 7 and 15" in text("dilated")


def test_the_literature_s_depthwise_counts() -> None:
    ordinary = layer_cost((3, 7, 7), (128, 3, 3, 3)).multiplications
    around = layer_cost((3, 7, 7), (3, 1, 3, 3), groups=3).multiplications
    across = layer_cost((3, 5, 5), (128, 3, 1, 1)).multiplications
    assert (ordinary, around + across) == (86_400, 10_275)
    assert "86,400 and the 10,275" in text("depthwise-separable")
    assert derive(preset(Lesson.DEPTHWISE, "literature").build()).steps
