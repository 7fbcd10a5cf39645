"""The one way from a scene to its Picture, whichever the lesson."""

from __future__ import annotations

from collections.abc import Callable
from typing import assert_never, cast

from app.picture import arithmetic, convolution, dilated, receptive_field
from app.picture.elements import Picture
from app.picture.stage import AnyStage, ConvolutionStage, StackStage, StageInput
from app.state.derive import Convolved, Stacked
from app.state.scene import Lesson

CONVOLVED: dict[Lesson, Callable[[ConvolutionStage], Picture]] = {
    Lesson.CONVOLUTION: convolution.compose,
    Lesson.ARITHMETIC: arithmetic.compose,
    Lesson.DILATED: dilated.compose,
}
"""The lessons that convolve one channel, each with its own stage around the same figure."""


def compose(stage: AnyStage) -> Picture:
    """The Picture of a moment of the scene. Pure: equal inputs give equal pictures."""
    match stage.derived:
        case Convolved():
            return CONVOLVED[stage.derived.scene.lesson](cast(ConvolutionStage, stage))
        case Stacked():
            return receptive_field.compose(cast(StackStage, stage))
        case _:
            assert_never(stage.derived)


__all__ = ["AnyStage", "StageInput", "compose"]
