"""The lesson of overlap in the window, as a user works it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image as Pillow
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QTableView

from app.cli import main
from app.content.lessons import preset
from app.state.overlap.choices import Span, StampLayer
from app.state.scene import Lesson
from tests.ui.conftest import OpenDesk
from tests.ui.desk import Desk, saved

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def desk(open_desk: OpenDesk) -> Desk:
    return open_desk(preset(Lesson.OVERLAP, "k3s2").build())


def click_cell(desk: Desk, kernel: int, stride: int) -> None:
    table = desk.window.findChild(QTableView, "stamp_table")
    assert table is not None
    place = table.visualRect(table.model().index(stride - 1, kernel - 1)).center()
    QTest.mouseClick(table.viewport(), LEFT, pos=place)


def sizes_of(desk: Desk) -> str:
    label = desk.widget("stamp_sizes")
    assert isinstance(label, QLabel)
    return label.text()


def test_a_click_in_the_table_is_one_undoable_edit(desk: Desk) -> None:
    before = desk.scene
    click_cell(desk, 4, 2)
    assert desk.scene.overlap.layers == (StampLayer(4, 2),)
    assert "✓ even inside" in desk.text
    assert "kernel 4, stride 2" in desk.undo_words[0]
    desk.menu("undo")
    assert desk.scene == before


def test_the_table_marks_what_is_even(desk: Desk) -> None:
    table = desk.window.findChild(QTableView, "stamp_table")
    assert table is not None
    model = table.model()
    rows = [
        "".join(model.index(row, column).data() for column in range(model.columnCount()))
        for row in range(model.rowCount())
    ]
    assert rows == [
        "●●●●●●●●●●●", "○●·●·●·●·●·", "○○●··●··●··", "○○○●···●···", "○○○○●····●·",
        "○○○○○●·····",
    ]  # fmt: skip


def test_layers_axes_and_sliders(desk: Desk) -> None:
    desk.click_widget("add_stamp_layer")
    assert "5 → 11 → 23" in sizes_of(desk)
    assert desk.scene.step == 2 * 3 + 1  # in the middle of the stamp of the cell before
    desk.click_widget("stamp_span_two_axes")
    assert desk.scene.overlap.span is Span.PLANE
    assert desk.scene.step == 7 * 23 + 7
    desk.click_widget("stamp_span_one_axis")
    desk.click_widget("remove_stamp_layer")
    assert len(desk.scene.overlap.layers) == 1


def test_steps_pointing_and_pins(desk: Desk) -> None:
    desk.stage.setFocus()
    desk.press("Right")
    assert desk.sentence.startswith("Step 5 of 11: output 5")
    desk.click("output", 0, 6)
    assert desk.scene.step == 6
    desk.hover("input", 0, 1)
    assert desk.sentence.startswith("Pointed at: input 2 reaches 3 outputs")
    desk.click("input", 0, 1)
    desk.press("Enter")
    assert desk.scene.input.edited == ()


def test_a_dropped_picture_leaves_the_stamps_alone(desk: Desk, tmp_path: Path) -> None:
    path = saved(tmp_path / "own.png", np.full((60, 90), 200, np.uint8))
    assert desk.drop_file(path)
    desk.qtbot.waitUntil(lambda: desk.scene.input.image.height == 60)
    assert desk.scene.overlap == preset(Lesson.OVERLAP, "k3s2").build().overlap


@pytest.mark.parametrize("size", [(1024, 768), (1920, 1080)])
def test_it_paints_presenting_and_in_every_theme(
    open_desk: OpenDesk, size: tuple[int, int]
) -> None:
    for theme in ("light", "dark", "projector"):
        shown = open_desk(preset(Lesson.OVERLAP, "plane").build(), size, theme=theme)
        assert not shown.window.grab().isNull()


def test_the_command_line_sets_the_layer(tmp_path: Path) -> None:
    path = tmp_path / "overlap.png"
    asked = ["--lesson", "overlap", "--kernel", "5", "--stride", "3", "--step", "4"]
    assert main([*asked, "--export", str(path), "--size", "900x600"]) == 0
    with Pillow.open(path) as image:
        assert image.size == (900, 600)


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        (["--kernel", "gaussian"], "--kernel: this lesson counts stamps"),
        (["--padding", "same"], "--padding: this lesson crops by a number"),
        (["--stride", "9"], "--stride: stride 9: 1 to 6 fits"),
    ],
)
def test_what_cannot_be_is_told_on_the_command_line(
    asked: list[str], words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--lesson", "overlap", *asked, "--export", "never.png"]) == 2
    assert words in capsys.readouterr().err
