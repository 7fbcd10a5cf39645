"""Wires the parts together and runs the event loop."""

from __future__ import annotations

import sys
from pathlib import Path

from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication

from app.paint.fonts import load_fonts
from app.services import crash
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


def run(scene: Scene, settings: Settings | None = None, image: Path | None = None) -> int:
    """Show the window until it is closed. `image` joins the recent files. Returns the exit code."""
    application = make_application()
    window = make_window(scene, settings or Settings())
    if image is not None:
        window.recent.add(image)
    guard = crash.install(ReportDialog(window).tell)
    window.show()
    try:
        return application.exec()
    finally:
        guard.remove()
