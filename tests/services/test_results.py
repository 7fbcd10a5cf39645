"""Whole-image results: the newest request wins, small ones at once, stale ones never."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import numpy as np
import pytest
from PySide6.QtCore import QCoreApplication
from pytestqt.qtbot import QtBot

from app.services.background.results import Results
from app.state import edits, input_edits
from app.state.requests import ConvolutionRequest, Result, request_of
from tests.scenes import asked, changed, photo, scene
from tests.services.by_hand import ByHand

SMALL = asked(scene())
PHOTO = changed(input_edits.set_image(scene(), photo()))


def big(bias: float) -> ConvolutionRequest:
    return asked(changed(edits.set_bias(PHOTO, bias)))


class Listener:
    """What a window would have been told."""

    def __init__(self, results: Results) -> None:
        self.lines: list[str] = []
        self.fractions: list[float] = []
        results.arrived.connect(self.arrived)
        results.failed.connect(lambda words: self.lines.append(f"failed: {words}"))
        results.progressed.connect(self.fractions.append)

    def arrived(self, result: Result) -> None:
        assert isinstance(result.request, ConvolutionRequest)
        self.lines.append(f"bias {result.request.parameters.bias:g}")


@pytest.fixture
def hand() -> ByHand:
    return ByHand()


@pytest.fixture
def results(qtbot: QtBot, hand: ByHand) -> Results:
    return Results(hand)


@pytest.fixture
def listener(results: Results) -> Listener:
    return Listener(results)


def test_a_small_request_is_answered_at_once(results: Results, listener: Listener) -> None:
    results.ask(SMALL)
    known = results.current(SMALL)
    assert listener.lines == ["bias 0"]
    assert known is not None
    assert known.output.tolist() == [[12, 12, 17], [10, 17, 19], [9, 6, 14]]


def test_a_photo_comes_from_the_background(
    results: Results, listener: Listener, hand: ByHand
) -> None:
    results.ask(big(1))
    assert (listener.lines, results.is_busy, results.current(big(1))) == ([], True, None)
    hand.drain()
    assert (listener.lines, results.is_busy) == (["bias 1"], False)
    assert listener.fractions[-1] == pytest.approx(1)


def test_nothing_begins_before_the_edit_is_painted(results: Results, hand: ByHand) -> None:
    results.ask(big(1))
    assert (hand.waiting, results.is_busy) == (0, True)
    QCoreApplication.processEvents()
    assert (hand.waiting, results.is_busy) == (1, True)


def test_what_is_not_wanted_any_more_does_not_begin(results: Results, hand: ByHand) -> None:
    results.ask(big(1))
    results.ask(None)
    QCoreApplication.processEvents()
    assert (hand.waiting, results.is_busy) == (0, False)


def test_the_newest_request_wins(results: Results, listener: Listener, hand: ByHand) -> None:
    for bias in (1, 2, 3):
        results.ask(big(bias))
    hand.drain()
    assert listener.lines == ["bias 3"]


def test_a_result_made_too_late_is_not_delivered(
    results: Results, listener: Listener, hand: ByHand
) -> None:
    results.ask(big(1))
    hand.work()  # made, and on its way
    results.ask(SMALL)
    QCoreApplication.processEvents()
    assert listener.lines == ["bias 0"]
    assert results.current(big(1)) is None


def test_asking_again_does_not_begin_anew(
    results: Results, listener: Listener, hand: ByHand
) -> None:
    results.ask(big(1))
    results.ask(replace(big(1)))
    hand.drain()
    results.ask(big(1))
    assert listener.lines == ["bias 1", "bias 1"]
    assert not results.is_busy


def test_two_big_results_are_kept_for_undo(results: Results, hand: ByHand) -> None:
    for bias in (1, 2, 1, 3):
        results.ask(big(bias))
        hand.drain()
    kept = [bias for bias in (1, 2, 3) if results.current(big(bias)) is not None]
    assert kept == [1, 3]


def test_what_cannot_be_exact_says_so(results: Results, listener: Listener) -> None:
    huge = scene(np.full((5, 5), 2**62), [[3, 3], [3, 3]])
    results.ask(asked(huge))
    assert len(listener.lines) == 1
    assert listener.lines[0].startswith("failed: ")
    assert "64 bits" in listener.lines[0]


def test_a_photo_in_a_real_thread(qtbot: QtBot) -> None:
    results = Results()
    with qtbot.waitSignal(results.arrived) as arrived:
        results.ask(big(4))
    (result,) = arrived.args or [None]
    assert isinstance(result, Result)
    assert result.request == big(4)
    results.close()


def test_closing_while_a_result_is_made(qtbot: QtBot) -> None:
    results = Results()
    listener = Listener(results)
    results.ask(big(5))
    results.close()
    QCoreApplication.processEvents()
    assert listener.lines == []


def test_an_edit_and_its_undo_are_told_apart() -> None:
    other = changed(partial(edits.set_bias, bias=2)(PHOTO))
    assert request_of(other) != request_of(PHOTO)
    assert request_of(changed(edits.set_bias(other, 0))) == request_of(PHOTO)
