"""A list whose edge fades, with an arrow, where rows lie beyond it."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QLinearGradient, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QAbstractItemView, QFrame, QListView, QWidget

from app.paint.theme import LIGHT, Theme
from app.services.overrides import guarded

FADE = 18
"""Pixels over which the last rows go pale."""


@guarded
class Rows(QListView):
    """A quiet list of rows that scrolls by the pixel."""

    def __init__(self, name: str, spoken: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setAccessibleName(spoken)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setMouseTracking(True)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self._theme = LIGHT
        self.verticalScrollBar().valueChanged.connect(self.viewport().update)

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.viewport().update()

    @property
    def goes_on(self) -> tuple[bool, bool]:
        """Whether rows lie above what is seen, and below it."""
        bar = self.verticalScrollBar()
        return bar.value() > bar.minimum(), bar.value() < bar.maximum()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        super().paintEvent(event)
        room = QRectF(self.viewport().rect())
        above, below = self.goes_on
        with QPainter(self.viewport()) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            if above:
                self._fade(painter, room.top(), FADE, room)
            if below:
                self._fade(painter, room.bottom(), -FADE, room)

    def _fade(self, painter: QPainter, outer: float, inwards: int, room: QRectF) -> None:
        """Pale towards the edge at `outer`, and an arrow that points over it."""
        paper = QColor(self._theme.paper)
        clear = QColor(paper)
        clear.setAlpha(0)
        fade = QLinearGradient(0, outer, 0, outer + inwards)
        fade.setColorAt(0, paper)
        fade.setColorAt(1, clear)
        top = min(outer, outer + inwards)
        painter.fillRect(QRectF(room.x(), top, room.width(), FADE), fade)
        x, tip = room.right() - 18, outer + inwards * 0.25
        foot = tip + inwards * 0.25
        painter.setPen(QPen(QColor(self._theme.soft), 1.6))
        arrow = (QPointF(x - 5, foot), QPointF(x, tip), QPointF(x + 5, foot))
        painter.drawPolyline(QPolygonF(arrow))
