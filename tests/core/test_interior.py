"""What the interior of stacked stamps repeats, against stamps laid one by one."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from app.core import Axis, SpecError, interior_period, is_even
from app.core.interior import grown, interior, repeated

Layer = tuple[int, int, int, int]


def axes_of(size: int, layers: list[Layer]) -> list[Axis]:
    axes = []
    for kernel, stride, padding, dilation in layers:
        axes.append(Axis.transposed(size, kernel, stride, padding, padding, dilation))
        size = axes[-1].size
    return axes


def stamped(size: int, layers: list[Layer]) -> Any:
    """Counts by laying every stamp in a loop."""
    counts = [1] * size
    for kernel, stride, padding, dilation in layers:
        whole = [0] * (stride * (len(counts) - 1) + dilation * (kernel - 1) + 1)
        for place, count in enumerate(counts):
            for tap in range(kernel):
                whole[place * stride + tap * dilation] += count
        counts = whole[padding : len(whole) - padding]
    return np.array(counts)


layers_ = st.lists(
    st.tuples(st.integers(1, 7), st.integers(1, 4), st.integers(0, 2), st.integers(1, 3)),
    min_size=1, max_size=3,
)  # fmt: skip


@given(size=st.integers(1, 9), layers=layers_)
def test_the_interior_is_what_the_middle_of_a_long_result_repeats(
    size: int, layers: list[Layer]
) -> None:
    try:
        axes = axes_of(size, layers)
    except SpecError:
        assume(False)
    counts, inside, period = stamped(size, layers), interior(axes), repeated(axes)
    length = int(np.prod([layer[1] for layer in layers]))
    many = stamped(4 * size + 160, layers)
    start = (2 * size + 80) * length  # further from both ends than any stamps reach
    assert sorted(many[start : start + len(period)]) == sorted(period)
    shown = counts[inside.start : inside.stop].tolist()
    turns = (period[at:] + period[:at] for at in range(len(period)))
    assert any(shown == [turn[place % len(turn)] for place in range(len(shown))] for turn in turns)


@given(size=st.integers(1, 9), layers=layers_, before=st.integers(0, 3), after=st.integers(0, 3))
def test_more_inputs_keep_every_parameter(
    size: int, layers: list[Layer], before: int, after: int
) -> None:
    try:
        axes = axes_of(size, layers)
    except SpecError:
        assume(False)
    assert list(grown(axes, before, after)) == axes_of(size + before + after, layers)


@given(kernel=st.integers(1, 11), stride=st.integers(1, 6), dilation=st.integers(1, 6))
def test_one_layer_repeats_the_period_of_its_interior(
    kernel: int, stride: int, dilation: int
) -> None:
    period = repeated(axes_of(3, [(kernel, stride, 0, dilation)]))
    whole = interior_period(kernel, stride, dilation)
    assert sorted(period * (len(whole) // len(period))) == sorted(whole)
    assert (len(period) == 1) == is_even(kernel, stride, dilation)


@pytest.mark.parametrize(
    ("layers", "period"),
    [
        ([(3, 2, 0, 1), (3, 2, 0, 1)], (1, 3, 2, 3)),
        ([(3, 2, 0, 1), (3, 2, 0, 1), (3, 1, 0, 1)], (6, 7, 6, 8)),
        ([(4, 2, 0, 1), (4, 2, 0, 1)], (4,)),
        ([(4, 2, 0, 2)], (0, 4)),
    ],
)
def test_the_worked_stacks(layers: list[Layer], period: tuple[int, ...]) -> None:
    assert repeated(axes_of(5, layers)) == period
