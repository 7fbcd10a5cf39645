"""Text on the stage: laid out once, drawn often."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPaintEngine, QPainter, QStaticText

from app.paint.fonts import font, metrics, plain_font
from app.picture.elements import Anchor, Weight

_SHARES: dict[Anchor, float] = {"left": 0.0, "centre": 0.5, "right": 1.0}


@lru_cache(maxsize=8192)
def _laid_out(text: str, size: int, weight: Weight) -> QStaticText:
    static = QStaticText(text)
    static.setTextFormat(Qt.TextFormat.PlainText)
    static.setPerformanceHint(QStaticText.PerformanceHint.AggressiveCaching)
    static.prepare(font=font(size, weight))
    return static


@lru_cache(maxsize=256)
def _middle(size: int, weight: Weight) -> float:
    """From the top of a line to the middle of its capitals and figures."""
    measured = metrics(size, weight)
    return measured.ascent() - measured.capHeight() / 2


def write(
    painter: QPainter,
    text: str,
    x: float,
    y: float,
    size: float,
    weight: Weight = Weight.REGULAR,
    anchor: Anchor = "left",
    colour: QColor | None = None,
) -> None:
    """Draw one line whose figures have their middle at `y`. Keeps the pen where none is given."""
    pixels = round(size)
    static = _laid_out(text, pixels, weight)
    if colour is not None:
        painter.setPen(colour)
    left = x - static.size().width() * _SHARES[anchor]
    if painter.paintEngine().type() is QPaintEngine.Type.Pdf:
        painter.setFont(plain_font(pixels, weight))
        painter.drawText(QPointF(left, y + metrics(pixels, weight).capHeight() / 2), text)
        return
    painter.setFont(font(pixels, weight))
    painter.drawStaticText(QPointF(left, y - _middle(pixels, weight)), static)
