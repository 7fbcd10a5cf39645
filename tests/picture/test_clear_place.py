"""Where something can be laid over a picture without covering anything."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from app.picture.clear_place import clear_place
from app.picture.elements import Label, Picture, Rect
from tests.measures import FixedMeasure
from tests.picture.showing import example, picture_of

MEASURE = FixedMeasure()
OPENING = picture_of(example("literature"))


def letters(label: Label) -> Rect:
    width = 0.6 * label.size * len(label.text)
    left = {"left": 0.0, "centre": width / 2, "right": width}[label.anchor]
    return Rect(label.x - left, label.y - label.size / 2, width, label.size)


def things(picture: Picture) -> list[Rect]:
    assert picture.equation is not None
    return [
        *(panel.rect for panel in picture.panels),
        *map(letters, picture.labels),
        picture.equation.rect,
    ]


def meets(one: Rect, other: Rect) -> bool:
    return (
        one.x < other.right
        and other.x < one.right
        and one.y < other.bottom
        and other.y < one.bottom
    )


@given(st.floats(20, 1200), st.floats(10, 400))
def test_what_is_laid_there_covers_nothing_and_lies_within(width: float, height: float) -> None:
    place = clear_place(OPENING, MEASURE, width, height)
    if place is not None:
        laid = Rect(*place, width, height)
        assert not any(meets(laid, thing) for thing in things(OPENING))
        assert laid.x >= 0
        assert laid.y >= 0
        assert laid.right <= OPENING.width
        assert laid.bottom <= OPENING.height


def test_small_things_find_a_place_and_large_ones_do_not() -> None:
    assert clear_place(OPENING, MEASURE, 80, 30) is not None
    assert clear_place(OPENING, MEASURE, OPENING.width - 20, OPENING.height / 2) is None


def test_an_empty_picture_offers_the_middle_of_its_top() -> None:
    bare = replace(
        OPENING, panels=(), labels=(), lines=(), charts=(), plots=(), cards=(), equation=None
    )
    x, y = clear_place(bare, MEASURE, 200, 40) or (0, 0)
    assert x + 100 == bare.width / 2
    assert y < 10
