"""A signal as a small picture: the band between its least and greatest sample in each pixel."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QLineF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen

from app.paint.theme import Theme
from app.picture.elements import Role

MARGIN = 0.08
"""Of the picture's height, above and below the signal."""


def waveform(values: NDArray[Any], theme: Theme, side: int) -> QImage:
    """The samples `(N,)` over a line at 0, in a square of `side` pixels."""
    picture = QImage(side, side, QImage.Format.Format_RGB32)
    picture.fill(QColor(theme.paper))
    finite = np.nan_to_num(values.astype(np.float64), posinf=0.0, neginf=0.0)
    low, high = min(0.0, float(finite.min())), max(0.0, float(finite.max()))
    unit = side * (1 - 2 * MARGIN) / (high - low or 1.0)
    base = side * (1 - MARGIN) + low * unit
    cuts = np.linspace(0, len(finite), side + 1)
    with QPainter(picture) as painter:
        painter.setPen(QPen(QColor(theme.line), 1))
        painter.drawLine(QLineF(0, base, side, base))
        pen = QPen(theme.colour(Role.INPUT), max(1.0, side / 40))
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        before: tuple[float, float] | None = None
        for pixel in range(side):
            part = finite[int(cuts[pixel]) : int(np.ceil(cuts[pixel + 1]))]
            top, bottom = base - part.max() * unit, base - part.min() * unit
            if before is not None:  # joined with the pixel before it
                top, bottom = min(top, before[1]), max(bottom, before[0])
            painter.drawLine(QLineF(pixel + 0.5, top, pixel + 0.5, max(bottom, top + 0.5)))
            before = base - part.max() * unit, base - part.min() * unit
    return picture
