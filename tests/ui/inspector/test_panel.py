"""The inspector as a whole: names, sizes, keys, wheel, and how little a step costs it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from itertools import pairwise

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QPushButton,
    QSlider,
    QToolButton,
    QWidget,
)

from app.content.lessons import lesson_info
from app.paint.theme import DARK, LIGHT
from app.state import edits
from app.state.derive import derive
from app.state.edits import set_dilation, set_padding, set_stride, set_weights
from app.state.image import Image
from app.state.input_edits import set_cell
from app.state.outcome import Edit, Refusal
from app.state.scene import Input, Kernel, Lesson, Mapping, Parameters, Reveal, Scene
from app.state.tensor import Tensor
from app.ui.inspector.controls.fold import Fold
from app.ui.inspector.controls.parts import Segments
from app.ui.inspector.controls.presets import FRAME
from app.ui.inspector.controls.slider import Slider
from app.ui.inspector.shortcuts import EDIT_KEYS, SHORTCUTS
from app.ui.inspector.tables.grid import GridDelegate, GridView
from app.ui.shortcuts import Shortcut
from tests.scenes import photo
from tests.ui.inspector.conftest import Desk

MakeDesk = Callable[..., Desk]
CONTROLS = (QAbstractButton, QSlider, QAbstractSpinBox, QComboBox, QLineEdit, GridView)
LEAST = 24

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


def unfolded(desk: Desk) -> Desk:
    for fold in desk.inspector.findChildren(Fold):
        fold.open()
    QApplication.processEvents()
    return desk


def controls(desk: Desk) -> list[QWidget]:
    """Every control that a user can see, the insides of Qt's own left out."""
    found = desk.content.findChildren(QWidget)
    return [
        widget for widget in found
        if isinstance(widget, CONTROLS) and widget.isVisible()
        and not widget.objectName().startswith("qt_")
        and not isinstance(widget.parentWidget(), GridView)
    ]  # fmt: skip


def crowded() -> Scene:
    """A scene in which the inspector has as much to show as it can."""
    pixels = np.zeros((2160, 3840, 3), np.uint8)
    image = Image("a name that is far too long for its place.jpeg", Tensor(pixels), 255,
                  "transparent parts were laid over white")  # fmt: skip
    kernel = Kernel("Laplacian of Gaussian, changed", Tensor(np.full((11, 7), -0.1234)))
    parameters = Parameters((2, 3), (2, 1), ((1, 2), (3, 4)), "reflect", -0.125, True, False)
    return Scene(Lesson.CONVOLUTION, "example", Input(image), kernel, parameters)


def test_every_control_has_a_name_a_spoken_name_and_a_sentence_that_teaches(desk: Desk) -> None:
    for control in controls(unfolded(desk)):
        assert control.objectName(), control
        assert control.accessibleName(), control.objectName()
        assert len(control.toolTip()) > 20, control.objectName()
    names = [control.objectName() for control in controls(desk)]
    assert len(names) == len(set(names))


def test_every_value_has_a_visible_label(desk_of: MakeDesk) -> None:
    desk = unfolded(desk_of(crowded(), 1900))
    labelled = {
        label.buddy() for label in desk.inspector.findChildren(QLabel)
        if label.buddy() and label.isVisible() and label.text()
    }  # fmt: skip
    paired = {"kernel_width", "resample_columns", "kernel_table"}  # beside, or under, their label
    for control in controls(desk):
        name = control.objectName()
        speaks = isinstance(control, QAbstractButton) or name in paired or name.endswith("_value")
        assert speaks or control in labelled, name


@pytest.mark.parametrize("shown", [None, crowded()], ids=["toy", "crowded"])
@pytest.mark.parametrize("height", [560, 724, 1900])
def test_nothing_is_cut_and_every_target_is_large_enough(
    desk_of: MakeDesk, shown: Scene | None, height: int
) -> None:
    desk = unfolded(desk_of(shown, height))
    view = desk.inspector.viewport()
    content = desk.content
    desk.bot.waitUntil(lambda: content.width() <= view.width())
    assert content.height() >= content.minimumSizeHint().height()
    for control in controls(desk):
        name = control.objectName()
        left = control.mapTo(content, QPoint(0, 0)).x()
        assert left >= 16 - 1, name
        assert left + control.width() <= content.width(), name
        assert control.height() >= LEAST or name == "kernel_table", name
        assert control.width() >= LEAST, name


def test_words_are_whole_at_their_width(desk_of: MakeDesk) -> None:
    desk = unfolded(desk_of(crowded(), 1900))
    for label in desk.inspector.findChildren(QLabel):
        if label.isVisible() and label.text() and not label.wordWrap():
            assert label.width() >= label.sizeHint().width() - 1, label.text()
        if label.isVisible() and label.text() and label.wordWrap():
            assert label.height() >= label.heightForWidth(label.width()), label.text()
    for segments in desk.inspector.findChildren(Segments):
        for button in segments.findChildren(QToolButton):
            room = button.fontMetrics().horizontalAdvance(button.text())
            assert not button.isVisible() or button.width() >= room, button.text()


def test_no_label_is_cut_in_any_lesson(desk_of: MakeDesk) -> None:
    desk = desk_of(None, 1900)
    for lesson in Lesson:
        desk.store.do(partial(edits.apply_preset, preset=_first(lesson), title="lesson"))
        unfolded(desk)
        for label in desk.inspector.findChildren(QLabel):
            if label.isVisible() and label.text() and not label.wordWrap():
                room, wanted = label.size(), label.sizeHint()
                assert room.width() >= wanted.width() - 1, (lesson, label.text())
                assert room.height() >= wanted.height() - 1, (lesson, label.text())
        for box in desk.inspector.findChildren(QComboBox):
            text = box.currentText() or box.placeholderText()
            letters = box.fontMetrics().horizontalAdvance(text)
            assert not box.isVisible() or letters <= box.width() - FRAME, (lesson, text)


def test_labels_and_values_stand_in_columns(desk_of: MakeDesk) -> None:
    desk = unfolded(desk_of(None, 1900))
    content = desk.content

    def left(name: str) -> int:
        control = content.findChild(QWidget, name)
        assert control is not None
        return control.mapTo(content, QPoint(0, 0)).x()

    assert (
        len(
            {
                left(name)
                for name in (
                    "stride",
                    "padding",
                    "dilation",
                    "mapping",
                    "reveal",
                    "padding_mode",
                    "bias",
                    "flip",
                    "channel",
                    "scale",
                )
            }
        )
        == 1
    )
    assert len({left(f"{name}_value") for name in ("stride", "padding", "dilation")}) == 1


def test_a_step_draws_nothing_anew(desk: Desk) -> None:
    thumbnail = desk.find(QLabel, "thumbnail")
    drawn = thumbnail.pixmap().cacheKey()
    desk.store.step_to(replace(desk.scene, step=4))
    desk.store.do(partial(set_stride, value=2))
    assert thumbnail.pixmap().cacheKey() == drawn
    desk.store.do(partial(set_cell, row=0, column=0, value=9))
    assert thumbnail.pixmap().cacheKey() != drawn


@pytest.mark.parametrize(("shortcut", "edit"), EDIT_KEYS, ids=[key.what for key, _ in EDIT_KEYS])
def test_each_key_does_what_the_sheet_says(desk: Desk, shortcut: Shortcut, edit: Edit) -> None:
    desk.bot.waitUntil(desk.window.isActiveWindow)
    desk.store.do(partial(set_stride, value=2))
    expected = edit(desk.scene)
    QTest.keySequence(desk.window, QKeySequence(shortcut.keys))
    if isinstance(expected, Refusal):
        assert desk.text(f"{expected.control}_refusal") == expected.reason
    else:
        assert desk.scene == expected.scene


def test_keys_lead_to_the_kernel_table(desk_of: MakeDesk) -> None:
    desk = desk_of(None, 400)
    desk.bot.waitUntil(desk.window.isActiveWindow)
    QTest.keyClick(desk.window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    table = desk.find(GridView, "kernel_table")
    assert table.hasFocus()
    assert not table.visibleRegion().isEmpty()


def test_the_sheet_lists_each_key_once() -> None:
    keys = [shortcut.keys for shortcut in SHORTCUTS.shortcuts]
    assert len(keys) == len(set(keys)) >= 8


def wheel(desk: Desk, control: QWidget) -> None:
    """Turn the wheel over a control, as the window system tells it."""
    at = control.mapTo(desk.window, control.rect().center())
    window = desk.window.windowHandle()
    assert window is not None
    QTest.wheelEvent(window, QPointF(at), QPoint(0, -120))
    QApplication.processEvents()


@pytest.mark.parametrize("name", ["stride", "stride_value", "mapping", "kernel_preset"])
def test_the_wheel_scrolls_past_a_control_without_the_focus(desk_of: MakeDesk, name: str) -> None:
    desk = desk_of(None, 400)
    before = desk.scene
    control = desk.inspector.findChild(QWidget, name)
    assert control is not None
    desk.inspector.ensureWidgetVisible(control, 0, 0)
    bar = desk.inspector.verticalScrollBar()
    bar.setValue(min(bar.value(), bar.maximum() - 60))
    place = bar.value()
    wheel(desk, control)
    assert desk.scene == before
    assert bar.value() > place


def test_another_lesson_is_shown_from_its_top(desk_of: MakeDesk) -> None:
    desk = desk_of(None, 400)
    bar = desk.inspector.verticalScrollBar()
    bar.setValue(bar.maximum())
    assert bar.value() > 0
    other = _first(Lesson.TRANSPOSED)
    desk.store.do(partial(edits.apply_preset, preset=other, title="lesson"))
    assert bar.value() == 0


def test_undo_stays_the_windows_while_a_value_has_the_focus(desk: Desk) -> None:
    desk.bot.waitUntil(desk.window.isActiveWindow)
    QShortcut(QKeySequence("Ctrl+Z"), desk.window).activated.connect(desk.store.undo_stack.undo)
    box = desk.find(QAbstractSpinBox, "stride_value")
    box.setFocus()
    box.selectAll()
    QTest.keyClicks(box, "3")
    QTest.keyClick(box, Qt.Key.Key_Return)
    assert desk.scene.parameters.stride == (3, 3)
    QTest.keyClick(box, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert desk.scene.parameters.stride == (1, 1)


def test_clicking_a_link_leaves_the_focus_for_stepping(desk: Desk) -> None:
    desk.window.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    desk.window.setFocus()
    QTest.mouseClick(desk.find(QPushButton, "flip_kernel"), Qt.MouseButton.LeftButton)
    assert desk.window.focusWidget() is not desk.find(QPushButton, "flip_kernel")


def heights_by_tab(desk: Desk, first: QWidget) -> list[int]:
    """How far down each control stands, from the first on, until Tab comes back to it."""
    first.setFocus()
    heights: list[int] = []
    for _ in range(80):
        focus = QApplication.focusWidget()
        assert focus is not None
        heights.append(focus.mapTo(desk.content, QPoint(0, focus.height() // 2)).y())
        QTest.keyClick(focus, Qt.Key.Key_Tab)
        if QApplication.focusWidget() is first:
            break
    return heights


def test_tab_goes_through_the_controls_from_top_to_bottom(desk: Desk) -> None:
    unfolded(desk)
    desk.bot.waitUntil(desk.window.isActiveWindow)
    heights = heights_by_tab(desk, desk.find(QPushButton, "change_input"))
    assert len(heights) >= 20
    assert all(later >= earlier - 4 for earlier, later in pairwise(heights))


def test_sections_that_came_late_have_their_place_in_the_tab_order(desk: Desk) -> None:
    desk.bot.waitUntil(desk.window.isActiveWindow)
    for lesson in (Lesson.MULTI_CHANNEL, Lesson.TRANSPOSED, Lesson.MULTI_CHANNEL):
        desk.store.do(partial(edits.apply_preset, preset=_first(lesson), title="lesson"))
    QApplication.processEvents()
    heights = heights_by_tab(desk, desk.find(QPushButton, "change_input"))
    assert len(heights) >= 15
    assert all(later >= earlier - 4 for earlier, later in pairwise(heights))


def test_a_section_is_made_when_a_lesson_first_has_it(desk: Desk) -> None:
    def names() -> set[str]:
        return {type(section).__name__ for section in desk.inspector.sections}

    assert "FiltersSection" not in names()
    before = names()
    first = _first(Lesson.MULTI_CHANNEL)
    desk.store.do(partial(edits.apply_preset, preset=first, title="lesson"))
    assert names() == before | {"FiltersSection"}


def _first(lesson: Lesson) -> Scene:
    return lesson_info(lesson).presets[0].build()


# ---- how the output is shown


def test_the_mapping_is_chosen_and_says_what_it_does(desk: Desk) -> None:
    QTest.keyClicks(desk.find(QComboBox, "mapping"), "abs")
    assert desk.scene.mapping is Mapping.ABSOLUTE
    assert desk.text("mapping_words") == "Only the size counts: −5 looks like 5."


def test_the_output_appears_by_step_for_a_toy_and_dims_ahead_on_a_photo(
    desk_of: MakeDesk,
) -> None:
    desk = desk_of()
    assert desk.find(QToolButton, "reveal_by_step").isChecked()
    QTest.mouseClick(desk.find(QToolButton, "reveal_whole"), Qt.MouseButton.LeftButton)
    assert desk.scene.reveal is Reveal.WHOLE
    large = desk_of(replace(desk.scene, input=Input(photo()), reveal=Reveal.AUTO))
    assert large.find(QToolButton, "reveal_dimmed_ahead").isChecked()
    QTest.mouseClick(large.find(QToolButton, "reveal_whole"), Qt.MouseButton.LeftButton)
    assert derive(large.scene).so_far(3) is None, "in full colour to its end"


def test_another_theme_tints_anew(desk: Desk) -> None:
    def colours() -> set[str]:
        image = desk.find(GridView, "kernel_table").grab().toImage()
        return {image.pixelColor(x, 3).name() for x in range(image.width())}

    light = colours()
    desk.inspector.set_theme(DARK)
    dark = colours()
    assert not light & dark
    desk.inspector.set_theme(LIGHT)
    assert colours() == light


@pytest.mark.parametrize("lesson", Lesson, ids=lambda lesson: lesson.value)
def test_a_section_in_another_theme_looks_as_if_it_had_been_made_in_it(
    desk_of: MakeDesk, lesson: Lesson
) -> None:
    other = Lesson.OVERLAP if lesson is Lesson.RECEPTIVE_FIELD else Lesson.RECEPTIVE_FIELD
    changed, made = desk_of(_first(lesson)), desk_of(_first(other))
    changed.inspector.set_theme(DARK)
    made.inspector.set_theme(DARK)
    made.store.do(partial(edits.apply_preset, preset=_first(lesson), title="lesson"))
    images = []
    for desk in (unfolded(changed), unfolded(made)):
        if focus := QApplication.focusWidget():
            focus.clearFocus()
        QApplication.processEvents()
        images.append([section.grab().toImage() for section in desk.inspector.sections
                       if section.isVisible()])  # fmt: skip
    assert images[0] == images[1]


def test_weights_too_small_for_their_cells_say_so_with_an_ellipsis(desk: Desk) -> None:
    desk.store.do(partial(set_padding, padding=5))
    desk.store.do(partial(set_weights, weights=np.full((11, 11), 0.000123)))
    cells = desk.find(GridView, "kernel_table").itemDelegate()
    assert isinstance(cells, GridDelegate)
    assert [cells.text(0.000123), cells.text(3), cells.text(-0.5)] == ["…", "3", "−.5"]


def test_a_refusal_comes_into_view_beside_its_control(desk_of: MakeDesk) -> None:
    desk = desk_of(None, 300)
    slider, note = desk.find(Slider, "dilation"), desk.find(QLabel, "dilation_refusal")
    desk.inspector.ensureWidgetVisible(slider, 0, 0)  # its lower edge is the panel's
    desk.store.do(partial(set_dilation, value=9))
    desk.bot.waitUntil(lambda: note.visibleRegion().boundingRect() == note.rect())
    assert slider.visibleRegion().boundingRect() == slider.rect()


@pytest.mark.parametrize(("height", "unfolded_at_once"), [(900, False), (1036, True)])
def test_settings_are_unfolded_from_the_start_where_there_is_room(
    desk_of: MakeDesk, height: int, unfolded_at_once: bool
) -> None:
    desk = desk_of(None, height)
    for name in ("bias", "channel"):
        control = desk.content.findChild(QWidget, name)
        assert control is not None
        assert control.isVisible() is unfolded_at_once
