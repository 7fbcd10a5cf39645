"""Edits of the arithmetic lesson: the way of reading, and a layer put on the stage."""

from __future__ import annotations

import doctest
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.content.kernels.catalogue import kernel_preset, resized
from app.core import Axis, Layer, Ranges, layers_giving
from app.state import arithmetic_edits
from app.state.arithmetic_edits import apply_layer, layer_of, set_reading
from app.state.derive import derive
from app.state.edits import set_dilation, set_padding, set_stride
from app.state.scene import Lesson, Reading, Scene
from tests.scenes import changed, scene, told


def arithmetic(size: int = 28) -> Scene:
    pixels = [[row * column % 5 for column in range(size)] for row in range(size)]
    return replace(scene(pixels), lesson=Lesson.ARITHMETIC)


def applied(shown: Scene, layer: Layer) -> Scene:
    kernel = resized(shown.kernel, layer.kernel, layer.kernel)
    return changed(apply_layer(shown, layer, kernel))


def test_the_reading_is_chosen() -> None:
    outcome = set_reading(arithmetic(), Reading.TRANSPOSED)
    assert told(outcome) == "read transposed"
    assert changed(outcome).reading is Reading.TRANSPOSED


@pytest.mark.parametrize("layer", layers_giving(28, 14, Ranges(dilation=(1, 2))))
def test_every_layer_found_for_14_from_28_gives_14(layer: Layer) -> None:
    shown = applied(arithmetic(), layer)
    assert derive(shown).output_shape == (14, 14)
    assert layer_of(shown) == layer


def test_a_layer_is_one_edit_with_its_numbers_in_its_name() -> None:
    layer = Layer(3, 2, 1, 1)
    assert told(apply_layer(arithmetic(), layer, arithmetic().kernel)) == "layer k 3, s 2, p 1, d 1"


def test_a_layer_without_a_window_is_refused_at_the_list() -> None:
    kernel = kernel_preset("box").build(9, 9)
    assert told(apply_layer(arithmetic(5), Layer(9, 1, 0, 1), kernel)) == (
        "layer! kernel 9: spans 9, more than the padded input's 5; 1 to 5 fits"
    )


@given(st.integers(1, 4), st.integers(0, 4), st.integers(1, 3))
def test_the_scene_s_own_layer_is_read_back(stride: int, padding: int, dilation: int) -> None:
    shown = changed(set_stride(arithmetic(), stride))
    shown = changed(set_padding(shown, padding))
    shown = changed(set_dilation(shown, dilation))
    layer = layer_of(shown)
    assert layer == Layer(3, stride, padding, dilation)
    assert layer.over(28) == Axis(28, 3, stride, padding, padding, dilation)


@pytest.mark.parametrize(
    "shown",
    [
        changed(set_padding(arithmetic(), "same")),
        changed(set_padding(arithmetic(), ((0, 1), (0, 1)))),
        changed(set_stride(arithmetic(), 2, axis=0)),
    ],
)
def test_axes_or_sides_that_differ_are_no_single_layer(shown: Scene) -> None:
    assert layer_of(shown) is None


def test_a_preset_is_made_anew_and_other_weights_keep_their_centre() -> None:
    box = kernel_preset("box").build()
    assert resized(box, 5, 5) == kernel_preset("box").build(5, 5)
    own = arithmetic().kernel
    larger = resized(own, 5, 5)
    assert larger.name == "kernel, changed"
    assert larger.weights.array[1:4, 1:4].tolist() == own.weights.array.tolist()
    assert resized(own, 3, 3) is own


def test_the_examples_in_the_docstrings_hold() -> None:
    assert doctest.testmod(arithmetic_edits).failed == 0
