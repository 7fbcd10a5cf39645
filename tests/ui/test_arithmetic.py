"""The lessons of arithmetic and dilation in the window, as a user works them."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QListView

from app.cli import main
from app.content.lessons import lesson_info, preset
from app.state.scene import Lesson
from tests.cli.line import scene
from tests.ui.conftest import OpenDesk
from tests.ui.desk import Desk, saved

LESSONS = (Lesson.ARITHMETIC, Lesson.DILATED)
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


def choose(desk: Desk, list_name: str, title: str) -> None:
    view = desk.window.findChild(QListView, list_name)
    assert view is not None
    model = view.model()
    index = next(
        model.index(row, 0)
        for row in range(model.rowCount())
        if model.index(row, 0).data() == title
    )
    view.scrollTo(index)
    QTest.mouseClick(
        view.viewport(), Qt.MouseButton.LeftButton, pos=view.visualRect(index).center()
    )


@pytest.mark.parametrize("lesson", LESSONS)
def test_a_lesson_is_chosen_stepped_and_undone(open_desk: OpenDesk, lesson: Lesson) -> None:
    desk = open_desk()
    before = desk.scene
    choose(desk, "lesson-list", lesson_info(lesson).title)
    assert desk.scene.lesson is lesson
    desk.stage.setFocus()
    desk.press("PgDn")
    assert desk.scene.step == 1
    assert desk.sentence.startswith("Step 2 of")
    desk.menu("undo")
    assert desk.scene == before


def test_every_relationship_is_one_click(open_desk: OpenDesk) -> None:
    desk = open_desk(preset(Lesson.ARITHMETIC, "floor").build())
    choose(desk, "preset-list", "14 · the lost cell")
    assert "2·(3 − 1) + 1·(3 − 1) + 1 − 1 − 1 + 1 = 6" in desk.text
    choose(desk, "preset-list", "15 · dilation")
    assert "⌊(7 + 0 + 0 − 2·(3 − 1) − 1) / 1⌋ + 1 = 3" in desk.text


@pytest.mark.parametrize("lesson", LESSONS)
def test_a_dropped_photo_keeps_the_lesson(
    open_desk: OpenDesk, tmp_path: Path, lesson: Lesson
) -> None:
    desk = open_desk(lesson_info(lesson).presets[0].build())
    path = saved(tmp_path / "own.png", np.full((60, 90), 200, np.uint8))
    assert desk.drop_file(path)
    desk.qtbot.waitUntil(lambda: desk.scene.input.image.height == 60)
    desk.settled()
    assert desk.scene.lesson is lesson
    assert "Input  60 × 90 · 0–255" in desk.text


@pytest.mark.parametrize("lesson", LESSONS)
def test_pointing_works_both_ways(open_desk: OpenDesk, lesson: Lesson) -> None:
    desk = open_desk(lesson_info(lesson).presets[0].build())
    desk.hover("output", 0, 1)
    assert desk.sentence.startswith("Pointed at: output row 1, column 2")
    desk.hover("input", 0, 0)
    assert "reaches 1 output" in desk.sentence


def test_rows_of_cells_and_kernels_beside_the_figure_do_nothing_when_clicked(
    open_desk: OpenDesk,
) -> None:
    for lesson, panel in ((Lesson.ARITHMETIC, "mode-1"), (Lesson.DILATED, "inflated-4-4")):
        desk = open_desk(lesson_info(lesson).presets[0].build(), (1366, 900))
        before = desk.scene
        desk.hover(panel, 0, 0)
        desk.click(panel, 0, 0)
        assert desk.scene == before
        assert desk.stage.view.pin is None


@pytest.mark.parametrize("lesson", LESSONS)
def test_the_stage_is_painted_while_presenting_and_after(
    open_desk: OpenDesk, lesson: Lesson
) -> None:
    desk = open_desk(lesson_info(lesson).presets[0].build())
    desk.press("F5")
    assert desk.stage.presenting
    assert len(np.unique(desk.pixels().reshape(-1, 4), axis=0)) > 20
    desk.press("PgDn", "Esc")
    assert not desk.stage.presenting
    assert desk.scene.step == 1


@pytest.mark.parametrize("lesson", LESSONS)
def test_the_command_line_opens_the_lesson_with_its_parameters(lesson: Lesson) -> None:
    shown = scene(f"--lesson {lesson.value} --dilation 2 --padding full")
    assert (shown.lesson, shown.parameters.dilation) == (lesson, (2, 2))
    assert shown.parameters.padding == "full"


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize("lesson", LESSONS)
@pytest.mark.parametrize("suffix", ["png", "gif"])
def test_the_stage_is_exported(tmp_path: Path, lesson: Lesson, suffix: str) -> None:
    path = tmp_path / f"stage.{suffix}"
    assert main(["--lesson", lesson.value, "--export", str(path), "--size", "640x480"]) == 0
    assert path.stat().st_size > 4000
