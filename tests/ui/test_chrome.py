"""Changing the look of a window while everything in it answers."""

from __future__ import annotations

import gc

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from app.paint.theme import DARK, LIGHT
from app.ui.chrome import dress


class Busy(QLabel):
    """Makes garbage in cycles whenever its style changes, as any handler written in Python may."""

    def __init__(self) -> None:
        super().__init__("words")
        self.collections = 0
        self._answering = False

    def heard(self, phase: str, _: dict[str, int]) -> None:
        self.collections += self._answering and phase == "start"

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        self._answering = True
        for _ in range(2000):
            cycle: list[object] = []
            cycle.append(cycle)
        self._answering = False
        super().changeEvent(event)


@pytest.mark.usefixtures("dressed_light")
def test_no_widget_can_be_collected_while_qt_polishes_them_all(
    qtbot: QtBot, qapp: QApplication
) -> None:
    label = Busy()
    qtbot.addWidget(label)
    gc.callbacks.append(label.heard)
    try:
        dress(qapp, DARK, "", "")
        dress(qapp, LIGHT, "", "")
    finally:
        gc.callbacks.remove(label.heard)
    assert label.collections == 0
    assert gc.isenabled()


@pytest.mark.usefixtures("dressed_light")
def test_a_theme_leaves_collecting_off_where_it_was_off(qapp: QApplication) -> None:
    gc.disable()
    try:
        dress(qapp, DARK, "", "")
        assert not gc.isenabled()
    finally:
        gc.enable()
