"""Stride, padding, dilation and the rest, as a user sets them; the formula as it follows."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QTextDocumentFragment
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QComboBox, QLabel, QLineEdit, QPushButton, QToolButton

from app.picture.lettering.digits import MINUS
from app.state.edits import set_bias, set_padding
from app.state.scene import Parameters, Scene
from app.ui.inspector.controls.numbers import Number
from app.ui.inspector.controls.slider import Slider
from tests.scenes import scene
from tests.ui import sliders
from tests.ui.inspector.conftest import Desk

LEFT = Qt.MouseButton.LeftButton
MakeDesk = Callable[..., Desk]


def drag(desk: Desk, name: str, *values: int) -> None:
    sliders.drag(desk.find(Slider, name), *values)


def retype(desk: Desk, name: str, text: str) -> None:
    """Type over a number box, and finish with Enter."""
    box = desk.find(Number, name)
    box.selectAll()
    QTest.keyClicks(box, text)
    QTest.keyClick(box, Qt.Key.Key_Return)


def formula(desk: Desk) -> str:
    """The formula as it is read, lines joined."""
    rich = desk.find(QLabel, "size_formula").text()
    plain = QTextDocumentFragment.fromHtml(rich).toPlainText()
    return " ".join(plain.replace("\u00a0", " ").split())


def pick(desk: Desk, name: str) -> None:
    QTest.mouseClick(desk.find(QToolButton, name), LEFT)


def padding(desk: Desk) -> object:
    return desk.scene.parameters.padding


def padded(padding: object) -> Scene:
    return scene(parameters=Parameters(padding=padding))  # type: ignore[arg-type]


def test_a_drag_of_the_stride_is_one_entry_and_shows_each_value_on_its_way(desk: Desk) -> None:
    seen: list[tuple[int, int]] = []
    desk.store.changed.connect(lambda shown: seen.append(shown.parameters.stride))
    drag(desk, "stride", 2, 3, 2)
    assert seen == [(2, 2), (3, 3), (2, 2)]
    assert desk.undo_titles() == ["stride 2"]
    assert desk.find(Number, "stride_value").value() == 2
    desk.store.undo_stack.undo()
    assert desk.find(Slider, "stride").value() == 1


def test_two_drags_are_two_entries(desk: Desk) -> None:
    drag(desk, "stride", 2)
    drag(desk, "stride", 3)
    assert desk.undo_titles() == ["stride 2", "stride 3"]


def test_a_drag_back_to_where_it_began_leaves_no_entry(desk: Desk) -> None:
    drag(desk, "stride", 3, 1)
    assert desk.undo_titles() == []


def test_each_key_is_an_entry(desk: Desk) -> None:
    slider = desk.find(Slider, "stride")
    QTest.keyClick(slider, Qt.Key.Key_Right)
    QTest.keyClick(slider, Qt.Key.Key_Right)
    assert desk.undo_titles() == ["stride 2", "stride 3"]


def test_a_value_beyond_the_sliders_usual_end_can_be_typed(desk: Desk) -> None:
    retype(desk, "stride_value", "12")
    assert desk.scene.parameters.stride == (12, 12)
    assert desk.find(Slider, "stride").value() == 12
    drag(desk, "stride", 5)
    assert desk.scene.parameters.stride == (5, 5)
    assert desk.find(Slider, "stride").maximum() == 8


def test_a_dilation_that_does_not_fit_is_refused_in_words_under_it(desk: Desk) -> None:
    drag(desk, "dilation", 2, 5)
    assert desk.scene.parameters.dilation == (2, 2)
    assert desk.find(Slider, "dilation").value() == 2
    said = desk.text("dilation_refusal")
    assert said.startswith("kernel 3: spans 11 with dilation 5, more than the padded input's 5")
    note = desk.find(QLabel, "dilation_refusal")
    row = desk.find(Slider, "dilation")
    parent = note.parentWidget()
    assert parent is not None
    assert 0 <= note.y() - row.mapTo(parent, QPoint(0, row.height())).y() <= 6
    drag(desk, "stride", 2)
    assert desk.text("dilation_refusal") == ""


def test_unlinked_axes_have_a_row_each(desk: Desk) -> None:
    pick_link(desk)
    assert not desk.find(Slider, "stride").isVisible()
    drag(desk, "stride_horizontal", 2)
    assert desk.scene.parameters.stride == (1, 2)
    assert formula(desk) == (
        "height ⌊(5 + 0 + 0 − 1·(3 − 1) − 1) / 1⌋ + 1 = 3 "
        "width ⌊(5 + 0 + 0 − 1·(3 − 1) − 1) / 2⌋ + 1 = 2"
    )
    pick_link(desk)
    assert desk.scene.parameters.stride == (1, 1)
    assert desk.find(Slider, "stride").isVisible()


def pick_link(desk: Desk) -> None:
    box = desk.find(QCheckBox, "linked")
    QTest.mouseClick(box, LEFT, pos=QPoint(10, box.height() // 2))


def test_padding_by_name_by_number_and_by_side(desk: Desk) -> None:
    pick(desk, "padding_same")
    assert padding(desk) == "same"
    assert desk.find(Number, "padding_value").value() == 1
    drag(desk, "padding", 2)
    assert padding(desk) == ((2, 2), (2, 2))
    assert desk.find(QToolButton, "padding_number").isChecked()
    pick(desk, "padding_sides")
    assert desk.find(Number, "padding_left").isVisible()
    retype(desk, "padding_left", "0")
    assert padding(desk) == ((2, 2), (0, 2))
    pick(desk, "padding_number")
    assert padding(desk) == ((2, 2), (2, 2))
    assert not desk.find(Number, "padding_left").isVisible()
    pick(desk, "padding_full")
    assert desk.text("output_size") == "7 × 7"
    pick(desk, "padding_valid")
    assert desk.text("output_size") == "3 × 3"


def test_uneven_same_padding_says_its_sides(desk_of: MakeDesk) -> None:
    desk = desk_of(scene(weights=[[1, 1], [1, 1]]))
    pick(desk, "padding_same")
    assert desk.text("padding_words") == "0 above, 1 below, 0 left, 1 right"
    assert not desk.find(Number, "padding_value").isVisible()


def test_padding_set_side_by_side_elsewhere_opens_the_four_boxes(desk_of: MakeDesk) -> None:
    desk = desk_of(padded(((0, 1), (2, 3))))
    boxes = [desk.find(Number, f"padding_{side}") for side in ("top", "bottom", "left", "right")]
    assert [box.value() for box in boxes] == [0, 1, 2, 3]
    assert all(box.isVisible() for box in boxes)
    assert desk.find(QToolButton, "padding_sides").isChecked()


def test_the_fold_says_what_it_holds(desk: Desk) -> None:
    fold = desk.find(QPushButton, "parameter_details")
    assert fold.text() == "▸  zeros · bias 0 · cross-correlation"
    QTest.mouseClick(fold, LEFT)
    kinds = desk.find(QComboBox, "flip")
    QTest.keyClicks(kinds, "true")
    assert desk.scene.parameters.flip
    QTest.keyClicks(desk.find(QComboBox, "padding_mode"), "refl")
    assert desk.scene.parameters.padding_mode == "reflect"
    assert fold.text() == "▾  reflected · bias 0 · true convolution"


def test_a_bias_takes_fractions_and_refuses_words(desk: Desk) -> None:
    QTest.mouseClick(desk.find(QPushButton, "parameter_details"), LEFT)
    bias = desk.find(QLineEdit, "bias")
    for typed, held in (("−1/4", -0.25), ("ten", -0.25), ("3", 3)):
        bias.selectAll()
        bias.insert(typed)
        QTest.keyClick(bias, Qt.Key.Key_Return)
        assert desk.scene.parameters.bias == held
        assert ("is not a number" in desk.text("bias_refusal")) is (typed == "ten")
    assert bias.text() == "3"
    assert desk.undo_titles() == [f"bias {MINUS}0.25", "bias 3"]


def test_a_refusal_inside_the_fold_opens_it(desk: Desk) -> None:
    assert not desk.find(QLineEdit, "bias").isVisible()
    desk.store.do(partial(set_bias, bias=1e9))
    assert desk.find(QLineEdit, "bias").isVisible()
    assert "1,000,000 fits" in desk.text("bias_refusal")


@pytest.mark.parametrize(
    ("changes", "line", "words"),
    [
        ({}, "⌊(5 + 0 + 0 − 1·(3 − 1) − 1) / 1⌋ + 1 = 3", "every input cell is used"),
        (
            {"stride": (2, 2), "padding": "same"},
            "⌊(5 + 1 + 1 − 1·(3 − 1) − 1) / 2⌋ + 1 = 3",
            "every input cell is used",
        ),
        (
            {"stride": (3, 3)},
            "⌊(5 + 0 + 0 − 1·(3 − 1) − 1) / 3⌋ + 1 = 1",
            "the last 2 rows and columns are used by no window",
        ),
        (
            {"dilation": (2, 2)},
            "⌊(5 + 0 + 0 − 2·(3 − 1) − 1) / 1⌋ + 1 = 1",
            "2 rows and 2 columns are stepped over: no window uses them",
        ),
    ],
)
def test_the_formula_stands_beside_with_its_numbers(
    desk_of: MakeDesk, changes: dict[str, object], line: str, words: str
) -> None:
    desk = desk_of(scene(parameters=Parameters(**changes)))  # type: ignore[arg-type]
    assert formula(desk) == line
    assert desk.text("unused_words") == words
    assert desk.find(QLabel, "size_formula").accessibleName() == line


def test_the_formula_follows_while_dragging(desk: Desk) -> None:
    slider = desk.find(Slider, "stride")
    sliders.press(slider)
    sliders.move(slider, 2)
    assert formula(desk).endswith("/ 2⌋ + 1 = 2")
    sliders.release(slider, 2)


def test_padding_too_wide_for_its_mode_is_refused_at_the_padding(desk: Desk) -> None:
    QTest.mouseClick(desk.find(QPushButton, "parameter_details"), LEFT)
    QTest.keyClicks(desk.find(QComboBox, "padding_mode"), "refl")
    drag(desk, "padding", 8)
    assert "must be smaller than the input's 5 in reflect mode" in desk.text("padding_refusal")
    assert padding(desk) == ((0, 0), (0, 0))
    assert desk.find(Slider, "padding").value() == 0


def test_undo_brings_every_control_back(desk: Desk) -> None:
    pick(desk, "padding_same")
    drag(desk, "dilation", 3)
    desk.store.do(partial(set_padding, padding=((1, 2), (3, 4))))
    while desk.store.undo_stack.canUndo():
        desk.store.undo_stack.undo()
    assert desk.find(Slider, "dilation").value() == 1
    assert desk.find(QToolButton, "padding_number").isChecked()
    assert not desk.find(Number, "padding_left").isVisible()
    assert desk.text("output_size") == "3 × 3"
