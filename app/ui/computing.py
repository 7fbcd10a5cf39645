"""Tells what takes a while, a whole result or an input, and stops it where it is not wanted."""

from __future__ import annotations

from PySide6.QtCore import QElapsedTimer, QObject, QTimer

from app.services.background.results import Results
from app.services.store import Store
from app.ui.messages import Messages

PATIENCE = 600
"""Milliseconds of work before it is worth a word."""
WORDS = "Computing the whole output …"
PREPARING = "Preparing the input: the stage still shows what was before …"


class Computing(QObject):
    """Puts the progress of results on the message line; its close button and Esc stop the work.

    Steps need no whole result, so nothing waits for it.
    """

    def __init__(
        self, results: Results, messages: Messages, parent: QObject, patience: int = PATIENCE
    ) -> None:
        super().__init__(parent)
        self._results, self._messages, self._patience = results, messages, patience
        self._begun = QElapsedTimer()
        self._done, self._telling = 1.0, False
        results.progressed.connect(self._advance)
        results.arrived.connect(self._end)
        results.failed.connect(self._end)
        messages.cancelled.connect(self._stop)

    def _advance(self, done: float) -> None:
        if done < self._done or not self._begun.isValid():  # another result has begun
            self._begun.start()
        self._done = done
        free = not self._messages.text or self._messages.text.startswith(WORDS)
        if free and self._begun.elapsed() >= self._patience:
            self._messages.advance(f"{WORDS} {100 * done:.0f} %")
            self._telling = True

    def _end(self) -> None:
        self._done, self._telling = 1.0, False
        if self._messages.text.startswith(WORDS):
            self._messages.clear()

    def _stop(self) -> None:
        """Only where this line was the one that was closed."""
        if self._telling:
            self._results.stop()


class Preparing(QObject):
    """Says that the scene which is to come waits for its input; closing the line stays here."""

    def __init__(
        self, store: Store, messages: Messages, parent: QObject, patience: int = PATIENCE
    ) -> None:
        super().__init__(parent)
        self._store, self._messages = store, messages
        self._telling = False
        self._patient = QTimer(self, singleShot=True, interval=patience)
        self._patient.timeout.connect(self._tell)
        store.waiting.connect(self._follow)
        messages.cancelled.connect(self._stop)

    def _follow(self, waiting: bool) -> None:
        if waiting:
            self._patient.start()
            return
        self._patient.stop()
        self._telling = False
        if self._messages.text == PREPARING:
            self._messages.clear()

    def _tell(self) -> None:
        self._messages.wait(PREPARING)
        self._telling = True

    def _stop(self) -> None:
        """Only where this line was the one that was closed."""
        if self._telling:
            self._store.stop_waiting()
