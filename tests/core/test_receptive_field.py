"""Receptive fields: the literature's numbers, and every path of small stacks counted by hand."""

from __future__ import annotations

from fractions import Fraction
from itertools import product

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from app.core import SpecError
from app.core.receptive_field import LayerAxis, StackAxis, extent

VGG16 = [
    layer
    for convs in (2, 2, 3, 3, 3)
    for layer in [*[LayerAxis(3, low=1, high=1)] * convs, LayerAxis(2, 2)]
]


def sizes_of(stack: StackAxis) -> list[object]:
    return [field.size for field in stack.fields]


def dilated(*dilations: int) -> list[LayerAxis]:
    return [LayerAxis(3, dilation=dilation) for dilation in dilations]


def residual(stem: list[LayerAxis], stages: list[list[LayerAxis]]) -> list[LayerAxis]:
    return [*stem, *(layer for stage in stages for layer in stage)]


STEM = [LayerAxis(7, 2, 3, 3), LayerAxis(3, 2, 1, 1)]


def basic(stride: int) -> list[LayerAxis]:
    return [LayerAxis(3, stride, 1, 1), LayerAxis(3, 1, 1, 1)]


def bottleneck(stride: int, first: bool) -> list[LayerAxis]:
    """1×1, 3×3, 1×1, with the stride in the first or in the second."""
    one, three = (stride, 1) if first else (1, stride)
    return [LayerAxis(1, one), LayerAxis(3, three, 1, 1), LayerAxis(1)]


def test_dilations_that_double_give_3_7_15_and_the_single_layers_3_5_9() -> None:
    assert sizes_of(StackAxis(17, dilated(1, 2, 4))) == [1, 3, 7, 15]
    assert [sizes_of(StackAxis(17, dilated(d)))[1] for d in (1, 2, 4)] == [3, 5, 9]


def test_gridding_of_2_2_2_and_its_cure() -> None:
    counts = StackAxis(13, dilated(2, 2, 2)).seen_by(3, 0)[0]
    assert counts[::2].tolist() == [1, 3, 6, 7, 6, 3, 1]
    assert not counts[1::2].any()
    assert len(extent(counts)) == 13
    for cure, size in (((1, 2, 4), 15), ((1, 2, 5), 17)):
        cured = StackAxis(size, dilated(*cure)).seen_by(3, 0)[0]
        assert cured.all()
        assert cured.sum() == 27


def test_vgg_16s_last_pooling_sees_212() -> None:
    stack = StackAxis(224, VGG16)
    assert stack.sizes[-1] == 7
    assert (stack.fields[-1].size, stack.fields[-1].jump) == (212, 32)


def test_resnets() -> None:
    eighteen = residual(STEM, [[*basic(1), *basic(1)], *[[*basic(2), *basic(1)]] * 3])
    assert sizes_of(StackAxis(224, eighteen))[-1] == 435
    for first, size in ((False, 427), (True, 483)):
        blocks = [
            [*bottleneck(1 if stage == 0 else 2, first), *bottleneck(1, first) * (count - 1)]
            for stage, count in enumerate((3, 4, 6, 3))
        ]
        stack = StackAxis(224, residual(STEM, blocks))
        assert (sizes_of(stack)[-1], stack.fields[-1].jump, stack.sizes[-1]) == (size, 32, 7)


def test_wavenets_block_of_ten_sees_1024() -> None:
    block = [LayerAxis(2, low=2**power, dilation=2**power) for power in range(10)]
    stack = StackAxis(1024, block)
    assert stack.sizes == (1024,) * 11
    assert sizes_of(stack)[-1] == 1024
    assert stack.seen_by(10, 1023)[0].tolist() == [1] * 1024
    assert extent(stack.seen_by(10, 500)[0]) == range(501)


def test_start_and_centre() -> None:
    fields = StackAxis(224, VGG16[:3]).fields
    assert [(f.jump, f.start, f.centre) for f in fields] == [
        (1, 0, 0),
        (1, -1, 0),
        (1, -2, 0),
        (2, -2, Fraction(1, 2)),
    ]


def test_a_transposed_layer_halves_the_jump() -> None:
    stack = StackAxis(4, [LayerAxis(4, 2, 1, 1, transposed=True)])
    last = stack.fields[-1]
    assert stack.sizes == (4, 8)
    assert (last.size, last.jump, last.start) == (Fraction(5, 2), Fraction(1, 2), -1)
    assert [stack.seen_by(1, unit)[0].tolist() for unit in (0, 1, 2)] == [
        [1, 0, 0, 0],
        [1, 1, 0, 0],
        [1, 1, 0, 0],
    ]


def test_down_then_up_again_the_jump_is_whole() -> None:
    stack = StackAxis(8, [LayerAxis(2, 2), LayerAxis(2, 2, transposed=True)])
    assert [field.jump for field in stack.fields] == [1, 2, 1]
    assert isinstance(stack.fields[-1].jump, int)


def test_a_stack_that_does_not_fit_keeps_the_part_before() -> None:
    stack = StackAxis(8, dilated(1, 2, 4))
    assert stack.sizes == (8, 6, 2)
    assert str(stack.error) == (
        "kernel 3: spans 9 with dilation 4, more than the padded input's 2; 1 fits"
    )
    wrong = StackAxis(4, [LayerAxis(3, 2, transposed=True, output_padding=2)])
    assert wrong.sizes == (4,)
    assert str(wrong.error).startswith("output_padding 2: must be below")


def test_a_bound_on_what_transposed_layers_make() -> None:
    growing = [LayerAxis(2, 32, transposed=True)] * 6
    assert StackAxis(8, growing).sizes[-1] > 10**9
    bounded = StackAxis(8, growing, most=1000)
    assert bounded.sizes == (8, 226)
    assert str(bounded.error) == "units 7202: must not be so many; up to 1000 fits"
    assert StackAxis(5000, [LayerAxis(3)], most=1000).error is None


@pytest.mark.parametrize(("level", "unit", "named"), [(2, 0, "level"), (1, 3, "unit")])
def test_units_that_are_not_there(level: int, unit: int, named: str) -> None:
    with pytest.raises(SpecError) as caught:
        StackAxis(5, dilated(1)).seen_by(level, unit)
    assert caught.value.parameter == named


def test_counts_beyond_64_bits_stay_exact() -> None:
    stack = StackAxis(641, [LayerAxis(11)] * 64)
    counts = stack.seen_by(64, 0)[0]
    assert sum(counts.tolist()) == 11**64
    assert sizes_of(stack)[-1] == 641


# ---- every path of small stacks

layer_axes = st.builds(
    LayerAxis,
    st.integers(1, 4),
    st.integers(1, 3),
    st.integers(0, 3),
    st.integers(0, 3),
    st.integers(1, 3),
    st.booleans(),
    st.integers(0, 1),
)
stacks = st.builds(StackAxis, st.integers(3, 14), st.lists(layer_axes, max_size=4))


def meets(layer: LayerAxis, above: int, tap: int) -> int | None:
    """The unit below that a tap of a unit above meets, from the definition."""
    if not layer.transposed:
        return above * layer.stride - layer.low + tap * layer.dilation
    below, off = divmod(above + layer.low - tap * layer.dilation, layer.stride)
    return None if off else below


def paths(layers: list[LayerAxis], sizes: tuple[int, ...], unit: int) -> list[int]:
    """Every choice of taps, followed down to the input."""
    counts = [0] * sizes[0]
    for taps in product(*(range(layer.kernel) for layer in reversed(layers))):
        at = unit
        for level, (layer, tap) in enumerate(zip(reversed(layers), taps, strict=True)):
            met = meets(layer, at, tap)
            if met is None or not 0 <= met < sizes[len(layers) - 1 - level]:
                break
            at = met
        else:
            counts[at] += 1
    return counts


@given(st.integers(3, 12), st.lists(layer_axes, min_size=1, max_size=3), st.data())
def test_path_counts_are_all_paths(size: int, layers: list[LayerAxis], data: st.DataObject) -> None:
    stack = StackAxis(size, layers)
    level = len(stack.links)
    unit = data.draw(st.integers(0, stack.sizes[-1] - 1))
    assert stack.seen_by(level, unit)[0].tolist() == paths(layers[:level], stack.sizes, unit)


@given(stacks, st.data())
def test_seeing_is_being_seen_read_the_other_way(stack: StackAxis, data: st.DataObject) -> None:
    level = data.draw(st.integers(0, len(stack.links)))
    cell = data.draw(st.integers(0, stack.sizes[0] - 1))
    up = stack.seeing(0, cell)[level]
    assert up.tolist() == [
        stack.seen_by(level, unit)[0][cell] for unit in range(stack.sizes[level])
    ]


@given(stacks, st.data())
def test_the_span_holds_every_field_and_is_the_field_where_nothing_is_cut(
    stack: StackAxis, data: st.DataObject
) -> None:
    level = data.draw(st.integers(0, len(stack.links)))
    unit = data.draw(st.integers(0, stack.sizes[level] - 1))
    field = stack.fields[level]
    first = field.start + unit * field.jump
    last = first + field.size - 1
    seen = extent(stack.seen_by(level, unit)[0])
    assert all(first <= cell <= last for cell in seen)
    plain = not any(link.transposed for link in stack.links[:level])
    cut = any(link.axis.low or link.axis.high for link in stack.links[:level])
    assume(plain and not cut)
    assert seen == range(int(first), int(last) + 1)


@given(stacks)
def test_sizes_follow_the_links(stack: StackAxis) -> None:
    assert stack.sizes == (stack.sizes[0], *(link.size for link in stack.links))
    ends = [(link.axis.output_size, link.axis.size) for link in stack.links]
    below = [pair[not link.transposed] for pair, link in zip(ends, stack.links, strict=True)]
    assert stack.sizes[:-1] == tuple(below)


@given(stacks, st.data())
def test_units_below_are_where_paths_lead(stack: StackAxis, data: st.DataObject) -> None:
    assume(stack.links)
    level = data.draw(st.integers(1, len(stack.links)))
    unit = data.draw(st.integers(0, stack.sizes[level] - 1))
    met = stack.links[level - 1].units_below(unit)
    assert sorted(met) == np.flatnonzero(stack.seen_by(level, unit)[level - 1]).tolist()


def test_a_long_stack_costs_little_memory() -> None:
    counts = StackAxis(224, VGG16).seen_by(18, 3)
    assert [len(level) for level in counts][-3:] == [14, 14, 7]
    assert counts[0].dtype == np.int64
