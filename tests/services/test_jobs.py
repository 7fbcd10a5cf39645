"""Background work: handed over, told, cancelled, and gone with its receiver."""

from __future__ import annotations

import threading

import pytest
from PySide6.QtCore import QCoreApplication, QObject, QThread
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from app.services.background.jobs import Job, Jobs, Watch
from tests.services.by_hand import ByHand


class Diary(QObject):
    """Writes down what it is told."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[str] = []

    def done(self, value: object) -> None:
        self.lines.append(f"done {value}")

    def failed(self, error: Exception) -> None:
        self.lines.append(f"failed {error}")

    def progressed(self, fraction: float) -> None:
        self.lines.append(f"{fraction:.0%}")


@pytest.fixture
def diary(qtbot: QtBot) -> Diary:
    return Diary()


def run(jobs: Jobs, work: object, diary: Diary) -> Job:
    return jobs.run(work, diary, diary.done, diary.failed, diary.progressed)  # type: ignore[arg-type]


def test_what_was_made_is_handed_over_after_its_progress(diary: Diary) -> None:
    def work(watch: Watch) -> str:
        for fraction in (0.25, 0.251, 0.5, 1.0):
            watch(fraction)
        return "cake"

    hand = ByHand()
    jobs = Jobs(hand)
    run(jobs, work, diary)
    assert diary.lines == []
    hand.drain()
    assert diary.lines == ["25%", "50%", "100%", "done cake"]


def test_a_failure_is_handed_over(diary: Diary) -> None:
    def work(watch: Watch) -> None:
        raise ValueError("no flour")

    hand = ByHand()
    jobs = Jobs(hand)
    run(jobs, work, diary)
    hand.drain()
    assert diary.lines == ["failed no flour"]


def test_nothing_is_told_of_cancelled_work(diary: Diary) -> None:
    hand = ByHand()
    jobs = Jobs(hand)
    before, between, after = (run(jobs, lambda _: "cake", diary) for _ in range(3))
    before.cancel()
    hand.work()
    between.cancel()
    QCoreApplication.processEvents()
    after.cancel()
    assert diary.lines == ["done cake"]


def test_cancelling_ends_work_at_its_next_watch(diary: Diary) -> None:
    reached: list[float] = []

    def work(watch: Watch) -> None:
        for fraction in (0.2, 0.4, 0.6):
            watch(fraction)
            reached.append(fraction)
            if fraction == 0.4:
                job.cancel()

    hand = ByHand()
    jobs = Jobs(hand)
    job = run(jobs, work, diary)
    hand.drain()
    assert reached == [0.2, 0.4]


def test_a_receiver_that_is_gone_is_not_called(diary: Diary) -> None:
    hand = ByHand()
    jobs = Jobs(hand)
    run(jobs, lambda _: "cake", diary)
    hand.work()
    lines = diary.lines
    delete(diary)
    QCoreApplication.processEvents()
    assert lines == []


def test_work_runs_elsewhere_and_is_handed_over_here(diary: Diary, qtbot: QtBot) -> None:
    here = threading.get_ident()
    jobs = Jobs()
    threads: list[bool] = []

    class Receiver(Diary):
        def done(self, value: object) -> None:
            threads.extend([value != here, QThread.currentThread() is self.thread()])

    receiver = Receiver()
    run(jobs, lambda _: threading.get_ident(), receiver)
    qtbot.waitUntil(lambda: bool(threads))
    jobs.close()
    assert threads == [True, True]


def test_closing_ends_work_that_is_under_way(diary: Diary, qtbot: QtBot) -> None:
    begun = threading.Event()

    def work(watch: Watch) -> None:
        while True:
            watch(0.0)
            begun.set()

    jobs = Jobs()
    run(jobs, work, diary)
    run(jobs, work, diary)
    run(jobs, work, diary)
    assert begun.wait(5)
    jobs.close()
    QCoreApplication.processEvents()
    assert diary.lines == []


def test_what_is_asked_for_after_closing_is_not_begun(diary: Diary) -> None:
    jobs = Jobs()
    jobs.close()
    job = run(jobs, lambda _watch: "too late", diary)
    QCoreApplication.processEvents()
    assert (job.is_wanted, diary.lines) == (False, [])
