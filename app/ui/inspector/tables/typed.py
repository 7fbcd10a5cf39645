"""Numbers as people type and paste them: fractions, true minus signs, decimal commas, tables."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from app.picture.lettering.digits import MINUS

FITS = f"a number such as 2, {MINUS}0.5 or 1/9 fits"
_DASHES = str.maketrans({MINUS: "-", "–": "-", "\u00a0": " ", "⁄": "/"})
_DECIMAL = re.compile(r"([+-]?)\s*((?:\d+[.,]?\d*|[.,]\d+)(?:[eE][+-]?\d+)?)")
_MARKS = "\t;"
"""What parts columns wherever it stands."""
_LINE = re.compile(r"\r\n|\r|\n")
_INNERMOST = re.compile(r"\[([^\[\]]*)\]")
_ENVIRONMENT = re.compile(
    r"\\begin\s*\{[a-z]*matrix\*?\}(?:\[[lrc]\])?|\\begin\s*\{array\}\s*\{[^}]*\}"
)
_FRACTION = re.compile(r"\\[dt]?frac\s*\{([^{}]*)\}\s*\{([^{}]*)\}")
_POWER = re.compile(r"\s*\\(?:times|cdot)\s*10\s*\^\s*\{?\s*([+-]?\d+)\s*\}?")


def read_number(text: str) -> float:
    """The number that a person typed; ValueError with a reason in words.

    >>> read_number("1/9"), read_number("−0,5"), read_number(" 2e3 ")
    (0.1111111111111111, -0.5, 2000.0)
    """
    top, slash, bottom = text.translate(_DASHES).partition("/")
    try:
        number = _decimal(top) / _decimal(bottom) if slash else _decimal(top)
    except ZeroDivisionError:
        raise ValueError(f"“{text.strip()}” divides by 0; {FITS}") from None
    except ValueError:
        raise ValueError(_not_a_number(text)) from None
    if not math.isfinite(number):
        raise ValueError(_not_a_number(text))
    return number


def read_block(text: str) -> NDArray[np.float64]:
    """A pasted table `(rows, columns)`: columns parted by tabs, semicolons or spaces.

    A comma is a decimal one, unless somewhere in the table it cannot be: then all part columns.
    Lists of Python and NumPy are taken too, and a matrix of LaTeX. ValueError in words where a
    cell is no number or the rows differ in length.

    >>> read_block("1\\t2\\n0,5\\t1/4").tolist()
    [[1.0, 2.0], [0.5, 0.25]]
    """
    rows = _rows(text)
    if not rows:
        raise ValueError("there is no number to paste")
    width = len(rows[0])
    for place, row in enumerate(rows, start=1):
        if len(row) != width:
            raise ValueError(
                f"row {place} has {_values(len(row))} and row 1 has {width}: "
                "rows of the same length fit"
            )
    return np.array([[read_number(cell) for cell in row] for row in rows])


def write_block(rows: Iterable[Iterable[object]]) -> str:
    """Rows as a spreadsheet takes them: tabs between cells, a line for each row."""
    return "\n".join("\t".join(map(str, row)) for row in rows)


def _rows(text: str) -> list[list[str]]:
    """The cells of each row, as text."""
    start = _ENVIRONMENT.search(text)
    if start is not None:
        return _latex_rows(text[start.end() :].partition("\\end")[0])
    innermost: list[str] = _INNERMOST.findall(text)
    if innermost:
        return [row.replace(",", " ").split() for row in innermost if row.strip()]
    lines = [line.strip(" ,") for line in _LINE.split(text)]
    words = (word.rstrip(",") for line in lines for word in line.split())
    commas_part = not set(_MARKS) & set(text) and not all(map(_is_decimal, words))
    return [_cells(line, commas_part) for line in lines if line.strip()]


def _latex_rows(body: str) -> list[list[str]]:
    """Rows end with two backslashes, & parts the cells."""
    plain = _POWER.sub(r"e\1", _FRACTION.sub(r"\1/\2", body.replace("\\hline", "")))
    rows = (row.strip() for row in plain.split("\\\\"))
    return [[cell.strip(" ${}\n\t") for cell in row.split("&")] for row in rows if row]


def _decimal(text: str) -> float:
    match = _DECIMAL.fullmatch(text.strip())
    if match is None:
        raise ValueError(text)
    return float("".join(match.groups()).replace(",", "."))


def _cells(line: str, commas_part: bool) -> list[str]:
    for mark in _MARKS:
        if mark in line:
            return line.rstrip(mark).split(mark)
    words = [word.rstrip(",") for word in line.split()]
    return [cell for word in words for cell in (word.split(",") if commas_part else [word])]


def _is_decimal(word: str) -> bool:
    """Whether a word has no comma, or is a number with a decimal one."""
    if "," not in word:
        return True
    try:
        read_number(word)
    except ValueError:
        return False
    return True


def _values(count: int) -> str:
    return "1 value" if count == 1 else f"{count} values"


def _not_a_number(text: str) -> str:
    shown = text.strip()
    return f"“{shown[:24]}” is not a number; {FITS}" if shown else f"nothing was typed; {FITS}"
