"""Numbers and tables as people type and paste them."""

from __future__ import annotations

import doctest
from types import ModuleType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.picture.lettering.digits import full
from app.ui.inspector.tables import grid, typed
from app.ui.inspector.tables.typed import read_block, read_number, write_block


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("2", 2),
        (" 0.5 ", 0.5),
        ("0,5", 0.5),
        (".5", 0.5),
        ("5.", 5),
        ("−3", -3),
        ("- 3", -3),
        ("–1/4", -0.25),
        ("1/9", 1 / 9),
        ("1,5/3", 0.5),
        ("2e-3", 0.002),
        ("+4", 4),
        ("1/−2", -0.5),
    ],
)
def test_what_people_type_is_understood(text: str, number: float) -> None:
    assert read_number(text) == number


@pytest.mark.parametrize(
    "text", ["abc", "", "1/0", "1/2/3", "nan", "inf", "1_0", "1e999", "0x1", "²"]
)
def test_what_is_no_number_is_refused_in_words(text: str) -> None:
    with pytest.raises(ValueError, match=r"a number such as 2, −0\.5 or 1/9 fits"):
        read_number(text)


@given(st.floats(-1e6, 1e6))
def test_a_number_shown_in_full_is_read_back(number: float) -> None:
    assert read_number(full(number)) == number


@pytest.mark.parametrize(
    "text",
    [
        "1\t2\n3\t4.5",
        "1\t2\r\n3\t4,5\r\n",
        "1;2\n3;4,5",
        "1 2\n3 4.5",
        "1, 2\n3, 4.5",
        "[[1, 2], [3, 4.5]]",
        "[[1.  2. ]\n [3.  4.5]]",
    ],
)
def test_tables_are_read_as_spreadsheets_and_notebooks_write_them(text: str) -> None:
    assert read_block(text).tolist() == [[1, 2], [3, 4.5]]


def test_commas_part_columns_only_where_they_cannot_be_decimal() -> None:
    assert read_block("0.1,0.2").tolist() == [[0.1, 0.2]]
    assert read_block("1,2,3").tolist() == [[1, 2, 3]]
    assert read_block("0,5 0,25 1").tolist() == [[0.5, 0.25, 1]]
    assert read_block("0,5\n0,25\n-1,5").tolist() == [[0.5], [0.25], [-1.5]]


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("1,0\n0,-1", [[1, 0], [0, -1]]),
        ("0.5,1\n1,2", [[0.5, 1], [1, 2]]),
        ("1,2\n1/9,3/4", [[1, 2], [1 / 9, 0.75]]),
        ("1,2,3\n4,5,6\n", [[1, 2, 3], [4, 5, 6]]),
        ("1;0,5\n2;3", [[1, 0.5], [2, 3]]),
        ("1\t0,5\n2\t3,25", [[1, 0.5], [2, 3.25]]),
    ],
)
def test_a_comma_means_the_same_in_the_whole_table(text: str, rows: list[list[float]]) -> None:
    assert read_block(text).tolist() == rows


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "no number to paste"),
        ("1\t2\n3", "row 2 has 1 value and row 1 has 2"),
        ("1\tx", "“x” is not a number"),
        ("1\t\t3", "nothing was typed"),
    ],
)
def test_a_bad_table_is_refused_in_words(text: str, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        read_block(text)


def test_a_table_written_is_read_back() -> None:
    assert read_block(write_block([["1/9", "−2"], [3, 0.5]])).tolist() == [[1 / 9, -2], [3, 0.5]]


@pytest.mark.parametrize("module", [typed, grid])
def test_the_examples_in_the_docstrings_hold(module: ModuleType) -> None:
    results = doctest.testmod(module)
    assert results.failed == 0
    assert results.attempted > 0
