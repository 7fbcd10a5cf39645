"""The plots of the matrix and of transposed convolution."""

from __future__ import annotations

from dataclasses import replace

from app.content.lessons import preset
from app.picture.elements import Chart
from app.picture.plots import plots_of
from app.state.derive import derive
from app.state.scene import Lesson
from tests.scenes import answered


def charts(lesson: Lesson, key: str, step: int) -> tuple[Chart, Chart]:
    scene = replace(preset(lesson, key).build(), step=step)
    return plots_of(derive(scene), answered(scene), "row")


def lines(chart: Chart) -> list[str]:
    return [
        f"{series.name}: {' '.join(f'{value:g}' for value in series.y)}" for series in chart.series
    ]


def test_the_profile_of_a_transposed_convolution_has_the_inputs_at_the_middle_of_their_stamps() -> (
    None
):
    histogram, profile = charts(Lesson.TRANSPOSED, "literature", 5)
    assert lines(profile) == ["input row 2: 3 4", "output row 2: 2 9 14 8"]
    assert profile.series[0].x == (2, 3)
    assert profile.marker == 2
    assert histogram.marker == 9


def test_the_profile_follows_the_product() -> None:
    assert lines(charts(Lesson.MATRIX, "classic", 1)[1]) == [
        "input row 2: 0 0 1 3", "output row 1: 12 12",
    ]  # fmt: skip
    assert lines(charts(Lesson.MATRIX, "back", 5)[1]) == [
        "input row 2: 10 17", "output row 2: 24 58 61 34",
    ]  # fmt: skip


def test_by_input_the_line_is_where_the_stamp_begins() -> None:
    profile = charts(Lesson.TRANSPOSED, "by-input", 3)[1]
    assert lines(profile) == ["input row 2: 3 4", "output row 2: 2 9 14 8"]


def test_pending_it_says_so() -> None:
    scene = preset(Lesson.TRANSPOSED, "literature").build()
    assert plots_of(derive(scene), None, "row")[1].title == "Profile: being computed"


def test_the_histogram_counts_what_is_multiplied() -> None:
    """Back it is C · x whose values stand in the profile too, 12 12 10 17."""
    forward, back = (charts(Lesson.MATRIX, key, 0)[0].series[0] for key in ("classic", "back"))
    assert (forward.x[0], forward.x[-1]) == (-0.5, 3.5)
    assert (back.x[0], back.x[-1]) == (9.5, 17.5)
