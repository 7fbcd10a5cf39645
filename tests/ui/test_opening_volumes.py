"""Every way a volume comes into the window, from every lesson, and every way one cannot."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog

from app.content.lessons import lesson_info
from app.services.background.jobs import Watch
from app.services.opening.volumes import open_input
from app.state.image import Image
from app.state.scene import Lesson
from app.state.solid.volume import Volume
from app.ui import opening
from tests.services.volume_files import nifti, pages
from tests.ui.conftest import OpenDesk
from tests.ui.desk import Desk, files, saved

BLOCK = np.arange(6 * 7 * 8, dtype=np.uint8).reshape(6, 7, 8)
SAID = f"A volume, so it is shown in the lesson {lesson_info(Lesson.VOLUME).title}"


def volume(desk: Desk) -> Volume:
    assert desk.scene.solid is not None
    return desk.scene.solid.input.volume


def shown(desk: Desk, name: str) -> None:
    """Wait until a volume of this name is there."""
    desk.qtbot.waitUntil(
        lambda: desk.scene.solid is not None and volume(desk).name == name, timeout=10_000
    )


def array(path: Path) -> Path:
    np.save(path, BLOCK)
    return path


def slices(folder: Path) -> list[Path]:
    folder.mkdir(exist_ok=True)
    return [saved(folder / f"slice{n}.png", plane) for n, plane in enumerate(BLOCK, 1)]


@pytest.fixture
def desk3(open_desk: OpenDesk) -> Desk:
    """The window in the lesson of volumes."""
    return open_desk(lesson_info(Lesson.VOLUME).presets[0].build())


# ---- from a lesson on images


def test_a_volume_brings_its_lesson_as_one_edit(desk: Desk, tmp_path: Path) -> None:
    before = desk.scene
    assert desk.drop_file(array(tmp_path / "block.npy"))
    shown(desk, "block.npy")
    assert desk.scene.lesson is Lesson.VOLUME
    np.testing.assert_array_equal(volume(desk).voxels.array, BLOCK)
    assert desk.message == SAID
    assert desk.undo_words[0] == "Undo open block.npy"
    assert desk.window.recent.paths[0].name == "block.npy"
    desk.menu("undo")
    assert desk.scene == before
    assert desk.window.store.undo_stack.index() == 0


def test_several_dropped_images_are_slices(desk: Desk, tmp_path: Path) -> None:
    desk.drop(files(*reversed(slices(tmp_path))))
    shown(desk, "slice1.png and 5 more")
    np.testing.assert_array_equal(volume(desk).voxels.array, BLOCK)
    assert desk.message == f"{SAID}; 6 images as slices, in the order of their names"
    assert desk.window.recent.paths == ()


def test_a_dropped_folder_is_a_volume_and_a_recent_one(desk: Desk, tmp_path: Path) -> None:
    slices(tmp_path / "scan")
    desk.drop_file(tmp_path / "scan")
    shown(desk, "scan")
    desk.menu("undo")
    desk.window.inspector.recent_requested.emit(str(tmp_path / "scan"))
    shown(desk, "scan")


def test_several_files_can_be_chosen_and_pasted(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    paths = slices(tmp_path)
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_: ([*map(str, paths)], ""))
    desk.menu("open")
    shown(desk, "slice1.png and 5 more")
    desk.menu("undo")
    QGuiApplication.clipboard().setMimeData(files(*paths[:4]))
    desk.menu("paste")
    shown(desk, "slice1.png and 3 more")


def test_a_folder_can_be_chosen(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    slices(tmp_path / "scan")
    before = desk.scene
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: "")
    desk.menu("open_folder")
    assert (desk.scene, desk.message) == (before, "")
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(tmp_path / "scan"))
    desk.menu("open_folder")
    shown(desk, "scan")


def test_the_dialog_offers_volumes(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def choose(*arguments: str) -> tuple[list[str], str]:
        asked.append(arguments[-1])
        return [], ""

    monkeypatch.setattr(QFileDialog, "getOpenFileNames", choose)
    desk.menu("open")
    every, images, volumes, *_ = asked[0].split(";;")
    for ending in ("*.npy", "*.nii.gz", "*.tif", "*.gif"):
        assert ending in every
        assert ending in volumes
    assert "*.npy" not in images


def test_pages_stay_one_picture_in_a_lesson_on_images(desk: Desk, tmp_path: Path) -> None:
    pages(tmp_path / "a.tif", *BLOCK)
    desk.drop_file(tmp_path / "a.tif")
    desk.qtbot.waitUntil(lambda: desk.scene.input.image.name == "a.tif")
    assert desk.scene.solid is None
    assert desk.message == "The first of several frames or pages"


def test_a_plane_of_an_array_is_an_image(desk: Desk, tmp_path: Path) -> None:
    np.save(tmp_path / "plane.npy", BLOCK[0] / 4)
    desk.drop_file(tmp_path / "plane.npy")
    desk.qtbot.waitUntil(lambda: desk.scene.input.image.name == "plane.npy")
    np.testing.assert_array_equal(desk.stage.derived.plane, BLOCK[0] / 4)


def test_a_scene_among_several_files_is_what_is_opened(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "kept.convoscope"
    desk.window.documents.save_to(path)
    desk.qtbot.waitUntil(lambda: desk.message == "Saved kept.convoscope.")
    desk.drop(files(*slices(tmp_path), path))
    desk.qtbot.waitUntil(lambda: desk.message == "Opened kept.convoscope.")


def test_a_scene_is_called_as_its_volume_is(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QFileDialog, "open", lambda *_: None)
    desk.drop_file(nifti(tmp_path / "head.nii.gz", BLOCK))
    shown(desk, "head.nii.gz")
    desk.menu("save_as")
    dialog = desk.widget("save_scene")
    assert isinstance(dialog, QFileDialog)
    assert Path(dialog.selectedFiles()[0]).name == "head.convoscope"


# ---- in the lesson of volumes


def test_another_volume_keeps_the_lesson_as_it_is(desk3: Desk, tmp_path: Path) -> None:
    before = desk3.scene
    assert before.solid is not None
    desk3.drop_file(array(tmp_path / "block.npy"))
    shown(desk3, "block.npy")
    assert desk3.scene.solid is not None
    assert desk3.scene.solid.kernel == before.solid.kernel
    assert desk3.scene.preset == before.preset
    assert desk3.message == "", "what went well needs no words"
    desk3.menu("undo")
    assert desk3.scene == before


def test_pages_are_slices(desk3: Desk, tmp_path: Path) -> None:
    pages(tmp_path / "a.tif", *BLOCK)
    desk3.drop_file(tmp_path / "a.tif")
    shown(desk3, "a.tif")
    assert desk3.message == "6 pages as slices"


@pytest.mark.parametrize("name", ["photo.png", "photo.tif", "photo.gif"])
def test_one_picture_is_refused_in_words(desk3: Desk, tmp_path: Path, name: str) -> None:
    before = desk3.scene
    desk3.drop_file(saved(tmp_path / name, BLOCK[0]))
    desk3.qtbot.waitUntil(lambda: "is a single image" in desk3.message)
    assert "open several images at once, a folder of them" in desk3.message
    assert "or choose another lesson first" in desk3.message
    assert desk3.scene == before
    assert desk3.window.recent.paths == ()


def test_pasted_pictures_and_tables_are_one_slice_too(desk3: Desk) -> None:
    QGuiApplication.clipboard().setText("3\t4\n6\t7")
    desk3.menu("paste")
    desk3.qtbot.waitUntil(lambda: desk3.message.startswith("Pasted numbers is a single image"))


# ---- what cannot be opened


def test_ragged_slices_are_explained_and_change_nothing(desk: Desk, tmp_path: Path) -> None:
    paths = slices(tmp_path)
    saved(paths[3], BLOCK[0, :4])
    before = desk.scene
    desk.drop(files(*paths))
    desk.qtbot.waitUntil(lambda: "cannot be opened" in desk.message)
    assert "slice4.png has 4 × 8 cells (rows × columns), and slice1.png has 7 × 8" in desk.message
    assert desk.scene == before
    assert desk.window.store.undo_stack.count() == 0


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        (np.array([[object()]]), "never unpickled"),
        (np.zeros((2, 2, 2, 2)), "it has 4 axes, 2 × 2 × 2 × 2; a volume has three"),
        (np.zeros((2, 2, 2), complex), "its numbers are complex"),
        (np.zeros((2, 0, 2)), "2 × 0 × 2 is no voxel at all"),
        (np.zeros((1, 2, 2001), np.uint8), "2,000 is the most along a side"),
    ],
)
def test_a_bad_array_is_explained_and_changes_nothing(
    desk: Desk, tmp_path: Path, cells: NDArray[Any], words: str
) -> None:
    np.save(tmp_path / "bad.npy", cells, allow_pickle=True)
    before = desk.scene
    desk.drop_file(tmp_path / "bad.npy")
    desk.qtbot.waitUntil(lambda: desk.message.startswith("bad.npy cannot be opened"))
    assert words in desk.message
    assert desk.scene == before


# ---- while it is read


class Slow:
    """Reads a volume when the test says so."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.go_on = threading.Event()
        self.ended = threading.Event()
        self.read = open_input
        monkeypatch.setattr(opening, "open_input", self)

    def __call__(self, paths: list[Path], watch: Watch, stacked: bool = False) -> Image | Volume:
        try:
            watch(0.5)
            self.go_on.wait(10)
            watch(0.9)
            return self.read(paths, lambda _: None, stacked)
        finally:
            self.ended.set()


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> Slow:
    return Slow(monkeypatch)


def cancel_with_esc(desk: Desk) -> None:
    desk.press("Esc")


def cancel_with_the_button(desk: Desk) -> None:
    desk.click_widget("close-message")


@pytest.mark.parametrize("cancel", [cancel_with_esc, cancel_with_the_button])
def test_reading_tells_how_far_it_is_and_can_be_cancelled(
    desk: Desk, tmp_path: Path, slow: Slow, cancel: Callable[[Desk], None]
) -> None:
    before = desk.scene
    desk.drop_file(array(tmp_path / "block.npy"))
    desk.qtbot.waitUntil(lambda: desk.message == "Opening block.npy … 35 %")
    cancel(desk)
    assert desk.message == ""
    slow.go_on.set()
    desk.qtbot.waitUntil(slow.ended.is_set)
    desk.window.jobs.close()
    assert desk.scene == before
    assert desk.message == ""


def test_a_newer_file_takes_the_place_of_one_that_is_being_read(
    desk: Desk, tmp_path: Path, slow: Slow
) -> None:
    desk.drop_file(array(tmp_path / "old.npy"))
    desk.drop_file(array(tmp_path / "new.npy"))
    slow.go_on.set()
    shown(desk, "new.npy")
    assert desk.window.store.undo_stack.count() == 1


def test_closing_while_a_volume_is_read_ends_quietly(
    desk: Desk, tmp_path: Path, slow: Slow
) -> None:
    desk.drop_file(array(tmp_path / "block.npy"))
    slow.go_on.set()
    desk.window.close()
    assert desk.scene.solid is None
