"""Autosave: while there is something to lose, it is on the disk a few seconds later."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from app.services.background.jobs import Jobs, Watch
from app.services.files import ExportError
from app.services.saving.sessions import Session, SessionFolder

PAUSE = 2000
"""Milliseconds from the first change that is not kept yet until it is; many become one."""


class Autosave(QObject):
    """Keeps what `snapshot` gives; None keeps nothing. `failed` tells why, once in a row.

    Pixels are written in the background, and once per image. Call `note` at every change, and
    `end` when the window closes as it should.
    """

    failed = Signal(str)

    def __init__(
        self,
        sessions: Path,
        snapshot: Callable[[], Session | None],
        jobs: Jobs,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.sessions = sessions
        self._snapshot, self._jobs = snapshot, jobs
        self._kept: SessionFolder | None = None
        self._writing = self._failing = self._ended = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(PAUSE)
        self._timer.timeout.connect(self.keep)

    def note(self) -> None:
        """Something has changed: keep it soon."""
        if not self._timer.isActive() and not self._ended:
            self._timer.start()

    def adopt(self, kept: SessionFolder) -> None:
        """Go on keeping in a folder that was there before."""
        self._drop()
        self._kept = kept

    def keep(self) -> None:
        """Keep the session now, in the background."""
        if self._writing:
            self.note()
            return
        session = self._snapshot()
        if session is None:
            self._drop()
            return
        if self._kept is None:
            self._kept = SessionFolder.fresh(self.sessions)
        if self._kept is None:
            self._fail(ExportError(f"{self.sessions} cannot be written to"))
            return
        self._writing = True
        self._jobs.run(_writer(self._kept, session), self, self._done, self._fail)

    def stop(self) -> None:
        """Begin nothing any more."""
        self._ended = True
        self._timer.stop()

    def end(self) -> None:
        """Forget what was kept: the window was closed as it should. No job may be under way."""
        self.stop()
        self._drop()

    def _drop(self) -> None:
        if self._kept is not None:
            self._kept.remove()
        self._kept = None

    def _done(self, _nothing: None) -> None:
        self._writing = self._failing = False

    def _fail(self, error: Exception) -> None:
        self._writing = False
        if not isinstance(error, ExportError | OSError):
            raise error
        if not self._failing:
            self._failing = True
            self.failed.emit(f"Your work is not being kept for a crash: {error}")


def _writer(kept: SessionFolder, session: Session) -> Callable[[Watch], None]:
    def write(_watch: Watch) -> None:
        kept.write(session)

    return write
