"""Panels that stay come from a pixmap, and look as if they were painted anew."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtGui import QImage, QPainter

from app.paint.painter import Artist
from app.paint.steady import Steady, looks_alike
from app.paint.theme import LIGHT
from app.picture.elements import Border, Panel, Rect, Role, Tone
from tests.paint.painting import painted, panel, picture

pytestmark = pytest.mark.usefixtures("qapp")
TINT = Tone(0.0, 9.0)
CELLS = np.arange(-4, 5).reshape(3, 3)


def edge(source: int) -> Border:
    places = np.array([source, 0, 1, 2, source])
    return Border(1, 1, 1, 1, places, places)


ALL_KNOWN: dict[str, Any] = {"known": None}
CHANGES: tuple[dict[str, Any], ...] = (
    {"array": CELLS},
    {"array": CELLS.copy()},
    {"array": -CELLS},
    {"array": CELLS.astype(np.float64)},
    {"known": 4},
    {"known": 5, "hide": True},
    ALL_KNOWN,
    {"numbers": 4.0},
    {"numbers": 7.0, "digits": 2, "array": CELLS / 7},
    {"role": Role.OUTPUT},
    {"tone": Tone(-4.0, 4.0, grey=True)},
    {"rect": Rect(30.25, 20.5, 60, 60)},
    {"held": CELLS > 0},
    {"held": CELLS < 0},
    {"border": edge(-1), "visible": Rect(-1, -1, 5, 5)},
    {"border": edge(0), "visible": Rect(-1, -1, 5, 5)},
    {"share": 0.6},
    {"revealed": frozenset({0, 4})},
    {"bare": True, "array": None},
    {"array": None},
)
"""One by one, what an edit or a step may do to a panel."""


def start() -> Panel:
    return panel(CELLS, 24, at=(20, 20), tone=TINT)


def far_apart(one: Any, other: Any) -> int:
    return int(np.abs(one.astype(int) - other.astype(int)).max())


@settings(deadline=None)
@given(st.lists(st.tuples(st.sampled_from(range(len(CHANGES))), st.integers(1, 3)), max_size=9))
def test_any_changes_look_as_if_painted_anew(changes: list[tuple[int, int]]) -> None:
    artist = Artist(LIGHT)
    for number, times in changes:
        shown = picture(replace(start(), **CHANGES[number]))
        anew = painted(shown, Artist(LIGHT))
        for _ in range(times):
            # a thin line of some transparency may differ by one of 255 levels
            assert far_apart(painted(shown, artist), anew) <= 1


@pytest.mark.parametrize("ratio", [1.25, 1.5, 1.75, 2.0, 3.0])
@pytest.mark.parametrize("left", [20, 21, 22.3])
@pytest.mark.parametrize("more", [{}, {"border": edge(-1), "visible": Rect(-1, -1, 5, 5)}])
def test_a_panel_from_its_pixmap_is_as_sharp_on_any_screen(
    ratio: float, left: float, more: dict[str, Any]
) -> None:
    shown = picture(panel(CELLS, 24, at=(left, 21), tone=TINT, numbers=9.0, **more))
    artist = Artist(LIGHT)
    anew, again = (painted(shown, artist, ratio) for _ in range(2))
    assert far_apart(anew, again) <= 1


CARDS = (
    (),
    (Rect(10, 10, 90, 90),),
    (Rect(10, 10, 90, 90), Rect(110.5, 20.25, 60, 60)),
    (Rect(12, 10, 90, 90),),
)


@settings(deadline=None)
@given(st.lists(st.tuples(st.sampled_from(CARDS), st.integers(100, 103)), max_size=9))
def test_other_cards_or_another_size_leave_nothing_of_those_before(
    grounds: list[tuple[tuple[Rect, ...], int]],
) -> None:
    artist = Artist(LIGHT)
    for cards, high in grounds:
        shown = replace(picture(start(), size=(200, high)), cards=cards)
        assert (painted(shown, artist) == painted(shown, Artist(LIGHT, vector=True))).all()


@pytest.mark.parametrize("change", [each for each in CHANGES[2:] if each != ALL_KNOWN], ids=str)
def test_what_differs_is_seen_to_differ(change: dict[str, Any]) -> None:
    assert not looks_alike(start(), replace(start(), **change))


def test_equal_cells_in_another_array_are_alike() -> None:
    assert looks_alike(start(), replace(start(), array=CELLS.copy(), title="Other words"))


def test_a_panel_that_went_is_forgotten() -> None:
    steady, image = Steady(), QImage(9, 9, QImage.Format.Format_RGB32)
    with QPainter(image) as painter:
        for key in ("input", "input", "output"):
            steady.draw(painter, replace(start(), key=key), lambda *_: None)
    steady.forget_all_but(["output", "kernel"])
    assert steady.keys == {"output"}
