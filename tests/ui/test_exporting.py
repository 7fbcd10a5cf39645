"""Taking the stage away from the menus: pictures, animations, copies."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image as Pillow
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QProgressDialog, QPushButton

from app.ui.taking.export_dialog import ExportDialog
from tests.picture.showing import example
from tests.ui.conftest import OpenDesk
from tests.ui.desk import Desk

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def target(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the file dialog says that the export goes, without an ending."""
    path = tmp_path / "figure"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), ""))
    return path


def dialog_of(desk: Desk) -> ExportDialog:
    found = [each for each in desk.window.findChildren(ExportDialog) if each.isVisible()]
    assert len(found) == 1
    return found[0]


def go(dialog: ExportDialog) -> None:
    button = dialog.findChild(QPushButton, "export_go")
    assert button is not None
    QTest.mouseClick(button, LEFT)


def frames(path: Path) -> int:
    with Pillow.open(path) as image:
        return getattr(image, "n_frames", 1)


def test_the_step_becomes_a_png(desk: Desk, target: Path) -> None:
    desk.press("Right")
    desk.menu("export_png")
    go(dialog_of(desk))
    assert desk.message == "Saved figure.png."
    with Pillow.open(target.with_suffix(".png")) as image:
        size = desk.stage.size()
        assert image.size == (2 * size.width(), 2 * size.height())
        assert len(np.unique(np.asarray(image.convert("RGB")).reshape(-1, 3), axis=0)) > 20


def test_the_file_shows_what_the_stage_shows(desk: Desk, target: Path) -> None:
    desk.press("Right", "Down")
    desk.hover("input", 2, 2)
    desk.menu("export_png")
    dialog = dialog_of(desk)
    dialog.ratio.show_choice("1")
    go(dialog)
    with Pillow.open(target.with_suffix(".png")) as image:
        written = np.asarray(image.convert("RGB"))
    desk.window.messages.clear()
    shown = desk.pixels()[..., 2::-1]
    assert (written == shown).all()


def test_an_ending_that_was_typed_is_kept(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "typed.PNG"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), ""))
    desk.menu("export_png")
    go(dialog_of(desk))
    assert path.is_file()


def test_the_steps_become_a_gif(desk: Desk, target: Path) -> None:
    desk.menu("export_gif")
    dialog = dialog_of(desk)
    dialog.width_.setValue(320)
    go(dialog)
    desk.qtbot.waitUntil(lambda: desk.message == "Saved figure.gif.", timeout=30_000)
    assert frames(target.with_suffix(".gif")) == 9
    assert desk.scene.step == 0, "the window stays at its step"
    progress = [each for each in desk.window.findChildren(QProgressDialog) if each.isVisible()]
    assert progress == []


def test_an_animation_can_be_cancelled(open_desk: OpenDesk, target: Path) -> None:
    desk = open_desk(example("digit"))
    desk.settled()
    desk.menu("export_gif")
    go(dialog_of(desk))
    progress = desk.window.findChild(QProgressDialog)
    assert progress is not None
    desk.qtbot.waitUntil(lambda: progress.value() > 0, timeout=30_000)
    cancel = progress.findChild(QPushButton)
    assert cancel is not None
    QTest.mouseClick(cancel, LEFT)
    desk.qtbot.waitUntil(lambda: not desk.window.findChildren(QProgressDialog))
    assert list(target.parent.glob("figure*")) == []
    desk.menu("export_gif")
    assert dialog_of(desk).isVisible(), "another one can be begun"


def test_closing_while_an_animation_is_written_leaves_no_file(
    open_desk: OpenDesk, target: Path
) -> None:
    desk = open_desk(example("digit"))
    desk.settled()
    desk.menu("export_gif")
    go(dialog_of(desk))
    desk.qtbot.waitUntil(lambda: desk.window.findChild(QProgressDialog) is not None)
    desk.window.close()
    assert not target.with_suffix(".gif").exists()


def test_a_folder_that_is_not_there_is_explained(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "gone" / "figure.png"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), ""))
    desk.menu("export_png")
    go(dialog_of(desk))
    assert "figure.png" in desk.message
    assert not desk.message.startswith("Saved")


def test_nothing_chosen_is_nothing_written(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: ("", ""))
    desk.menu("export_png")
    go(dialog_of(desk))
    assert desk.message == ""
    assert [path for path in tmp_path.iterdir() if path.suffix == ".png"] == []


def test_the_equation_is_copied_with_all_its_digits(desk: Desk) -> None:
    desk.press("Right")
    desk.menu("copy_equation")
    assert QGuiApplication.clipboard().text() == (
        "3·0 + 2·1 + 1·2 + 0·2 + 1·2 + 3·0 + 1·0 + 2·1 + 2·2 = 12"
    )
    assert desk.message == "Copied the equation with all its digits."


def test_the_pointed_equation_is_copied(desk: Desk) -> None:
    desk.click("input", 0, 0)
    desk.menu("copy_equation")
    assert QGuiApplication.clipboard().text() == "input (1, 1) = 3: output (1, 1) gets 3·0 = 0"


def test_the_picture_is_copied(desk: Desk) -> None:
    desk.menu("copy_picture")
    image = QGuiApplication.clipboard().image()
    assert image.size() == desk.stage.size() * 2
    assert desk.message == "Copied the stage as a picture."


def test_a_copied_picture_can_be_pasted_as_input(desk: Desk) -> None:
    desk.menu("copy_picture")
    size = desk.stage.size() * 2
    desk.menu("paste")
    desk.qtbot.waitUntil(lambda: desk.scene.input.image.name == "pasted image")
    assert (desk.scene.input.image.width, desk.scene.input.image.height) == size.toTuple()
    desk.settled()
