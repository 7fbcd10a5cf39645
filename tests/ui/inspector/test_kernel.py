"""The kernel's table, size, presets and works, as a user handles them."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit, QPushButton, QSpinBox, QToolButton

from app.content.kernels.catalogue import KERNELS, kernel_preset
from app.content.lessons import lesson_info
from app.state import edits, kernels
from app.state.edits import set_padding
from app.state.scene import Kernel, Lesson
from app.state.tensor import Tensor
from app.ui.inspector.controls.presets import PURPOSE
from app.ui.inspector.tables.grid import GridView
from tests.scenes import WEIGHTS
from tests.ui.inspector.conftest import Desk

LEFT = Qt.MouseButton.LeftButton


def table(desk: Desk) -> GridView:
    return desk.find(GridView, "kernel_table")


def shown(desk: Desk) -> list[str]:
    """The table as rows of text."""
    model = table(desk).model()
    return [
        " ".join(str(model.index(row, column).data()) for column in range(model.columnCount()))
        for row in range(model.rowCount())
    ]


def click(desk: Desk, row: int, column: int) -> None:
    view = table(desk)
    at = view.visualRect(view.model().index(row, column)).center()
    QTest.mouseClick(view.viewport(), LEFT, pos=at)


def type_text(desk: Desk, keys: str, end: Qt.Key) -> None:
    """Type into the table: the first key opens an editor, the rest go there."""
    QTest.keyClicks(table(desk), keys[0])
    editors = table(desk).findChildren(QLineEdit, "cell_editor")
    editor = next(editor for editor in editors if editor.isVisible())
    QTest.keyClicks(editor, keys[1:])
    QTest.keyClick(editor, end)
    QApplication.processEvents()  # the view closes an editor a moment later


def current(desk: Desk) -> tuple[int, int]:
    at = table(desk).currentIndex()
    return at.row(), at.column()


def paste(desk: Desk, text: str) -> None:
    QGuiApplication.clipboard().setText(text)
    QTest.keyClick(table(desk), Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)


def weights(desk: Desk) -> list[list[float]]:
    rows: list[list[float]] = desk.scene.kernel.weights.array.tolist()
    return rows


def test_the_table_shows_the_weights(desk: Desk) -> None:
    assert shown(desk) == ["0 1 2", "2 2 0", "0 1 2"]
    assert desk.text("kernel_sum") == "Σ 10"


@pytest.mark.parametrize(
    ("row", "said"), [([0.1, 0.2, -0.3], "Σ 0"), ([1e-14, 1e-14, 0], "Σ 2e−14"), ([0, 0, 0], "Σ 0")]
)
def test_weights_that_add_up_to_zero_but_for_rounding_say_zero(
    desk: Desk, row: list[float], said: str
) -> None:
    kernel = Kernel("row", Tensor(np.array([row])))
    desk.store.do(partial(edits.set_kernel, kernel=kernel))
    assert desk.text("kernel_sum") == said


def test_a_list_of_kernels_that_goes_on_has_a_scroll_bar(desk: Desk) -> None:
    policy = desk.find(QComboBox, "kernel_preset").view().verticalScrollBarPolicy()
    assert policy == Qt.ScrollBarPolicy.ScrollBarAsNeeded


def test_typing_replaces_a_weight_and_enter_moves_on(desk: Desk) -> None:
    click(desk, 0, 1)
    type_text(desk, "1/9", Qt.Key.Key_Return)
    assert shown(desk)[0] == "0 1/9 2"
    assert weights(desk)[0][1] == 1 / 9
    assert current(desk) == (0, 2)
    assert desk.undo_titles() == ["weight (1, 2) = 0.111111"]
    desk.store.undo_stack.undo()
    assert shown(desk)[0] == "0 1 2"


def test_tab_moves_on_at_the_end_of_a_row_and_leaves_after_the_last_cell(desk: Desk) -> None:
    click(desk, 0, 2)
    type_text(desk, "-3", Qt.Key.Key_Tab)
    assert shown(desk)[0] == "0 1 −3"
    assert current(desk) == (1, 0)
    click(desk, 2, 2)
    QTest.keyClick(table(desk), Qt.Key.Key_Tab)
    assert not table(desk).hasFocus()


def test_esc_gives_up_what_was_typed(desk: Desk) -> None:
    click(desk, 0, 0)
    type_text(desk, "7", Qt.Key.Key_Escape)
    assert weights(desk) == WEIGHTS
    assert desk.undo_titles() == []


def test_a_decimal_comma_is_understood(desk: Desk) -> None:
    click(desk, 0, 0)
    type_text(desk, "0,5", Qt.Key.Key_Return)
    assert weights(desk)[0][0] == 0.5


def test_what_is_no_number_is_refused_at_the_table_and_the_weight_stays(desk: Desk) -> None:
    click(desk, 1, 1)
    type_text(desk, "two", Qt.Key.Key_Return)
    assert (
        desk.text("kernel_refusal") == "“two” is not a number; a number such as 2, −0.5 or 1/9 fits"
    )
    assert weights(desk) == WEIGHTS
    assert current(desk) == (1, 1)
    type_text(desk, "4", Qt.Key.Key_Return)
    assert desk.text("kernel_refusal") == ""
    assert weights(desk)[1][1] == 4


def test_delete_makes_a_weight_zero(desk: Desk) -> None:
    click(desk, 1, 0)
    QTest.keyClick(table(desk), Qt.Key.Key_Delete)
    assert weights(desk)[1][0] == 0


def test_a_table_from_a_spreadsheet_resizes_the_kernel_in_one_entry(desk: Desk) -> None:
    click(desk, 0, 0)
    paste(desk, "1\t0,5\n−1\t1/4\n")
    assert weights(desk) == [[1, 0.5], [-1, 0.25]]
    assert desk.find(QSpinBox, "kernel_height").value() == 2
    assert len(desk.undo_titles()) == 1
    desk.store.undo_stack.undo()
    assert weights(desk) == WEIGHTS


def test_a_single_number_is_pasted_into_its_cell(desk: Desk) -> None:
    click(desk, 2, 1)
    paste(desk, "8")
    assert weights(desk)[2] == [0, 8, 2]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("1\t2\n3", "row 2 has 1 value and row 1 has 2: rows of the same length fit"),
        ("\t".join("1" * 12), "kernel 1 × 12: height and width from 1 to 11 fit"),
        ("\n".join(["0\t0\t0\t0\t0\t0"] * 6), "spans 6, more than the padded input's 5"),
    ],
)
def test_a_table_that_cannot_be_a_kernel_is_refused(desk: Desk, text: str, reason: str) -> None:
    click(desk, 0, 0)
    paste(desk, text)
    assert reason in desk.text("kernel_refusal")
    assert weights(desk) == WEIGHTS


def test_a_text_far_too_long_for_a_table_is_refused_before_it_is_read(desk: Desk) -> None:
    click(desk, 0, 0)
    paste(desk, "1\t" * 60_000)
    assert desk.text("kernel_refusal") == (
        "the text has 120,000 letters: up to 100,000 fit, a table of numbers"
    )
    assert weights(desk) == WEIGHTS


@pytest.mark.parametrize("text", ["1\t2\n3\t4", "1;2\n3;4"])
def test_a_table_pasted_while_a_cell_is_typed_over_goes_into_the_kernel(
    desk: Desk, text: str
) -> None:
    click(desk, 0, 0)
    QTest.keyClicks(table(desk), "7")
    editor = next(each for each in table(desk).findChildren(QLineEdit) if each.isVisible())
    QGuiApplication.clipboard().setText(text)
    QTest.keyClick(editor, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    QApplication.processEvents()
    assert weights(desk) == [[1, 2], [3, 4]]
    assert not any(each.isVisible() for each in table(desk).findChildren(QLineEdit))
    desk.store.undo_stack.undo()
    assert weights(desk) == WEIGHTS


def test_a_number_pasted_while_a_cell_is_typed_over_stays_in_the_line(desk: Desk) -> None:
    click(desk, 0, 0)
    QTest.keyClicks(table(desk), "7")
    editor = next(each for each in table(desk).findChildren(QLineEdit) if each.isVisible())
    QGuiApplication.clipboard().setText("5")
    QTest.keyClick(editor, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(editor, Qt.Key.Key_Return)
    QApplication.processEvents()
    assert weights(desk)[0][0] == 75


@pytest.mark.parametrize(
    ("lesson", "kernel", "table_name"),
    [
        (Lesson.MULTI_CHANNEL, "filter_kernel", "filter_table"),
        (Lesson.DEPTHWISE, "depthwise_kernel", "depthwise_table"),
    ],
)
def test_a_channels_kernel_is_called_by_its_preset_else_own_numbers(
    desk_of: Callable[..., Desk], lesson: Lesson, kernel: str, table_name: str
) -> None:
    desk = desk_of(lesson_info(lesson).presets[0].build())
    names, grid = desk.find(QComboBox, kernel), desk.find(GridView, table_name)
    QTest.keyClicks(names, "Sobel")
    assert names.currentText().startswith("Sobel")
    grid.model().setData(grid.model().index(0, 0), "17")
    assert (names.currentIndex(), names.placeholderText()) == (-1, "own numbers")
    desk.store.undo_stack.undo()
    assert names.currentText().startswith("Sobel")


def test_copy_gives_a_table_that_pastes_back_to_the_same_kernel(desk: Desk) -> None:
    click(desk, 0, 0)
    paste(desk, "1/3\t0.123456789\n−2\t0")
    before = desk.scene.kernel.weights
    QTest.keyClick(table(desk), Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == "1/3\t0.123456789\n−2\t0"
    paste(desk, QGuiApplication.clipboard().text())
    assert desk.scene.kernel.weights == before


def test_height_and_width_go_together_until_unlinked(desk: Desk) -> None:
    height = desk.find(QSpinBox, "kernel_height")
    QTest.keyClick(height, Qt.Key.Key_Up)
    assert desk.scene.kernel.shape == (4, 4)
    QTest.mouseClick(desk.find(QToolButton, "kernel_linked"), LEFT)
    QTest.keyClick(desk.find(QSpinBox, "kernel_width"), Qt.Key.Key_Down)
    assert desk.scene.kernel.shape == (4, 3)
    assert desk.undo_titles() == ["kernel size 4 × 4", "kernel size 4 × 3"]


def test_typing_eleven_does_not_pass_through_one(desk: Desk) -> None:
    desk.store.do(partial(set_padding, padding=5))
    height = desk.find(QSpinBox, "kernel_height")
    height.selectAll()
    QTest.keyClicks(height, "11")
    QTest.keyClick(height, Qt.Key.Key_Return)
    assert desk.scene.kernel.shape == (11, 11)
    assert weights(desk)[5][4:7] == WEIGHTS[1]


def test_a_size_that_does_not_fit_is_refused_and_the_box_returns(desk: Desk) -> None:
    height = desk.find(QSpinBox, "kernel_height")
    height.selectAll()
    QTest.keyClicks(height, "7")
    QTest.keyClick(height, Qt.Key.Key_Return)
    assert "more than the padded input's 5" in desk.text("kernel_refusal")
    assert height.value() == 3
    assert desk.scene.kernel.shape == (3, 3)


def test_a_preset_is_chosen_by_its_line_and_remade_at_another_size(desk: Desk) -> None:
    presets = desk.find(QComboBox, "kernel_preset")
    assert presets.count() == len(KERNELS) >= 20
    assert all(presets.itemData(row, PURPOSE) for row in range(presets.count()))
    QTest.keyClicks(presets, "Box")
    assert desk.scene.kernel == kernel_preset("box").build()
    assert presets.currentText() == "Box blur"
    QTest.keyClick(desk.find(QSpinBox, "kernel_height"), Qt.Key.Key_Up)
    assert np.allclose(desk.scene.kernel.weights.array, 1 / 16)


def test_a_changed_kernel_is_named_so_though_it_is_no_preset(desk: Desk) -> None:
    QTest.keyClicks(desk.find(QComboBox, "kernel_preset"), "Box")
    click(desk, 0, 0)
    type_text(desk, "5", Qt.Key.Key_Return)
    presets = desk.find(QComboBox, "kernel_preset")
    assert presets.currentIndex() == -1
    assert presets.placeholderText() == "Box blur, changed"


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("flip_kernel", np.rot90(WEIGHTS, 2)),
        ("rotate_kernel", kernels.rotate(np.array(WEIGHTS))),
        ("negate_kernel", np.negative(WEIGHTS)),
        ("normalise_kernel", np.divide(WEIGHTS, 10)),
    ],
)
def test_the_works_change_the_weights(desk: Desk, name: str, expected: Any) -> None:
    QTest.mouseClick(desk.find(QPushButton, name), LEFT)
    assert np.allclose(desk.scene.kernel.weights.array, expected)
    assert len(desk.undo_titles()) == 1


def test_normalising_zeros_is_refused_in_words(desk: Desk) -> None:
    click(desk, 0, 0)
    paste(desk, "0\t0\n0\t0")
    QTest.mouseClick(desk.find(QPushButton, "normalise_kernel"), LEFT)
    assert desk.text("kernel_refusal") == "every weight is 0: there is nothing to divide by"


@pytest.mark.parametrize("side", range(1, 12))
def test_kernels_of_every_size_fit_the_width_in_whole_cells(desk: Desk, side: int) -> None:
    desk.store.do(partial(set_padding, padding=5))
    click(desk, 0, 0)
    block = np.random.default_rng(side).normal(size=(side, side)).round(6)
    paste(desk, "\n".join("\t".join(map(str, row)) for row in block) if side > 1 else "3")
    view = table(desk)
    rows, columns = desk.scene.kernel.shape
    last = view.visualRect(view.model().index(rows - 1, columns - 1))
    line = 1  # between cells, and after the last
    whole = last.right() + 1 + line, last.bottom() + 1 + line
    assert whole == (view.width(), view.height())
    assert view.mapTo(desk.inspector, QPoint(view.width(), 0)).x() <= desk.inspector.width() - 16


@pytest.mark.parametrize("shape", [(1, 11), (11, 1), (2, 5), (10, 4), (2, 2), (7, 7)])
@pytest.mark.parametrize("mark", ["\t", ";", " "])
def test_a_pasted_kernel_of_any_shape_is_one_entry_that_undo_takes_back(
    desk: Desk, shape: tuple[int, int], mark: str
) -> None:
    desk.store.do(partial(set_padding, padding=5))
    click(desk, 0, 0)
    block = np.arange(shape[0] * shape[1]).reshape(shape) / 4 - 3
    lines = (mark.join(str(value).replace(".", ",") for value in row) for row in block)
    paste(desk, "\n".join(lines))
    assert np.array_equal(desk.scene.kernel.weights.array, block)
    assert len(desk.undo_titles()) == 2
    desk.store.undo_stack.undo()
    assert weights(desk) == WEIGHTS
    assert shown(desk) == ["0 1 2", "2 2 0", "0 1 2"]


def test_a_cell_says_all_its_digits(desk: Desk) -> None:
    click(desk, 0, 0)
    paste(desk, "0.123456789\t1\n1\t1")
    index = table(desk).model().index(0, 0)
    assert index.data(Qt.ItemDataRole.ToolTipRole) == "row 1, column 1: 0.123456789"


def test_what_is_half_typed_is_let_go_where_the_kernel_loses_the_cell(desk: Desk) -> None:
    click(desk, 2, 2)
    QTest.keyClicks(table(desk), "4")
    small = Kernel("one", Tensor(np.ones((1, 1), int)))
    desk.store.do(lambda scene: edits.set_kernel(scene, small))
    QApplication.processEvents()
    assert shown(desk) == ["1"]
    assert desk.scene.kernel == small


def test_a_cell_that_is_no_longer_there_takes_no_number(desk: Desk) -> None:
    model = table(desk).model()
    last = model.index(2, 2)
    small = Kernel("one", Tensor(np.ones((1, 1), int)))
    desk.store.do(lambda scene: edits.set_kernel(scene, small))
    assert last.data() is None
    assert model.setData(last, "4") is False
    assert desk.scene.kernel == small
