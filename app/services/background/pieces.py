"""Long work that belongs to the GUI thread, done a piece at a time between its events."""

from __future__ import annotations

from collections.abc import Generator
from time import perf_counter

from PySide6.QtCore import QObject, QTimer, Signal

TURN = 0.012
"""How long one turn may last in seconds, before waiting events are served."""


class Pieces(QObject):
    """Runs a generator of fractions done. Exactly one of the last three signals ends it."""

    progressed = Signal(float)
    finished = Signal()
    failed = Signal(object)
    cancelled = Signal()

    def __init__(self, pieces: Generator[float, None, None], parent: QObject) -> None:
        super().__init__(parent)
        self._pieces = pieces
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._turn)

    def start(self) -> None:
        """Begin with the next turn of the event loop."""
        self._timer.start(0)

    def cancel(self) -> None:
        """End now; the generator cleans up after itself."""
        if self._timer.isActive():
            self._timer.stop()
            self._pieces.close()
            self.cancelled.emit()

    def _turn(self) -> None:
        end = perf_counter() + TURN
        fraction = 0.0
        try:
            while perf_counter() < end:
                fraction = next(self._pieces)
        except StopIteration:
            self._timer.stop()
            self.finished.emit()
        except Exception as error:
            self._timer.stop()
            self.failed.emit(error)
        else:
            self.progressed.emit(fraction)
