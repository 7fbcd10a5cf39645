"""After a crash or a kill: the next start offers the session as it was."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from app.services.background.jobs import Jobs, Watch
from app.services.saving.autosave import Autosave
from app.services.saving.sessions import Session, SessionError, SessionFolder
from app.state.derive import derive
from app.ui.documents import Documents
from app.ui.question import Answer, Question, brief

HEADING = "Continue where you left off?"
ANSWERS = (
    Answer("discard", "Discard it", "Delete what was kept"),
    Answer("later", "Not now", "Keep it, and ask again at the next start (Esc)"),
    Answer("continue", "Continue", "Bring the session back, with everything that can be undone"),
)


class Recovery(QObject):
    """Offers the sessions that a crash left behind, newest first, until one is continued."""

    failed = Signal(str)

    def __init__(
        self, documents: Documents, autosave: Autosave, jobs: Jobs, window: QWidget
    ) -> None:
        super().__init__(window)
        self._documents, self._autosave, self._jobs = documents, autosave, jobs
        self._window = window
        self._found: Iterator[SessionFolder] = iter(())

    def offer(self) -> None:
        """Ask about what was left behind, if anything was; it returns at once."""
        self._found = SessionFolder.abandoned(self._autosave.sessions)
        self._offer_next()

    def _offer_next(self) -> None:
        kept = next(self._found, None)
        if kept is None:
            return
        question = Question(HEADING, _words(kept), ANSWERS, "later", self._window)
        question.answered.connect(partial(self._decide, kept))
        question.open()

    def _decide(self, kept: SessionFolder, answer: str) -> None:
        match answer:
            case "continue":
                done, failed = partial(self._continue, kept), partial(self._fail, kept)
                self._jobs.run(partial(_read, kept), self, done, failed)
            case "discard":
                kept.remove()
                self._offer_next()
            case _:
                kept.release()

    def _continue(self, kept: SessionFolder, session: Session) -> None:
        self._autosave.adopt(kept)
        self._documents.show_session(session)

    def _fail(self, kept: SessionFolder, error: Exception) -> None:
        kept.set_aside()
        if not isinstance(error, SessionError):
            raise error
        self.failed.emit(str(error))


def _read(kept: SessionFolder, watch: Watch) -> Session:
    session = kept.read()
    watch(0.7)
    derive(session.history.scene)
    return session


def _words(kept: SessionFolder) -> str:
    about = kept.about()
    if about is None:
        return "Convoscope was not closed properly. What you worked on was kept."
    when = datetime.fromtimestamp(about.at)
    changes = f"{about.changes} change{'' if about.changes == 1 else 's'}"
    return (
        f"Convoscope was not closed properly. “{brief(about.name)}” with its {changes} was "
        f"kept, as it was on {when:%Y-%m-%d at %H:%M}."
    )
