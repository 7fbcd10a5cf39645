"""Resampling and grey: means that stay means, integers that stay integers."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from numpy.typing import NDArray

from app.state.resample import resample, to_grey

Plane = NDArray[Any]

sides = st.integers(1, 40)
planes = arrays.arrays(np.uint8, st.tuples(sides, sides))


def test_shrinking_takes_the_mean_of_what_a_cell_covers() -> None:
    plane = np.array([[0.0, 2.0, 4.0, 6.0], [2.0, 4.0, 6.0, 8.0]])
    np.testing.assert_array_equal(resample(plane, 1, 2), [[2.0, 6.0]])


def test_cells_that_are_covered_in_part_count_in_part() -> None:
    row = np.array([[0.0, 3.0, 9.0]])
    np.testing.assert_allclose(resample(row, 1, 2), [[1.0, 7.0]])


def test_growing_is_linear_between_the_middles() -> None:
    row = np.array([[0.0, 4.0]])
    np.testing.assert_array_equal(resample(row, 1, 4), [[0.0, 1.0, 3.0, 4.0]])


@given(planes)
def test_the_same_size_is_the_same_plane(plane: Plane) -> None:
    np.testing.assert_array_equal(resample(plane, *plane.shape), plane)


@given(planes, sides, sides)
def test_integers_stay_integers_within_their_range(plane: Plane, height: int, width: int) -> None:
    result = resample(plane, height, width)
    assert result.shape == (height, width)
    assert result.dtype == plane.dtype
    assert plane.min() <= result.min()
    assert result.max() <= plane.max()


@given(arrays.arrays(np.float64, st.tuples(sides, sides), elements=st.floats(-1e3, 1e3)),
       st.integers(1, 4), st.integers(1, 4))  # fmt: skip
def test_shrinking_keeps_the_mean(plane: Plane, down: int, across: int) -> None:
    height, width = -(-plane.shape[0] // down), -(-plane.shape[1] // across)
    assert resample(plane, height, width).mean() == pytest.approx(plane.mean(), abs=1e-9)


@given(st.sampled_from([np.uint8, np.uint16, np.int32, np.int64, np.float32, np.float64]),
       st.integers(0, 200), sides, sides)  # fmt: skip
def test_a_flat_plane_stays_flat_in_every_type(
    kind: type[Any], value: int, height: int, width: int
) -> None:
    plane = np.full((7, 5), value, kind)
    result = resample(plane, height, width)
    assert result.dtype == kind
    np.testing.assert_allclose(result, np.full((height, width), value, kind), rtol=1e-12)


@given(planes, sides, sides)
def test_rows_and_columns_are_treated_alike(plane: Plane, height: int, width: int) -> None:
    direct = resample(plane.astype(np.float64), height, width)
    turned = resample(plane.astype(np.float64).T, width, height).T
    np.testing.assert_allclose(direct, turned)


@pytest.mark.parametrize("kind", [np.uint8, np.uint16])
def test_grey_of_grey_is_itself_to_the_last_level(kind: type[Any]) -> None:
    levels = np.arange(np.iinfo(kind).max + 1, dtype=kind)
    colour = np.repeat(levels.reshape(-1, 64, 1), 3, axis=2)
    np.testing.assert_array_equal(to_grey(colour), levels.reshape(-1, 64))


@given(arrays.arrays(np.uint8, (5, 6, 3)))
def test_grey_is_the_rounded_luma(colour: Plane) -> None:
    luma = colour @ (np.array([19595, 38470, 7471]) / 65536)
    np.testing.assert_array_equal(to_grey(colour), np.floor(luma + 0.5))


def test_luma_of_the_primaries() -> None:
    primaries = np.diag([255, 255, 255]).astype(np.uint8).reshape(1, 3, 3)
    np.testing.assert_array_equal(to_grey(primaries), [[76, 150, 29]])


@pytest.mark.parametrize("kind", [np.float32, np.float64])
def test_grey_of_floats_is_a_float(kind: type[Any]) -> None:
    grey = to_grey(np.array([[[1.0, 0.5, 0.25]]], kind))
    assert grey.dtype == kind
    np.testing.assert_allclose(grey, [[0.299 + 0.587 / 2 + 0.114 / 4]], rtol=1e-4)


@pytest.mark.parametrize("rows", [1, 127, 128, 129, 300])
def test_bands_of_rows_leave_no_seam(rows: int) -> None:
    colour = np.random.default_rng(0).integers(0, 256, (rows, 4, 3), np.uint8)
    separate = np.concatenate([to_grey(colour[row : row + 1]) for row in range(rows)])
    np.testing.assert_array_equal(to_grey(colour), separate)


def test_an_infinite_cell_does_not_reach_beyond_its_neighbours() -> None:
    grown = resample(np.array([[1.0, 1.0, np.inf]]), 1, 9)
    assert np.isfinite(grown[0, :5]).all()
    assert np.isinf(grown[0, 6:]).all()


@pytest.mark.parametrize("kind", [np.uint8, np.uint16, np.int32, np.int64])
def test_grey_of_every_whole_type_is_the_luma_rounded(kind: type[np.generic]) -> None:
    colour = np.random.default_rng(4).integers(0, 200, (3, 4, 3)).astype(kind)
    grey = to_grey(colour)
    assert grey.dtype == kind
    np.testing.assert_array_equal(grey, np.rint(colour @ [0.299, 0.587, 0.114]))


def test_grey_of_negative_numbers_is_negative() -> None:
    assert to_grey(np.full((1, 1, 3), -7)).tolist() == [[-7]]
