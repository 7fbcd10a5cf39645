"""Where the message line lies in the window, so that it covers nothing that is looked at."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPoint, QRect, QSize
from PySide6.QtWidgets import QWidget

from app.ui.header import HEIGHT, Header
from app.ui.stage.stage import Stage

EDGE = 12
"""Pixels that stay free beside the line."""
BEYOND = 10
"""Pixels that the line may reach down from the header: titles on the stage begin below them."""
SHARES = (1.0, 0.66, 0.45, 0.3)
"""Widths that are tried on the stage, in shares of its own: narrow ones have more lines."""
HeightAt = Callable[[int], int]
"""The height in pixels that words have at a width."""


class NoticePlace:
    """In the header, between menus and buttons; long words lie on the stage, where it has nothing.

    Where there is no such place the line pushes the stage down: `strip`, above it, grows.
    """

    def __init__(self, parent: QWidget, header: Header, stage: Stage) -> None:
        self._parent, self._header, self._stage = parent, header, stage
        self.strip = QWidget()
        self.strip.setFixedHeight(0)
        self._pushed = 0

    def find(self, wanted: int, height_at: HeightAt) -> QRect:
        """A rectangle of the parent, in pixels, for words that are `wanted` wide in one line."""
        found = self._in_header(wanted, height_at)
        if found is None and wanted != self._pushed:  # else a stage that was pushed may have room
            found = self._on_stage(wanted, height_at)
        if found is None:
            return self._push(wanted, height_at)
        self.release()
        return found

    def release(self) -> None:
        """Nothing is told any more: the stage comes back."""
        self._pushed = 0
        self.strip.setFixedHeight(0)

    def _in_header(self, wanted: int, height_at: HeightAt) -> QRect | None:
        if self._header.isHidden():
            return None
        room = self._header.room
        width = min(wanted, room.width())
        high = height_at(width)
        if high > HEIGHT + BEYOND - 4:
            return None
        corner = self._header.mapTo(self._parent, room.topLeft())
        x = corner.x() + (room.width() - width) // 2
        return QRect(x, corner.y() + max(4, (HEIGHT - high) // 2), width, high)

    def _on_stage(self, wanted: int, height_at: HeightAt) -> QRect | None:
        corner = self._stage.mapTo(self._parent, QPoint())
        for share in SHARES:
            width = min(wanted, round(share * (self._stage.width() - 2 * EDGE)))
            size = QSize(width, height_at(width))
            place = self._stage.clear_place(size)
            if place is not None:
                return QRect(corner + place, size)
        return None

    def _push(self, wanted: int, height_at: HeightAt) -> QRect:
        width = min(wanted, self._parent.width() - 2 * EDGE)
        size = QSize(width, height_at(width))
        self._pushed = wanted
        self.strip.setFixedHeight(size.height() + EDGE)
        top = 0 if self._header.isHidden() else HEIGHT
        return QRect(QPoint((self._parent.width() - width) // 2, top + EDGE // 2), size)
