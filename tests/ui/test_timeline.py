"""The timeline as a user works it: buttons, keys, scrub, a typed cell, playing."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QStyle,
    QStyleOptionComboBox,
    QWidget,
)
from pytestqt.qtbot import QtBot

from app.paint.theme import DARK
from app.services.store import Store
from app.state.outcome import Outcome
from app.state.player import Player
from app.state.scene import Detail, Scene
from app.ui.timeline.bar import LEAST
from app.ui.timeline.cell_field import typed_cell
from app.ui.timeline.metronome import LATE, Metronome
from app.ui.timeline.scrub import FINEST
from app.ui.timeline.timeline import Timeline
from tests.scenes import image, scene, told

LEFT = Qt.MouseButton.LeftButton


def seen(timeline: Timeline) -> str:
    """What can be read on the bar."""
    bar = timeline.bar
    parts = [bar.position.text(), bar.cell.text()]
    return " | ".join(parts + ([bar.note.text()] if bar.note.text() else []))


class Make(Protocol):
    def __call__(
        self, shown: Scene, player: Player | None = None, width: int = 905
    ) -> Timeline: ...


@pytest.fixture
def bar_of(qtbot: QtBot) -> Iterator[Make]:
    """Makes a timeline in an active window."""
    windows: list[QWidget] = []

    def make(shown: Scene, player: Player | None = None, width: int = 905) -> Timeline:
        window = QWidget()
        windows.append(window)
        qtbot.addWidget(window)
        store = Store(shown)
        timeline = Timeline(store, player, parent=window)
        store.setParent(timeline)
        window.resize(width, 100)
        timeline.resize(width, timeline.height())
        window.show()
        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow)
        return timeline

    yield make
    windows.clear()


def press(qtbot: QtBot, timeline: Timeline, name: str) -> None:
    button = timeline.findChild(QWidget, name)
    assert button is not None
    QTest.mouseClick(button, LEFT)


@pytest.fixture
def example(bar_of: Make) -> Timeline:
    return bar_of(scene())


def test_buttons_step_through_the_windows(qtbot: QtBot, example: Timeline) -> None:
    assert seen(example) == "1 / 9 | row 1, column 1"
    press(qtbot, example, "forward")
    assert seen(example) == "2 / 9 | row 1, column 2"
    press(qtbot, example, "last")
    assert seen(example) == "9 / 9 | row 3, column 3"
    press(qtbot, example, "forward")
    assert seen(example) == "9 / 9 | row 3, column 3"
    press(qtbot, example, "back")
    assert seen(example) == "8 / 9 | row 3, column 2"
    press(qtbot, example, "first")
    assert seen(example) == "1 / 9 | row 1, column 1"


def test_stepping_leaves_nothing_to_undo(qtbot: QtBot, example: Timeline) -> None:
    press(qtbot, example, "last")
    type_cell(qtbot, example, "1, 2")
    assert store_of(example).undo_stack.count() == 0


def test_keys_of_a_clicker_and_of_a_keyboard(qtbot: QtBot, example: Timeline) -> None:
    example.setFocus()
    QTest.keyClick(example, Qt.Key.Key_PageDown)
    QTest.keyClick(example, Qt.Key.Key_PageDown)
    assert seen(example) == "3 / 9 | row 1, column 3"
    QTest.keyClick(example, Qt.Key.Key_PageUp)
    assert seen(example) == "2 / 9 | row 1, column 2"
    QTest.keyClick(example, Qt.Key.Key_End)
    assert seen(example) == "9 / 9 | row 3, column 3"
    QTest.keyClick(example, Qt.Key.Key_Home)
    assert seen(example) == "1 / 9 | row 1, column 1"


def test_space_plays_and_pauses(qtbot: QtBot, example: Timeline) -> None:
    example.setFocus()
    with qtbot.waitSignal(example.playing_changed) as started:
        QTest.keyClick(example, Qt.Key.Key_Space)
    assert started.args == [True]
    assert example.bar.play.accessibleName() == "Pause"
    with qtbot.waitSignal(example.playing_changed) as stopped:
        QTest.keyClick(example, Qt.Key.Key_Space)
    assert stopped.args == [False]
    assert example.bar.play.accessibleName() == "Play"


def test_space_in_the_cell_field_is_a_letter(qtbot: QtBot, example: Timeline) -> None:
    type_cell(qtbot, example, "2 3")
    assert not example.player.playing
    assert seen(example) == "6 / 9 | row 2, column 3"


# ---- the typed cell


def store_of(timeline: Timeline) -> Store:
    store = timeline.findChild(Store)
    assert isinstance(store, Store)
    return store


def type_cell(qtbot: QtBot, timeline: Timeline, text: str) -> list[str]:
    """Type into the field and press Enter; returns what the store answered."""
    answers: list[str] = []

    def hear(outcome: Outcome) -> None:
        answers.append(told(outcome))

    store_of(timeline).answered.connect(hear)
    cell = timeline.bar.cell
    QTest.mouseClick(cell, LEFT)
    QTest.keyClicks(cell, text)
    QTest.keyClick(cell, Qt.Key.Key_Return)
    store_of(timeline).answered.disconnect(hear)
    return answers


@pytest.mark.parametrize("text", ["2, 3", "2 3", "row 2, column 3", "(2,3)", "2;3"])
def test_a_typed_cell_becomes_the_step(qtbot: QtBot, example: Timeline, text: str) -> None:
    assert type_cell(qtbot, example, text) == ["go to row 2, column 3"]
    assert seen(example) == "6 / 9 | row 2, column 3"


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("4, 1", "cell! row 4: the output has rows 1 to 3"),
        ("1, 0", "cell! column 0: the output has columns 1 to 3"),
        ("-1, 1", "cell! row -1: the output has rows 1 to 3"),
        ("2", "cell! 2: type a row and a column, 1, 1 to 3, 3"),
        ("middle", "cell! middle: type a row and a column, 1, 1 to 3, 3"),
        ("1.5, 2", "cell! 1.5, 2: type a row and a column, 1, 1 to 3, 3"),
    ],
)
def test_a_cell_that_is_not_there_is_refused_in_words(
    qtbot: QtBot, example: Timeline, text: str, answer: str
) -> None:
    assert type_cell(qtbot, example, text) == [answer]
    assert seen(example) == f"1 / 9 | {text}", "what was typed stays, to be mended"
    assert example.bar.cell.property("wrong") is True
    QTest.keyClick(example.bar.cell, Qt.Key.Key_Escape)
    assert seen(example) == "1 / 9 | row 1, column 1"
    assert example.bar.cell.property("wrong") is False


def test_what_is_being_typed_survives_a_step(qtbot: QtBot, example: Timeline) -> None:
    QTest.mouseClick(example.bar.cell, LEFT)
    QTest.keyClicks(example.bar.cell, "3, ")
    example.go_forward()
    assert seen(example) == "2 / 9 | 3, "


def test_numbers_are_read_whatever_stands_between() -> None:
    assert typed_cell("row 12, column 7") == (12, 7)
    assert typed_cell("channel 2, row 12, column 7") == (2, 12, 7)
    assert typed_cell("1, 2, 3, 4") is None


# ---- the scrub


def test_a_press_on_the_scrub_goes_there(qtbot: QtBot, example: Timeline) -> None:
    scrub = example.bar.scrub
    middle = QPoint(scrub.width() // 2, scrub.height() // 2)
    QTest.mouseClick(scrub, LEFT, pos=middle)
    assert seen(example) == "5 / 9 | row 2, column 2"


def test_a_drag_of_the_scrub_passes_every_window(qtbot: QtBot, example: Timeline) -> None:
    scrub = example.bar.scrub
    steps: list[int] = []

    def note(changed: Scene) -> None:
        steps.append(changed.step)

    store_of(example).changed.connect(note)
    height = scrub.height() // 2
    QTest.mousePress(scrub, LEFT, pos=QPoint(9, height))
    for x in range(9, scrub.width()):
        QTest.mouseMove(scrub, QPoint(x, height))
    QTest.mouseRelease(scrub, LEFT, pos=QPoint(scrub.width() - 1, height))
    assert steps == list(range(1, 9))


def test_arrow_keys_on_the_scrub_move_one_window(qtbot: QtBot, example: Timeline) -> None:
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Left):
        QTest.keyClick(example.bar.scrub, key)
    assert seen(example) == "2 / 9 | row 1, column 2"


@pytest.fixture
def photo_bar(bar_of: Make) -> Timeline:
    """Two and a half million windows."""
    big = image([[0] * 2502] * 1002, white=255)
    return bar_of(scene(big.pixels.array), width=1200)


def test_millions_of_windows_scrub_from_end_to_end(qtbot: QtBot, photo_bar: Timeline) -> None:
    scrub = photo_bar.bar.scrub
    assert scrub.maximum() == FINEST
    QTest.keyClick(scrub, Qt.Key.Key_End)
    assert seen(photo_bar).startswith("2,500,000 / 2,500,000 | row 1000, column 2500")
    QTest.keyClick(scrub, Qt.Key.Key_Left)
    assert seen(photo_bar).startswith("2,499,999 / 2,500,000 | row 1000, column 2499")
    QTest.keyClick(scrub, Qt.Key.Key_Home)
    assert seen(photo_bar).startswith("1 / 2,500,000 | row 1, column 1")


def test_a_photo_plays_rows_at_a_time_and_says_so(qtbot: QtBot, photo_bar: Timeline) -> None:
    assert seen(photo_bar) == "1 / 2,500,000 | row 1, column 1 | a row at a time"
    speed = photo_bar.bar.speed
    named = [speed.itemText(index) for index in range(speed.count())]
    assert named[0] == "1 row / s"  # 2,500,000 windows by two rows, each half a second
    assert named[-1] == "60 rows / s"
    choose(qtbot, photo_bar, "speed", "60 rows / s")
    photo_bar.play()
    qtbot.waitUntil(lambda: store_of(photo_bar).scene.step >= 2500)
    photo_bar.pause()
    assert store_of(photo_bar).scene.step % 2500 == 0


# ---- playing


def choose(qtbot: QtBot, timeline: Timeline, name: str, text: str) -> None:
    """Choose an entry of a combo box with the arrow keys."""
    combo = getattr(timeline.bar, name)
    wanted = combo.findText(text)
    assert wanted >= 0
    while combo.currentIndex() != wanted:
        down = wanted > combo.currentIndex()
        QTest.keyClick(combo, Qt.Key.Key_Down if down else Qt.Key.Key_Up)


def test_playing_ends_at_the_last_window_and_starts_over(qtbot: QtBot, example: Timeline) -> None:
    choose(qtbot, example, "speed", "60 / s")
    assert example.player.speed == 60
    with qtbot.waitSignals([example.playing_changed] * 2, timeout=5000):
        press(qtbot, example, "play")
    assert seen(example) == "9 / 9 | row 3, column 3"
    assert not example.player.playing
    press(qtbot, example, "play")
    assert seen(example) == "1 / 9 | row 1, column 1"
    press(qtbot, example, "play")


def test_in_a_loop_the_first_window_follows_the_last(qtbot: QtBot, bar_of: Make) -> None:
    timeline = bar_of(scene(step=8), Player(speed=60))
    press(qtbot, timeline, "loop")
    assert timeline.player.loop
    seen_steps: list[int] = []

    def note(changed: Scene) -> None:
        seen_steps.append(changed.step)

    store_of(timeline).changed.connect(note)
    timeline.play()
    qtbot.waitUntil(lambda: 8 in seen_steps and seen_steps[-1] < 8)
    assert timeline.player.playing
    timeline.pause()


def test_after_a_stall_beats_are_dropped_and_not_piled_up(qtbot: QtBot) -> None:
    now = [0.0]
    store = Store(scene([[0] * 40] * 40))
    timeline = Timeline(store, Player(speed=60), clock=lambda: now[0])
    qtbot.addWidget(timeline)
    timeline.play()
    now[0] = 10.0
    qtbot.waitUntil(lambda: store.scene.step > 0)
    timeline.pause()
    assert store.scene.step == 1 + LATE * 60, "600 beats had come due"


@given(
    st.floats(0.5, 60),
    st.lists(st.floats(0.0001, LATE - 0.01), min_size=1, max_size=60),
)
def test_the_pace_holds_however_late_the_beats_are(speed: float, gaps: list[float]) -> None:
    metronome = Metronome()
    now = 100.0
    metronome.start(now, speed)
    beats = 0
    for gap in gaps:
        now += gap
        beats += metronome.due(now)
    assert abs(beats - (now - 100.0) * speed) <= 1.001
    assert 0 <= metronome.wait(now) <= 1 / speed + 1e-6


def test_the_speed_and_the_loop_are_told_to_whoever_keeps_them(
    qtbot: QtBot, example: Timeline
) -> None:
    heard: list[Player] = []
    example.player_changed.connect(heard.append)
    choose(qtbot, example, "speed", "8 / s")
    press(qtbot, example, "loop")
    assert heard[-1] == Player(speed=8, loop=True)


# ---- what a step is


def test_tap_by_tap_is_an_edit_that_can_be_undone(qtbot: QtBot, example: Timeline) -> None:
    choose(qtbot, example, "detail", "tap by tap")
    assert store_of(example).scene.detail is Detail.TAP
    assert seen(example) == "1 / 81 | row 1, column 1 | tap 1 of 9"
    press(qtbot, example, "forward")
    assert seen(example) == "2 / 81 | row 1, column 1 | tap 2 of 9"
    assert store_of(example).undo_stack.undoText() == "tap by tap"
    store_of(example).undo_stack.undo()
    assert seen(example) == "1 / 9 | row 1, column 1"
    assert example.bar.detail.currentText() == "window by window"


# ---- how it stands in a window


def room(control: QWidget) -> int:
    """Pixels that a control has for its words."""
    if isinstance(control, QComboBox):
        option = QStyleOptionComboBox()
        control.initStyleOption(option)
        kind, part = QStyle.ComplexControl.CC_ComboBox, QStyle.SubControl.SC_ComboBoxEditField
        return control.style().subControlRect(kind, option, part, control).width()
    return control.contentsRect().width()


def words(control: QWidget) -> str:
    match control:
        case QComboBox():
            return control.currentText()
        case QLabel() | QLineEdit():
            return control.text()
        case _:
            return ""


@pytest.mark.usefixtures("dressed_dark")
@pytest.mark.parametrize("width", [LEAST, 548, 620, 700, 905, 1460])
@pytest.mark.parametrize("fixture", ["example", "photo_bar"])
def test_nothing_is_cut_at_any_width(
    request: pytest.FixtureRequest, width: int, fixture: str
) -> None:
    timeline: Timeline = request.getfixturevalue(fixture)
    timeline.set_theme(DARK)
    timeline.resize(width, timeline.height())
    QApplication.processEvents()
    visible = [
        child
        for child in timeline.findChildren(
            QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly
        )
        if child.isVisible()
    ]
    for child in visible:
        assert timeline.rect().contains(child.geometry()), child.objectName()
        needed = child.fontMetrics().horizontalAdvance(words(child))
        assert room(child) >= needed, child.objectName()
        others = [other for other in visible if other is not child]
        assert not any(child.geometry().intersects(other.geometry()) for other in others)
    names = {child.objectName() for child in visible}
    assert names >= {"back", "play", "forward", "scrub", "position", "cell", "speed", "detail"}


def test_every_control_has_a_name_and_a_tooltip(example: Timeline) -> None:
    names = ["first", "back", "play", "forward", "last", "scrub", "cell", "speed", "loop", "detail"]
    for name in names:
        control = example.findChild(QWidget, name)
        assert control is not None, name
        assert control.accessibleName(), name
        assert len(control.toolTip()) > 10, name


def test_tab_goes_through_the_controls_from_left_to_right(qtbot: QtBot, example: Timeline) -> None:
    example.bar.first.setFocus()
    visited = []
    for _ in range(10):
        focused = example.focusWidget()
        assert focused is not None
        visited.append(focused.objectName())
        QTest.keyClick(focused, Qt.Key.Key_Tab)
    assert visited == [
        "first", "back", "play", "forward", "last", "scrub", "cell", "loop", "speed", "detail",
    ]  # fmt: skip
