"""Numbers as people read them: few digits where they stand, all digits on demand."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import Any

MINUS = "−"
FEW_DECIMALS, NO_DECIMALS, MOST_BRIEF = 0.995, 9.95, 1e6
"""Where numbers in small cells have one decimal, none, and where they are written as powers."""
UNKNOWN = "?"
"""What stands for a number that is to be predicted."""


def short(value: Any, digits: int = 4) -> str:
    """At most `digits` significant digits, integers whole, a true minus sign.

    >>> short(17), short(-0.111111), short(1234567), short(0.5)
    ('17', '−0.1111', '1234567', '0.5')
    """
    number = value.item() if hasattr(value, "item") else value
    if isinstance(number, int):
        return str(number).replace("-", MINUS)
    if math.isnan(number):
        return "NaN"
    if math.isinf(number):
        return "∞" if number > 0 else f"{MINUS}∞"
    if number == int(number) and abs(number) < 10**6:
        return str(int(number)).replace("-", MINUS)
    text = f"{number:.{digits}g}"
    if "e" in text:
        mantissa, exponent = text.split("e")
        text = f"{mantissa}e{int(exponent)}"
    return text.replace("-", MINUS)


def in_cell(value: Any, digits: int) -> str:
    """The value as it stands in a cell; with one digit only what a small cell has room for:
    two decimals without the zero before them, then one, then none.

    >>> in_cell(0.0703, 4), in_cell(0.0703, 1), in_cell(-1.25, 1), in_cell(60.25, 1), in_cell(0, 1)
    ('0.0703', '.07', '−1.2', '60', '0')
    """
    number = value.item() if hasattr(value, "item") else value
    if digits > 1 or isinstance(number, int) or number == 0 or not 0 <= abs(number) < MOST_BRIEF:
        return short(value, max(2, digits))
    if number.is_integer():
        return short(value)
    size = abs(number)
    decimals = 2 if size < FEW_DECIMALS else 1 if size < NO_DECIMALS else 0
    text = f"{number:.{decimals}f}".replace("-", MINUS)
    return text.replace("0.", ".", 1) if size < FEW_DECIMALS else text


def full(value: Any) -> str:
    """All digits that tell the value from its neighbours.

    >>> full(1 / 3)
    '0.3333333333333333'
    """
    number = value.item() if hasattr(value, "item") else value
    if isinstance(number, int):
        return str(number).replace("-", MINUS)
    if not math.isfinite(number) or (number.is_integer() and abs(number) < 1e15):
        return short(int(number) if math.isfinite(number) else number)
    text = str(value) if hasattr(value, "dtype") else repr(number)
    return text.replace("-", MINUS)


def is_rounded(value: Any, digits: int = 4) -> bool:
    """Whether `short` shows less than the whole value."""
    number = float(value)
    if not math.isfinite(number):
        return False
    shown = float(short(value, digits).replace(MINUS, "-"))
    return shown != number


def about(value: Any) -> str:
    """The value as it is said: "about" before what is rounded.

    >>> about(17), about(1 / 3)
    ('17', 'about 0.3333')
    """
    return f"about {short(value)}" if is_rounded(value) else short(value)


def equals(*values: Any, digits: int = 4) -> str:
    """The sign between numbers: ≈ where one of them is said rounded.

    >>> equals(1 / 4, 2), equals(1 / 3, 2)
    ('=', '≈')
    """
    return "≈" if any(is_rounded(value, digits) for value in values) else "="


def row_and_column(row: int, column: int) -> str:
    """A cell's place in words, counted from one; those before the first are in the padding.

    >>> row_and_column(1, -2)
    'row 2, column −1'
    """
    return f"row {row + 1}, column {column + 1}".replace("-", MINUS)


def count_of(count: int, what: str) -> str:
    """So many things of a kind.

    >>> count_of(1, "product"), count_of(1234, "product")
    ('1 product', '1,234 products')
    """
    return f"{count:,} {what}{'' if count == 1 else 's'}"


def all_of(count: int, what: str) -> str:
    """All things of a kind.

    >>> all_of(1, "cell"), all_of(25, "cell")
    ('the one cell', 'all 25 cells')
    """
    return f"the one {what}" if count == 1 else f"all {count_of(count, what)}"


def as_fraction(value: Any, largest: int = 400) -> str:
    """A weight as a fraction where it is one with a small denominator, else `short`.

    >>> as_fraction(1 / 9), as_fraction(0.25), as_fraction(2), as_fraction(0.123)
    ('1/9', '1/4', '2', '0.123')
    """
    number = float(value)
    if not math.isfinite(number) or number.is_integer():
        return short(value)
    fraction = Fraction(number).limit_denominator(largest)
    if float(fraction) != number:
        return short(value)
    exact = short(value)
    if not is_rounded(value) and len(exact) <= len(str(fraction)):
        return exact
    return f"{fraction.numerator}/{fraction.denominator}".replace("-", MINUS)


def counted(step: int, steps: int) -> str:
    """Which step of how many, from a number that counts from 0.

    >>> counted(0, 9), counted(1233, 56_000)
    ('Step 1 of 9', 'Step 1,234 of 56,000')
    """
    return f"Step {step + 1:,} of {steps:,}"


def product(text: str) -> str:
    """A factor in parentheses where it begins with a minus."""
    return f"({text})" if text.startswith(MINUS) else text
