"""A command line as a user types it: the scene that it opens, or why it is refused."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from app.cli import document_of
from app.options import OptionError, parse
from app.services.saving.scenes import Document
from app.state.scene import Scene

MAIN = Path(__file__).resolve().parents[2] / "main.py"


def document(line: str, *paths: Path) -> Document:
    return document_of(parse([*map(str, paths), *shlex.split(line)]))


def scene(line: str = "", *paths: Path) -> Scene:
    return document(line, *paths).scene


def refusal(line: str, *paths: Path) -> str:
    with pytest.raises(OptionError) as refused:
        document(line, *paths)
    return str(refused.value)


def start(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the program as on a machine without a display."""
    bare = {
        name: value
        for name, value in os.environ.items()
        if name not in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    }
    return subprocess.run(
        [sys.executable, str(MAIN), *arguments],
        env=bare | environment,
        text=True,
        capture_output=True,
        timeout=120,
        check=False,
    )
