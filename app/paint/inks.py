"""What colour digits take on a cell, so that they can be read on every fill."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from PySide6.QtGui import QColor

from app.paint.contrast import contrast, readable
from app.paint.raster import colours
from app.paint.theme import Theme, mixed
from app.picture.elements import Role

BLACK, WHITE = "#000000", "#ffffff"
PADDING = 0.6
"""How much of a value's fill shows in the padding that repeats it."""


@dataclass(frozen=True, slots=True)
class Ink:
    """A cell's ground, the letters on it, and the plate under them where they need one."""

    ground: QColor
    letters: QColor
    plate: QColor | None = None


@lru_cache(maxsize=64)
def cell_inks(theme: Theme, role: Role, grey: bool) -> tuple[Ink, ...]:
    """For each of the 256 fills: ink on tints, black or white on grey."""
    wanted = (BLACK, WHITE) if grey else (theme.ink,)
    return tuple(_ink(ground, theme, *wanted) for ground in colours(theme, role, grey))


@lru_cache(maxsize=64)
def padding_inks(theme: Theme, role: Role, grey: bool) -> tuple[Ink, ...]:
    """The same for padding that repeats a cell of each fill: paler, and soft where that reads."""
    grounds = (mixed(theme.paper, fill.name(), PADDING) for fill in colours(theme, role, grey))
    wanted = (theme.soft, theme.ink, BLACK, WHITE)
    return tuple(_ink(ground, theme, *wanted) for ground in grounds)


@lru_cache(maxsize=8)
def zero_ink(theme: Theme) -> Ink:
    """Padding that is zero."""
    return Ink(QColor(theme.paper), QColor(theme.soft))


def _ink(ground: QColor, theme: Theme, *wanted: str) -> Ink:
    letters = readable(ground, theme.contrast, *map(QColor, wanted))
    if contrast(letters, ground) >= theme.contrast:
        return Ink(ground, letters)
    away = WHITE if letters == QColor(BLACK) else BLACK
    plates = (mixed(ground.name(), away, percent / 100) for percent in range(1, 101))
    plate = next(p for p in plates if contrast(letters, p) >= theme.contrast)
    return Ink(ground, letters, plate)
