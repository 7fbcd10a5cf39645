"""A whole result that takes a while: it tells how far it is, and can be stopped."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from threading import Event

import numpy as np
import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from app.services.background.results import Results
from app.state.result import Request, Result, Watch, result_of
from app.ui.computing import WORDS, Computing
from app.ui.messages import Messages
from tests.solids import example
from tests.ui.conftest import OpenDesk


@dataclass(frozen=True, eq=False)
class Slow(Request):
    """Halfway at once; the rest when it is let go."""

    go: Event = field(default_factory=Event)
    halfway: float = 0.5

    @property
    def is_small(self) -> bool:
        return False

    def compute(self, watch: Watch | None = None) -> Result:
        assert watch is not None
        while not self.go.wait(0.001):
            watch(self.halfway)
        watch(1.0)
        return result_of(self, np.zeros((2, 2)), np.ones((2, 2)))


class Bench:
    """A message line over a widget, and results that it hears of."""

    def __init__(self, qtbot: QtBot, patience: int) -> None:
        self.qtbot = qtbot
        self.widget = QWidget()
        qtbot.addWidget(self.widget)
        self.widget.resize(500, 300)
        self.widget.show()
        self.messages = Messages(self.widget)
        self.results = Results(parent=self.widget)
        self.results.failed.connect(self.messages.warn)
        self.computing = Computing(self.results, self.messages, self.widget, patience)

    def told(self, words: str) -> None:
        self.qtbot.waitUntil(lambda: self.messages.text == words, timeout=10_000)


@pytest.fixture
def bench(qtbot: QtBot) -> Iterator[Bench]:
    made = Bench(qtbot, patience=0)
    yield made
    made.results.close()


def test_it_tells_how_far_it_is_until_the_result_is_there(bench: Bench) -> None:
    slow = Slow()
    bench.results.ask(slow)
    bench.told(f"{WORDS} 50 %")
    slow.go.set()
    bench.qtbot.waitUntil(lambda: bench.results.current(slow) is not None, timeout=10_000)
    bench.told("")
    assert bench.messages.isHidden()


def test_closing_the_line_stops_the_work(bench: Bench) -> None:
    slow = Slow()
    bench.results.ask(slow)
    bench.told(f"{WORDS} 50 %")
    bench.messages.close_button.click()
    assert not bench.results.is_busy
    assert bench.results.trouble(slow) == "stopped"
    assert bench.messages.text == "The whole output was stopped; steps do not need it"
    other = Slow(halfway=0.25)
    bench.results.ask(other)
    assert bench.results.trouble(slow) == ""
    bench.messages.clear()
    bench.told(f"{WORDS} 25 %")
    other.go.set()
    bench.told("")


def test_what_is_soon_done_says_nothing(qtbot: QtBot) -> None:
    bench = Bench(qtbot, patience=60_000)
    slow = Slow()
    bench.results.ask(slow)
    with qtbot.waitSignal(bench.results.progressed):
        pass
    assert bench.messages.text == ""
    slow.go.set()
    qtbot.waitUntil(lambda: bench.results.current(slow) is not None, timeout=10_000)
    assert bench.messages.text == ""
    bench.results.close()


def test_the_stage_says_that_it_was_stopped(open_desk: OpenDesk) -> None:
    desk = open_desk(example("vessels"))
    desk.settled()
    slow = Slow()
    desk.window.results.ask(slow)
    desk.window.results.stop()
    assert desk.message == "The whole output was stopped; steps do not need it"
    assert desk.sentence.startswith("Step "), "and it goes on"
