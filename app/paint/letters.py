"""Text on the stage: laid out once, drawn often."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPaintEngine, QPainter, QStaticText

from app.paint.fonts import font, metrics, plain_font
from app.picture.elements import Anchor, Weight

_SHARES: dict[Anchor, float] = {"left": 0.0, "centre": 0.5, "right": 1.0}


@lru_cache(maxsize=8192)
def _laid_out(text: str, size: int, weight: Weight) -> tuple[QStaticText, float]:
    """The text with its width."""
    static = QStaticText(text)
    static.setTextFormat(Qt.TextFormat.PlainText)
    static.setPerformanceHint(QStaticText.PerformanceHint.AggressiveCaching)
    static.prepare(font=font(size, weight))
    return static, static.size().width()


@lru_cache(maxsize=256)
def _middle(size: int, weight: Weight) -> float:
    """From the top of a line to the middle of its capitals and figures."""
    measured = metrics(size, weight)
    return measured.ascent() - measured.capHeight() / 2


class Writer:
    """Draws lines of one size and weight; what they share is asked for once."""

    def __init__(self, painter: QPainter, size: float, weight: Weight = Weight.REGULAR) -> None:
        self._painter, self._size, self._weight = painter, round(size), weight
        self._in_pdf = painter.paintEngine().type() is QPaintEngine.Type.Pdf
        chosen = plain_font if self._in_pdf else font
        painter.setFont(chosen(self._size, weight))
        self._rise = _middle(self._size, weight)

    def write(
        self,
        text: str,
        x: float,
        y: float,
        anchor: Anchor = "left",
        colour: QColor | None = None,
    ) -> None:
        """Draw one line whose figures have their middle at `y`. Without a colour the pen stays."""
        static, width = _laid_out(text, self._size, self._weight)
        if colour is not None:
            self._painter.setPen(colour)
        left = x - width * _SHARES[anchor]
        if self._in_pdf:
            base = y + metrics(self._size, self._weight).capHeight() / 2
            self._painter.drawText(QPointF(left, base), text)
        else:
            self._painter.drawStaticText(QPointF(left, y - self._rise), static)


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
    """Draw one line (see Writer)."""
    Writer(painter, size, weight).write(text, x, y, anchor, colour)
