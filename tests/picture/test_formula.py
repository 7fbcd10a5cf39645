"""The size formula as text, and the sentence about unused cells."""

from __future__ import annotations

import doctest

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core import Axis, SpecError
from app.picture.elements import Role
from app.picture.stage import formula
from app.picture.stage.formula import size_formulas, size_tokens, unused_words


def text(axis: Axis) -> str:
    return "".join(token.text for token in size_tokens(axis))


@pytest.mark.parametrize(
    ("axis", "expected"),
    [
        (Axis(5, kernel=3), "⌊(5 + 0 + 0 − 1·(3 − 1) − 1) / 1⌋ + 1 = 3"),
        (Axis(5, kernel=4, low=2, high=2), "⌊(5 + 2 + 2 − 1·(4 − 1) − 1) / 1⌋ + 1 = 6"),
        (Axis(6, kernel=3, stride=2, low=1, high=1), "⌊(6 + 1 + 1 − 1·(3 − 1) − 1) / 2⌋ + 1 = 3"),
        (Axis(7, kernel=3, dilation=2), "⌊(7 + 0 + 0 − 2·(3 − 1) − 1) / 1⌋ + 1 = 3"),
    ],
)
def test_the_literatures_sizes_are_worked_out(axis: Axis, expected: str) -> None:
    assert text(axis) == expected


def test_input_kernel_and_output_carry_their_colours() -> None:
    coloured = {token.role: token.text for token in size_tokens(Axis(5, kernel=3))}
    assert coloured[Role.INPUT] == "5"
    assert coloured[Role.KERNEL] == "3"
    assert coloured[Role.OUTPUT] == "3"


def test_equal_axes_share_one_formula_and_others_are_named() -> None:
    square = Axis(5, kernel=3)
    assert [line.axis for line in size_formulas((square, square))] == [""]
    lines = size_formulas((square, Axis(7, kernel=3)))
    assert [line.axis for line in lines] == ["height", "width"]
    assert lines[1].text.endswith("= 5")


@pytest.mark.parametrize(
    ("rows", "columns", "words"),
    [
        (Axis(5, 3), Axis(5, 3), "every input cell is used"),
        (Axis(6, 3, 2), Axis(6, 3, 2), "the last row and column are used by no window"),
        (Axis(6, 3, 2), Axis(5, 3, 2), "the last row is used by no window"),
        (Axis(5, 3, 2), Axis(7, 3, 3), "the last column is used by no window"),
        (Axis(8, 3, 3), Axis(8, 3, 3), "the last 2 rows and columns are used by no window"),
        (Axis(8, 3, 3), Axis(6, 3, 2), "the last 2 rows and the last column are used by no window"),
        (
            Axis(6, 3, 2, 1, 1),
            Axis(6, 3, 2, 1, 1),
            "the floor drops only padding; every input cell is used",
        ),
        (Axis(7, 1, 3), Axis(5, 3), "4 rows are stepped over: no window uses them"),
        (
            Axis(4, 1, 3),
            Axis(5, 2, 2, dilation=2),
            "2 rows and 2 columns are stepped over: no window uses them",
        ),
        (
            Axis(5, 1, 3),
            Axis(5, 3),
            "the last row is used by no window, and 2 rows are stepped over",
        ),
    ],
)
def test_what_no_window_uses_is_said(rows: Axis, columns: Axis, words: str) -> None:
    assert unused_words((rows, columns)) == words


@given(
    size=st.integers(1, 12),
    kernel=st.integers(1, 5),
    stride=st.integers(1, 5),
    low=st.integers(0, 3),
    high=st.integers(0, 3),
    dilation=st.integers(1, 3),
)
def test_the_formula_is_true_and_the_sentence_agrees_with_the_axis(
    size: int, kernel: int, stride: int, low: int, high: int, dilation: int
) -> None:
    try:
        axis = Axis(size, kernel, stride, low, high, dilation)
    except SpecError:
        return
    left, right = text(axis).split(" = ")
    python = left.replace("⌊", "(").replace("⌋", ")//1").replace("−", "-").replace("·", "*")
    assert eval(python) == int(right)
    everything_used = unused_words((axis, axis)).endswith("every input cell is used")
    assert everything_used == (axis.unused().size == 0)


def test_the_examples_in_the_docstrings_hold() -> None:
    assert doctest.testmod(formula).failed == 0
