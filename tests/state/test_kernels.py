"""Kernels: the classical numbers, what they answer to, and what work on weights keeps."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from numpy.typing import NDArray

from app.content.kernels.catalogue import KERNELS
from app.core import conv
from app.state import kernels

Weights = NDArray[Any]
Build = Callable[[int, int], Weights]

sizes = st.integers(1, 11)
wholes = arrays.arrays(np.int64, st.tuples(sizes, sizes), elements=st.integers(-50, 50))

CLASSICAL: list[tuple[Build, list[list[int]]]] = [
    (kernels.identity, [[0, 0, 0], [0, 1, 0], [0, 0, 0]]),
    (kernels.sharpen, [[0, -1, 0], [-1, 5, -1], [0, -1, 0]]),
    (kernels.sobel_x, [[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]]),
    (kernels.sobel_y, [[-1, -2, -1], [0, 0, 0], [1, 2, 1]]),
    (kernels.prewitt_x, [[-1, 0, 1], [-1, 0, 1], [-1, 0, 1]]),
    (kernels.prewitt_y, [[-1, -1, -1], [0, 0, 0], [1, 1, 1]]),
    (kernels.scharr_x, [[-3, 0, 3], [-10, 0, 10], [-3, 0, 3]]),
    (kernels.scharr_y, [[-3, -10, -3], [0, 0, 0], [3, 10, 3]]),
    (kernels.laplacian, [[0, 1, 0], [1, -4, 1], [0, 1, 0]]),
    (kernels.laplacian_8, [[1, 1, 1], [1, -8, 1], [1, 1, 1]]),
    (kernels.emboss, [[-2, -1, 0], [-1, 1, 1], [0, 1, 2]]),
    (kernels.horizontal_lines, [[-1, -1, -1], [2, 2, 2], [-1, -1, -1]]),
    (kernels.vertical_lines, [[-1, 2, -1], [-1, 2, -1], [-1, 2, -1]]),
    (kernels.diagonal, [[2, -1, -1], [-1, 2, -1], [-1, -1, 2]]),
    (kernels.antidiagonal, [[-1, -1, 2], [-1, 2, -1], [2, -1, -1]]),
    (kernels.literature, [[0, 1, 2], [2, 2, 0], [0, 1, 2]]),
]


@pytest.mark.parametrize(("build", "expected"), CLASSICAL)
def test_three_by_three_is_the_textbooks(build: Build, expected: list[list[int]]) -> None:
    weights = build(3, 3)
    np.testing.assert_array_equal(weights, expected)
    assert weights.dtype == np.int64


def test_sobel_of_five_is_the_textbooks() -> None:
    expected = np.outer([1, 4, 6, 4, 1], [-1, -2, 0, 2, 1])
    np.testing.assert_array_equal(kernels.sobel_x(5, 5), expected)


def test_roberts_of_two() -> None:
    np.testing.assert_array_equal(kernels.roberts(2, 2), [[1, 0], [0, -1]])


def test_binomial_of_three() -> None:
    expected = np.outer([1, 2, 1], [1, 2, 1]) / 16
    np.testing.assert_array_equal(kernels.binomial(3, 3), expected)


PRESETS = pytest.mark.parametrize("build", [preset.weights for preset in KERNELS],
                                  ids=[preset.key for preset in KERNELS])  # fmt: skip


@PRESETS
def test_every_size_gives_finite_weights_of_that_size(build: Build) -> None:
    for height in range(1, 12):
        for width in range(1, 12):
            weights = build(height, width)
            assert weights.shape == (height, width)
            assert weights.dtype in (np.int64, np.float64)
            assert np.isfinite(weights).all()
            if height > 2 and width > 2:  # less is too little for some: all cells are corners
                assert weights.any()


@PRESETS
def test_weights_are_the_same_at_every_call_and_nobody_elses(build: Build) -> None:
    first = build(4, 5)
    second = build(4, 5)
    np.testing.assert_array_equal(first, second)
    assert not np.shares_memory(first, second)


AVERAGES = [kernels.box, kernels.gaussian, kernels.binomial, kernels.disc, kernels.motion_blur]
DIFFERENCES = [
    kernels.sobel_x, kernels.sobel_y, kernels.prewitt_x, kernels.prewitt_y, kernels.scharr_x,
    kernels.scharr_y, kernels.laplacian, kernels.laplacian_8, kernels.laplacian_of_gaussian,
    kernels.horizontal_lines, kernels.vertical_lines, kernels.diagonal, kernels.antidiagonal,
    kernels.corner, kernels.roberts, kernels.gabor, kernels.gabor_upright,
]  # fmt: skip


@pytest.mark.parametrize("build", AVERAGES)
@given(height=sizes, width=sizes)
def test_a_blur_keeps_brightness_and_has_no_negative_weight(
    build: Build, height: int, width: int
) -> None:
    weights = build(height, width)
    assert weights.sum() == pytest.approx(1)
    assert weights.min() >= 0


@pytest.mark.parametrize("build", [kernels.identity, kernels.shift, kernels.sharpen,
                                   kernels.unsharp])  # fmt: skip
@given(height=sizes, width=sizes)
def test_brightness_stays_where_the_sum_is_one(build: Build, height: int, width: int) -> None:
    assert build(height, width).sum() == pytest.approx(1)


@pytest.mark.parametrize("build", DIFFERENCES)
@given(height=st.integers(2, 11), width=st.integers(2, 11))
def test_an_edge_detector_says_nothing_on_a_flat_area(
    build: Build, height: int, width: int
) -> None:
    assert build(height, width).sum() == pytest.approx(0, abs=1e-12)


@pytest.mark.parametrize("build", [kernels.sobel_x, kernels.prewitt_x, kernels.scharr_x])
def test_x_is_positive_where_it_gets_brighter_to_the_right(build: Build) -> None:
    for size in range(2, 12):
        ramp = np.tile(np.arange(20), (20, 1))
        assert (conv(ramp[None], build(size, size)[None, None]) > 0).all()
        assert (conv(ramp.T[None], build(size, size)[None, None]) == 0).all()


@given(height=sizes, width=sizes)
def test_identity_with_same_padding_copies_the_input(height: int, width: int) -> None:
    plane = np.arange(143).reshape(1, 11, 13)
    weights = kernels.identity(height, width)[None, None]
    np.testing.assert_array_equal(conv(plane, weights, padding="same"), plane)


def test_shift_moves_to_the_left() -> None:
    plane = np.arange(25).reshape(1, 5, 5)
    moved = conv(plane, kernels.shift(3, 3)[None, None], padding="same")
    np.testing.assert_array_equal(moved[0, :, :-1], plane[0, :, 1:])


def test_random_weights_print_with_one_decimal() -> None:
    weights = kernels.random(11, 11)
    np.testing.assert_array_equal(weights, np.round(weights, 1))
    assert np.abs(weights).max() <= 1
    assert len(np.unique(weights)) > 10


# ---- work on weights


@given(wholes)
def test_flipping_and_negating_twice_and_two_turns_change_nothing(weights: Weights) -> None:
    np.testing.assert_array_equal(kernels.flip(kernels.flip(weights)), weights)
    np.testing.assert_array_equal(kernels.negate(kernels.negate(weights)), weights)
    turned = kernels.rotate(kernels.rotate(weights))
    np.testing.assert_array_equal(turned, kernels.flip(weights))
    assert kernels.rotate(weights).shape == weights.shape[::-1]


def test_a_turn_is_clockwise() -> None:
    turned = kernels.rotate(np.array([[1, 2], [3, 4]]))
    np.testing.assert_array_equal(turned, [[3, 1], [4, 2]])


@given(wholes.filter(lambda weights: bool(weights.any())))
def test_normalised_weights_add_up_to_one(weights: Weights) -> None:
    normal = kernels.normalise(weights)
    if weights.sum():
        assert normal.sum() == pytest.approx(1)
    else:
        assert np.abs(normal).sum() == pytest.approx(1)
    np.testing.assert_allclose(normal / np.abs(normal).max() * np.abs(weights).max(),
                               np.sign(weights.sum() or 1) * weights, atol=1e-9)  # fmt: skip


def test_a_sum_that_is_zero_but_for_rounding_counts_as_zero() -> None:
    weights = np.array([[0.1, 0.2, -0.3]])
    assert np.abs(kernels.normalise(weights)).sum() == pytest.approx(1)


@given(wholes, sizes, sizes)
def test_a_kernel_that_grew_shrinks_to_what_it_was(
    weights: Weights, height: int, width: int
) -> None:
    larger = max(height, weights.shape[0]), max(width, weights.shape[1])
    grown = kernels.resize(weights, *larger)
    assert grown.shape == larger
    assert np.abs(grown).sum() == np.abs(weights).sum()
    np.testing.assert_array_equal(kernels.resize(grown, *weights.shape), weights)


@given(sizes, sizes, sizes, sizes)
def test_resizing_keeps_the_middle_in_the_middle(
    height: int, width: int, rows: int, columns: int
) -> None:
    resized = kernels.resize(kernels.identity(height, width), rows, columns)
    np.testing.assert_array_equal(resized, kernels.identity(rows, columns))


def test_resizing_keeps_the_type() -> None:
    assert kernels.resize(kernels.box(3, 3), 5, 5).dtype == np.float64
    assert kernels.resize(kernels.sobel_x(3, 3), 2, 2).dtype == np.int64
