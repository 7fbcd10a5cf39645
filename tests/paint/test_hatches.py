"""Negative values and padding are told apart by more than their colour."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from app.paint.painter import Artist
from app.paint.theme import THEMES, Theme
from app.picture.elements import Border, Panel, Rect, Role, Tone
from tests.paint.painting import inside, painted, panel, picture

SIDE = 40
Lines = NDArray[np.bool_]

pytestmark = pytest.mark.usefixtures("qapp")


def cell(one: Panel, theme: Theme, row: int, column: int) -> Lines:
    """Whether each pixel within a cell is a line of its hatch: the rarer of its colours."""
    pixels = inside(painted(picture(one), Artist(theme)), one).astype(np.int64).sum(axis=2)
    top, left = row * SIDE + 4, column * SIDE + 4
    part = pixels[top : top + 24, left : left + 24]
    levels, counts = np.unique(part, return_counts=True)
    lines: Lines = part != levels[counts.argmax()]
    return lines


def negative(theme: Theme) -> Lines:
    one = panel([[-10.0]], SIDE, tone=Tone(0.0, 10.0, absolute=True), role=Role.KERNEL)
    return cell(one, theme, 0, 0)


def padding(theme: Theme) -> Lines:
    sources = np.array([-1, 0, -1])
    one = panel(
        [[3.0]], SIDE, tone=Tone(0.0, 10.0, absolute=True), border=Border(1, 1, 1, 1, sources,
        sources), visible=Rect(-1, -1, 3, 3),
    )  # fmt: skip
    return cell(one, theme, 0, 0)


@pytest.mark.parametrize("theme", THEMES.values(), ids=list(THEMES))
def test_negative_values_and_padding_are_hatched_in_opposite_directions(theme: Theme) -> None:
    below, around = negative(theme), padding(theme)
    assert (below[:-1, :-1] == below[1:, 1:]).all(), "falling to the right"
    assert (around[:-1, 1:] == around[1:, :-1]).all(), "rising to the right"
    assert not (below[:-1, 1:] == below[1:, :-1]).all()
    assert not (around[:-1, :-1] == around[1:, 1:]).all()


@pytest.mark.parametrize("theme", THEMES.values(), ids=list(THEMES))
def test_the_hatch_of_negative_values_is_finer(theme: Theme) -> None:
    lines = [np.flatnonzero(hatch[0]) for hatch in (negative(theme), padding(theme))]
    fine, wide = (np.diff(places).tolist() for places in lines)
    assert set(fine) == {4}
    assert set(wide) == {8}
