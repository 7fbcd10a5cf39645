"""Equations of several lines stand like a table."""

from __future__ import annotations

from app.content.lessons import preset
from app.picture.compose import compose
from app.picture.elements import Equation
from app.picture.lettering.terms import PLUS, hung, table_edges, token_width
from app.picture.lettering.typography import DESK
from app.state.scene import Lesson
from tests.measures import FixedMeasure
from tests.picture.showing import pointing, staged

NARROW, WIDE = (561, 514), (903, 546)
"""The stage in windows of 1024 × 768 and of 1366 × 768."""


def equation(key: str, *, pointed: bool = False) -> Equation:
    scene = preset(Lesson.CONVOLUTION, key).build()
    view, size = (pointing("input", 2, 2), WIDE) if pointed else (None, NARROW)
    shown = compose(staged(scene, view, size, pending=True)).equation
    assert shown is not None
    assert len(shown.lines) == 3
    return shown


def lefts(shown: Equation, words: str) -> list[list[float]]:
    """Where tokens that begin so stand, line by line from the top."""
    rows: dict[float, list[float]] = {}
    for x, y, token in shown.places[:-1]:
        if token.text.startswith(words):
            rows.setdefault(y, []).append(x)
    return [rows[y] for y in sorted(rows)]


def test_products_of_a_kernel_row_stand_under_those_of_the_row_above() -> None:
    shown = equation("edges")
    first, second, third = lefts(shown, PLUS)
    assert first == second == third
    above, *below = numbers(shown)
    assert below == [above, above]


def numbers(shown: Equation) -> list[float]:
    """Where the first number of each line stands."""
    rows: dict[float, float] = {}
    for x, y, token in shown.places[:-1]:
        if token.text.strip() != "+":
            rows.setdefault(y, x)
    return [round(rows[y], 3) for y in sorted(rows)]


def test_a_plus_that_leads_a_line_stands_at_the_margin() -> None:
    shown = equation("edges")
    leading = [x for x, _, token in shown.places if token.text == "+ "]
    assert leading == [DESK.margin] * 2
    assert numbers(shown)[0] == round(DESK.margin + FixedMeasure().width("+ ", shown.size), 3)


def test_what_an_input_reaches_is_listed_in_columns() -> None:
    first, second, third = lefts(equation("literature", pointed=True), "→")
    assert first == second == third


def test_terms_do_not_meet() -> None:
    shown = equation("edges")
    measure = FixedMeasure()
    places = table_edges(shown.lines, shown.size, measure)
    for line, begun in zip(hung(shown.lines), places, strict=True):
        for token, left, right in zip(line, begun, begun[1:], strict=False):
            assert left + token_width(token, shown.size, measure) <= right + 0.01
