"""The one way from a scene to its Picture, whichever the lesson."""

from __future__ import annotations

from typing import assert_never

from app.picture import convolution
from app.picture.elements import Picture
from app.picture.stage import AnyStage, StageInput
from app.state.derive import Convolved


def compose(stage: AnyStage) -> Picture:
    """The Picture of a moment of the scene. Pure: equal inputs give equal pictures."""
    match stage.derived:
        case Convolved():
            return convolution.compose(stage)
        case _:
            assert_never(stage.derived)


__all__ = ["AnyStage", "StageInput", "compose"]
