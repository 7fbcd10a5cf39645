"""Pictures as pixels, for tests."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QColor, QImage, QPainter

from app.paint.painter import Artist
from app.picture.elements import Panel, Picture, Place, Rect, Role, Tone

Pixels = NDArray[np.uint8]


def panel(array: Any, scale: float = 1.0, at: tuple[float, float] = (10, 10), **more: Any) -> Panel:
    """A panel of whole cells, `scale` pixels each, without title and digits."""
    cells = np.asarray(array)
    rows, columns = cells.shape
    more = {"tone": Tone(0.0, 255.0, grey=True), "key": "input", "role": Role.INPUT} | more
    more = {"visible": Rect(0, 0, columns, rows)} | more
    seen = more["visible"]
    rect = Rect(*at, seen.width * scale, seen.height * scale)
    return Panel(rect=rect, shape=(rows, columns), array=cells, title="", **more)


def picture(*panels: Panel, size: tuple[int, int] = (200, 160), marks: Any = ()) -> Picture:
    place = Place("input", Rect(0, 0, 1, 1))
    return Picture(*size, panels, tuple(marks), (), (), None, "", place)


def painted(shown: Picture, artist: Artist, ratio: float = 1.0) -> Pixels:
    """The picture's pixels, `(height, width, 3)` as red, green, blue; `ratio` of the device."""
    size = round(shown.width * ratio), round(shown.height * ratio)
    image = QImage(*size, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(ratio)
    image.fill(QColor("#ff00ff"))  # nothing of a picture has this colour
    with QPainter(image) as painter:
        artist.paint(shown, painter)
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), -1, 4)
    return rows[:, : image.width(), 2::-1].copy()


def inside(pixels: Pixels, shown: Panel) -> Pixels:
    """The pixels of a panel."""
    rect = shown.rect
    top, left = round(rect.y), round(rect.x)
    return pixels[top : top + round(rect.height), left : left + round(rect.width)]
