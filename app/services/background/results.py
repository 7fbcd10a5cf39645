"""Whole-image results: the newest request wins, and nothing waits for it."""

from __future__ import annotations

from collections import OrderedDict
from concurrent.futures import Executor, ThreadPoolExecutor
from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal

from app.core import SpecError
from app.services.background.jobs import Job, Jobs
from app.state.requests import Request, Result, compute

NO_MEMORY = "not enough memory"
SAID = {"x": "the input", "w": "the kernel", "b": "the bias"}
"""What parameters of the core are called on the stage."""
KEPT_SMALL = 32
KEPT_BIG = 2
"""How many results are kept; two big ones let undo and redo go between them at once."""


class Results(QObject):
    """Answers requests. `arrived` tells the newest one's Result, `failed` why there is none."""

    arrived = Signal(object)
    failed = Signal(str)
    progressed = Signal(float)

    def __init__(self, executor: Executor | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        own = executor or ThreadPoolExecutor(1, thread_name_prefix="result")
        self._jobs = Jobs(own, self)
        self._job: Job | None = None
        self._wanted: Request | None = None
        self._known: OrderedDict[Request, Result] = OrderedDict()
        self._trouble = ""
        self._begin = QTimer(self, singleShot=True, interval=0)
        self._begin.timeout.connect(self._compute)

    @property
    def is_busy(self) -> bool:
        """Whether the newest request is still being computed."""
        return self._job is not None or self._begin.isActive()

    def ask(self, request: Request | None) -> None:
        """Want this result: at once if it is known or small, else from the background.

        None wants nothing any more.
        """
        if self.is_busy and request == self._wanted:
            return
        self._forget_job()
        self._wanted, self._trouble = request, ""
        if request is None:
            return
        known = self.current(request)
        if known is not None:
            self.arrived.emit(known)
        elif request.is_small:
            self._answer_at_once(request)
        else:
            self._begin.start()

    def current(self, request: Request | None) -> Result | None:
        """The result of this very request, if it is there."""
        if request is None:
            return None
        known = self._known.get(request)
        if known is not None:
            self._known.move_to_end(request)
        return known

    def trouble(self, request: Request | None) -> str:
        """Why this very request has no result, in few words; empty where that is not so."""
        return self._trouble if request is not None and request == self._wanted else ""

    def stop(self) -> None:
        """Give up the result that is under way; another request begins anew."""
        if self.is_busy:
            self._forget_job()
            self._trouble = "stopped"
            self.failed.emit(f"the whole output was {self._trouble}; steps do not need it")

    def close(self) -> None:
        """Cancel and end the thread, within a bounded wait."""
        self._forget_job()
        self._jobs.close()

    def _compute(self) -> None:
        """Begin, now that what the edit changed is painted: two busy cores would hold it up."""
        assert self._wanted is not None
        self._job = self._jobs.run(
            partial(compute, self._wanted), self, self._keep, self._fail, self.progressed.emit
        )

    def _answer_at_once(self, request: Request) -> None:
        try:
            result = compute(request)
        except SpecError as error:
            self._fail(error)
        else:
            self._keep(result)

    def _forget_job(self) -> None:
        self._begin.stop()
        if self._job is not None:
            self._job.cancel()
            self._job = None

    def _keep(self, result: Result) -> None:
        self._job = None
        self._known[result.request] = result
        for small, most in ((True, KEPT_SMALL), (False, KEPT_BIG)):
            alike = [request for request in self._known if request.is_small is small]
            for oldest in alike[: max(0, len(alike) - most)]:
                del self._known[oldest]
        self.arrived.emit(result)

    def _fail(self, error: Exception) -> None:
        self._job = None
        match error:
            case SpecError():
                self._trouble = f"{SAID.get(error.parameter, error.parameter)} {error.rule}"
                self.failed.emit(str(error))
            case MemoryError():
                self._trouble = NO_MEMORY
                self.failed.emit(f"{NO_MEMORY} for the whole output: resample or crop")
            case _:
                self._trouble = "an error in the program"
                raise error
