"""Whole-image results: exact, cancellable, with ranges and histograms that always stand."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from numpy.typing import NDArray

from app.state import edits, input_edits
from app.state.requests import compute, histogram, request_of
from app.state.scene import PADDING_NAMES, PaddingName, Parameters, Scale
from tests.scenes import answered, asked, changed, convolved, image, photo, scene


@pytest.mark.parametrize(
    ("parameters", "output"),
    [
        (Parameters(), [[12, 12, 17], [10, 17, 19], [9, 6, 14]]),
        (Parameters(stride=(2, 2), padding=((1, 1), (1, 1))), [[6, 17, 3], [8, 17, 13], [6, 4, 4]]),
        (Parameters(flip=True), [[18, 20, 19], [10, 9, 17], [11, 8, 14]]),
        (Parameters(bias=-12), [[0, 0, 5], [-2, 5, 7], [-3, -6, 2]]),
        (Parameters(bias=0.5), [[12.5, 12.5, 17.5], [10.5, 17.5, 19.5], [9.5, 6.5, 14.5]]),
    ],
)
def test_the_literatures_numbers(parameters: Parameters, output: list[list[float]]) -> None:
    found = answered(scene(parameters=parameters))
    assert found.output.tolist() == output
    assert (found.low, found.high) == (np.min(output), np.max(output))
    assert np.issubdtype(found.output.dtype, np.integer) == (parameters.bias != 0.5)


@given(
    st.integers(1, 3),
    st.integers(1, 2),
    st.sampled_from(PADDING_NAMES),
    st.sampled_from([0, -3, 0.25]),
    st.booleans(),
    st.sampled_from(Scale),
)
def test_every_step_ends_in_the_results_cell(
    stride: int, dilation: int, padding: PaddingName, bias: float, flip: bool, scale: Scale
) -> None:
    shown = scene(
        parameters=Parameters((stride, 1), (dilation, dilation), padding, "zeros", bias, flip)
    )
    shown = changed(input_edits.set_scale(shown, scale))
    derived, found = convolved(shown), answered(shown)
    totals = np.array([step.total for step in derived.trace]).reshape(derived.output_shape)
    np.testing.assert_allclose(found.output, totals, rtol=1e-12, atol=1e-12)


def test_a_result_depends_on_the_numbers_alone() -> None:
    shown = scene()
    assert request_of(replace(shown, step=4)) == request_of(shown)
    assert request_of(changed(edits.set_bias(shown, 1))) != request_of(shown)
    assert request_of(scene()) == request_of(shown)
    assert hash(request_of(scene())) == hash(request_of(shown))


def test_what_is_small_enough_to_be_answered_at_once() -> None:
    large = changed(input_edits.set_image(scene(), photo()))
    assert asked(scene()).is_small
    assert not asked(large).is_small
    assert not asked(changed(input_edits.set_resample(large, (5, 5)))).is_small


def test_a_large_photo_stays_in_float32() -> None:
    large = changed(input_edits.set_image(scene(weights=np.full((3, 3), 1 / 9)), photo()))
    assert answered(large).output.dtype == np.float32
    whole = changed(input_edits.set_image(scene(), photo()))
    assert answered(whole).output.dtype == np.int32
    half = changed(edits.set_bias(whole, 0.5))
    assert answered(half).output.dtype == np.float32


def test_computing_can_be_cancelled() -> None:
    def watch(fraction: float) -> None:
        raise KeyboardInterrupt

    large = changed(input_edits.set_image(scene(), photo()))
    with pytest.raises(KeyboardInterrupt):
        compute(asked(large), watch)


def test_what_is_no_number_stays_where_it_belongs() -> None:
    pixels = np.ones((5, 5))
    pixels[0, 0], pixels[4, 4] = np.nan, np.inf
    found = answered(scene(pixels, np.ones((3, 3), np.int64)))
    assert np.isnan(found.output[0, 0])
    assert np.isinf(found.output[2, 2])
    assert (found.low, found.high) == (9, 9)


finite = st.floats(allow_nan=True, allow_infinity=True, width=64)
grids = hnp.array_shapes(min_dims=2, max_dims=2, max_side=6)


@given(
    st.one_of(
        hnp.arrays(np.float64, grids, elements=finite),
        hnp.arrays(np.float32, grids),
        hnp.arrays(np.int64, grids),
    )
)
def test_a_histogram_counts_every_finite_value(values: NDArray[np.float64]) -> None:
    counted = histogram(values)
    assert counted.low < counted.high
    spans = np.isfinite(counted.high - counted.low)
    assert counted.counts.sum() == (np.isfinite(values).sum() if spans else 0)


@pytest.mark.parametrize(
    "values", [[7, 7], [0.3, np.nextafter(0.3, 1)], [1e30, 1e30], [0, 5e-324], [-1.7e308, 1.7e308]]
)
def test_values_all_but_alike_have_a_histogram_too(values: list[float]) -> None:
    counted = histogram(np.array([values]))
    assert counted.low < counted.high


def test_a_histogram_of_a_photo_looks_at_enough() -> None:
    values = np.tile(np.arange(256, dtype=np.uint8), (4000, 10))
    counted = histogram(values, bins=2)
    assert counted.counts[0] == pytest.approx(counted.counts[1], rel=0.02)
    assert 500_000 < counted.counts.sum() <= 3_000_000


def test_an_image_in_units_of_0_to_1() -> None:
    unit = changed(input_edits.set_scale(scene([[0, 51], [102, 255]], [[1]]), Scale.UNIT))
    np.testing.assert_allclose(answered(unit).output, [[0, 0.2], [0.4, 1]])


def test_equal_images_by_other_names_differ() -> None:
    one, other = image([[1, 2]], "one"), image([[1, 2]], "other")
    assert one != other
    assert one == image([[1, 2]], "one")
