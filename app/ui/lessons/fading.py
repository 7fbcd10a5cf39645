"""An edge that fades where what is scrolled goes on beyond it."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QLinearGradient, QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QAbstractScrollArea

from app.paint.theme import Theme

FADE = 18
"""Pixels over which what lies at the edge goes pale."""


def goes_on(area: QAbstractScrollArea) -> tuple[bool, bool]:
    """Whether there is more above what is seen, and below it."""
    bar = area.verticalScrollBar()
    return bar.value() > bar.minimum(), bar.value() < bar.maximum()


def paint_fades(area: QAbstractScrollArea, theme: Theme, *, arrows: bool) -> None:
    """Pale edges, to be painted over the area's own; `arrows` point over them."""
    room = QRectF(area.viewport().rect())
    above, below = goes_on(area)
    with QPainter(area.viewport()) as painter:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for there, outer, inwards in ((above, room.top(), FADE), (below, room.bottom(), -FADE)):
            if there:
                _fade(painter, outer, inwards, room, theme)
                if arrows:
                    _arrow(painter, outer, inwards, room, theme)


def _fade(painter: QPainter, outer: float, inwards: int, room: QRectF, theme: Theme) -> None:
    paper = QColor(theme.paper)
    clear = QColor(paper)
    clear.setAlpha(0)
    fade = QLinearGradient(0, outer, 0, outer + inwards)
    fade.setColorAt(0, paper)
    fade.setColorAt(1, clear)
    top = min(outer, outer + inwards)
    painter.fillRect(QRectF(room.x(), top, room.width(), FADE), fade)


def _arrow(painter: QPainter, outer: float, inwards: int, room: QRectF, theme: Theme) -> None:
    x, tip = room.right() - 18, outer + inwards * 0.25
    foot = tip + inwards * 0.25
    painter.setPen(QPen(QColor(theme.soft), 1.6))
    arrow = (QPointF(x - 5, foot), QPointF(x, tip), QPointF(x + 5, foot))
    painter.drawPolyline(QPolygonF(arrow))
