"""Work in the background: run it, hear how far it is, cancel it, get what it made."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Executor, Future, ThreadPoolExecutor, wait
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Qt, Signal
from shiboken6 import isValid

T = TypeVar("T")
Watch = Callable[[float], None]
"""Takes the fraction done; raises where the work is no longer wanted."""

NEWS = 0.01
"""The least progress that is worth telling."""
PATIENCE = 5.0
"""How long `close` waits for work that is under way, in seconds."""


class Cancelled(BaseException):
    """Raised by a job's watch. Not an Exception, so that work does not take it for its own."""


class Job:
    """One piece of work. `cancel` ends it at its next watch; nothing is called after that."""

    def __init__(
        self,
        receiver: QObject,
        done: Callable[[Any], None],
        failed: Callable[[Exception], None],
        progressed: Callable[[float], None] | None,
    ) -> None:
        self._receiver = receiver
        self._done = done
        self._failed = failed
        self._progressed = progressed
        self._told = 0.0
        self.cancelled = False

    def cancel(self) -> None:
        """Want it no longer."""
        self.cancelled = True

    @property
    def is_wanted(self) -> bool:
        """Whether it is not cancelled and its receiver is still there."""
        return not self.cancelled and isValid(self._receiver)

    def is_news(self, fraction: float) -> bool:
        """Whether `fraction` is far enough beyond the last one told."""
        if self._progressed is None or fraction - self._told < NEWS:
            return False
        self._told = fraction
        return True

    def deliver(self, news: object) -> None:
        """Call back, on the receiver's thread."""
        if not self.is_wanted:
            return
        match news:
            case float():
                if self._progressed is not None:
                    self._progressed(news)
            case _Failure(error):
                self._failed(error)
            case _Done(value):
                self._done(value)


class _Done:
    __match_args__ = ("value",)

    def __init__(self, value: object) -> None:
        self.value = value


class _Failure:
    __match_args__ = ("error",)

    def __init__(self, error: Exception) -> None:
        self.error = error


class Jobs(QObject):
    """Runs functions on an executor and calls back on this object's thread.

    Callbacks belong to a receiver: once it is gone, its work is cancelled and nothing is called.
    """

    _news = Signal(object, object)

    def __init__(self, executor: Executor | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._executor = executor or ThreadPoolExecutor(2, thread_name_prefix="job")
        self._running: dict[Future[None], Job] = {}
        self._is_closed = False
        self._news.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    def run(
        self,
        work: Callable[[Watch], T],
        receiver: QObject,
        done: Callable[[T], None],
        failed: Callable[[Exception], None],
        progressed: Callable[[float], None] | None = None,
    ) -> Job:
        """Call `work(watch)` in the background, then `done(value)` or `failed(error)`.

        `work` calls `watch(fraction)` as it proceeds, which is where cancelling takes effect.
        What is asked for after `close` is cancelled from the start.
        """
        job = Job(receiver, done, failed, progressed)
        if self._is_closed:
            job.cancel()
            return job
        future = self._executor.submit(self._work, job, work)
        self._running = {f: j for f, j in self._running.items() if not f.done()}
        self._running[future] = job
        return job

    def close(self) -> None:
        """Cancel all work and end the threads; waits at most PATIENCE seconds for them."""
        self._is_closed = True
        for job in self._running.values():
            job.cancel()
        begun = [future for future in self._running if not future.cancel()]
        self._executor.shutdown(wait=False)
        wait(begun, PATIENCE)
        self._running.clear()

    def _work(self, job: Job, work: Callable[[Watch], object]) -> None:
        def watch(fraction: float) -> None:
            if not job.is_wanted:
                raise Cancelled
            if job.is_news(fraction):
                self._news.emit(job, float(fraction))

        news: object
        try:
            watch(0.0)
            news = _Done(work(watch))
        except Cancelled:
            return
        except Exception as error:
            news = _Failure(error)
        if job.is_wanted:
            self._news.emit(job, news)

    def _deliver(self, job: Job, news: object) -> None:
        job.deliver(news)
