"""A place for messages over a widget that is no window."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRect
from PySide6.QtWidgets import QWidget


class OnTop:
    """In the middle of the top edge."""

    def __init__(self, over: QWidget) -> None:
        self._over = over

    def find(self, wanted: int, height_at: Callable[[int], int]) -> QRect:
        width = min(wanted, self._over.width() - 24)
        return QRect((self._over.width() - width) // 2, 6, width, height_at(width))

    def release(self) -> None:
        """It took no room."""
