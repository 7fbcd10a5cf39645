"""About Convoscope, as a user opens, reads and copies it."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from app import VERSION
from app.content.about import PARTS, SOURCES
from app.ui.about import AboutDialog
from tests.ui.desk import Desk

ROOT = Path(__file__).parents[2]
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


def test_about_tells_version_licences_and_sources_and_is_copied(desk: Desk) -> None:
    desk.menu("about")
    dialog = desk.widget("about")
    assert isinstance(dialog, AboutDialog)
    assert dialog.isVisible()
    desk.click_widget("about_copy")
    text = QGuiApplication.clipboard().text()
    assert text.startswith(f"Convoscope {VERSION}\n")
    for each in (*(part.licence for part in PARTS), *(source.authors for source in SOURCES)):
        assert each in text
    assert re.search(r"Qt \d+\.\d+", text)
    assert dialog.copy_button.text() == "Copied"
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


def test_all_that_is_told_can_be_selected_and_reached_by_keyboard(desk: Desk) -> None:
    desk.menu("about")
    dialog = desk.widget("about")
    assert isinstance(dialog, AboutDialog)
    seen = set()
    for _ in range(6):
        focused = dialog.focusWidget()
        assert focused is not None
        seen.add(focused.objectName())
        QTest.keyClick(focused, Qt.Key.Key_Tab)
    assert {"about_text", "about_copy", "about_close"} <= seen
    dialog.reading.selectAll()
    dialog.reading.copy()
    assert QGuiApplication.clipboard().text().startswith("What it stands on")
    dialog.close()


@pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.authors)
def test_every_source_is_named_where_its_facts_stand(source: object) -> None:
    """What is cited in About is cited by a module, too."""
    authors = re.findall(r"[A-Z][a-zé]+", str(source.authors))  # type: ignore[attr-defined]
    modules = [path for path in (ROOT / "app").rglob("*.py") if path.name != "about.py"]
    texts = [" ".join(path.read_text("utf-8").split()) for path in modules]
    assert any(
        all(author in text for author in authors) and str(source.year) in text  # type: ignore[attr-defined]
        for text in texts
    )


def test_every_package_that_is_needed_to_run_is_named() -> None:
    needed = PYPROJECT["project"]["dependencies"]
    named = {part.name.split()[0].casefold() for part in PARTS}
    assert {name.removesuffix("-Essentials").casefold() for name in needed} <= named


def test_the_version_stands_in_one_place() -> None:
    assert "version" not in PYPROJECT["project"]
    assert PYPROJECT["project"]["dynamic"] == ["version"]
    assert PYPROJECT["tool"]["setuptools"]["dynamic"]["version"] == {"attr": "app.VERSION"}


def test_the_command_line_prints_the_version() -> None:
    command = [sys.executable, str(ROOT / "main.py"), "--version"]
    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (ran.returncode, ran.stdout) == (0, f"convoscope {VERSION}\n")
