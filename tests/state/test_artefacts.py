"""The ways to a larger picture, and how strong an artefact each of them leaves."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from scipy import signal

from app.content.lessons import lesson_info, preset
from app.core import conv_transpose, overlap_counts, transposed_axes
from app.state import edits, input_edits
from app.state.artefacts.requests import (
    ArtefactResult,
    Way,
    divisible,
    interior_of,
    spectrum_of,
    strength_of,
    stride_maps,
)
from app.state.derive import Stamped, derive
from app.state.image import Image
from app.state.requests import compute, request_of
from app.state.scene import Kernel, Lesson, Parameters, Scene
from app.state.tensor import Tensor
from app.state.validity import fault
from tests.scenes import changed, photo, told

planes = arrays.arrays(
    np.float64, arrays.array_shapes(min_dims=2, max_dims=2, min_side=6, max_side=12),
    elements=st.integers(0, 255).map(float),
)  # fmt: skip


def example(key: str) -> Scene:
    return preset(Lesson.ARTEFACTS, key).build()


def result(scene: Scene) -> ArtefactResult:
    request = request_of(scene)
    assert request is not None
    found = compute(request)
    assert isinstance(found, ArtefactResult)
    return found


def strengths(scene: Scene) -> dict[Way, float]:
    return {way.way: way.strength for way in result(scene).ways}


def test_a_checkerboard_and_every_remedy_against_it() -> None:
    found = strengths(example("checkerboard"))
    assert found[Way.TRANSPOSED] > 0.4
    assert found[Way.DIVISIBLE] < 0.005
    assert found[Way.SMOOTHED] < 0.5 * found[Way.TRANSPOSED]
    assert max(found[Way.NEAREST], found[Way.BILINEAR]) < 0.01


def test_even_counts_do_not_promise_even_weights() -> None:
    uneven = result(example("uneven-weights"))
    assert len(np.unique(uneven.counts)) == 1
    assert len(np.unique(uneven.weighted.round(9))) > 1
    assert uneven.ways[0].strength > 0.2
    tent = result(example("tent"))
    assert len(np.unique(tent.counts)) > 1
    assert np.allclose(tent.weighted, tent.weighted[0, 0])
    assert tent.ways[0].strength < 0.005


def test_the_first_way_is_the_transposed_convolution_that_is_stepped_through() -> None:
    scene = example("checkerboard")
    derived = derive(scene)
    assert isinstance(derived, Stamped)
    ways = result(scene).ways
    weights = scene.kernel.weights.array
    whole = conv_transpose(derived.plane[None], weights[None, None], stride=2)[0]
    assert np.array_equal(ways[0].output, whole)
    assert derived.step.total == whole[divmod(scene.step, whole.shape[1])]


def test_a_resized_picture_is_convolved_as_scipy_does_it() -> None:
    scene = example("uneven-weights")
    derived = derive(scene)
    weights = scene.kernel.weights.array
    grown = derived.plane.repeat(2, 0).repeat(2, 1).astype(np.float64)
    inner = signal.correlate2d(grown, weights / 4, mode="valid")
    nearest = result(scene).ways[3].output
    assert nearest.shape == grown.shape
    np.testing.assert_allclose(nearest[1:-2, 1:-2], inner, rtol=1e-4, atol=0.05)


@pytest.mark.parametrize("key", [each.key for each in lesson_info(Lesson.ARTEFACTS).presets])
def test_all_ways_have_the_same_brightness(key: str) -> None:
    scene = example(key)
    kernel = scene.kernel.weights.array.shape
    means = [
        float(np.mean(interior_of(way.output, scene.parameters.stride, kernel)))
        for way in result(scene).ways
    ]
    assert fault(scene) == ""
    assert np.allclose(means, means[0], rtol=0.04)


@given(plane=planes, stride=st.tuples(st.integers(1, 3), st.integers(1, 3)))
def test_strength_is_the_energy_at_the_stride_s_frequencies(
    plane: Any, stride: tuple[int, int]
) -> None:
    inner = interior_of(plane, stride, (1, 1))
    energy = np.abs(np.fft.fft2(inner)) ** 2
    rows, columns = (size // s for size, s in zip(inner.shape, stride, strict=True))
    harmonics = energy[::rows, ::columns].sum() - energy[0, 0]
    whole = energy.sum()
    expected = np.sqrt(max(0.0, harmonics) / whole) if whole else 0.0
    assert strength_of(inner, stride) == pytest.approx(expected, abs=1e-6)


def test_the_spectrum_of_a_stripe_has_one_spike() -> None:
    stripes = np.tile([1.0, 1.0, 4.0], (6, 20))
    spectrum = spectrum_of(stripes)
    assert spectrum[0] == pytest.approx(1)
    assert np.flatnonzero(spectrum > 1e-9).tolist() == [0, 20]


def test_a_mean_that_is_rounding_alone_is_no_measure() -> None:
    stripes = np.tile([1.0, 1.0, -2 - 1e-12], (6, 20))
    assert 0 < abs(stripes.mean()) < 1e-12
    assert spectrum_of(stripes).max() == pytest.approx(1)


sides = st.integers(1, 5)


@settings(max_examples=60)
@given(
    kernel=st.tuples(sides, sides), stride=st.tuples(sides, sides), dilation=st.tuples(sides, sides)
)
def test_the_maps_are_what_the_middle_of_many_stamps_receives(
    kernel: tuple[int, int], stride: tuple[int, int], dilation: tuple[int, int]
) -> None:
    weights = np.arange(kernel[0] * kernel[1]).reshape(kernel) + 1
    parameters = Parameters(stride=stride, dilation=dilation)
    counts, weighted = stride_maps(Kernel("any", Tensor(weights)), parameters)
    assert counts.shape == weighted.shape == stride
    many = conv_transpose(
        np.ones((1, 60, 60), np.int64), weights[None, None], stride=stride, dilation=dilation
    )[0]
    middle = many[30 * stride[0] : 31 * stride[0], 30 * stride[1] : 31 * stride[1]]
    assert np.array_equal(weighted, middle)
    derived = [
        overlap_counts(axis) for axis in transposed_axes((60, 60), kernel, stride, 0, 0, dilation)
    ]
    one, other = (axis[30 * s : 31 * s] for axis, s in zip(derived, stride, strict=True))
    assert np.array_equal(counts, np.multiply.outer(one, other))


@given(kernel=st.tuples(sides, sides), stride=st.tuples(sides, sides))
def test_a_divisible_kernel_is_the_next_one_and_keeps_its_sum(
    kernel: tuple[int, int], stride: tuple[int, int]
) -> None:
    weights = np.ones(kernel)
    wide = divisible(weights, stride)
    for before, after, s in zip(kernel, wide.shape, stride, strict=True):
        assert after % s == 0
        assert before <= after < before + s
    assert wide.sum() == pytest.approx(weights.sum())


def test_edits_keep_the_lesson_valid_or_say_why_not() -> None:
    scene = example("checkerboard")
    assert told(edits.set_stride(scene, 3)) == "stride 3"
    named = told(edits.set_padding(scene, "same"))
    assert named.startswith("padding! ")
    small = changed(edits.set_padding(scene, 3))
    assert small.step < derive(small).steps
    large = input_edits.set_image(scene, photo(2400, 3000))
    assert "[resampled to 632 × 790, so that" in told(large)
    assert changed(large).input.resample == (632, 790)
    refused = told(input_edits.set_resample(changed(large), None))
    assert "makes 28,8" in refused
    assert "crop or resampled input" in refused


def test_numbers_that_are_none_leave_no_strength() -> None:
    pixels = np.array([[1.0, np.nan, 3.0], [np.inf, 2.0, 1.0]])
    scene = changed(
        input_edits.set_image(example("checkerboard"), Image("odd", Tensor(pixels), 3.0))
    )
    assert all(np.isfinite(way.strength) for way in result(scene).ways)
    assert all(np.isfinite(way.spectrum).all() for way in result(scene).ways)
