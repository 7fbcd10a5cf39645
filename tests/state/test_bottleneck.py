"""The bottleneck's counts against literal loops, and its edits."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.state.channels.bottleneck import SIDE, Bottleneck
from app.state.channels.pointwise_edits import set_bottleneck, show_bottleneck
from app.state.validity import fault
from tests.scenes import changed, scene, told


def counted(c_in: int, c_out: int, kernel: int) -> int:
    """Multiplications of a layer with "same" padding, one by one for an output and a filter."""
    each = sum(1 for _ in range(c_in) for _ in range(kernel) for _ in range(kernel))
    return SIDE * SIDE * c_out * each


@given(st.integers(1, 40), st.integers(1, 40), st.integers(1, 7), st.integers(1, 40))
def test_both_ways_are_counted_by_hand(c_in: int, inner: int, kernel: int, c_out: int) -> None:
    layer = Bottleneck(inner, c_in, kernel, c_out)
    assert layer.direct.multiplications == counted(c_in, c_out, kernel)
    assert layer.reducing.multiplications == counted(c_in, inner, 1)
    assert layer.spreading.multiplications == counted(inner, c_out, kernel)
    assert layer.through.parameters == inner * c_in + c_out * inner * kernel**2
    saves = layer.through.multiplications < layer.direct.multiplications
    assert saves == (inner <= layer.most_saving)


def test_the_literature_s_example() -> None:
    layer = Bottleneck()
    assert f"{layer.direct.multiplications / 1e6:.0f}" == "120"
    assert f"{layer.through.multiplications / 1e6:.1f}" == "12.4"


def test_edits_change_one_number_and_refuse_what_is_too_large() -> None:
    start = scene()
    shown = changed(show_bottleneck(start, True))
    assert shown.mixing.bottleneck == Bottleneck(shown=True)
    fewer = set_bottleneck(shown, "inner", 8)
    assert told(fewer) == "inner 8"
    assert changed(fewer).mixing.bottleneck == Bottleneck(inner=8, shown=True)
    assert told(set_bottleneck(start, "kernel", 12)) == "bottleneck_kernel! kernel 12: 1 to 11 fits"


def test_a_file_with_other_numbers_is_no_scene() -> None:
    start = scene()
    assert fault(start) == ""
    wrong = replace(start, mixing=replace(start.mixing, bottleneck=Bottleneck(inner=0)))
    assert fault(wrong) == "inner 0: 1 to 512 fits"


@pytest.mark.parametrize("kernel", [1, 5])
def test_with_few_filters_a_bottleneck_may_not_pay(kernel: int) -> None:
    layer = replace(Bottleneck(), filters=1, channels=1, kernel=kernel)
    assert layer.most_saving == 0 if kernel == 1 else layer.most_saving <= 1
