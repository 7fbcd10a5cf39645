"""Numbers as people read them: short, whole, as fractions."""

from __future__ import annotations

import doctest
import math
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.picture.lettering import digits
from app.picture.lettering.digits import MINUS, as_fraction, full, is_rounded, product, short

finite = st.floats(-1e300, 1e300)


def read(text: str) -> float:
    """What a person would type into another program."""
    return float(Fraction(text.replace(MINUS, "-"))) if "/" in text else float(_plain(text))


def _plain(text: str) -> str:
    return text.replace(MINUS, "-").replace("∞", "inf")


def test_the_examples_in_the_docstrings_hold() -> None:
    assert doctest.testmod(digits).failed == 0


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (0, "0"), (-0.0, "0"), (-3, "−3"), (2.5, "2.5"), (1 / 3, "0.3333"), (-2 / 3, "−0.6667"),
        (123456.0, "123456"), (1234567.0, "1.235e6"), (1.5e-7, "1.5e-7".replace("-", MINUS)),
        (math.nan, "NaN"), (math.inf, "∞"), (-math.inf, "−∞"), (np.uint8(200), "200"),
        (np.float32(0.1), "0.1"), (2**70, str(2**70)),
    ],
)  # fmt: skip
def test_short_numbers(value: Any, shown: str) -> None:
    assert short(value) == shown


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (np.float32(0.1), "0.1"), (np.float32(3), "3"), (np.float16(-2), "−2"), (0.1, "0.1"),
        (1 / 3, "0.3333333333333333"), (7.0, "7"), (math.nan, "NaN"), (np.float32("inf"), "∞"),
        (np.uint8(7), "7"), (-12, "−12"),
    ],
)  # fmt: skip
def test_all_digits_of_a_number(value: Any, shown: str) -> None:
    assert full(value) == shown


@given(finite)
def test_all_digits_read_back_to_the_same_number(value: float) -> None:
    assert read(full(value)) == value


@given(st.floats(width=32, allow_nan=False, allow_infinity=False))
def test_all_digits_of_a_float32_read_back_to_the_same_float32(value: float) -> None:
    assert np.float32(read(full(np.float32(value)))) == np.float32(value)


@given(st.integers())
def test_whole_numbers_are_whole(value: int) -> None:
    assert short(value) == full(value) == str(value).replace("-", MINUS)
    assert not is_rounded(value) or abs(value) > 2**53


@given(finite, st.integers(2, 4))
def test_a_short_number_is_within_half_a_digit(value: float, count: int) -> None:
    shown = read(short(value, count))
    assert shown == pytest.approx(value, rel=0.5 * 10.0 ** (1 - count) * 1.0001)
    assert is_rounded(value, count) is (shown != value)


@given(finite, st.integers(2, 4))
def test_no_short_number_is_longer_than_its_digits_need(value: float, count: int) -> None:
    mantissa = short(value, count).split("e")[0]
    significant = mantissa.replace(MINUS, "").replace(".", "").lstrip("0")
    whole = value.is_integer() and abs(value) < 10**6
    assert whole or len(significant.rstrip("0")) <= count


@given(st.integers(-400, 400), st.integers(1, 400))
def test_fractions_read_back_to_the_same_weight(over: int, under: int) -> None:
    text = as_fraction(over / under)
    assert read(text) == over / under
    assert len(text) <= 8


@given(finite)
def test_what_is_no_fraction_is_short(value: float) -> None:
    text = as_fraction(value)
    assert text == short(value) or read(text) == value


def test_a_factor_below_zero_stands_in_parentheses() -> None:
    assert [product(short(value)) for value in (3, -3, -0.5)] == ["3", "(−3)", "(−0.5)"]
