"""The stage as a user works it: pointing, clicking, keys, wheel, drag, typing over cells."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QObject, QPoint, QSize, Qt
from PySide6.QtGui import QHelpEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QToolTip, QWidget

from app.services.background import results
from app.state.edits import set_bias
from app.state.image import Image
from app.state.input_edits import set_resample
from app.state.requests import Request, Result, Watch, compute
from app.state.scene import Detail, Input, Parameters, Scene
from app.state.tensor import Tensor
from app.state.view import Target, View
from tests.picture.showing import example
from tests.scenes import photo, scene
from tests.ui.conftest import OpenDesk
from tests.ui.desk import LEFT, NONE, Desk

PHOTO = replace(scene(photo(90, 120).pixels.array, np.ones((3, 3), int)), step=45 * 118 + 60)


# ---- pointing


def test_hovering_reads_both_ways_and_leaving_ends_it(desk: Desk) -> None:
    plain = desk.text
    desk.hover("output", 1, 2)
    assert desk.sentence.startswith("Pointed at: output row 2, column 3 is 19")
    desk.hover("input", 2, 2)
    assert desk.sentence == "Input row 3, column 3 is 2 and reaches 9 outputs."
    desk.hover("kernel", 0, 2)
    assert desk.sentence.startswith("Kernel row 1, column 3 is 2 and meets")
    QApplication.sendEvent(desk.stage, QEvent(QEvent.Type.Leave))
    assert desk.text == plain


@pytest.mark.parametrize("panel", ["window", "weights", "products"])
def test_moving_over_the_close_up_does_not_flicker(desk: Desk, panel: str) -> None:
    for row in range(3):
        for column in range(3):
            desk.hover(panel, row, column)
            assert f"column {column + 1}" in desk.sentence
            assert [p.key for p in desk.stage.picture.panels][3:6] == [
                "window", "weights", "products",
            ]  # fmt: skip


def test_over_a_fan_out_the_pointer_finds_nothing_new(desk: Desk) -> None:
    desk.click("input", 2, 2)
    pinned = desk.text
    for panel in ("cell", "fan-weights", "fan-out"):
        desk.hover(panel, 0, 0)
        assert desk.text == pinned
        desk.click(panel, 0, 0)
        assert desk.text == pinned, "a click on it pins nothing else"


def test_from_a_hovered_fan_out_the_step_comes_back(desk: Desk) -> None:
    desk.hover("input", 2, 2)
    desk.hover("fan-out", 0, 0)
    assert desk.sentence.startswith("Step 1 of 9")


def test_the_pointer_is_a_hand_where_a_click_does_something(desk: Desk) -> None:
    desk.hover("output", 0, 0)
    assert desk.stage.cursor().shape() is Qt.CursorShape.PointingHandCursor
    desk.hover_point(QPoint(2, 2))
    assert desk.stage.cursor().shape() is Qt.CursorShape.ArrowCursor


# ---- clicking and pins


def test_a_click_on_an_output_makes_it_the_step(desk: Desk) -> None:
    desk.click("output", 2, 1)
    assert desk.scene.step == 7
    assert desk.sentence.startswith("Step 8 of 9: output row 3, column 2 is 6")


def test_a_click_pins_until_esc(desk: Desk) -> None:
    desk.click("input", 2, 2)
    desk.hover_point(QPoint(2, 2))
    assert desk.sentence.startswith("Input row 3, column 3")
    desk.press("Esc")
    assert desk.sentence.startswith("Step 1 of 9")


def test_a_second_click_lets_go_and_so_does_a_click_beside(desk: Desk) -> None:
    desk.click("kernel", 1, 1)
    assert desk.stage.view.pin == Target("kernel", 1, 1)
    desk.click("kernel", 1, 1)
    assert desk.stage.view.pin is None
    desk.click("kernel", 1, 1)
    QTest.mouseClick(desk.stage, LEFT, NONE, QPoint(3, 3))
    assert desk.stage.view.pin is None


def test_arrow_keys_move_the_pin_within_its_panel(desk: Desk) -> None:
    desk.click("input", 2, 2)
    desk.press("Right", "Right", "Right", "Up")
    assert desk.sentence.startswith("Input row 2, column 5 is 1")
    assert desk.scene.step == 0, "the step stays"


@pytest.mark.parametrize("panel", ["kernel", "window", "weights", "products"])
def test_every_pin_can_be_moved(desk: Desk, panel: str) -> None:
    desk.click(panel, 0, 0)
    desk.press("Down", "Right", "Right", "Right")
    assert desk.stage.view.pin == Target(panel, 1, 2)


def test_a_pin_in_a_panel_that_gave_way_can_be_moved_and_dropped(desk: Desk) -> None:
    desk.click("products", 0, 0)
    desk.hover("input", 2, 2)
    desk.press("Right")
    assert desk.stage.view.pin == Target("products", 0, 1)
    desk.press("Esc")
    assert desk.stage.view == View()


def test_arrow_keys_move_the_step_and_stop_at_the_edges(desk: Desk) -> None:
    desk.press("Right", "Down")
    assert desk.sentence.startswith("Step 5 of 9: output row 2, column 2 is 17")
    desk.press("Left", "Left", "Left", "Up", "Up")
    assert desk.sentence.startswith("Step 1 of 9")


def test_another_parameter_lets_go_of_the_pin(desk: Desk) -> None:
    desk.click("input", 2, 2)
    desk.widget("stride").setFocus()
    desk.press("Right")
    assert desk.scene.parameters.stride == (2, 2)
    assert desk.stage.view == View()


# ---- zooming


def test_the_wheel_zooms_at_the_pointer(open_desk: OpenDesk) -> None:
    desk = open_desk(PHOTO)
    point = desk.place("input", 30, 40)
    before = desk.stage.picture.hit(point.x(), point.y())
    for _ in range(11):
        desk.wheel(point, 1)
        assert desk.stage.picture.hit(point.x(), point.y()) == before
    assert desk.stage.picture.panel("input").numbers > 0, "close up the cells have numbers"
    for _ in range(14):
        desk.wheel(point, -1)
    assert desk.stage.view.camera is None, "far enough out it fits again"


def test_plus_and_minus_zoom_about_the_window(open_desk: OpenDesk) -> None:
    desk = open_desk(PHOTO)
    desk.press(*["+"] * 12)
    seen = desk.stage.picture.panel("input").visible
    cells = desk.stage.picture.place.cells
    assert seen.intersected(cells) == cells
    desk.press("0")
    assert desk.stage.view.camera is None


def test_a_zoomed_photo_is_dragged_and_fits_on_a_double_click(open_desk: OpenDesk) -> None:
    desk = open_desk(PHOTO)
    middle = desk.place("input", 45, 60)
    for _ in range(6):
        desk.wheel(middle, 1)
    before = desk.stage.picture.panel("input")
    desk.drag(middle, QPoint(-40, 25))
    after = desk.stage.picture.panel("input")
    assert (after.visible.x - before.visible.x) * before.scale == pytest.approx(40, abs=0.01)
    assert (after.visible.y - before.visible.y) * before.scale == pytest.approx(-25, abs=0.01)
    assert desk.stage.view.pin is None, "a drag is no click"
    QTest.mouseDClick(desk.stage, LEFT, NONE, middle)
    assert desk.stage.view.camera is None


def test_a_zoomed_view_follows_the_step(open_desk: OpenDesk) -> None:
    desk = open_desk(PHOTO)
    desk.press(*["+"] * 12)
    desk.press("Home")
    seen = desk.stage.picture.panel("input").visible
    assert (seen.x, seen.y) == (0, 0)
    desk.press("End")
    assert desk.stage.picture.panel("input").visible.right == 120


def test_another_size_of_the_input_fits_again(open_desk: OpenDesk) -> None:
    desk = open_desk(PHOTO)
    desk.press(*["+"] * 12)
    desk.window.store.do(partial(set_resample, size=(8, 8)))
    assert desk.stage.view == View()


def test_the_wheel_over_nothing_does_nothing(desk: Desk) -> None:
    desk.wheel(QPoint(2, 2), 3)
    desk.wheel(desk.place("kernel", 0, 0), 3)
    assert desk.stage.view.camera is None


# ---- typing over a cell


def editor(desk: Desk) -> QLineEdit:
    found = desk.stage.findChild(QLineEdit, "cell_editor")
    assert found is not None
    return found


def test_an_input_cell_is_typed_over(desk: Desk) -> None:
    desk.click("input", 0, 0)
    desk.press("Enter")
    assert editor(desk).isVisible()
    assert editor(desk).selectedText() == "3"
    desk.type("9")
    desk.press("Enter")
    assert not editor(desk).isVisible()
    assert desk.panel("Input").split("\n")[1] == "9 3 2 1 0"
    assert desk.undo_words[0] == "Undo cell (1, 1) = 9"
    assert desk.stage.hasFocus()


def test_esc_keeps_the_old_value(desk: Desk) -> None:
    desk.click("input", 0, 0)
    desk.press("F2")
    desk.type("9")
    desk.press("Esc")
    assert desk.panel("Input").split("\n")[1] == "3 3 2 1 0"
    assert desk.window.store.undo_stack.count() == 0


def test_what_is_no_number_is_refused_in_words(desk: Desk) -> None:
    desk.click("input", 0, 0)
    desk.press("Enter")
    desk.type("three")
    desk.press("Enter")
    assert "three" in desk.message
    assert desk.panel("Input").split("\n")[1] == "3 3 2 1 0"


def test_a_typed_value_is_taken_when_the_focus_leaves(desk: Desk) -> None:
    desk.click("input", 0, 0)
    desk.press("Enter")
    desk.type("7")
    desk.click("output", 1, 1)
    assert not editor(desk).isVisible()
    assert desk.panel("Input").split("\n")[1] == "7 3 2 1 0"


def test_an_untouched_editor_just_closes(desk: Desk) -> None:
    desk.click("input", 0, 0)
    desk.press("Enter")
    desk.click("output", 1, 1)
    assert not editor(desk).isVisible()
    assert desk.window.store.undo_stack.count() == 0


def test_padding_and_photos_cannot_be_typed_over(open_desk: OpenDesk) -> None:
    desk = open_desk(example("stride-2"))
    desk.click("input", -1, -1)
    desk.press("Enter")
    assert not editor(desk).isVisible()
    photo_desk = open_desk(PHOTO)
    photo_desk.click("input", 4, 4)
    photo_desk.press("Enter")
    assert not editor(photo_desk).isVisible()


# ---- odd scenes


def measured(pixels: object) -> Scene:
    """A scene on pixels as a file may hold them, white at 1."""
    source = Input(Image("measured", Tensor(pixels), white=1.0))
    return replace(scene(weights=[[1, 2]]), input=source)


@pytest.mark.parametrize(
    "shown",
    [
        scene([[7]], [[3]]),
        example("even-kernel"),
        scene(np.ones((9, 9), int), [[1, 2], [3, 4]], parameters=Parameters(stride=(4, 4))),
        measured([[np.nan, 1.5, np.inf], [1.0, 2.0, 3.0]]),
        measured(np.full((40, 40), np.nan)),
        measured(np.zeros((5, 5), int)),
        replace(example("bias"), detail=Detail.TAP, tap=4),
        scene(np.arange(400).reshape(20, 20), np.arange(121).reshape(11, 11)),
        scene(np.ones((1, 300), np.uint8), [[1, 1]]),
        scene(np.ones((300, 1), np.uint8), [[1], [1]]),
    ],
    ids=["1x1", "even", "stride", "nan", "all nan", "zeros", "taps", "11x11", "wide", "tall"],
)
def test_odd_scenes_are_painted_and_pointed_at(open_desk: OpenDesk, shown: Scene) -> None:
    desk = open_desk(shown)
    assert desk.pixels().std() > 0
    for panel in list(desk.stage.picture.panels):
        desk.hover(panel.key, 0, 0)
        desk.pixels()
        desk.hover_point(QPoint(1, 1))
    desk.press("End", "Home", "+", "+", "-", "0")
    desk.pixels()
    assert desk.sentence.startswith("Step 1 of")


@pytest.mark.parametrize("size", [(960, 640), (1024, 768), (1920, 1080)])
def test_the_picture_follows_the_size(open_desk: OpenDesk, size: tuple[int, int]) -> None:
    desk = open_desk(size=size)
    picture = desk.stage.picture
    assert QSize(round(picture.width), round(picture.height)) == desk.stage.size()


# ---- words

tips = pytest.mark.qt_log_ignore("This plugin does not support raise")


def tooltip(desk: Desk, point: QPoint) -> str:
    event = QHelpEvent(QEvent.Type.ToolTip, point, desk.stage.mapToGlobal(point))
    QApplication.sendEvent(desk.stage, event)
    words = QToolTip.text()
    QToolTip.hideText()
    return words


@tips
def test_all_digits_are_told_on_hover(open_desk: OpenDesk) -> None:
    desk = open_desk(scene([[1, 2]], [[1 / 3, 0.5]]))
    assert tooltip(desk, desk.place("kernel", 0, 0)) == "Kernel (1, 1) = 0.3333333333333333"
    assert tooltip(desk, desk.place("output", 0, 0)) == "Output (1, 1) = 1.3333333333333333"
    assert tooltip(desk, desk.place("result", 0, 0)).startswith("Result (1, 1) = 1.333333333")


@tips
def test_the_equations_numbers_tell_all_their_digits(open_desk: OpenDesk) -> None:
    desk = open_desk(scene([[1, 2]], [[1 / 3, 0.5]]))
    equation = desk.stage.picture.equation
    assert equation is not None
    x, y, _ = next(place for place in equation.places if place[2].text == "0.3333")
    assert tooltip(desk, QPoint(round(x) + 3, round(y))) == "0.3333333333333333"


def test_a_screen_reader_hears_the_step(desk: Desk) -> None:
    desk.press("Right")
    assert desk.stage.accessibleDescription() == desk.sentence
    assert desk.sentence.startswith("Step 2 of 9")


# ---- motion


def test_the_window_glides_and_arrives(open_desk: OpenDesk) -> None:
    desk = open_desk(motion=True)
    desk.press("Right")
    assert not desk.stage.stage_input().moment.is_still
    desk.qtbot.waitUntil(lambda: desk.stage.stage_input().moment.is_still)
    assert desk.panel("Input").endswith("step: 3 × 3 at (1, 2)")


def test_without_motion_it_is_there_at_once(desk: Desk) -> None:
    desk.press("Right")
    assert desk.stage.stage_input().moment.is_still


# ---- the whole result


class Paintings(QObject):
    """Notes when a widget is about to be painted."""

    def __init__(self, widget: QWidget, seen: list[str]) -> None:
        super().__init__(widget)
        self._seen = seen
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        if event.type() == QEvent.Type.Paint:
            self._seen.append("painted")
        return super().eventFilter(watched, event)


def test_an_edit_is_painted_before_its_result_is_computed(
    open_desk: OpenDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = open_desk(scene(photo(500, 500).pixels.array, np.ones((3, 3), int)))
    desk.settled()
    seen: list[str] = []
    Paintings(desk.stage, seen)

    def computed(request: Request, watch: Watch) -> Result:
        seen.append("computed")
        return compute(request, watch)

    monkeypatch.setattr(results, "compute", computed)
    desk.window.store.do(partial(set_bias, bias=2))
    desk.settled()
    assert seen[0] == "painted"
    assert seen.count("computed") == 1


def test_a_result_that_cannot_be_had_says_why_and_the_next_one_comes(
    open_desk: OpenDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = open_desk(scene(photo(500, 500).pixels.array, np.ones((3, 3), int)))
    desk.settled()

    def starved(_request: Request, _watch: Watch) -> Result:
        raise MemoryError

    monkeypatch.setattr(results, "compute", starved)
    desk.window.store.do(partial(set_bias, bias=2))
    assert "computing …" in desk.text
    desk.qtbot.waitUntil(lambda: "not computed: not enough memory" in desk.text)
    assert "computing …" not in desk.text
    assert desk.message.startswith("Not enough memory for the whole output")
    monkeypatch.undo()
    desk.window.store.do(partial(set_bias, bias=3))
    assert "not computed" not in desk.text
    desk.settled()


def test_sums_that_no_number_holds_are_said_on_the_stage(open_desk: OpenDesk) -> None:
    desk = open_desk(scene(np.full((5, 5), 2**62), [[3, 3], [3, 3]]))
    assert "not computed: the kernel must keep every sum within 64 bits" in desk.text
