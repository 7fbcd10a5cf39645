"""The modes of padding side by side: a title, a row of cells with its padding, and the result."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from math import floor

import numpy as np

from app.core import Axis
from app.picture.arithmetic.modes import Mode, modes
from app.picture.elements import (
    Border,
    Dots,
    Label,
    Mark,
    Panel,
    Rect,
    Role,
    Tone,
    Veil,
    Veils,
    Weight,
)
from app.picture.lettering.measure import Measure
from app.picture.lettering.typography import Sizes
from app.state.prepare import Plane

STRIP_LEAST = 6.0
"""Pixels of a cell in the rows of cells; where they would be smaller there are none."""
INSET = 0.22
LINE = 1.5
"""From one line to the next, in sizes of its letters."""


def height(axis: Axis, width: float, type_: Sizes, measure: Measure) -> float:
    """What the modes need under each other in columns of a width; 0 where words do not fit."""
    texts = [
        (text, weight)
        for mode in modes(axis)
        for text, weight in ((mode.title, Weight.SEMIBOLD), (mode.words[-1], Weight.REGULAR))
    ]
    if any(measure.width(text, type_.least, weight) > width for text, weight in texts):
        return 0.0
    return 2 * LINE * type_.caption + _cell(axis, width, type_)


def labels(
    axis: Axis, columns: tuple[Rect, ...], type_: Sizes, measure: Measure
) -> Iterator[Label]:
    """Titles, the present mode in the step's colour, and below what comes of each mode."""
    half = 0.5 * LINE * type_.caption
    for rect, mode in zip(columns, modes(axis), strict=True):
        role = Role.STEP if mode.axis == axis else Role.INK
        size = _fitting(mode.title, rect.width, type_, measure, Weight.SEMIBOLD)
        yield Label(mode.title, rect.x, rect.y + half, size, role, Weight.SEMIBOLD)
        words = _longest(mode, rect.width, type_, measure)
        size = _fitting(words, rect.width, type_, measure)
        yield Label(words, rect.x, rect.bottom - half, size, Role.SOFT, statement=True)


def strips(
    axis: Axis, plane: Plane, tone: Tone, columns: tuple[Rect, ...], type_: Sizes
) -> tuple[tuple[Panel, ...], tuple[Mark, ...]]:
    """The input's middle row under each mode, with a dot where each window begins."""
    cell = _cell(axis, columns[0].width, type_)
    panels: list[Panel] = []
    marks: list[Mark] = []
    for place, (rect, mode) in enumerate(zip(columns, modes(axis), strict=True)):
        if mode.axis is not None and cell:
            strip = _strip(f"mode-{place}", mode.axis, plane, tone, rect, cell)
            panels.append(strip)
            marks += _marks(strip, mode.axis)
    return tuple(panels), tuple(marks)


def _longest(mode: Mode, width: float, type_: Sizes, measure: Measure) -> str:
    fit = (words for words in mode.words if measure.width(words, type_.caption) <= width)
    return next(fit, mode.words[-1])


def _fitting(
    text: str, width: float, type_: Sizes, measure: Measure, weight: Weight = Weight.REGULAR
) -> float:
    long = measure.width(text, type_.caption, weight)
    return max(type_.least, min(type_.caption, type_.caption * width / long))


def _cell(axis: Axis, width: float, type_: Sizes) -> float:
    """The side of a cell that all rows share, or 0 where it would be too small."""
    longest = max(mode.axis.padded_size for mode in modes(axis) if mode.axis)
    cell = floor(min(type_.caption, width / longest))
    return cell if cell >= STRIP_LEAST else 0


def _strip(key: str, axis: Axis, plane: Plane, tone: Tone, rect: Rect, cell: float) -> Panel:
    middle = plane.shape[0] // 2
    extent = Rect(-axis.low, 0, axis.padded_size, 1)
    box = Rect(rect.x, round(rect.centre[1] - cell / 2), cell * axis.padded_size, cell)
    return Panel(
        key, Role.INPUT, box, extent, (1, axis.size), plane[middle : middle + 1], tone,
        f"Input row {middle + 1}", border=_sides(axis),
    )  # fmt: skip


@lru_cache(maxsize=32)
def _sides(axis: Axis) -> Border:
    return Border(0, 0, axis.low, axis.high, np.zeros(1, np.int64), axis.sources())


def _marks(strip: Panel, axis: Axis) -> Iterator[Mark]:
    """Where each window begins, and what no window meets."""
    starts = [[axis.start(at) + INSET, INSET] for at in range(axis.output_size)]
    yield Dots(strip.key, np.array(starts))
    unused = tuple(Rect(cell, 0, 1, 1) for cell in axis.unused().tolist())
    if unused:
        yield Veils(strip.key, Veil.UNUSED, unused)
