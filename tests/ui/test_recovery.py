"""After a crash or a kill the next start offers the session as it was."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton

from app.content.lessons import default_scene
from app.services.saving.autosave import PAUSE
from app.services.saving.scenes import Document, save_scene
from app.services.saving.sessions import ABOUT, SESSION, SessionFolder
from app.state import edits
from app.state.view import View
from app.ui.question import Question
from tests.ui.conftest import OpenDesk
from tests.ui.desk import Desk

pytestmark = pytest.mark.qt_log_ignore("does not support propagateSizeHints", extend=True)
ROOT = Path(__file__).resolve().parents[2]
LEFT = Qt.MouseButton.LeftButton

WORKS = """
import sys
from functools import partial
from pathlib import Path
from app.application import make_application, make_window
from app.content.lessons import default_scene
from app.content.samples.catalogue import sample
from app.services.settings import Settings
from app.state import edits, input_edits, player

application = make_application()
window = make_window(default_scene(), Settings(Path(sys.argv[1])))
window.show()
for bias in (1, 2, 3):
    window.store.do(partial(edits.set_bias, bias=bias))
window.store.do(partial(input_edits.set_image, image=sample("digit").build()))
window.store.undo_stack.undo()
window.store.step_to(player.at_step(window.store.scene, 5))
sys.exit(application.exec())
"""


def change(desk: Desk, bias: float) -> None:
    desk.window.store.do(partial(edits.set_bias, bias=bias))


def sessions(tmp_path: Path) -> Path:
    return tmp_path / "sessions"


def kept(tmp_path: Path) -> list[Path]:
    """The sessions on the disk."""
    return [path.parent for path in sessions(tmp_path).glob(f"*/{ABOUT}")]


def keep(desk: Desk, tmp_path: Path) -> Path:
    """Let the window keep its session now; where it did."""
    known = kept(tmp_path)
    desk.window.autosave.keep()
    desk.qtbot.waitUntil(lambda: len(kept(tmp_path)) > len(known))
    return next(path for path in kept(tmp_path) if path not in known)


def abandoned(tmp_path: Path, desk: Desk) -> None:
    """A copy of a window's session that no window holds, as after a crash."""
    made = SessionFolder.fresh(sessions(tmp_path))
    session = desk.window.documents.session()
    assert made is not None
    assert session is not None
    made.write(session)
    made.release()


def question(desk: Desk) -> Question | None:
    shown = [one for one in desk.window.findChildren(Question) if one.isVisible()]
    return shown[0] if shown else None


def words(desk: Desk) -> str:
    shown = question(desk)
    return " / ".join(label.text() for label in shown.findChildren(QLabel)) if shown else ""


def answer(desk: Desk, key: str) -> None:
    shown = question(desk)
    assert shown is not None
    button = shown.findChild(QPushButton, key)
    assert button is not None
    QTest.mouseClick(button, LEFT)


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="there is no such signal here")
def test_a_session_that_was_killed_comes_back(open_desk: OpenDesk, tmp_path: Path) -> None:
    child = subprocess.Popen(
        [sys.executable, "-c", WORKS, str(tmp_path / "settings.ini")], cwd=ROOT
    )
    limit = time.monotonic() + 60
    while not kept(tmp_path) and child.poll() is None and time.monotonic() < limit:
        time.sleep(0.05)
    child.send_signal(signal.SIGKILL)
    assert child.wait() == -signal.SIGKILL
    desk = open_desk()
    desk.window.recovery.offer()
    assert words(desk).startswith("Continue where you left off? / Convoscope was not closed")
    assert "“literature 5×5” with its 3 changes" in words(desk)
    answer(desk, "continue")
    desk.qtbot.waitUntil(lambda: desk.scene.parameters.bias == 3)
    assert desk.scene.step == 5
    assert desk.undo_words == ("Undo bias 3", "Redo open digit")
    desk.menu("redo")
    assert desk.scene.input.image.name == "digit"
    for _ in range(4):
        desk.menu("undo")
    assert desk.scene == default_scene()
    desk.window.leave()
    assert list(sessions(tmp_path).iterdir()) == []


def test_what_is_worked_on_is_kept_a_few_seconds_later(desk: Desk, tmp_path: Path) -> None:
    change(desk, 2)
    desk.qtbot.waitUntil(lambda: bool(kept(tmp_path)), timeout=PAUSE + 10_000)
    change(desk, 3)
    held = kept(tmp_path)[0]
    before = (held / SESSION).read_bytes()
    desk.qtbot.waitUntil(lambda: (held / SESSION).read_bytes() != before, timeout=PAUSE + 10_000)
    assert kept(tmp_path) == [held]


def test_nothing_is_kept_where_nothing_was_changed(desk: Desk, tmp_path: Path) -> None:
    desk.press("Right", "Right")
    desk.window.autosave.keep()
    assert not sessions(tmp_path).exists()


@pytest.mark.parametrize("saves", [False, True])
def test_a_clean_close_leaves_nothing(desk: Desk, tmp_path: Path, saves: bool) -> None:
    change(desk, 2)
    keep(desk, tmp_path)
    if saves:
        desk.window.documents.save_to(tmp_path / "a.convoscope")
        desk.qtbot.waitUntil(lambda: not desk.window.documents.is_modified)
        desk.window.close()
    else:
        desk.window.leave()
    assert list(sessions(tmp_path).iterdir()) == []


def test_a_clean_close_while_keeping_leaves_nothing(desk: Desk, tmp_path: Path) -> None:
    change(desk, 2)
    desk.window.autosave.keep()
    desk.window.leave()
    assert list(sessions(tmp_path).iterdir()) == []


def test_opening_another_scene_forgets_what_was_kept(desk: Desk, tmp_path: Path) -> None:
    change(desk, 2)
    keep(desk, tmp_path)
    save_scene(tmp_path / "a.convoscope", Document(default_scene(), View()))
    desk.window.documents.open_path(tmp_path / "a.convoscope")
    desk.qtbot.waitUntil(lambda: question(desk) is not None)
    answer(desk, "discard")
    desk.qtbot.waitUntil(lambda: desk.message == "Opened a.convoscope.")
    desk.window.autosave.keep()
    assert kept(tmp_path) == []


def test_two_windows_do_not_disturb_each_other(open_desk: OpenDesk, tmp_path: Path) -> None:
    one, two = open_desk(), open_desk()
    change(one, 1)
    change(two, 2)
    first, second = keep(one, tmp_path), keep(two, tmp_path)
    assert first != second
    two.window.recovery.offer()
    assert question(two) is None
    one.window.leave()
    assert kept(tmp_path) == [second]


def test_without_a_crash_nothing_is_offered(desk: Desk) -> None:
    desk.window.recovery.offer()
    assert question(desk) is None


def test_the_file_and_the_mark_of_unsaved_changes_come_back(
    open_desk: OpenDesk, tmp_path: Path
) -> None:
    first = open_desk()
    first.window.documents.save_to(tmp_path / "a.convoscope")
    first.qtbot.waitUntil(lambda: not first.window.documents.is_modified)
    change(first, 2)
    abandoned(tmp_path, first)
    desk = open_desk()
    desk.window.recovery.offer()
    assert "“a.convoscope” with its 1 change was kept" in words(desk)
    answer(desk, "continue")
    desk.qtbot.waitUntil(lambda: desk.scene.parameters.bias == 2)
    assert desk.window.windowTitle() == "a.convoscope[*] — Convoscope"
    assert desk.window.isWindowModified()
    desk.menu("undo")
    assert not desk.window.isWindowModified()


def test_not_now_asks_again_at_the_next_start(open_desk: OpenDesk, tmp_path: Path) -> None:
    first = open_desk()
    change(first, 2)
    abandoned(tmp_path, first)
    for _ in range(2):
        desk = open_desk()
        desk.window.recovery.offer()
        answer(desk, "later")
        assert desk.scene == default_scene()


def test_discarding_deletes_it_and_offers_the_next(open_desk: OpenDesk, tmp_path: Path) -> None:
    first = open_desk()
    for bias in (1, 2):
        change(first, bias)
        abandoned(tmp_path, first)
    desk = open_desk()
    desk.window.recovery.offer()
    answer(desk, "discard")
    assert len(kept(tmp_path)) == 1
    answer(desk, "discard")
    assert kept(tmp_path) == []
    assert question(desk) is None


def test_a_damaged_session_is_told_and_kept_aside(open_desk: OpenDesk, tmp_path: Path) -> None:
    first = open_desk()
    change(first, 1)
    abandoned(tmp_path, first)
    damaged = kept(tmp_path)[0]
    (damaged / SESSION).write_bytes(b"{")
    (damaged / ABOUT).unlink()
    desk = open_desk()
    desk.window.recovery.offer()
    assert words(desk).endswith("What you worked on was kept.")
    answer(desk, "continue")
    desk.qtbot.waitUntil(lambda: "It stays in" in desk.message)
    assert (desk.scene, damaged.exists()) == (default_scene(), True)
    desk.window.recovery.offer()
    assert question(desk) is None


def test_where_nothing_can_be_kept_it_is_said_once(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("app.services.files.os.fsync", full)
    change(desk, 2)
    desk.window.autosave.keep()
    desk.qtbot.waitUntil(lambda: "the disk is full" in desk.message)
    assert desk.message.startswith("Your work is not being kept for a crash: ")
