"""Path counts laid over a panel's cells: tints by size, with digits where they fit."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter

from app.paint.cells import CELLS_DRAWN, paint_grid, snapped
from app.paint.letters import write
from app.paint.raster import Bytes
from app.paint.theme import Theme, mixed
from app.picture.digits import short
from app.picture.elements import Counts, Panel, Rect, Weight

LEAST = 0.14
"""The tint of a single path, so that it stands apart from no path at all."""


def paint_counts(painter: QPainter, panel: Panel, counts: Counts, theme: Theme) -> None:
    """Tint the cells that some path reaches; many cells are drawn as one image."""
    painter.save()
    painter.setClipRect(
        QRectF(panel.rect.x, panel.rect.y, panel.rect.width, panel.rect.height)
    )
    levels = _levels(counts)
    if levels.size > CELLS_DRAWN:
        _as_image(painter, panel, counts, levels, theme)
    else:
        _one_by_one(painter, panel, counts, levels, theme)
    painter.restore()


def _levels(counts: Counts) -> Bytes:
    """0 where no path leads, else 1 to 255 by the share of the largest count."""
    values = counts.values.astype(np.float64)
    most = values.max(initial=0.0)
    shares = values / most if most else values
    return np.where(values > 0, np.rint(1 + 254 * shares), 0).astype(np.uint8)


def _colour(level: int, counts: Counts, theme: Theme) -> QColor:
    amount = LEAST + (level - 1) / 254 * (theme.fill_most - LEAST)
    return mixed(theme.paper, theme.hue(counts.role), amount)


def _one_by_one(
    painter: QPainter, panel: Panel, counts: Counts, levels: Bytes, theme: Theme
) -> None:
    rows, columns = levels.shape
    wide, high = counts.cells.width / columns, counts.cells.height / rows
    for row, column in np.argwhere(levels).tolist():
        cell = Rect(counts.cells.x + column * wide, counts.cells.y + row * high, wide, high)
        pixels = snapped(panel, cell)
        painter.fillRect(pixels, _colour(int(levels[row, column]), counts, theme))
        if counts.numbers:
            middle = pixels.center()
            text = short(counts.values[row, column], 3)
            write(
                painter, text, middle.x(), middle.y(), counts.numbers, Weight.REGULAR, "centre",
                QColor(theme.ink),
            )  # fmt: skip
    paint_grid(painter, panel, theme)


def _as_image(
    painter: QPainter, panel: Panel, counts: Counts, levels: Bytes, theme: Theme
) -> None:
    levels = np.ascontiguousarray(levels)
    image = QImage(
        levels.data, levels.shape[1], levels.shape[0], levels.shape[1],
        QImage.Format.Format_Indexed8,
    )  # fmt: skip
    table = [QColor(theme.paper).rgb()]
    table += [_colour(level, counts, theme).rgb() for level in range(1, 256)]
    image.setColorTable(table)
    target = panel.to_pixels(counts.cells)
    painter.setRenderHint(
        QPainter.RenderHint.SmoothPixmapTransform, target.width < levels.shape[1]
    )
    painter.drawImage(
        QRectF(target.x, target.y, target.width, target.height),
        image.convertToFormat(QImage.Format.Format_RGB32),
        QRectF(image.rect()),
    )
