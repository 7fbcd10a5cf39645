"""Digits stay whole and readable: at a panel's edge, and under an outline that glides."""

from __future__ import annotations

import numpy as np
import pytest

from app.paint.painter import Artist
from app.paint.theme import LIGHT
from app.picture.elements import Outline, Rect, Stroke, Tone
from tests.paint.painting import inside, painted, panel, picture

SIDE = 40

pytestmark = pytest.mark.usefixtures("qapp")


def test_digits_that_the_edge_of_a_panel_would_cut_are_left_out() -> None:
    seen = panel(
        np.full((2, 3), 255, np.uint8), SIDE, visible=Rect(0.5, 0, 2.5, 2), numbers=16.0,
        key="window",
    )  # fmt: skip
    pixels = inside(painted(picture(seen), Artist(LIGHT)), seen)
    half, entire = pixels[6:34, 2:18], pixels[6:34, 24:56]
    assert len(np.unique(half.reshape(-1, 3), axis=0)) == 1, "nothing but the cell's grey"
    assert len(np.unique(entire.reshape(-1, 3), axis=0)) > 1


def test_a_gliding_outline_lies_under_the_digits_that_it_crosses() -> None:
    cells = panel([[1, 1]], SIDE, numbers=24.0, tone=Tone(0.0, 4.0, absolute=True), key="window")
    halfway = Outline("window", Rect(0.5, 0, 1, 1), Stroke.STEP)
    pixels = inside(painted(picture(cells, marks=[halfway]), Artist(LIGHT)), cells)
    crossed = pixels[10:30, 18:23].astype(np.int64).sum(axis=2)
    assert crossed.min() < 200, "ink, which is darker than the outline"
