"""Settings and recent files: kept between sessions, and safe from garbage."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QByteArray, Qt
from pytestqt.qtbot import QtBot

from app.services.recent import RecentFiles
from app.services.settings import RECENT_MOST, Settings


def all_of(settings: Settings) -> str:
    return (
        f"theme {settings.theme}, motion {settings.motion}, speed {settings.speed:g}, "
        f"loop {settings.loop}, folded {sorted(settings.folded)}, "
        f"recent {[path.name for path in settings.recent]}, "
        f"geometry {bytes(settings.geometry.data())!r}"
    )


DEFAULTS = "theme system, motion True, speed 2, loop False, folded [], recent [], geometry b''"


def test_everything_has_a_default(qtbot: QtBot, settings_file: Path) -> None:
    assert all_of(Settings(settings_file)) == DEFAULTS


def test_what_was_set_is_there_in_the_next_session(qtbot: QtBot, settings_file: Path) -> None:
    first = Settings(settings_file)
    first.theme, first.motion, first.speed, first.loop = "dark", False, 0.5, True
    first.folded = {"plots", "lessons"}
    first.recent = (Path("/a/photo, with comma.png"), Path("/b/Größe.png"))
    first.geometry = QByteArray(b"\x00\xff@,;")
    first.save()
    assert all_of(Settings(settings_file)) == (
        "theme dark, motion False, speed 0.5, loop True, folded ['lessons', 'plots'], "
        "recent ['photo, with comma.png', 'Größe.png'], geometry b'\\x00\\xff@,;'"
    )


@pytest.mark.parametrize(
    "garbage",
    [
        "[General]\ntheme=purple\nmotion=perhaps\nspeed=fast\nloop=7\nfolded={}\nrecent=x, y\n"
        "geometry=###\n",
        '[General]\ntheme=@Invalid()\nmotion=@ByteArray()\nspeed=nan\nrecent=[1, null, ""]\n'
        "folded=[[[[\ngeometry=@Variant(\\0\\0)\nloop=\n",
        "\0\1\2 nothing \xff of the kind",
    ],
)
def test_garbage_reads_as_the_default(qtbot: QtBot, settings_file: Path, garbage: str) -> None:
    settings_file.write_bytes(garbage.encode("latin-1"))
    assert all_of(Settings(settings_file)) == DEFAULTS


def test_a_file_that_cannot_be_written_is_survived(qtbot: QtBot, tmp_path: Path) -> None:
    blocked = tmp_path / "a file"
    blocked.touch()
    settings = Settings(blocked / "settings.ini")
    settings.theme = "dark"
    settings.save()
    assert settings.theme == "dark"


def test_a_change_is_told_by_name_and_once(qtbot: QtBot, settings_file: Path) -> None:
    settings = Settings(settings_file)
    names: list[str] = []
    settings.changed.connect(names.append)
    settings.theme = "dark"
    settings.theme = "dark"
    settings.motion = False
    assert names == ["theme", "motion"]


@pytest.fixture
def recent(qtbot: QtBot, settings_file: Path) -> RecentFiles:
    return RecentFiles(Settings(settings_file))


def rows(recent: RecentFiles) -> list[str]:
    return [recent.index(row).data() for row in range(recent.rowCount())]


def test_the_newest_file_comes_first_and_none_comes_twice(recent: RecentFiles) -> None:
    for name in ("a.png", "b.png", "a.png"):
        recent.add(Path("/pictures") / name)
    assert rows(recent) == ["a.png", "b.png"]
    assert recent.index(1).data(Qt.ItemDataRole.ToolTipRole) == str(Path("/pictures/b.png"))
    assert recent.index(2).data() is None


def test_the_list_is_bounded(recent: RecentFiles) -> None:
    for number in range(RECENT_MOST + 5):
        recent.add(Path(f"/pictures/{number}.png"))
    assert recent.rowCount() == RECENT_MOST
    assert rows(recent)[0] == f"{RECENT_MOST + 4}.png"


def test_a_missing_file_is_dropped_when_chosen(recent: RecentFiles, tmp_path: Path) -> None:
    there, gone = tmp_path / "there.png", tmp_path / "gone.png"
    there.touch()
    recent.add(gone)
    recent.add(there)
    assert recent.choose(1) is None
    assert recent.choose(0) == there
    assert rows(recent) == ["there.png"]
    recent.clear()
    assert rows(recent) == []
