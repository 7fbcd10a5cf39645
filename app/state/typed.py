"""Numbers that users type: which fit, and how they are kept."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

LARGEST = 1e6
"""The largest size of a typed weight, cell or bias."""
NUMBERS_THAT_FIT = "a number from −1,000,000 to 1,000,000"
MOST_DIGITS = 18
"""Of a typed whole number: more count nothing that there is."""
DECIMALS = 9
"""Typed cells that are back in stored units are rounded to these, so that 3 is 3 again."""


def is_number(value: float) -> bool:
    """Whether a typed number is finite and within the limits."""
    return bool(abs(value) <= LARGEST)


def are_numbers(values: NDArray[Any]) -> bool:
    """Whether all are finite and within the limits."""
    return bool(np.isfinite(values).all() and np.abs(values).max(initial=0) <= LARGEST)


def whole_if_whole(value: float) -> float:
    """A whole number as an integer, so that sums stay exact."""
    return int(value) if float(value).is_integer() else float(value)


def told(value: float) -> str:
    """A typed number as titles and refusals say it: six digits, a true minus sign.

    >>> told(-0.5), told(-1000000.0), told(1 / 3)
    ('−0.5', '−1000000', '0.333333')
    """
    number = whole_if_whole(value) if is_number(value) else value
    text = str(number) if isinstance(number, int) else f"{number:g}"
    return text.replace("-", "−")


def counted(text: str) -> int | None:
    """The whole number that plain digits write; None where they write none, or an endless one.

    >>> counted(" 12 "), counted("-1"), counted("²"), counted("9" * 5000)
    (12, None, None, None)
    """
    digits = text.strip()
    plain = digits.isascii() and digits.isdigit() and len(digits) <= MOST_DIGITS
    return int(digits) if plain else None


def exchanged(value: float, old_white: float, new_white: float) -> float:
    """A typed cell in other units: the same share of the new white as it was of the old."""
    exact = value / old_white * new_white
    return exact if new_white == 1 else round(exact, DECIMALS)
