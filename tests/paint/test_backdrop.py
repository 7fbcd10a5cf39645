"""What many steps share is painted once, and nothing of it is ever out of date."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from app.content.presets.channels import channel_scene, planes_image
from app.content.presets.groups import grouped_planes, grouped_weights
from app.paint.painter import Artist
from app.paint.theme import DARK, LIGHT
from app.picture.compose import compose
from app.picture.elements import Picture
from app.state import player
from app.state.channels.choices import Following, Mixing
from app.state.channels.filters import filters_of
from app.state.scene import Lesson, Scene
from tests.paint.painting import painted
from tests.picture.showing import pointing, staged

pytestmark = pytest.mark.usefixtures("qapp")


def many(groups: int = 4) -> Scene:
    """A layer of 64 channels and, after a shuffle, a second one."""
    filters = filters_of("many", abs(grouped_weights(64, 64, 1)), (), groups)  # no hatches
    image = planes_image("planes", grouped_planes(64, 3))
    return channel_scene(
        "many", image, filters, Lesson.GROUPED, Mixing(following=Following.SHUFFLED)
    )


def at(scene: Scene, step: int) -> Picture:
    return compose(staged(player.at_step(scene, step)))


def test_steps_in_a_row_look_like_each_alone() -> None:
    scene, artist = many(), Artist(LIGHT)
    for step in (0, 1, 2, 8, 9, 10, 300, 2):
        shown = at(scene, step)
        assert (painted(shown, artist) == painted(shown, Artist(LIGHT))).all(), step


def test_another_layer_theme_or_size_leaves_nothing_of_the_one_before() -> None:
    artist = Artist(DARK)
    pictures = [at(many(), 0), at(many(), 1), at(many(8), 0), at(many(8), 1)]
    pictures += [compose(staged(many(8), size=(1000, 640))), at(many(), 0)]
    pictures.append(compose(staged(many(), pointing("input-3", 1, 1))))
    for number, shown in enumerate(pictures):
        assert (painted(shown, artist) == painted(shown, Artist(DARK))).all(), number


def test_a_step_makes_only_the_panels_anew_that_it_changes() -> None:
    scene = many()
    stage = staged(scene)
    moved = staged(player.at_step(scene, 1), measure=stage.measure)
    moved = replace(moved, result=stage.result)
    before, after = compose(stage), compose(moved)
    kept = {id(panel) for panel in before.panels}
    changed = {panel.key for panel in after.panels if id(panel) not in kept}
    assert "output-0" in changed
    assert not [
        key for key in changed if key.startswith(("input-", "filter-", "place-", "second-"))
    ]
    assert not {f"output-{number}" for number in range(1, 64)} & changed
    assert after.connectors is before.connectors


def test_a_result_that_arrives_is_shown() -> None:
    scene, artist = many(), Artist(LIGHT)
    waiting = compose(staged(scene, pending=True))
    painted(waiting, artist)
    painted(waiting, artist)
    last = player.at_step(scene, 9 * 64 - 1)
    ready = compose(staged(last))
    assert (painted(ready, artist) == painted(ready, Artist(LIGHT))).all()
    assert np.any(painted(ready, artist) != painted(waiting, artist))
