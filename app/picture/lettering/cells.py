"""The digits in cells: how many fit, and how large they may be."""

from __future__ import annotations

from dataclasses import replace
from math import ceil, floor
from typing import Any

from app.picture.elements import Panel, Rect, Weight
from app.picture.lettering.digits import in_cell, short
from app.picture.lettering.measure import Measure
from app.picture.lettering.typography import Sizes

MOST_NUMBERED = 2600
"""Cells in view beyond this are too small for digits anyway."""
SHARE, ROOM = 0.40, 0.84
"""Digits are this share of a cell's side high; in small cells up to the other, to be read …"""
WIDTH, WIDEST = 0.88, 0.95
"""… and a number at most this share of it wide; up to the other, to be there at all."""
CALM, LEGIBLE = 1.35, 0.9
"""A number is said in fewer digits before its letters are below so many of the least …"""
TRIALS = ((4, CALM), (3, CALM), (3, LEGIBLE), (2, LEGIBLE), (1, LEGIBLE))
"""… so these digits are tried in turn, the first that are as large as that are taken."""
APART = 2.0
"""Pixels between a cell's digits and words in its corner."""
DIGIT = 0.365
"""Half the height of a digit, in sizes of its letters."""


def fitting_numbers(
    panel: Panel, rect: Rect, visible: Rect, measure: Measure, type_: Sizes
) -> Panel:
    """The panel at its place, with digits as large as its longest number in view allows."""
    placed = replace(panel, rect=rect, visible=visible)
    if placed.scale * 0.86 < type_.least or visible.width * visible.height > MOST_NUMBERED:
        return placed
    values, size = _values(placed), 0.0
    for digits, share in TRIALS:
        size = _size(placed.scale, {in_cell(value, digits) for value in values}, measure, type_)
        if size >= share * type_.least:
            return replace(placed, numbers=size, digits=digits)
    last = size * WIDEST / WIDTH
    return replace(placed, numbers=last, digits=1) if last >= LEGIBLE * type_.least else placed


def leaves_digits_free(panel: Panel, letters: float) -> bool:
    """Whether words of that size in the lower corner of a cell stand clear of its digits."""
    return panel.scale / 2 >= DIGIT * panel.numbers + 1.1 * letters + APART


def _size(scale: float, texts: set[str], measure: Measure, type_: Sizes) -> float:
    """The letters with which the longest text fits a cell."""
    size = max(SHARE * scale, min(type_.key, ROOM * scale))
    longest = max((measure.width(text, 20, Weight.SEMIBOLD) for text in texts), default=0)
    return min(size, 20 * WIDTH * scale / longest) if longest else size


def _values(panel: Panel) -> set[Any]:
    """The values in view; of whole numbers the two ends, since no other has more figures."""
    if panel.array is None:
        return set()
    seen = panel.visible.intersected(Rect(0, 0, panel.shape[1], panel.shape[0]))
    rows = slice(floor(seen.y), ceil(seen.bottom))
    columns = slice(floor(seen.x), ceil(seen.right))
    values = panel.array[rows, columns]
    if values.size and values.dtype.kind in "iu":
        return {values.min().item(), values.max().item()}
    return set(values.ravel().tolist())


def in_view(panel: Panel) -> tuple[range, range]:
    """The rows and the columns at least partly in view, padding included."""
    seen = panel.visible.intersected(panel.extent)
    rows = range(floor(seen.y + 1e-6), ceil(seen.bottom - 1e-6))
    columns = range(floor(seen.x + 1e-6), ceil(seen.right - 1e-6))
    return rows, columns


def digits_that_fit(
    value: float, width: float, size: float, measure: Measure, weight: Weight = Weight.BOLD
) -> str:
    """The value in the most digits that fit a width."""
    for digits in (4, 3):
        text = short(value, digits)
        if measure.width(text, size, weight) <= width:
            return text
    return short(value, 2)
