"""Taking the stage away: a PNG of this moment, a GIF of the steps."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QProgressDialog, QWidget

from app.picture.compose import copied_equation
from app.services.clip import Clip, fitting
from app.services.export import export_png, gif_in_pieces, render
from app.services.files import ExportError
from app.services.pieces import Pieces
from app.services.settings import Settings
from app.state.requests import request_of
from app.state.scene import Pair
from app.ui.stage import Stage

GIF_WIDTH = 900
"""The width of an animation in pixels; the height follows the stage's form."""
PNG_RATIO = 2.0


class Exporting(QObject):
    """Asks where to, writes, and tells what came of it."""

    said = Signal(str)
    failed = Signal(str)

    def __init__(self, stage: Stage, settings: Settings, parent: QWidget) -> None:
        super().__init__(parent)
        self._stage, self._settings, self._window = stage, settings, parent
        self._pieces: Pieces | None = None
        self._progress: QProgressDialog | None = None
        self._path = Path()

    def ask_png(self) -> None:
        path = self._ask("Export picture", "convoscope.png", "PNG picture (*.png)")
        if path is not None:
            self.png(path)

    def ask_gif(self) -> None:
        path = self._ask("Export animation", "convoscope.gif", "Animated GIF (*.gif)")
        if path is not None:
            self.gif(path)

    def png(self, path: Path) -> None:
        """Write what the stage shows, two pixels for each of its own."""
        try:
            export_png(path, self._stage.stage_input(), self._stage.theme, PNG_RATIO)
        except ExportError as error:
            self.failed.emit(str(error))
        else:
            self.said.emit(f"Saved {path.name}.")

    def gif(self, path: Path) -> None:
        """Write the steps as an animation, with progress and cancel; events go on meanwhile."""
        if self._pieces is not None:
            return
        self._path = path
        self._progress = QProgressDialog("Painting the steps …", "Cancel", 0, 100, self._window)
        self._progress.setWindowModality(Qt.WindowModality.WindowModal)
        self._progress.setAutoClose(False)
        self._progress.setAutoReset(False)
        self._pieces = Pieces(gif_in_pieces(path, self._clip(), self._stage.theme), self)
        self._pieces.progressed.connect(self._advance)
        self._pieces.finished.connect(self._done)
        self._pieces.failed.connect(self._fail)
        self._pieces.cancelled.connect(self._close)
        self._progress.canceled.connect(self._pieces.cancel)
        self._pieces.start()

    def copy_picture(self) -> None:
        """Put the stage on the clipboard."""
        image = render(self._stage.stage_input(), self._stage.theme, PNG_RATIO)
        image.setDevicePixelRatio(1)
        QGuiApplication.clipboard().setImage(image)
        self.said.emit("Copied the stage as a picture.")

    def copy_equation(self) -> None:
        """Put the equation on the clipboard, with all digits."""
        QGuiApplication.clipboard().setText(copied_equation(self._stage.stage_input()))
        self.said.emit("Copied the equation with all its digits.")

    def _ask(self, title: str, name: str, pattern: str) -> Path | None:
        chosen, _ = QFileDialog.getSaveFileName(self._window, title, name, pattern)
        if not chosen:
            return None
        path = Path(chosen)
        return path if path.suffix else path.with_suffix(Path(name).suffix)

    def _clip(self) -> Clip:
        stage = self._stage
        scene = stage.store.scene
        speed, motion = self._settings.speed, self._settings.motion
        first, last = fitting(scene, speed, motion)
        result = stage.results.current(request_of(scene))
        view = stage.view.__class__(camera=stage.view.camera)
        return Clip(scene, result, self._size(), speed, first, last, motion, view)

    def _size(self) -> Pair:
        shape = self._stage.height() / self._stage.width()
        return GIF_WIDTH, round(GIF_WIDTH * shape)

    def _advance(self, fraction: float) -> None:
        if self._progress is not None:
            self._progress.setValue(round(100 * fraction))

    def _done(self) -> None:
        self._close()
        self.said.emit(f"Saved {self._path.name}.")

    def _fail(self, error: Exception) -> None:
        self._close()
        if not isinstance(error, ExportError):
            raise error
        self.failed.emit(str(error))

    def _close(self) -> None:
        if self._progress is not None:
            self._progress.close()
            self._progress.deleteLater()
        if self._pieces is not None:
            self._pieces.deleteLater()
        self._progress = self._pieces = None
