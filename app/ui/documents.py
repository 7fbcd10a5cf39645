"""The document: the scene's file, its name in the title, saving it, and what is not saved yet."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from app.services.background.jobs import Job, Jobs, Watch
from app.services.files import ExportError
from app.services.folders import Folders
from app.services.recent import RecentFiles
from app.services.saving.scenes import (
    ENDING,
    Document,
    SceneFileError,
    is_scene_file,
    open_scene,
    save_scene,
)
from app.services.saving.sessions import Session
from app.services.store import Store
from app.state.derive import derive
from app.state.history import NEVER, History
from app.state.view import View
from app.ui.question import Answer, Question, brief
from app.ui.stage.stage import Stage

UNTITLED = "Untitled"
PATTERN = f"Convoscope scene (*{ENDING})"
LOST = "Without saving, your changes are lost."
ANSWERS = (
    Answer("discard", "Discard changes", "Go on without what was changed"),
    Answer("cancel", "Cancel", "Go back to the scene (Esc)"),
    Answer("save", "Save", "Save the scene first, then go on"),
)

Then = Callable[[], None]


def _nothing() -> None:
    pass


class Documents(QObject):
    """Opens and saves scene files in the background, one at a time.

    `titled` tells that the name or the mark of unsaved changes is another; `opened` that another
    document has taken the place of the last one.
    """

    said = Signal(str)
    failed = Signal(str)
    began = Signal(str)
    titled = Signal()
    opened = Signal()

    def __init__(
        self,
        store: Store,
        stage: Stage,
        jobs: Jobs,
        recent: RecentFiles,
        folders: Folders,
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._store, self._stage, self._jobs, self._recent = store, stage, jobs, recent
        self._folders, self._window = folders, window
        self.path: Path | None = None
        self._reading: Job | None = None
        self._saving = self._asking = False
        self._after: list[Then] = []
        store.undo_stack.cleanChanged.connect(self._tell_title)

    @property
    def name(self) -> str:
        """The file's name, or that there is none yet."""
        return self.path.name if self.path else UNTITLED

    @property
    def is_modified(self) -> bool:
        """Whether something is not in the file yet. Stepping, panning and zooming do not count."""
        return self._saving or not self._store.undo_stack.isClean()

    def session(self) -> Session | None:
        """What a crash would lose; None where the user has changed nothing."""
        if self._store.undo_stack.count() == 0 and not self.is_modified:
            return None
        return Session(self._store.history(), self._stage.view, self.path)

    # ---- opening

    def open_path(self, path: Path) -> None:
        """Open a scene file: read it, ask about unsaved changes, then show it."""
        self.stop_reading()
        self.began.emit(path.name)
        self._reading = self._jobs.run(
            partial(_read, path), self, partial(self._arrived, path=path), self._fail
        )

    def stop_reading(self) -> None:
        """Something else is being opened: what is still being read comes too late."""
        if self._reading is not None:
            self._reading.cancel()
        self._reading = None

    def show_session(self, session: Session) -> None:
        """A session as it was, with its history."""
        self._show(session.history, session.view, session.path)

    def begin(self, path: Path, view: View, changed: bool) -> None:
        """The scene that is shown already came from this file, and was `changed` on the way."""
        history = History(self._store.scene, saved=NEVER if changed else 0)
        self._show(history, view, path)
        self._recent.add(path)

    def _arrived(self, document: Document, path: Path) -> None:
        self._reading = None
        history = History(document.scene)
        self.settle(partial(self._show_file, history, document.view, path))

    def _show_file(self, history: History, view: View, path: Path) -> None:
        self._show(history, view, path)
        self._recent.add(path)
        self.said.emit(f"Opened {path.name}.")

    def _show(self, history: History, view: View, path: Path | None) -> None:
        self._store.recall(history)
        self._stage.set_view(View())
        pin, panels = view.pin, {panel.key: panel for panel in self._stage.picture.panels}
        if pin is not None and not (
            pin.panel in panels and panels[pin.panel].holds(pin.row, pin.column)
        ):
            pin = None
        self._stage.set_view(replace(view, hover=None, pin=pin))
        self.path = path
        self.titled.emit()
        self.opened.emit()

    # ---- saving

    def save(self, then: Then = _nothing) -> None:
        """Save to the document's file; where it has none, ask for one. `then` if that worked."""
        if self.path is None:
            self.save_as(then)
        else:
            self.save_to(self.path, then)

    def save_as(self, then: Then = _nothing) -> None:
        """Ask for a file, and save to it."""
        dialog = QFileDialog(self._window, "Save scene", self._suggested(), PATTERN)
        dialog.setObjectName("save_scene")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix(ENDING)
        dialog.fileSelected.connect(partial(self._chosen, then))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _chosen(self, then: Then, name: str) -> None:
        path = Path(name)
        self._folders.wrote_to(path.parent)
        if is_scene_file(path):
            self.save_to(path, then)
            return
        longer = path.with_name(path.name + ENDING)  # the dialog did not ask about this name
        if longer.exists():
            self.failed.emit(f"{longer.name} is there already; choose it itself to replace it.")
        else:
            self.save_to(longer, then)

    def _suggested(self) -> str:
        if self.path is not None:
            return str(self.path)
        scene = self._store.scene
        shown = scene.input.image if scene.solid is None else scene.solid.input.volume
        stem = Path(shown.name.removesuffix(".gz")).stem or UNTITLED
        return self._folders.to_write(f"{stem}{ENDING}")

    def save_to(self, path: Path, then: Then = _nothing) -> None:
        """Save to a file, in the background; changes made meanwhile are unsaved ones."""
        if self._saving:
            self._after.append(partial(self.save_to, path, then))
            return
        self._saving = True
        self._store.undo_stack.setClean()
        document = Document(self._store.coming, self._stage.view)
        done = partial(self._saved, path, then)
        self._jobs.run(partial(_write, path, document), self, done, self._not_saved)
        self._tell_title()

    def _saved(self, path: Path, then: Then, _nothing: None) -> None:
        self._saving = False
        self.path = path
        self._recent.add(path)
        self.said.emit(f"Saved {path.name}.")
        self._tell_title()
        then()
        self._go_on()

    def _not_saved(self, error: Exception) -> None:
        self._saving = False
        self._store.undo_stack.resetClean()
        self._tell_title()
        self._after.clear()
        self._fail(error)

    def _go_on(self) -> None:
        waiting, self._after = self._after, []
        for each in waiting:
            each()

    # ---- what is not saved yet

    def settle(self, then: Then) -> None:
        """Call `then` once nothing unsaved would be lost: ask, where there is something."""
        if self._saving:
            self._after.append(partial(self.settle, then))
        elif not self.is_modified:
            then()
        elif not self._asking:
            self._asking = True
            heading = f"Save the changes to {brief(self.name)}?"
            question = Question(heading, LOST, ANSWERS, "cancel", self._window)
            question.answered.connect(partial(self._settle_as, then))
            question.open()

    def _settle_as(self, then: Then, answer: str) -> None:
        self._asking = False
        if answer == "save":
            self.save(then)
        elif answer == "discard":
            then()

    def _tell_title(self) -> None:
        self.titled.emit()

    def _fail(self, error: Exception) -> None:
        if not isinstance(error, SceneFileError | ExportError):
            raise error
        self.failed.emit(str(error))


def _read(path: Path, watch: Watch) -> Document:
    """Read a scene and make, still in the background, what showing it will need."""
    document = open_scene(path)
    watch(0.7)
    derive(document.scene)
    return document


def _write(path: Path, document: Document, _watch: Watch) -> None:
    save_scene(path, document)
