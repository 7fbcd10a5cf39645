"""Parts of files that a killed program left behind: removed with the next save, and only those."""

from __future__ import annotations

import os
from pathlib import Path
from time import time

import pytest

from app.services.files import STALE, ExportError, written_whole

OWN = ".convoscope-0123456789ab.part"


def left(path: Path, age: float) -> Path:
    """A file that was last written to `age` seconds ago."""
    path.write_bytes(b"half of it")
    os.utime(path, (time() - age, time() - age))
    return path


def save(folder: Path) -> None:
    with written_whole(folder / "lesson.convoscope") as file:
        file.write(b"all of it")


def test_a_place_that_cannot_be_is_told_in_words(tmp_path: Path) -> None:
    circle = tmp_path / "circle.png"
    circle.symlink_to(circle)
    (tmp_path / "file").write_text("no folder")
    for path, words in (
        (circle, "its links lead in a circle; choose another name"),
        (tmp_path / "file" / "a.png", f"{tmp_path / 'file'} is not a folder; choose one"),
        (tmp_path / f"{'a' * 300}.png", "the name is too long; choose a shorter one"),
    ):
        with pytest.raises(ExportError) as refused, written_whole(path):
            pass
        assert str(refused.value) == f"{path} cannot be written: {words}"


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_what_a_killed_program_left_goes_with_the_next_save(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as killed:
        killed.setattr(Path, "unlink", lambda *_rest, **_named: None)
        killed.setattr(Path, "replace", lambda *_rest: None)
        save(tmp_path)
    (part,) = tmp_path.iterdir()
    os.utime(part, (time() - 2 * STALE,) * 2)
    save(tmp_path)
    assert names(tmp_path) == ["lesson.convoscope"]


def test_what_may_still_be_written_to_stays(tmp_path: Path) -> None:
    left(tmp_path / OWN, STALE / 2)
    left(tmp_path / ".convoscope-ffffffffffff.part", -STALE)
    save(tmp_path)
    assert len(names(tmp_path)) == 3


@pytest.mark.parametrize(
    "name",
    [
        "film.part", ".0123456789ab.part", ".convoscope-0123.part", f"{OWN}.bak", f"a{OWN}",
        ".convoscope-0123456789AB.part", "convoscope-0123456789ab.part",
    ],
)  # fmt: skip
def test_files_of_others_stay(tmp_path: Path, name: str) -> None:
    left(tmp_path / name, 9 * STALE)
    save(tmp_path)
    assert names(tmp_path) == sorted([name, "lesson.convoscope"])


def test_folders_and_links_of_that_name_stay(tmp_path: Path) -> None:
    (tmp_path / OWN).mkdir()
    os.utime(tmp_path / OWN, (0, 0))
    target = left(tmp_path / "precious.txt", 9 * STALE)
    link = tmp_path / ".convoscope-aaaaaaaaaaaa.part"
    try:
        link.symlink_to(target)
    except OSError:
        pytest.skip("this system has no links here")
    os.utime(link, (0, 0), follow_symlinks=False)
    save(tmp_path)
    assert len(names(tmp_path)) == 4
    assert target.read_bytes() == b"half of it"
