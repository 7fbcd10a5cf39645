"""The one way from a scene to its Picture, whichever the lesson."""

from __future__ import annotations

from typing import assert_never

from app.picture import convolution
from app.picture.elements import Picture
from app.picture.stage import StageInput
from app.state.scene import Lesson


def compose(stage: StageInput) -> Picture:
    """The Picture of a moment of the scene. Pure: equal inputs give equal pictures."""
    lesson = stage.derived.scene.lesson
    match lesson:
        case Lesson.CONVOLUTION:
            return convolution.compose(stage)
        case _:
            assert_never(lesson)


__all__ = ["StageInput", "compose"]
