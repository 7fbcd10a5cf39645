"""One thing is said as one, and what is rounded is never said to be equal."""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np
import pytest

from app.content.lessons import preset
from app.state import edits, input_edits
from app.state.channels import edits as channel_edits
from app.state.channels.choices import Source
from app.state.depthwise import edits as depthwise_edits
from app.state.image import Image
from app.state.scene import Kernel, Lesson, Scene
from app.state.tensor import Tensor
from tests.picture.showing import equation_of, pointing, text_of
from tests.scenes import changed

SEVERAL = re.compile(
    r"(?<![\d,.×·/] )(?<![\d,.])\b1 (output channel|product|channel|cell|output|weight|MAC|input)s"
)


def alone(lesson: Lesson, key: str) -> Scene:
    """A single cell under a single weight."""
    one = changed(
        edits.set_kernel(preset(lesson, key).build(), Kernel("one", Tensor(np.array([[2]]))))
    )
    cell = Image("cell", Tensor(np.array([[7]])), 9.0)
    return changed(input_edits.set_image(one, cell))


@pytest.mark.parametrize(
    ("lesson", "key"),
    [
        (Lesson.CONVOLUTION, "literature"),
        (Lesson.DILATED, "one-axis"),
        (Lesson.ARITHMETIC, "relation-1"),
        (Lesson.MATRIX, "classic"),
        (Lesson.TRANSPOSED, "literature"),
        (Lesson.SPATIALLY_SEPARABLE, "box"),
    ],
)
def test_one_of_everything(lesson: Lesson, key: str) -> None:
    text = text_of(alone(lesson, key))
    assert "14" in text
    assert not SEVERAL.findall(text)


def test_one_of_everything_over_channels() -> None:
    mixed = preset(Lesson.MULTI_CHANNEL, "one-filter").build()
    one = changed(channel_edits.resize_filters(mixed, 1, 1))
    one = changed(input_edits.set_image(one, Image("cell", Tensor(np.array([[7]])), 9.0)))
    assert not SEVERAL.findall(text_of(one))
    separated = preset(Lesson.DEPTHWISE, "opponents").build()
    two = changed(input_edits.set_source(separated, Source.GREY))
    two = changed(input_edits.set_image(two, Image("cell", Tensor(np.array([[7]])), 9.0)))
    text = text_of(replace(changed(depthwise_edits.resize_depthwise(two, 1, 1)), step=1))
    assert "pointwise" in text
    assert not SEVERAL.findall(text)


@pytest.mark.parametrize(("outputs", "ratio"), [(2, "≈ 0.611"), (128, "≈ 0.119")])
def test_a_rounded_ratio_is_not_equal(outputs: int, ratio: str) -> None:
    scene = preset(Lesson.DEPTHWISE, "literature").build()
    text = text_of(changed(depthwise_edits.set_mix_count(scene, outputs)))
    assert f"1/{outputs} + 1/3² {ratio}" in text


def test_an_exact_ratio_is_equal() -> None:
    scene = preset(Lesson.DEPTHWISE, "literature").build()
    scene = changed(depthwise_edits.resize_depthwise(scene, 2, 2))
    text = text_of(changed(depthwise_edits.set_mix_count(scene, 4)))
    assert "1/4 + 1/2² = 0.5" in text


def test_a_rounded_weight_of_the_kernel_is_not_equal() -> None:
    ninths = preset(Lesson.SPATIALLY_SEPARABLE, "box").build()
    assert "1 · 1 / 9  ≈  0.1111" in text_of(ninths, pointing("table", 0, 0))
    halves = changed(edits.set_weights(ninths, np.full((3, 3), 0.5)))
    assert "  =  0.5" in equation_of(text_of(halves, pointing("table", 0, 0)))


def test_a_rounded_input_is_not_equal() -> None:
    thirds = changed(
        input_edits.set_image(
            preset(Lesson.CONVOLUTION, "literature").build(),
            Image("thirds", Tensor(np.full((5, 5), 1 / 3)), 1.0),
        )
    )
    assert "input (3, 3) ≈ 0.3333" in text_of(thirds, pointing("input", 2, 2))
