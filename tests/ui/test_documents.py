"""Scene files in the window: open, save, the title, and what is not saved yet."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QLabel, QMenu, QPushButton

from app.content.lessons import default_scene, preset
from app.services.saving.scenes import Document, open_scene, save_scene
from app.state import edits, player
from app.state.scene import Lesson
from app.state.view import Camera, Target, View
from app.ui.question import Question
from tests.ui.conftest import OpenDesk
from tests.ui.desk import Desk, files, saved

pytestmark = pytest.mark.qt_log_ignore("does not support propagateSizeHints", extend=True)

LEFT = Qt.MouseButton.LeftButton
OTHER = player.at_step(preset(Lesson.CONVOLUTION, "stride-2").build(), 4)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A scene file that is not the scene the window opens with."""
    path = tmp_path / "other.convoscope"
    save_scene(path, Document(OTHER, View(hover=Target("output", 1, 1))))
    return path


def is_newest(desk: Desk, path: Path) -> bool:
    return desk.window.recent.paths[:1] == (path,)


def title(desk: Desk) -> str:
    """The title as the window's frame shows it."""
    window = desk.window
    mark = "*" if window.isWindowModified() else ""
    return window.windowTitle().replace("[*][*]", "\0").replace("[*]", mark).replace("\0", "[*]")


def change(desk: Desk, bias: float = 3) -> None:
    desk.window.store.do(partial(edits.set_bias, bias=bias))


def undo_count(desk: Desk) -> int:
    return desk.window.store.undo_stack.count()


def question(desk: Desk) -> Question | None:
    """The question that is shown."""
    questions = [one for one in desk.window.findChildren(Question) if one.isVisible()]
    assert len(questions) <= 1
    return questions[0] if questions else None


def asked(desk: Desk) -> str:
    """The heading of the question that is shown; empty where none is."""
    shown = question(desk)
    return shown.findChildren(QLabel)[0].text() if shown else ""


def answer(desk: Desk, key: str) -> None:
    desk.qtbot.waitUntil(lambda: question(desk) is not None)
    shown = question(desk)
    assert shown is not None
    button = shown.findChild(QPushButton, key)
    assert button is not None
    QTest.mouseClick(button, LEFT)


def told(desk: Desk, words: str) -> None:
    desk.qtbot.waitUntil(lambda: desk.message == words)


def dialog_of(desk: Desk) -> QFileDialog:
    shown = [one for one in desk.window.findChildren(QFileDialog) if one.isVisible()]
    assert len(shown) == 1
    return shown[0]


def save_under(desk: Desk, path: Path) -> None:
    """Type a name into the dialog, and accept it."""
    dialog = dialog_of(desk)
    dialog.selectFile(str(path))
    dialog.accept()


# ---- saving


def test_the_title_names_the_file_and_marks_what_is_not_saved(desk: Desk, tmp_path: Path) -> None:
    assert title(desk) == "Untitled — Convoscope"
    change(desk)
    assert title(desk) == "Untitled* — Convoscope"
    desk.menu("save")
    save_under(desk, tmp_path / "my lesson")
    told(desk, "Saved my lesson.convoscope.")
    assert title(desk) == "my lesson.convoscope — Convoscope"
    assert open_scene(tmp_path / "my lesson.convoscope").scene == desk.scene
    desk.menu("undo")
    assert title(desk) == "my lesson.convoscope* — Convoscope"
    desk.menu("redo")
    assert title(desk) == "my lesson.convoscope — Convoscope"


def test_saving_again_asks_nothing(desk: Desk, path: Path) -> None:
    desk.drop_file(path)
    told(desk, "Opened other.convoscope.")
    change(desk, 5)
    desk.menu("save")
    told(desk, "Saved other.convoscope.")
    assert open_scene(path).scene.parameters.bias == 5
    assert desk.window.findChild(QFileDialog) is None


def test_save_as_leaves_the_old_file_and_goes_on_in_the_new_one(desk: Desk, path: Path) -> None:
    desk.drop_file(path)
    told(desk, "Opened other.convoscope.")
    change(desk, 5)
    desk.menu("save_as")
    save_under(desk, path.with_name("new.convoscope"))
    told(desk, "Saved new.convoscope.")
    assert open_scene(path).scene == OTHER
    assert title(desk) == "new.convoscope — Convoscope"
    assert [p.name for p in desk.window.recent.paths] == ["new.convoscope", "other.convoscope"]


def test_a_name_with_another_ending_gets_this_one_too(desk: Desk, path: Path) -> None:
    desk.menu("save_as")
    save_under(desk, path.with_name("figure.png"))
    told(desk, "Saved figure.png.convoscope.")
    desk.menu("save_as")
    save_under(desk, path.with_name("figure.png"))
    told(desk, "figure.png.convoscope is there already; choose it itself to replace it.")


def test_what_is_changed_while_saving_stays_unsaved(desk: Desk, tmp_path: Path) -> None:
    target = tmp_path / "lesson.convoscope"
    change(desk, 1)
    desk.window.documents.save_to(target)
    change(desk, 2)
    told(desk, "Saved lesson.convoscope.")
    assert open_scene(target).scene.parameters.bias == 1
    assert title(desk) == "lesson.convoscope* — Convoscope"


def test_saves_that_overlap_come_one_after_the_other(desk: Desk, tmp_path: Path) -> None:
    for bias in (1, 2, 3):
        change(desk, bias)
        desk.window.documents.save_to(tmp_path / "lesson.convoscope")
    desk.qtbot.waitUntil(lambda: not desk.window.documents.is_modified)
    assert open_scene(tmp_path / "lesson.convoscope").scene.parameters.bias == 3


def test_a_save_that_fails_says_why_and_stays_unsaved(desk: Desk, tmp_path: Path) -> None:
    change(desk)
    desk.window.documents.save_to(tmp_path / "nowhere" / "lesson.convoscope")
    desk.qtbot.waitUntil(lambda: "there is no folder" in desk.message)
    assert title(desk) == "Untitled* — Convoscope"


def test_a_name_with_the_marks_letters_is_shown_as_it_is(desk: Desk, tmp_path: Path) -> None:
    desk.window.documents.save_to(tmp_path / "a[*]b.convoscope")
    told(desk, "Saved a[*]b.convoscope.")
    assert title(desk) == "a[*]b.convoscope — Convoscope"


# ---- opening


def test_a_scene_file_is_opened_by_dropping_it(desk: Desk, path: Path) -> None:
    assert desk.drop_file(path)
    told(desk, "Opened other.convoscope.")
    assert desk.scene == OTHER
    assert title(desk) == "other.convoscope — Convoscope"
    assert undo_count(desk) == 0
    assert desk.stage.view.hover is None


def test_a_scene_file_is_opened_from_the_dialog(
    desk: Desk, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    patterns: list[str] = []

    def choose(*arguments: str) -> tuple[list[str], str]:
        patterns.append(arguments[-1])
        return [str(path)], ""

    monkeypatch.setattr(QFileDialog, "getOpenFileNames", choose)
    desk.menu("open")
    told(desk, "Opened other.convoscope.")
    assert "*.convoscope" in patterns[0].partition(";;")[0]


def test_recent_scenes_and_images_are_in_one_list(desk: Desk, path: Path, tmp_path: Path) -> None:
    picture = saved(tmp_path / "photo.png", np.arange(100, dtype=np.uint8).reshape(10, 10))
    for each in (path, picture):
        desk.drop_file(each)
        desk.qtbot.waitUntil(partial(is_newest, desk, each))
    menus = [m for m in desk.window.findChildren(QMenu, "recent_menu") if m.title() != ""]
    assert [[a.text() for a in menu.actions()] for menu in menus] == [
        ["photo.png", "other.convoscope"]
    ] * len(menus)
    menus[0].actions()[1].trigger()
    answer(desk, "discard")
    told(desk, "Opened other.convoscope.")
    assert desk.scene == OTHER


def test_where_the_user_looked_comes_back(desk: Desk, tmp_path: Path) -> None:
    view = View(pin=Target("input", 1, 2))
    save_scene(tmp_path / "a.convoscope", Document(OTHER, view))
    photo = preset(Lesson.CONVOLUTION, "edges").build()
    zoomed = View(Camera(300, 200, 20), pin=Target("nowhere", 0, 0))
    save_scene(tmp_path / "b.convoscope", Document(photo, zoomed))
    desk.drop_file(tmp_path / "a.convoscope")
    told(desk, "Opened a.convoscope.")
    assert desk.stage.view == view
    desk.drop_file(tmp_path / "b.convoscope")
    told(desk, "Opened b.convoscope.")
    assert desk.stage.view == replace(zoomed, pin=None)


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 damaged", b"\x89PNG\r\n"])
def test_a_bad_file_is_told_in_a_line_and_changes_nothing(
    desk: Desk, tmp_path: Path, content: bytes
) -> None:
    bad = tmp_path / "bad.convoscope"
    bad.write_bytes(content)
    change(desk)
    before = desk.scene
    desk.drop_file(bad)
    desk.qtbot.waitUntil(lambda: desk.message.startswith("bad.convoscope cannot be opened: "))
    assert (desk.scene, undo_count(desk), asked(desk)) == (before, 1, "")
    assert title(desk) == "Untitled* — Convoscope"
    assert desk.window.recent.paths == ()


def test_the_newest_of_what_is_opened_wins(desk: Desk, path: Path, tmp_path: Path) -> None:
    picture = saved(tmp_path / "photo.png", np.zeros((9, 9), np.uint8))
    desk.drop_file(picture)
    desk.drop_file(path)
    told(desk, "Opened other.convoscope.")
    assert (desk.scene, undo_count(desk)) == (OTHER, 0)
    desk.drop_file(path)
    desk.drop_file(picture)
    desk.qtbot.waitUntil(lambda: desk.scene.input.image.name == "photo.png")
    assert undo_count(desk) == 1


def test_the_clipboard_may_hold_a_scene_file(desk: Desk, path: Path) -> None:
    assert desk.window.opening.take(files(path), "pasted")
    told(desk, "Opened other.convoscope.")


# ---- what is not saved yet


def test_opening_over_changes_asks_first(desk: Desk, path: Path) -> None:
    change(desk)
    before = desk.scene
    desk.drop_file(path)
    answer(desk, "cancel")
    assert (desk.scene, undo_count(desk)) == (before, 1)
    desk.drop_file(path)
    answer(desk, "discard")
    told(desk, "Opened other.convoscope.")
    assert desk.scene == OTHER


def test_saving_first_then_opens(desk: Desk, path: Path, tmp_path: Path) -> None:
    change(desk)
    before = desk.scene
    desk.drop_file(path)
    answer(desk, "save")
    save_under(desk, tmp_path / "first.convoscope")
    told(desk, "Opened other.convoscope.")
    assert open_scene(tmp_path / "first.convoscope").scene == before
    assert desk.scene == OTHER


def test_closing_asks_nothing_where_nothing_was_changed(desk: Desk) -> None:
    desk.press("Right", "Right")
    desk.wheel(desk.place("input", 2, 2), 3)
    desk.window.close()
    assert not desk.window.isVisible()
    assert asked(desk) == ""


def test_closing_with_changes_asks_once(desk: Desk) -> None:
    change(desk)
    desk.window.close()
    desk.window.close()
    assert asked(desk) == "Save the changes to Untitled?"
    answer(desk, "cancel")
    assert desk.window.isVisible()
    desk.menu("quit")
    answer(desk, "discard")
    assert not desk.window.isVisible()


def test_a_long_name_is_cut_in_its_middle(desk: Desk, tmp_path: Path) -> None:
    desk.window.documents.save_to(tmp_path / f"{'long ' * 30}.convoscope")
    desk.qtbot.waitUntil(lambda: not desk.window.documents.is_modified)
    change(desk)
    desk.window.close()
    assert asked(desk) == "Save the changes to long long long…g .convoscope?"
    answer(desk, "cancel")


def test_esc_means_cancel(desk: Desk) -> None:
    change(desk)
    desk.window.close()
    shown = question(desk)
    assert shown is not None
    QTest.keyClick(shown, Qt.Key.Key_Escape)
    assert asked(desk) == ""
    assert desk.window.isVisible()


def test_closing_can_save_first(desk: Desk, path: Path) -> None:
    desk.drop_file(path)
    told(desk, "Opened other.convoscope.")
    change(desk, 9)
    desk.window.close()
    answer(desk, "save")
    desk.qtbot.waitUntil(lambda: not desk.window.isVisible())
    assert open_scene(path).scene.parameters.bias == 9


def test_closing_stays_where_saving_is_called_off_or_fails(desk: Desk, tmp_path: Path) -> None:
    change(desk)
    desk.window.close()
    answer(desk, "save")
    dialog_of(desk).reject()
    assert desk.window.isVisible()
    desk.window.close()
    answer(desk, "save")
    folder = tmp_path / "folder.convoscope"
    dialog_of(desk).fileSelected.emit(str(folder / "x.convoscope"))
    desk.qtbot.waitUntil(lambda: "cannot be written" in desk.message)
    assert desk.window.isVisible()


def test_closing_waits_for_a_save_under_way(desk: Desk, tmp_path: Path) -> None:
    change(desk)
    desk.window.documents.save_to(tmp_path / "lesson.convoscope")
    desk.window.close()
    assert asked(desk) == ""
    desk.qtbot.waitUntil(lambda: not desk.window.isVisible())
    assert open_scene(tmp_path / "lesson.convoscope").scene == desk.scene


def test_a_file_from_the_command_line_is_the_document(open_desk: OpenDesk, path: Path) -> None:
    for changed, words in ((False, "other.convoscope — "), (True, "other.convoscope* — ")):
        desk = open_desk(default_scene() if changed else OTHER)
        desk.window.documents.begin(path, View(), changed)
        assert title(desk).startswith(words)
        assert desk.window.recent.paths == (path,)
