"""Whose the keys are: after the mouse the stage's, after Tab the control's that has the focus."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QCheckBox,
    QComboBox,
    QLineEdit,
    QPushButton,
    QSlider,
    QSpinBox,
    QWidget,
)

from app.content.lessons import lesson_info
from app.state.scene import Lesson
from tests.ui import sliders
from tests.ui.conftest import OpenDesk
from tests.ui.desk import Desk

LEFT, NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


@pytest.fixture(autouse=True)
def quick_clicks(qapp: QApplication) -> Iterator[None]:
    """A list that has just opened takes no click for as long as a double click may last."""
    usual = qapp.doubleClickInterval()
    qapp.setDoubleClickInterval(0)
    yield
    qapp.setDoubleClickInterval(usual)


def focus_of(desk: Desk) -> QWidget:
    widget = desk.window.focusWidget()
    assert widget is not None
    return widget


def box(desk: Desk, name: str) -> QComboBox:
    found = desk.widget(name)
    assert isinstance(found, QComboBox)
    return found


def number(desk: Desk, name: str) -> QSpinBox:
    found = desk.widget(name)
    assert isinstance(found, QSpinBox)
    return found


def slider(desk: Desk, name: str) -> QSlider:
    found = desk.widget(name)
    assert isinstance(found, QSlider)
    return found


def by_tab(desk: Desk, name: str) -> QWidget:
    control = desk.widget(name)
    control.setFocus(Qt.FocusReason.TabFocusReason)
    return control


def click(desk: Desk, name: str) -> None:
    control = desk.widget(name)
    place = control.rect().center()
    if isinstance(control, QCheckBox):
        place.setX(10)
    QTest.mouseClick(control, LEFT, NONE, place)


def choose(desk: Desk, name: str, row: int) -> None:
    """Open a list with the mouse and click one of its rows."""
    combo = box(desk, name)
    QTest.mouseClick(combo, LEFT)
    view = combo.view()
    desk.qtbot.waitUntil(view.isVisible)
    index = view.model().index(row, 0)
    view.scrollTo(index)
    QApplication.processEvents()
    place = view.visualRect(index).center()
    QTest.mouseClick(view.viewport(), LEFT, NONE, place)
    desk.qtbot.waitUntil(lambda: not view.isVisible())


def steps(desk: Desk) -> bool:
    """Whether the Right key steps the lesson."""
    before = desk.scene.step
    QTest.keyClick(focus_of(desk), Qt.Key.Key_Right)
    return desk.scene.step == before + 1


def type_number(desk: Desk, name: str, text: str) -> QSpinBox:
    """Click into a number and type over it, without Enter."""
    field = number(desk, name)
    line = field.findChild(QLineEdit)
    assert line is not None
    QTest.mouseClick(line, LEFT)
    field.selectAll()
    QTest.keyClicks(field, text)
    return field


@pytest.mark.parametrize("before", ["stage", "kernel_table", "stride_value"])
def test_after_a_choice_of_a_list_by_mouse_the_arrows_step(desk: Desk, before: str) -> None:
    desk.widget(before).setFocus(Qt.FocusReason.MouseFocusReason)
    choose(desk, "kernel_preset", 3)
    assert box(desk, "kernel_preset").currentIndex() == 3
    assert desk.undo_words[0].startswith("Undo kernel")
    assert steps(desk)


@pytest.mark.parametrize(
    "name",
    ["linked", "padding_same", "flip_kernel", "parameter_details", "kernel_linked", "reveal_whole"],
)
def test_after_a_click_on_a_button_the_arrows_step(desk: Desk, name: str) -> None:
    desk.widget("kernel_table").setFocus(Qt.FocusReason.MouseFocusReason)
    click(desk, name)
    assert steps(desk)


def test_after_a_drag_of_a_slider_the_arrows_step(desk: Desk) -> None:
    sliders.drag(slider(desk, "stride"), 2)
    assert desk.scene.parameters.stride == (2, 2)
    assert steps(desk)
    assert desk.scene.parameters.stride == (2, 2)


def test_who_came_by_tab_keeps_the_focus_in_the_control(desk: Desk) -> None:
    combo = by_tab(desk, "mapping")
    QTest.keyClick(combo, Qt.Key.Key_Down)
    assert desk.scene.mapping.value == "clipped"
    assert focus_of(desk) is combo
    handle = by_tab(desk, "stride")
    QTest.keyClick(handle, Qt.Key.Key_Right)
    assert desk.scene.parameters.stride == (2, 2)
    assert focus_of(desk) is handle
    check = by_tab(desk, "linked")
    QTest.keyClick(check, Qt.Key.Key_Space)
    assert not desk.scene.parameters.linked
    assert focus_of(desk) is check


def test_a_list_opened_by_key_keeps_the_focus_after_the_choice(desk: Desk) -> None:
    combo = by_tab(desk, "kernel_preset")
    QTest.keyClick(combo, Qt.Key.Key_Space)
    view = box(desk, "kernel_preset").view()
    desk.qtbot.waitUntil(view.isVisible)
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Return):
        QTest.keyClick(view, key)
    assert desk.undo_words[0].startswith("Undo kernel")
    assert focus_of(desk) is combo


@pytest.mark.parametrize(
    ("lesson", "name"), [(Lesson.ARITHMETIC, "layers"), (Lesson.OVERLAP, "stamp_table")]
)
def test_after_a_click_in_a_table_to_choose_from_the_stage_has_the_keys(
    open_desk: OpenDesk, lesson: Lesson, name: str
) -> None:
    desk = open_desk(lesson_info(lesson).presets[0].build(), (1366, 1000))
    view = desk.widget(name)
    assert isinstance(view, QAbstractItemView)
    view.setFocus(Qt.FocusReason.MouseFocusReason)
    desk.stage.setFocus()
    place = view.visualRect(view.model().index(2, 3)).center()
    QTest.mouseClick(view.viewport(), LEFT, NONE, place)
    assert desk.window.store.undo_stack.canUndo()
    assert focus_of(desk) is desk.stage
    by_tab(desk, name)
    QTest.keyClick(view, Qt.Key.Key_Up)
    QTest.keyClick(view, Qt.Key.Key_Return)
    assert focus_of(desk) is view


def test_what_is_half_typed_is_taken_before_a_click_elsewhere(desk: Desk) -> None:
    type_number(desk, "stride_value", "2")
    click(desk, "linked")
    assert desk.scene.parameters.stride == (2, 2)
    assert not desk.scene.parameters.linked
    type_number(desk, "kernel_height", "2")
    click(desk, "negate_kernel")
    assert desk.scene.kernel.shape == (2, 2)
    assert desk.undo_words[0] == "Undo negate kernel"


def test_enter_after_typing_gives_the_keys_to_the_stage_unless_it_is_refused(desk: Desk) -> None:
    field = type_number(desk, "kernel_height", "7")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert desk.scene.kernel.shape == (3, 3)
    assert focus_of(desk) is field
    field.selectAll()
    QTest.keyClicks(field, "2")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert desk.scene.kernel.shape == (2, 2)
    assert steps(desk)


def test_enter_keeps_the_focus_where_tab_led_to_the_number(desk: Desk) -> None:
    field = number(desk, "kernel_height")
    by_tab(desk, "kernel_height")
    field.selectAll()
    QTest.keyClicks(field, "2")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert desk.scene.kernel.shape == (2, 2)
    assert focus_of(desk) is field


@pytest.mark.parametrize("name", ["stride_value", "kernel_table", "mapping", "linked", "bias"])
def test_esc_leads_back_to_the_stage_and_gives_up_what_was_typed(desk: Desk, name: str) -> None:
    click(desk, "parameter_details")
    control = by_tab(desk, name)
    if name in ("stride_value", "bias"):
        QTest.keyClicks(control, "3")
    QTest.keyClick(control, Qt.Key.Key_Escape)
    assert focus_of(desk) is desk.stage
    assert not desk.window.store.undo_stack.canUndo()


def test_esc_in_a_cell_gives_up_the_text_and_a_second_one_leaves(desk: Desk) -> None:
    table = by_tab(desk, "kernel_table")
    QTest.keyClicks(table, "7")
    editor = next(each for each in table.findChildren(QLineEdit) if each.isVisible())
    QTest.keyClick(editor, Qt.Key.Key_Escape)
    assert focus_of(desk) in (table, editor)
    desk.qtbot.waitUntil(lambda: focus_of(desk) is table)
    QTest.keyClick(table, Qt.Key.Key_Escape)
    assert focus_of(desk) is desk.stage


@pytest.mark.parametrize("name", ["stride", "stride_value", "kernel_height", "mapping"])
def test_the_wheel_never_changes_a_value(desk: Desk, name: str) -> None:
    control = by_tab(desk, name)
    desk.window.inspector.ensureWidgetVisible(control, 0, 0)
    before = desk.scene
    window = desk.window.windowHandle()
    assert window is not None
    at = QPointF(control.mapTo(desk.window, control.rect().center()))
    for turned in (-120, 120):
        QTest.wheelEvent(window, at, QPoint(0, turned))
    desk.qtbot.wait(0)
    assert desk.scene == before


def test_the_menu_of_inputs_gives_the_keys_to_the_stage(desk: Desk) -> None:
    desk.widget("kernel_table").setFocus(Qt.FocusReason.MouseFocusReason)
    change = desk.widget("change_input")
    assert isinstance(change, QPushButton)
    menu = change.menu()
    menu.aboutToShow.connect(menu.close)
    QTest.mouseClick(change, LEFT)
    assert focus_of(desk) is desk.stage
