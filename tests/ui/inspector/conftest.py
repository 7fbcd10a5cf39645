"""An inspector on the literature's example, dressed as in the window."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from app.paint.theme import LIGHT
from app.services.recent import RecentFiles
from app.services.settings import Settings
from app.services.store import Store
from app.state.scene import Scene
from app.ui.inspector.panel import Inspector
from tests.scenes import scene

Kind = TypeVar("Kind", bound=QWidget)


class Desk:
    """The inspector with its store, and ways to find what a user sees."""

    def __init__(self, qtbot: QtBot, settings: Path, shown: Scene, height: int) -> None:
        self.bot = qtbot
        self.window = QWidget()
        self.store = Store(shown, self.window)
        self.recent = RecentFiles(Settings(settings, self.window), self.window)
        self.inspector = Inspector(self.store, self.recent, LIGHT, self.window)
        qtbot.addWidget(self.window)
        with qtbot.waitExposed(self.window):
            self.inspector.resize(self.inspector.width(), height)
            self.window.resize(self.inspector.size())
            self.window.show()

    @property
    def scene(self) -> Scene:
        return self.store.scene

    @property
    def content(self) -> QWidget:
        """What the inspector scrolls."""
        content = self.inspector.widget()
        assert content is not None
        return content

    def find(self, kind: type[Kind], name: str) -> Kind:
        found = self.inspector.findChild(kind, name)
        assert found is not None, name
        return found

    def text(self, name: str) -> str:
        """The words of a label, empty where it is not to be seen."""
        label = self.inspector.findChild(QLabel, name)
        return label.text() if label is not None and label.isVisible() else ""

    def undo_titles(self) -> list[str]:
        stack = self.store.undo_stack
        return [stack.text(place) for place in range(stack.index())]


@pytest.fixture
def desk_of(qtbot: QtBot, settings_file: Path, dressed_light: None) -> Callable[..., Desk]:
    """Makes a Desk on a scene."""

    def make(shown: Scene | None = None, height: int = 900) -> Desk:
        return Desk(qtbot, settings_file, scene() if shown is None else shown, height)

    return make


@pytest.fixture
def desk(desk_of: Callable[..., Desk]) -> Desk:
    """A Desk on the literature's example."""
    return desk_of()
