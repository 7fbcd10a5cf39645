"""The lesson of 3D convolution as a user works it: keys, clicks, controls, refusals, undo."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QLabel,
    QLineEdit,
    QListView,
    QSpinBox,
    QTableView,
    QToolButton,
    QWidget,
)

from app.content.lessons import LESSONS, LessonInfo, preset
from app.state import edits
from app.state.derive import derive
from app.state.scene import Lesson, Scene
from app.state.solid import volume_edits
from app.state.solid.choices import Arrangement, Solid
from app.ui.inspector.controls.parts import Choices
from app.ui.inspector.controls.slider import Slider
from app.ui.inspector.sections.solid_kernel import Kernel3Section
from app.ui.inspector.sections.solid_parameters import Parameters3Section
from app.ui.inspector.sections.volume import VolumeSection
from app.ui.inspector.tables.grid import GridView
from app.ui.timeline.timeline import Timeline
from tests.scenes import changed
from tests.solids import arranged, example
from tests.ui.conftest import OpenDesk
from tests.ui.desk import Desk

PLANAR = ("kernel_table", "stride", "padding_kind", "size_formula", "change_input")
OWN = (
    "volume_source",
    "kernel3_table",
    "stride3",
    "padding3_kind",
    "size_formula3",
    "arrangement3",
)


@pytest.fixture
def cube(open_desk: OpenDesk) -> Desk:
    return open_desk(example("cube"))


def solid_of(desk: Desk) -> Solid:
    assert desk.scene.solid is not None
    return desk.scene.solid


def place(desk: Desk) -> tuple[int, int, int]:
    return derive(desk.scene).place(desk.scene.step)


def found(desk: Desk, kind: type[QWidget], name: str) -> QWidget:
    widget = desk.window.findChild(kind, name)
    assert widget is not None, name
    return widget


def slide(desk: Desk, name: str, value: int) -> None:
    slider = desk.window.findChild(Slider, name)
    assert slider is not None, name
    slider.setValue(value)


def number(desk: Desk, name: str, value: int) -> None:
    box = desk.window.findChild(QSpinBox, name)
    assert box is not None, name
    box.setValue(value)


def label(desk: Desk, name: str) -> str:
    shown = desk.window.findChild(QLabel, name)
    assert shown is not None, name
    return shown.text() if shown.isVisibleTo(desk.window) else ""


def choose(desk: Desk, name: str, text: str) -> None:
    box = desk.window.findChild(QComboBox, name)
    assert box is not None, name
    index = next(at for at in range(box.count()) if box.itemText(at) == text)
    box.setCurrentIndex(index)
    box.activated.emit(index)


# ---- the lesson and its sections


def test_the_lesson_opens_from_the_list_with_its_own_sections(desk: Desk) -> None:
    view = desk.window.findChild(QListView, "lesson-list")
    assert view is not None
    model = view.model()
    rows = [model.index(row, 0) for row in range(model.rowCount())]
    view.clicked.emit(next(index for index in rows if index.data() == "3D convolution"))
    assert desk.scene.preset == "twice"
    assert all(desk.shows(name) for name in OWN)
    assert not any(desk.shows(name) for name in PLANAR)
    desk.menu("undo")
    assert desk.scene.lesson.value == "convolution"


def test_what_is_refused_after_it_is_said_in_the_lesson_that_is_there(desk: Desk) -> None:
    view = desk.window.findChild(QListView, "lesson-list")
    assert view is not None
    model = view.model()
    rows = [model.index(row, 0) for row in range(model.rowCount())]
    view.clicked.emit(next(index for index in rows if index.data() == "3D convolution"))
    desk.menu("undo")
    for table in desk.window.findChildren(GridView):
        table.model().setData(table.model().index(0, 0), "1/0")
    assert "divides by 0" in desk.message


def test_a_drag_that_undo_overtakes_asks_nothing_of_another_lesson(desk: Desk) -> None:
    view = desk.window.findChild(QListView, "lesson-list")
    assert view is not None
    model = view.model()
    rows = [model.index(row, 0) for row in range(model.rowCount())]
    view.clicked.emit(next(index for index in rows if index.data() == "3D convolution"))
    sliders = [slider for slider in desk.window.findChildren(Slider) if slider.isVisible()]
    assert len(sliders) > 2
    desk.menu("undo")
    before = desk.scene
    for slider in sliders:
        slider.setValue(slider.value() + 1)
    assert desk.scene == before
    assert not any(desk.shows(name) for name in OWN)


@pytest.mark.parametrize(
    "info",
    [info for info in LESSONS if info.lesson is not Lesson.VOLUME],
    ids=lambda info: info.lesson.value,
)
def test_the_volume_s_sections_are_nowhere_else(open_desk: OpenDesk, info: LessonInfo) -> None:
    desk = open_desk(info.presets[0].build())
    assert not any(desk.shows(name) for name in OWN)


# ---- stepping


def test_keys_step_through_all_three_directions(cube: Desk) -> None:
    cube.stage.setFocus()
    cube.press("Right", "Down")
    assert place(cube) == (0, 1, 1)
    QTest.keyClick(cube.stage, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert place(cube) == (1, 1, 1)
    assert "output slice 2, row 2, column 2" in cube.sentence
    QTest.keyClick(cube.stage, Qt.Key.Key_Left, Qt.KeyboardModifier.ShiftModifier)
    assert place(cube) == (0, 1, 1)
    cube.press("PgDn")
    assert place(cube) == (0, 1, 2)


def test_the_timeline_names_slice_row_and_column(cube: Desk) -> None:
    timeline = cube.window.findChild(Timeline)
    assert timeline is not None
    cube.window.store.step_to(replace(cube.scene, step=14))
    shown = [field for field in timeline.findChildren(QLineEdit) if field.isVisible()]
    texts = {field.text() for field in shown}
    assert texts & {"slice 2, row 2, column 3", "2, 2, 3"}


def test_a_click_on_an_output_of_another_slice_makes_it_the_step(open_desk: OpenDesk) -> None:
    desk = open_desk(arranged(example("cube"), Arrangement.SLICES))
    desk.click("output-2", 1, 0)
    assert place(desk) == (2, 1, 0)
    assert desk.equation.splitlines()[-1] == "(output (3, 2, 1), exact)"


def test_hovering_goes_both_ways_and_a_click_on_an_input_pins(open_desk: OpenDesk) -> None:
    desk = open_desk(arranged(example("cube"), Arrangement.SLICES))
    desk.hover("output-1", 2, 2)
    assert desk.sentence.startswith("Pointed at: output slice 2, row 3, column 3")
    desk.hover("input-4", 0, 0)
    assert desk.sentence.startswith("Input slice 5, row 1, column 1")
    desk.click("input-4", 0, 0)
    desk.hover("output-0", 0, 0)
    desk.stage.leaveEvent(None)  # type: ignore[arg-type]
    assert desk.sentence.startswith("Input slice 5, row 1, column 1"), "pinned"
    desk.stage.setFocus()
    desk.press("Esc")
    assert desk.sentence.startswith("Step 1 of 27")


def test_a_pinned_cell_is_typed_over_in_its_slice(open_desk: OpenDesk) -> None:
    desk = open_desk(arranged(example("cube"), Arrangement.SLICES))
    desk.click("input-3", 1, 2)
    desk.stage.setFocus()
    desk.press("Enter")
    desk.type("9")
    desk.press("Enter")
    cell = solid_of(desk).input.edited[0]
    assert (cell.slice, cell.row, cell.column, cell.value) == (3, 1, 2, 9)
    assert desk.undo_words[0].endswith("cell (4, 2, 3) = 9")


def test_channels_cannot_be_stepped_on_but_the_plane_can(open_desk: OpenDesk) -> None:
    desk = open_desk(example("twice"))
    desk.click("plane", 1, 2)
    assert place(desk) == (0, 1, 2)
    assert "as channels, 2D:" in desk.equation


# ---- the inspector


def test_the_volume_is_chosen_and_laid_out(cube: Desk) -> None:
    choose(cube, "volume_source", "Single voxel")
    assert solid_of(cube).input.volume.name == "single voxel"
    choose(cube, "arrangement3", "slices side by side")
    assert "slices side by side" not in cube.text
    assert not any(panel.piled for panel in cube.stage.picture.panels)
    cube.menu("undo")
    cube.menu("undo")
    assert cube.scene == example("cube")


def test_the_comparison_is_switched_on_and_off(cube: Desk) -> None:
    found(cube, QCheckBox, "contrast3").click()  # type: ignore[attr-defined]
    assert "One plane" in cube.text
    found(cube, QCheckBox, "contrast3").click()  # type: ignore[attr-defined]
    assert "One plane" not in cube.text


def test_a_pile_of_too_many_slices_is_refused_at_the_control(open_desk: OpenDesk) -> None:
    desk = open_desk(example("head"))
    choose(desk, "arrangement3", "a pile of slices")
    assert label(desk, "arrangement3_refusal").startswith("98 slices with padding")
    box = desk.window.findChild(Choices, "arrangement3")
    assert box is not None
    assert box.currentText() == "as fits: pile or views"
    found(desk, QCheckBox, "contrast3").click()  # type: ignore[attr-defined]
    assert label(desk, "contrast3_refusal").startswith("98 slices")


def test_crop_size_and_unit_of_the_volume(cube: Desk) -> None:
    cube.click_widget("volume_details")
    number(cube, "crop_slices_from", 1)
    number(cube, "crop_slices", 4)
    assert solid_of(cube).input.crop is not None
    assert "2 × 3 × 3" in label(cube, "output_size3")
    number(cube, "crop_slices_from", 3)
    assert label(cube, "box_refusal").startswith("the part must lie within")
    cube.click_widget("whole_volume")
    assert solid_of(cube).input.crop is None
    choose(cube, "size3", "resampled to")
    number(cube, "resample3_slices", 4)
    assert solid_of(cube).input.resample == (4, 5, 5)
    unit = cube.window.findChild(QToolButton, "scale3_unit")
    assert unit is not None
    unit.click()
    assert solid_of(cube).input.unit


def test_a_number_that_was_begun_as_another_lesson_came_asks_nothing(cube: Desk) -> None:
    cube.click_widget("volume_details")
    box = cube.window.findChild(QSpinBox, "crop_slices")
    assert box is not None
    box.setFocus()
    box.selectAll()
    QTest.keyClicks(box, "3")
    literature = preset(Lesson.CONVOLUTION, "literature").build()
    cube.window.store.do(partial(edits.apply_preset, preset=literature, title="literature"))
    box.interpretText()
    assert cube.scene == literature


def test_the_kernel_s_table_shows_one_slice_and_changes_it(cube: Desk) -> None:
    table = cube.window.findChild(QTableView, "kernel3_table")
    assert table is not None
    second = cube.window.findChild(QToolButton, "kernel3_slice_1")
    assert second is not None
    second.click()
    model = table.model()
    assert [model.index(0, at).data() for at in range(3)] == ["0", "1", "2"]
    assert model.setData(model.index(0, 0), "1/2")
    assert solid_of(cube).kernel.weights.array[1, 0, 0] == 0.5
    assert cube.undo_words[0].endswith("weight (2, 1, 1) = 0.5")
    choose(cube, "kernel3_preset", "Sum")
    assert solid_of(cube).kernel.shape == (2, 2, 2)
    assert label(cube, "kernel3_sum") == "Σ 8"


def test_the_kernel_s_size_is_linked_until_it_is_not(cube: Desk) -> None:
    number(cube, "kernel3_depth", 2)
    assert solid_of(cube).kernel.shape == (2, 2, 2)
    cube.click_widget("kernel3_linked")
    number(cube, "kernel3_depth", 4)
    assert solid_of(cube).kernel.shape == (4, 2, 2)
    number(cube, "kernel3_depth", 7)
    assert "spans 7" in label(cube, "kernel3_refusal")


def test_stride_padding_and_dilation_for_each_axis(cube: Desk) -> None:
    slide(cube, "stride3", 2)
    assert solid_of(cube).parameters.stride == (2, 2, 2)
    found(cube, QCheckBox, "linked3").click()  # type: ignore[attr-defined]
    slide(cube, "stride3_depth", 1)
    assert solid_of(cube).parameters.stride == (1, 2, 2)
    same = cube.window.findChild(QToolButton, "padding3_same")
    assert same is not None
    same.click()
    assert label(cube, "output_size3") == "5 × 3 × 3"
    sides = cube.window.findChild(QToolButton, "padding3_sides")
    assert sides is not None
    sides.click()
    number(cube, "padding3_back", 3)
    assert solid_of(cube).parameters.padding == ((1, 3), (1, 1), (1, 1))
    assert label(cube, "output_size3") == "7 × 3 × 3"
    slide(cube, "dilation3_depth", 4)
    assert solid_of(cube).parameters.dilation == (4, 1, 1)


def test_bias_mode_and_kind(cube: Desk) -> None:
    cube.click_widget("parameter3_details")
    bias = cube.window.findChild(QLineEdit, "bias3")
    assert bias is not None
    bias.setText("1/2")
    bias.editingFinished.emit()
    assert solid_of(cube).parameters.bias == 0.5
    bias.setText("much")
    bias.editingFinished.emit()
    assert label(cube, "bias3_refusal")
    choose(cube, "padding_mode3", "edge repeated")
    choose(cube, "flip3", "true convolution")
    assert solid_of(cube).parameters.flip
    assert "Kernel, flipped" in cube.text


def test_keys_of_the_inspector_change_the_volume_s_parameters(cube: Desk) -> None:
    cube.stage.setFocus()
    control, alt = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier
    QTest.keyClick(cube.window, Qt.Key.Key_BracketRight, control)
    assert solid_of(cube).parameters.stride == (2, 2, 2)
    QTest.keyClick(cube.window, Qt.Key.Key_BracketLeft, control)
    QTest.keyClick(cube.window, Qt.Key.Key_BracketRight, alt)
    assert solid_of(cube).parameters.dilation == (2, 2, 2)
    QTest.keyClick(cube.window, Qt.Key.Key_T, control)
    assert solid_of(cube).parameters.flip
    QTest.keyClick(cube.window, Qt.Key.Key_K, control)
    assert cube.widget("kernel3_table").hasFocus()


def test_every_control_has_a_name_a_tip_and_a_place_in_the_tab_order(cube: Desk) -> None:
    for kind in (VolumeSection, Kernel3Section, Parameters3Section):
        section = cube.window.inspector.section(kind)
        controls = [
            child
            for widget in (
                QComboBox,
                QSpinBox,
                QCheckBox,
                QToolButton,
                QLineEdit,
                Slider,
                QTableView,
            )
            for child in section.findChildren(widget)
            if not child.objectName().startswith("qt_")
        ]
        assert controls
        for control in controls:
            assert control.objectName()
            assert control.accessibleName(), control.objectName()
            assert control.toolTip(), control.objectName()
            assert control.focusPolicy() != Qt.FocusPolicy.NoFocus, control.objectName()


# ---- large volumes


def test_a_click_in_any_view_moves_the_step_there(open_desk: OpenDesk) -> None:
    desk = open_desk(example("vessels"))
    desk.settled()
    desk.click("output-axial", 50, 60)
    assert place(desk) == (45, 50, 60)
    for view, click, meant in (
        ("output-coronal", (20, 30), (20, 50, 30)),
        ("input-sagittal", (70, 90), (70, 90, 30)),
    ):
        desk.click(view, *click)
        apart = np.subtract(place(desk), meant)
        assert np.abs(apart).max() <= 1, "a small view has less than a pixel for each cell"
    assert desk.window.store.undo_stack.count() == 0, "stepping is no edit"


def test_the_slice_in_focus_zooms_and_follows_the_step(open_desk: OpenDesk) -> None:
    desk = open_desk(example("vessels"))
    desk.settled()
    desk.wheel(desk.place("input-axial", 61, 36), 6)
    source, target = (desk.stage.picture.panel(f"{kind}-axial") for kind in ("input", "output"))
    assert source.visible.width < 128
    assert source.visible.contains(36, 61)
    assert target.visible.contains(36, 61)
    desk.stage.setFocus()
    for _ in range(60):
        desk.press("Right")
    moved = desk.stage.picture.panel("input-axial").visible
    assert moved.contains(place(desk)[2], place(desk)[1])
    desk.press("0")
    assert desk.stage.picture.panel("input-axial").visible.width == 128


def test_a_large_result_comes_in_the_background_and_the_newest_wins(open_desk: OpenDesk) -> None:
    desk = open_desk(example("head"))
    choose(desk, "kernel3_preset", "Box blur")
    choose(desk, "kernel3_preset", "Laplacian 26")
    assert desk.sentence.startswith("Step "), "steps need no result"
    desk.settled()
    result = desk.stage.stage_input().result
    assert result is not None
    assert result.request.layer.kernel.name == "Laplacian 26"  # type: ignore[attr-defined]


def test_a_volume_that_is_dropped_opens_in_its_lesson(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "block.npy"
    np.save(path, np.arange(4 * 5 * 6).reshape(4, 5, 6))
    assert desk.drop_file(path)
    desk.qtbot.waitUntil(lambda: desk.scene.solid is not None, timeout=20_000)
    assert desk.scene.lesson.value == "3d"
    assert solid_of(desk).input.volume.shape == (4, 5, 6)
    desk.menu("undo")
    assert desk.scene.lesson.value == "convolution"


# ---- around the stage


def test_presenting_leaves_the_stage_alone(open_desk: OpenDesk) -> None:
    desk = open_desk(example("twice"))
    desk.menu("present")
    assert desk.stage.presenting
    assert "Read as" in desk.text or "2D over channels" in desk.text
    desk.press("Esc")
    assert not desk.stage.presenting


def test_worked_examples_apply_and_reset(open_desk: OpenDesk) -> None:
    desk = open_desk(example("stride"))
    slide(desk, "padding3", 0)
    assert desk.scene != example("stride")
    desk.menu("reset")
    assert desk.scene == example("stride")


def test_a_scene_survives_being_saved(open_desk: OpenDesk, tmp_path: Path) -> None:
    desk = open_desk(changed_scene())
    path = tmp_path / "volume.convoscope"
    desk.window.documents.save_to(path)
    desk.qtbot.waitUntil(lambda: path.exists() and not desk.window.documents.is_modified)
    other = open_desk()
    other.window.opening.open_path(path)
    other.qtbot.waitUntil(lambda: other.scene.solid is not None, timeout=20_000)
    assert other.scene == desk.scene


def changed_scene() -> Scene:
    return changed(volume_edits.set_voxel(example("dilated"), (1, 2, 3), -4))
