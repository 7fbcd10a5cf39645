"""Hatches that tell cells apart: fine and of the panel's hue for what is negative, wide and grey
the other way for padding and for the zeros between inputs. Both stay what they are in SVG and PDF.
"""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import Qt
from PySide6.QtGui import QBrush, QColor, QImage

from app.paint.theme import Theme
from app.picture.elements import Role

FINE = 4
"""Pixels from line to line of a negative cell's hatch; Qt's own patterns have 8."""
NEGATIVE, PADDING = 0.38, 0.34
"""How strong the lines are."""


@lru_cache(maxsize=32)
def negative_hatch(theme: Theme, role: Role) -> QBrush:
    """Fine lines that fall to the right, in the hue of a panel."""
    line = _clear(theme.colour(role), NEGATIVE)
    tile = QImage(FINE, FINE, QImage.Format.Format_ARGB32)
    tile.fill(Qt.GlobalColor.transparent)
    for at in range(FINE):
        tile.setPixelColor(at, at, line)
    return QBrush(tile)


@lru_cache(maxsize=8)
def padding_hatch(theme: Theme) -> QBrush:
    """Wide grey lines that rise to the right."""
    return QBrush(_clear(theme.colour(Role.SOFT), PADDING), Qt.BrushStyle.BDiagPattern)


def _clear(colour: QColor, alpha: float) -> QColor:
    colour.setAlphaF(alpha)
    return colour
