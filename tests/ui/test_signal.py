"""The 1D lesson as a user works it: lists, clicks, the wheel, controls, files, undo."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QLabel,
    QLineEdit,
    QListView,
    QMenu,
    QPlainTextEdit,
    QSpinBox,
    QWidget,
)

from app.content.kernels.signal import LINE_KERNELS
from app.content.lessons import preset
from app.content.samples.catalogue import SIGNALS
from app.state.derive import derive
from app.state.outcome import Change, Outcome
from app.state.prepare import plane_shape, prepare
from app.state.scene import Lesson, Scene
from app.state.signal import present_row
from app.ui.inspector.controls.slider import Slider
from tests.scenes import photo
from tests.ui.conftest import OpenDesk
from tests.ui.desk import LEFT, NONE, Desk, saved
from tests.ui.sliders import drag

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
OF_TWO_AXES = (
    "crop", "kernel_height", "kernel_linked", "rotate_kernel", "linked", "stride_vertical",
    "dilation_vertical", "padding_top", "padding_bottom", "resample_rows", "along-row",
    "along-column",
)  # fmt: skip
"""Controls that only make sense with a second axis."""


@pytest.fixture
def signal(open_desk: OpenDesk) -> Desk:
    return open_desk(preset(Lesson.LINE, "three-weights").build())


def label(desk: Desk, name: str) -> str:
    found = desk.window.findChild(QLabel, name)
    assert found is not None, name
    return found.text()


def box(desk: Desk, name: str) -> QSpinBox:
    found = desk.widget(name)
    assert isinstance(found, QSpinBox), name
    return found


def paste(desk: Desk, text: str) -> None:
    mime = QMimeData()
    mime.setText(text)
    QGuiApplication.clipboard().setMimeData(mime)
    desk.menu("paste")
    desk.qtbot.waitUntil(lambda: desk.scene.input.image.name == "pasted numbers", timeout=10_000)
    desk.settled()


def samples(desk: Desk) -> list[int]:
    row: list[int] = prepare(desk.scene.input)[0].tolist()
    return row


def unfold(desk: Desk) -> None:
    """Show every control, and open what is folded."""
    for name in ("input_details", "parameter_details", "plots-toggle"):
        desk.click_widget(name)


# ---- choosing and stepping


def test_the_lesson_is_chosen_from_the_list_and_undone(desk: Desk) -> None:
    view = desk.window.findChild(QListView, "lesson-list")
    assert view is not None
    model = view.model()
    rows = [model.index(row, 0) for row in range(model.rowCount())]
    view.clicked.emit(next(index for index in rows if index.data() == "One dimension"))
    assert desk.scene.lesson.value == Lesson.LINE.value
    assert desk.sentence == "Step 1 of 10: output sample 1 is 4, the sum of 3 products."
    desk.menu("undo")
    assert desk.scene.lesson.value == Lesson.CONVOLUTION.value


def test_a_click_an_arrow_and_the_keys_step_along_the_row(signal: Desk) -> None:
    signal.click("output", 0, 6)
    assert signal.scene.step == 6
    signal.press("Right", "Right")
    assert signal.equation == "1·1 + 3·2 + 2·1  =  9\n(output 9, exact)"
    signal.press("Up", "Down")
    assert signal.scene.step == 8, "there is one row"
    assert signal.undo_words[0] == "Undo", "steps are no entries"


def test_a_click_into_the_plot_pins_its_sample(signal: Desk) -> None:
    picture = signal.stage.picture
    plot = next(plot for plot in picture.plots if plot.panel == "output" and plot.said)
    over = signal.place("input", 0, 4)
    above = QPoint(over.x(), round(picture.panel("input").rect.y) - 20)
    QTest.mouseClick(signal.stage, LEFT, NONE, above)
    assert signal.sentence == "Input sample 5 is 1 and reaches 3 outputs."
    signal.press("Right")
    assert signal.sentence == "Input sample 6 is 4 and reaches 3 outputs."
    signal.press("Esc")
    third = QPointF(signal.place("output", 0, 2)).toPoint()
    QTest.mouseClick(signal.stage, LEFT, NONE, QPoint(third.x(), round(plot.rect.y) + 4))
    assert signal.scene.step == 2


def test_a_sample_is_typed_over_on_the_stage(signal: Desk) -> None:
    signal.click("input", 0, 0)
    signal.press("Enter")
    signal.type("7")
    signal.press("Enter")
    assert samples(signal)[0] == 7
    assert signal.equation.startswith("7·1 + 1·2 + 0·1  =  9")


def test_the_field_in_the_timeline_takes_a_number(signal: Desk) -> None:
    field = signal.widget("cell")
    assert isinstance(field, QLineEdit)
    assert field.text() == "sample 1"
    for typed, shown in (("7", "sample 7"), ("sample 3", "sample 3")):
        field.setFocus()
        field.selectAll()
        signal.type(typed)
        signal.press("Enter")
        assert field.text() == shown
    field.selectAll()
    signal.type("11")
    signal.press("Enter")
    assert signal.scene.step == 2
    assert "the output has samples 1 to 10" in signal.message


# ---- the inspector


@pytest.mark.parametrize("name", ["three-weights", "photo-row"])
def test_nothing_of_a_second_axis_is_there(open_desk: OpenDesk, name: str) -> None:
    desk = open_desk(preset(Lesson.LINE, name).build())
    unfold(desk)
    for control in OF_TWO_AXES:
        assert not desk.widget(control).isVisible(), control
    for control in ("kernel_width", "stride", "dilation", "padding", "resample"):
        assert desk.widget(control).isVisible(), control
    assert ">height<" not in label(desk, "size_formula")


def test_they_are_back_with_two_axes(signal: Desk) -> None:
    unfold(signal)
    signal.window.store.do(_chosen)
    for control in ("crop", "kernel_height", "kernel_linked", "rotate_kernel", "linked"):
        assert signal.widget(control).isVisible(), control
    kernels = signal.widget("kernel_preset")
    assert isinstance(kernels, QComboBox)
    assert kernels.findData("sobel-x") >= 0
    assert kernels.findData("moving-average") < 0


def _chosen(_scene: Scene) -> Outcome:
    return Change(preset(Lesson.CONVOLUTION, "literature").build(), "lesson Convolution")


def test_stride_dilation_and_padding_are_set_along_the_signal(signal: Desk) -> None:
    for name, value in (("stride", 2), ("dilation", 2), ("padding", 3)):
        slider = signal.window.findChild(Slider, name)
        assert slider is not None
        slider.setValue(value)
    parameters = signal.scene.parameters
    assert parameters.stride == (1, 2)
    assert parameters.dilation == (1, 2)
    assert parameters.padding == ((0, 0), (3, 3))
    assert label(signal, "output_size") == "7"
    assert signal.undo_words[0] == "Undo padding 3"


def test_padding_per_side_is_left_and_right(signal: Desk) -> None:
    signal.click_widget("padding_sides")
    assert box(signal, "padding_left").isVisible()
    assert not box(signal, "padding_top").isVisible()
    box(signal, "padding_left").setValue(2)
    assert signal.scene.parameters.padding == ((0, 0), (2, 0))
    assert "each output stands under its newest sample: none looks ahead" in signal.text


def test_the_kernel_s_size_and_its_presets(signal: Desk) -> None:
    box(signal, "kernel_width").setValue(5)
    assert signal.scene.kernel.weights.array.tolist() == [[1, 2, 3, 2, 1]]
    assert signal.undo_words[0] == "Undo kernel size 5"
    kernels = signal.widget("kernel_preset")
    assert isinstance(kernels, QComboBox)
    assert kernels.count() == len(LINE_KERNELS)
    kernels.activated.emit(kernels.findData("difference"))
    assert signal.scene.kernel.weights.array.tolist() == [[-1, 1]]


def test_the_samples_of_the_lesson_are_signals(signal: Desk) -> None:
    menu = signal.window.findChild(QMenu, "source_menu")
    assert menu is not None
    menu.popup(QPoint(0, 0))
    menu.close()
    offered = [action for action in menu.actions() if action.objectName().startswith("sample_")]
    assert [action.text() for action in offered] == [each.title for each in SIGNALS]
    assert not any(action.icon().isNull() for action in offered)
    chirp = menu.findChild(QAction, "sample_chirp")
    assert chirp is not None
    chirp.trigger()
    assert derive(signal.scene).plane.shape == (1, 256)
    assert label(signal, "input_size") == "256 samples, −100 to 100"


def row_of(desk: Desk) -> int:
    """Which row of the image the signal is, counted from 1."""
    return present_row(desk.scene.input) + 1


def test_dragging_through_the_rows_of_a_photo_is_one_edit(open_desk: OpenDesk) -> None:
    desk = open_desk(preset(Lesson.LINE, "photo-row").build())
    before = desk.scene
    slider = desk.window.findChild(Slider, "image_row")
    assert slider is not None
    assert (slider.minimum(), slider.value(), slider.maximum()) == (1, 321, 640)
    drag(slider, 200, 100, 40)
    desk.qtbot.waitUntil(lambda: abs(row_of(desk) - 40) <= 6, timeout=10_000)
    crop = desk.scene.input.crop
    assert crop is not None
    assert (crop.height, crop.width) == (1, 960)
    desk.menu("undo")
    assert desk.scene == before
    box(desk, "image_row_value").setValue(7)
    desk.qtbot.waitUntil(lambda: row_of(desk) == 7, timeout=10_000)
    assert desk.undo_words[0] == "Undo row 7 of the image"


def test_resampling_keeps_one_row(open_desk: OpenDesk) -> None:
    desk = open_desk(preset(Lesson.LINE, "photo-row").build())
    desk.click_widget("input_details")
    sizing = desk.widget("resample")
    assert isinstance(sizing, QComboBox)
    sizing.activated.emit(1)
    desk.qtbot.waitUntil(lambda: plane_shape(desk.scene.input) == (1, 16), timeout=10_000)
    box(desk, "resample_columns").setValue(24)
    desk.qtbot.waitUntil(lambda: plane_shape(desk.scene.input) == (1, 24), timeout=10_000)
    assert derive(desk.scene).plane.shape == (1, 24)
    assert desk.undo_words[0] == "Undo resample to 1 × 24"


# ---- what comes in


def test_a_photo_comes_in_with_its_middle_row(signal: Desk, tmp_path: Path) -> None:
    pixels = photo(60, 80).pixels.array
    assert signal.drop_file(saved(tmp_path / "photo.png", pixels))
    signal.qtbot.waitUntil(lambda: signal.scene.input.image.name == "photo.png", timeout=10_000)
    signal.settled()
    assert samples(signal) == pixels[30].tolist()
    assert signal.message == "Row 31 of 60 taken; choose another under Input"
    assert box(signal, "image_row_value").value() == 31


@pytest.mark.parametrize("text", ["4 5 6 7 8", "4\n5\n6\n7\n8"])
def test_a_row_or_a_column_of_numbers_is_a_signal(signal: Desk, text: str) -> None:
    paste(signal, text)
    assert samples(signal) == [4, 5, 6, 7, 8]
    assert not signal.widget("image_row").isVisible()


def test_of_a_table_a_row_is_taken_and_said(signal: Desk) -> None:
    paste(signal, "1 2 3 4\n5 6 7 8\n9 9 9 9")
    assert samples(signal) == [5, 6, 7, 8]
    assert "Row 2 of 3 taken" in signal.message
    assert "row 2 of 3 taken" in label(signal, "said")


# ---- looking closer


def test_the_wheel_zooms_into_a_long_signal_and_a_drag_moves_it(open_desk: OpenDesk) -> None:
    desk = open_desk(preset(Lesson.LINE, "word").build())
    desk.settled()
    place = desk.place("input", 0, 1800)
    for _ in range(25):
        desk.wheel(place, 1)
    source = desk.stage.picture.panel("input")
    assert source.numbers
    assert source.visible.x < 1800 < source.visible.right
    assert "Kernel" in desk.text
    output = desk.stage.picture.panel("output")
    assert output.visible.width == pytest.approx(source.visible.width, abs=0.1)
    desk.drag(place, QPoint(-120, 0))
    moved = desk.stage.picture.panel("input").visible.x - source.visible.x
    assert moved == pytest.approx(120 / source.scale, rel=0.1)
    desk.press("0")
    assert desk.stage.picture.panel("input").visible.width > 4000


def test_stepping_out_of_a_zoomed_view_moves_it(open_desk: OpenDesk) -> None:
    desk = open_desk(preset(Lesson.LINE, "word").build())
    for _ in range(25):
        desk.wheel(desk.place("input", 0, 1800), 1)
    desk.press("End")
    source = desk.stage.picture.panel("input")
    assert source.visible.x < 3998 < source.visible.right


def test_the_profile_follows_the_only_row(signal: Desk) -> None:
    desk = signal
    desk.click_widget("plots-toggle")
    desk.qtbot.waitUntil(lambda: desk.window.plots.charts is not None)
    assert desk.window.plots.charts is not None
    _, profile = desk.window.plots.charts
    assert profile.x_label == "sample of the input"
    assert [series.name for series in profile.series] == ["input", "output"]
    assert profile.series[0].y == tuple(map(float, samples(desk)))


@pytest.mark.parametrize("theme", ["light", "dark", "projector"])
def test_it_is_painted_in_every_theme_and_while_presenting(open_desk: OpenDesk, theme: str) -> None:
    desk = open_desk(preset(Lesson.LINE, "moving-average").build(), theme=theme)
    first = desk.pixels().copy()
    desk.press("Right")
    assert (desk.pixels() != first).any()
    desk.stage.set_presenting(True)
    assert desk.stage.picture.bold


# ---- what is taken away


def test_code_and_handout_speak_of_samples(signal: Desk) -> None:
    signal.menu("code")
    text = signal.widget("code_text")
    assert isinstance(text, QPlainTextEdit)
    assert "x = np.array([2, 1, 0, 3, 1, 4, 2, 0, 1, 3, 2, 1])" in text.toPlainText()
    dialog = signal.widget("code")
    assert isinstance(dialog, QDialog)
    dialog.reject()
    signal.menu("handout")
    assert signal.window.findChild(QWidget, "handout") is not None
    assert np.isfinite(samples(signal)).all()
