"""The left panel as a user works it: lessons, worked examples and the text."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QModelIndex, QPointF, QRect, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QListView, QWidget
from pytestqt.qtbot import QtBot

from app.content.lessons import LESSONS, LessonInfo, default_scene, preset
from app.paint.theme import DARK, LIGHT, PROJECTOR, Theme
from app.services.store import Store
from app.state import edits
from app.state.input_edits import set_image
from app.state.scene import Detail, Lesson
from app.ui.header import HEIGHT as HEADER
from app.ui.lessons.models import CHANGED, CURRENT, LessonModel
from app.ui.lessons.panel import Lessons
from app.ui.lessons.sheet import ReadingSheet
from tests.scenes import image, scene

LEFT = Qt.MouseButton.LeftButton
pytestmark = pytest.mark.qt_log_ignore("does not support propagateSizeHints", extend=True)
"""The offscreen platform says so of every top-level window with a least size."""


@pytest.fixture
def panel(qtbot: QtBot) -> Lessons:
    store = Store(default_scene())
    made = Lessons(store)
    store.setParent(made)
    qtbot.addWidget(made)
    made.resize(made.width(), 700)
    made.show()
    return made


def store_of(panel: Lessons) -> Store:
    store = panel.findChild(Store)
    assert isinstance(store, Store)
    return store


def rows(view: QListView) -> list[str]:
    """The rows as they are read, the current one with a star, one changed since with a ring."""
    model = view.model()
    indexes = [model.index(row, 0) for row in range(model.rowCount())]
    return [
        f"{index.data()}{' *' if index.data(CURRENT) else ''}{' °' if index.data(CHANGED) else ''}"
        for index in indexes
    ]


def index_of(view: QListView, title: str) -> QModelIndex:
    model = view.model()
    return next(
        model.index(row, 0)
        for row in range(model.rowCount())
        if model.index(row, 0).data() == title
    )


def click(view: QListView, title: str) -> None:
    index = index_of(view, title)
    view.scrollTo(index)
    QTest.mouseClick(view.viewport(), LEFT, pos=view.visualRect(index).center())


def test_it_lists_the_lessons_under_their_groups(panel: Lessons) -> None:
    listed = rows(panel.lesson_list)
    assert listed[:3] == ["See it", "Convolution *", "One dimension"]
    begins = listed.index("Work it out")
    assert listed[begins : begins + 3] == ["Work it out", "Arithmetic", "Dilated convolution"]


def test_one_click_puts_a_worked_example_on_the_stage(panel: Lessons) -> None:
    store = store_of(panel)
    click(panel.preset_list, "Stride 2")
    assert store.scene == preset(Lesson.CONVOLUTION, "stride-2").build()
    assert store.undo_stack.undoText() == "example Stride 2"
    assert "Stride 2 *" in rows(panel.preset_list)
    store.undo_stack.undo()
    assert store.scene == default_scene()
    assert rows(panel.preset_list)[0].endswith("*")


def test_the_keyboard_chooses_too(panel: Lessons) -> None:
    view = panel.preset_list
    view.setFocus()
    for key in (Qt.Key.Key_Home, Qt.Key.Key_Down, Qt.Key.Key_Return):
        QTest.keyClick(view, key)
    assert store_of(panel).scene.preset == "true-convolution"


def test_the_example_that_is_shown_is_in_sight_in_every_lesson(panel: Lessons) -> None:
    examples = panel.preset_list
    for lesson in ("Arithmetic", "Overlap", "Convolution"):
        click(panel.lesson_list, lesson)
        shown = next(n for n, row in enumerate(rows(examples)) if row.endswith("*"))
        place = examples.visualRect(examples.model().index(shown, 0))
        assert examples.viewport().rect().contains(place), lesson
        examples.scrollToBottom()


def test_an_example_keeps_how_steps_are_shown(panel: Lessons) -> None:
    store = store_of(panel)
    store.do(partial(edits.set_detail, detail=Detail.TAP))
    click(panel.preset_list, "Bias")
    assert (store.scene.preset, store.scene.detail) == ("bias", Detail.TAP)


def test_choosing_the_present_example_again_brings_it_back(panel: Lessons) -> None:
    store = store_of(panel)
    click(panel.preset_list, "Bias")
    count = store.undo_stack.count()
    click(panel.preset_list, "Bias")
    assert store.undo_stack.count() == count, "nothing had changed"


def marked(panel: Lessons) -> list[str]:
    return [row for row in rows(panel.preset_list) if row[-1] in "*°"]


def test_the_dot_means_that_the_example_is_what_is_shown(panel: Lessons) -> None:
    store = store_of(panel)
    click(panel.preset_list, "Bias")
    assert marked(panel) == ["Bias *"]
    store.step_to(replace(store.scene, step=3))
    store.do(partial(edits.set_detail, detail=Detail.TAP))
    assert marked(panel) == ["Bias *"], "it is looked at otherwise, and is the same"
    store.do(partial(set_image, image=image(np.eye(6))))
    assert marked(panel) == ["Bias °"]
    index = index_of(panel.preset_list, "Bias")
    assert index.data(Qt.ItemDataRole.ToolTipRole).endswith("a click brings it back.")
    store.undo_stack.undo()
    assert marked(panel) == ["Bias *"]
    store.do(partial(edits.set_bias, bias=7))
    assert marked(panel) == ["Bias °"]
    click(panel.preset_list, "Bias")
    assert marked(panel) == ["Bias *"]


def test_dot_and_ring_are_seen(panel: Lessons) -> None:
    def is_step(x: float, y: float) -> bool:
        shown = panel.preset_list.viewport().grab(QRect(0, 0, 18, 24)).toImage()
        colour = shown.pixelColor(int(x), int(y))
        return colour.red() > colour.blue() + 60

    middle = panel.preset_list.visualRect(panel.preset_list.model().index(0, 0)).center().y()
    assert is_step(11, middle)
    store_of(panel).do(partial(edits.set_bias, bias=7))
    assert not is_step(11, middle)
    assert any(is_step(x, middle) for x in range(7, 11))


@pytest.mark.parametrize("theme", [LIGHT, PROJECTOR])
def test_all_fifteen_lessons_are_in_sight_where_a_window_is_768_high(
    panel: Lessons, theme: Theme
) -> None:
    panel.set_theme(theme)
    panel.resize(panel.width(), 768 - HEADER)
    view = panel.lesson_list
    assert view.goes_on == (False, False)
    places = [view.visualRect(view.model().index(row, 0)) for row in range(view.model().rowCount())]
    assert all(view.viewport().rect().contains(place) for place in places)
    assert min(place.height() for place in places) >= 16
    targets = [place.height() for place in places if place.height() > 20]
    assert len(targets) == len(LESSONS) == 15
    assert min(targets) >= (24 if theme.large else 22)
    assert panel.preset_list.height() >= 90
    assert panel.reading.height() >= 100


def test_lessons_have_more_air_in_a_high_window(panel: Lessons) -> None:
    panel.resize(panel.width(), 768 - HEADER)
    tight = panel.lesson_list.height()
    panel.resize(panel.width(), 1080 - HEADER)
    assert panel.lesson_list.height() > tight + 60
    assert panel.lesson_list.goes_on == (False, False)


def test_every_example_says_in_a_tooltip_what_it_shows(panel: Lessons) -> None:
    model = panel.preset_list.model()
    for row in range(model.rowCount()):
        assert model.index(row, 0).data(Qt.ItemDataRole.ToolTipRole).endswith(".")


def test_the_text_is_that_of_the_lesson_and_begins_at_its_beginning(panel: Lessons) -> None:
    text = panel.reading.toPlainText()
    assert text.startswith("What to look at\n")
    assert "Set the stride to 2." in text
    assert panel.reading.verticalScrollBar().value() == 0
    assert panel.reading.isReadOnly()


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_the_text_wears_the_theme(panel: Lessons, theme: Theme) -> None:
    panel.set_theme(theme)
    block = panel.reading.document().firstBlock().next()
    assert block.begin().fragment().charFormat().foreground().color().name() == theme.ink


def test_the_lists_leave_room_for_the_text(panel: Lessons) -> None:
    panel.resize(panel.width(), 480)
    assert panel.reading.height() >= 150
    assert panel.lesson_list.height() >= 50


def test_a_list_says_whether_rows_lie_beyond_its_edges(panel: Lessons) -> None:
    view = panel.lesson_list
    panel.resize(panel.width(), 480)
    assert view.goes_on == (False, True)
    view.scrollToBottom()
    assert view.goes_on == (True, False)
    panel.resize(panel.width(), 1400)
    QApplication.processEvents()
    assert view.goes_on == (False, False)


def test_the_edge_is_moved_by_drag_and_keys_within_bounds(panel: Lessons) -> None:
    chosen: list[int] = []
    panel.width_chosen.connect(chosen.append)
    panel.set_width(0, 1366)
    assert panel.width() == 188
    move_pressed(panel.edge, QPointF(103, 5))
    assert chosen == [288]
    for key, width in ((Qt.Key.Key_Right, 304), (Qt.Key.Key_Left, 288), (Qt.Key.Key_Home, 188)):
        QTest.keyClick(panel.edge, key)
        assert panel.width() == width
    move_pressed(panel.edge, QPointF(2000, 5))
    assert (chosen[-1], panel.width()) == (420, 409)
    QTest.mouseDClick(panel.edge, LEFT)
    assert (chosen[-1], panel.width()) == (0, 188)


def move_pressed(widget: QWidget, to: QPointF) -> None:
    """Move with the left button down (QTest moves with none)."""
    kind = QEvent.Type.MouseMove
    keys = Qt.KeyboardModifier.NoModifier
    event = QMouseEvent(kind, to, widget.mapToGlobal(to), LEFT, LEFT, keys)
    QApplication.sendEvent(widget, event)


def test_a_wide_window_gives_the_text_more_room(panel: Lessons) -> None:
    panel.set_width(0, 1920)
    assert panel.width() == 288


def test_read_on_opens_the_whole_text_and_esc_closes_it(panel: Lessons) -> None:
    QTest.mouseClick(panel.read_on, LEFT)
    sheet = panel.findChild(ReadingSheet)
    assert isinstance(sheet, ReadingSheet)
    assert sheet.isVisible()
    assert "Often got wrong" in sheet.reading.toPlainText()
    assert sheet.reading.width() > 450
    QTest.keyClick(sheet, Qt.Key.Key_Escape)
    assert not sheet.isVisible()


def many(count: int) -> tuple[LessonInfo, ...]:
    """A long catalogue in three groups; all but the first stand for lessons to come."""
    groups = ("See it", "Work it out", "Turn it round")
    return tuple(
        replace(LESSONS[0], title=f"Lesson {number}", group=groups[number * 3 // count])
        for number in range(count)
    )


@pytest.mark.usefixtures("qapp")
def test_thirteen_lessons_stand_under_three_headings() -> None:
    store = Store(scene())
    model = LessonModel(store, many(13))
    read = [model.index(row).data() for row in range(model.rowCount())]
    assert read[0] == "See it"
    assert [title for title in read if not title.startswith("Lesson")] == [
        "See it",
        "Work it out",
        "Turn it round",
    ]
    assert not model.flags(model.index(0)) & Qt.ItemFlag.ItemIsSelectable


def test_with_thirty_lessons_the_list_scrolls_and_the_rest_stays(qtbot: QtBot) -> None:
    store = Store(default_scene())
    panel = Lessons(store, many(30))
    store.setParent(panel)
    qtbot.addWidget(panel)
    panel.resize(panel.width(), 640)
    panel.show()
    assert panel.lesson_list.verticalScrollBar().maximum() > 0
    assert panel.reading.height() >= 150
    assert panel.preset_list.height() >= 52
