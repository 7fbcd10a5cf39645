"""What a scene leaves behind on the stage when another one takes its place."""

from __future__ import annotations

from functools import partial

from app.content.lessons import preset
from app.state import input_edits, player
from app.state.scene import Lesson
from tests.ui.conftest import OpenDesk


def test_a_smaller_input_ends_the_glide_of_a_stack(open_desk: OpenDesk) -> None:
    window = open_desk(preset(Lesson.RECEPTIVE_FIELD, "doubling").build()).window
    window.stage.glide_seconds = lambda: 60.0
    window.store.step_to(player.at_step(window.store.scene, 8))
    window.store.step_to(player.at_step(window.store.scene, 7))
    window.store.do(partial(input_edits.set_resample, size=(15, 15)))
    assert window.stage.picture.spoken
    assert "1 × 1" in window.stage.text()
