"""The check for leftovers finds what it is meant to find."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

LEAKY = """
import threading
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

kept = []


def test_window(qtbot):
    kept.append(QWidget())
    kept[-1].setObjectName("forgotten")


def test_timer(qtbot):
    timer = QTimer()
    timer.start(1000)
    kept.append(timer)


def test_thread(qtbot, monkeypatch):
    stop = threading.Event()
    kept.append(stop)
    threading.Thread(target=stop.wait, name="endless", daemon=True).start()


def test_tidy(qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    timer = QTimer(window)
    timer.start(1000)
    thread = threading.Thread(target=int)
    thread.start()
"""


def test_windows_timers_and_threads_that_stay_are_found(tmp_path: Path) -> None:
    leaky = tmp_path / "test_leaky.py"
    leaky.write_text(LEAKY)
    own = tmp_path / "pytest.ini"
    own.write_text("[pytest]\n")
    ran = subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "tests.conftest", "-c", str(own), str(leaky)],
        cwd=Path(__file__).parents[1],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    raised = [line for line in ran.stdout.splitlines() if line.startswith("E ")]
    found = [line.strip() for line in raised if "Failed: left behind" in line]
    assert [line.partition("left behind: ")[2] for line in found] == [
        "QWidget 'forgotten'",
        "timer of None",
        "thread endless",
    ], ran.stdout
    assert "4 passed, 3 errors" in ran.stdout
