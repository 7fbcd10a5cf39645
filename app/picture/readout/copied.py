"""The numbers of a panel for other programs: tables for a spreadsheet, matrices for LaTeX."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from app.picture.elements import Counts, Panel, Picture
from app.picture.lettering.digits import MINUS, full

MOST_CELLS = 40_000
"""More cells than these would take longer to write than the window may stand still."""
MOST_TYPESET = 2_500
"""More would fill no page."""
_SIGNS = {
    "·": r"\cdot ", "×": r"\times ", "≈": r"\approx ", "→": r"\to ", "Σ": r"\sum ",
    "⌊": r"\lfloor ", "⌋": r"\rfloor ", "∞": r"\infty ", "…": r"\ldots ", MINUS: "-",
    "%": r"\% ", "#": r"\# ", "&": r"\& ", "_": r"\_", "{": r"\{", "}": r"\}",
}  # fmt: skip
_WORDS = re.compile(r"[^\W\d_]{2,}(?:[ ,;:.]*[^\W\d_]{2,})*[ ,;:.]*")
_CHANNEL = re.compile(r"\bc(\d+):")
"""A channel's name before its numbers, as `term_name` writes it."""
_POWER = re.compile(r"(\d)e([+-]?\d+)")


@dataclass(frozen=True, slots=True)
class Part:
    """The cells of a panel that are copied, from row `top` and column `left` on."""

    values: tuple[tuple[Any, ...], ...]  # None where a cell holds nothing yet
    top: int
    left: int
    of: tuple[int, int]

    @property
    def words(self) -> str:
        """ "the 5 × 5 numbers", or which of many."""
        rows, columns = len(self.values), len(self.values[0])
        if (rows, columns) == self.of:
            return f"the {rows} × {columns} numbers"
        return (
            f"rows {self.top + 1:,} to {self.top + rows:,} and columns {self.left + 1:,} to "
            f"{self.left + columns:,}, of {self.of[0]:,} × {self.of[1]:,} numbers"
        )


def part_of(picture: Picture, key: str, most: int = MOST_CELLS) -> Part | None:
    """All cells of a panel, without its padding; of more than `most` the ones in view.

    None where it holds no numbers.
    """
    panel = picture.panel(key)
    if panel.array is None:
        return _counts(picture, panel, most)
    rows, columns = panel.shape
    top, left, bottom, right = 0, 0, rows, columns
    if rows * columns > most:
        seen = panel.visible
        top, left = max(0, int(seen.y)), max(0, int(seen.x))
        side = int(most**0.5)
        bottom = min(rows, int(np.ceil(seen.bottom)), top + side)
        right = min(columns, int(np.ceil(seen.right)), left + side)
    values = tuple(
        tuple(panel.value_at(row, column) for column in range(left, right))
        for row in range(top, bottom)
    )
    return Part(values, top, left, panel.shape) if values and values[0] else None


def has_numbers(picture: Picture, key: str) -> bool:
    """Whether some of a panel's numbers can be copied."""
    panel = picture.panel(key)
    return panel.array is not None or _counts(picture, panel, MOST_TYPESET) is not None


def _counts(picture: Picture, panel: Panel, most: int) -> Part | None:
    """The path counts that lie over a panel, where there is one for each cell."""
    for mark in picture.marks:
        if isinstance(mark, Counts) and mark.panel == panel.key:
            rows, columns = mark.values.shape
            each = (rows, columns) == (mark.cells.height, mark.cells.width)
            if each and 0 < rows * columns <= most:
                values = tuple(map(tuple, mark.values.tolist()))
                return Part(values, round(mark.cells.y), round(mark.cells.x), panel.shape)
    return None


def tab_separated(part: Part) -> str:
    """A line for each row, tabs between cells, all digits; cells that hold nothing are empty."""
    return "\n".join("\t".join(map(_plain, row)) for row in part.values)


def latex_matrix(part: Part) -> str:
    """A matrix in brackets for LaTeX's maths, with all digits.

    >>> print(latex_matrix(Part(((1, 2.5), (None, -3)), 0, 0, (2, 2))))
    \\left[\\begin{array}{rr}
    1 & 2.5 \\\\
    \\cdot & -3
    \\end{array}\\right]
    """
    columns = "r" * len(part.values[0])
    rows = " \\\\\n".join(" & ".join(map(_typeset, row)) for row in part.values)
    return f"\\left[\\begin{{array}}{{{columns}}}\n{rows}\n\\end{{array}}\\right]"


def latex_equation(text: str) -> str:
    """An equation's text for LaTeX's maths; several lines are set below each other.

    >>> latex_equation("3·(−1) + 0.5 = −2.5")
    '3\\\\cdot (-1) + 0.5 = -2.5'
    >>> latex_equation("c1: 13 + c2: 24 = 37")
    'c_{1}\\\\colon 13 + c_{2}\\\\colon 24 = 37'
    """
    lines = ["".join(_maths(line)).strip() for line in text.splitlines() if line.strip()]
    if len(lines) == 1:
        return lines[0]
    rows = " \\\\\n".join(f"& {line}" for line in lines)
    return f"\\begin{{aligned}}\n{rows}\n\\end{{aligned}}"


def _maths(line: str) -> Iterator[str]:
    """Words as text, signs as LaTeX calls them."""
    line = line.replace("Cᵀ", "\0")
    at = 0
    for word in _WORDS.finditer(line):
        yield _signs(line[at : word.start()])
        yield f"\\text{{{word.group()}}}"
        at = word.end()
    yield _signs(line[at:])


def _signs(text: str) -> str:
    powers = _POWER.sub(lambda found: f"{found[1]}×10^<{int(found[2])}>", text)
    signs = "".join(_SIGNS.get(letter, letter) for letter in powers)
    signs = signs.replace("<", "{").replace(">", "}").replace("\0", r"C^{\mathsf{T}}")
    return _CHANNEL.sub(r"c_{\1}\\colon", signs)


def _plain(value: Any) -> str:
    if value is None:
        return ""
    return full(value).replace(MINUS, "-").replace("∞", "inf")


def _typeset(value: Any) -> str:
    if value is None:
        return r"\cdot"
    text = full(value)
    return r"\mathrm{NaN}" if text == "NaN" else _signs(text).strip()
