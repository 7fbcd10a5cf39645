"""Tells how far a whole result is that takes a while, and stops it where it is not wanted."""

from __future__ import annotations

from PySide6.QtCore import QElapsedTimer, QObject

from app.services.background.results import Results
from app.ui.messages import Messages

PATIENCE = 600
"""Milliseconds of work before it is worth a word."""
WORDS = "Computing the whole output …"


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
