"""The matrix and transposed convolution as a user works them: lists, clicks, controls, undo."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image as Pillow
from PySide6.QtCore import QPoint
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QComboBox, QLabel, QListView, QToolButton

from app.content.lessons import preset
from app.state.scene import Lesson
from app.state.turned.choices import Product, Walk
from app.ui.inspector.controls.slider import Slider
from app.ui.stage.stage import Stage
from tests.ui.conftest import OpenDesk
from tests.ui.desk import LEFT, NONE, Desk


@pytest.fixture
def transposed(open_desk: OpenDesk) -> Desk:
    return open_desk(preset(Lesson.TRANSPOSED, "literature").build())


@pytest.fixture
def matrix(open_desk: OpenDesk) -> Desk:
    return open_desk(preset(Lesson.MATRIX, "classic").build())


def shown(desk: Desk, name: str) -> bool:
    return desk.widget(name).isVisible()


def label(desk: Desk, name: str) -> str:
    found = desk.window.findChild(QLabel, name)
    assert found is not None, name
    return found.text()


def slide(desk: Desk, name: str, value: int) -> None:
    slider = desk.window.findChild(Slider, name)
    assert slider is not None, name
    slider.setValue(value)


def test_the_lessons_are_chosen_from_the_list_and_undone(desk: Desk) -> None:
    view = desk.window.findChild(QListView, "lesson-list")
    assert view is not None
    model = view.model()
    rows = [model.index(row, 0) for row in range(model.rowCount())]
    chosen = next(index for index in rows if index.data() == "Transposed")
    view.clicked.emit(chosen)
    assert desk.scene.lesson.value == Lesson.TRANSPOSED.value
    assert "the three agree on every cell" in desk.text
    assert not shown(desk, "size_formula")
    assert shown(desk, "transposed_formula")
    desk.menu("undo")
    assert desk.scene.lesson.value == Lesson.CONVOLUTION.value
    assert not shown(desk, "transposed_formula")


def test_a_click_on_a_row_of_the_matrix_is_a_step_in_all_three(transposed: Desk) -> None:
    transposed.click("matrix", 6, 0)
    assert transposed.scene.step == 6
    assert transposed.panel("Output").endswith("step: (2, 3)")
    transposed.click("stamps", 2, 1)
    assert transposed.scene.step == 9
    assert transposed.equation.startswith("1·1 + 2·0 + 3·2 + 4·2  =  15")


def test_by_input_cell_a_click_on_a_column_is_a_step(transposed: Desk) -> None:
    transposed.click_widget("walk_by_input_cell")
    assert transposed.scene.transposed.walk.value == Walk.INPUT.value
    transposed.click("matrix", 0, 2)
    assert transposed.scene.step == 2
    assert transposed.sentence.startswith("Step 3 of 4: input row 2, column 1 is 3")
    transposed.press("Right")
    assert transposed.scene.step == 3
    transposed.menu("undo")
    assert transposed.scene.transposed.walk.value == Walk.OUTPUT.value


def test_leaving_out_the_turn_is_one_click_and_one_undo(transposed: Desk) -> None:
    box = transposed.window.findChild(QCheckBox, "leave_out_turn")
    assert box is not None
    box.click()
    assert "without the turn it is another map: 16 of 16 cells differ" in transposed.text
    assert transposed.undo_words[0] == "Undo leave out the turn"
    transposed.menu("undo")
    assert not box.isChecked()
    assert "✓ the three agree" in transposed.text


def test_output_padding_picks_a_size_and_is_refused_in_words(transposed: Desk) -> None:
    slide(transposed, "output_padding", 1)
    reason = label(transposed, "output_padding_refusal")
    assert reason.endswith("it must stay below the stride or the dilation; only 0 fits")
    slide(transposed, "stride", 2)
    sizes = transposed.window.findChild(QComboBox, "forward_sizes")
    assert sizes is not None
    assert [sizes.itemText(row) for row in range(sizes.count())] == [
        "5 × 5", "6 × 6, 1 more",
    ]  # fmt: skip
    sizes.activated.emit(1)
    assert transposed.scene.transposed.output_padding == (1, 1)
    assert label(transposed, "transposed_size") == "6 × 6"
    assert transposed.panel("Output").startswith("Output  6 × 6")
    slide(transposed, "stride", 1)
    assert transposed.scene.transposed.output_padding == (0, 0)


def test_padding_has_no_names_here_and_too_much_is_refused(transposed: Desk) -> None:
    same = transposed.window.findChild(QToolButton, "padding_same")
    assert same is not None
    assert not same.isVisible()
    slide(transposed, "padding", 2)
    assert label(transposed, "padding_refusal") == (
        "padding (2, 2): must leave a cell of the output; a sum up to 3 fits"
    )
    slide(transposed, "padding", 1)
    assert transposed.panel("Output").startswith("Output  2 × 2")


def test_a_photo_dropped_on_it_works_too(transposed: Desk, tmp_path: Path) -> None:
    pixels = np.random.default_rng(5).integers(0, 256, (90, 120), np.uint8)
    Pillow.fromarray(pixels).save(tmp_path / "photo.png")
    assert transposed.drop_file(tmp_path / "photo.png")
    transposed.qtbot.waitUntil(lambda: transposed.scene.input.image.height == 90)
    transposed.settled()
    assert "✓ both ways agree" in transposed.text
    slide(transposed, "stride", 2)
    transposed.settled()
    assert transposed.panel("Output").startswith("Output  181 × 241")
    transposed.click("output", 100, 80)
    assert transposed.sentence.startswith("Step 24,181 of 43,621: output row 101, column 81")


def test_typing_over_an_input_cell(transposed: Desk) -> None:
    transposed.click("input", 0, 0)
    transposed.press("Enter")
    transposed.type("5")
    transposed.press("Enter")
    assert transposed.panel("Input y").split("\n")[1].split() == ["5", "2"]
    assert "✓ the three agree" in transposed.text


# ---- the matrix


def test_a_pinned_cell_of_the_matrix_keeps_its_row_and_column_lit(matrix: Desk) -> None:
    matrix.click("matrix", 2, 9)
    matrix.hover_point(matrix.stage.rect().topLeft())
    assert "reach: 4 × 1 at (1, 10)" in matrix.panel("C  ")
    assert "step: 1 × 16 at (3, 1)" in matrix.panel("C  ")
    matrix.press("Right")
    assert "reach: 4 × 1 at (1, 11)" in matrix.panel("C  ")
    matrix.press("Esc")
    assert "reach" not in matrix.panel("C  ")


def test_a_click_on_the_product_is_the_step(matrix: Desk) -> None:
    matrix.click("column", 2, 0)
    assert matrix.scene.step == 2
    assert matrix.panel("Large, x").endswith("step: 3 × 3 at (2, 1)")


def test_multiplying_back_shows_the_difference(matrix: Desk) -> None:
    matrix.click_widget("product_Cᵀ_·_small")
    assert matrix.scene.unrolling.product.value == Product.BACK.value
    box = matrix.window.findChild(QCheckBox, "compare")
    assert box is not None
    box.click()
    assert matrix.panel("Difference").split("\n")[1].split() == ["−3", "9", "34", "23"]
    assert "but not x: 16 of 16 values differ" in matrix.text
    matrix.menu("undo")
    matrix.menu("undo")
    assert not box.isChecked()
    assert matrix.scene.unrolling.product.value == Product.FORWARD.value


def test_the_stage_says_how_large_the_matrix_of_a_photo_would_be(open_desk: OpenDesk) -> None:
    desk = open_desk(preset(Lesson.MATRIX, "photo").build())
    desk.settled()
    assert "C would have 611,204 × 614,400 cells" in desk.text
    before = desk.scene.step
    desk.press("Right")
    assert desk.scene.step == before + 1


@pytest.mark.parametrize("theme", ["light", "dark", "projector"])
@pytest.mark.parametrize(
    ("lesson", "key"),
    [
        (Lesson.MATRIX, "back"), (Lesson.MATRIX, "digit"), (Lesson.TRANSPOSED, "no-turn"),
        (Lesson.TRANSPOSED, "figure-4-4"),
    ],
)  # fmt: skip
def test_it_is_painted_in_every_theme(
    open_desk: OpenDesk, lesson: Lesson, key: str, theme: str
) -> None:
    desk = open_desk(preset(lesson, key).build(), theme=theme)
    desk.settled()
    assert isinstance(desk.stage, Stage)
    assert len(np.unique(desk.pixels().copy().view(np.uint32))) > 20


def test_the_wheel_brings_up_the_digits_of_a_large_matrix_and_a_double_click_fits_it(
    open_desk: OpenDesk,
) -> None:
    desk = open_desk(preset(Lesson.MATRIX, "digit").build())
    desk.settled()
    picture = desk.stage.picture
    whole, image = picture.panel("matrix"), picture.panel("input")
    point = desk.place("matrix", 300, 350)
    for _ in range(20):
        desk.wheel(point, 1)
    near = desk.stage.picture.panel("matrix")
    assert near.numbers > 0
    assert near.cell_at(point.x(), point.y()) in [(r, c) for r in (299, 300) for c in (349, 350)]
    same = desk.stage.picture.panel("input")
    assert (same.rect, same.visible) == (image.rect, image.visible), "nothing else moves"
    desk.hover("matrix", 300, 350)
    assert desk.sentence.startswith("Row 301, column 351 of C")
    before = near.visible.x
    desk.drag(point, QPoint(-40, 0))
    assert desk.stage.picture.panel("matrix").visible.x > before
    QTest.mouseDClick(desk.stage, LEFT, NONE, point)
    assert desk.stage.picture.panel("matrix").visible == whole.visible
    desk.stage.setFocus()
    desk.press("+")
    assert desk.stage.picture.panel("matrix").visible.width < whole.visible.width
    desk.press("0")
    assert desk.stage.view.camera is None
