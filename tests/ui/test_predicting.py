"""Predict as a student works it: type, check, try again, be shown, go on, leave."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QLineEdit, QToolButton

from app.content.lessons import LESSONS, preset
from app.services.export.formats import FORMATS
from app.state import edits
from app.state.player import at_step
from app.state.scene import Detail, Lesson, Scene
from app.ui.help import as_text
from app.ui.keys import KEYS
from app.ui.taking.export_dialog import Wish
from tests.picture.showing import block
from tests.ui.conftest import OpenDesk
from tests.ui.desk import Desk


def begun(desk: Desk) -> Desk:
    press(desk, Qt.Key.Key_F9)
    return desk


def press(desk: Desk, key: Qt.Key, modifier: Qt.KeyboardModifier | None = None) -> None:
    focused = QApplication.focusWidget() or desk.window
    QTest.keyClick(focused, key, modifier or Qt.KeyboardModifier.NoModifier)


def answer(desk: Desk, text: str) -> None:
    """Type a number where the focus is, and press Enter."""
    desk.type(text)
    desk.press("Enter")


def words(desk: Desk) -> str:
    return label(desk, "predict_words")


def score(desk: Desk) -> str:
    return label(desk, "predict_score")


def label(desk: Desk, name: str) -> str:
    found = desk.widget(name)
    assert isinstance(found, QLabel)
    return found.text()


def field(desk: Desk) -> QLineEdit:
    found = desk.widget("prediction")
    assert isinstance(found, QLineEdit)
    return found


def output(desk: Desk) -> str:
    """The rows of the output panel."""
    return "\n".join(block(desk.text, "Output").split("\n")[1:4])


# ---- answering


def test_the_button_hides_the_results_and_asks(desk: Desk) -> None:
    assert not desk.shows("predict_bar")
    desk.click_widget("predict_button")
    assert desk.shows("predict_bar")
    assert output(desk) == "? ? ?\n? ? ?\n? ? ?"
    assert desk.sentence == ("Step 1 of 9: predict output row 1, column 1, the sum of 9 products.")
    assert QApplication.focusWidget() is field(desk)
    assert field(desk).accessibleName() == "Your prediction of output row 1, column 1"
    assert "four significant digits are enough" in words(desk)
    assert desk.stage.accessibleDescription() == desk.sentence


def test_a_right_answer_is_shown_and_enter_goes_on(desk: Desk) -> None:
    answer(begun(desk), "12")
    assert output(desk).startswith("12  ?  ?")
    assert words(desk) == "Right. Enter goes on to the next step."
    assert score(desk) == "1 of 1 right at the first try"
    assert "is 12, the sum" in desk.sentence
    desk.press("Enter")
    assert desk.scene.step == 1
    assert field(desk).text() == ""
    assert output(desk).startswith("12  ?  ?")


def test_a_wrong_answer_is_explained_and_can_be_tried_again(desk: Desk) -> None:
    answer(begun(desk), "18")
    assert words(desk) == (
        "Not yet: 18 would be the sum with the kernel turned by 180°. Try again, or Show."
    )
    assert output(desk) == "? ? ?\n? ? ?\n? ? ?"
    answer(desk, "12")
    assert words(desk).startswith("Right.")
    assert score(desk) == "0 of 1 right at the first try", "the second try was"


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("", "nothing was typed"),
        ("1/0", "divides by 0"),
        ("1-2", "is not a number"),
        ("1x2", "“1x2” is not a number"),
        ("twelve", "“twelve” is not a number"),
    ],
)
def test_what_is_no_number_is_told_and_is_no_try(desk: Desk, typed: str, told: str) -> None:
    answer(begun(desk), typed)
    assert told in words(desk)
    answer(desk, "12")
    assert score(desk) == "1 of 1 right at the first try"


def test_what_is_pasted_stands_in_the_field_and_is_judged_whole(desk: Desk) -> None:
    begun(desk)
    for pasted, told in (("= 12", "“= 12” is not a number"), ("9" * 400, "is not a number")):
        QGuiApplication.clipboard().setText(pasted)
        field(desk).clear()
        field(desk).paste()
        assert field(desk).text() == pasted
        desk.press("Enter")
        assert told in words(desk)
    QGuiApplication.clipboard().setText("0" * 60 + "13")
    field(desk).clear()
    field(desk).paste()
    desk.press("Enter")
    assert words(desk).startswith(("Not yet: 13 ", "13 is not it"))


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
def test_a_question_mark_in_the_field_opens_the_keys(desk: Desk) -> None:
    begun(desk)
    desk.type("1")
    press(desk, Qt.Key.Key_Question)
    assert field(desk).text() == "1"
    assert desk.shows("help")


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter])
def test_show_tells_and_does_not_count(desk: Desk, key: Qt.Key) -> None:
    begun(desk)
    press(desk, key, Qt.KeyboardModifier.ControlModifier)
    assert field(desk).text() == "12"
    assert words(desk).startswith("This is the answer.")
    assert score(desk) == "0 of 1 right at the first try"
    desk.press("Enter")
    assert desk.scene.step == 1


def test_a_step_left_open_stays_hidden_while_playing_goes_on(desk: Desk) -> None:
    answer(begun(desk), "12")
    desk.press("PgDn", "PgDn")
    assert desk.scene.step == 2
    assert output(desk).startswith("12  ?  ?")
    desk.press("PgUp", "PgUp")
    assert field(desk).text() == "12"
    assert words(desk).startswith("Known already.")
    desk.window.timeline.go_last()
    assert output(desk) == "12  ?  ?\n ?  ?  ?\n ?  ?  ?"


def test_the_last_step_ends_with_the_score(open_desk: OpenDesk) -> None:
    desk = begun(open_desk(at_step(preset(Lesson.CONVOLUTION, "literature").build(), 8)))
    answer(desk, "14")
    desk.press("Enter")
    assert words(desk) == "That was the last step: 1 of 1 right at the first try."
    assert desk.scene.step == 8


def test_all_of_it_with_the_keyboard_alone(desk: Desk) -> None:
    begun(desk)
    for number in ("12", "12", "17", "10", "17", "19", "9", "6", "14"):
        answer(desk, number)
        desk.press("Enter")
    assert score(desk) == "9 of 9 right at the first try"
    assert output(desk) == "12 12 17\n10 17 19\n 9  6 14"


def test_the_tab_key_goes_from_the_stage_through_the_bar(desk: Desk) -> None:
    begun(desk)
    desk.stage.setFocus()
    passed = []
    for _ in range(4):
        press(desk, Qt.Key.Key_Tab)
        focused = QApplication.focusWidget()
        assert focused is not None
        passed.append(focused.objectName())
    assert passed == ["prediction", "predict_check", "predict_show", "predict_products_button"]


def test_a_number_that_is_begun_on_the_stage_goes_to_the_field(desk: Desk) -> None:
    begun(desk)
    desk.click("output", 1, 1)
    assert desk.scene.step == 4
    desk.stage.setFocus()
    answer(desk, "17")
    assert words(desk).startswith("Right.")


def test_products_are_hidden_too(desk: Desk) -> None:
    begun(desk)
    assert "Products  3 × 3\n0 3 4" in desk.text
    press(desk, Qt.Key.Key_F9, Qt.KeyboardModifier.ShiftModifier)
    assert "Products  3 × 3\n? ? ?" in desk.text
    desk.click_widget("predict_products_button")
    assert "Products  3 × 3\n0 3 4" in desk.text


# ---- beginning anew, and leaving


def test_another_number_begins_a_new_score(desk: Desk) -> None:
    answer(begun(desk), "12")
    assert score(desk)
    desk.window.store.do(lambda scene: edits.set_bias(scene, 5))
    assert score(desk) == ""
    assert output(desk) == "? ? ?\n? ? ?\n? ? ?"
    assert field(desk).text() == ""
    field(desk).setFocus()
    answer(desk, "12")
    assert "without the bias" in words(desk)


def test_a_display_that_changes_no_number_keeps_the_score(desk: Desk) -> None:
    answer(begun(desk), "12")
    desk.menu("reveal")
    assert score(desk) == "1 of 1 right at the first try"
    assert output(desk).startswith("12  ?  ?")


def test_leaving_shows_everything_again(desk: Desk) -> None:
    before = desk.text
    answer(begun(desk), "12")
    desk.menu("predict")
    assert desk.text == before
    assert not desk.shows("predict_bar")
    assert QApplication.focusWidget() is desk.stage
    begun(desk)
    assert score(desk) == "", "it begins anew"


def test_it_is_no_edit_and_in_no_file(desk: Desk, tmp_path: Path) -> None:
    scene = desk.scene
    answer(begun(desk), "12")
    assert desk.window.store.undo_stack.count() == 0
    assert desk.scene == scene
    assert not desk.window.documents.is_modified


def test_tap_by_tap_becomes_window_by_window(open_desk: OpenDesk) -> None:
    scene = preset(Lesson.CONVOLUTION, "literature").build()
    tapped = edits.set_detail(scene, Detail.TAP)
    desk = begun(open_desk(tapped.scene))  # type: ignore[union-attr]
    detail = desk.widget("detail")
    assert isinstance(detail, QComboBox)
    assert desk.scene.detail is Detail.WINDOW
    assert not detail.isEnabled()
    assert "whole sums" in detail.toolTip()
    desk.menu("predict")
    assert detail.isEnabled()
    assert "Tap by tap" in detail.toolTip()


# ---- where it can be used


def first(lesson: Lesson) -> Scene:
    return next(info for info in LESSONS if info.lesson is lesson).presets[0].build()


@pytest.mark.parametrize(
    ("lesson", "why"),
    [
        (Lesson.RECEPTIVE_FIELD, "a field of inputs"),
        (Lesson.OVERLAP, "counts stamps"),
        (Lesson.ARTEFACTS, "whole pictures"),
    ],
)
def test_where_there_is_no_number_the_button_says_why(
    open_desk: OpenDesk, lesson: Lesson, why: str
) -> None:
    desk = open_desk(first(lesson))
    button = desk.widget("predict_button")
    assert isinstance(button, QToolButton)
    assert not button.isEnabled()
    assert why in button.toolTip()
    press(desk, Qt.Key.Key_F9)
    assert not desk.shows("predict_bar")


def test_another_lesson_goes_on_or_ends_it(desk: Desk) -> None:
    answer(begun(desk), "12")
    desk.window.store.do(lambda scene: edits.reset(scene, first(Lesson.MULTI_CHANNEL)))
    assert desk.shows("predict_bar")
    assert score(desk) == ""
    assert "predict output channel 1" in desk.sentence
    desk.window.store.do(lambda scene: edits.reset(scene, first(Lesson.OVERLAP)))
    assert not desk.shows("predict_bar")
    assert not desk.action("predict").isChecked()
    desk.qtbot.waitUntil(lambda: "Predict has ended." in desk.message)
    assert "A step here counts stamps" in desk.message


def test_presenting_keeps_the_bar_and_its_keys(desk: Desk) -> None:
    begun(desk)
    press(desk, Qt.Key.Key_F5)
    assert desk.shows("predict_bar")
    assert not desk.shows("timeline")
    assert QApplication.focusWidget() is field(desk)
    assert field(desk).fontMetrics().height() > 18
    answer(desk, "12.0")
    assert words(desk).startswith("Right.")
    desk.press("Enter", "PgDn")
    assert desk.scene.step == 2
    press(desk, Qt.Key.Key_B)
    assert desk.stage.blank
    image = desk.window.grab().toImage()
    middle = image.width() // 2
    lights = {image.pixelColor(middle, y).name() for y in range(image.height())}
    assert lights == {"#000000"}, "the bar is as black as the stage"
    assert field(desk).text() == ""
    press(desk, Qt.Key.Key_B)
    assert not desk.stage.blank
    desk.press("Esc")
    assert desk.shows("timeline")
    assert desk.shows("predict_bar")


def test_esc_takes_back_what_was_typed(desk: Desk) -> None:
    begun(desk)
    desk.type("99")
    desk.press("Esc")
    assert field(desk).text() == ""
    assert desk.shows("predict_bar")


def test_space_plays_while_nothing_is_typed(desk: Desk) -> None:
    begun(desk)
    desk.press("Space")
    assert desk.window.timeline.player.playing
    desk.window.timeline.pause()
    desk.type("1 / 2")
    assert field(desk).text() == "1 / 2"


# ---- what is taken away, and said elsewhere


def test_what_is_copied_is_what_is_seen(desk: Desk) -> None:
    begun(desk)
    desk.menu("copy_equation")
    assert QGuiApplication.clipboard().text().startswith("3·0 + 3·1")
    assert "=  ?" in QGuiApplication.clipboard().text()
    desk.window.taking.copying.numbers("output")
    assert QGuiApplication.clipboard().text() == "\t\t\n\t\t\n\t\t"


def test_a_picture_is_exported_as_it_is_seen(desk: Desk, tmp_path: Path) -> None:
    begun(desk)
    desk.settled()
    svg = next(format_ for format_ in FORMATS if format_.ending == ".svg")
    wish = Wish(svg, colours="light", ratio=1, width=640, first=0, last=0, speed=2.0,
                steps="1", transparent=False)  # fmt: skip
    desk.window.exporting.export(tmp_path / "seen.svg", wish)
    assert (tmp_path / "seen.svg").read_text(encoding="utf-8").count(">?<") >= 9


def test_the_words_on_hover_tell_nothing(desk: Desk) -> None:
    answer(begun(desk), "12")
    place = desk.place("output", 1, 1)
    assert tip(desk, place) == "Output (2, 2) is to be predicted"
    assert tip(desk, desk.place("output", 0, 0)) == "Output (1, 1) = 12"


def tip(desk: Desk, point: QPoint) -> str:
    return desk.stage._words_at(point.x(), point.y())


def test_the_plots_leave_the_output_out(desk: Desk) -> None:
    begun(desk)
    desk.window.plots.set_unfolded(True)
    desk.settled()
    charts = desk.window.plots.charts
    assert charts is not None
    assert all("output" not in series.name.lower() for chart in charts for series in chart.series)
    desk.menu("predict")
    desk.qtbot.waitUntil(lambda: any(
        "output" in series.name.lower()
        for chart in desk.window.plots.charts or () for series in chart.series
    ))  # fmt: skip


def test_the_keys_are_listed_and_the_menu_has_it(desk: Desk) -> None:
    listed = as_text(KEYS)
    assert "F9: hide the results and predict them" in listed
    assert "Ctrl+Enter: show the answer" in listed
    assert "Double click | 0 | Ctrl+0: fit the picture again" in listed
    action = desk.window.findChild(QAction, "predict")
    assert isinstance(action, QAction)
    assert action.isCheckable()
    assert "F9" in action.toolTip()


def test_the_score_is_short_in_a_narrow_window(open_desk: OpenDesk) -> None:
    desk = begun(open_desk(size=(1024, 768)))
    answer(desk, "12")
    assert score(desk) == "1 of 1 at first try"
    assert desk.widget("predict_score").toolTip() == "1 of 1 right at the first try"


@pytest.mark.parametrize("size", [(1024, 768), (1366, 768), (1920, 1080)])
def test_nothing_in_the_bar_is_cut(open_desk: OpenDesk, size: tuple[int, int]) -> None:
    desk = begun(open_desk(size=size))
    answer(desk, "18")
    found = desk.widget("predict_words")
    assert isinstance(found, QLabel)
    assert found.heightForWidth(found.width()) <= found.height() + 4
    bar = desk.widget("predict_bar")
    for name in ("prediction", "predict_check", "predict_show", "predict_products_button"):
        part = desk.widget(name)
        assert bar.rect().contains(part.geometry())
        assert part.height() >= 24


# ---- two results on one stage


def test_one_result_is_asked_where_the_stage_shows_two(open_desk: OpenDesk) -> None:
    desk = begun(open_desk(preset(Lesson.VOLUME, "twice").build()))
    assert "as channels, 2D:  7 + 4 + 8\n" in desk.text
    assert "as slices, 3D:  7 + 4  =  ?" in desk.text
    assert "?" not in block(desk.text, "One plane")
    answer(desk, "19")
    assert words(desk).startswith("19 is right for the 2D reading, over all 3 channels")
    answer(desk, "11")
    assert score(desk) == "1 of 1 right at the first try", "the other result cost no try"
    assert "as channels, 2D:  7 + 4 + 8  =  19" in desk.text
    assert block(desk.text, "One plane").split("\n")[1].startswith("19")


def test_the_sum_before_a_relu_costs_no_try(open_desk: OpenDesk) -> None:
    desk = begun(open_desk(preset(Lesson.POINTWISE, "relu").build()))
    answer(desk, "-1")
    assert "the ReLU is still to come" in words(desk)
    answer(desk, "0")
    assert score(desk) == "1 of 1 right at the first try"
