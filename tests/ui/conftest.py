"""The main window as a user has it before them."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.content.lessons import default_scene
from app.core.engine.threads import shutdown_threads
from app.paint.theme import DARK, LIGHT, Theme
from app.services.settings import Settings
from app.state.scene import Scene
from app.ui.chrome import dress
from app.ui.icons import image_file
from app.ui.window import MainWindow
from tests.ui.desk import Desk


class OpenDesk(Protocol):
    def __call__(
        self, scene: Scene | None = None, size: tuple[int, int] = (1366, 768), *,
        motion: bool = False, theme: str = "light",
    ) -> Desk: ...  # fmt: skip


@pytest.fixture
def dressed_light(qtbot: QtBot, qapp: QApplication) -> Iterator[None]:
    """The application in the window's own light look; for parts that are tried without a window."""
    yield from _dressed(qapp, LIGHT)


@pytest.fixture
def dressed_dark(qtbot: QtBot, qapp: QApplication) -> Iterator[None]:
    """The application in the window's own dark look."""
    yield from _dressed(qapp, DARK)


def _dressed(application: QApplication, theme: Theme) -> Iterator[None]:
    arrow, check = image_file("arrow-down", theme.soft), image_file("check", theme.paper)
    dress(application, theme, arrow, check)
    yield
    gc.collect()  # no widget may go while Qt walks its list of them
    application.setStyleSheet("")


@pytest.fixture
def open_desk(qtbot: QtBot, tmp_path: Path) -> Iterator[OpenDesk]:
    """Opens a window on a scene: the opening lesson unless told otherwise."""

    def opened(
        scene: Scene | None = None, size: tuple[int, int] = (1366, 768), *,
        motion: bool = False, theme: str = "light",
    ) -> Desk:  # fmt: skip
        settings = Settings(tmp_path / "settings.ini")
        settings.motion = motion
        settings.theme = theme  # type: ignore[assignment]
        window = MainWindow(scene or default_scene(), settings)
        settings.setParent(window)
        qtbot.addWidget(window, before_close_func=MainWindow.leave)
        window.resize(*size)
        window.show()
        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow)
        return Desk(qtbot, window)

    yield opened
    shutdown_threads()


@pytest.fixture
def desk(open_desk: OpenDesk) -> Desk:
    """The window as it opens."""
    return open_desk()
