"""Sizes both ways: the literature's table, the zero-inserted axis, and the search."""

from __future__ import annotations

import doctest

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from app.core import Axis, Layer, Ranges, SpecError, conv, conv_transpose, even_same, layers_giving
from app.core import sizes as module
from tests.core.strategies import axes

SMALL = Ranges(kernel=(1, 4), stride=(1, 3), padding=(0, 3), dilation=(1, 3))

# i, k, s, p → o; i', stretched, p', a → o' (Dumoulin and Visin, figures 2.1 to 2.7 and 4.1 to 4.7)
FIGURES = [
    ((4, 3, 1, 0), 2, (2, 2, 2, 0), 4),
    ((5, 4, 1, 2), 6, (6, 6, 1, 0), 5),
    ((5, 3, 1, 1), 5, (5, 5, 1, 0), 5),
    ((5, 3, 1, 2), 7, (7, 7, 0, 0), 5),
    ((5, 3, 2, 0), 2, (2, 3, 2, 0), 5),
    ((5, 3, 2, 1), 3, (3, 5, 1, 0), 5),
    ((6, 3, 2, 1), 3, (3, 5, 1, 1), 6),
]


@pytest.mark.parametrize(("given_", "output", "back", "restored"), FIGURES)
def test_the_literature_s_figures_both_ways(
    given_: tuple[int, int, int, int],
    output: int,
    back: tuple[int, int, int, int],
    restored: int,
) -> None:
    size, kernel, stride, padding = given_
    axis = Axis(size, kernel, stride, padding, padding)
    cells, stretched, low, extra = back
    direct = axis.zero_inserted
    assert (axis.output_size, axis.remainder) == (output, extra)
    assert (direct.size, direct.low, direct.high) == (stretched, low, low + extra)
    turned = Axis.transposed(cells, kernel, stride, padding, padding, output_padding=extra)
    assert turned.size == direct.output_size == restored


def test_the_dilated_figure() -> None:
    assert Axis(7, kernel=3, dilation=2).output_size == 3


@given(axes())
def test_the_zero_inserted_axis_gives_the_size_back_at_stride_1(axis: Axis) -> None:
    assume(axis.low < axis.effective_kernel)
    direct = axis.zero_inserted
    assert (direct.output_size, direct.stride) == (axis.size, 1)


@given(st.integers(1, 5), st.integers(1, 4), st.integers(1, 3), st.integers(1, 2))
def test_zeros_inserted_and_the_kernel_turned_are_the_transposed_convolution(
    cells: int, kernel: int, stride: int, dilation: int
) -> None:
    rng = np.random.default_rng(cells)
    y, w = rng.integers(-5, 6, (1, cells)), rng.integers(-5, 6, (1, 1, kernel))
    axis = Axis.transposed(cells, kernel, stride, dilation=dilation)
    direct = axis.zero_inserted
    stretched = np.zeros((1, direct.size), np.int64)
    stretched[:, ::stride] = y
    plain = conv(stretched, w[..., ::-1], padding=((direct.low, direct.high),), dilation=dilation)
    assert np.array_equal(plain, conv_transpose(y, w, stride=stride, dilation=dilation))


@given(st.integers(1, 20), st.integers(1, 20))
def test_the_search_finds_every_layer_that_gives_the_size_and_no_other(
    size: int, output: int
) -> None:
    found = layers_giving(size, output, SMALL)
    assert len(set(found)) == len(found)
    assert all(layer.over(size).output_size == output for layer in found)
    for kernel in range(1, 5):
        for stride in range(1, 4):
            for padding in range(4):
                for dilation in range(1, 4) if kernel > 1 else (1,):
                    layer = Layer(kernel, stride, padding, dilation)
                    try:
                        gives = layer.over(size).output_size
                    except SpecError:
                        gives = 0
                    assert (layer in found) is (gives == output)


def test_14_from_28_begins_with_the_usual_layers() -> None:
    plain = layers_giving(28, 14, Ranges(dilation=(1, 1), stride=(2, 2)))
    assert [(each.kernel, each.padding) for each in plain] == [
        (1, 0), (2, 0), (3, 1), (4, 1), (5, 2), (6, 2), (7, 3), (8, 3), (9, 4), (10, 4), (11, 5),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("ranges", "words"),
    [
        ({"kernel": (0, 3)}, "kernel 0: must be at least 1"),
        ({"padding": (3, 1)}, r"padding \(3, 1\): ends before it begins"),
        ({"kernel": (1, 200), "padding": (0, 100)}, "more than 20,000 combinations"),
    ],
)
def test_ranges_that_cannot_be_searched_are_refused(
    ranges: dict[str, tuple[int, int]], words: str
) -> None:
    with pytest.raises(SpecError, match=words):
        Ranges(**ranges)


@given(axes())
def test_padding_alike_on_both_sides_gives_what_same_gives_where_it_can(axis: Axis) -> None:
    same = Axis.padded(axis.size, axis.kernel, axis.stride, "same", axis.dilation)
    padding = even_same(axis)
    if padding is None:
        assert axis.stride == 1
        assert axis.effective_kernel % 2 == 0
    else:
        alike = Axis(axis.size, axis.kernel, axis.stride, padding, padding, axis.dilation)
        assert alike.output_size == same.output_size


def test_tensorflow_s_same_needs_one_side_where_pytorch_s_number_pads_both() -> None:
    same = Axis.padded(6, kernel=3, stride=2, padding="same")
    assert (same.low, same.high, same.output_size) == (0, 1, 3)
    assert even_same(same) == 1


def test_the_examples_in_the_docstrings_hold() -> None:
    assert doctest.testmod(module).failed == 0
