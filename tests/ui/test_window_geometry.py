"""Windows of every usual size: nothing is cut, nothing overlaps, no words are left out."""

from __future__ import annotations

from functools import partial
from itertools import combinations, pairwise

import pytest
from PySide6.QtCore import QPoint, QRect, QRectF, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QMenuBar,
    QScrollArea,
    QToolButton,
    QWidget,
)

from app.content.lessons import lesson_info
from app.paint.fonts import FontMeasure
from app.state.edits import apply_preset
from app.state.scene import Lesson
from tests.picture.showing import example
from tests.ui.conftest import OpenDesk
from tests.ui.desk import Desk

SIZES = [(960, 640), (1024, 768), (1366, 768), (1920, 1080)]
sizes = pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")


def shown(parent: QWidget) -> list[QWidget]:
    """All visible widgets inside one, itself left out."""
    found = parent.findChildren(QWidget)
    return [each for each in found if each.isVisible() and not each.isWindow()]


def name(widget: QWidget) -> str:
    words = getattr(widget, "text", lambda: "")()
    return f"{type(widget).__name__} {widget.objectName()!r} {words!r}"


def across(widget: QWidget) -> QAbstractScrollArea | None:
    """The scroll area that a widget lies in."""
    parent = widget.parentWidget()
    while parent is not None and not isinstance(parent, QAbstractScrollArea):
        parent = parent.parentWidget()
    return parent


def cut(desk: Desk) -> list[str]:
    """Widgets that reach beyond what holds them; scrolled ones may do so downwards."""
    faults = []
    for widget in shown(desk.window):
        parent = widget.parentWidget()
        assert parent is not None
        rect, room = widget.geometry(), parent.rect()
        if isinstance(across(parent), QAbstractScrollArea) or isinstance(
            parent, QAbstractScrollArea
        ):
            room = QRect(0, rect.top(), room.width(), rect.height())
            if across(widget) and not isinstance(across(widget), QScrollArea):
                continue  # parts of an item view
        if not room.contains(rect):
            faults.append(f"{name(widget)} {rect.getRect()} in {name(parent)} {room.getRect()}")
    return faults


def overlapping(desk: Desk) -> list[str]:
    """Neighbours that lie over each other; messages and fields lie over the stage on purpose."""
    faults = []
    for parent in [desk.window, *shown(desk.window)]:
        if parent is desk.stage or isinstance(parent, QAbstractScrollArea | QComboBox):
            continue
        children = [
            each
            for each in shown(parent)
            if each.parentWidget() is parent and each is not desk.window.messages
        ]
        for one, other in combinations(children, 2):
            common = one.geometry().intersected(other.geometry())
            if common.width() > 0 and common.height() > 0:
                faults.append(f"{name(one)} over {name(other)} by {common.size().toTuple()}")
    return faults


def shortened(desk: Desk) -> list[str]:
    """Words that have too little room."""
    faults = []
    for widget in shown(desk.window):
        words = text_of(widget)
        if not words or widget.width() == 0:
            continue
        needed = max(map(widget.fontMetrics().horizontalAdvance, words.splitlines()))
        if isinstance(widget, QLabel) and widget.wordWrap():
            high = widget.heightForWidth(widget.width())
            if widget.height() < high:
                faults.append(f"{name(widget)} is {widget.height()} high, needs {high}")
        elif widget.width() < needed:
            faults.append(f"{name(widget)} is {widget.width()} wide, needs {needed}")
    return faults


def text_of(widget: QWidget) -> str:
    """The words that a widget shows in one piece."""
    if isinstance(widget, QLabel):
        rich = widget.textFormat() == Qt.TextFormat.RichText or "<" in widget.text()
        return "" if rich else widget.text()
    if isinstance(widget, QComboBox):
        return widget.currentText()
    if isinstance(widget, QLineEdit):
        return "" if isinstance(widget.parentWidget(), QComboBox) else widget.text()
    if isinstance(widget, QAbstractButton):
        style = getattr(widget, "toolButtonStyle", lambda: None)()
        return "" if style == Qt.ToolButtonStyle.ToolButtonIconOnly else widget.text()
    return ""


def settle(desk: Desk) -> None:
    """Let the layouts do what an edit asked of them: each level asks the next one."""
    for _ in range(5):
        QApplication.processEvents()


def faults(desk: Desk) -> list[str]:
    return cut(desk) + overlapping(desk) + shortened(desk)


@sizes
def test_the_window_as_it_opens(open_desk: OpenDesk, size: tuple[int, int]) -> None:
    desk = open_desk(size=size)
    assert desk.window.size().toTuple() == size
    assert faults(desk) == []


@sizes
def test_other_examples(open_desk: OpenDesk, size: tuple[int, int]) -> None:
    desk = open_desk(size=size)
    for key in ("bias", "same-stride-2", "dilated", "edges", "blur"):
        desk.window.store.do(partial(apply_preset, preset=example(key), title=key))
        settle(desk)
        assert (key, faults(desk)) == (key, [])


@sizes
def test_with_plots_and_a_message(open_desk: OpenDesk, size: tuple[int, int]) -> None:
    desk = open_desk(size=size)
    desk.press("F8")
    desk.menu("copy_equation")
    desk.qtbot.waitUntil(lambda: desk.window.plots.charts is not None)
    assert faults(desk) == []


@sizes
def test_a_long_message_keeps_within_the_window(open_desk: OpenDesk, size: tuple[int, int]) -> None:
    desk = open_desk(size=size)
    desk.window.messages.warn("This could not be done, and these are many words about why. " * 4)
    QApplication.processEvents()  # the stage gives way
    line = QRect(desk.window.messages.mapTo(desk.window, QPoint()), desk.window.messages.size())
    assert desk.window.rect().contains(line)
    assert covered(desk) == []
    assert faults(desk) == []
    height = desk.stage.height()
    desk.window.messages.clear()
    QApplication.processEvents()
    assert desk.stage.height() >= height


@sizes
@pytest.mark.parametrize("lesson", [Lesson.CONVOLUTION, Lesson.MATRIX, Lesson.MULTI_CHANNEL])
def test_a_message_covers_nothing(
    open_desk: OpenDesk, size: tuple[int, int], lesson: Lesson
) -> None:
    desk = open_desk(lesson_info(lesson).presets[0].build(), size)
    desk.window.messages.warn("Stride 40: the window moves by 1 to 32 cells, so 32 fits")
    assert covered(desk) == []
    desk.window.messages.say("A file was opened, and this is what had to be done to it first. " * 2)
    QApplication.processEvents()  # the stage may have to give way
    assert covered(desk) == []
    desk.press("F5")
    desk.qtbot.waitUntil(lambda: covered(desk) == [])
    desk.press("F5")
    desk.qtbot.waitUntil(lambda: covered(desk) == [])


def on_stage(desk: Desk) -> QRect:
    """The message line, as the stage counts pixels."""
    messages = desk.window.messages
    return QRect(messages.mapTo(desk.window, QPoint()), messages.size()).translated(
        -desk.stage.mapTo(desk.window, QPoint())
    )


def covered(desk: Desk) -> list[str]:
    """What of the header and of the picture the message line lies over."""
    line, picture = on_stage(desk), desk.stage.picture
    header = desk.window.header
    controls = [*header.findChildren(QToolButton), *header.findChildren(QMenuBar)]
    seen = [each for each in controls if each.isVisible()]
    under = [
        each.objectName()
        for each in seen
        if QRect(each.mapTo(desk.window, QPoint()), each.size())
        .translated(-desk.stage.mapTo(desk.window, QPoint()))
        .intersects(line)
    ]
    under += [
        panel.key
        for panel in picture.panels
        if QRectF(panel.rect.x, panel.rect.y, panel.rect.width, panel.rect.height)
        .toAlignedRect()
        .intersects(line)
    ]
    measure = FontMeasure()
    for label in picture.labels:
        width = measure.width(label.text, label.size, label.weight)
        left = label.x - {"left": 0, "centre": width / 2, "right": width}[label.anchor]
        letters = QRectF(left, label.y - label.size / 2, width, label.size)
        under += [label.text] * letters.intersects(QRectF(line))
    return under


@pytest.mark.parametrize("theme", ["light", "dark", "projector"])
def test_every_theme(open_desk: OpenDesk, theme: str) -> None:
    assert faults(open_desk(size=(1024, 768), theme=theme)) == []


@sizes
def test_with_folded_panels(open_desk: OpenDesk, size: tuple[int, int]) -> None:
    desk = open_desk(size=size)
    for key in ("F6", "F7", "F6"):  # lessons, both, inspector
        desk.press(key)
        settle(desk)
        assert (key, faults(desk)) == (key, [])


@sizes
def test_the_stage_takes_most_of_the_window(open_desk: OpenDesk, size: tuple[int, int]) -> None:
    desk = open_desk(size=size)
    stage = desk.stage.size()
    assert stage.width() * stage.height() > 0.38 * size[0] * size[1]
    assert stage.width() > size[0] * 0.45


def test_targets_are_24_pixels_at_least(desk: Desk) -> None:
    small = [
        name(each)
        for each in shown(desk.window)
        if isinstance(each, QAbstractButton) and min(each.size().toTuple()) < 24
    ]
    assert small == []


def test_the_window_shrinks_no_further_than_it_can_be_used(open_desk: OpenDesk) -> None:
    desk = open_desk(size=(300, 200))
    assert desk.window.width() >= 960
    assert desk.window.height() >= 640
    assert faults(desk) == []


def test_every_control_can_be_scrolled_to(open_desk: OpenDesk) -> None:
    desk = open_desk(size=(960, 640))
    area = desk.window.inspector
    content = area.widget()
    assert content is not None
    for widget in shown(content):
        area.ensureWidgetVisible(widget, 0, 0)
        top = widget.mapTo(area.viewport(), QPoint(0, 0))
        fits = widget.height() <= area.viewport().height()
        assert not fits or 0 <= top.y() <= area.viewport().height() - widget.height()
        assert 0 <= top.x() <= area.viewport().width() - widget.width()


def left_of(desk: Desk, widget: str) -> int:
    """The left edge of a widget, by its object name, in the window's pixels."""
    found = desk.window.findChild(QWidget, widget)
    assert found is not None
    return found.mapTo(desk.window, QPoint(0, 0)).x()


@sizes
def test_what_stands_under_each_other_begins_at_one_edge(
    open_desk: OpenDesk, size: tuple[int, int]
) -> None:
    desk = open_desk(size=size)
    desk.qtbot.waitUntil(lambda: desk.stage.picture.equation is not None)
    equation = desk.stage.picture.equation
    assert equation is not None
    place = min(x for x, _, _ in equation.places)
    first = desk.stage.mapTo(desk.window, QPoint(0, 0)).x() + place
    edges = [left_of(desk, "first"), left_of(desk, "plots-toggle")]
    assert edges[0] == edges[1]
    assert abs(first - edges[0]) < 1
    columns = {left_of(desk, name) for name in ("kernel_height", "mapping", "reveal")}
    assert len(columns) == 1


def test_the_kernel_s_works_stand_evenly_apart(desk: Desk) -> None:
    links = [
        desk.window.inspector.findChild(QAbstractButton, f"{work}_kernel")
        for work in ("flip", "rotate", "negate", "normalise")
    ]
    gaps = []
    for one, other in pairwise(links):
        assert one is not None
        assert other is not None
        words = one.fontMetrics().horizontalAdvance(one.text())
        gaps.append(other.x() - one.x() - words)
    assert max(gaps) - min(gaps) <= 1


def test_the_width_of_the_lessons_is_remembered(open_desk: OpenDesk) -> None:
    desk = open_desk()
    desk.window.lessons.edge.moved.emit(300)
    settle(desk)
    assert faults(desk) == []
    assert open_desk().window.lessons.width() == 300
    assert open_desk(size=(960, 640)).window.lessons.width() == 288
