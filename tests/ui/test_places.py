"""The window on a photo stays where it looks, whichever parameter is set."""

from __future__ import annotations

import pytest
from PySide6.QtTest import QTest

from app.content.lessons import preset
from app.state.player import at_step
from app.state.scene import Lesson
from app.ui.inspector.controls.numbers import Number
from app.ui.inspector.controls.slider import Slider
from tests.scenes import convolved
from tests.ui import sliders
from tests.ui.conftest import OpenDesk
from tests.ui.desk import Desk

ROW, COLUMN = 417, 700
"""The input cell under the middle of the window, from 0."""


@pytest.fixture
def edges(open_desk: OpenDesk) -> Desk:
    """Edges in a photo, which the window has been taken to."""
    desk = open_desk(preset(Lesson.CONVOLUTION, "edges").build())
    columns = desk.window.store.scene.input.image.width - 2
    desk.window.store.step_to(at_step(desk.scene, (ROW - 1) * columns + COLUMN - 1))
    assert middle(desk) == (ROW, COLUMN)
    return desk


def middle(desk: Desk) -> tuple[float, ...]:
    """Row and column of the photo in the middle of the window's cells."""
    step = convolved(desk.scene).step
    return tuple((cells[0] + cells[-1]) / 2 for cells in step.window)


def slider(desk: Desk, name: str) -> Slider:
    found = desk.window.findChild(Slider, name)
    assert found is not None, name
    return found


def type_size(desk: Desk, size: int) -> None:
    box = desk.window.findChild(Number, "kernel_height")
    assert box is not None
    box.selectAll()
    QTest.keyClicks(box, f"{size}\r")


def test_a_larger_kernel_looks_at_the_same_place(edges: Desk) -> None:
    type_size(edges, 5)
    assert edges.scene.kernel.shape == (5, 5)
    assert middle(edges) == (ROW, COLUMN)
    assert "row 416, column 699" in edges.sentence


def test_a_wider_stride_and_the_way_back_in_one_drag(edges: Desk) -> None:
    before = edges.scene
    stride = slider(edges, "stride")
    sliders.press(stride)
    for value in (2, 3, 4):
        sliders.move(stride, value)
        assert all(
            abs(at - was) <= value / 2 for at, was in zip(middle(edges), (ROW, COLUMN), strict=True)
        )
    sliders.move(stride, 3, 2, 1)
    sliders.release(stride, 1)
    assert edges.scene == before
    assert edges.undo_words[0] == "Undo"


def test_undo_and_redo_go_to_the_very_steps(edges: Desk) -> None:
    before = edges.scene
    sliders.drag(slider(edges, "stride"), 3)
    after = edges.scene
    edges.menu("undo")
    assert edges.scene == before
    edges.menu("redo")
    assert edges.scene == after


def test_padding_and_dilation_leave_it_there(edges: Desk) -> None:
    sliders.drag(slider(edges, "padding"), 2)
    assert middle(edges) == (ROW, COLUMN)
    sliders.drag(slider(edges, "dilation"), 3)
    assert middle(edges) == (ROW, COLUMN)
