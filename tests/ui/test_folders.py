"""File dialogs begin where the last one ended: one memory for reading, one for writing."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtWidgets import QFileDialog

from app.services.folders import Folders
from app.services.settings import Settings
from app.ui.taking.handout import HandoutDialog
from tests.ui.desk import Desk, saved

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


@pytest.fixture
def reading(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[str]:
    """The folders that dialogs for opening began in; each chooses the same picture."""
    (tmp_path / "pictures").mkdir()
    picture = saved(tmp_path / "pictures" / "a.png", np.eye(6, dtype=np.uint8))
    began: list[str] = []

    def choose(*given: str) -> tuple[list[str], str]:
        began.append(given[2])
        return [str(picture)], ""

    monkeypatch.setattr(QFileDialog, "getOpenFileNames", choose)
    return began


def save_in(desk: Desk, folder: Path) -> str:
    """Choose the folder in the dialog that is open, its suggested name kept; the folder before."""
    (dialog,) = (one for one in desk.window.findChildren(QFileDialog) if one.isVisible())
    before = dialog.directory().absolutePath()
    name = Path(dialog.selectedFiles()[0]).name
    dialog.selectFile(str(folder / name))
    dialog.accept()
    return before


def test_opening_begins_where_something_was_opened_last(
    desk: Desk, reading: list[str], tmp_path: Path
) -> None:
    desk.menu("open")
    desk.menu("open")
    assert reading == ["", str(tmp_path / "pictures")]


def test_every_dialog_for_saving_begins_where_something_was_saved_last(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, other = tmp_path / "one", tmp_path / "other"
    one.mkdir()
    other.mkdir()
    desk.menu("save_as")
    save_in(desk, one)
    desk.menu("code")
    desk.click_widget("code_save")
    assert save_in(desk, other) == str(one)
    assert (other / "convolution_numpy.py").exists()
    desk.click_widget("code_close")
    desk.menu("handout")
    dialog = desk.widget("handout")
    assert isinstance(dialog, HandoutDialog)
    desk.click_widget("handout_save")
    assert save_in(desk, one) == str(other)
    assert (one / "convolution-handout.pdf").exists()
    suggested: list[str] = []

    def choose(*given: str) -> tuple[str, str]:
        suggested.append(given[2])
        return "", ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", choose)
    desk.menu("export_png")
    desk.click_widget("export_go")
    assert suggested == [str(one / "convolution-step-1.png")]


def test_a_folder_that_is_gone_is_forgotten(settings_file: Path, tmp_path: Path) -> None:
    folder = tmp_path / "gone"
    folder.mkdir()
    folders = Folders(Settings(settings_file))
    folders.read_from(folder)
    folders.wrote_to(folder)
    again = Folders(Settings(settings_file))
    assert (again.to_read(), again.to_write("a.png")) == (str(folder), str(folder / "a.png"))
    shutil.rmtree(folder)
    assert (again.to_read(), again.to_write("a.png")) == ("", "a.png")


def test_reading_and_writing_have_a_memory_each(settings_file: Path, tmp_path: Path) -> None:
    folders = Folders(Settings(settings_file))
    folders.wrote_to(tmp_path)
    assert folders.to_read() == ""
