"""Wires the parts together and runs the event loop."""

from __future__ import annotations

import sys
from pathlib import Path

from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication

from app.paint.fonts import load_fonts
from app.services import crash
from app.services.saving.scenes import Document, is_scene_file
from app.services.settings import Settings
from app.state.scene import Scene
from app.ui.report import ReportDialog
from app.ui.window import MainWindow

ICON = Path(__file__).resolve().parents[1] / "resources" / "icons" / "convoscope.svg"


def make_application() -> QApplication:
    """The one QApplication, with the bundled typeface."""
    application = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(application, QApplication)
    application.setApplicationName("Convoscope")
    application.setDesktopFileName("convoscope")
    application.setWindowIcon(QIcon(str(ICON)))
    load_fonts()
    return application


def make_window(scene: Scene, settings: Settings) -> MainWindow:
    """The main window on a scene, not yet shown."""
    make_application()
    return MainWindow(scene, settings)


def run(
    document: Document,
    settings: Settings | None = None,
    path: Path | None = None,
    changed: bool = False,
    trouble: str = "",
) -> int:
    """Show the window until it is closed. Returns the exit code.

    `path` is the image or the scene file that was opened, `changed` whether the scene is not as
    it stands there, `trouble` why a file could not be opened. Work that a crash left behind is
    offered.
    """
    application = make_application()
    window = make_window(document.scene, settings or Settings())
    if path is not None and is_scene_file(path):
        window.documents.begin(path.absolute(), document.view, changed)
    elif path is not None:
        window.recent.add(path)
    guard = crash.install(ReportDialog(window).tell)
    window.resize(window.size().boundedTo(window.screen().availableSize()))
    window.show()
    if trouble:
        window.messages.warn(trouble)
    window.recovery.offer()
    try:
        return application.exec()
    finally:
        guard.remove()
