"""Code, copied panels, pasted numbers and handouts, as a user gets them from the window."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QClipboard, QContextMenuEvent, QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QPushButton,
    QToolButton,
)

from app.content.code.frameworks import Framework
from app.content.code.program import needed_file, program
from app.content.lessons import LESSONS
from app.state.input_edits import set_resample
from app.state.prepare import prepare
from app.ui.taking.code import CodeDialog
from app.ui.taking.handout import HandoutDialog, StepsError, read_steps
from tests.content.programs import check, ran
from tests.picture.showing import example
from tests.scenes import changed, photo, scene
from tests.ui.conftest import OpenDesk
from tests.ui.desk import Desk

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)

EXAMPLE = "3\t3\t2\t1\t0\n0\t0\t1\t3\t1\n3\t1\t2\t2\t3\n2\t0\t0\t2\t2\n2\t0\t0\t0\t1"
LATEX = r"\begin{bmatrix} 1 & 2 & 3 \\ 4 & 5 & 6 \\ 7 & 8 & 9 \end{bmatrix}"


@pytest.fixture(autouse=True)
def clipboard(qapp: QApplication) -> QClipboard:
    """An empty clipboard."""
    board = QGuiApplication.clipboard()
    board.clear()
    return board


def entry(desk: Desk, panel: str, name: str) -> None:
    """Choose what the Edit menu offers for a panel."""
    menu = QMenu()
    desk.window.taking.copying.fill(menu)
    submenu = next(action.menu() for action in menu.actions() if action.text() == panel)
    assert isinstance(submenu, QMenu)
    next(action for action in submenu.actions() if action.objectName() == name).trigger()
    menu.deleteLater()


# ---- code


def test_the_code_of_the_scene_is_shown_chosen_and_copied(
    desk: Desk, clipboard: QClipboard
) -> None:
    desk.menu("code")
    dialog = desk.widget("code")
    text = desk.widget("code_text")
    assert isinstance(text, QPlainTextEdit)
    assert text.isReadOnly()
    assert text.toPlainText() == program(desk.scene, Framework.NUMPY)
    for framework in Framework:
        button = desk.widget(f"framework_{framework.name}")
        assert isinstance(button, QToolButton)
        button.click()
        desk.click_widget("code_copy")
        assert clipboard.text() == program(desk.scene, framework)
    QTest.keyClick(text, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


def test_a_program_is_saved_whole_and_a_missing_folder_is_said(desk: Desk, tmp_path: Path) -> None:
    desk.menu("code")
    dialog = desk.widget("code")
    assert isinstance(dialog, CodeDialog)
    dialog.save(tmp_path / "nowhere" / "a.py")
    assert "there is no folder" in dialog.trouble.text()
    assert dialog.trouble.isVisible()
    dialog.save(tmp_path / "a.py")
    assert dialog.saved.text() == "Saved a.py."
    assert dialog.saved.isVisible()
    assert not dialog.trouble.isVisible()
    assert desk.message == "", "it would lie behind the dialog"
    assert (tmp_path / "a.py").read_text("utf-8") == program(desk.scene, Framework.NUMPY)
    dialog.close()


def test_the_picture_that_a_program_needs_is_named(open_desk: OpenDesk) -> None:
    desk = open_desk(scene(photo(80, 90).pixels.array))
    desk.menu("code")
    note = desk.widget("code_note")
    assert note.isVisible()
    assert "grid.png" in note.text()  # type: ignore[attr-defined]
    QTest.keyClick(note, Qt.Key.Key_Escape)


def test_the_picture_of_a_sample_is_saved_and_the_program_runs(
    open_desk: OpenDesk, tmp_path: Path
) -> None:
    desk = open_desk(example("edges"))
    desk.menu("code")
    dialog = desk.widget("code")
    assert isinstance(dialog, CodeDialog)
    assert desk.widget("code_picture").isVisible()
    dialog.save_picture(tmp_path / "landscape.png")
    assert dialog.saved.text() == "Saved landscape.png."
    dialog.close()
    check(desk.scene, ran(desk.scene, Framework.NUMPY, tmp_path))


def test_what_no_picture_holds_is_saved_as_an_array_and_the_program_runs(
    open_desk: OpenDesk, tmp_path: Path
) -> None:
    desk = open_desk(changed(set_resample(scene(np.eye(9) / 7), (66, 70))))
    desk.menu("code")
    dialog = desk.widget("code")
    assert isinstance(dialog, CodeDialog)
    button = desk.widget("code_picture")
    assert isinstance(button, QPushButton)
    assert (button.isVisible(), button.text()) == (True, "Save array…")
    dialog.save_picture(tmp_path / needed_file(desk.scene))
    dialog.close()
    check(desk.scene, ran(desk.scene, Framework.NUMPY, tmp_path))


# ---- copy


def test_a_panel_goes_to_a_spreadsheet_and_comes_back(desk: Desk, clipboard: QClipboard) -> None:
    entry(desk, "Input", "copy_panel_numbers")
    assert clipboard.text() == EXAMPLE
    assert desk.message == "Copied the 5 × 5 numbers of Input, for a spreadsheet."
    before = prepare(desk.scene.input)
    desk.menu("paste")
    desk.qtbot.waitUntil(lambda: desk.scene.input.image.name == "pasted numbers")
    assert np.array_equal(prepare(desk.scene.input), before)
    desk.menu("undo")
    assert desk.scene.input.image.name != "pasted numbers"


def test_a_panel_goes_to_latex_and_comes_back(desk: Desk, clipboard: QClipboard) -> None:
    entry(desk, "Kernel", "copy_panel_latex")
    assert clipboard.text().startswith(r"\left[\begin{array}{rrr}")
    desk.menu("paste")
    desk.qtbot.waitUntil(lambda: desk.scene.input.image.name == "pasted numbers")
    assert prepare(desk.scene.input).tolist() == [[0, 1, 2], [2, 2, 0], [0, 1, 2]]


def test_a_panel_as_a_picture_has_its_size(desk: Desk, clipboard: QClipboard) -> None:
    entry(desk, "Output", "copy_panel_picture")
    rect = desk.stage.picture.panel("output").rect
    copied = clipboard.image()
    assert abs(copied.width() - 2 * (rect.width + 6)) <= 2
    assert abs(copied.height() - 2 * (rect.height + 6)) <= 2


def test_the_equation_for_latex(desk: Desk, clipboard: QClipboard) -> None:
    desk.menu("copy_equation_latex")
    assert clipboard.text().startswith(r"3\cdot 0 + 3\cdot 1 + 2\cdot 2")
    assert clipboard.text().endswith("= 12")


def test_the_context_menu_is_that_of_the_pinned_panel(desk: Desk, clipboard: QClipboard) -> None:
    desk.click("kernel", 0, 1)
    at = desk.place("kernel", 0, 1)
    event = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, at, desk.stage.mapToGlobal(at))
    QApplication.sendEvent(desk.stage, event)
    menu = desk.stage.findChild(QMenu, "stage_menu")
    assert menu is not None
    texts = [action.text() for action in menu.actions() if action.text()]
    assert texts[0] == "Kernel"
    next(a for a in menu.actions() if a.objectName() == "copy_panel_numbers").trigger()
    assert clipboard.text() == "0\t1\t2\n2\t2\t0\n0\t1\t2"
    menu.close()


def test_every_panel_of_every_lesson_can_be_copied(
    open_desk: OpenDesk, clipboard: QClipboard
) -> None:
    for info in LESSONS:
        shown = open_desk(info.presets[0].build())
        copying = shown.window.taking.copying
        for panel in shown.stage.picture.panels:
            clipboard.clear()
            copying.numbers(panel.key)
            copying.latex(panel.key)
            copying.picture(panel.key)
            assert not clipboard.image().isNull()


# ---- paste


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("1\t2\n3\t4", [[1, 2], [3, 4]]),
        ("[[1, 2],\n [3, 4]]", [[1, 2], [3, 4]]),
        ("array([[1. , 2.5],\n       [3. , 4. ]])", [[1, 2.5], [3, 4]]),
        (LATEX, [[1, 2, 3], [4, 5, 6], [7, 8, 9]]),
    ],
)
def test_numbers_are_pasted_into_the_input(
    desk: Desk, clipboard: QClipboard, text: str, rows: list[list[float]]
) -> None:
    clipboard.setText(text)
    desk.menu("paste")
    desk.qtbot.waitUntil(lambda: desk.scene.input.image.name == "pasted numbers")
    assert prepare(desk.scene.input).tolist() == rows


def test_latex_is_pasted_into_the_kernel(desk: Desk, clipboard: QClipboard) -> None:
    clipboard.setText(LATEX)
    table = desk.widget("kernel_table")
    table.setFocus()
    QTest.keySequence(table, "Ctrl+V")
    assert desk.scene.kernel.weights.array.tolist() == [[1, 2, 3], [4, 5, 6], [7, 8, 9]]


def test_the_table_of_a_spreadsheet_wins_over_its_picture(
    desk: Desk, clipboard: QClipboard
) -> None:
    mime = QMimeData()
    mime.setText("5\t6\n7\t8")
    image = QImage(4, 4, QImage.Format.Format_RGB32)
    image.fill(0)
    mime.setImageData(image)
    clipboard.setMimeData(mime)
    desk.menu("paste")
    desk.qtbot.waitUntil(lambda: desk.scene.input.image.name == "pasted numbers")
    assert prepare(desk.scene.input).tolist() == [[5, 6], [7, 8]]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("hello", "“hello” is not a number"),
        ("1\t2\n3", "row 2 has 1 value and row 1 has 2"),
        ("1e9", "beyond −1,000,000 to 1,000,000"),
        ("", "no image and no numbers"),
    ],
)
def test_what_cannot_be_pasted_is_said(
    desk: Desk, clipboard: QClipboard, text: str, words: str
) -> None:
    clipboard.setText(text)
    before = desk.scene
    desk.menu("paste")
    desk.qtbot.waitUntil(lambda: words in desk.message)
    assert desk.scene == before


# ---- handout


def test_a_handout_is_asked_for_and_written(desk: Desk, tmp_path: Path) -> None:
    desk.settled()
    desk.menu("handout")
    dialog = desk.widget("handout")
    assert isinstance(dialog, HandoutDialog)
    steps = desk.widget("handout_steps")
    assert isinstance(steps, QLineEdit)
    assert steps.text() == "1, 5"
    steps.setText("1, 99")
    dialog.save(tmp_path / "a.pdf")
    assert "step 99: 1 to 9 fit" in dialog.note.text()
    assert not (tmp_path / "a.pdf").exists()
    steps.setText("2, 4, 9")
    dialog.save(tmp_path / "a.pdf")
    assert desk.message == "Saved a.pdf."
    assert (tmp_path / "a.pdf").read_bytes().startswith(b"%PDF")
    assert not dialog.isVisible()


def test_steps_are_read_as_people_write_them() -> None:
    assert read_steps("1, 5; 9,5", 9) == (0, 4, 8)
    for text, words in (("", "fit"), ("a", "“a”"), ("0", "1 to 9"), ("1,2,3,4,5,6,7", "up to 6")):
        with pytest.raises(StepsError, match=words):
            read_steps(text, 9)


def test_every_action_has_its_key_on_the_help_sheet(desk: Desk) -> None:
    desk.menu("help")
    sheet = desk.widget("help")
    assert isinstance(sheet, QDialog)
    told = sheet.text()  # type: ignore[attr-defined]
    for key in ("Ctrl+L", "Ctrl+P", "Right click"):
        assert key in told
    sheet.close()
