"""The axis: windows and fan-outs are one relation, and the literature's sizes come out."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.core import PADDING_MODES, Axis, SpecError
from app.core.parts import cut_out
from app.core.phases import phase_cells, phase_length, phase_of, phases_of
from tests.core.reference import literal_source
from tests.core.strategies import axes

# Dumoulin and Visin: i, k, s, p, o, and the transposed layer's i', output_padding, o'.
FIGURES = [
    ("2.1/4.1", 4, 3, 1, 0, 2, 0),
    ("2.2/4.2", 5, 4, 1, 2, 6, 0),
    ("2.3/4.3", 5, 3, 1, 1, 5, 0),
    ("2.4/4.4", 5, 3, 1, 2, 7, 0),
    ("2.5/4.5", 5, 3, 2, 0, 2, 0),
    ("2.6/4.6", 5, 3, 2, 1, 3, 0),
    ("2.7/4.7", 6, 3, 2, 1, 3, 1),
]


@pytest.mark.parametrize(("figure", "i", "k", "s", "p", "o", "a"), FIGURES)
def test_the_literatures_sizes_both_ways(
    figure: str, i: int, k: int, s: int, p: int, o: int, a: int
) -> None:
    axis = Axis.padded(i, k, s, p)
    assert (axis.output_size, axis.remainder) == (o, a)
    back = Axis.transposed(o, k, s, p, p, 1, a)
    assert (back.size, back.output_size) == (i, o)


def test_dilation_widens_the_kernel() -> None:
    axis = Axis(7, 3, dilation=2)
    assert (axis.effective_kernel, axis.output_size) == (5, 3)
    assert list(axis.window(1)) == [1, 3, 5]


@pytest.mark.parametrize(
    ("size", "kernel", "stride", "dilation", "sides", "outputs"),
    [
        (6, 3, 2, 1, (0, 1), 3),
        (5, 3, 2, 1, (1, 1), 3),
        (5, 2, 1, 1, (0, 1), 5),
        (7, 3, 1, 2, (2, 2), 7),
        (5, 1, 3, 1, (0, 0), 2),
        (4, 2, 4, 1, (0, 0), 1),
    ],
)
def test_same_is_tensorflows(
    size: int, kernel: int, stride: int, dilation: int, sides: tuple[int, int], outputs: int
) -> None:
    axis = Axis.padded(size, kernel, stride, "same", dilation)
    assert ((axis.low, axis.high), axis.output_size) == (sides, outputs)


def test_valid_full_and_sides() -> None:
    assert Axis.padded(5, 3, padding="valid") == Axis(5, 3)
    assert Axis.padded(5, 3, padding="full", dilation=2) == Axis(5, 3, 1, 4, 4, 2)
    assert Axis.padded(5, 3, padding=(0, 2)) == Axis(5, 3, 1, 0, 2)


@settings(deadline=None)
@given(axes())
def test_windows_are_the_relation(axis: Axis) -> None:
    for output in range(axis.output_size):
        window = axis.window(output)
        assert window[0] == axis.start(output)
        assert list(window) == [
            output * axis.stride - axis.low + tap * axis.dilation for tap in range(axis.kernel)
        ]
        assert -axis.low <= window[0] <= window[-1] < axis.size + axis.high
    assert axis.start(axis.output_size) + axis.effective_kernel > axis.size + axis.high


@settings(deadline=None)
@given(axes())
def test_fan_outs_are_the_windows_read_the_other_way(axis: Axis) -> None:
    meetings = {
        (index, output, tap)
        for output in range(axis.output_size)
        for tap, index in enumerate(axis.window(output))
    }
    padded = range(-axis.low, axis.size + axis.high)
    assert meetings == {(index, *pair) for index in padded for pair in axis.fan_out(index)}
    assert all(list(axis.fan_out(index)) == sorted(axis.fan_out(index)) for index in padded)


@settings(deadline=None)
@given(axes())
def test_coverage_and_unused_count_the_fan_outs(axis: Axis) -> None:
    counts = [len(axis.fan_out(index)) for index in range(axis.size)]
    assert axis.coverage().tolist() == counts
    assert axis.unused().tolist() == [index for index, count in enumerate(counts) if not count]


@pytest.mark.parametrize(
    ("axis", "unused"),
    [
        (Axis(6, 3, 2), [5]),
        (Axis(6, 3, 2, 1, 1), []),
        (Axis(7, 1, 3), [1, 2, 4, 5]),
        (Axis(8, 2, 4), [2, 3, 6, 7]),
        (Axis(7, 2, 4, dilation=2), [1, 3, 5]),
    ],
)
def test_unused_by_the_floor_by_the_stride_and_by_holes(axis: Axis, unused: list[int]) -> None:
    assert axis.unused().tolist() == unused


@settings(deadline=None)
@given(axes())
def test_input_sizes_are_all_those_with_the_same_output(axis: Axis) -> None:
    held = [
        size
        for size in range(1, axis.size + 3 * axis.stride + 3)
        if axis.low + size + axis.high >= axis.effective_kernel
        and Axis(size, axis.kernel, axis.stride, axis.low, axis.high, axis.dilation).output_size
        == axis.output_size
    ]
    assert list(axis.input_sizes()) == held
    assert axis.size in held


@settings(deadline=None)
@given(st.data(), st.sampled_from(PADDING_MODES))
def test_sources_follow_numpys_pad(data: st.DataObject, mode: str) -> None:
    axis = data.draw(axes(mode=mode))
    padded = range(-axis.low, axis.size + axis.high)
    expected = [literal_source(index, axis.size, mode) for index in padded]
    assert [axis.source(index, mode) for index in padded] == expected
    assert axis.sources(mode).tolist() == [-1 if cell is None else cell for cell in expected]
    for cell in range(axis.size):
        assert list(axis.readers(cell, mode)) == [
            index for index, source in zip(padded, expected, strict=True) if source == cell
        ]


@settings(deadline=None)
@given(
    st.integers(1, 9),
    st.integers(1, 5),
    st.integers(1, 4),
    st.integers(0, 4),
    st.integers(0, 4),
    st.integers(1, 4),
    st.integers(0, 3),
)
def test_transposed_reads_the_forward_axis_back(
    size: int, kernel: int, stride: int, low: int, high: int, dilation: int, extra: int
) -> None:
    result = stride * (size - 1) + dilation * (kernel - 1) + 1 - low - high + extra
    if extra >= max(stride, dilation) or result < 1:
        with pytest.raises(SpecError):
            Axis.transposed(size, kernel, stride, low, high, dilation, extra)
        return
    axis = Axis.transposed(size, kernel, stride, low, high, dilation, extra)
    assert (axis.size, axis.output_size, axis.low) == (result, size, low)
    assert axis.remainder == extra % stride


@settings(deadline=None)
@given(axes(), st.data())
def test_a_cut_keeps_its_windows(axis: Axis, data: st.DataObject) -> None:
    first = data.draw(st.integers(0, axis.output_size - 1))
    stop = data.draw(st.integers(first + 1, axis.output_size))
    cells, cut = cut_out(axis, first, stop)
    assert cut.output_size == stop - first
    assert [
        [index + cells.start for index in cut.window(output)] for output in range(cut.output_size)
    ] == [list(axis.window(output)) for output in range(first, stop)]
    assert 0 <= cells.start < cells.stop <= axis.size


@settings(deadline=None)
@given(axes())
def test_the_nearest_window_has_its_middle_nearest(axis: Axis) -> None:
    windows = [axis.window(output) for output in range(axis.output_size)]
    middles = np.array([(window[0] + window[-1]) / 2 for window in windows])
    for index in range(-axis.low, axis.size + axis.high):
        away = np.abs(middles - index)
        assert axis.centres.nearest(index) == int(away.argmin())


@settings(deadline=None)
@given(axes())
def test_phases_and_meetings_read_what_the_windows_read(axis: Axis) -> None:
    x = np.arange(1, axis.size + 1)
    phases = {phase: np.zeros(phase_length(axis), int) for phase in phases_of(axis)}
    for phase, held in phases.items():
        into, cells = phase_cells(axis, phase)
        held[into] = x[cells]
    for tap in range(axis.kernel):
        expected = [
            x[at] if 0 <= (at := axis.window(output)[tap]) < axis.size else 0
            for output in range(axis.output_size)
        ]
        phase, offset = phase_of(axis, tap)
        assert phases[phase][offset : offset + axis.output_size].tolist() == expected
        met = np.zeros(axis.output_size, int)
        into, cells = axis.meeting(tap)
        met[into] = x[cells]
        assert met.tolist() == expected


@pytest.mark.parametrize(
    ("make", "text"),
    [
        (lambda: Axis(5, 3, 0), "stride 0: must be at least 1; 1 or more fits"),
        (lambda: Axis(5, 3, dilation=-2), "dilation -2: must be at least 1; 1 or more fits"),
        (lambda: Axis(0, 3), "size 0: must be at least 1; 1 or more fits"),
        (
            lambda: Axis.padded(5, 3, 1.5),  # type: ignore[arg-type]
            "stride 1.5: must be a whole number; 1 or more fits",
        ),
        (lambda: Axis(5, 7), "kernel 7: spans 7, more than the padded input's 5; 1 to 5 fits"),
        (
            lambda: Axis(5, 4, dilation=2),
            "kernel 4: spans 7 with dilation 2, more than the padded input's 5; 1 to 3 fits",
        ),
        (lambda: Axis(1, 2), "kernel 2: spans 2, more than the padded input's 1; 1 fits"),
        (
            lambda: Axis(5, 1, 1, -3, -2),
            "padding (-3, -2): must leave a cell of the input; a sum above -5 fits",
        ),
        (lambda: Axis.padded(5, 3, padding=-1), "padding -1: must be at least 0; 0 or more fits"),
        (
            lambda: Axis.padded(5, 3, padding="half"),
            "padding half: is not known; a number, (low, high), valid, same or full fits",
        ),
        (
            lambda: Axis(4, 3, 1, 4, 0).sources("reflect"),
            "padding 4: must be smaller than the input's 4 in reflect mode; 0 to 3 fits",
        ),
        (
            lambda: Axis(4, 3, 1, 0, 5).sources("circular"),
            "padding 5: must not exceed the input's 4 in circular mode; 0 to 4 fits",
        ),
        (
            lambda: Axis(4, 3).sources("mirror"),
            "padding_mode mirror: is not known; zeros, reflect, replicate, circular fits",
        ),
        (
            lambda: Axis.transposed(3, 3, 2, 0, 0, 1, 2),
            "output_padding 2: must be below the stride or the dilation; 0 to 1 fits",
        ),
        (
            lambda: Axis.transposed(3, 3, 1, 0, 0, 1, 1),
            "output_padding 1: must be below the stride or the dilation; 0 fits",
        ),
        (
            lambda: Axis.transposed(1, 3, 1, 2, 2),
            "padding (2, 2): must leave a cell of the output; a sum up to 2 fits",
        ),
    ],
)
def test_what_cannot_be_says_why_and_what_fits(make: Any, text: str) -> None:
    with pytest.raises(SpecError) as caught:
        make()
    assert str(caught.value) == text
