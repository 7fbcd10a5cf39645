"""Taking the stage away: a step, an animation or a page of steps as a file, or a copy."""

from __future__ import annotations

from collections.abc import Generator
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QProgressDialog, QWidget

from app.paint.theme import DARK, LIGHT, Theme
from app.picture.compose import copied_equation
from app.services.background.pieces import Pieces
from app.services.export.clip import Clip
from app.services.export.formats import Kind, steps_in_pieces, write_step
from app.services.export.stage import render
from app.services.export.vector import chosen_steps, steps_sheet
from app.services.files import ExportError
from app.services.folders import Folders
from app.services.settings import Settings
from app.state.requests import request_of
from app.state.scene import Pair
from app.state.view import View
from app.ui.stage.stage import Stage
from app.ui.taking.export_dialog import ExportDialog, Wish

COPY_RATIO = 2.0
THEMES = {"light": LIGHT, "dark": DARK}


class Exporting(QObject):
    """Asks what and where to, writes, and tells what came of it."""

    said = Signal(str)
    failed = Signal(str)

    def __init__(self, stage: Stage, settings: Settings, folders: Folders, parent: QWidget) -> None:
        super().__init__(parent)
        self._stage, self._settings, self._window = stage, settings, parent
        self._folders = folders
        self._pieces: Pieces | None = None
        self._progress: QProgressDialog | None = None
        self._path = Path()

    def ask_picture(self) -> None:
        """Ask how to export the present step."""
        self._ask("png")

    def ask_animation(self) -> None:
        """Ask how to export several steps."""
        self._ask("gif")

    def _ask(self, key: str) -> None:
        scene = self._stage.store.scene
        dialog = ExportDialog(scene, self._settings.speed, key, self._window)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.wished.connect(self._ask_where)
        dialog.open()

    def _ask_where(self, wish: Wish) -> None:
        ending = wish.format.ending
        pattern = f"{wish.format.title} (*{ending})"
        name, _ = QFileDialog.getSaveFileName(
            self._window, "Export", self._folders.to_write(self._suggested(wish)), pattern
        )
        if name:
            path = Path(name)
            self._folders.wrote_to(path.parent)
            self.export(path if path.suffix.lower() == ending else Path(name + ending), wish)

    def _suggested(self, wish: Wish) -> str:
        scene = self._stage.store.scene
        one = wish.format.kind is Kind.STEP
        what = f"step-{scene.step + 1}" if one else "steps"
        return f"{scene.lesson.value}-{what}{wish.format.ending}"

    def export(self, path: Path, wish: Wish) -> None:
        """Write what was wished for. An animation shows its progress and can be cancelled."""
        theme = THEMES.get(wish.colours, self._stage.theme)
        try:
            match wish.format.kind:
                case Kind.STEP:
                    stage = self._stage.stage_input()
                    write_step(path, stage, theme, wish.ratio, wish.transparent)
                case Kind.SHEET:
                    self._sheet(path, wish, theme)
                case Kind.STEPS:
                    self._animate(path, steps_in_pieces(path, self._clip(wish), theme))
                    return
        except ExportError as error:
            self.failed.emit(str(error))
        else:
            self.said.emit(f"Saved {path.name}.")

    def _sheet(self, path: Path, wish: Wish, theme: Theme) -> None:
        scene = self._stage.store.scene
        positions = chosen_steps(scene, wish.steps)
        result = self._stage.results.current(request_of(scene))
        size = (self._stage.width(), self._stage.height())
        view = View(camera=self._stage.view.camera)
        steps_sheet(path, scene, positions, result, size, view, theme)

    def _clip(self, wish: Wish) -> Clip:
        stage = self._stage
        scene = stage.store.scene
        result = stage.results.current(request_of(scene))
        if wish.last < wish.first:
            raise ExportError("the last step comes before the first: exchange them")
        return Clip(
            scene, result, self._size(wish.width), wish.speed, wish.first, wish.last,
            self._settings.motion, View(camera=stage.view.camera),
        )  # fmt: skip

    def _size(self, width: int) -> Pair:
        """Even sides, as video needs them."""
        height = width * self._stage.height() / self._stage.width()
        return width // 2 * 2, round(height / 2) * 2

    def _animate(self, path: Path, pieces: Generator[float, None, None]) -> None:
        if self._pieces is not None:
            self.failed.emit("an animation is being written already: wait for it, or cancel it")
            return
        self._path = path
        self._progress = QProgressDialog("Painting the steps …", "Cancel", 0, 100, self._window)
        self._progress.setWindowModality(Qt.WindowModality.WindowModal)
        self._progress.setAutoClose(False)
        self._progress.setAutoReset(False)
        self._pieces = Pieces(pieces, self)
        self._pieces.progressed.connect(self._advance)
        self._pieces.finished.connect(self._done)
        self._pieces.failed.connect(self._fail)
        self._pieces.cancelled.connect(self._close)
        self._progress.canceled.connect(self._pieces.cancel)
        self._pieces.start()

    def copy_picture(self) -> None:
        """Put the stage on the clipboard."""
        image = render(self._stage.stage_input(), self._stage.theme, COPY_RATIO)
        image.setDevicePixelRatio(1)
        QGuiApplication.clipboard().setImage(image)
        self.said.emit("Copied the stage as a picture.")

    def copy_equation(self) -> None:
        """Put the equation on the clipboard, with all digits."""
        QGuiApplication.clipboard().setText(copied_equation(self._stage.stage_input()))
        self.said.emit("Copied the equation with all its digits.")

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
