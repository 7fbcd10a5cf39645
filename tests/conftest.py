"""What all tests share: no display, the bundled font, own settings, and a check for leftovers."""

from __future__ import annotations

import gc
import os
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from weakref import WeakSet

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest
from hypothesis import settings
from PySide6.QtCore import QCoreApplication, QEvent, QObject, QSettings, QThreadPool, QTimer
from PySide6.QtWidgets import QApplication
from shiboken6 import isValid

from app.paint.fonts import font

BOUND = 2.0  # seconds that a thread may take to end
EARLIER: WeakSet[QTimer] = WeakSet()
"""The timers that were made before the present test."""

settings.register_profile("here", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "here")


@pytest.fixture(scope="session")
def qapp(qapp: QApplication, tmp_path_factory: pytest.TempPathFactory) -> QApplication:
    """The application with the bundled font, and with settings that are nobody's own."""
    folder = tmp_path_factory.mktemp("settings")
    QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, str(folder))
    qapp.setFont(font(13))
    return qapp


@pytest.fixture(autouse=True)
def leaves_nothing(request: pytest.FixtureRequest) -> Iterator[None]:
    """After a test with qtbot: no window, running timer or thread that was not there before."""
    if "qtbot" not in request.fixturenames:
        yield
        return
    request.getfixturevalue("qapp")
    _set_aside()
    windows, threads = set(_windows()), set(threading.enumerate())
    timers = set(_running_timers())
    yield
    left = _deleted(windows)
    left += [f"timer of {timer.parent()!r}" for timer in _running_timers() if timer not in timers]
    left += [
        f"thread {thread.name}"
        for thread in threading.enumerate()
        if thread not in threads and not _ends(thread)
    ]
    if not QThreadPool.globalInstance().waitForDone(int(BOUND * 1000)):
        left.append("a thread of the global pool")
    if left:
        pytest.fail(f"left behind: {'; '.join(left)}")


@pytest.fixture
def settings_file(tmp_path: Path) -> Path:
    """Where a test's own settings go."""
    return tmp_path / "settings.ini"


def _windows() -> list[QObject]:
    return [window for window in QApplication.topLevelWidgets() if isValid(window)]


def _deleted(before: set[QObject]) -> list[str]:
    """Names of windows that are new and stay after everything due for deletion is deleted."""
    for _ in range(3):
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        QCoreApplication.processEvents()
    gc.collect()
    return [
        f"{type(window).__name__} {window.objectName()!r}"
        for window in _windows()
        if window not in before
    ]


def _set_aside() -> None:
    """Keep what was there before the test out of every search: a whole suite leaves millions."""
    gc.collect()
    EARLIER.update(_timers())
    gc.freeze()


def _timers() -> list[QTimer]:
    """The timers among all that was made since the test began."""
    return [each for each in gc.get_objects() if issubclass(type(each), QTimer)]


def _running_timers() -> list[QTimer]:
    known = [*EARLIER, *_timers()]
    return [timer for timer in known if isValid(timer) and timer.isActive()]


def _ends(thread: threading.Thread) -> bool:
    limit = time.monotonic() + BOUND
    while thread.is_alive() and time.monotonic() < limit:
        thread.join(0.05)
        QCoreApplication.processEvents()
    return not thread.is_alive()
