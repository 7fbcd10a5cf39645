"""Three ways to one map: stamping, zero-insertion with the turned kernel, and Cᵀ y."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from app.core import (
    Axis,
    SpecError,
    StampTrace,
    conv_transpose,
    inserted,
    stamped,
    stretched,
    transposed_axes,
    unroll_axes,
)

W = np.array([[0, 1, 2], [2, 2, 0], [0, 1, 2]])
Y = np.array([[1, 2], [3, 4]])
Layer = tuple[NDArray[Any], NDArray[Any], dict[str, Any], tuple[Axis, ...]]


def literature(stride: int) -> tuple[Axis, ...]:
    return transposed_axes(Y.shape, W.shape, stride)


@st.composite
def layers(draw: st.DrawFn) -> Layer:
    """A transposed layer of one channel, cropping and output_padding included."""
    count = draw(st.integers(1, 3))

    def each(low: int, high: int) -> tuple[int, ...]:
        return tuple(draw(st.integers(low, high)) for _ in range(count))

    parameters: dict[str, Any] = {
        "stride": each(1, 3),
        "dilation": each(1, 3),
        "padding": tuple(zip(each(0, 3), each(0, 3), strict=True)),
    }
    pairs = zip(parameters["stride"], parameters["dilation"], strict=True)
    parameters["output_padding"] = tuple(draw(st.integers(0, max(pair) - 1)) for pair in pairs)
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    y, w = rng.integers(-9, 10, each(1, 5)), rng.integers(-9, 10, each(1, 4))
    try:
        axes = transposed_axes(y.shape, w.shape, **parameters)
    except SpecError:
        assume(False)
    return y, w, parameters, axes


@pytest.mark.parametrize(
    ("stride", "rows"),
    [
        (1, ["0 1 4 4", "2 9 14 8", "6 15 12 4", "0 3 10 8"]),
        (2, ["0 1 2 2 4", "2 2 4 4 0", "0 4 8 6 12", "6 6 8 8 0", "0 3 6 4 8"]),
    ],
)
def test_the_numbers_of_the_worked_example(stride: int, rows: list[str]) -> None:
    axes = literature(stride)
    by_matrix = unroll_axes(axes, W[None, None]).transposed_times(Y.ravel())
    for result in (stamped(Y, W, axes), inserted(Y, W, axes), by_matrix.reshape(len(rows), -1)):
        assert [" ".join(map(str, row)) for row in result.tolist()] == rows


@settings(max_examples=150)
@given(layers())
def test_the_three_ways_agree_on_every_cell(layer: Layer) -> None:
    y, w, parameters, axes = layer
    result = conv_transpose(y[None], w[None, None], **parameters)[0]
    matrix = unroll_axes(axes, w[None, None])
    np.testing.assert_array_equal(stamped(y, w, axes), result)
    np.testing.assert_array_equal(inserted(y, w, axes), result)
    np.testing.assert_array_equal(matrix.transposed_times(y.ravel()), result.ravel())


@settings(max_examples=60)
@given(layers(), st.integers(0, 2**32 - 1))
def test_each_row_of_the_transpose_is_a_step_and_each_column_a_stamp(
    layer: Layer, seed: int
) -> None:
    y, w, _, axes = layer
    trace = StampTrace(y, w, axes, bias=7)
    cell = tuple(np.random.default_rng(seed).integers(0, trace.shape).tolist())
    step = trace.at(*cell)
    assert step.total == stamped(y, w, axes)[cell] + 7
    assert step.weights.shape == step.values.shape == step.products.shape
    assert [len(window) for window in step.window] == [len(found) for found in step.sources]
    total = np.zeros(trace.shape, np.int64)
    for place in np.ndindex(y.shape):
        for reach in trace.stamp(*place):
            total[reach.output[1:]] += reach.value
    np.testing.assert_array_equal(total, stamped(y, w, axes))


@settings(max_examples=60)
@given(layers(), st.integers(0, 2**32 - 1))
def test_the_transpose_is_the_adjoint(layer: Layer, seed: int) -> None:
    y, w, _, axes = layer
    x = np.random.default_rng(seed).integers(-9, 10, [axis.size for axis in axes])
    matrix = unroll_axes(axes, w[None, None])
    forward = matrix.times(x.ravel())
    back = matrix.transposed_times(y.ravel())
    assert forward @ y.ravel() == x.ravel() @ back


def test_without_the_turn_it_is_another_map() -> None:
    without = inserted(Y, W, literature(1), turned=False)
    assert without.tolist() != stamped(Y, W, literature(1)).tolist()
    even = W + np.flip(W)
    assert inserted(Y, even, literature(1), turned=False).tolist() == (
        stamped(Y, even, literature(1)).tolist()
    ), "a kernel that looks the same turned makes no difference"


@pytest.mark.parametrize(
    ("case", "i", "wide", "ring", "last"),
    [
        ((3, 1, 0, 0), 2, 2, 2, 2), ((4, 1, 2, 0), 6, 6, 1, 1), ((3, 1, 1, 0), 5, 5, 1, 1),
        ((3, 1, 2, 0), 7, 7, 0, 0), ((3, 2, 0, 0), 2, 3, 2, 2), ((3, 2, 1, 0), 3, 5, 1, 1),
        ((3, 2, 1, 1), 3, 5, 1, 2),
    ],
)  # fmt: skip
def test_the_stretched_and_padded_input_of_figures_4_1_to_4_7(
    case: tuple[int, int, int, int], i: int, wide: int, ring: int, last: int
) -> None:
    kernel, stride, padding, extra = case
    axis = Axis.transposed(i, kernel, stride, padding, padding, output_padding=extra)
    plain = axis.zero_inserted
    assert (plain.size, plain.low, plain.high) == (wide, ring, last)
    y = np.arange(1, i + 1)
    found = stretched(y, (axis,))
    assert len(found) == wide + ring + last
    assert found[ring : ring + wide : stride].tolist() == y.tolist()
    assert np.count_nonzero(found) == i


@pytest.mark.parametrize(
    ("case", "cells", "shape"),
    [
        ((4, 3, 1, 0), 36, (4, 16)), ((5, 4, 1, 2), 324, (36, 25)),
        ((5, 3, 1, 1), 169, (25, 25)), ((5, 3, 1, 2), 225, (49, 25)),
        ((5, 3, 2, 0), 36, (4, 25)), ((5, 3, 2, 1), 49, (9, 25)), ((6, 3, 2, 1), 64, (9, 36)),
    ],
)  # fmt: skip
def test_cells_of_c_that_carry_a_weight(
    case: tuple[int, int, int, int], cells: int, shape: tuple[int, int]
) -> None:
    size, kernel, stride, padding = case
    axis = Axis(size, kernel, stride, padding, padding)
    matrix = unroll_axes((axis, axis), np.zeros((1, 1, kernel, kernel), np.int64))
    assert matrix.shape == shape
    assert len(matrix.rows) == np.count_nonzero(matrix.pattern()) == cells, "zeros are weights too"


def test_infinity_times_zero_is_not_a_number_and_warns_nobody() -> None:
    axes = (Axis.transposed(2, kernel=2),)
    assert np.isnan(stamped(np.array([np.inf, 1.0]), np.array([0.0, 2.0]), axes)[0])
    matrix = unroll_axes(axes, np.array([[[0.0, 2.0]]]))
    assert np.isnan(matrix.transposed_times(np.array([np.inf, 1.0]))[0])
    assert np.isnan(matrix.times(np.array([np.inf, 1.0, 1.0]))[0])


def test_infinities_of_both_signs_are_not_a_number_together() -> None:
    axes = (Axis(3, kernel=2),)
    matrix = unroll_axes(axes, np.ones((1, 1, 2)))
    back = matrix.transposed_times(np.array([np.inf, -np.inf]))
    np.testing.assert_array_equal(back, [np.inf, np.nan, -np.inf])
