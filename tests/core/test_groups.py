"""Channels through grouped layers: against convolutions, literal reshapes and matrix products."""

from __future__ import annotations

from math import gcd
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core import SpecError, conv, grouped_links, layer_cost, seen_through, shuffled


@st.composite
def parted(draw: st.DrawFn) -> tuple[int, int, int]:
    """Input channels, output channels, groups that divide both."""
    groups = draw(st.integers(1, 6))
    return groups * draw(st.integers(1, 4)), groups * draw(st.integers(1, 4)), groups


@given(parted())
def test_an_output_sees_the_inputs_that_change_it(layer: tuple[int, int, int]) -> None:
    c_in, c_out, groups = layer
    w = np.ones((c_out, c_in // groups, 1, 1), np.int64)
    dots = np.eye(c_in, dtype=np.int64)[:, :, None, None]  # one channel lit in each image
    changed = conv(dots, w, groups=groups)[:, :, 0, 0].T != 0
    assert np.array_equal(grouped_links(c_in, c_out, groups), changed)


@given(st.integers(1, 8), st.integers(1, 8))
def test_the_shuffle_is_a_reshape_a_transpose_and_a_flattening(groups: int, each: int) -> None:
    names = [(group, channel) for group in range(groups) for channel in range(each)]
    order = shuffled(groups * each, groups)
    moved = [names[channel] for channel in order]
    assert moved == [(group, channel) for channel in range(each) for group in range(groups)]
    assert sorted(order) == list(range(groups * each))


@given(parted(), st.integers(1, 4), st.booleans())
def test_two_layers_see_what_the_product_of_their_matrices_holds(
    layer: tuple[int, int, int], more: int, mixed: bool
) -> None:
    c_in, middle, groups = layer
    first, second = (
        grouped_links(c_in, middle, groups),
        grouped_links(middle, more * groups, groups),
    )
    order = shuffled(middle, groups) if mixed else None
    permuted: Any = np.eye(middle, dtype=np.int64)
    if order is not None:
        permuted = permuted[list(order)]
    product = second.astype(np.int64) @ permuted @ first.astype(np.int64)
    assert np.array_equal(seen_through(first, second, order), product > 0)


@given(st.integers(1, 6), st.integers(1, 6))
def test_without_a_shuffle_groups_stay_apart_and_with_it_they_mix(groups: int, each: int) -> None:
    channels = groups * each
    layer = grouped_links(channels, channels, groups)
    assert np.array_equal(seen_through(layer, layer), layer)
    through = seen_through(layer, layer, shuffled(channels, groups))
    met = [len({int(at) // each for at in np.flatnonzero(row)}) for row in through]
    assert all(min(groups, each) <= count for count in met)
    if each % groups == 0:
        assert through.all()


def test_depthwise_layers_are_not_mended_by_a_shuffle() -> None:
    layer = grouped_links(6, 6, 6)
    assert np.array_equal(seen_through(layer, layer, shuffled(6, 6)), np.eye(6, dtype=bool))


def test_groups_that_do_not_divide_are_refused_with_those_that_do() -> None:
    with pytest.raises(SpecError, match="1 or 2 fits"):
        grouped_links(6, 4, 3)
    with pytest.raises(SpecError, match="must divide"):
        shuffled(6, 4)


@given(parted(), st.integers(1, 3), st.integers(3, 6), st.data())
def test_groups_are_split_convolved_and_concatenated_and_each_multiplication_counted(
    layer: tuple[int, int, int], kernel: int, size: int, data: st.DataObject
) -> None:
    c_in, c_out, groups = layer
    random = np.random.default_rng(data.draw(st.integers(0, 99)))
    x = random.integers(-4, 5, (c_in, size, size))
    w = random.integers(-3, 4, (c_out, c_in // groups, kernel, kernel))
    parts = zip(np.split(x, groups), np.split(w, groups), strict=True)
    apart = np.concatenate([conv(part, filters) for part, filters in parts])
    assert np.array_equal(conv(x, w, groups=groups), apart)
    literal = sum(
        1
        for _ in np.ndindex(c_out, size - kernel + 1, size - kernel + 1)
        for _ in np.ndindex(c_in // groups, kernel, kernel)
    )
    cost = layer_cost(x.shape, w.shape, groups=groups)
    assert cost.multiplications == literal
    full = layer_cost(x.shape, (c_out, c_in, kernel, kernel))
    assert cost.parameters * groups == full.parameters
    assert gcd(c_in, c_out) % groups == 0
