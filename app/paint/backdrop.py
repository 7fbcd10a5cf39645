"""What many steps share, on one pixmap: the ground, the cards and the panels that stay."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from PySide6.QtGui import QPainter, QPixmap

from app.picture.elements import Panel, Picture, Rect

MANY = 100
"""Fewer panels than this are painted one by one as quickly."""


@dataclass(frozen=True, slots=True)
class _Kept:
    signature: tuple[float, float, float, tuple[Rect, ...]]
    panels: dict[int, Panel]
    pixmap: QPixmap


class Backdrop:
    """Keeps what two pictures in a row have in common, where these are made of many panels.

    Panels count as common when they are the very same objects. None of them may lie before
    another, so that the order in which they are painted is all one.
    """

    def __init__(self) -> None:
        self._last: dict[int, Panel] = {}
        self._kept: _Kept | None = None

    def draw(
        self,
        painter: QPainter,
        picture: Picture,
        paint: Callable[[QPainter, Iterable[Panel]], None],
    ) -> frozenset[int]:
        """Draw what is common; the identities of the panels that are thereby painted.

        `paint` paints the ground, the cards and these panels. Nothing is drawn where there is
        too little to gain.
        """
        panels = {id(panel): panel for panel in picture.panels}
        last, self._last = self._last, panels
        if len(panels) < MANY or picture.plots or any(panel.piled for panel in picture.panels):
            return frozenset()
        ratio = painter.device().devicePixelRatioF()
        signature = picture.width, picture.height, ratio, picture.cards
        kept = self._kept
        if kept is None or kept.signature != signature or not kept.panels.keys() <= panels.keys():
            common = {key: panel for key, panel in panels.items() if key in last}
            if len(common) < MANY:
                return frozenset()
            pixmap = QPixmap(round(picture.width * ratio), round(picture.height * ratio))
            pixmap.setDevicePixelRatio(ratio)
            with QPainter(pixmap) as inner:
                paint(inner, common.values())
            kept = self._kept = _Kept(signature, common, pixmap)
        painter.drawPixmap(0, 0, kept.pixmap)
        return frozenset(kept.panels)
