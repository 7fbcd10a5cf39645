"""Saved scenes on the command line, which is also what a double click on one becomes."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image

from app import cli
from app.cli import main
from app.content.lessons import preset
from app.options import Options
from app.services.saving.scenes import Document, save_scene
from app.state import player
from app.state.scene import Lesson
from app.state.view import Camera, View
from tests.cli.line import document, refusal, start

SCENE = player.at_step(preset(Lesson.CONVOLUTION, "stride-2").build(), 4)
VIEW = View(Camera(3, 3, 30))


@pytest.fixture
def lesson(tmp_path: Path) -> Path:
    path = tmp_path / "my lesson.Convoscope"
    save_scene(path, Document(SCENE, VIEW))
    return path


def test_a_saved_scene_is_opened_as_it_was(lesson: Path) -> None:
    assert document(f"'{lesson}'") == Document(SCENE, VIEW)


def test_options_change_it_and_keep_the_rest(lesson: Path) -> None:
    scene = document(f"'{lesson}' --padding same --step 2").scene
    parameters = replace(SCENE.parameters, padding="same")
    assert scene == replace(SCENE, parameters=parameters, step=1)


def test_it_has_its_own_lesson(lesson: Path) -> None:
    assert refusal(f"'{lesson}' --lesson convolution") == (
        "--lesson: a saved scene has its own lesson; leave this out"
    )


def test_a_bad_file_is_one_line(tmp_path: Path) -> None:
    bad = tmp_path / "bad.convoscope"
    bad.write_bytes(b"PK\x03\x04")
    ran = start(str(bad))
    assert (ran.returncode, ran.stdout) == (2, "")
    assert ran.stderr == (
        "convoscope: IMAGE: bad.convoscope cannot be opened: it is damaged or incomplete. "
        "Copy or download it again, or open another copy.\n"
    )


def test_it_is_exported_without_a_display(lesson: Path, tmp_path: Path) -> None:
    ran = start(str(lesson), "--export", str(tmp_path / "a.png"), "--size", "400x300")
    assert (ran.returncode, ran.stderr) == (0, "")
    with Image.open(tmp_path / "a.png") as written:
        assert written.size == (400, 300)


class Shown:
    """What would be shown in a window, without one."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, terminal: bool) -> None:
        self.calls: list[tuple[Document, str]] = []
        monkeypatch.setattr(cli, "_open", self._open)
        monkeypatch.setattr(cli, "_has_terminal", lambda: terminal)
        monkeypatch.setattr("app.display.is_there", lambda: True)

    def _open(self, _options: Options, document: Document, trouble: str) -> int:
        self.calls.append((document, trouble))
        return 0


@pytest.mark.parametrize("name", ["none.convoscope", "none.png"])
def test_after_a_double_click_the_window_says_what_is_wrong(
    monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    shown = Shown(monkeypatch, terminal=False)
    assert main([name]) == 0
    [(opened, trouble)] = shown.calls
    assert opened == document("")
    assert trouble == (
        f"{name} cannot be opened: there is no such file. Check the name and the folder."
    )


def test_in_a_terminal_the_terminal_says_it(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    shown = Shown(monkeypatch, terminal=True)
    assert main(["none.convoscope"]) == 2
    assert shown.calls == []
    assert capsys.readouterr().err.startswith("convoscope: IMAGE: none.convoscope cannot be opened")
