"""Panels that look as they did in the picture before, each from a pixmap."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from math import ceil, floor
from typing import Any

import numpy as np
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QPainter, QPixmap

from app.picture.elements import Border, Panel

COMPARED = 4096
"""Arrays of more cells than this count as alike only where they are the same one."""
EDGE = 2
"""Pixels around a panel that its lines may take."""


@dataclass(slots=True)
class _Seen:
    panel: Panel
    ratio: float
    pixmap: QPixmap | None = None


class Steady:
    """Keeps the pixmaps of panels that stay, by their keys; most panels of a step are these.

    A panel is painted at its place when it is new, and onto a pixmap when it comes again, so that
    one that changes with every step costs no pixmap.
    """

    def __init__(self) -> None:
        self._seen: dict[str, _Seen] = {}

    def draw(
        self, painter: QPainter, panel: Panel, paint: Callable[[QPainter, Panel], None]
    ) -> None:
        """Draw the panel: `paint` paints it anew."""
        ratio = painter.device().devicePixelRatioF()
        if panel.border is not None and ratio != 1.0:
            paint(painter, panel)  # Qt begins the hatch of padding elsewhere on a pixmap
            return
        seen = self._seen.get(panel.key)
        if seen is None or seen.ratio != ratio or not looks_alike(seen.panel, panel):
            self._seen[panel.key] = _Seen(panel, ratio)
            paint(painter, panel)
            return
        left, top = _device(panel.rect.x, ratio), _device(panel.rect.y, ratio)
        if seen.pixmap is None:
            wide = ceil((panel.rect.right + EDGE) * ratio) - left
            high = ceil((panel.rect.bottom + EDGE) * ratio) - top
            seen.pixmap = QPixmap(wide, high)
            seen.pixmap.setDevicePixelRatio(ratio)
            seen.pixmap.fill(Qt.GlobalColor.transparent)
            with QPainter(seen.pixmap) as inner:
                inner.translate(-left / ratio, -top / ratio)
                paint(inner, panel)
        painter.drawPixmap(QPointF(left / ratio, top / ratio), seen.pixmap)

    @property
    def keys(self) -> set[str]:
        """The panels that are kept."""
        return set(self._seen)

    def forget_all_but(self, keys: Iterable[str]) -> None:
        """Let go of panels that are no longer in the picture."""
        for key in self._seen.keys() - set(keys):
            del self._seen[key]


def _device(edge: float, ratio: float) -> int:
    """Where a pixmap begins that holds a panel from this edge on, in whole pixels of the device.

    Nothing is resampled then, whatever the ratio.
    """
    return floor((edge - EDGE) * ratio)


def looks_alike(one: Panel, other: Panel) -> bool:
    """Whether two panels are painted alike."""
    return one is other or (
        _manner(one) == _manner(other)
        and _same(one.array, other.array)
        and _same(one.held, other.held)
        and _same_border(one.border, other.border)
    )


def _manner(panel: Panel) -> tuple[Any, ...]:
    """All that painting reads but the arrays."""
    return (
        panel.rect, panel.visible, panel.shape, panel.role, panel.tone, panel.known, panel.hide,
        panel.digits, panel.numbers, panel.bare, panel.aspect, panel.share, panel.glass,
        panel.revealed,
    )  # fmt: skip


def _same(one: Any, other: Any) -> bool:
    """Whether arrays hold the same; of large ones, whether they are the same."""
    if one is other:
        return True
    if one is None or other is None or one.size > COMPARED:
        return False
    return one.dtype == other.dtype and np.array_equal(one, other)


def _same_border(one: Border | None, other: Border | None) -> bool:
    if one is None or other is None:
        return one is other
    sides = (one.top, one.bottom, one.left, one.right)
    if sides != (other.top, other.bottom, other.left, other.right):
        return False
    return _same(one.rows, other.rows) and _same(one.columns, other.columns)
