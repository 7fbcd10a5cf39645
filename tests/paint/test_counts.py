"""Path counts on pixels: no path leaves paper, the most paths the full tint, at every size."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray
from PySide6.QtGui import QColor, QImage, QPainter

from app.paint.counts import LEAST, paint_counts
from app.paint.theme import DARK, LIGHT, Theme, mixed
from app.picture.elements import Counts, Panel, Rect, Role, Tone

pytestmark = pytest.mark.usefixtures("qapp")
SIDE = 120


def painted(values: object, x: float, y: float, cell: float, theme: Theme = LIGHT) -> QImage:
    """Counts from (x, y) on, in square cells, on paper and without digits or grid lines."""
    array: NDArray[np.int64] = np.array(values)
    rows, columns = array.shape
    image = QImage(SIDE, SIDE, QImage.Format.Format_RGB32)
    image.fill(QColor(theme.paper))
    whole = Rect(0, 0, SIDE / cell, SIDE / cell)
    panel = Panel(
        "input",
        Role.INPUT,
        Rect(0, 0, SIDE, SIDE),
        whole,
        (round(whole.height), round(whole.width)),
        None,
        Tone(0, 1),
        "",
        bare=True,
    )
    with QPainter(image) as painter:
        cells = Rect(x, y, columns, rows)
        paint_counts(painter, panel, Counts("input", cells, array, Role.INPUT), theme)
    return image


def tint(theme: Theme, share: float) -> QColor:
    amount = LEAST + share * (theme.fill_most - LEAST)
    return mixed(theme.paper, theme.hue(Role.INPUT), amount)


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)
@pytest.mark.parametrize("cell", [20.0, 17.5], ids=["kept", "drawn"])
def test_tints_by_the_share_of_the_largest(theme: Theme, cell: float) -> None:
    image = painted([[0, 1], [255, 128]], 1, 2, cell, theme)

    def at(column: int, row: int) -> QColor:
        return image.pixelColor(round((column + 0.5) * cell), round((row + 0.5) * cell))

    assert at(1, 2) == QColor(theme.paper)
    assert at(0, 0) == QColor(theme.paper)
    assert at(1, 3) == tint(theme, 1)
    assert at(2, 2) == tint(theme, 1 / 254)
    middle, expected = at(2, 3), tint(theme, 0.5)
    assert abs(middle.red() - expected.red()) <= 1


def test_many_counts_are_one_image() -> None:
    image = painted(np.pad(np.ones((40, 40), np.int64), 10), 0, 0, 2.0)
    assert image.pixelColor(60, 60) == tint(LIGHT, 1)
    assert image.pixelColor(10, 10) == QColor(LIGHT.paper)


def test_a_kept_patch_is_what_is_drawn_in_another_place() -> None:
    values = [[1, 2, 3], [3, 0, 1]]
    near = painted(values, 0, 0, 20.0).copy(0, 0, 60, 40)
    far = painted(values, 2, 3, 20.0).copy(40, 60, 60, 40)
    inner = near.rect().adjusted(2, 2, -2, -2)
    assert near.copy(inner) == far.copy(inner)
