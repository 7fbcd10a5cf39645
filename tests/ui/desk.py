"""A user's hands and eyes on the main window."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image as Pillow
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QAction, QDragEnterEvent, QDropEvent, QImage, QMouseEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from app.picture.elements import Rect
from app.state.scene import Scene
from app.ui.stage.stage import Stage
from app.ui.window import MainWindow
from tests.picture.showing import block, equation_of

LEFT = Qt.MouseButton.LeftButton
NONE = Qt.KeyboardModifier.NoModifier
KEYS = {
    "Left": Qt.Key.Key_Left, "Right": Qt.Key.Key_Right, "Up": Qt.Key.Key_Up,
    "Down": Qt.Key.Key_Down, "Esc": Qt.Key.Key_Escape, "Enter": Qt.Key.Key_Return,
    "PgDn": Qt.Key.Key_PageDown, "PgUp": Qt.Key.Key_PageUp, "Space": Qt.Key.Key_Space,
    "Home": Qt.Key.Key_Home, "End": Qt.Key.Key_End, "F2": Qt.Key.Key_F2, "F5": Qt.Key.Key_F5,
    "F6": Qt.Key.Key_F6, "F7": Qt.Key.Key_F7, "F8": Qt.Key.Key_F8, "F11": Qt.Key.Key_F11,
    "B": Qt.Key.Key_B, ".": Qt.Key.Key_Period, "+": Qt.Key.Key_Plus, "-": Qt.Key.Key_Minus,
    "0": Qt.Key.Key_0, "P": Qt.Key.Key_P,
}  # fmt: skip


class Desk:
    """Acts on a window as a person does, and reads from it what a person reads."""

    def __init__(self, qtbot: QtBot, window: MainWindow) -> None:
        self.qtbot, self.window = qtbot, window

    # ---- reading

    @property
    def stage(self) -> Stage:
        return self.window.stage

    @property
    def scene(self) -> Scene:
        return self.window.store.scene

    @property
    def text(self) -> str:
        return self.stage.text()

    @property
    def sentence(self) -> str:
        return self.stage.picture.spoken

    @property
    def equation(self) -> str:
        return equation_of(self.text)

    @property
    def message(self) -> str:
        """The message line; empty where none is shown."""
        return self.window.messages.text if self.window.messages.isVisible() else ""

    @property
    def undo_words(self) -> tuple[str, str]:
        return self.action("undo").text(), self.action("redo").text()

    def panel(self, title: str) -> str:
        return block(self.text, title)

    def action(self, name: str) -> QAction:
        found = self.window.findChild(QAction, name)
        assert found is not None, name
        return found

    def widget(self, name: str) -> QWidget:
        found = self.window.findChild(QWidget, name)
        assert found is not None, name
        return found

    def shows(self, name: str) -> bool:
        """Whether a control is there and not hidden; one that another lesson has may be neither."""
        found = self.window.findChild(QWidget, name)
        return found is not None and found.isVisibleTo(self.window)

    def pixels(self) -> NDArray[np.uint8]:
        """What is on the stage, `(height, width, 4)`."""
        image = self.stage.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
        rows = np.frombuffer(bytes(image.constBits()), np.uint8)
        return rows.reshape(image.height(), image.width(), 4)

    def place(self, panel: str, row: int, column: int) -> QPoint:
        """The middle of a cell, counted from 0."""
        cell = self.stage.picture.panel(panel).to_pixels(Rect(column, row, 1, 1))
        return QPointF(*cell.centre).toPoint()

    # ---- acting

    def menu(self, name: str) -> None:
        self.action(name).trigger()

    def press(self, *keys: str) -> None:
        """Press keys on what has the focus."""
        for key in keys:
            focused = QApplication.focusWidget() or self.window
            QTest.keyClick(focused, KEYS[key])

    def type(self, text: str) -> None:
        focused = QApplication.focusWidget()
        assert focused is not None
        QTest.keyClicks(focused, text)

    def hover_point(self, point: QPoint) -> None:
        at = QPointF(point)
        event = QMouseEvent(
            QMouseEvent.Type.MouseMove, at, self.stage.mapToGlobal(at), Qt.MouseButton.NoButton,
            Qt.MouseButton.NoButton, NONE,
        )  # fmt: skip
        QApplication.sendEvent(self.stage, event)

    def hover(self, panel: str, row: int, column: int) -> None:
        self.hover_point(self.place(panel, row, column))

    def click(self, panel: str, row: int, column: int) -> None:
        point = self.place(panel, row, column)
        QTest.mouseClick(self.stage, LEFT, NONE, point)

    def click_widget(self, name: str) -> None:
        QTest.mouseClick(self.widget(name), LEFT)

    def drag(self, start: QPoint, by: QPoint) -> None:
        """Drag on the stage."""
        QTest.mousePress(self.stage, LEFT, NONE, start)
        for share in (0.3, 0.7, 1.0):
            at = QPointF(start) + QPointF(by) * share
            event = QMouseEvent(
                QMouseEvent.Type.MouseMove, at, self.stage.mapToGlobal(at), LEFT, LEFT, NONE
            )
            QApplication.sendEvent(self.stage, event)
        QTest.mouseRelease(self.stage, LEFT, NONE, start + by)

    def wheel(self, point: QPoint, notches: int) -> None:
        at = QPointF(point)
        event = QWheelEvent(
            at, self.stage.mapToGlobal(at), QPoint(), QPoint(0, 120 * notches),
            Qt.MouseButton.NoButton, NONE, Qt.ScrollPhase.NoScrollPhase, False,
        )  # fmt: skip
        QApplication.sendEvent(self.stage, event)

    def drop(self, mime: QMimeData) -> bool:
        """Drag something over the window and drop it, if the window takes it."""
        at = self.window.rect().center()
        allowed = Qt.DropAction.CopyAction | Qt.DropAction.MoveAction
        enter = QDragEnterEvent(at, allowed, mime, LEFT, NONE)
        QApplication.sendEvent(self.window, enter)
        if enter.isAccepted():
            event = QDropEvent(QPointF(at), allowed, mime, LEFT, NONE)
            QApplication.sendEvent(self.window, event)
        return enter.isAccepted()

    def drop_file(self, path: Path) -> bool:
        return self.drop(files(path))

    def settled(self) -> None:
        """Wait until the whole result of the scene is there."""
        self.qtbot.waitUntil(lambda: self.stage.stage_input().result is not None, timeout=20_000)


def files(*paths: Path) -> QMimeData:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    return mime


def saved(path: Path, pixels: object) -> Path:
    """An image file of these pixels."""
    Pillow.fromarray(np.asarray(pixels)).save(path)
    return path
