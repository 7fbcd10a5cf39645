"""What nobody caught: reported, once at a time, and the application goes on."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QObject, QTimer, Signal
from pytestqt.qtbot import QtBot

from app.services.crash import CrashGuard, install


class Window(QObject):
    """Keeps the reports that it was asked to show."""

    def __init__(self) -> None:
        super().__init__()
        self.reports: list[str] = []
        self.while_showing: Callable[[], None] = lambda: None

    def show(self, text: str) -> None:
        self.reports.append(text)
        self.while_showing()

    def firsts(self) -> list[str]:
        return [report.partition("\n")[0] for report in self.reports]


@pytest.fixture
def window(qtbot: QtBot) -> Window:
    return Window()


@pytest.fixture
def guard(window: Window) -> Iterator[CrashGuard]:
    guard = install(window.show)
    yield guard
    guard.remove()


def blame(error: BaseException) -> None:
    """What Python does with an exception that nobody caught."""
    try:
        raise error
    except BaseException as caught:
        sys.excepthook(type(caught), caught, caught.__traceback__)


class Button(QObject):
    clicked = Signal()


def fail() -> None:
    raise ValueError("the slot broke\nbadly")


@pytest.mark.usefixtures("guard")
def test_an_exception_in_a_slot_is_reported(window: Window) -> None:
    button = Button()
    button.clicked.connect(fail)
    button.clicked.emit()
    QCoreApplication.processEvents()
    (report,) = window.reports
    first, _, versions, *_ = report.split("\n")
    assert first == "ValueError: the slot broke"
    assert all(name in versions for name in ("Python 3", "Qt 6", "numpy", "Pillow"))
    assert "in fail" in report


@pytest.mark.usefixtures("guard")
def test_the_report_hides_whose_folder_it_is(window: Window) -> None:
    blame(OSError(f"no such file: {Path.home() / 'secret.png'}"))
    QCoreApplication.processEvents()
    assert str(Path.home()) not in window.reports[0]
    assert "~" in window.reports[0]


@pytest.mark.usefixtures("guard")
def test_one_report_at_a_time(window: Window, capsys: pytest.CaptureFixture[str]) -> None:
    def while_showing() -> None:
        blame(ValueError("second"))
        QCoreApplication.processEvents()

    window.while_showing = while_showing
    blame(ValueError("first"))
    QCoreApplication.processEvents()
    assert window.firsts() == ["ValueError: first"]
    assert "second" in capsys.readouterr().err


@pytest.mark.usefixtures("guard")
def test_a_report_that_fails_is_survived(
    window: Window, capsys: pytest.CaptureFixture[str]
) -> None:
    window.while_showing = fail
    blame(ValueError("first"))
    QCoreApplication.processEvents()
    assert "the slot broke" in capsys.readouterr().err
    window.while_showing = lambda: None
    blame(ValueError("third"))
    QCoreApplication.processEvents()
    assert window.firsts() == ["ValueError: first", "ValueError: third"]


@pytest.mark.usefixtures("guard")
def test_a_thread_is_reported_on_the_windows_thread(window: Window, qtbot: QtBot) -> None:
    shown_in: list[int] = []
    window.while_showing = lambda: shown_in.append(threading.get_ident())
    thread = threading.Thread(target=fail)
    thread.start()
    thread.join()
    assert window.reports == []
    qtbot.waitUntil(lambda: bool(window.reports))
    assert shown_in == [threading.get_ident()]


@pytest.mark.usefixtures("guard")
def test_what_happens_in_a_destructor_is_reported(window: Window) -> None:
    class Careless:
        def __del__(self) -> None:
            fail()

    careless = Careless()
    del careless
    QCoreApplication.processEvents()
    assert window.firsts() == ["ValueError: the slot broke"]


@pytest.mark.usefixtures("guard")
def test_an_interrupt_is_no_crash(window: Window, capsys: pytest.CaptureFixture[str]) -> None:
    blame(KeyboardInterrupt())
    QCoreApplication.processEvents()
    assert window.reports == []
    assert "KeyboardInterrupt" in capsys.readouterr().err


@pytest.mark.usefixtures("guard")
def test_a_timer_that_keeps_failing_does_not_stop_the_loop(window: Window, qtbot: QtBot) -> None:
    failures: list[int] = []

    def fail_again() -> None:
        failures.append(len(failures))
        fail()

    timer = QTimer()
    timer.timeout.connect(fail_again)
    timer.start(0)
    qtbot.waitUntil(lambda: len(failures) >= 20)
    timer.stop()
    assert window.firsts() == ["ValueError: the slot broke"]


def test_removing_puts_the_hooks_back(window: Window) -> None:
    before = sys.excepthook, threading.excepthook, sys.unraisablehook
    install(window.show).remove()
    assert (sys.excepthook, threading.excepthook, sys.unraisablehook) == before
