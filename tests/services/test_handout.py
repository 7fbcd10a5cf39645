"""The handout as a PDF: pages, paper and real text."""

from __future__ import annotations

import re
import shutil
import subprocess
import zlib
from pathlib import Path

import pytest

from app.content.lessons import LESSONS
from app.services.export.handout import Paper, export_handout
from app.services.files import ExportError
from app.state.requests import compute, request_of
from app.state.scene import Scene
from tests.picture.showing import example, result_of

EXAMPLE = example("literature")


def written(path: Path, shown: Scene = EXAMPLE, paper: Paper = Paper.A4) -> bytes:
    request = request_of(shown)
    export_handout(path, shown, None if request is None else compute(request), (0, 4), paper)
    return path.read_bytes()


@pytest.mark.parametrize(("paper", "points"), [(Paper.A4, (595, 842)), (Paper.LETTER, (612, 792))])
def test_it_has_the_paper_and_the_answers_on_a_page_of_their_own(
    qapp: object, tmp_path: Path, paper: Paper, points: tuple[int, int]
) -> None:
    data = written(tmp_path / "a.pdf", paper=paper)
    boxes = re.findall(rb"/MediaBox \[0 0 (\d+)[\d.]* (\d+)", data)
    assert len(boxes) == 3
    assert {(int(wide), int(high)) for wide, high in boxes} == {points}


def test_its_text_is_text(qapp: object, tmp_path: Path) -> None:
    data = written(tmp_path / "a.pdf")
    streams = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", data, re.S)
    assert b"/ToUnicode" in data
    shown = b"".join(_inflated(stream) for stream in streams)
    assert shown.count(b"Tj") > 60


def _inflated(stream: bytes) -> bytes:
    try:
        return zlib.decompress(stream)
    except zlib.error:
        return b""


@pytest.mark.parametrize("reader", [name for name in ("pdftotext",) if shutil.which(name)])
def test_its_text_can_be_copied(qapp: object, tmp_path: Path, reader: str) -> None:
    path = tmp_path / "a.pdf"
    written(path)
    read = subprocess.run([reader, str(path), "-"], capture_output=True, text=True, check=True)
    for words in ("Nine windows, nine sums", "Work out the number of output (2, 3).", "Answers",
                  "0·0 + 1·1 + 3·2"):  # fmt: skip
        assert words in read.stdout


def test_every_lesson_has_one(qapp: object, tmp_path: Path) -> None:
    for info in LESSONS:
        assert written(tmp_path / f"{info.lesson.value}.pdf", info.presets[-1].build())


def test_a_step_that_is_not_there_is_said(qapp: object, tmp_path: Path) -> None:
    with pytest.raises(ExportError, match="step 10: 1 to 9 fit"):
        export_handout(tmp_path / "a.pdf", EXAMPLE, result_of(EXAMPLE), (9,), Paper.A4)
    assert list(tmp_path.iterdir()) == []


def test_too_many_steps_are_said(qapp: object, tmp_path: Path) -> None:
    steps = tuple(range(7))
    with pytest.raises(ExportError, match="up to 6 fit"):
        export_handout(tmp_path / "a.pdf", EXAMPLE, result_of(EXAMPLE), steps, Paper.A4)


def test_a_missing_folder_is_said(qapp: object, tmp_path: Path) -> None:
    with pytest.raises(ExportError, match="there is no folder"):
        written(tmp_path / "nowhere" / "a.pdf")
