"""Whatever of a stage lies under the pointer, the picture is composed, and names its step."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.content.lessons import LESSONS, LessonInfo
from app.picture.compose import compose
from app.picture.elements import Picture
from app.picture.readout.text import as_text
from app.state.requests import request_of
from app.state.view import Target, View
from tests.picture.showing import USUAL, staged

EVERY = 5
"""Pixels between two places that are pointed at: no bar or cell of a stage is thinner."""


def under_the_pointer(picture: Picture) -> dict[str, Target]:
    """A cell of every panel that can be pointed at, found as the pointer finds it."""
    places = (
        (x, y) for y in range(0, int(USUAL[1]), EVERY) for x in range(0, int(USUAL[0]), EVERY)
    )
    found = (picture.hit(x, y) for x, y in places)
    return {target.panel: target for target in found if target is not None}


@pytest.mark.parametrize("info", LESSONS, ids=lambda info: info.lesson.value)
def test_pointing_and_pinning_anywhere(info: LessonInfo) -> None:
    scene = info.presets[0].build()
    stage = staged(scene, pending=request_of(scene) is None)
    targets = under_the_pointer(compose(stage))
    assert targets
    for target in targets.values():
        for view in (View(hover=target), View(pin=target)):
            assert as_text(compose(replace(stage, view=view))).strip(), target
