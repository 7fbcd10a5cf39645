"""A whole result that takes a while: it tells how far it is, and can be stopped."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event

import numpy as np
import pytest
from PySide6.QtWidgets import QToolButton, QWidget
from pytestqt.qtbot import QtBot

from app.services.background import ready
from app.services.background.results import Results
from app.services.saving.scenes import open_scene
from app.state.input_edits import set_image
from app.state.made import make
from app.state.result import Request, Result, Watch, result_of
from app.state.scene import Scale, Scene
from app.ui.computing import PREPARING, WORDS, Computing, Preparing
from app.ui.messages import Messages
from tests.scenes import changed, photo, scene
from tests.solids import example
from tests.ui.conftest import OpenDesk
from tests.ui.desk import Desk
from tests.ui.on_top import OnTop


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
        self.messages = Messages(self.widget, OnTop(self.widget))
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


# ---- an input that takes a while


class Slowly:
    """A plane that is not there before it is let go."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.go = Event()

        def wait(scene: Scene) -> None:
            assert self.go.wait(20)
            make(scene)

        monkeypatch.setattr(ready, "make", wait)


@pytest.fixture
def slowly(monkeypatch: pytest.MonkeyPatch) -> Iterator[Slowly]:
    made = Slowly(monkeypatch)
    yield made
    made.go.set()


def segment(desk: Desk, scale: Scale) -> QToolButton:
    """The control of a unit of values."""
    button = desk.widget(f"scale_{scale.value}")
    assert isinstance(button, QToolButton)
    return button


def waiting_for_units(open_desk: OpenDesk, seed: int) -> Desk:
    """A window whose photo is being divided by its white."""
    desk = open_desk(changed(set_image(scene(), photo(1030, 1020, seed))))
    desk.window.preparing = Preparing(desk.window.store, desk.window.messages, desk.window, 0)
    segment(desk, Scale.UNIT).click()
    desk.qtbot.waitUntil(lambda: desk.message == PREPARING, timeout=10_000)
    return desk


def test_the_stage_says_that_it_waits_for_its_input(open_desk: OpenDesk, slowly: Slowly) -> None:
    desk = waiting_for_units(open_desk, seed=21)
    assert (desk.scene.input.scale, desk.undo_words[0]) == (Scale.STORED, "Undo values 0–1")
    slowly.go.set()
    desk.qtbot.waitUntil(lambda: desk.scene.input.scale is Scale.UNIT, timeout=20_000)
    assert desk.message == ""


def test_an_input_can_be_given_up(open_desk: OpenDesk, slowly: Slowly) -> None:
    desk = waiting_for_units(open_desk, seed=22)
    desk.window.messages.close_button.click()
    assert (desk.scene.input.scale, desk.window.store.is_waiting) == (Scale.STORED, False)
    assert not desk.action("undo").isEnabled()
    assert not segment(desk, Scale.UNIT).isChecked(), "and the control shows what is"
    slowly.go.set()


def test_what_is_saved_is_what_was_asked_for(
    open_desk: OpenDesk, slowly: Slowly, tmp_path: Path
) -> None:
    desk = waiting_for_units(open_desk, seed=23)
    path = tmp_path / "later.convoscope"
    desk.window.documents.save_to(path)
    slowly.go.set()
    desk.qtbot.waitUntil(path.exists, timeout=20_000)
    assert open_scene(path).scene.input.scale is Scale.UNIT
