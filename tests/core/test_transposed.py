"""The transposed map: stamps, matrix and gathering agree, and overlap is counted right."""

from __future__ import annotations

from itertools import product
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from app.core import (
    SpecError,
    conv,
    conv_transpose,
    interior_period,
    is_even,
    overlap_counts,
    stacked_counts,
    transposed_axes,
    unroll,
)
from tests.core.strategies import Case, cases

W = np.array([[[[0, 1, 2], [2, 2, 0], [0, 1, 2]]]])
Y = np.array([[[1, 2], [3, 4]]])


def stamped(x: Any, w: Any, b: Any, parameters: dict[str, Any], sizes: tuple[int, ...]) -> Any:
    """Every input cell scales the kernel and adds it to the result, as it is told in class."""
    groups = parameters["groups"]
    per_group = w.shape[1]
    span = [
        (n - 1) * s + d * (k - 1) + 1 + a
        for n, s, d, k, a in zip(
            x.shape[1:],
            parameters["stride"],
            parameters["dilation"],
            w.shape[2:],
            parameters["output_padding"],
            strict=True,
        )
    ]
    out = np.zeros((groups * per_group, *span), np.result_type(x, w))
    for channel, *cell in product(*map(range, x.shape)):
        group = channel // (x.shape[0] // groups)
        place: tuple[Any, ...] = tuple(
            slice(at * s, at * s + d * (k - 1) + 1, d)
            for at, s, d, k in zip(
                cell, parameters["stride"], parameters["dilation"], w.shape[2:], strict=True
            )
        )
        out[(slice(group * per_group, (group + 1) * per_group), *place)] += (
            x[(channel, *cell)] * w[channel]
        )
    cut: tuple[Any, ...] = tuple(
        slice(low, low + size) for (low, _), size in zip(parameters["padding"], sizes, strict=True)
    )
    return out[(slice(None), *cut)] + (0 if b is None else b.reshape(-1, *(1,) * (x.ndim - 1)))


@st.composite
def transposed_cases(draw: st.DrawFn) -> tuple[Any, Any, Any, dict[str, Any]]:
    spatial, groups = draw(st.integers(1, 3)), draw(st.integers(1, 2))

    def each(low: int, high: int) -> tuple[int, ...]:
        return tuple(draw(st.integers(low, high)) for _ in range(spatial))

    stride, dilation = each(1, 4), each(1, 3)
    extra = tuple(
        draw(st.integers(0, max(s, d) - 1)) for s, d in zip(stride, dilation, strict=True)
    )
    parameters = {
        "stride": stride,
        "dilation": dilation,
        "groups": groups,
        "output_padding": extra,
        "padding": tuple(zip(each(0, 2), each(0, 2), strict=True)),
    }
    c_in, c_out = groups * draw(st.integers(1, 2)), draw(st.integers(1, 2))
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    x = rng.integers(-9, 10, (c_in, *each(1, 5)))
    w = rng.integers(-9, 10, (c_in, c_out, *each(1, 4)))
    b = rng.integers(-9, 10, groups * c_out) if draw(st.booleans()) else None
    return x, w, b, parameters


@settings(max_examples=150, deadline=None)
@given(transposed_cases())
def test_is_stamping(case: tuple[Any, Any, Any, dict[str, Any]]) -> None:
    x, w, b, parameters = case
    shape = {key: value for key, value in parameters.items() if key != "groups"}
    try:
        sizes = tuple(axis.size for axis in transposed_axes(x.shape[1:], w.shape[2:], **shape))
    except SpecError:
        assume(False)
    result = conv_transpose(x, w, b, **parameters)
    assert np.array_equal(result, stamped(x, w, b, parameters, sizes))
    floats = conv_transpose(x.astype(np.float32), w.astype(np.float32), b, **parameters)
    assert floats.dtype == np.float32
    assert np.array_equal(floats, result)


@settings(max_examples=80, deadline=None)
@given(cases(kinds=(np.int32,), largest=6, modes=("zeros",)))
def test_is_the_adjoint_of_the_convolution_and_its_matrix(case: Case) -> None:
    matrix = unroll(case.x.shape, case.w, **case.parameters)
    result = conv(case.x, case.w, **case.parameters)
    assert np.array_equal(matrix.times(case.x.ravel()).reshape(result.shape), result)
    assert np.array_equal(matrix.dense() @ case.x.ravel(), result.ravel())
    y = np.random.default_rng(1).integers(-9, 10, result.shape)
    parameters = {key: value for key, value in case.parameters.items() if key != "padding_mode"}
    extra = tuple(axis.remainder for axis in case.axes)
    back = conv_transpose(y, case.w, output_padding=extra, **parameters)
    assert np.array_equal(back.ravel(), matrix.transposed_times(y.ravel()))
    assert (result * y).sum() == (case.x * back).sum()


@settings(max_examples=40, deadline=None)
@given(cases(kinds=(np.int32,), largest=5))
def test_the_matrix_of_every_padding_mode_is_the_convolution(case: Case) -> None:
    matrix = unroll(case.x.shape, case.w, **case.parameters)
    result = conv(case.x, case.w, **case.parameters)
    assert np.array_equal(matrix.dense() @ case.x.ravel(), result.ravel())
    places = list(zip(matrix.rows.tolist(), matrix.columns.tolist(), strict=True))
    assert places == sorted(places)


@pytest.mark.parametrize(
    ("stride", "expected"),
    [
        (1, [[0, 1, 4, 4], [2, 9, 14, 8], [6, 15, 12, 4], [0, 3, 10, 8]]),
        (2, [[0, 1, 2, 2, 4], [2, 2, 4, 4, 0], [0, 4, 8, 6, 12], [6, 6, 8, 8, 0], [0, 3, 6, 4, 8]]),
    ],
)
def test_the_literatures_example(stride: int, expected: list[list[int]]) -> None:
    assert conv_transpose(Y, W, stride=stride)[0].tolist() == expected


@pytest.mark.parametrize(
    ("i", "k", "s", "p", "entries", "cells"),
    [
        (4, 3, 1, 0, 36, 64),
        (5, 4, 1, 2, 324, 900),
        (5, 3, 1, 1, 169, 625),
        (5, 3, 1, 2, 225, 1225),
        (5, 3, 2, 0, 36, 100),
        (5, 3, 2, 1, 49, 225),
        (6, 3, 2, 1, 64, 324),
    ],
)
def test_the_literatures_matrices(i: int, k: int, s: int, p: int, entries: int, cells: int) -> None:
    matrix = unroll((1, i, i), np.zeros((1, 1, k, k)), stride=s, padding=p)
    assert (len(matrix.weights), matrix.shape[0] * matrix.shape[1]) == (entries, cells)
    assert matrix.pattern().sum() == entries
    assert not matrix.dense().any()


def test_transposing_restores_the_shape_not_the_values() -> None:
    x = np.arange(16).reshape(1, 4, 4)
    back = conv_transpose(conv(x, W), W)
    assert back.shape == x.shape
    assert not np.array_equal(back, x)


def test_a_matrix_too_large_says_how_large() -> None:
    with pytest.raises(SpecError) as caught:
        unroll((1, 2000, 2000), np.ones((1, 1, 3, 3)), padding=1)
    assert str(caught.value) == (
        "matrix with 35976004 entries: is too large to write out; up to 4000000 entries fits"
    )


@pytest.mark.parametrize(
    ("kernel", "stride", "dilation", "period"),
    [
        (2, 1, 1, {2}),
        (3, 1, 1, {3}),
        (2, 2, 1, {1}),
        (4, 2, 1, {2}),
        (6, 3, 1, {2}),
        (3, 2, 1, {1, 2}),
        (5, 2, 1, {2, 3}),
        (2, 3, 1, {0, 1}),
        (4, 2, 2, {0, 4}),
    ],
)
def test_the_interiors_counts(kernel: int, stride: int, dilation: int, period: set[int]) -> None:
    assert set(interior_period(kernel, stride, dilation)) == period
    assert is_even(kernel, stride, dilation) == (len(period) == 1)


def test_periods_of_three() -> None:
    assert sorted(interior_period(4, 3)) == [1, 1, 2]
    assert sorted(interior_period(5, 3)) == [1, 2, 2]
    assert sorted(interior_period(2, 3)) == [0, 1, 1]


def test_in_two_dimensions_the_axes_multiply() -> None:
    axes = transposed_axes((6, 6), (3, 3), stride=2)
    assert set(np.unique(overlap_counts(*axes)[3:-3, 3:-3])) == {1, 2, 4}
    ones = conv_transpose(np.ones((1, 6, 6), int), np.ones((1, 1, 3, 3), int), stride=2)
    assert np.array_equal(overlap_counts(*axes), ones[0])


def test_counts_of_a_stack() -> None:
    (first,) = transposed_axes((5,), (3,), stride=2)
    (second,) = transposed_axes((first.size,), (3,), stride=2)
    (third,) = transposed_axes((second.size,), (3,))
    assert (first.size, second.size) == (11, 23)
    assert stacked_counts([first, second])[6:14].tolist() == [3, 1, 3, 2] * 2
    inner = stacked_counts([first, second, third])[8:16].tolist()
    assert sorted(inner[:4]) == [6, 6, 7, 8]
    assert inner[:4] == inner[4:]


@settings(max_examples=60, deadline=None)
@given(
    st.integers(1, 6), st.integers(1, 5), st.integers(1, 4), st.integers(1, 3), st.integers(0, 2)
)
def test_counts_are_stamps_of_ones(
    size: int, kernel: int, stride: int, dilation: int, padding: int
) -> None:
    assume(stride * (size - 1) + dilation * (kernel - 1) + 1 > 2 * padding)
    axes = transposed_axes((size,), (kernel,), stride, padding, 0, dilation)
    ones = conv_transpose(
        np.ones((1, size), int),
        np.ones((1, 1, kernel), int),
        stride=stride,
        padding=padding,
        dilation=dilation,
    )
    assert np.array_equal(overlap_counts(*axes), ones[0])


def test_output_padding_uncovers_a_cell_that_holds_the_bias() -> None:
    result = conv_transpose(
        np.ones((1, 3)), np.ones((1, 1, 3)), np.array([7.0]), stride=2, output_padding=1
    )
    assert result.tolist() == [[8, 8, 9, 8, 9, 8, 8, 7]]


def test_as_a_direct_convolution_the_kernel_is_turned_and_its_channels_change_places() -> None:
    rng = np.random.default_rng(3)
    y, w = rng.integers(-5, 6, (2, 3, 4)), rng.integers(-5, 6, (2, 2, 3, 2))
    expected = conv_transpose(y, w, stride=2, padding=1, output_padding=1)
    direct = [axis.zero_inserted for axis in transposed_axes((3, 4), (3, 2), 2, 1, 1)]
    stretched = np.zeros((2, *(axis.size for axis in direct)), np.int64)
    stretched[:, ::2, ::2] = y
    padding = tuple((axis.low, axis.high) for axis in direct)
    turned, swapped = w[..., ::-1, ::-1], w.swapaxes(0, 1)
    both = swapped[..., ::-1, ::-1]
    assert np.array_equal(conv(stretched, both, padding=padding), expected)
    for wrong in (w, turned, swapped):
        assert not np.array_equal(conv(stretched, wrong, padding=padding), expected)


def test_nan_stays_in_its_stamp() -> None:
    x = np.ones((1, 30, 30), np.float32)
    x[0, 10, 10] = np.nan
    result = conv_transpose(x, np.ones((1, 1, 3, 3), np.float32), stride=2)
    expected = np.zeros(result.shape[1:], bool)
    expected[20:23, 20:23] = True
    assert np.array_equal(np.isnan(result[0]), expected)


@pytest.mark.parametrize(
    ("parameters", "text"),
    [
        (
            {"output_padding": 1},
            "output_padding 1: must be below the stride or the dilation; 0 fits",
        ),
        (
            {"padding": "same"},
            "padding same: must be given in cells for a transposed convolution; "
            "a number or (low, high) fits",
        ),
        ({"padding": 2}, "padding (2, 2): must leave a cell of the output; a sum up to 3 fits"),
        ({"groups": 2}, "groups 2: must divide 1 input and 2 output channels; 1 fits"),
    ],
)
def test_what_cannot_be_says_why_and_what_fits(parameters: dict[str, Any], text: str) -> None:
    with pytest.raises(SpecError) as caught:
        conv_transpose(Y, W, **parameters)
    assert str(caught.value) == text


def test_other_channels_are_refused() -> None:
    with pytest.raises(SpecError, match=r"must be \(C_in, \*spatial\) with the kernel's C_in = 1"):
        conv_transpose(np.ones((2, 3, 3)), W)


def test_a_batch_is_watched_to_its_end() -> None:
    seen: list[float] = []
    batch = np.random.default_rng(0).normal(size=(2, 3, 40, 40))
    w = np.ones((3, 2, 4, 4))
    result = conv_transpose(batch, w, stride=2, padding=1, watch=seen.append)
    assert np.allclose(result[1], conv_transpose(batch[1], w, stride=2, padding=1))
    assert seen == sorted(seen)
    assert seen[-1] == 1.0
