"""Steps and fan-outs: the numbers of single outputs, against `conv` and the literature."""

from __future__ import annotations

from itertools import product
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings

from app.core import SpecError, Trace, conv
from tests.core.strategies import Case, cases
from tests.core.test_conv import tolerance

X = np.array([[3, 3, 2, 1, 0], [0, 0, 1, 3, 1], [3, 1, 2, 2, 3], [2, 0, 0, 2, 2], [2, 0, 0, 0, 1]])
W = np.array([[0, 1, 2], [2, 2, 0], [0, 1, 2]])


@pytest.mark.parametrize(
    ("w", "parameters", "expected"),
    [
        (W, {}, [[12, 12, 17], [10, 17, 19], [9, 6, 14]]),
        (W, {"stride": 2, "padding": 1}, [[6, 17, 3], [8, 17, 13], [6, 4, 4]]),
        (W[::-1, ::-1], {}, [[18, 20, 19], [10, 9, 17], [11, 8, 14]]),
    ],
)
def test_the_literatures_example(w: Any, parameters: dict[str, Any], expected: Any) -> None:
    trace = Trace(X[None], w[None, None], **parameters)
    assert np.reshape([step.total for step in trace], trace.shape)[0].tolist() == expected
    assert conv(X[None], w[None, None], **parameters)[0].tolist() == expected


def test_a_step_shows_its_window_its_products_and_its_sum() -> None:
    step = Trace(X[None], W[None, None], np.array([5]), stride=2, padding=1).at(0, 0, 1)
    assert step.index == 1
    assert step.output == (0, 0, 1)
    assert step.window == (range(-1, 2), range(1, 4))
    assert step.inside.tolist() == [[False] * 3, [True] * 3, [True] * 3]
    assert [cells.tolist() for cells in step.sources] == [[-1, 0, 1], [1, 2, 3]]
    assert step.values.tolist() == [[[0, 0, 0], [3, 2, 1], [0, 1, 3]]]
    assert step.products.tolist() == [[[0, 0, 0], [6, 4, 0], [0, 1, 6]]]
    assert step.running().tolist() == [[[0, 0, 0], [6, 10, 10], [10, 11, 17]]]
    assert (step.bias, step.total) == (5, 22)


@settings(max_examples=60, deadline=None)
@given(cases(largest=6))
def test_every_step_is_an_output(case: Case) -> None:
    trace = Trace(case.x, case.w, case.b, **case.parameters)
    result = conv(case.x, case.w, case.b, **case.parameters)
    assert trace.shape == result.shape
    totals = np.reshape([step.total for step in trace], trace.shape)
    assert np.abs(totals - result).max() <= tolerance(case.x, case.w)
    for number, cell in enumerate(product(*map(range, trace.shape))):
        assert trace.index(*cell) == number
        assert trace[number].output == cell


@settings(max_examples=40, deadline=None)
@given(cases(largest=5, kinds=(np.int32,)))
def test_fan_outs_add_up_to_the_outputs(case: Case) -> None:
    trace = Trace(case.x, case.w, **case.parameters)
    sums = np.zeros(trace.shape, np.int64)
    for cell in product(*map(range, case.x.shape)):
        reached = trace.fan_out(*cell)
        assert [reach.index for reach in reached] == sorted(reach.index for reach in reached)
        for reach in reached:
            assert reach.index == trace.index(*reach.output)
            assert reach.value == reach.weight * case.x[cell]
            channel = cell[0] % case.w.shape[1]
            assert reach.weight == case.w[(reach.output[0], channel, *reach.tap)]
            sums[reach.output] += reach.value
    assert np.array_equal(sums, conv(case.x, case.w, **case.parameters))


def test_a_cell_of_the_padding_reaches_outputs_with_nothing() -> None:
    reached = Trace(X[None], W[None, None], padding=1).fan_out(0, -1, 2)
    assert [(reach.output, reach.tap, reach.value) for reach in reached] == [
        ((0, 0, 1), (0, 2), 0),
        ((0, 0, 2), (0, 1), 0),
        ((0, 0, 3), (0, 0), 0),
    ]


def test_whole_numbers_are_exact_past_64_bits() -> None:
    step = Trace(np.full((1, 2), 2**62), np.full((1, 1, 2), 2**62))[0]
    assert step.total == 2**125
    assert step.running().tolist() == [[2**124, 2**125]]


def test_padding_adds_nothing_even_to_a_weight_that_is_not_a_number() -> None:
    w = np.array([[[np.nan, 1.0, np.inf]]])
    trace = Trace(np.array([[2.0, 3.0]]), w, padding=1)
    assert trace[0].products.tolist() == [[0.0, 2.0, np.inf]]
    assert np.isnan(trace[1].total)
    assert trace[1].products[0, 2] == 0


def test_a_photographs_trace_holds_no_copy() -> None:
    x = np.zeros((1, 2160, 3840), np.float32)
    trace = Trace(x, np.ones((1, 1, 3, 3), np.float32), padding=1)
    assert len(trace) == 2160 * 3840
    x[0, 1000, 1000] = 4
    assert trace.at(0, 1001, 999).total == 4
    assert [step.total for step in trace[-2:]] == [0, 0]
    assert len(trace[::1000]) == 8295
    assert trace[-1].output == (0, 2159, 3839)


def test_places_outside_are_refused() -> None:
    trace = Trace(X[None], W[None, None])
    for ask in (
        lambda: trace.at(0, 3, 0),
        lambda: trace.at(0, 0),
        lambda: trace.at(1, 0, 0),
        lambda: trace[9],
        lambda: trace.fan_out(0, -1, 0),
        lambda: trace.fan_out(1, 0, 0),
    ):
        with pytest.raises(IndexError):
            ask()


def test_what_conv_refuses_trace_refuses() -> None:
    with pytest.raises(SpecError, match="x "):
        Trace(X, W[None, None])
