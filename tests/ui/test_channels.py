"""Many channels as a user works them: planes, filters, tables, photos, undo."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QLineEdit, QListView, QPushButton

from app.content.kernels.catalogue import KERNELS
from app.content.kernels.filters import FILTERS
from app.content.lessons import preset
from app.state.derive import derive
from app.state.scene import Lesson
from app.ui.inspector.controls.numbers import Number
from app.ui.inspector.controls.slider import Slider
from app.ui.inspector.tables.cells_dialog import CellsDialog
from app.ui.inspector.tables.grid import GridView
from app.ui.timeline.cell_field import CellField
from tests.ui.conftest import OpenDesk
from tests.ui.desk import LEFT, NONE, Desk, saved
from tests.ui.sliders import drag


@pytest.fixture
def toy(open_desk: OpenDesk) -> Desk:
    return open_desk(preset(Lesson.MULTI_CHANNEL, "toy").build())


def place(desk: Desk) -> tuple[int, int, int]:
    """Channel, row and column of the step, from 1."""
    channel, row, column = derive(desk.scene).place(desk.scene.step)
    return channel + 1, row + 1, column + 1


def label(desk: Desk, name: str) -> str:
    found = desk.window.findChild(QLabel, name)
    assert found is not None, name
    return found.text() if found.isVisible() else ""


def number(desk: Desk, name: str) -> Number:
    found = desk.window.findChild(Number, name)
    assert found is not None, name
    return found


def table(desk: Desk) -> GridView:
    found = desk.window.findChild(GridView, "filter_table")
    assert found is not None
    return found


def rows(view: GridView) -> list[str]:
    model = view.model()
    return [
        " ".join(str(model.index(row, column).data()) for column in range(model.columnCount()))
        for row in range(model.rowCount())
    ]


def choose(desk: Desk, name: str, text: str) -> None:
    box = desk.window.findChild(QComboBox, name)
    assert box is not None, name
    found = box.findText(text)
    assert found >= 0, text
    box.setCurrentIndex(found)
    box.activated.emit(found)


def type_weight(desk: Desk, row: int, column: int, keys: str) -> None:
    view = table(desk)
    at = view.visualRect(view.model().index(row, column)).center()
    QTest.mouseClick(view.viewport(), LEFT, pos=at)
    QTest.keyClicks(view, keys[0])
    editor = next(each for each in view.findChildren(QLineEdit) if each.isVisible())
    QTest.keyClicks(editor, keys[1:])
    QTest.keyClick(editor, Qt.Key.Key_Return)
    QApplication.processEvents()


# ---- choosing channels


def test_the_lesson_is_chosen_from_the_list_and_undone(desk: Desk) -> None:
    view = desk.window.findChild(QListView, "lesson-list")
    assert view is not None
    model = view.model()
    found = [model.index(row, 0) for row in range(model.rowCount())]
    view.clicked.emit(next(index for index in found if index.data() == "Multi-channel"))
    assert desk.scene.lesson.value == "multi-channel"
    desk.qtbot.waitUntil(lambda: desk.widget("filter_table").isVisible())
    assert not desk.widget("kernel_table").isVisible()
    desk.menu("undo")
    assert desk.scene.lesson.value == "convolution"
    assert not desk.widget("filter_table").isVisible()


def test_a_click_on_an_output_plane_makes_its_channel_the_present_one(toy: Desk) -> None:
    behind = toy.stage.picture.panel("output-1")
    corner = QPoint(round(behind.rect.right - 4), round(behind.rect.y + 4))
    QTest.mouseClick(toy.stage, LEFT, NONE, corner)
    assert place(toy) == (2, 1, 3)
    assert number(toy, "filter").value() == 2
    assert rows(table(toy)) == ["0 1 0", "0 −1 0", "0 1 0"]
    assert toy.sentence.startswith("Step 12 of 18: output channel 2, row 1, column 3")


def test_a_click_on_a_thumbnail_keeps_the_place(toy: Desk) -> None:
    toy.click("output-0", 1, 2)
    toy.click("filter-1", 1, 4)
    assert place(toy) == (2, 2, 3)
    number(toy, "filter").setValue(1)
    assert place(toy) == (1, 2, 3)
    assert toy.undo_words[0] == "Undo", "stepping is no undo entry"


def test_hovering_a_thumbnail_lights_its_channel(toy: Desk) -> None:
    toy.hover("filter-1", 1, 1)
    assert "reach: 3 × 3 at (1, 1)" in toy.panel("Output 2")
    assert toy.sentence.startswith("Pointed at: output channel 2, row 1, column 1")
    toy.hover_point(QPoint(2, 2))
    assert "reach" not in toy.panel("Filter 2")


def test_shift_and_arrows_and_the_typed_cell_go_between_channels(toy: Desk) -> None:
    toy.click("output-0", 2, 1)
    toy.stage.setFocus()
    QTest.keyClick(toy.stage, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    assert place(toy) == (2, 3, 2)
    QTest.keyClick(toy.stage, Qt.Key.Key_Left, Qt.KeyboardModifier.ShiftModifier)
    assert place(toy) == (1, 3, 2)
    field = toy.window.findChild(CellField)
    assert field is not None
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, "2, 1, 3")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert place(toy) == (2, 1, 3)
    assert field.text() == "channel 2, row 1, column 3"


def test_a_hovered_plane_is_lifted_and_stays_under_the_pointer(toy: Desk) -> None:
    for key in ("input-2", "input-1"):
        toy.hover_point(QPoint(2, 2))
        rect = toy.stage.picture.panel(key).rect
        toy.hover_point(QPoint(round(rect.right - 4), round(rect.y + 4)))
        inputs = [panel.key for panel in toy.stage.picture.panels if panel.key.startswith("input")]
        assert inputs[-1] == key
        inside = toy.place(key, 2, 2)
        toy.hover_point(inside)
        assert toy.sentence.startswith(f"Input channel {'RGB'[int(key[-1])]}, row 3, column 3")


def test_an_input_cell_is_pinned_moved_and_typed_over_in_its_channel(toy: Desk) -> None:
    rect = toy.stage.picture.panel("input-1").rect
    toy.hover_point(QPoint(round(rect.right - 4), round(rect.y + 4)))
    toy.click("input-1", 2, 2)
    toy.stage.setFocus()
    toy.press("Right")
    assert toy.sentence.startswith("Input channel G, row 3, column 4 is 0")
    toy.press("Enter")
    toy.type("7")
    toy.press("Enter")
    (cell,) = toy.scene.input.edited
    assert (cell.channel, cell.row, cell.column, cell.value) == (1, 2, 3, 7)
    assert toy.undo_words[0] == "Undo channel 2, cell (3, 4) = 7"
    toy.menu("undo")
    assert not toy.scene.input.edited


def test_playing_channel_by_channel_is_chosen_at_the_timeline(toy: Desk) -> None:
    box = toy.window.findChild(QComboBox, "detail")
    assert box is not None
    names = [box.itemData(row).value for row in range(box.count())]
    assert names == ["window by window", "channel by channel", "tap by tap"]
    box.setCurrentIndex(1)
    box.activated.emit(1)
    assert "after 9 of 27 products" in toy.sentence
    toy.click_widget("forward")
    assert "after 18 of 27 products" in toy.sentence
    toy.click_widget("forward")
    assert toy.sentence.startswith("Step 1 of 18: output channel 1, row 1, column 1 is 10, the")
    toy.menu("undo")
    assert toy.scene.detail.value == "window by window"


# ---- the filters


def test_the_number_of_filters_is_one_undo_entry_for_a_drag(toy: Desk) -> None:
    slider = toy.window.findChild(Slider, "filter_count")
    assert slider is not None
    drag(slider, 6)
    assert toy.scene.filters.count == 6
    assert "6 filters: 168, 162 without the biases" in toy.text
    assert "× 6 filters = 1,458 multiplications (MACs)" in toy.text
    toy.menu("undo")
    assert toy.scene.filters.count == 2
    number(toy, "filter_count_value").setValue(64)
    assert toy.scene.filters.count == 64
    assert len([p for p in toy.stage.picture.panels if p.key.startswith("filter-")]) == 64


def test_a_weight_is_typed_into_the_chosen_channel_of_the_chosen_filter(toy: Desk) -> None:
    choose(toy, "filter_channel", "B")
    assert rows(table(toy)) == ["0 0 0", "−1 2 −1", "0 0 0"]
    type_weight(toy, 0, 1, "1/4")
    assert toy.scene.filters.weights.array[0, 2, 0, 1] == 0.25
    assert toy.undo_words[0] == "Undo filter 1, channel 3, (1, 2) = 0.25"
    type_weight(toy, 0, 1, "much")
    assert "much" in label(toy, "filters_refusal")
    assert toy.scene.filters.weights.array[0, 2, 0, 1] == 0.25
    toy.menu("undo")
    assert toy.scene.filters == preset(Lesson.MULTI_CHANNEL, "toy").build().filters


def test_every_channel_is_changed_at_once(toy: Desk) -> None:
    choose(toy, "filter_channel", "every")
    choose(toy, "filter_kernel", next(k.title for k in KERNELS if k.key == "sobel-x"))
    first, second = toy.scene.filters.weights.array
    assert (first == first[0]).all()
    assert first[0].tolist() == [[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]]
    assert not (second == second[0]).all()
    assert toy.undo_words[0] == "Undo Sobel x in every channel"


def test_a_table_is_pasted_into_one_channel(toy: Desk) -> None:
    choose(toy, "filter_channel", "G")
    QGuiApplication.clipboard().setText("1\t2\t3\n4\t5\t6\n7\t8\t9")
    view = table(toy)
    view.setFocus()
    QTest.keyClick(view, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert toy.scene.filters.weights.array[0, 1].ravel().tolist() == list(range(1, 10))
    assert toy.undo_words[0] == "Undo paste kernel in channel G"


def test_a_preset_of_filters_and_its_undo(toy: Desk) -> None:
    choose(toy, "filter_preset", next(each.title for each in FILTERS if each.key == "oriented"))
    assert toy.scene.filters.count == 8
    toy.menu("undo")
    assert toy.scene.filters.name == "Two toy filters"


def test_filters_for_three_channels_are_refused_at_a_grey_input(toy: Desk) -> None:
    choose(toy, "source", "one grey")
    assert toy.scene.filters.channels == 1
    assert "every filter has 1 kernel now" in label(toy, "said")
    choose(toy, "filter_preset", "Grey by luma")
    assert label(toy, "filters_refusal") == "filters of 3 kernels each: the input has 1 channel"


def test_a_bias_belongs_to_the_present_filter(toy: Desk) -> None:
    toy.click("filter-1", 0, 0)
    field = toy.window.findChild(QLineEdit, "filter_bias")
    assert field is not None
    field.setText("2,5")
    field.editingFinished.emit()
    assert toy.scene.filters.bias == (1, 2.5)
    assert "plus the bias 2.5" in toy.sentence
    field.setText("lots")
    field.editingFinished.emit()
    assert "lots" in label(toy, "filter_bias_refusal")
    assert field.text() == "2.5"


def test_the_size_of_all_kernels(toy: Desk) -> None:
    number(toy, "filter_height").setValue(1)
    assert toy.scene.filters.kernel == (1, 3)
    number(toy, "filter_width").setValue(9)
    assert "spans 9, more than the padded input's 7" in label(toy, "filters_refusal")
    assert number(toy, "filter_width").value() == 3


def test_both_readings_and_both_arrangements(toy: Desk) -> None:
    toy.click_widget("summing_one_3-d_filter")
    assert "27 products" in [each.text for each in toy.stage.picture.labels]
    toy.click_widget("arrangement_side_by_side")
    assert not any(panel.piled for panel in toy.stage.picture.panels)
    assert toy.equation.endswith("=  10\n(output 1, (1, 1), exact)")
    toy.menu("undo")
    toy.menu("undo")
    assert "Result of R" in toy.text


# ---- the input


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
def test_cells_are_typed_over_in_a_table_of_one_channel(toy: Desk) -> None:
    button = toy.window.findChild(QPushButton, "edit_cells")
    assert button is not None
    button.click()
    dialog = toy.window.findChild(CellsDialog)
    assert dialog is not None
    box = dialog.findChild(QComboBox, "cells_channel")
    assert box is not None
    assert [box.itemText(row) for row in range(box.count())] == ["R", "G", "B"]
    box.activated.emit(2)
    assert dialog.model.values[0].tolist() == [2, 1, 0, 0, 1]
    dialog.model.setData(dialog.model.index(0, 2), "5")
    (cell,) = toy.scene.input.edited
    assert (cell.channel, cell.row, cell.column, cell.value) == (2, 0, 2, 5)
    assert dialog.model.values[0].tolist() == [2, 1, 5, 0, 1]
    dialog.close()


def test_a_grey_photo_is_repeated_and_said_and_can_be_one_channel(
    toy: Desk, tmp_path: Path
) -> None:
    grey = np.random.default_rng(1).integers(0, 256, (80, 90), np.uint8)
    assert toy.drop_file(saved(tmp_path / "grey.png", grey))
    toy.qtbot.waitUntil(lambda: toy.scene.input.image.name == "grey.png", timeout=20_000)
    assert label(toy, "said") == (
        "grey.png is grey: it is repeated to three channels, or choose one at “Channels”"
    )
    assert "Input 3" in toy.text
    choose(toy, "source", "one grey")
    assert toy.scene.filters.channels == 1
    assert "Input grey" in toy.text
    toy.menu("undo")
    assert toy.scene.filters.channels == 3


def test_a_colour_photo_comes_out_of_the_background(toy: Desk, tmp_path: Path) -> None:
    pixels = np.random.default_rng(2).integers(0, 256, (700, 900, 3), np.uint8)
    assert toy.drop_file(saved(tmp_path / "colour.png", pixels))
    toy.qtbot.waitUntil(lambda: toy.scene.input.image.name == "colour.png", timeout=20_000)
    toy.settled()
    assert toy.panel("Input B").startswith("Input B  700 × 900")
    assert toy.panel("Output 2").startswith("Output 2  350 × 450\nvalues")
    whole = toy.stage.picture.panel("input-0").visible
    toy.wheel(toy.place("input-0", 350, 450), 12)
    seen = [toy.stage.picture.panel(f"input-{number}").visible for number in range(3)]
    assert seen[0] == seen[1] == seen[2]
    assert seen[0].width < whole.width / 4


def test_the_window_glides_over_all_planes(open_desk: OpenDesk) -> None:
    desk = open_desk(preset(Lesson.MULTI_CHANNEL, "toy").build(), motion=True)
    desk.stage.setFocus()
    desk.press("Right")
    moment = desk.stage.stage_input().moment
    assert (moment.step, moment.toward) == (0, 1)
    desk.qtbot.waitUntil(lambda: desk.stage.stage_input().moment.is_still)
    outlines = [line for line in desk.text.split("\n") if line == "step: 3 × 3 at (0, 2)"]
    assert len(outlines) == 3


def test_the_equation_is_copied(toy: Desk) -> None:
    toy.menu("copy_equation")
    copied = QGuiApplication.clipboard().text()
    assert copied.startswith("R (0·1 + 0·0")
    assert copied.endswith("+ 1 = 10")


@pytest.mark.parametrize("theme", ["light", "dark", "projector"])
@pytest.mark.parametrize("key", ["toy", "block", "sixteen", "opponents"])
def test_it_is_painted_in_every_theme(open_desk: OpenDesk, key: str, theme: str) -> None:
    desk = open_desk(preset(Lesson.MULTI_CHANNEL, key).build(), theme=theme)
    desk.settled()
    assert len(np.unique(desk.pixels().copy().view(np.uint32))) > 20
    desk.hover("filter-0", 0, 0)
    desk.hover("input-0", 2, 2)
    assert "reaches" in desk.sentence
    assert len(np.unique(desk.pixels().copy().view(np.uint32))) > 20
