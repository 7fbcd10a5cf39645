"""1×1 kernels and groups as a user works them: clicks, sliders, tables, photos, undo."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtWidgets import QCheckBox, QComboBox, QLabel, QTableView

from app.content.lessons import preset
from app.state.channels.choices import Following, Source
from app.state.scene import Lesson
from app.ui.inspector.controls.numbers import Number
from app.ui.inspector.controls.presets import PresetList
from app.ui.inspector.controls.slider import Slider
from app.ui.inspector.tables.grid_model import GridModel
from tests.ui.conftest import OpenDesk
from tests.ui.desk import Desk, saved


@pytest.fixture
def pointwise(open_desk: OpenDesk) -> Desk:
    return open_desk(preset(Lesson.POINTWISE, "mix").build())


@pytest.fixture
def grouped(open_desk: OpenDesk) -> Desk:
    return open_desk(preset(Lesson.GROUPED, "two").build())


def slide(desk: Desk, name: str, value: int) -> None:
    slider = desk.window.findChild(Slider, name)
    assert slider is not None, name
    slider.setValue(value)


def tick(desk: Desk, name: str) -> None:
    box = desk.window.findChild(QCheckBox, name)
    assert box is not None, name
    box.click()


def label(desk: Desk, name: str) -> str:
    found = desk.window.findChild(QLabel, name)
    assert found is not None, name
    return found.text() if found.isVisible() else ""


def table(desk: Desk, name: str) -> GridModel:
    view = desk.window.findChild(QTableView, name)
    assert view is not None, name
    model = view.model()
    assert isinstance(model, GridModel)
    return model


def column(desk: Desk, title: str) -> list[str]:
    return [line.strip() for line in desk.panel(title).split("\n")[1:] if ":" not in line]


# ---- 1×1


def test_stepping_goes_through_pixels_and_filters_both_ways(pointwise: Desk) -> None:
    assert pointwise.sentence.startswith("Step 1 of 32: output channel 1, row 1, column 1 is −1")
    pointwise.stage.setFocus()
    pointwise.press("Right", "Down")
    assert pointwise.scene.step == 5
    pointwise.press("Left", "Up")
    assert pointwise.scene.step == 0
    pointwise.click("weights", 1, 0)
    assert pointwise.scene.step == 16, "a row of the matrix is its filter"
    pointwise.click("sums", 0, 0)
    assert pointwise.scene.step == 0
    pointwise.click("output-1", 2, 3)
    assert pointwise.scene.step == 16 + 11
    assert pointwise.equation.endswith("(output 2 (3, 4), exact)")


def test_hover_goes_both_ways_and_a_pin_stays(pointwise: Desk) -> None:
    pointwise.hover("input-2", 1, 1)
    assert pointwise.sentence.startswith("Input B, row 2, column 2 is 2 and reaches 2 output")
    pointwise.hover("output-0", 3, 3)
    assert pointwise.sentence.startswith("Pointed at: output channel 1, row 4, column 4")
    pointwise.hover("pixel", 1, 0)
    pointwise.click("pixel", 1, 0)
    assert "reach: (2, 1)" in pointwise.panel("Pixel")
    pointwise.stage.setFocus()
    pointwise.press("Esc")
    assert pointwise.stage.view.pin is None


def test_the_relu_and_the_bottleneck_are_one_click_and_one_undo(pointwise: Desk) -> None:
    tick(pointwise, "relu")
    assert column(pointwise, "max(0, ·)") == ["0", "2"]
    assert "max(0, −1)  =  0" in pointwise.equation
    tick(pointwise, "bottleneck")
    assert "direct: 120,422,400" in pointwise.text
    slide(pointwise, "bottleneck_inner", 32)
    assert "24,887,296" in pointwise.text
    assert pointwise.undo_words[0] == "Undo inner 32"
    pointwise.menu("undo")
    assert "12,443,648" in pointwise.text
    pointwise.menu("undo")
    assert "direct" not in pointwise.text
    pointwise.menu("undo")
    assert "max(0" not in pointwise.text


def test_weights_and_biases_are_typed_into_one_table(pointwise: Desk) -> None:
    model = table(pointwise, "pointwise_table")
    assert model.setData(model.index(0, 1), "1/2")
    assert pointwise.scene.filters.weights.array[0, 1, 0, 0] == 0.5
    assert model.setData(model.index(1, 3), "10")
    assert pointwise.scene.filters.bias == (1, 10)
    assert not model.setData(model.index(0, 0), "many")
    assert "many" in label(pointwise, "pointwise_filters_refusal")
    assert model.paste("1\t2\n3\t4", 0, 0)
    assert pointwise.scene.filters.weights.array[:, :2, 0, 0].tolist() == [[1, 2], [3, 4]]
    pointwise.menu("undo")
    assert pointwise.scene.filters.weights.array[0, 1, 0, 0] == 0.5


def test_more_outputs_are_more_rows(pointwise: Desk) -> None:
    slide(pointwise, "pointwise_count", 4)
    assert pointwise.panel("Weights").startswith("Weights  4 × 3")
    assert "Output 4" in pointwise.text
    slide(pointwise, "pointwise_stride", 2)
    assert "4 × 4 × 3 to 2 × 2 × 4" in pointwise.text
    count = pointwise.window.findChild(Number, "pointwise_count_value")
    assert count is not None
    count.setValue(20)
    assert label(pointwise, "pointwise_heads") == "20 × 3 weights: too many for a table here"
    assert not pointwise.widget("pointwise_table").isVisible()


def test_a_photo_is_reduced_by_what_it_teaches_itself(pointwise: Desk, tmp_path: Path) -> None:
    random = np.random.default_rng(5)
    base = random.integers(0, 200, (80, 100, 1))
    pixels = (base + random.integers(0, 40, (80, 100, 3))).astype(np.uint8)
    assert pointwise.drop_file(saved(tmp_path / "photo.png", pixels))
    pointwise.qtbot.waitUntil(lambda: pointwise.scene.input.image.name == "photo.png")
    pointwise.click_widget("learn_principal")
    pointwise.settled()
    assert pointwise.scene.filters.name == "principal components of photo.png"
    line = next(line for line in pointwise.text.split("\n") if "variance" in line)
    shares = [float(word.strip("%,")) for word in line.split() if word.endswith(("%", "%,"))]
    assert shares[0] > 90
    assert sum(shares) == pytest.approx(100, abs=0.2)
    presets = pointwise.window.findChild(PresetList, "pointwise_preset")
    assert presets is not None
    presets.chosen.emit("luma")
    assert pointwise.scene.filters.count == 1
    pointwise.wheel(pointwise.place("input-0", 40, 50), 6)
    assert pointwise.stage.picture.panel("output-0").visible.width < 100, "both planes zoom"


def test_a_grey_photo_is_repeated_and_that_is_said(pointwise: Desk, tmp_path: Path) -> None:
    pixels = np.random.default_rng(5).integers(0, 256, (30, 40), np.uint8)
    assert pointwise.drop_file(saved(tmp_path / "grey.png", pixels))
    pointwise.qtbot.waitUntil(lambda: pointwise.scene.input.image.name == "grey.png")
    assert pointwise.scene.mixing.source is Source.REPEATED
    said = " ".join(each.text() for each in pointwise.window.findChildren(QLabel))
    assert "grey.png is grey: it is repeated to three channels" in said
    pointwise.click_widget("learn_principal")
    assert pointwise.scene.filters.count == 3


def test_other_lessons_have_no_matrix_section(pointwise: Desk) -> None:
    names = ("pointwise_preset", "filter_table", "groups")
    assert [pointwise.shows(name) for name in names] == [True, False, False]


def test_typing_over_a_cell_of_one_channel(pointwise: Desk) -> None:
    pointwise.click("input-1", 0, 0)
    pointwise.stage.setFocus()
    pointwise.press("Enter")
    pointwise.type("7")
    pointwise.press("Enter")
    assert column(pointwise, "Pixel") == ["0", "7", "2"]
    assert pointwise.undo_words[0].startswith("Undo channel 2, cell (1, 1) = 7")
    pointwise.menu("undo")
    assert column(pointwise, "Pixel") == ["0", "1", "2"]


# ---- groups


def test_the_slider_stops_at_the_divisors(grouped: Desk) -> None:
    assert label(grouped, "groups_that_fit") == "1, 2, 3, 6 divide 6 input and 6 output channels"
    slide(grouped, "groups", 3)
    assert grouped.scene.filters.groups == 6
    assert "depthwise: each filter sees one input channel alone" in grouped.text
    slide(grouped, "groups", 0)
    assert grouped.scene.filters.groups == 1
    grouped.menu("undo")
    grouped.menu("undo")
    assert grouped.scene.filters.groups == 2


def test_a_number_that_does_not_divide_is_refused_in_words(grouped: Desk) -> None:
    typed = grouped.window.findChild(Number, "groups_value")
    assert typed is not None
    typed.setValue(4)
    assert label(grouped, "groups_refusal") == (
        "4 groups do not divide 6 input and 6 output channels: 1, 2, 3, 6 fit"
    )
    assert typed.value() == 2, "the valid number is shown again"
    slide(grouped, "filter_count", 4)
    assert grouped.scene.filters.groups == 2
    assert label(grouped, "groups_that_fit").startswith("1, 2 divide 6 input and 4")


def test_the_shuffle_is_chosen_and_undone(grouped: Desk) -> None:
    grouped.click_widget("following_two_layers")
    assert "without a shuffle, output 1 of the second layer sees 3 of 6 inputs" in grouped.text
    grouped.click_widget("following_two,_shuffled")
    assert grouped.scene.mixing.following.value == Following.SHUFFLED.value
    assert "with the shuffle, output 1 of the second layer sees all 6 inputs" in grouped.text
    grouped.hover("second-4", 0, 0)
    assert "output 5 of the second layer sees all 6 inputs" in grouped.text
    grouped.menu("undo")
    grouped.menu("undo")
    assert "second layer" not in grouped.text


def test_a_click_on_a_row_of_blocks_chooses_the_filter(grouped: Desk) -> None:
    grouped.click("filter-4", 1, 13)
    assert grouped.scene.step == 4 * 9
    assert grouped.sentence.startswith("Step 37 of 54: output channel 5, row 1, column 1")
    grouped.stage.setFocus()
    grouped.press("Right")
    assert grouped.scene.step == 37
    grouped.hover("input-0", 2, 2)
    assert grouped.sentence.startswith("Input channel 1, row 3, column 3")


def test_the_table_offers_the_channels_that_the_filter_sees(grouped: Desk) -> None:
    channels = grouped.window.findChild(QComboBox, "filter_channel")
    assert channels is not None
    offered = [channels.itemText(row) for row in range(channels.count())]
    assert offered == ["1", "2", "3", "every"]
    grouped.click("filter-4", 1, 13)
    offered = [channels.itemText(row) for row in range(channels.count())]
    assert offered == ["4", "5", "6", "every"]
    assert channels.currentText() == "4"
    model = table(grouped, "filter_table")
    assert model.setData(model.index(0, 0), "9")
    assert grouped.scene.filters.weights.array[4, 3, 0, 0] == 9


def test_a_photo_of_three_colours_can_have_three_groups(grouped: Desk, tmp_path: Path) -> None:
    pixels = np.random.default_rng(5).integers(0, 256, (60, 90, 3), np.uint8)
    assert grouped.drop_file(saved(tmp_path / "photo.png", pixels))
    grouped.qtbot.waitUntil(lambda: grouped.scene.input.image.name == "photo.png")
    grouped.settled()
    assert grouped.scene.filters.channels == 3
    assert label(grouped, "groups_that_fit").startswith("1, 3 divide 3 input and 6")
    slide(grouped, "groups", 1)
    grouped.settled()
    assert grouped.scene.filters.groups == 3
    grouped.wheel(grouped.place("output-0", 20, 20), 4)
    assert grouped.stage.picture.panel("input-0").visible.width < 90


def test_presenting_leaves_the_stage_alone_and_a_clicker_steps(grouped: Desk) -> None:
    grouped.press("F5", "PgDn", "PgDn")
    assert not grouped.window.inspector.isVisible()
    assert grouped.sentence.startswith("Step 3 of 54")
    assert grouped.stage.picture.bold
    grouped.press("F5")
    assert grouped.window.inspector.isVisible()
