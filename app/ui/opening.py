"""Every way an input comes in: the dialogs, a drop, the clipboard, a recent file, a sample.

A scene file comes in the same ways, and is handed on.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QMimeData, QObject, QUrl, Signal
from PySide6.QtGui import QGuiApplication, QImage, QImageWriter
from PySide6.QtWidgets import QFileDialog, QWidget

from app.content.arrivals import arrive, takes_volumes
from app.content.samples.catalogue import sample
from app.services.background.jobs import Job, Jobs, Watch
from app.services.files import OpenError
from app.services.folders import Folders
from app.services.opening.images import ENDINGS as IMAGES
from app.services.opening.images import image_from_bytes
from app.services.opening.volumes import ENDINGS as INPUTS
from app.services.opening.volumes import VOLUMES, open_input
from app.services.recent import RecentFiles
from app.services.saving.scenes import ENDING, is_scene_file
from app.services.store import Store
from app.state.image import Image
from app.state.input_edits import set_image
from app.state.outcome import Change
from app.state.prepare import warm
from app.state.scene import Scene
from app.state.solid.choices import VolumeInput
from app.state.solid.prepare import prepare_volume
from app.state.solid.volume import Volume
from app.ui.pasting import is_table, numbers_image

NOTHING_TO_PASTE = (
    "The clipboard holds no image and no numbers: copy a picture, an image file or a table first."
)
PASTED_NUMBERS = "pasted numbers"
NOT_LOCAL = "Only files on this machine can be opened: save the picture first, then drop it."


READING = 0.7
"""The share of the work that reading is; the rest makes ready what is shown."""


class Opening(QObject):
    """Reads images and volumes in the background. The newest wins; what fails is said, not shown.

    `began` tells the name of what is read, `progressed` how much of it is done, and `ended` that
    it is there or not to be had.
    """

    failed = Signal(str)
    began = Signal(str)
    progressed = Signal(str, float)
    ended = Signal()
    opened = Signal(str)
    scene_chosen = Signal(object)

    def __init__(
        self, store: Store, jobs: Jobs, recent: RecentFiles, folders: Folders, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._store, self._jobs, self._recent, self._folders = store, jobs, recent, folders
        self._window = parent
        self._job: Job | None = None

    def ask(self) -> None:
        """Let the user choose a file, or several that are the slices of a volume."""
        every, images, volumes = (
            " ".join(f"*{ending}" for ending in endings) for endings in (INPUTS, IMAGES, VOLUMES)
        )
        kinds = (
            f"Images, volumes and scenes ({every} *{ENDING})",
            f"Images ({images})",
            f"Volumes ({volumes})",
            f"Scenes (*{ENDING})",
            "All files (*)",
        )
        names, _ = QFileDialog.getOpenFileNames(
            self._window, "Open image, volume or scene", self._folders.to_read(), ";;".join(kinds)
        )
        if names:
            self._folders.read_from(Path(names[0]).parent)
            self.open_paths([Path(name) for name in names])

    def ask_folder(self) -> None:
        """Let the user choose a folder, whose images are the slices of a volume."""
        name = QFileDialog.getExistingDirectory(
            self._window, "Open folder of slices", self._folders.to_read()
        )
        if name:
            self._folders.read_from(Path(name).parent)
            self.open_path(Path(name))

    def open_path(self, path: Path) -> None:
        """Open a file or a folder, and remember it among the recent ones."""
        self.open_paths([path])

    def open_paths(self, paths: Sequence[Path]) -> None:
        """Open a file, a folder, or several files as slices; of several with a scene, that."""
        scenes = [path for path in paths if is_scene_file(path)]
        if scenes:
            self.stop_reading()
            self.scene_chosen.emit(scenes[0])
            return
        read = partial(open_input, paths, stacked=takes_volumes(self._store.scene))
        if len(paths) == 1:
            self._read(read, paths[0].name, paths[0])
        else:
            self._read(read, f"{len(paths):,} slices", None)

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
            numbers = partial(numbers_image, text, PASTED_NUMBERS)
            self._read(partial(_at_once, numbers), PASTED_NUMBERS, None)
        elif mime is None or not self.take(mime, "pasted image"):
            self.failed.emit(NOTHING_TO_PASTE)

    def can_take(self, mime: QMimeData) -> bool:
        return mime.hasImage() or mime.hasUrls()

    def take(self, mime: QMimeData, name: str) -> bool:
        """Open a drop or the clipboard's content; False where it holds no image at all."""
        if mime.hasUrls():
            self._open_local(mime.urls())
            return True
        image = mime.imageData() if mime.hasImage() else None
        if not isinstance(image, QImage) or image.isNull():
            return False
        picture = partial(image_from_bytes, _encoded(image), name)
        self._read(partial(_at_once, picture), name, None)
        return True

    def _open_local(self, urls: list[QUrl]) -> None:
        local = [Path(url.toLocalFile()) for url in urls if url.isLocalFile()]
        if local:
            self.open_paths(local)
        else:
            self.failed.emit(NOT_LOCAL)

    def _read(self, read: Callable[[Watch], Image | Volume], name: str, path: Path | None) -> None:
        self.stop_reading()
        self.began.emit(name)
        self._job = self._jobs.run(
            partial(_ready, read, self._store.scene),
            self,
            partial(self._show, path=path),
            self._fail,
            partial(self.progressed.emit, name),
        )

    def _show(self, made: Image | Volume, path: Path | None) -> None:
        self._end()
        outcome = self._store.do(partial(arrive, made=made))
        if isinstance(outcome, Change):
            if path is not None:
                self._recent.add(path)
            self.opened.emit("; ".join(filter(None, (outcome.said, made.note))))

    def _fail(self, error: Exception) -> None:
        self._end()
        if isinstance(error, OpenError):
            self.failed.emit(str(error))
        elif isinstance(error, MemoryError):
            self.failed.emit("There is not enough memory for this; choose a smaller one.")
        else:
            raise error

    def _end(self) -> None:
        self._job = None
        self.ended.emit()


def _ready(read: Callable[[Watch], Image | Volume], scene: Scene, watch: Watch) -> Image | Volume:
    """Read an input and make, still in the background, what showing it in a scene will need."""
    made = read(lambda part: watch(READING * part))
    watch(READING)
    if isinstance(made, Volume):
        prepare_volume(VolumeInput(made))
    else:
        warm(made)
    arrive(scene, made)  # what follows from the scene with it is kept
    return made


def _at_once(read: Callable[[], Image], _watch: Watch) -> Image:
    """What is read in one go."""
    return read()


def _encoded(image: QImage) -> bytes:
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QBuffer.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, QByteArray(b"png")).write(image)
    return bytes(data.data())
