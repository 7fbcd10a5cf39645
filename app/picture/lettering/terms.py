"""Where the words of an equation begin: in a line, or in lines whose terms stand in columns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import accumulate

from app.picture.elements import Token, Weight
from app.picture.lettering.measure import Measure

PLUS = " + "
REACHES = "→"
"""A term begins with a plus, or with an arrow to what it reaches."""
Words = Sequence[Token]
Widths = Sequence[Sequence[float]]
"""Of the tokens of a line, term by term."""


def token_width(token: Token, size: float, measure: Measure) -> float:
    weight = Weight.BOLD if token.bold else Weight.REGULAR
    return measure.width(token.text, size, weight)


def edges(lines: Sequence[Words], size: float, measure: Measure) -> list[list[float]]:
    """For each line where its tokens begin and where the last one ends, from the left edge."""
    return [
        list(accumulate((token_width(token, size, measure) for token in line), initial=0.0))
        for line in lines
    ]


def table_edges(lines: Sequence[Words], size: float, measure: Measure) -> list[list[float]]:
    """The same where each term stands under the one above it.

    That goes for lines that go on with a plus, which hangs before the first line's numbers,
    and for lines of arrows.
    """
    goes_on = _goes_on(lines)
    is_table = goes_on or (len(lines) > 1 and _reaches(lines))
    rows = [
        [
            [token_width(token, size, measure) for token in term]
            for term in (_terms(line) if is_table else [line])
        ]
        for line in hung(lines)
    ]
    begins = [0.0] * len(rows)
    if goes_on:
        begins[0] = measure.width(PLUS.lstrip(), size)
    columns = _columns(rows, begins)
    return [_edges(row, [begin, *columns]) for row, begin in zip(rows, begins, strict=True)]


def hung(lines: Sequence[Words]) -> list[Words]:
    """The lines of a table, a plus that leads one without the space before it."""
    if not _goes_on(lines):
        return list(lines)
    return [lines[0], *((replace(line[0], text=PLUS.lstrip()), *line[1:]) for line in lines[1:])]


def _columns(rows: Sequence[Widths], begins: Sequence[float]) -> list[float]:
    """Each term as far to the right as the widest before it asks for, in any row that goes on."""
    starts: list[float] = []
    for place in range(1, max(map(len, rows))):
        ends = (
            (starts[-1] if starts else begin) + sum(row[place - 1])
            for row, begin in zip(rows, begins, strict=True)
            if len(row) > place
        )
        starts.append(max(ends))
    return starts


def _edges(row: Widths, starts: Sequence[float]) -> list[float]:
    """The left edges of a line's tokens, and the right edge of the last one."""
    lefts: list[float] = []
    end = starts[0]
    for start, term in zip(starts, row, strict=False):
        *begun, end = accumulate(term, initial=start)
        lefts += begun
    return [*lefts, end]


def _terms(line: Words) -> list[Words]:
    """A line cut before each plus and each arrow."""
    cuts = [
        place
        for place, token in enumerate(line)
        if place and (token.text == PLUS or token.text.startswith(REACHES))
    ]
    return [line[start:end] for start, end in zip([0, *cuts], [*cuts, len(line)], strict=True)]


def _goes_on(lines: Sequence[Words]) -> bool:
    return len(lines) > 1 and all(line and line[0].text == PLUS for line in lines[1:])


def _reaches(lines: Sequence[Words]) -> bool:
    return any(token.text.startswith(REACHES) for token in lines[0])
