"""The table of layers as a user handles it: rows to choose, cells to type over, words at a row."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit, QPushButton, QSpinBox, QToolButton

from app.content.lessons import preset
from app.state.scene import Backdrop, LayerKind, Lesson, Scene
from app.ui.inspector.tables.stack_model import (
    CHOSEN,
    DILATION,
    FAILURE,
    KERNEL,
    KIND,
    NUMBER,
    PADDING,
    STRIDE,
    read_padding,
    read_pair,
)
from app.ui.inspector.tables.stack_table import StackView
from tests.ui.inspector.conftest import Desk

LEFT = Qt.MouseButton.LeftButton
DeskOf = Callable[..., Desk]


def example(key: str) -> Scene:
    return preset(Lesson.RECEPTIVE_FIELD, key).build()


@pytest.fixture
def stacked(desk_of: DeskOf) -> Desk:
    """The inspector on dilations 1, 2, 4."""
    return desk_of(example("doubling"))


def table(desk: Desk) -> StackView:
    return desk.find(StackView, "stack_table")


def shown(desk: Desk) -> list[str]:
    """The table as rows of text, the chosen one with a star."""
    model = table(desk).model()
    rows = []
    for row in range(model.rowCount()):
        cells = [str(model.index(row, column).data()) for column in range(model.columnCount())]
        rows.append(" ".join(cells) + (" *" if model.index(row, 0).data(CHOSEN) else ""))
    return rows


def cell(desk: Desk, row: int, column: int) -> QModelIndex:
    return table(desk).model().index(row, column)


def click(desk: Desk, row: int, column: int = NUMBER) -> None:
    at = table(desk).visualRect(cell(desk, row, column)).center()
    QTest.mouseClick(table(desk).viewport(), LEFT, pos=at)


def type_over(desk: Desk, row: int, column: int, text: str) -> None:
    """Click a cell and type: the first key opens an editor, the rest go there."""
    click(desk, row, column)
    QTest.keyClicks(table(desk), text[0])
    editors = table(desk).findChildren(QLineEdit, "layer_editor")
    editor = next(editor for editor in editors if editor.isVisible())
    QTest.keyClicks(editor, text[1:])
    QTest.keyClick(editor, Qt.Key.Key_Return)
    QApplication.processEvents()  # the view closes an editor a moment later


def press(desk: Desk, name: str) -> None:
    QTest.mouseClick(desk.find(QPushButton, name), LEFT)


def undo(desk: Desk) -> None:
    desk.store.undo_stack.undo()


def test_a_row_for_each_layer_with_its_field(stacked: Desk) -> None:
    assert shown(stacked) == [
        "1 conv 3 1 0 1 3",
        "2 conv 3 1 0 2 7",
        "3 conv 3 1 0 4 15 *",
    ]
    assert stacked.find(QComboBox, "known_stack").currentText() == "d = 1, 2, 4"


def test_what_makes_no_sense_for_a_stack_is_not_there(stacked: Desk, desk_of: DeskOf) -> None:
    there = [type(part).__name__ for part in stacked.inspector.sections if part.isVisible()]
    assert there == ["InputSection", "StackSection"]
    other = desk_of()
    there = [type(part).__name__ for part in other.inspector.sections if part.isVisible()]
    assert "StackSection" not in there
    assert "KernelSection" in there


def test_keys_of_the_parameters_change_nothing_here(stacked: Desk) -> None:
    before = stacked.scene
    QTest.keyClick(stacked.inspector, Qt.Key.Key_BracketRight, Qt.KeyboardModifier.ControlModifier)
    assert stacked.scene == before
    assert stacked.undo_titles() == []


def test_a_click_on_a_row_chooses_the_layer_and_is_no_edit(stacked: Desk) -> None:
    click(stacked, 0)
    assert shown(stacked)[0].endswith("*")
    assert (stacked.scene.level, stacked.undo_titles()) == (1, [])
    QTest.keyClick(table(stacked), Qt.Key.Key_Down)
    assert stacked.scene.level == 2


@pytest.mark.parametrize(
    ("column", "typed", "row"),
    [
        (KERNEL, "5", "2 conv 5 1 0 2 11 *"),
        (KERNEL, "1x3", "2 conv 1×3 1 0 2 3×7 *"),
        (STRIDE, "2", "2 conv 3 2 0 2 7 *"),
        (PADDING, "0,1", "2 conv 3 1 0,1 2 7 *"),
        (PADDING, "0 1 2 3", "2 conv 3 1 0,1,2,3 2 7 *"),
        (DILATION, "3", "2 conv 3 1 0 3 9 *"),
    ],
)
def test_typing_over_a_cell_changes_the_layer(
    stacked: Desk, column: int, typed: str, row: str
) -> None:
    before = stacked.scene
    type_over(stacked, 1, column, typed)
    assert shown(stacked)[1] == row
    assert stacked.find(QComboBox, "known_stack").placeholderText() == "your own"
    undo(stacked)
    assert stacked.scene.stack == before.stack


@pytest.mark.parametrize(
    ("column", "typed", "words"),
    [
        (KERNEL, "0", "layer 1: kernel 0: 1 to 63 fits"),
        (KERNEL, "1,2,3", "layer 1: “1,2,3”: a number, or rows × columns such as 1×3, fits"),
        (STRIDE, "two", "layer 1: “two”: a number, or rows × columns such as 1×3, fits"),
        (PADDING, "1,2,3", "layer 1: “1,2,3”: 1, or 0,1, or top, bottom, left and right fits"),
    ],
)
def test_what_no_layer_can_be_is_said_under_the_table(
    stacked: Desk, column: int, typed: str, words: str
) -> None:
    before = shown(stacked)
    type_over(stacked, 0, column, typed)
    assert stacked.text("stack_refusal") == words
    assert [row.removesuffix(" *") for row in shown(stacked)] == [
        row.removesuffix(" *") for row in before
    ]


def test_a_layer_that_does_not_fit_says_so_at_its_row(stacked: Desk) -> None:
    low = table(stacked).rowHeight(1)
    type_over(stacked, 1, DILATION, "9")
    assert shown(stacked) == ["1 conv 3 1 0 1 3", "2 conv 3 1 0 9 – *", "3 conv 3 1 0 4 –"]
    failure = cell(stacked, 1, 0).data(FAILURE)
    assert failure.startswith("kernel 3: spans 19 with dilation 9, more than the padded input's 15")
    assert table(stacked).rowHeight(1) > 2 * low
    assert "does not fit: kernel 3" in cell(stacked, 1, 3).data(Qt.ItemDataRole.ToolTipRole)
    assert "after a layer that does not fit" in cell(stacked, 2, 0).data(
        Qt.ItemDataRole.AccessibleDescriptionRole
    )
    type_over(stacked, 1, DILATION, "2")
    assert table(stacked).rowHeight(1) == low


def test_adding_copying_moving_and_removing_with_the_words_below(stacked: Desk) -> None:
    click(stacked, 0)
    for name, rows in (
        ("add_layer", "3d1 [3d1] 3d2 3d4"),
        ("remove_layer", "[3d1] 3d2 3d4"),
        ("down_layer", "3d2 [3d1] 3d4"),
        ("duplicate_layer", "3d2 3d1 [3d1] 3d4"),
        ("down_layer", "3d2 3d1 3d4 [3d1]"),
        ("up_layer", "3d2 3d1 [3d1] 3d4"),
    ):
        press(stacked, name)
        told = [f"{layer.kernel[0]}d{layer.dilation[0]}" for layer in stacked.scene.stack]
        told[stacked.scene.level - 1] = f"[{told[stacked.scene.level - 1]}]"
        assert " ".join(told) == rows, name
    assert stacked.undo_titles() == [
        "add layer 2",
        "remove layer 2",
        "move layer 1 to 2",
        "duplicate layer 2",
        "move layer 3 to 4",
        "move layer 4 to 3",
    ]


def test_keys_do_the_same(stacked: Desk) -> None:
    click(stacked, 2)
    alt = Qt.KeyboardModifier.AltModifier
    QTest.keyClick(table(stacked), Qt.Key.Key_Up, alt)
    assert [layer.dilation[0] for layer in stacked.scene.stack] == [1, 4, 2]
    QTest.keyClick(table(stacked), Qt.Key.Key_Delete)
    assert [layer.dilation[0] for layer in stacked.scene.stack] == [1, 2]
    QTest.keyClick(table(stacked), Qt.Key.Key_Insert)
    assert len(stacked.scene.stack) == 3


def test_the_kind_is_chosen_from_a_list(stacked: Desk) -> None:
    index = cell(stacked, 2, KIND)
    table(stacked).edit(index)
    box = next(iter(table(stacked).findChildren(QComboBox, "layer_kind")))
    assert [box.itemText(at) for at in range(box.count())] == ["conv", "pool", "transposed"]
    box.setCurrentIndex(2)
    box.activated.emit(2)
    QApplication.processEvents()
    assert stacked.scene.stack[2].kind is LayerKind.TRANSPOSED
    assert shown(stacked)[2].startswith("3 transp. 3")
    extra = stacked.find(QSpinBox, "layer_output_padding")
    assert extra.isVisible()
    extra.setValue(1)
    assert stacked.scene.stack[2].output_padding == (1, 1)


def test_a_name_stands_for_the_layer(stacked: Desk) -> None:
    name = stacked.find(QLineEdit, "layer_name")
    assert name.placeholderText() == "layer 3"
    name.setFocus()
    QTest.keyClicks(name, "last")
    QTest.keyClick(name, Qt.Key.Key_Return)
    assert stacked.scene.stack[2].name == "last"
    assert stacked.undo_titles() == ["name of layer 3"]


def test_a_known_stack_comes_onto_the_same_input(stacked: Desk) -> None:
    before = stacked.scene.input
    known = stacked.find(QComboBox, "known_stack")
    known.activated.emit(known.findText("VGG-16"))
    assert len(stacked.scene.stack) == 18
    assert stacked.scene.input == before
    assert stacked.undo_titles() == ["stack VGG-16"]
    assert known.currentText() == "VGG-16"
    assert stacked.find(QLineEdit, "layer_name").text() == "pool5"


def test_the_input_instead_of_the_path_counts(stacked: Desk) -> None:
    QTest.mouseClick(stacked.find(QToolButton, "backdrop_input"), LEFT)
    assert stacked.scene.backdrop is Backdrop.INPUT
    assert stacked.undo_titles() == ["show the input"]


def test_along_a_single_row_one_number_means_the_columns(desk_of: DeskOf) -> None:
    desk = desk_of(example("wavenet"))
    assert shown(desk)[3] == "4 conv 2 1 8,0 8 16 *"
    type_over(desk, 3, KERNEL, "3")
    assert desk.scene.stack[3].kernel == (1, 3)
    assert read_pair("1×5", (1, 1), flat=True) == (1, 5)
    assert read_padding("2", ((0, 0), (0, 0)), flat=True) == ((0, 0), (2, 2))
