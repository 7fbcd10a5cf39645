"""Backwards, as a user works it: ask for a size, narrow the ranges, click a layer, undo."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QSpinBox, QTableView, QToolButton, QWidget

from app.content.lessons import preset
from app.core import Layer
from app.state.arithmetic_edits import layer_of
from app.state.derive import derive
from app.state.edits import apply_preset, set_padding, set_stride
from app.state.scene import Lesson
from tests.ui.inspector.conftest import Desk

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


@pytest.fixture
def desk(desk_of: Callable[..., Desk]) -> Desk:
    """On 28 × 28 cells that become 14 × 14."""
    return desk_of(preset(Lesson.ARITHMETIC, "halved").build())


def rows(desk: Desk) -> list[str]:
    """The table as it is read, the present layer with a star."""
    model = desk.find(QTableView, "layers").model()
    read = []
    for row in range(model.rowCount()):
        cells = [str(model.index(row, column).data()) for column in range(4)]
        tip = model.index(row, 0).data(Qt.ItemDataRole.ToolTipRole)
        read.append(" ".join(cells) + (" *" if "present" in tip else ""))
    return read


def type_number(desk: Desk, name: str, value: int) -> None:
    box = desk.find(QSpinBox, name)
    box.setFocus()
    box.selectAll()
    QTest.keyClicks(box, str(value))
    QTest.keyClick(box, Qt.Key.Key_Return)


def click_row(desk: Desk, row: int) -> None:
    table = desk.find(QTableView, "layers")
    index = table.model().index(row, 0)
    table.scrollTo(index)
    at = table.visualRect(index).center()
    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=at)


def test_the_layers_that_give_14_from_28_with_the_present_one_marked(desk: Desk) -> None:
    assert rows(desk)[:4] == ["1 2 0 1", "2 2 0 1", "3 2 1 1 *", "4 2 1 1"]
    assert desk.text("layers_found") == "30 layers"
    assert desk.text("target_from").strip() == "28 →"
    assert desk.find(QSpinBox, "target_size").value() == 14


def test_one_click_puts_a_layer_on_the_stage_and_one_undo_takes_it_back(desk: Desk) -> None:
    before = desk.scene
    click_row(desk, 3)
    assert layer_of(desk.scene) == Layer(4, 2, 1, 1)
    assert derive(desk.scene).output_shape == (14, 14)
    assert rows(desk)[3] == "4 2 1 1 *"
    assert desk.undo_titles() == ["layer k 4, s 2, p 1, d 1"]
    desk.store.undo_stack.undo()
    assert desk.scene == before
    assert rows(desk)[2] == "3 2 1 1 *"


def test_enter_puts_the_current_layer_on_the_stage(desk: Desk) -> None:
    table = desk.find(QTableView, "layers")
    table.setFocus()
    table.setCurrentIndex(table.model().index(1, 0))
    QTest.keyClick(table, Qt.Key.Key_Return)
    assert layer_of(desk.scene) == Layer(2, 2, 0, 1)


def test_another_size_is_asked_for(desk: Desk) -> None:
    type_number(desk, "target_size", 28)
    assert "3 1 1 1" in rows(desk)
    assert desk.undo_titles() == [], "a question changes nothing"
    click_row(desk, rows(desk).index("3 1 1 1"))
    assert derive(desk.scene).output_shape == (28, 28)


def test_narrower_ranges_find_fewer(desk: Desk) -> None:
    type_number(desk, "dilation_to", 1)
    type_number(desk, "kernel_to", 3)
    assert rows(desk) == ["1 2 0 1", "2 2 0 1", "3 2 1 1 *"]
    assert desk.text("layers_found") == "3 layers"


def test_where_no_layer_fits_it_says_so(desk: Desk) -> None:
    type_number(desk, "target_size", 500)
    assert rows(desk) == []
    assert desk.text("layers_found") == "no layers"
    assert not desk.find(QTableView, "layers").isVisible()


def test_a_range_that_ends_before_it_begins_says_why(desk: Desk) -> None:
    type_number(desk, "kernel_from", 9)
    type_number(desk, "kernel_to", 3)
    assert desk.text("layer_refusal") == "kernel (9, 3): ends before it begins; 9 or more fits"
    type_number(desk, "kernel_to", 9)
    assert desk.text("layer_refusal") == ""


def test_the_question_follows_the_size_of_the_stage(desk: Desk) -> None:
    desk.store.do(partial(set_stride, value=1))
    assert desk.find(QSpinBox, "target_size").value() == 28
    desk.store.do(partial(set_padding, padding=0))
    assert desk.find(QSpinBox, "target_size").value() == 26


def test_sizes_can_be_read_back(desk: Desk) -> None:
    button = desk.find(QToolButton, "reading_transposed")
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert desk.scene.reading.value == "transposed"
    desk.store.undo_stack.undo()
    assert desk.scene.reading.value == "direct"
    assert desk.find(QToolButton, "reading_direct").isChecked()


def test_other_lessons_do_not_show_the_form(desk: Desk) -> None:
    shown = ("layers", "reading")
    assert all(desk.find(QWidget, name).isVisible() for name in shown)
    assert desk.text("size_formula") == "", "the stage shows it"
    convolution = preset(Lesson.CONVOLUTION, "literature").build()
    desk.store.do(partial(apply_preset, preset=convolution, title="lesson"))
    assert not any(desk.find(QWidget, name).isVisible() for name in shown)
    assert desk.find(QLabel, "size_formula").isVisible()
    desk.store.undo_stack.undo()
    assert all(desk.find(QWidget, name).isVisible() for name in shown)
