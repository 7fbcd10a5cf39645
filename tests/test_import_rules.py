"""The layers: who may import whom, and what runs where Qt is not installed."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
IMPORT_ALL = """
import importlib, pkgutil, sys

for blocked in ("PySide6", "shiboken6", "pyqtgraph", "PIL"):
    sys.modules[blocked] = None
for name in sys.argv[1:]:
    package = importlib.import_module(name)
    for found in pkgutil.walk_packages(package.__path__, name + "."):
        importlib.import_module(found.name)
"""
LINT = (
    "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports(no_cache=True))"
)


def run(*command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", *command], cwd=ROOT, capture_output=True, text=True, check=False
    )


def test_every_layer_imports_only_those_below_it() -> None:
    done = run(LINT)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "0 broken" in done.stdout


@pytest.mark.parametrize("layer", ["core", "state", "content", "picture"])
def test_a_layer_without_qt_imports_where_qt_is_missing(layer: str) -> None:
    done = run(IMPORT_ALL, f"app.{layer}")
    assert done.returncode == 0, done.stderr


def test_the_block_itself_works() -> None:
    done = run(IMPORT_ALL, "app.services")
    assert done.returncode == 1
    assert "ModuleNotFoundError" in done.stderr
