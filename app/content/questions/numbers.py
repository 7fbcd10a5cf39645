"""Numbers as answers give them."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

FINEST = 4096
"""The largest denominator of a share that is written as a fraction."""


def written(value: Any) -> str:
    """Whole numbers with all their digits, others with six; with a true minus.

    >>> written(-12345678), written(2 / 3)
    ('−12345678', '0.666667')
    """
    number = value.item() if hasattr(value, "item") else value
    text = str(number) if isinstance(number, int) else f"{number:.6g}"
    return text.replace("-", "−")


def share(value: float) -> str:
    """A fraction where the value is one, to the last digit.

    >>> share(1 / 9), share(0.123456)
    ('1/9', '0.123456')
    """
    fraction = Fraction(value).limit_denominator(FINEST)
    exact = float(fraction) == value and fraction.denominator > 1
    return str(fraction).replace("-", "−") if exact else written(value)
