"""Depthwise separable convolution: its two steps, what they cost, and its edits."""

from __future__ import annotations

from dataclasses import replace
from itertools import product
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from app.core import conv
from app.state.channels.choices import Mixing, Source
from app.state.depthwise import edits
from app.state.depthwise.choices import depthwise_of
from app.state.depthwise.derived import Separated, separable_geometry, separable_layer
from app.state.depthwise.requests import SeparatedResult, separated_request
from app.state.outcome import Refusal
from app.state.scene import Kernel, Lesson, Parameters, Scene
from app.state.settling import settled
from app.state.tensor import Tensor
from tests.scenes import changed, told
from tests.scenes import scene as plain_scene

whole = st.integers(-4, 4)


def scene(pixels: Any, kernels: Any, mixes: Any, bias: tuple[float, ...] = ()) -> Scene:
    """A scene whose input has the channels of `pixels` `(H, W, C)`."""
    weights = depthwise_of(np.asarray(kernels), np.asarray(mixes), bias)
    return replace(plain_scene(pixels), lesson=Lesson.DEPTHWISE, depthwise=weights)


def derived(of: Scene) -> Separated:
    return Separated(of, separable_geometry(separable_layer(of)))


def answered(of: Scene) -> SeparatedResult:
    result = separated_request(of).compute()
    assert isinstance(result, SeparatedResult)
    return result


def literature() -> Scene:
    """The shapes of the example that is often told: 7 × 7 × 3 to 5 × 5 × 128."""
    rng = np.random.default_rng(3)
    return scene(
        rng.integers(0, 4, (7, 7, 3)),
        rng.integers(-2, 3, (3, 3, 3)),
        rng.integers(-2, 3, (128, 3)),
    )


@st.composite
def scenes(draw: st.DrawFn) -> Scene:
    channels, count, kernel = (
        draw(st.integers(2, 4)),
        draw(st.integers(1, 4)),
        draw(st.tuples(st.integers(1, 3), st.integers(1, 3))),
    )
    size = draw(st.tuples(st.integers(3, 7), st.integers(3, 7)))
    made = scene(
        draw(arrays.arrays(np.int64, (*size, channels), elements=whole)),
        draw(arrays.arrays(np.int64, (channels, *kernel), elements=whole)),
        draw(arrays.arrays(np.int64, (count, channels), elements=whole)),
        tuple(draw(st.lists(whole, min_size=count, max_size=count))),
    )
    parameters = Parameters(
        stride=draw(st.tuples(st.integers(1, 3), st.integers(1, 3))),
        padding=draw(st.sampled_from(["valid", "same", "full", ((1, 0), (0, 1))])),
        padding_mode=draw(st.sampled_from(["zeros", "replicate"])),
        flip=draw(st.booleans()),
    )
    return replace(made, parameters=parameters)


@settings(max_examples=40, deadline=None)
@given(scenes())
def test_every_step_is_the_cell_of_the_whole_result(of: Scene) -> None:
    of_all, result = derived(of), answered(of)
    for number in range(of_all.steps):
        plane, row, column = of_all.place(number)
        planes = (*result.inner, *result.outputs)
        assert of_all.step_of(number).total == planes[plane][row, column]


@settings(max_examples=40, deadline=None)
@given(scenes())
def test_an_ordinary_convolution_gives_the_same(of: Scene) -> None:
    result = answered(of)
    planes = derived(of).geometry.first.stack
    arguments = separable_layer(of).first.arguments(planes)
    weights = of.depthwise.ordinary
    if of.parameters.flip:
        weights = weights[..., ::-1, ::-1]
    del arguments["w"], arguments["groups"], arguments["b"]
    expected = conv(w=weights, b=np.array(of.depthwise.bias), **arguments)
    np.testing.assert_array_equal(np.stack(result.outputs), expected)
    assert result.agreement is not None
    assert result.agreement.holds


def test_the_counts_of_the_literature() -> None:
    """7 × 7 × 3 to 5 × 5 × 128: 12 % of the multiplications, as the formula says."""
    first, second, ordinary = (cost.multiplications for cost in separable_layer(literature()).costs)
    assert (first, second, first + second, ordinary) == (675, 9_600, 10_275, 86_400)
    assert (first + second) / ordinary == pytest.approx(1 / 128 + 1 / 9)


def test_counts_are_those_of_multiplying_literally() -> None:
    of = scene(np.ones((6, 5, 2)), np.ones((2, 3, 2)), np.ones((3, 2)))
    _, rows, columns = separable_layer(of).output_shape
    counted = [0, 0, 0]
    for _ in product(range(rows), range(columns)):
        counted[0] += 2 * 3 * 2
        for _ in range(3):
            counted[1] += 2
            counted[2] += 2 * 3 * 2
    assert [cost.multiplications for cost in separable_layer(of).costs] == counted


def test_another_image_fits_the_weights_to_its_channels() -> None:
    of = literature()
    grey = replace(of, mixing=Mixing(source=Source.GREY))
    outcome = settled(of, grey, "grey", "source")
    assert told(outcome) == "grey [kernels and pointwise weights fitted to 1 channel]"
    assert changed(outcome).depthwise.mixes.shape == (128, 1)


@pytest.mark.parametrize(
    ("outcome", "words"),
    [
        (lambda of: edits.set_mix_count(of, 0), "mix_count! 0 output channels: 1 to 128 fit"),
        (lambda of: edits.set_mix_count(of, 129), "mix_count! 129 output channels: 1 to 128 fit"),
        (
            lambda of: edits.resize_depthwise(of, 12, 3),
            "depthwise! kernels 12 × 3: 1 to 11 fits",
        ),
        (
            lambda of: edits.set_mix_weights(of, 0, np.ones(4)),
            "mixes! 4 weights: 3 fit, one for each channel",
        ),
        (
            lambda of: edits.set_depthwise_weights(of, 0, np.ones((2, 2))),
            "depthwise! kernel 2 × 2: every kernel is 3 × 3 here",
        ),
        (
            lambda of: edits.set_depthwise_weights(of, 0, np.full((3, 3), np.nan)),
            "depthwise! a weight or a bias is not a number from −1,000,000 to 1,000,000",
        ),
        (
            lambda of: edits.resize_depthwise(of, 9, 9),
            "depthwise! kernel 9: spans 9, more than the padded input's 7; 1 to 7 fits",
        ),
    ],
)
def test_what_cannot_be_is_refused_in_words(outcome: Any, words: str) -> None:
    of = literature()
    answer = outcome(of)
    assert isinstance(answer, Refusal)
    assert told(answer) == words


def test_weights_stay_whole_and_a_new_output_is_another_one() -> None:
    of = scene(np.ones((5, 5, 3)), np.ones((3, 3, 3), np.int64), [[1, 2, 3]])
    more = changed(edits.set_mix_count(of, 3))
    assert more.depthwise.mixes.array.tolist() == [[1, 2, 3], [3, 1, 2], [2, 3, 1]]
    third = changed(edits.set_depthwise_weights(more, 0, np.full((3, 3), 1 / 3)))
    back = changed(edits.set_depthwise_weights(third, 0, np.ones((3, 3))))
    assert back.depthwise == more.depthwise
    assert back.depthwise.kernels.dtype == np.int64


def test_a_kernel_for_every_channel_brings_its_size() -> None:
    of = scene(np.ones((5, 5, 3)), np.ones((3, 3, 3), np.int64), [[1, 2, 3]])
    wide = Kernel("row", Tensor(np.array([[1, 0, -1, 2]])))
    assert changed(edits.set_depthwise_kernel(of, None, wide)).depthwise.kernel == (1, 4)
    one = changed(edits.set_depthwise_kernel(of, 1, wide)).depthwise.kernels.array
    assert one.shape == (3, 3, 3)
    assert one[0].tolist() == np.ones((3, 3)).tolist()


def test_biases_are_the_pointwise_steps_own() -> None:
    of = scene(np.ones((5, 5, 2)), np.ones((2, 3, 3), np.int64), [[1, 1], [1, -1]])
    with_bias = changed(edits.set_mix_bias(of, 1, 5))
    here = derived(with_bias)
    assert here.step_of(0).total == 9
    assert here.step_of(here.step_at(3, 0, 0)).total == 5


@settings(max_examples=20, deadline=None)
@given(scenes())
def test_tap_by_tap_every_product_has_its_place(of: Scene) -> None:
    here = derived(of)
    places = [
        here.tap_place(step, tap)
        for step in range(here.steps)
        for tap in range(here.step_of(step).products.size)
    ]
    assert places == list(range(here.tap_count))
    assert [here.tap_place(*here.tap_at(place)) for place in places] == places
