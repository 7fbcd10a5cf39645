"""Depthwise separable convolution as a user works it: clicks, tables, slider, undo, own photo."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import numpy as np
import pytest
from PIL import Image as Pillow
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit

from app.content.lessons import preset
from app.state import edits
from app.state.derive import derive
from app.state.scene import Lesson
from app.ui.inspector.controls.numbers import Number
from app.ui.inspector.controls.slider import Slider
from app.ui.inspector.tables.grid import GridView
from tests.ui.conftest import OpenDesk
from tests.ui.desk import Desk


@pytest.fixture
def two_steps(open_desk: OpenDesk) -> Desk:
    return open_desk(preset(Lesson.DEPTHWISE, "two-steps").build())


def plane(desk: Desk) -> int:
    return derive(desk.scene).place(desk.scene.step)[0]


def table(desk: Desk, name: str) -> GridView:
    found = desk.window.findChild(GridView, name)
    assert found is not None, name
    return found


def test_a_click_on_an_output_plane_makes_it_the_present_one(two_steps: Desk) -> None:
    two_steps.click("output-0", 1, 2)
    assert derive(two_steps.scene).place(two_steps.scene.step) == (3, 1, 2)
    two_steps.click("mixes", 2, 0)
    assert derive(two_steps.scene).place(two_steps.scene.step) == (5, 1, 2)
    assert two_steps.widget("mix_output").property("value") == 3
    two_steps.click("kernel-0", 2, 0)
    assert plane(two_steps) == 0
    assert two_steps.window.store.undo_stack.count() == 0


def test_shift_and_arrows_go_from_plane_to_plane(two_steps: Desk) -> None:
    two_steps.stage.setFocus()
    QTest.keyClick(two_steps.stage, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert plane(two_steps) == 1
    QTest.keyClick(two_steps.stage, Qt.Key.Key_Left, Qt.KeyboardModifier.ShiftModifier)
    QTest.keyClick(two_steps.stage, Qt.Key.Key_Up, Qt.KeyboardModifier.ShiftModifier)
    assert plane(two_steps) == 0


def test_weights_are_typed_pasted_and_undone(two_steps: Desk) -> None:
    kernel = table(two_steps, "depthwise_table")
    before = two_steps.scene.depthwise
    assert kernel.model().setData(kernel.model().index(0, 0), "1/2")
    assert two_steps.scene.depthwise.kernels.array[0, 0, 0] == 0.5
    mixes = table(two_steps, "mix_table")
    QGuiApplication.clipboard().setText("2\t3\t4")
    mixes.setFocus()
    QTest.keySequence(mixes, "Ctrl+V")
    assert two_steps.scene.depthwise.mixes.array[0].tolist() == [2, 3, 4]
    two_steps.menu("undo")
    two_steps.menu("undo")
    assert two_steps.scene.depthwise == before


def test_a_drag_of_the_slider_is_one_entry(two_steps: Desk) -> None:
    slider = two_steps.window.findChild(Slider, "mix_count")
    assert slider is not None
    slider.setValue(7)
    assert two_steps.scene.depthwise.count == 7
    assert "3 × 3 × 7" in two_steps.text
    two_steps.menu("undo")
    assert two_steps.scene.depthwise.count == 4


def test_a_bias_that_was_begun_as_another_lesson_came_asks_nothing(two_steps: Desk) -> None:
    count = two_steps.window.findChild(Number, "mix_output")
    bias = two_steps.window.findChild(QLineEdit, "mix_bias")
    assert count is not None
    assert bias is not None
    count.setValue(two_steps.scene.depthwise.count)
    bias.setFocus()
    bias.selectAll()
    QTest.keyClicks(bias, "3")
    literature = preset(Lesson.CONVOLUTION, "literature").build()
    two_steps.window.store.do(partial(edits.apply_preset, preset=literature, title="literature"))
    bias.editingFinished.emit()
    assert two_steps.scene == literature


def test_what_cannot_be_is_said_at_the_table(two_steps: Desk) -> None:
    mixes = table(two_steps, "mix_table")
    assert not mixes.model().setData(mixes.model().index(0, 0), "much")
    assert two_steps.widget("mixes_refusal").isVisible()
    box = two_steps.window.findChild(Number, "depthwise_height")
    assert box is not None
    box.setValue(9)
    assert two_steps.widget("depthwise_refusal").isVisible()
    assert two_steps.scene.depthwise.kernel == (3, 3)


def test_a_colour_photo_and_a_grey_one(two_steps: Desk, tmp_path: Path) -> None:
    rng = np.random.default_rng(2)
    Pillow.fromarray(rng.integers(0, 256, (40, 60, 3), np.uint8)).save(tmp_path / "colour.png")
    Pillow.fromarray(rng.integers(0, 256, (40, 60), np.uint8)).save(tmp_path / "grey.png")
    two_steps.drop_file(tmp_path / "colour.png")
    two_steps.qtbot.waitUntil(lambda: two_steps.scene.input.image.name == "colour.png")
    assert "40 × 60 × 3" in two_steps.text
    two_steps.drop_file(tmp_path / "grey.png")
    two_steps.qtbot.waitUntil(lambda: two_steps.scene.input.image.name == "grey.png")
    assert "40 × 60 × 3" in two_steps.text, "repeated to the three channels of the kernels"
