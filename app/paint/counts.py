"""Path counts laid over a panel's cells: tints by size, with digits where they fit."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPaintEngine, QPainter, QPixmap

from app.paint.cells import CELLS_DRAWN, paint_grid, q, snapped
from app.paint.letters import write
from app.paint.raster import Bytes
from app.paint.theme import Theme, mixed
from app.picture.elements import Counts, Panel, Rect, Role, Tone, Weight
from app.picture.lettering.digits import short

LEAST = 0.14
"""The tint of a single path, so that it stands apart from no path at all."""


def paint_counts(painter: QPainter, panel: Panel, counts: Counts, theme: Theme) -> None:
    """Tint the cells that some path reaches; many cells are drawn as one image.

    A unit's neighbour has the same counts in another place: on whole pixels they are kept.
    """
    painter.save()
    painter.setClipRect(q(panel.rect))
    if counts.values.size > CELLS_DRAWN:
        _as_image(painter, panel, counts, _levels(counts.values), theme)
    else:
        pixels = panel.to_pixels(counts.cells)
        raster = painter.paintEngine().type() is QPaintEngine.Type.Raster
        if raster and all(side == round(side) for side in (panel.scale, pixels.x, pixels.y)):
            ratio = painter.device().devicePixelRatioF()
            painter.drawPixmap(QPointF(pixels.x, pixels.y), _kept(panel, counts, theme, ratio))
        else:
            _one_by_one(painter, panel, counts, theme)
        paint_grid(painter, panel, theme)
    painter.restore()


def _kept(panel: Panel, counts: Counts, theme: Theme, ratio: float) -> QPixmap:
    values = np.ascontiguousarray(counts.values)
    return _pixmap(
        values.tobytes(), values.dtype.str, values.shape, panel.scale, panel.aspect,
        counts.role, counts.numbers, theme, ratio,
    )  # fmt: skip


@lru_cache(maxsize=48)
def _pixmap(
    data: bytes, dtype: str, shape: tuple[int, int], scale: float, aspect: float,
    role: Role, numbers: float, theme: Theme, ratio: float,
) -> QPixmap:  # fmt: skip
    """The counts alone, their first cell at the origin."""
    rows, columns = shape
    cells, size = Rect(0, 0, columns, rows), Rect(0, 0, columns * scale, rows * scale * aspect)
    pixmap = QPixmap(round(size.width * ratio) + 1, round(size.height * ratio) + 1)
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    values = np.frombuffer(data, dtype).reshape(shape)
    panel = Panel("", role, size, cells, shape, None, Tone(0.0, 1.0), "", bare=True, aspect=aspect)
    with QPainter(pixmap) as inner:
        _one_by_one(inner, panel, Counts("", cells, values, role, numbers), theme)
    return pixmap


def _levels(paths: NDArray[Any]) -> Bytes:
    """0 where no path leads, else 1 to 255 by the share of the largest count."""
    values = paths.astype(np.float64)
    most = values.max(initial=0.0)
    shares = values / most if most else values
    return np.where(values > 0, np.rint(1 + 254 * shares), 0).astype(np.uint8)


@lru_cache(maxsize=16)
def _colours(theme: Theme, role: Role) -> tuple[QColor, ...]:
    """The paper for no path, then 255 tints."""
    amounts = (LEAST + share / 254 * (theme.fill_most - LEAST) for share in range(255))
    tints = (mixed(theme.paper, theme.hue(role), amount) for amount in amounts)
    return (QColor(theme.paper), *tints)


def _one_by_one(painter: QPainter, panel: Panel, counts: Counts, theme: Theme) -> None:
    levels = _levels(counts.values)
    rows, columns = levels.shape
    tints, ink = _colours(theme, counts.role), QColor(theme.ink)
    wide, high = counts.cells.width / columns, counts.cells.height / rows
    for row, column in np.argwhere(levels).tolist():
        cell = Rect(counts.cells.x + column * wide, counts.cells.y + row * high, wide, high)
        pixels = snapped(panel, cell)
        pixels.setWidth(max(1.0, pixels.width()))
        painter.fillRect(pixels, tints[levels[row, column]])
        if counts.numbers:
            middle = pixels.center()
            text = short(counts.values[row, column], 3)
            write(
                painter, text, middle.x(), middle.y(), counts.numbers, Weight.REGULAR, "centre",
                ink,
            )  # fmt: skip


def _as_image(painter: QPainter, panel: Panel, counts: Counts, levels: Bytes, theme: Theme) -> None:
    levels = np.ascontiguousarray(levels)
    image = QImage(
        levels.data, levels.shape[1], levels.shape[0], levels.shape[1],
        QImage.Format.Format_Indexed8,
    )  # fmt: skip
    image.setColorTable([tint.rgb() for tint in _colours(theme, counts.role)])
    target = panel.to_pixels(counts.cells)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, target.width < levels.shape[1])
    painter.drawImage(
        QRectF(target.x, target.y, target.width, target.height),
        image.convertToFormat(QImage.Format.Format_RGB32),
        QRectF(image.rect()),
    )
