"""The input: where it comes from, its part, size, channel, values and cells."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QDialog,
    QLabel,
    QLineEdit,
    QMenu,
    QPushButton,
    QToolButton,
    QWidget,
)

from app.content.samples.catalogue import SAMPLES
from app.state.edits import set_dilation, set_stride
from app.state.image import Image
from app.state.input_edits import set_cell, set_image, set_resample
from app.state.prepare import plane_shape, prepare
from app.state.scene import Channel, Crop, Input, Kernel, Lesson, Scale, Scene
from app.state.tensor import Tensor
from app.ui.crop import CropDialog, CropView
from app.ui.inspector.controls.numbers import Number
from app.ui.inspector.tables.grid import GridView
from tests.scenes import EXAMPLE, changed, image, photo
from tests.ui.inspector.conftest import Desk

LEFT = Qt.MouseButton.LeftButton
CTRL = Qt.KeyboardModifier.ControlModifier
MakeDesk = Callable[..., Desk]

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


def of(image: Image) -> Scene:
    kernel = Kernel("kernel", Tensor(np.ones((3, 3), np.int64)))
    return Scene(Lesson.CONVOLUTION, "example", Input(image), kernel)


def colour(height: int = 40, width: int = 60, note: str = "") -> Image:
    pixels = np.random.default_rng(3).integers(0, 256, (height, width, 3), np.uint8)
    return Image("holiday.png", Tensor(pixels), 255, note)


def unfold(desk: Desk) -> None:
    QTest.mouseClick(desk.find(QPushButton, "input_details"), LEFT)


def opened(desk: Desk, kind: type[QDialog]) -> QDialog:
    dialogs = [dialog for dialog in desk.inspector.findChildren(kind) if dialog.isVisible()]
    assert len(dialogs) == 1
    return dialogs[0]


def retype(box: QWidget | None, text: str) -> None:
    """Type over a number, and go on with Tab."""
    assert isinstance(box, Number)
    box.setFocus()
    box.selectAll()
    QTest.keyClicks(box, text)
    QTest.keyClick(box, Qt.Key.Key_Tab)


# ---- what it says


def test_the_input_says_its_name_size_and_values(desk_of: MakeDesk) -> None:
    desk = desk_of(of(colour(note="transparent parts laid over white")))
    assert desk.text("input_name") == "holiday.png"
    assert desk.text("input_size") == "40 × 60 · values 0–255"
    assert desk.text("input_note") == "transparent parts laid over white"
    fold = desk.find(QPushButton, "input_details")
    assert fold.text() == "▸  full size · grey · values 0–255"


def test_an_input_that_was_typed_over_says_so(desk_of: MakeDesk) -> None:
    desk = desk_of()
    name = desk.text("input_name")
    height, width = plane_shape(desk.scene.input)
    value = prepare(desk.scene.input)[0, 0].item()
    desk.store.do(partial(set_cell, row=0, column=0, value=9))
    assert desk.text("input_name") == f"{name}, edited"
    assert desk.text("input_size") == f"{height} × {width} · values 0–9"
    desk.store.do(partial(set_cell, row=0, column=0, value=value))
    assert desk.text("input_name") == name, "every number is its own again"
    desk.store.undo_stack.undo()
    assert desk.text("input_name") == f"{name}, edited"


def test_a_long_name_leaves_room_to_say_so(desk_of: MakeDesk) -> None:
    grid = image(np.arange(16).reshape(4, 4), "a long name of a grid " * 3)
    desk = desk_of(changed(set_cell(of(grid), 0, 0, 9)))
    assert desk.text("input_name").endswith(", edited")
    assert "…" in desk.text("input_name")


def test_the_thumbnail_is_tinted_for_a_grid_and_grey_for_a_photo(desk_of: MakeDesk) -> None:
    small = desk_of()
    toy = small.find(QLabel, "thumbnail").pixmap().toImage()
    assert not toy.allGray()
    assert (toy.width(), toy.height()) == (55, 55)  # five cells of eleven pixels
    large = desk_of(of(photo(300, 600)))
    grey = large.find(QLabel, "thumbnail").pixmap().toImage()
    assert grey.allGray()
    assert (grey.width(), grey.height()) == (56, 28)


# ---- where another comes from


def menu_action(desk: Desk, name: str) -> QAction:
    menu = desk.find(QMenu, "source_menu")
    menu.popup(QPoint(0, 0))
    menu.close()
    action = menu.findChild(QAction, name)
    assert action is not None
    return action


@pytest.mark.parametrize(
    ("action", "signal"), [("open_image", "open_requested"), ("paste_image", "paste_requested")]
)
def test_the_menu_asks_the_window_to_open_or_paste(desk: Desk, action: str, signal: str) -> None:
    with desk.bot.waitSignal(getattr(desk.inspector, signal)):
        menu_action(desk, action).trigger()


def test_every_sample_is_in_the_menu_with_its_picture_and_its_purpose(desk: Desk) -> None:
    assert len(SAMPLES) >= 10
    for sample in SAMPLES:
        action = menu_action(desk, f"sample_{sample.key}")
        assert action.text() == sample.title
        assert sample.purpose in action.toolTip()
        assert not action.icon().isNull()
    with desk.bot.waitSignal(desk.inspector.sample_requested) as asked:
        menu_action(desk, f"sample_{SAMPLES[1].key}").trigger()
    assert asked.args == [SAMPLES[1].key]


def is_drawn(action: QAction) -> bool:
    """Whether its icon shows anything at all."""
    image = action.icon().pixmap(28, 28).toImage()
    return any(image.pixelColor(x, image.height() // 2).alpha() for x in range(image.width()))


def test_the_menu_opens_at_once_and_draws_its_samples_one_by_one(desk: Desk) -> None:
    menu = desk.find(QMenu, "source_menu")
    actions = [menu.findChild(QAction, f"sample_{sample.key}") for sample in SAMPLES]
    drawn = [action for action in actions if action is not None]
    assert len(drawn) == len(SAMPLES)
    menu.aboutToShow.emit()
    assert not any(map(is_drawn, drawn))
    while not is_drawn(drawn[1]):
        QApplication.processEvents()  # one turn of the loop draws one sample at most
    menu.aboutToHide.emit()
    begun = sum(map(is_drawn, drawn))
    menu.aboutToShow.emit()
    assert sum(map(is_drawn, drawn)) == begun < len(drawn), "what is drawn stays"
    desk.bot.waitUntil(lambda: all(map(is_drawn, drawn)))
    menu.aboutToHide.emit()


def test_recent_files_are_listed_and_asked_for(desk: Desk, tmp_path: Path) -> None:
    assert not desk.find(QMenu, "recent_menu").isEnabled()
    desk.recent.add(tmp_path / "cat.png")
    menu_action(desk, "open_image")
    entry = desk.find(QMenu, "recent_menu").actions()[0]
    assert entry.text() == "cat.png"
    with desk.bot.waitSignal(desk.inspector.recent_requested) as asked:
        entry.trigger()
    assert asked.args == [str(tmp_path / "cat.png")]


def test_what_a_new_image_adjusted_is_said_and_forgotten_with_the_next_edit(desk: Desk) -> None:
    desk.store.do(partial(set_dilation, value=2))
    small = Image("dot", Tensor(np.ones((3, 3), np.uint8)), 255)
    desk.store.do(partial(set_image, image=small))
    assert desk.text("said") == "dilation set to 1, since the input is too small for it"
    desk.store.do(partial(set_stride, value=2))
    assert desk.text("said") == ""


# ---- how the plane is made


def test_resampling_makes_a_grid_that_can_be_read(desk_of: MakeDesk) -> None:
    desk = desk_of(of(colour(40, 60)))
    unfold(desk)
    QTest.keyClicks(desk.find(QComboBox, "resample"), "resam")
    assert desk.scene.input.resample == (11, 16)
    retype(desk.find(Number, "resample_rows"), "8")
    assert desk.scene.input.resample == (8, 16)
    assert desk.text("input_size") == "8 × 16 · values 0–255"
    QTest.keyClick(desk.find(QComboBox, "resample"), Qt.Key.Key_Up)
    assert desk.scene.input.resample is None
    assert not desk.find(Number, "resample_rows").isVisible()


def test_a_colour_image_gives_one_of_its_channels(desk_of: MakeDesk) -> None:
    image = colour()
    desk = desk_of(of(image))
    unfold(desk)
    QTest.keyClicks(desk.find(QComboBox, "channel"), "green")
    assert desk.scene.input.channel is Channel.GREEN
    assert np.array_equal(prepare(desk.scene.input), image.pixels.array[..., 1])
    assert desk.text("channel_words") == ""


def test_a_grey_image_says_why_there_is_no_channel_to_choose(desk: Desk) -> None:
    unfold(desk)
    assert not desk.find(QComboBox, "channel").isEnabled()
    assert desk.text("channel_words") == "A grey image has one channel only."


def test_values_are_as_stored_or_from_zero_to_one_and_always_stated(desk_of: MakeDesk) -> None:
    desk = desk_of(of(colour()))
    unfold(desk)
    assert desk.find(QToolButton, "scale_stored").text() == "stored, 0–255"
    QTest.mouseClick(desk.find(QToolButton, "scale_unit"), LEFT)
    assert desk.scene.input.scale is Scale.UNIT
    assert desk.text("input_size") == "40 × 60 · values 0–1"


# ---- crop


def crop_dialog(desk: Desk) -> tuple[CropDialog, CropView]:
    unfold(desk)
    QTest.mouseClick(desk.find(QPushButton, "crop"), LEFT)
    dialog = opened(desk, CropDialog)
    assert isinstance(dialog, CropDialog)
    desk.bot.waitUntil(dialog.isActiveWindow)
    return dialog, dialog.view


def press(dialog: QDialog, name: str) -> None:
    button = dialog.findChild(QPushButton, name)
    assert button is not None
    QTest.mouseClick(button, LEFT)


def pull(view: CropView, start: tuple[float, float], end: tuple[float, float]) -> None:
    """Drag between two places of the image, given as row and column."""
    first, last = (view.place_of(*place).toPoint() for place in (start, end))
    QTest.mousePress(view, LEFT, pos=first)
    QTest.mouseMove(view, last)
    QTest.mouseRelease(view, LEFT, pos=last)


def test_a_part_is_drawn_moved_resized_and_applied(desk_of: MakeDesk) -> None:
    desk = desk_of(of(colour(40, 60)))
    dialog, view = crop_dialog(desk)
    for name, value in (("top", "11"), ("height", "20"), ("left", "11"), ("width", "30")):
        retype(dialog.findChild(Number, f"crop_{name}"), value)
    assert view.crop == Crop(10, 10, 20, 30)
    pull(view, (20.5, 20.5), (22.5, 25.5))
    assert view.crop == Crop(12, 15, 20, 30)
    pull(view, (32.1, 45.1), (30.1, 40.1))
    assert view.crop == Crop(12, 15, 18, 25)
    words = dialog.findChild(QLabel, "crop_size")
    assert words is not None
    assert words.text() == "18 × 25 of 40 × 60"
    pull(view, (2.5, 2.5), (6.5, 9.5))
    assert view.crop == Crop(2, 2, 5, 8)
    press(dialog, "crop_apply")
    assert desk.scene.input.crop == Crop(2, 2, 5, 8)
    assert desk.undo_titles() == ["crop to 5 × 8"]
    assert desk.text("crop_words") == "5 × 8 from row 3, column 3"


def test_the_rectangle_moves_by_keys_and_stays_within_the_image(desk_of: MakeDesk) -> None:
    dialog, view = crop_dialog(desk := desk_of(of(colour(40, 60))))
    shift = Qt.KeyboardModifier.ShiftModifier
    QTest.keyClick(view, Qt.Key.Key_Left, shift | CTRL)
    QTest.keyClick(view, Qt.Key.Key_Up, shift)
    assert view.crop == Crop(0, 0, 39, 50)
    QTest.keyClick(view, Qt.Key.Key_Right, CTRL)
    QTest.keyClick(view, Qt.Key.Key_Right)
    QTest.keyClick(view, Qt.Key.Key_Down)
    QTest.keyClick(view, Qt.Key.Key_Down)
    assert view.crop == Crop(1, 10, 39, 50)
    press(dialog, "crop_cancel")
    assert desk.scene.input.crop is None


def test_the_whole_image_is_no_crop(desk_of: MakeDesk) -> None:
    shown = of(colour(40, 60))
    desk = desk_of(shown)
    dialog, view = crop_dialog(desk)
    retype(dialog.findChild(Number, "crop_height"), "5")
    press(dialog, "crop_whole")
    assert view.crop == Crop(0, 0, 40, 60)
    press(dialog, "crop_apply")
    assert desk.scene == shown
    assert desk.undo_titles() == []


def test_what_is_typed_keeps_the_part_within_the_image(desk_of: MakeDesk) -> None:
    desk = desk_of(of(colour(40, 60)))
    dialog, view = crop_dialog(desk)
    retype(dialog.findChild(Number, "crop_top"), "38")
    assert view.crop == Crop(37, 0, 3, 60)
    retype(dialog.findChild(Number, "crop_height"), "10")
    assert view.crop == Crop(30, 0, 10, 60)
    press(dialog, "crop_cancel")


# ---- cells


def cells(desk: Desk) -> tuple[QDialog, GridView]:
    unfold(desk)
    QTest.mouseClick(desk.find(QPushButton, "edit_cells"), LEFT)
    table = desk.find(GridView, "cells_table")
    dialog = table.window()
    assert isinstance(dialog, QDialog)
    desk.bot.waitUntil(dialog.isActiveWindow)
    return dialog, table


def type_cell(table: GridView, row: int, column: int, text: str) -> None:
    table.setCurrentIndex(table.model().index(row, column))
    QTest.keyClicks(table, text[0])
    editor = next(line for line in table.findChildren(QLineEdit, "cell_editor") if line.isVisible())
    QTest.keyClicks(editor, text[1:])
    QTest.keyClick(editor, Qt.Key.Key_Return)
    QApplication.processEvents()  # the view closes an editor a moment later


def test_cells_are_typed_over_and_come_back_with_undo(desk: Desk) -> None:
    dialog, table = cells(desk)
    type_cell(table, 1, 2, "-7")
    assert prepare(desk.scene.input)[1, 2] == -7
    assert desk.text("input_size") == "5 × 5 · values −7 to 3"
    assert desk.text("cells_words") == "1 typed over"
    QTest.keyClick(table, Qt.Key.Key_Z, CTRL)
    assert table.model().index(1, 2).data() == "1"
    dialog.close()


def test_a_pasted_block_is_one_entry_with_its_corner_at_the_cell(desk: Desk) -> None:
    dialog, table = cells(desk)
    table.setCurrentIndex(table.model().index(3, 3))
    QGuiApplication.clipboard().setText("9\t8\n7\t6")
    QTest.keyClick(table, Qt.Key.Key_V, CTRL)
    assert prepare(desk.scene.input)[3:, 3:].tolist() == [[9, 8], [7, 6]]
    assert desk.undo_titles() == ["paste 2 × 2 cells"]
    dialog.close()


def test_a_block_that_does_not_fit_is_refused_whole_and_in_words(desk: Desk) -> None:
    dialog, table = cells(desk)
    table.setCurrentIndex(table.model().index(4, 4))
    QGuiApplication.clipboard().setText("9\t8")
    QTest.keyClick(table, Qt.Key.Key_V, CTRL)
    note = dialog.findChild(QLabel, "cells_dialog_refusal")
    assert note is not None
    assert note.text() == "cell (5, 6): the input is 5 × 5"
    assert prepare(desk.scene.input).tolist() == EXAMPLE
    type_cell(table, 0, 0, "4")
    assert note.text() == ""
    dialog.close()


def test_the_table_closes_where_the_input_becomes_too_large(desk: Desk) -> None:
    dialog, _ = cells(desk)
    desk.store.do(partial(set_resample, size=(65, 65)))
    assert not dialog.isVisible()


def test_a_photo_says_why_its_cells_cannot_be_typed_over(desk_of: MakeDesk) -> None:
    desk = desk_of(of(photo(100, 100)))
    unfold(desk)
    assert not desk.find(QPushButton, "edit_cells").isEnabled()
    assert desk.text("cells_words") == "up to 64 × 64: resample first"
