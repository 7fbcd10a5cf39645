"""The charts of many channels: all planes in the histogram, the present one in the profile."""

from __future__ import annotations

from app.content.lessons import preset
from app.picture.plots import plots_of
from app.state import player
from app.state.channels.requests import MixedResult
from app.state.derive import derive
from app.state.scene import Lesson
from tests.scenes import answered


def test_the_profile_follows_the_present_output_channel() -> None:
    shown = player.at_step(preset(Lesson.MULTI_CHANNEL, "toy").build(), 13)
    histogram, profile = plots_of(derive(shown), answered(shown), "row")
    source, output = profile.series
    assert source.name == "input row 3"
    assert source.y == (2.0, 1.0, 0.0, 1.0, 2.0)
    assert output.name == "output row 2"
    result = answered(shown)
    assert isinstance(result, MixedResult)
    assert output.y == tuple(result.outputs[1][1, :2]), "as far as the step"
    assert histogram.marker == 1
    assert [series.name for series in histogram.series] == ["input", "output"]
    assert round(sum(histogram.series[0].y)) == 100
