"""What an override does when it fails: it tells, answers Qt something harmless, and Qt goes on."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any, cast

import pytest
from PySide6.QtCore import QAbstractListModel, QCoreApplication, QEvent, Qt
from pytestqt.qtbot import QtBot

from app.services.overrides import guarded

Fails = Callable[[], object]


@guarded
class Row(QAbstractListModel):
    """Each of its answers is what `fails` makes of it."""

    def __init__(self, fails: Fails) -> None:
        super().__init__()
        self.fails = fails

    def rowCount(self, parent: Any = None) -> int:  # noqa: N802
        del parent
        self.fails()
        return 1

    def flags(self, index: Any) -> Qt.ItemFlag:
        self.fails()
        return super().flags(index)

    def data(self, index: Any, role: int = 0) -> Any:
        del index, role
        self.fails()
        return "here"

    def event(self, event: QEvent) -> bool:
        return super().event(event)

    def customEvent(self, event: QEvent) -> None:  # noqa: N802
        del event
        self.fails()

    def helper(self) -> None:
        self.fails()


def from_c() -> object:
    """An error of Python's own, whose words have no exception around them before Python 3.12."""
    return len(cast(str, None))


@pytest.fixture
def told(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    told: list[str] = []
    monkeypatch.setattr(sys, "excepthook", lambda *caught: told.append(str(caught[1])))
    return told


def test_what_fails_is_told_and_qt_gets_an_answer(told: list[str]) -> None:
    row = Row(from_c)
    index = row.createIndex(0, 0)
    assert row.hasIndex(0, 0) is False  # asks for the rows
    assert index.data() is None
    assert index.flags() == Qt.ItemFlag.NoItemFlags
    assert len(told) == 3
    assert all("has no len" in words for words in told)


def test_what_fails_within_a_call_from_python_is_told_once(told: list[str]) -> None:
    row = Row(from_c)
    QCoreApplication.sendEvent(row, QEvent(QEvent.Type.User))
    (words,) = told
    assert words == "object of type 'NoneType' has no len()"


def test_what_does_not_fail_answers_as_ever(told: list[str]) -> None:
    row = Row(lambda: None)
    assert row.createIndex(0, 0).data() == "here"
    assert row.hasIndex(0, 0) is True
    assert told == []


def test_a_method_of_the_class_own_is_left_alone(told: list[str]) -> None:
    with pytest.raises(TypeError):
        Row(from_c).helper()
    assert told == []


def test_an_interrupt_goes_on_its_way(told: list[str]) -> None:
    def interrupt() -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        QCoreApplication.sendEvent(Row(interrupt), QEvent(QEvent.Type.User))
    assert told == []
