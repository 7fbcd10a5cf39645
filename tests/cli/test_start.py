"""How the process ends where nobody listens, or somebody presses Ctrl+C."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

import app.cli
from app import start
from tests.cli.line import MAIN


def test_ctrl_c_ends_in_silence(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    def interrupted(argv: list[str]) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr(app.cli, "main", interrupted)
    monkeypatch.setattr(sys, "argv", ["main.py"])
    assert start.main() == start.INTERRUPTED
    assert capfd.readouterr() == ("", "")


@pytest.mark.skipif(os.name == "nt", reason="a closed pipe is another error there")
@pytest.mark.parametrize("words", ["--list-lessons", "--export"])
def test_a_closed_pipe_gives_no_traceback(words: str, tmp_path: Path) -> None:
    asked = [words, str(tmp_path / "stage.svg")] if words == "--export" else [words]
    reader, writer = os.pipe()
    os.close(reader)
    done = subprocess.run(
        [sys.executable, str(MAIN), *asked],
        stdout=writer, stderr=subprocess.PIPE, timeout=300, check=False,
    )  # fmt: skip
    os.close(writer)
    assert done.stderr == b""
    assert (tmp_path / "stage.svg").exists() == (words == "--export")
