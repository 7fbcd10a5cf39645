"""Run as a program: a window each of whose overrides of Qt's methods fails once.

It prints a line of JSON for each override, `[class, method, what came of it]`; nothing came amiss
where the third is empty. A process of its own, since what is looked for can end the process.
"""

from __future__ import annotations

import json
import os
import pkgutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from inspect import unwrap
from pathlib import Path
from tempfile import TemporaryDirectory
from types import CodeType, FrameType, FunctionType
from typing import cast

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import numpy as np
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QEnterEvent, QGuiApplication, QHelpEvent, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QComboBox,
    QDialog,
    QLineEdit,
    QSlider,
    QSpinBox,
    QWidget,
)
from pytestqt.qtbot import QtBot

import app
from app.application import make_application
from app.content.lessons import preset
from app.services import crash
from app.services.overrides import overrides
from app.services.settings import Settings
from app.state import edits
from app.state.scene import Lesson
from app.state.view import Target, View
from app.ui.documents import Documents
from app.ui.inspector.controls.fold import Fold
from app.ui.inspector.tables.cells_dialog import CellsDialog
from app.ui.report import ReportDialog
from app.ui.window import MainWindow
from tests.ui.desk import Desk, saved

Act = Callable[[Desk], None]
LEFT = Qt.MouseButton.LeftButton
WRONG = "object of type 'NoneType' has no len()"


# ---- what a user does; each act sets out from a worked example


def show(desk: Desk, lesson: Lesson, example: str) -> None:
    built = preset(lesson, example).build()
    desk.window.store.do(lambda scene: edits.apply_preset(scene, built, example))
    for fold in desk.window.inspector.findChildren(Fold):
        fold.open()
    QApplication.processEvents()


def keys_on_the_stage(desk: Desk) -> None:
    show(desk, Lesson.CONVOLUTION, "literature")
    desk.stage.setFocus()
    desk.press("Right", "Left")


def pointing(desk: Desk) -> None:
    show(desk, Lesson.CONVOLUTION, "literature")
    desk.hover("input", 1, 1)
    desk.wheel(desk.place("input", 1, 1), 1)
    desk.drag(desk.place("input", 1, 1), QPoint(30, 20))
    QTest.mouseDClick(desk.stage, LEFT, pos=desk.place("input", 1, 1))
    at = desk.place("output", 1, 1)
    words = QHelpEvent(QEvent.Type.ToolTip, at, desk.stage.mapToGlobal(at))
    QApplication.sendEvent(desk.stage, words)
    QApplication.sendEvent(desk.stage, QEvent(QEvent.Type.Leave))


def typing_over_the_stage(desk: Desk) -> None:
    show(desk, Lesson.CONVOLUTION, "literature")
    desk.stage.setFocus()
    desk.stage.set_view(View(pin=Target("input", 1, 1)))
    desk.press("Enter")
    desk.type("7")
    desk.press("Enter")
    desk.press("Enter")
    desk.window.timeline.bar.cell.setFocus()


def cell_field(desk: Desk) -> None:
    show(desk, Lesson.CONVOLUTION, "literature")
    field = desk.window.timeline.bar.cell
    QTest.mouseClick(field, LEFT)
    QTest.keyClicks(field, "2, 2")
    QTest.keyClick(field, Qt.Key.Key_Return)
    desk.stage.setFocus()


def scrubbing(desk: Desk) -> None:
    show(desk, Lesson.CONVOLUTION, "literature")
    QTest.mouseClick(desk.window.timeline.bar.scrub, LEFT)
    QTest.keyClick(desk.window.timeline.bar.scrub, Qt.Key.Key_Right)


def sliding(desk: Desk) -> None:
    show(desk, Lesson.CONVOLUTION, "literature")
    slider = cast(QSlider, desk.widget("stride"))
    QTest.mousePress(slider, LEFT, pos=QPoint(4, 10))
    _drag(slider, QPoint(slider.width() // 2, 10))
    _drag(slider, QPoint(slider.width() - 8, 10))
    QTest.mouseRelease(slider, LEFT, pos=QPoint(slider.width() - 8, 10))


def numbers(desk: Desk) -> None:
    show(desk, Lesson.ARITHMETIC, "floor")
    QTest.keyClick(desk.widget("target_size"), Qt.Key.Key_Up)


def undoing(desk: Desk) -> None:
    show(desk, Lesson.CONVOLUTION, "stride-2")
    desk.menu("undo")
    desk.menu("redo")


def sizes(desk: Desk) -> None:
    desk.window.resize(1000, 700)
    QApplication.processEvents()
    desk.window.resize(1366, 768)
    QApplication.processEvents()


def folding(desk: Desk) -> None:
    for name in ("fold_lessons", "fold_inspector"):
        desk.menu(name)
        desk.menu(name)
    desk.window.timeline.hide()
    desk.window.timeline.show()


def lists(desk: Desk) -> None:
    show(desk, Lesson.MATRIX, "classic")
    for name in ("lesson-list", "preset-list"):
        view = cast(QAbstractItemView, desk.widget(name))
        index = view.model().index(1, 0)
        QTest.mouseClick(view.viewport(), LEFT, pos=view.visualRect(index).center())
        QTest.keyClick(view, Qt.Key.Key_Down)
        view.viewport().repaint()


def edge(desk: Desk) -> None:
    widget = desk.widget("lessons_edge")
    at = QPointF(1, 40)
    QApplication.sendEvent(widget, QEnterEvent(at, at, at))
    _drag(widget, QPoint(30, 40))
    QTest.keyClick(widget, Qt.Key.Key_Left)
    QTest.mouseDClick(widget, LEFT, pos=QPoint(1, 40))
    QApplication.sendEvent(widget, QEvent(QEvent.Type.Leave))


def help_sheet(desk: Desk) -> None:
    desk.menu("help")
    QTest.keyClick(_dialog(desk, "help"), Qt.Key.Key_F1)


def kernel_table(desk: Desk) -> None:
    show(desk, Lesson.CONVOLUTION, "literature")
    _type_over(cast(QAbstractItemView, desk.widget("kernel_table")), 0, 0, "4")
    QTest.keyClick(desk.widget("kernel_table"), Qt.Key.Key_Tab)


def cells_table(desk: Desk) -> None:
    show(desk, Lesson.CONVOLUTION, "literature")
    dialog = CellsDialog(desk.window.store, desk.stage.theme, desk.window)
    dialog.show()
    QApplication.processEvents()
    dialog.close()


def kernel_list(desk: Desk) -> None:
    show(desk, Lesson.CONVOLUTION, "literature")
    box = cast(QComboBox, desk.widget("kernel_preset"))
    box.showPopup()
    QApplication.processEvents()
    box.hidePopup()


def layers(desk: Desk) -> None:
    show(desk, Lesson.RECEPTIVE_FIELD, "doubling")
    table = cast(QAbstractItemView, desk.widget("stack_table"))
    _type_over(table, 1, 2, "5")
    QTest.keyClick(table, Qt.Key.Key_Down)
    QTest.keyClick(table, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    table.viewport().repaint()
    table.edit(table.model().index(0, 1))
    for box in table.findChildren(QComboBox, "layer_kind"):
        box.activated.emit(box.currentIndex())
    QApplication.processEvents()


def other_tables(desk: Desk) -> None:
    show(desk, Lesson.ARITHMETIC, "floor")
    for size in (4, 3):
        cast(QSpinBox, desk.widget("target_size")).setValue(size)
        desk.widget("layers").grab()
    show(desk, Lesson.OVERLAP, "k3s2")
    desk.window.grab()


def cropping(desk: Desk) -> None:
    show(desk, Lesson.CONVOLUTION, "edges")
    desk.click_widget("crop")
    view = _dialog(desk, "crop_dialog").findChild(QWidget, "crop_view")
    assert view is not None
    QTest.mousePress(view, LEFT, pos=QPoint(80, 80))
    _drag(view, QPoint(120, 120))
    QTest.mouseRelease(view, LEFT, pos=QPoint(120, 120))
    QTest.keyClick(view, Qt.Key.Key_Left)
    view.grab()


def dropping(desk: Desk) -> None:
    with TemporaryDirectory() as folder:
        desk.drop_file(saved(Path(folder) / "a.png", np.eye(4, dtype=np.uint8)))
        desk.window.opening.stop_reading()


def recent_files(desk: Desk) -> None:
    desk.window.recent.add(Path(f"{len(desk.window.recent.paths)}.png"))
    for row in range(desk.window.recent.rowCount()):
        desk.window.recent.index(row, 0).data()


def predicting(desk: Desk) -> None:
    show(desk, Lesson.CONVOLUTION, "literature")
    desk.menu("predict")
    QTest.keyClicks(desk.widget("prediction"), "7")
    desk.widget("predict_bar").resize(700, 60)
    desk.menu("predict")


def closing(desk: Desk) -> None:
    show(desk, Lesson.CONVOLUTION, "stride-2")
    desk.window.close()


def themes(desk: Desk) -> None:
    desk.window.theming.choose("dark")
    desk.window.theming.choose("light")


def message(desk: Desk) -> None:
    desk.window.messages.say("hello")
    desk.window.messages.clear()


ACTS: tuple[Act, ...] = (
    keys_on_the_stage, pointing, typing_over_the_stage, cell_field, scrubbing, sliding, numbers,
    undoing, sizes, folding, lists, edge, help_sheet, kernel_table, cells_table, kernel_list,
    layers, other_tables, cropping, dropping, recent_files, message, themes, predicting, closing,
)  # fmt: skip


def _type_over(table: QAbstractItemView, row: int, column: int, text: str) -> None:
    index = table.model().index(row, column)
    QTest.mouseClick(table.viewport(), LEFT, pos=table.visualRect(index).center())
    QTest.keyClicks(table, text)
    for editor in table.findChildren(QLineEdit):
        QTest.keyClick(editor, Qt.Key.Key_Return)
    QApplication.processEvents()  # the view closes an editor a moment later


def _drag(widget: QWidget, to: QPoint) -> None:
    at = QPointF(to)
    move = QMouseEvent(
        QEvent.Type.MouseMove, at, widget.mapToGlobal(at), LEFT, LEFT,
        Qt.KeyboardModifier.NoModifier,
    )  # fmt: skip
    QApplication.sendEvent(widget, move)


def _dialog(desk: Desk, name: str) -> QDialog:
    return next(dialog for dialog in desk.window.findChildren(QDialog, name) if dialog.isVisible())


# ---- what fails, and what is to come of it


INSTEAD: dict[str, FunctionType] = {"closeEvent": cast(FunctionType, Documents.settle)}
"""What fails in place of an override: a window that cannot so much as begin to ask closes."""


def overriding() -> Iterator[tuple[str, str, FunctionType]]:
    """Class, name and function of every override of Qt's methods in the application."""
    for found in pkgutil.walk_packages(app.__path__, "app."):
        for thing in vars(import_module(found.name)).values():
            if isinstance(thing, type) and thing.__module__ == found.name:
                for method, function in overrides(thing).items():
                    yield thing.__name__, method, function


@contextmanager
def traced(trace: Callable[[FrameType], None]) -> Iterator[None]:
    """Call `trace` with every frame that begins."""

    def called(frame: FrameType, _event: str, _given: object) -> None:
        trace(frame)

    sys.settrace(called)
    try:
        yield
    finally:
        sys.settrace(None)


def begin(desk: Desk, act: Act) -> None:
    """Act in the active window, having been at another lesson."""
    show(desk, Lesson.TRANSPOSED, "literature")
    desk.window.activateWindow()
    QTest.qWaitForWindowActive(desk.window)
    act(desk)


def acts_by_code(desk: Desk) -> dict[CodeType, Act]:
    """By which act each piece of code is first reached, once everything has been made."""
    first: dict[CodeType, Act] = {}
    for act in ACTS:
        begin(desk, act)
        settle(desk)
    for act in ACTS:
        met: set[CodeType] = set()
        with traced(lambda frame, met=met: met.add(frame.f_code)):  # type: ignore[misc]
            begin(desk, act)
        first = dict.fromkeys(met, act) | first
        settle(desk)
    return first


def what_comes_of_it(desk: Desk, code: CodeType, act: Act) -> str:
    """Let an override fail where the act first comes to it; empty if all is well."""

    def fail(frame: FrameType) -> None:
        if frame.f_code is code:
            raise_from_c()

    try:
        with traced(fail):
            begin(desk, act)
    except TypeError as error:
        return f"left the override: {error}"
    except (AssertionError, StopIteration):
        pass  # what was to open did not: the report is to say why
    QApplication.processEvents()
    trouble = report_missing(desk, code.co_name)
    settle(desk)
    return trouble or stands_still(desk)


def raise_from_c() -> None:
    """Raise what Python itself raises: with words, but not yet with an exception around them."""
    len(cast(str, None))


def report_missing(desk: Desk, place: str) -> str:
    dialog = desk.window.findChild(ReportDialog)
    if dialog is None or not dialog.isVisible():
        return "no report is shown"
    QTest.mouseClick(dialog.copy_button, LEFT)
    copied = QGuiApplication.clipboard().text()
    QTest.mouseClick(dialog.keep_button, LEFT)
    return "" if WRONG in copied and f"in {place}" in copied else f"reported: {copied}"


def settle(desk: Desk) -> None:
    """Close what an act has left open."""
    for dialog in desk.window.findChildren(QDialog):
        dialog.close()
    QApplication.processEvents()


def stands_still(desk: Desk) -> str:
    """Whether the window no longer does what it is asked."""
    show(desk, Lesson.CONVOLUTION, "literature")
    QTest.keyClick(desk.stage, Qt.Key.Key_Home)
    QTest.keyClick(desk.stage, Qt.Key.Key_Right)
    if desk.scene.step != 1:
        return "stepping does nothing"
    return "" if "output" in desk.text and not desk.stage.grab().isNull() else "nothing is shown"


def main() -> None:
    make_application()
    with TemporaryDirectory() as folder:
        settings = Settings(Path(folder) / "settings.ini")
        settings.motion = False
        scene = preset(Lesson.CONVOLUTION, "literature").build()
        window = MainWindow(scene, settings)
        guard = crash.install(ReportDialog(window).tell)
        window.show()
        desk = Desk(cast(QtBot, None), window)
        acts = acts_by_code(desk)
        for kind, method, override in overriding():
            code = unwrap(INSTEAD.get(method, override)).__code__
            act = acts.get(code)
            trouble = what_comes_of_it(desk, code, act) if act else "no act reaches it"
            print(json.dumps([kind, method, trouble]), flush=True)
        guard.remove()
        window.leave()


if __name__ == "__main__":
    main()
