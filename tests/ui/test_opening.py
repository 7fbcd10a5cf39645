"""Every way an image comes into the window, and every way one cannot."""

from __future__ import annotations

import os
import threading
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PySide6.QtCore import QMimeData, QUrl
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QFileDialog

from app.content.lessons import default_scene
from app.services.background import ready
from app.state import prepare
from app.state.input_edits import set_scale
from app.state.scene import Input, Scale
from app.ui.opening import NOT_LOCAL, NOTHING_TO_PASTE
from tests.picture.showing import example
from tests.scenes import changed, photo
from tests.ui.conftest import OpenDesk
from tests.ui.desk import Desk, files, saved

PIXELS = photo(60, 80).pixels.array


def opened(desk: Desk, name: str) -> None:
    """Wait until an image of this name is there, with its result."""
    desk.qtbot.waitUntil(lambda: desk.scene.input.image.name == name, timeout=10_000)
    desk.settled()


def as_image(pixels: NDArray[np.uint8]) -> QImage:
    height, width = pixels.shape
    shades = np.ascontiguousarray(pixels)
    grey = QImage(shades.data, width, height, width, QImage.Format.Format_Grayscale8)
    return grey.copy()


# ---- what can be opened


def test_a_dropped_file_is_opened(desk: Desk, tmp_path: Path) -> None:
    assert desk.drop_file(saved(tmp_path / "photo.png", PIXELS))
    opened(desk, "photo.png")
    assert desk.panel("Input").startswith("Input  60 × 80 · 0–255")
    assert (desk.stage.derived.plane == PIXELS).all()
    assert desk.undo_words[0] == "Undo open photo.png"
    assert desk.message == "", "what went well needs no words"
    assert desk.window.recent.paths[0].name == "photo.png"


def test_undo_brings_the_grid_back(desk: Desk, tmp_path: Path) -> None:
    before = desk.text
    desk.drop_file(saved(tmp_path / "photo.png", PIXELS))
    opened(desk, "photo.png")
    desk.menu("undo")
    assert desk.text == before
    desk.menu("redo")
    assert desk.scene.input.image.name == "photo.png"


def test_dropped_pixels_are_opened(desk: Desk) -> None:
    mime = QMimeData()
    mime.setImageData(as_image(PIXELS))
    assert desk.drop(mime)
    opened(desk, "dropped image")
    assert (desk.stage.derived.plane == PIXELS).all()


def test_a_pasted_picture_is_opened(desk: Desk) -> None:
    QGuiApplication.clipboard().setImage(as_image(PIXELS))
    desk.menu("paste")
    opened(desk, "pasted image")
    assert (desk.stage.derived.plane == PIXELS).all()


def test_a_pasted_file_is_opened(desk: Desk, tmp_path: Path) -> None:
    QGuiApplication.clipboard().setMimeData(files(saved(tmp_path / "copied.png", PIXELS)))
    desk.menu("paste")
    opened(desk, "copied.png")


def test_a_chosen_file_is_opened(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = saved(tmp_path / "chosen.png", PIXELS)
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_: ([str(path)], ""))
    desk.menu("open")
    opened(desk, "chosen.png")


def test_nothing_chosen_is_nothing_opened(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    before = desk.text
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_: ([], ""))
    desk.menu("open")
    assert (desk.text, desk.message) == (before, "")


def test_a_sample_is_opened(desk: Desk) -> None:
    desk.window.inspector.sample_requested.emit("checkerboard")
    desk.settled()
    assert "heckerboard" in desk.scene.input.image.name
    assert desk.undo_words[0].startswith("Undo open")


def test_what_opening_changed_is_told(desk: Desk, tmp_path: Path) -> None:
    clear = np.zeros((8, 8, 4), np.uint8)
    desk.drop_file(saved(tmp_path / "clear.png", clear))
    opened(desk, "clear.png")
    assert desk.message == "Transparent parts laid over white"


def test_what_had_to_be_adjusted_is_told_too(open_desk: OpenDesk, tmp_path: Path) -> None:
    desk = open_desk(example("dilated"))
    clear = np.zeros((4, 4, 4), np.uint8)
    desk.drop_file(saved(tmp_path / "small.png", clear))
    opened(desk, "small.png")
    assert "Dilation set to 1" in desk.message
    assert "ransparent parts laid over white" in desk.message


def test_the_newest_of_several_wins(desk: Desk, tmp_path: Path) -> None:
    for number in range(5):
        desk.drop_file(saved(tmp_path / f"{number}.png", PIXELS + np.uint8(number)))
    opened(desk, "4.png")
    assert desk.window.recent.paths[0].name == "4.png"


def test_a_recent_file_that_is_gone_says_so_and_leaves_the_list(desk: Desk, tmp_path: Path) -> None:
    path = saved(tmp_path / "gone.png", PIXELS)
    desk.drop_file(path)
    opened(desk, "gone.png")
    path.unlink()
    desk.window.inspector.recent_requested.emit(str(path))
    assert desk.message == "gone.png is no longer there; it has left the list."
    assert desk.window.recent.paths == ()


# ---- what cannot be opened


def bad_files(folder: Path) -> dict[str, Path]:
    """Files that are not what they seem, by what is wrong with them."""
    whole = saved(folder / "whole.png", PIXELS).read_bytes()
    bad = {
        "truncated": whole[: len(whole) // 2],
        "corrupt": whole[:40] + bytes(200) + whole[240:],
        "misnamed": b"once upon a time",
        "empty": b"",
    }
    paths = {}
    for name, data in bad.items():
        paths[name] = folder / f"{name}.png"
        paths[name].write_bytes(data)
    paths["folder"] = folder / "folder.png"
    paths["folder"].mkdir()
    paths["missing"] = folder / "missing.png"
    if hasattr(os, "mkfifo"):
        paths["pipe"] = folder / "pipe.png"
        os.mkfifo(paths["pipe"])
    return paths


@pytest.mark.parametrize(
    "what", ["truncated", "corrupt", "misnamed", "empty", "folder", "missing", "pipe"]
)
def test_a_bad_file_is_explained_and_changes_nothing(desk: Desk, tmp_path: Path, what: str) -> None:
    paths = bad_files(tmp_path)
    if what not in paths:
        pytest.skip("this system has no pipes in folders")
    before = desk.scene
    desk.drop_file(paths[what])
    desk.qtbot.waitUntil(lambda: desk.message.startswith(f"{what}.png cannot"))
    said = desk.message
    assert said.count(". ") >= 1, "what, why, and what to do"
    assert said.endswith(".")
    assert desk.scene == before
    assert desk.window.recent.paths == ()
    assert desk.window.store.undo_stack.count() == 0
    desk.press("Esc")
    assert desk.message == ""


def test_an_empty_clipboard_is_explained(desk: Desk) -> None:
    QGuiApplication.clipboard().clear()
    desk.menu("paste")
    assert desk.message == NOTHING_TO_PASTE


def test_text_on_the_clipboard_is_no_image(desk: Desk) -> None:
    QGuiApplication.clipboard().setText("once upon a time")
    before = desk.scene
    desk.menu("paste")
    desk.qtbot.waitUntil(lambda: desk.message != "" and not desk.message.startswith("Opening"))
    assert desk.scene == before


def test_a_table_on_the_clipboard_is_an_input(desk: Desk) -> None:
    QGuiApplication.clipboard().setText("3\t4\t5\n6\t7\t8\n1\t0\t2")
    desk.menu("paste")
    desk.qtbot.waitUntil(lambda: desk.scene.input.image.height == 3)
    assert desk.panel("Input").split("\n")[1:4] == ["3 4 5", "6 7 8", "1 0 2"]


def test_a_web_address_is_not_a_file(desk: Desk) -> None:
    mime = QMimeData()
    mime.setUrls([QUrl("https://example.org/photo.png")])
    assert desk.drop(mime)
    assert desk.message == NOT_LOCAL


def test_text_is_not_taken_at_all(desk: Desk) -> None:
    mime = QMimeData()
    mime.setText("not an image")
    assert not desk.drop(mime)


def test_closing_while_a_file_is_read_ends_quietly(desk: Desk, tmp_path: Path) -> None:
    desk.drop_file(saved(tmp_path / "large.png", np.zeros((1500, 1500), np.uint8)))
    desk.window.close()
    assert desk.scene.input.image.name != "large.png"


def test_the_plane_of_a_large_picture_is_never_made_on_the_windows_thread(
    open_desk: OpenDesk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    divided: list[bool] = []
    in_units = prepare._units

    def noted(plane: prepare.Plane, source: Input) -> prepare.Plane:
        if plane.size > ready.LARGE:
            divided.append(threading.current_thread() is threading.main_thread())
        return in_units(plane, source)

    monkeypatch.setattr(prepare, "_units", noted)
    desk = open_desk(changed(set_scale(default_scene(), Scale.UNIT)))
    desk.drop_file(saved(tmp_path / "large.png", photo(1030, 1020, seed=8).pixels.array))
    desk.qtbot.waitUntil(lambda: desk.scene.input.image.name == "large.png", timeout=20_000)
    assert desk.scene.input.scale is Scale.UNIT
    desk.settled()
    assert divided
    assert not any(divided)
