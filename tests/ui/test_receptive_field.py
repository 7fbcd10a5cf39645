"""The lesson of receptive fields in the window: units to click, inputs to point at, undo."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import numpy as np
from PySide6.QtGui import QGuiApplication

from app.content.lessons import preset
from app.state import edits
from app.state.scene import Lesson, Scene
from tests.ui.conftest import OpenDesk
from tests.ui.desk import Desk, saved


def example(key: str) -> Scene:
    return preset(Lesson.RECEPTIVE_FIELD, key).build()


def test_a_click_on_a_unit_of_any_layer_makes_it_the_step(open_desk: OpenDesk) -> None:
    desk = open_desk(example("doubling"))
    assert desk.sentence.startswith("Unit (2, 2) of conv 3 sees")
    desk.click("level-1", 0, 4)
    assert desk.scene.level == 1
    assert desk.sentence == "Unit (1, 5) of conv 1 sees rows 1–3, columns 5–7, 3 × 3 cells."
    assert desk.undo_words[0] == "Undo", "choosing a unit is no edit"
    desk.press("Right")
    assert desk.sentence.startswith("Unit (1, 6) of conv 1")
    desk.press("PgDn")
    assert desk.sentence.startswith("Unit (1, 7) of conv 1")


def test_pointing_both_ways(open_desk: OpenDesk) -> None:
    desk = open_desk(example("gridding"))
    desk.hover("input", 7, 7)
    assert desk.sentence.startswith("Cell (8, 8) of the input is seen by 9 units of conv 1")
    assert desk.equation.startswith("input (8, 8) is seen by")
    desk.click("input", 7, 8)
    desk.hover("level-2", 0, 0)
    assert desk.sentence.startswith("Pointing at unit (1, 1) of conv 2")
    desk.press("Esc")


def test_the_way_from_another_lesson_and_back(desk: Desk) -> None:
    store = desk.window.store
    before = desk.text
    store.do(partial(edits.apply_preset, preset=example("gridding"), title="lesson"))
    assert desk.sentence.startswith("Unit (2, 2) of conv 3")
    assert desk.widget("stack_table").isVisible()
    assert not desk.widget("kernel_table").isVisible()
    assert not desk.widget("detail").isVisible()
    assert not desk.action("reveal").isEnabled()
    store.undo_stack.undo()
    desk.settled()
    assert desk.text == before
    assert desk.widget("kernel_table").isVisible()


def test_a_photo_of_ones_own_under_a_known_stack(open_desk: OpenDesk, tmp_path: Path) -> None:
    desk = open_desk(example("photo"))
    photo = np.random.default_rng(3).integers(0, 256, (300, 500, 3), np.uint8)
    desk.drop_file(saved(tmp_path / "mine.png", photo))
    desk.qtbot.waitUntil(lambda: desk.scene.input.image.name == "mine.png")
    assert desk.sentence == (
        "Unit (5, 8) of pool5 sees rows 39–250, columns 135–346, 212 × 212 cells."
    )
    desk.menu("undo")
    assert desk.scene.input.image.name == "landscape"


def test_the_camera_zooms_all_levels_together(open_desk: OpenDesk) -> None:
    desk = open_desk(example("photo"))
    whole = desk.stage.picture.panel("level-18").visible
    desk.wheel(desk.place("input", 300, 400), 4)
    assert desk.stage.picture.panel("input").visible.width < 960
    assert desk.stage.picture.panel("level-18").visible.width < whole.width


def test_the_equation_to_take_away_and_the_charts(open_desk: OpenDesk) -> None:
    desk = open_desk(example("gridding"))
    desk.window.exporting.copy_equation()
    assert QGuiApplication.clipboard().text().startswith("field = 9 + (3 − 1)·2·1 = 13")
    desk.press("F8")
    charts = desk.window.plots.charts
    assert charts is not None
    assert [chart.title for chart in charts] == ["Field", "Paths"]


def test_playing_walks_through_the_units_of_the_chosen_layer(open_desk: OpenDesk) -> None:
    desk = open_desk(example("doubling"))
    desk.press("End")
    assert desk.sentence.startswith("Unit (3, 3) of conv 3 sees rows 3–17, columns 3–17")
    desk.press("Home")
    assert desk.sentence.startswith("Unit (1, 1) of conv 3 sees rows 1–15")
