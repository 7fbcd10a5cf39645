"""The edge of the left panel: dragged, it makes the panel wider or narrower."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from app.paint.theme import LIGHT, Theme
from app.services.overrides import guarded

WIDTH = 6
STEP = 16
"""Pixels that an arrow key moves the edge."""
STEPS = {Qt.Key.Key_Left: -STEP, Qt.Key.Key_Right: STEP}


@guarded
class Edge(QWidget):
    """`moved` tells where the edge is wanted, in pixels of its parent; `reset` asks for the usual.

    Drag it, or focus it and press Left, Right or Home; a double click resets it.
    """

    moved = Signal(int)
    reset = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("lessons_edge")
        self.setAccessibleName("Width of the lessons")
        self.setToolTip(
            "Drag to make the lessons wider, double-click for the usual width; "
            "with the keyboard Left, Right and Home"
        )
        self.setCursor(Qt.CursorShape.SplitHCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._theme = LIGHT

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        if event.buttons() & Qt.MouseButton.LeftButton:
            self.moved.emit(round(self.mapToParent(event.position()).x()) + WIDTH // 2)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        del event
        self.reset.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        key = Qt.Key(event.key())
        if key in STEPS:
            self.moved.emit(self.geometry().right() + 1 + STEPS[key])
        elif key == Qt.Key.Key_Home:
            self.reset.emit()
        else:
            super().keyPressEvent(event)

    def enterEvent(self, event: QEvent) -> None:  # noqa: N802
        del event
        self.update()

    def leaveEvent(self, event: QEvent) -> None:  # noqa: N802
        del event
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        del event
        if self.hasFocus() or self.underMouse():
            with QPainter(self) as painter:
                bar = self.rect().adjusted(WIDTH - 3, 0, 0, 0)
                painter.fillRect(bar, QColor(self._theme.input))
