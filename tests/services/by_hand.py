"""An executor whose work runs when the test says so."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Executor, Future
from typing import Any

from PySide6.QtCore import QCoreApplication


class ByHand(Executor):
    """Keeps what is submitted; `drain` runs it, and lets what was made be handed over."""

    def __init__(self) -> None:
        self._waiting: list[tuple[Future[Any], Callable[[], Any]]] = []

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        future: Future[Any] = Future()
        self._waiting.append((future, lambda: fn(*args, **kwargs)))
        return future

    @property
    def waiting(self) -> int:
        """How many pieces of work have been submitted and not begun."""
        return len(self._waiting)

    def work(self) -> None:
        QCoreApplication.processEvents()  # some work is submitted once the edit is painted
        waiting, self._waiting = self._waiting, []
        for future, call in waiting:
            if future.set_running_or_notify_cancel():
                future.set_result(call())

    def drain(self) -> None:
        self.work()
        QCoreApplication.processEvents()

    def shutdown(self, *_rest: object, **_named: object) -> None:
        for future, _ in self._waiting:
            future.cancel()
        self._waiting.clear()
