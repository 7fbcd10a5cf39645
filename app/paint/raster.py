"""Arrays as images: quantised once, halved as often as a small view needs, tinted by a table."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter

from app.paint.theme import Theme, mixed
from app.picture.elements import Panel, Role, Tone

Bytes = NDArray[np.uint8]
LEAST_HALVED = 4
"""Fewer rows or columns are not halved again."""
LEAST_HELD = 150
"""How bright a cell that holds a zero is at least, where other cells hold nothing."""


def quantised(values: NDArray[Any], tone: Tone) -> Bytes:
    """Brightness or fill in 256 levels, in bands of rows so that large photos stay quick.

    What is not a number counts as empty.
    """
    if values.dtype == np.uint8 and tone == Tone(0.0, 255.0, grey=True):
        return np.ascontiguousarray(values)
    levels = np.empty(values.shape, np.uint8)
    with np.errstate(over="ignore", invalid="ignore"):  # a float32 need not hold what is scaled
        factor = np.float32(255 / (tone.high - tone.low))
        for top in range(0, values.shape[0], 256):
            levels[top : top + 256] = _scaled(values[top : top + 256], tone, factor)
    return levels


def _scaled(band: NDArray[Any], tone: Tone, factor: np.float32) -> NDArray[np.float32]:
    scaled = np.abs(band) if tone.absolute else band
    scaled = np.multiply(scaled - np.float32(tone.low), factor, dtype=np.float32)
    np.fmax(scaled, 0, out=scaled)  # of a number and of what is none it takes the number
    np.minimum(scaled, 255, out=scaled)
    return np.rint(scaled, out=scaled)


def halved(levels: Bytes) -> Bytes:
    """Each 2 × 2 block as its mean, of a single row each pair; an odd last one is dropped."""
    if levels.shape[0] == 1:
        pairs = levels[:, : levels.shape[1] // 2 * 2].astype(np.uint16)
        return ((pairs[:, ::2] + pairs[:, 1::2] + 1) >> 1).astype(np.uint8)
    rows, columns = levels.shape[0] // 2 * 2, levels.shape[1] // 2 * 2
    even = levels[:rows:2, :columns].astype(np.uint16) + levels[1:rows:2, :columns]
    return ((even[:, ::2] + even[:, 1::2] + 2) >> 2).astype(np.uint8)


@lru_cache(maxsize=64)
def colours(theme: Theme, role: Role, grey: bool) -> tuple[QColor, ...]:
    """256 colours: grey from black to white, or the hue laid ever thicker on the paper."""
    if grey:
        return tuple(QColor(level, level, level) for level in range(256))
    return tuple(fill(theme, role, level / 255) for level in range(256))


@lru_cache(maxsize=64)
def colour_table(theme: Theme, role: Role, grey: bool) -> tuple[int, ...]:
    """`colours` as an image's colour table."""
    return tuple(colour.rgb() for colour in colours(theme, role, grey))


def fill(theme: Theme, role: Role, share: float) -> QColor:
    """A cell's tint: from `fill_least` to `fill_most` of the hue over the paper."""
    amount = theme.fill_least + share * (theme.fill_most - theme.fill_least)
    return mixed(theme.paper, theme.hue(role), amount)


def _is_worth_halving(levels: Bytes) -> bool:
    rows, columns = (int(side) for side in levels.shape)
    return columns >= LEAST_HALVED and (rows == 1 or rows >= LEAST_HALVED)


class Pyramid:
    """An array's levels of brightness at full size, half, quarter, … made when they are needed."""

    def __init__(
        self, values: NDArray[Any], tone: Tone, held: NDArray[np.bool_] | None = None
    ) -> None:
        self.values, self.tone = values, tone
        levels = quantised(values, tone)
        if held is not None:
            levels = np.where(held, np.maximum(levels, LEAST_HELD), np.uint8(0))
        self._levels = [levels]

    @classmethod
    def of(cls, panel: Panel, ratio: float) -> Pyramid:
        """With the level that this panel needs already made."""
        assert panel.array is not None
        pyramid = cls(panel.array, panel.tone, panel.held)
        pyramid.level(panel.scale * ratio)
        return pyramid

    def holds(self, panel: Panel) -> bool:
        return self.values is panel.array and self.tone == panel.tone

    def level(self, scale: float) -> tuple[Bytes, int]:
        """The smallest level that still has a sample per pixel at `scale`, and its halvings."""
        halvings = 0
        while scale * 2 ** (halvings + 1) <= 1.0 and _is_worth_halving(self._levels[halvings]):
            halvings += 1
            if halvings == len(self._levels):
                self._levels.append(halved(self._levels[-1]))
        return self._levels[halvings], halvings

    def draw(self, painter: QPainter, panel: Panel, table: tuple[int, ...], ratio: float) -> None:
        """Draw the visible part of the array, sharp close up and averaged far away."""
        array = QRectF(0, 0, panel.shape[1], panel.shape[0])
        seen = panel.visible
        part = array.intersected(QRectF(seen.x, seen.y, seen.width, seen.height))
        if part.isEmpty():
            return
        levels, halvings = self.level(panel.scale * ratio)
        shrink = 2.0**-halvings
        down = 1.0 if panel.shape[0] == 1 else shrink  # a single row stays one
        image = QImage(
            levels.data,
            levels.shape[1],
            levels.shape[0],
            levels.strides[0],
            QImage.Format.Format_Indexed8,
        )
        image.setColorTable(table)
        source = QRectF(
            part.x() * shrink, part.y() * down, part.width() * shrink, part.height() * down
        )
        target = QRectF(
            panel.rect.x + (part.x() - seen.x) * panel.scale,
            panel.rect.y + (part.y() - seen.y) * panel.scale * panel.aspect,
            part.width() * panel.scale,
            part.height() * panel.scale * panel.aspect,
        )
        crop = source.toAlignedRect().intersected(image.rect())
        piece = image.copy(crop).convertToFormat(QImage.Format.Format_RGB32)
        source.translate(-crop.x(), -crop.y())
        smooth = panel.scale * ratio < 1
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, smooth)
        painter.drawImage(target, piece, source, Qt.ImageConversionFlag.AutoColor)
