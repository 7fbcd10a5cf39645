"""Programs of 1×1 and of grouped layers: the ReLU, the groups, and the shuffle after them."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from app.content.code.frameworks import Framework
from app.content.code.program import program
from app.content.lessons import preset
from app.core import shuffled
from app.state.channels.requests import MixedResult
from app.state.scene import Lesson, Scene
from tests.scenes import answered


def names_of(scene: Scene) -> dict[str, Any]:
    """What the NumPy program of a scene has computed."""
    found: dict[str, Any] = {}
    exec(program(scene, Framework.NUMPY), found)
    return found


@pytest.mark.parametrize(
    ("lesson", "key"),
    [(Lesson.POINTWISE, "relu"), (Lesson.POINTWISE, "stride"), (Lesson.GROUPED, "multiplier")],
)
def test_the_output_is_the_stage_s(lesson: Lesson, key: str) -> None:
    scene = preset(lesson, key).build()
    result = answered(scene)
    assert isinstance(result, MixedResult)
    assert np.array_equal(names_of(scene)["output"], np.stack(result.outputs))


def test_the_shuffle_moves_the_channels_as_on_the_stage() -> None:
    scene = preset(Lesson.GROUPED, "twelve").build()
    found = names_of(scene)
    assert np.array_equal(found["shuffled"], found["output"][list(shuffled(12, 3))])
    assert "shuffled" not in names_of(preset(Lesson.GROUPED, "two").build())
