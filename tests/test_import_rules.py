"""The layers: who may import whom, and what runs where Qt is not installed."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
QT = {
    "services/": {"QtCore", "QtGui", "QtSvg"},
    "paint/charts.py": {"QtCore", "QtGui", "QtWidgets"},  # pyqtgraph's plots are QtWidgets' items
    "paint/": {"QtCore", "QtGui"},
    "ui/": {"QtCore", "QtGui", "QtSvg", "QtWidgets"},
    "application.py": {"QtCore", "QtGui", "QtWidgets"},
    "export_command.py": {"QtCore", "QtGui", "QtWidgets"},
}
"""Which of Qt's modules a file of app/ may use; the first entry that fits counts."""
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


def qt_modules(source: str) -> set[str]:
    """The modules of PySide6 that a file imports, anywhere in it."""
    names = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module == "PySide6":
            names |= {f"PySide6.{alias.name}" for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names.add(node.module or "")
    return {name.split(".")[1] for name in names if name.startswith("PySide6.")}


def test_each_folder_uses_the_part_of_qt_that_is_its_own() -> None:
    strangers = []
    for path in sorted((ROOT / "app").rglob("*.py")):
        place = path.relative_to(ROOT / "app").as_posix()
        may = next((QT[start] for start in QT if place.startswith(start)), set())
        strange = qt_modules(path.read_text(encoding="utf-8")) - may
        strangers += [f"{place} imports {name}" for name in sorted(strange)]
    assert strangers == []


def test_every_way_to_import_from_qt_is_seen() -> None:
    assert qt_modules("from PySide6.QtGui import QColor") == {"QtGui"}
    assert qt_modules("import PySide6.QtCore as core") == {"QtCore"}
    assert qt_modules("def late():\n    from PySide6 import QtSvg, QtWidgets") == {
        "QtSvg",
        "QtWidgets",
    }
    assert qt_modules("from . import elsewhere") == set()
