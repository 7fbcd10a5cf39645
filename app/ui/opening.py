"""Every way an image comes in: the dialog, a drop, the clipboard, a recent file, a sample.

A scene file comes in the same ways, and is handed on.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QMimeData, QObject, QUrl, Signal
from PySide6.QtGui import QGuiApplication, QImage, QImageWriter
from PySide6.QtWidgets import QFileDialog, QWidget

from app.content.samples import sample
from app.services.images import ENDINGS, ImageError, image_from_bytes, open_image
from app.services.jobs import Job, Jobs
from app.services.recent import RecentFiles
from app.services.scene_files import ENDING, is_scene_file
from app.services.store import Store
from app.state.image import Image
from app.state.input_edits import set_image
from app.state.outcome import Change
from app.state.prepare import warm
from app.ui.pasting import is_table, numbers_image

NOTHING_TO_PASTE = (
    "The clipboard holds no image and no numbers: copy a picture, an image file or a table first."
)
PASTED_NUMBERS = "pasted numbers"
NOT_LOCAL = "Only files on this machine can be opened: save the picture first, then drop it."


class Opening(QObject):
    """Reads images in the background. The newest one wins; what fails is said, not shown."""

    failed = Signal(str)
    began = Signal(str)
    opened = Signal(str)
    scene_chosen = Signal(object)

    def __init__(self, store: Store, jobs: Jobs, recent: RecentFiles, parent: QWidget) -> None:
        super().__init__(parent)
        self._store, self._jobs, self._recent = store, jobs, recent
        self._window = parent
        self._job: Job | None = None

    def ask(self) -> None:
        """Let the user choose a file."""
        images = " ".join(f"*{ending}" for ending in ENDINGS)
        kinds = (
            f"Images and scenes ({images} *{ENDING})",
            f"Images ({images})",
            f"Scenes (*{ENDING})",
            "All files (*)",
        )
        name, _ = QFileDialog.getOpenFileName(
            self._window, "Open image or scene", "", ";;".join(kinds)
        )
        if name:
            self.open_path(Path(name))

    def open_path(self, path: Path) -> None:
        """Open a file, and remember it among the recent ones."""
        if is_scene_file(path):
            self.stop_reading()
            self.scene_chosen.emit(path)
        else:
            self._read(partial(open_image, path), path.name, path)

    def stop_reading(self) -> None:
        """Something else is being opened: what is still being read comes too late."""
        if self._job is not None:
            self._job.cancel()
        self._job = None

    def open_recent(self, name: str) -> None:
        """Open a recent file; one that is no longer there leaves the list."""
        path = Path(name)
        if path in self._recent.paths and self._recent.choose(self._recent.paths.index(path)):
            self.open_path(path)
        else:
            self.failed.emit(f"{path.name} is no longer there; it has left the list.")

    def open_sample(self, key: str) -> None:
        self._store.do(partial(set_image, image=sample(key).build()))

    def paste(self) -> None:
        """Open what the clipboard holds: an image file, a table of numbers, or a picture.

        A spreadsheet puts its table there as a picture too; the numbers are what is meant.
        """
        mime: QMimeData | None = QGuiApplication.clipboard().mimeData()  # None: an empty clipboard
        text = "" if mime is None or mime.hasUrls() else mime.text()
        if mime is not None and text.strip() and (not mime.hasImage() or is_table(text)):
            self._read(partial(numbers_image, text, PASTED_NUMBERS), PASTED_NUMBERS, None)
        elif mime is None or not self.take(mime, "pasted image"):
            self.failed.emit(NOTHING_TO_PASTE)

    def can_take(self, mime: QMimeData) -> bool:
        return mime.hasImage() or mime.hasUrls()

    def take(self, mime: QMimeData, name: str) -> bool:
        """Open a drop or the clipboard's content; False where it holds no image at all."""
        if mime.hasUrls():
            self._open_first(mime.urls())
            return True
        image = mime.imageData() if mime.hasImage() else None
        if not isinstance(image, QImage) or image.isNull():
            return False
        self._read(partial(image_from_bytes, _encoded(image), name), name, None)
        return True

    def _open_first(self, urls: list[QUrl]) -> None:
        local = [url.toLocalFile() for url in urls if url.isLocalFile()]
        if local:
            self.open_path(Path(local[0]))
        else:
            self.failed.emit(NOT_LOCAL)

    def _read(self, read: Callable[[], Image], name: str, path: Path | None) -> None:
        self.stop_reading()
        self.began.emit(name)
        self._job = self._jobs.run(
            partial(_ready, read), self, partial(self._show, path=path), self._fail
        )

    def _show(self, image: Image, path: Path | None) -> None:
        self._job = None
        outcome = self._store.do(partial(set_image, image=image))
        if path is not None:
            self._recent.add(path)
        if isinstance(outcome, Change):
            self.opened.emit("; ".join(filter(None, (outcome.said, image.note))))

    def _fail(self, error: Exception) -> None:
        self._job = None
        if isinstance(error, ImageError):
            self.failed.emit(str(error))
        elif isinstance(error, MemoryError):
            self.failed.emit("There is not enough memory for this image; choose a smaller one.")
        else:
            raise error


def _ready(read: Callable[[], Image], watch: Callable[[float], None]) -> Image:
    """Read an image and make, still in the background, what showing it will need."""
    image = read()
    watch(0.7)
    warm(image)
    return image


def _encoded(image: QImage) -> bytes:
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QBuffer.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, QByteArray(b"png")).write(image)
    return bytes(data.data())
