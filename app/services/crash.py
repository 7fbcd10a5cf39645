"""What happens when something unforeseen goes wrong: a report, and the application goes on."""

from __future__ import annotations

import platform
import sys
import threading
import traceback
from collections.abc import Callable
from importlib import metadata
from pathlib import Path
from time import monotonic
from types import TracebackType

from PySide6.QtCore import QObject, Qt, Signal, qVersion

from app import VERSION

PACKAGES = ("PySide6-Essentials", "pyqtgraph", "numpy", "Pillow", "threadpoolctl")
CALM = 2.0
"""A report is shown again only after so many seconds without it."""


class CrashGuard(QObject):
    """Turns exceptions that nobody caught into reports, on its own (the GUI's) thread.

    While one report is being shown, further ones only go to the error stream, so that an
    exception in a timer or in the report's own dialog cannot pile up windows; nor does the
    same one come again and again. `remove` puts the former hooks back.
    """

    _caught = Signal(str)

    def __init__(self, report: Callable[[str], None]) -> None:
        super().__init__()
        self._report = report
        self._showing = False
        self._last, self._calm = "", 0.0
        self._hooks = sys.excepthook, threading.excepthook, sys.unraisablehook
        self._caught.connect(self._show, Qt.ConnectionType.QueuedConnection)
        sys.excepthook = self._uncaught
        threading.excepthook = self._in_thread
        sys.unraisablehook = self._unraisable

    def remove(self) -> None:
        """Put the former hooks back."""
        sys.excepthook, threading.excepthook, sys.unraisablehook = self._hooks

    def _uncaught(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        if issubclass(kind, Exception):
            self._tell(report_of(error, trace))
        else:
            sys.__excepthook__(kind, error, trace)

    def _in_thread(self, caught: threading.ExceptHookArgs) -> None:
        if isinstance(caught.exc_value, Exception):
            self._tell(report_of(caught.exc_value, caught.exc_traceback))

    def _unraisable(self, caught: sys.UnraisableHookArgs) -> None:
        if isinstance(caught.exc_value, Exception):
            self._tell(report_of(caught.exc_value, caught.exc_traceback))

    def _tell(self, text: str) -> None:
        if sys.stderr is not None:  # a windowed Python on Windows has none
            print(text, file=sys.stderr, flush=True)
        self._caught.emit(text)

    def _show(self, text: str) -> None:
        if self._showing:
            return
        if text == self._last and monotonic() < self._calm:
            self._calm = monotonic() + CALM
            return
        self._showing = True
        try:
            self._report(text)
        except Exception:  # the report itself failed: there is only the error stream left
            if sys.stderr is not None:
                traceback.print_exc()
        finally:
            self._showing = False
            self._last, self._calm = text, monotonic() + CALM


def install(report: Callable[[str], None]) -> CrashGuard:
    """Guard the application. `report` shows a text, and may return before it is dismissed.

    Keep what is returned: the guard lasts as long.
    """
    return CrashGuard(report)


def report_of(error: BaseException, trace: TracebackType | None) -> str:
    """The report: what happened, with which versions, and where. The user's folder reads ~."""
    lines = "".join(traceback.format_exception(type(error), error, trace)).rstrip()
    return f"{_what(error)}\n\n{versions()}\n\n{lines}".replace(str(Path.home()), "~")


def _what(error: BaseException) -> str:
    first = str(error).partition("\n")[0]
    return f"{type(error).__name__}: {first}" if first else type(error).__name__


def versions() -> str:
    """What this runs on: the application, Python, Qt, the packages and the system."""
    parts = [
        f"Convoscope {VERSION}",
        f"Python {platform.python_version()}",
        f"Qt {qVersion()}",
        *(f"{name} {_version(name)}" for name in PACKAGES),
        platform.platform(),
    ]
    return " · ".join(parts)


def _version(name: str) -> str:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return "(not installed as a package)"
