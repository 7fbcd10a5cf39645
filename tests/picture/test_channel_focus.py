"""What is pointed at on a stage of many channels."""

from __future__ import annotations

from app.content.lessons import preset
from app.picture.readout.text import as_text
from app.state import player
from app.state.derive import derive
from app.state.scene import Lesson
from app.state.view import Target, View
from tests.picture.showing import picture_of


def test_a_pinned_weight_is_let_go_where_the_present_filter_does_not_see_its_channel() -> None:
    depthwise = preset(Lesson.GROUPED, "depthwise").build()
    pinned = View(pin=Target("kernel-0", 1, 1))
    assert "Filter 1, channel 1, row 2, column 2" in as_text(picture_of(depthwise, pinned))
    second = player.at_step(depthwise, derive(depthwise).step_at(1, 0, 0))
    assert as_text(picture_of(second, pinned)) == as_text(picture_of(second))
