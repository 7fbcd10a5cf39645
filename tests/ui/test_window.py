"""The window as a user works it: the main path, from the kernel to the last step and back."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit, QListView, QTableView, QWidget

from app.services.settings import Settings
from app.state.scene import Detail
from app.ui.inspector.controls.slider import Slider
from app.ui.timeline.scrub import Scrub
from tests.picture.showing import example
from tests.scenes import image, photo, scene
from tests.ui.conftest import OpenDesk
from tests.ui.desk import LEFT, NONE, Desk, saved
from tests.ui.sliders import drag


def slider_of(desk: Desk, name: str) -> Slider:
    found = desk.widget(name)
    assert isinstance(found, Slider)
    return found


def type_weight(desk: Desk, row: int, column: int, text: str) -> None:
    """Click a weight in the kernel's table and type over it."""
    table = desk.widget("kernel_table")
    assert isinstance(table, QTableView)
    place = table.visualRect(table.model().index(row, column)).center()
    QTest.mouseClick(table.viewport(), LEFT, NONE, place)
    QTest.keyClicks(table, text[0])
    editor = next(each for each in table.findChildren(QLineEdit) if each.isVisible())
    QTest.keyClicks(editor, text[1:])
    QTest.keyClick(editor, Qt.Key.Key_Return)
    QApplication.processEvents()  # the table closes its editor a moment later


# ---- the main path


def test_from_a_dropped_photo_to_its_last_step(desk: Desk, tmp_path: Path) -> None:
    pixels = photo(40, 50).pixels.array
    desk.drop_file(saved(tmp_path / "photo.png", pixels))
    desk.qtbot.waitUntil(lambda: desk.scene.input.image.name == "photo.png")
    drag(slider_of(desk, "stride"), 2)
    drag(slider_of(desk, "padding"), 1)
    drag(slider_of(desk, "dilation"), 2)
    desk.settled()
    assert desk.panel("Output").startswith("Output  19 × 24")
    desk.stage.setFocus()
    desk.press("End")
    assert desk.sentence.startswith("Step 456 of 456: output row 19, column 24 is")
    padded = np.pad(pixels, 1).astype(int)
    taps = padded[36:41:2, 46:51:2] * desk.scene.kernel.weights.array
    assert desk.equation.splitlines()[-2].endswith(f"=  {taps.sum()}")


# ---- edits, undo and redo


def test_a_kernel_cell_is_typed_over(desk: Desk) -> None:
    type_weight(desk, 0, 0, "5")
    assert desk.panel("Kernel").split("\n")[1] == "5 1 2"
    assert desk.sentence.startswith("Step 1 of 9: output row 1, column 1 is 27")
    assert desk.undo_words == ("Undo weight (1, 1) = 5", "Redo")


def test_undo_and_redo_name_what_they_do(desk: Desk) -> None:
    before = desk.text
    type_weight(desk, 0, 0, "5")
    after = desk.text
    drag(slider_of(desk, "stride"), 2)
    assert desk.undo_words == ("Undo stride 2", "Redo")
    desk.menu("undo")
    assert desk.undo_words == ("Undo weight (1, 1) = 5", "Redo stride 2")
    assert desk.text == after
    desk.menu("undo")
    assert desk.text == before
    assert desk.undo_words == ("Undo", "Redo weight (1, 1) = 5")
    desk.menu("redo")
    assert desk.text == after


def test_a_drag_of_the_slider_is_one_undo_and_shows_every_value(desk: Desk) -> None:
    seen = []
    desk.window.store.changed.connect(lambda scene: seen.append(scene.parameters.stride[0]))
    drag(slider_of(desk, "stride"), 2, 3, 2)
    assert seen == [2, 3, 2]
    assert desk.window.store.undo_stack.count() == 1
    assert desk.undo_words[0] == "Undo stride 2"
    assert desk.panel("Output").startswith("Output  2 × 2")


def test_what_cannot_be_is_said_and_the_picture_stays(desk: Desk) -> None:
    before = desk.panel("Output")
    drag(slider_of(desk, "dilation"), 4)
    assert desk.message.startswith("Kernel 3: spans 9 with dilation 4")
    assert desk.panel("Output") == before
    assert desk.window.store.undo_stack.count() == 0
    assert slider_of(desk, "dilation").value() == 1
    drag(slider_of(desk, "dilation"), 2)
    assert desk.message == "", "an edit that succeeds clears the line"


def test_reset_returns_to_the_example_and_can_be_undone(desk: Desk) -> None:
    opening = desk.text
    type_weight(desk, 1, 1, "-4")
    drag(slider_of(desk, "padding"), 1)
    changed = desk.text
    desk.menu("reset")
    assert desk.text == opening
    assert desk.undo_words[0] == "Undo reset"
    desk.menu("undo")
    assert desk.text == changed


def test_stepping_is_never_undone(desk: Desk) -> None:
    desk.press("Right", "Down", "End")
    desk.click("output", 1, 1)
    assert desk.undo_words == ("Undo", "Redo")
    drag(slider_of(desk, "padding"), 1)
    desk.press("End")
    desk.menu("undo")
    assert desk.scene.step <= 8


@pytest.mark.parametrize(
    ("keys", "name"),
    [("Ctrl+Z", "undo"), ("Ctrl+Y", "redo"), ("Ctrl+Shift+Z", "redo"), ("Ctrl+R", "reset")],
)
def test_the_usual_keys_are_there(desk: Desk, keys: str, name: str) -> None:
    assert QKeySequence(keys) in desk.action(name).shortcuts()


def test_keys_undo_and_redo(desk: Desk) -> None:
    drag(slider_of(desk, "padding"), 1)
    desk.stage.setFocus()
    QTest.keySequence(desk.stage, QKeySequence("Ctrl+Z"))
    assert desk.panel("Output").startswith("Output  3 × 3")
    QTest.keySequence(desk.stage, QKeySequence("Ctrl+Y"))
    assert desk.panel("Output").startswith("Output  5 × 5")


# ---- stepping


def test_buttons_step(desk: Desk) -> None:
    desk.click_widget("forward")
    desk.click_widget("forward")
    assert desk.sentence.startswith("Step 3 of 9")
    desk.click_widget("back")
    assert desk.sentence.startswith("Step 2 of 9")
    desk.click_widget("last")
    assert desk.sentence.startswith("Step 9 of 9")
    desk.click_widget("first")
    assert desk.sentence.startswith("Step 1 of 9")


def test_a_typed_cell_is_the_step(desk: Desk) -> None:
    desk.click_widget("cell")
    desk.type("2, 3")
    desk.press("Enter")
    assert desk.sentence.startswith("Step 6 of 9: output row 2, column 3 is 19")


def test_a_typed_cell_that_is_not_there_is_explained(desk: Desk) -> None:
    desk.click_widget("cell")
    desk.type("9, 9")
    desk.press("Enter")
    assert desk.message == "Row 9: the output has rows 1 to 3"
    assert desk.sentence.startswith("Step 1 of 9")


def test_scrubbing_follows_the_pointer(desk: Desk) -> None:
    scrub = desk.widget("scrub")
    assert isinstance(scrub, Scrub)
    middle = scrub.height() // 2
    QTest.mousePress(scrub, LEFT, NONE, QPoint(scrub.width() - 9, middle))
    assert desk.sentence.startswith("Step 9 of 9")
    QTest.mouseMove(scrub, QPoint(scrub.width() // 2, middle))
    assert desk.sentence.startswith("Step 5 of 9")
    QTest.mouseRelease(scrub, LEFT, NONE, QPoint(scrub.width() // 2, middle))
    assert desk.sentence.startswith("Step 5 of 9")


def test_playing_runs_to_the_end_and_stops(desk: Desk) -> None:
    desk.window.timeline.bar.speed.setCurrentText("60 / s")
    desk.window.timeline.bar.speed.activated.emit(desk.window.timeline.bar.speed.currentIndex())
    desk.press("Space")
    desk.qtbot.waitUntil(lambda: not desk.window.timeline.player.playing)
    assert desk.sentence.startswith("Step 9 of 9")
    assert "·" not in desk.panel("Output"), "every output has appeared"


def test_a_loop_begins_anew(desk: Desk) -> None:
    desk.window.timeline.bar.speed.setCurrentText("60 / s")
    desk.window.timeline.bar.speed.activated.emit(desk.window.timeline.bar.speed.currentIndex())
    desk.click_widget("loop")
    steps: list[int] = []
    desk.window.store.changed.connect(lambda scene: steps.append(scene.step))
    desk.click_widget("play")
    desk.qtbot.waitUntil(lambda: steps.count(0) >= 2)
    assert desk.window.timeline.player.playing
    desk.click_widget("play")


def test_tap_by_tap_the_products_add_up(desk: Desk) -> None:
    detail = desk.window.timeline.bar.detail
    detail.setCurrentIndex(1)
    detail.activated.emit(1)
    assert desk.scene.detail is Detail.TAP
    assert desk.sentence == "Step 1 of 9: output row 1, column 1 is 0 after 1 of 9 products."
    desk.press("PgDn", "PgDn")
    assert desk.sentence == "Step 1 of 9: output row 1, column 1 is 7 after 3 of 9 products."
    assert desk.undo_words[0] == "Undo tap by tap"


def test_a_photo_of_millions_of_steps_plays_rows_at_a_time(open_desk: OpenDesk) -> None:
    desk = open_desk(scene(np.zeros((1200, 1600), np.uint8), [[1]]))
    assert desk.window.timeline.bar.note.text() == "a row at a time"
    desk.press("Space")
    desk.qtbot.waitUntil(lambda: desk.scene.step > 1600)
    desk.press("Space")
    assert desk.scene.step % 1600 == 0


# ---- how it looks


def test_the_theme_is_chosen_in_the_menu(desk: Desk) -> None:
    light = desk.pixels()
    desk.menu("theme_dark")
    assert desk.pixels()[..., :3].mean() < 100 < light[..., :3].mean()
    assert desk.window.settings.theme == "dark"
    desk.menu("theme_projector")
    assert desk.stage.theme.large
    assert desk.stage.stage_input().presenting, "large letters"
    desk.menu("theme_light")
    assert (desk.pixels() == light).all()


def test_motion_is_switched_off_in_the_menu(open_desk: OpenDesk) -> None:
    desk = open_desk(motion=True)
    assert desk.action("motion").isChecked()
    desk.menu("motion")
    desk.press("Right")
    assert desk.stage.stage_input().moment.is_still
    assert not desk.window.settings.motion


def test_the_output_appears_step_by_step_or_whole(desk: Desk) -> None:
    assert desk.action("reveal").isChecked()
    desk.menu("reveal")
    assert "·" not in desk.panel("Output")
    assert desk.undo_words[0] == "Undo output whole"
    desk.menu("undo")
    assert "·" in desk.panel("Output")
    assert desk.action("reveal").isChecked()


@pytest.mark.parametrize(("key", "part"), [("F6", "lessons"), ("F7", "inspector")])
def test_panels_fold_and_stay_folded(open_desk: OpenDesk, key: str, part: str) -> None:
    desk = open_desk()
    wide = desk.stage.width()
    desk.press(key)
    assert not getattr(desk.window, part).isVisible()
    desk.qtbot.waitUntil(lambda: desk.stage.width() > wide)
    desk.window.leave()
    again = open_desk()
    assert not getattr(again.window, part).isVisible()
    again.press(key)
    assert getattr(again.window, part).isVisible()


def test_plots_unfold_under_the_stage(desk: Desk) -> None:
    tall = desk.stage.height()
    desk.press("F8")
    desk.qtbot.waitUntil(lambda: desk.window.plots.charts is not None)
    desk.qtbot.waitUntil(lambda: desk.stage.height() < tall)
    assert desk.action("fold_plots").isChecked()
    QTest.mouseClick(desk.window.plots.toggle, LEFT)
    assert not desk.action("fold_plots").isChecked()
    desk.qtbot.waitUntil(lambda: desk.stage.height() == tall)


def test_speed_and_loop_are_remembered(open_desk: OpenDesk) -> None:
    desk = open_desk()
    desk.click_widget("loop")
    desk.window.leave()
    assert open_desk().window.timeline.player.loop


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_the_help_sheet_opens_and_closes(desk: Desk) -> None:
    desk.menu("help")
    sheets = [each for each in desk.window.findChildren(QDialog) if each.isVisible()]
    assert len(sheets) == 1
    sheets[0].reject()
    desk.qtbot.waitUntil(lambda: not [
        each for each in desk.window.findChildren(QDialog) if each.isVisible()
    ])  # fmt: skip


# ---- results


def test_a_large_result_comes_later_and_the_step_never_waits(open_desk: OpenDesk) -> None:
    pixels = np.arange(900 * 1200, dtype=np.int64).reshape(900, 1200) % 251
    large = image(pixels.astype(np.uint8), "large", 255)
    shown = replace(scene(weights=np.ones((5, 5), int)), input=replace(scene().input, image=large))
    desk = open_desk(shown)
    desk.press("Right")
    assert desk.sentence.startswith("Step 2 of")
    assert desk.sentence.split(" is ")[1].startswith(str(pixels[:5, 1:6].sum()))
    desk.settled()
    assert "computing" not in desk.text


def test_a_result_that_cannot_be_exact_is_explained(open_desk: OpenDesk) -> None:
    huge = scene(np.full((3, 3), 2**62), np.full((3, 3), 10**6))
    desk = open_desk(huge)
    assert "not computed: the kernel must keep every sum within 64 bits" in desk.text
    assert desk.pixels().std() > 0
    desk.press("Right")


# ---- ends


def test_closing_ends_threads_and_timers(open_desk: OpenDesk) -> None:
    desk = open_desk(scene(np.zeros((1200, 1600), np.uint8), np.ones((11, 11), int)))
    desk.press("Space", "F8")
    desk.window.leave()
    assert not desk.window.timeline.player.playing
    assert not desk.window.isVisible()


def test_two_windows_do_not_disturb_each_other(open_desk: OpenDesk) -> None:
    one, other = open_desk(), open_desk(example("bias"))
    other.press("Right")
    assert one.sentence.startswith("Step 1 of 9: output row 1, column 1 is 12")
    assert other.sentence.startswith("Step 2 of 9")


def test_settings_that_are_nonsense_open_the_usual_window(
    open_desk: OpenDesk, tmp_path: Path
) -> None:
    stored = Settings(tmp_path / "settings.ini")
    stored.folded = ["plots", "nothing", "stage"]
    stored.save()
    desk = open_desk()
    assert desk.stage.isVisible()
    assert desk.window.inspector.isVisible()
    for name in ("undo", "redo", "open", "present", "fit", "help", "reset"):
        assert desk.action(name).text()


def test_nothing_on_the_clipboard_changes_hands_by_itself(desk: Desk) -> None:
    QGuiApplication.clipboard().setText("mine")
    desk.press("Right", "Down", "Esc")
    assert QGuiApplication.clipboard().text() == "mine"


def test_every_action_has_a_name_and_says_what_it_does(desk: Desk) -> None:
    for name, action in desk.window.actions_.items():
        assert action.objectName() == name
        assert action.text()
        assert action.toolTip()


def test_the_tab_key_reaches_stage_inspector_and_timeline(desk: Desk) -> None:
    desk.stage.setFocus()
    reached: list[QWidget] = [desk.stage]
    QTest.keyClick(desk.stage, Qt.Key.Key_Tab)
    while desk.stage is not (focused := QApplication.focusWidget()) and len(reached) < 200:
        assert focused is not None
        reached.append(focused)
        QTest.keyClick(focused, Qt.Key.Key_Tab)
    assert len(reached) < 200, "the tab key goes round"
    names = {widget.objectName() for widget in reached}
    assert {"stage", "kernel_table", "stride", "padding", "scrub", "play"} <= names


@pytest.mark.parametrize(("view", "row"), [("lesson-list", 8), ("preset-list", 2)])
def test_after_a_click_in_a_list_the_arrow_keys_step(desk: Desk, view: str, row: int) -> None:
    rows = desk.widget(view)
    assert isinstance(rows, QListView)
    place = rows.visualRect(rows.model().index(row, 0)).center()
    QTest.mouseClick(rows.viewport(), LEFT, NONE, place)
    before = desk.scene.step
    for _ in range(2):
        QTest.keyClick(focus_of(desk), Qt.Key.Key_Right)
    assert desk.scene.step == before + 2


def focus_of(desk: Desk) -> QWidget:
    widget = desk.window.focusWidget()
    assert widget is not None
    return widget
