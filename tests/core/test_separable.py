"""Kernels as sums of separable ones, and two passes as one convolution, in every padding mode."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from app.core import (
    PADDING_MODES,
    Axis,
    ChainedTrace,
    SpecError,
    Trace,
    conv,
    rank,
    singular_values,
    terms,
)
from tests.core.strategies import axes

small = st.integers(-9, 9)
kernels = arrays.arrays(
    np.float64, arrays.array_shapes(min_dims=2, max_dims=2, max_side=6), elements=st.floats(-9, 9)
)


@st.composite
def planes(draw: st.DrawFn) -> tuple[tuple[Axis, Axis], str, Any, Any, Any]:
    """Axes, a padding mode, an input, a column and a row of whole numbers."""
    mode = draw(st.sampled_from(PADDING_MODES))
    vertical, horizontal = draw(axes(mode=mode)), draw(axes(mode=mode))
    rng = np.random.default_rng(draw(st.integers(0, 2**32)))
    x = rng.integers(-9, 10, (vertical.size, horizontal.size))
    column, row = rng.integers(-5, 6, vertical.kernel), rng.integers(-5, 6, horizontal.kernel)
    return (vertical, horizontal), mode, x, column, row


def along(axes: tuple[Axis, Axis], which: int, mode: str) -> dict[str, Any]:
    """The parameters of a pass along one axis."""

    def pair(name: str, usual: int) -> tuple[int, int]:
        values = [usual, usual]
        values[which] = getattr(axes[which], name)
        return values[0], values[1]

    sides = [(0, 0), (0, 0)]
    sides[which] = axes[which].low, axes[which].high
    return {
        "stride": pair("stride", 1), "dilation": pair("dilation", 1), "padding": tuple(sides),
        "padding_mode": mode,
    }  # fmt: skip


@given(planes(), st.booleans())
def test_two_passes_are_the_full_kernel_whichever_is_first(drawn: Any, row_first: bool) -> None:
    both, mode, x, column, row = drawn
    full = conv(
        x[None], np.outer(column, row)[None, None], [7], padding_mode=mode,
        stride=tuple(axis.stride for axis in both), dilation=tuple(axis.dilation for axis in both),
        padding=tuple((axis.low, axis.high) for axis in both),
    )  # fmt: skip
    passes = [(column[:, None], 0), (row[None, :], 1)]
    (first, at), (second, then) = reversed(passes) if row_first else passes
    between = conv(x[None], first[None, None], **along(both, at, mode))
    assert np.array_equal(
        conv(between, second[None, None], [7], **along(both, then, mode)), full
    ), "the bias is added once"


@given(planes())
def test_steps_of_the_second_pass_need_no_intermediate(drawn: Any) -> None:
    both, mode, x, column, row = drawn
    first = Trace(x[None], column[None, None, :, None], **along(both, 0, mode))
    second = ChainedTrace(first, row[None, None, None, :], [3], **along(both, 1, mode))
    between = conv(x[None], column[None, None, :, None], **along(both, 0, mode))
    plain = Trace(between, row[None, None, None, :], [3], **along(both, 1, mode))
    assert second.shape == plain.shape
    for one, other in zip(second, plain, strict=True):
        assert one.total == other.total
        assert np.array_equal(one.values, other.values)
        assert [list(cells) for cells in one.sources] == [list(cells) for cells in other.sources]
    reached = [(reach.output, reach.value) for reach in second.fan_out(0, 0, 0)]
    assert reached == [(reach.output, reach.value) for reach in plain.fan_out(0, 0, 0)]


@given(kernels)
def test_the_terms_add_up_to_the_kernel(w: Any) -> None:
    found = terms(w)
    assert len(found) == max(1, rank(w))
    total = sum(term.kernel for term in found)
    np.testing.assert_allclose(total, w, atol=1e-9 * max(1.0, np.abs(w).max()))


@given(kernels)
def test_the_first_terms_are_the_best(w: Any) -> None:
    values = singular_values(w)
    assert np.sum(values**2) == pytest.approx(np.sum(w**2))
    found = terms(w)
    left = w - found[0].kernel
    assert np.linalg.norm(left) == pytest.approx(np.linalg.norm(values[1:]), abs=1e-6)


@given(kernels, arrays.arrays(np.float64, (6, 2), elements=st.floats(-9, 9)))
def test_no_separable_kernel_is_nearer(w: Any, drawn: Any) -> None:
    height, width = w.shape
    other = np.outer(drawn[:height, 0], drawn[:width, 1])
    least = np.linalg.norm(w - terms(w)[0].kernel)
    assert least <= np.linalg.norm(w - other) + 1e-9


@given(
    st.lists(small, min_size=1, max_size=7), st.lists(small, min_size=1, max_size=7),
    st.sampled_from([1, 3, 4, 9, 16, 49]),
)  # fmt: skip
def test_fractions_of_whole_numbers_have_whole_factors(
    column: list[int], row: list[int], below: int
) -> None:
    w = np.outer(column, row) / below
    assume(w.any())
    (one,) = terms(w)
    assert one.column.dtype.kind == one.row.dtype.kind == "i"
    np.testing.assert_allclose(one.kernel, w, rtol=1e-12)


@pytest.mark.parametrize(
    ("w", "column", "row", "scale"),
    [
        ([[1, 0, -1], [2, 0, -2], [1, 0, -1]], [1, 2, 1], [1, 0, -1], 1),
        ([[-1, -2, -1], [0, 0, 0], [1, 2, 1]], [-1, 0, 1], [1, 2, 1], 1),
        (np.full((3, 3), 1 / 9), [1, 1, 1], [1, 1, 1], 1 / 9),
        (np.outer([1, 4, 6, 4, 1], [1, 4, 6, 4, 1]) / 256, [1, 4, 6, 4, 1], [1, 4, 6, 4, 1],
         1 / 256),
        ([[2, 4], [4, 8]], [2, 4], [1, 2], 1),
        ([[0, 0], [0, 0]], [0, 0], [0, 0], 1),
    ],
)  # fmt: skip
def test_the_factors_that_a_textbook_names(w: Any, column: Any, row: Any, scale: float) -> None:
    (one,) = terms(w)
    assert one.column.tolist() == column
    assert one.row.tolist() == row
    assert one.scale == pytest.approx(scale)


def test_rounding_is_tidied_away() -> None:
    for term in terms([[0, 1, 0], [1, -4, 1], [0, 1, 0]]):
        for values in (term.column, term.row):
            assert not ((values != 0) & (np.abs(values) < 1e-6)).any()


def test_no_kernel_has_no_terms() -> None:
    with pytest.raises(SpecError):
        terms([[np.inf]])
