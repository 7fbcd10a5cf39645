"""Charts as plain data: what is drawn, from which cells, and where the marker stands."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from app.picture.charts import Along, histogram_chart, profile_chart, window_middles
from app.picture.elements import Chart
from app.state.scene import Parameters, Reveal, Scene
from tests.scenes import EXAMPLE, answered, convolved, scene


def text(chart: Chart) -> str:
    """A chart as lines of text."""
    marker = "" if chart.marker is None else f", marker {chart.marker:g}"
    lines = [f"{chart.title}: {chart.y_label} over {chart.x_label}{marker}"]
    for series in chart.series:
        lines.append(f"{series.name}: {numbers(series.y)} at {numbers(series.x)}")
    return "\n".join(lines)


def numbers(values: tuple[float, ...]) -> str:
    return " ".join(f"{value:g}" for value in values)


def profile(shown: Scene, along: Along, *, pending: bool = False) -> str:
    result = None if pending else answered(shown)
    return text(profile_chart(convolved(shown), result, along))


def test_the_profile_along_the_middle_window_s_row() -> None:
    assert profile(scene(step=5), "row") == (
        "Profile: value over column of the input, marker 4\n"
        "input row 3: 3 1 2 2 3 at 1 2 3 4 5\n"
        "output row 2: 10 17 19 at 2 3 4"
    )


def test_the_profile_along_its_column() -> None:
    assert profile(scene(step=7), "column") == (
        "Profile: value over row of the input, marker 4\n"
        "input column 3: 2 1 2 0 0 at 1 2 3 4 5\n"
        "output column 2: 12 17 6 at 2 3 4"
    )


def test_outputs_still_to_come_on_a_toy_are_left_out_unless_all_are_shown() -> None:
    assert profile(scene(step=3), "row").splitlines()[2] == "output row 2: 10 at 2"
    whole = scene(step=3, reveal=Reveal.WHOLE)
    assert profile(whole, "row").splitlines()[2] == "output row 2: 10 17 19 at 2 3 4"


def test_with_stride_each_output_stands_at_its_window_s_middle() -> None:
    strided = scene(step=8, parameters=Parameters(stride=(2, 2), padding=((1, 1), (1, 1))))
    assert profile(strided, "row") == (
        "Profile: value over column of the input, marker 5\n"
        "input row 5: 2 0 0 0 1 at 1 2 3 4 5\n"
        "output row 3: 6 4 4 at 1 3 5"
    )


def test_a_window_whose_middle_lies_in_the_padding_reads_zeros() -> None:
    full = scene(parameters=Parameters(padding="full"))
    assert profile(full, "row").splitlines()[1] == "input, padding: 0 0 0 0 0 at 1 2 3 4 5"


def test_while_the_result_is_computed_there_is_only_the_input() -> None:
    assert profile(scene(), "row", pending=True) == (
        "Profile: value over column of the input, marker 2\ninput row 2: 0 0 1 3 1 at 1 2 3 4 5"
    )
    assert text(histogram_chart(convolved(scene()), None)) == (
        "Values: being computed: % of cells over value"
    )


def test_whole_numbers_get_one_bar_each() -> None:
    shown = scene(step=4)
    chart = histogram_chart(convolved(shown), answered(shown))
    assert text(chart).splitlines()[:2] == [
        "Values: % of cells over value, marker 17",
        "input: 32 20 28 20 at -0.5 0.5 1.5 2.5 3.5",
    ]
    counts = [math.floor(share * 9 / 100 + 0.5) for share in chart.series[1].y]
    found = [6 + bar for bar, count in enumerate(counts) for _ in range(count)]
    assert found == [6, 9, 10, 12, 12, 14, 17, 17, 19]


@given(
    st.integers(-500, 500),
    st.lists(st.integers(0, 63), min_size=9, max_size=64),
)
def test_bars_of_whole_numbers_count_what_is_there(low: int, offsets: list[int]) -> None:
    assume(len(set(offsets)) > 1)
    values = np.array(offsets).reshape(1, -1) + low
    shown = scene(values, [[1]])
    bars = histogram_chart(convolved(shown), answered(shown)).series[0]
    for edge, share in zip(bars.x, bars.y, strict=False):
        count = int((values == round(edge + 0.5)).sum())
        assert share == pytest.approx(count / values.size * 100)


@pytest.mark.parametrize("side", [3, 40, 300])
def test_shares_add_up_to_a_hundred_per_cent(side: int) -> None:
    values = np.random.default_rng(2).normal(size=(side, side))
    shown = scene(values, [[0.5, 0.25]])
    for series in histogram_chart(convolved(shown), answered(shown)).series:
        assert sum(series.y) == pytest.approx(100)
        assert len(series.x) == len(series.y) + 1
        assert len(series.y) <= 64


def test_what_is_not_a_number_is_a_gap() -> None:
    values = np.array(EXAMPLE, float)
    values[1, 1], values[1, 2] = np.nan, np.inf
    shown = scene(values, [[1.0]], step=9)
    charts = profile_chart(convolved(shown), answered(shown), "row").series
    assert numbers(charts[0].y) == "0 nan nan 3 1"
    nowhere = scene(values, [[1.0]], step=6)
    assert histogram_chart(convolved(nowhere), answered(nowhere)).marker is None


def test_middles_of_even_windows_lie_between_cells() -> None:
    axis = convolved(scene(weights=[[1, 1], [1, 1]])).axes[1]
    assert window_middles(axis) == (1.5, 2.5, 3.5, 4.5)
