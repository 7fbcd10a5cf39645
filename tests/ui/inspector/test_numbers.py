"""Numbers that do not fit: every box of every lesson takes what is typed, or says why not."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel

from app.content.lessons import LESSONS, LessonInfo
from app.ui.inspector.controls.fold import Fold
from app.ui.inspector.controls.numbers import Number
from app.ui.inspector.controls.slider import SliderRow
from tests.ui.inspector.conftest import Desk

MakeDesk = Callable[..., Desk]
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


def boxes(desk: Desk) -> list[str]:
    """The numbers that a user can see, by name."""
    for fold in desk.inspector.findChildren(Fold):
        fold.open()
    QApplication.processEvents()
    return [box.objectName() for box in desk.inspector.findChildren(Number) if box.isVisible()]


def retype(box: Number, text: str) -> None:
    box.selectAll()
    QTest.keyClicks(box, text)
    QTest.keyClick(box, Qt.Key.Key_Return)


def refusals(desk: Desk) -> list[str]:
    """The refusals that are to be read."""
    labels = desk.inspector.findChildren(QLabel)
    return [
        label.text() for label in labels
        if label.objectName().endswith("_refusal") and label.isVisible()
    ]  # fmt: skip


@pytest.mark.parametrize("text", ["99999", "-3"])
@pytest.mark.parametrize("info", LESSONS, ids=lambda info: info.lesson.value)
def test_a_number_that_cannot_be_is_refused_in_words_at_its_control(
    desk_of: MakeDesk, info: LessonInfo, text: str
) -> None:
    desk = desk_of(info.presets[0].build())
    for name in boxes(desk):
        box, before = desk.find(Number, name), desk.scene
        shown = box.value()
        for section in desk.inspector.sections:
            section.clear()
        retype(box, text)
        said = refusals(desk)
        assert len(said) == 1, name
        assert "fit" in said[0] or "must" in said[0], (name, said)
        assert desk.scene == before, name
        assert box.value() == shown, name


@pytest.mark.parametrize("info", LESSONS, ids=lambda info: info.lesson.value)
def test_a_slider_tells_how_far_beyond_it_can_be_typed(desk_of: MakeDesk, info: LessonInfo) -> None:
    desk = desk_of(info.presets[0].build())
    for row in desk.inspector.findChildren(SliderRow):
        beyond = row.value.most > row.slider.maximum()
        name = row.slider.objectName()
        assert not beyond or f"up to {row.value.most:,} can be typed" in row.slider.toolTip(), name


def test_the_arrow_keys_stop_at_what_fits(desk: Desk) -> None:
    box = desk.find(Number, "kernel_height")
    for _ in range(4):
        QTest.keyClick(box, Qt.Key.Key_Down)
    assert desk.scene.kernel.shape == (1, 1)
    assert refusals(desk) == []
