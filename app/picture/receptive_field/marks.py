"""What is laid over the levels of a stack: fields, path counts, holes, and lines between levels."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from math import ceil
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.picture.elements import (
    Connector,
    Counts,
    Mark,
    Outline,
    Panel,
    Rect,
    Role,
    Stroke,
    Veil,
    Veils,
)
from app.picture.lettering.digits import short
from app.picture.lettering.typography import Sizes
from app.picture.receptive_field.focus import Paths, Seen, StackFocus, level_key, seen_from
from app.picture.stage.given import StackStage
from app.picture.stage.glide import between
from app.picture.stage.marks import VEIL_CELL
from app.state.derive import Stacked

MOST_VALUES = 512
"""Path counts of more cells than this along an axis are drawn in blocks."""
MOST_LINES = 240
"""Of one axis, up to so many lines join units; beyond it the outlines are joined alone."""
LETTERS = 0.62
"""Digits of path counts are at most this share of a cell high, and this share of it wide: """
WIDTH = 0.86


class Fields:
    """The rectangle that the shown unit sees of each level, in the middle of a glide too."""

    def __init__(self, stage: StackStage, focus: StackFocus) -> None:
        derived, moment = stage.derived, stage.moment
        self._after: Seen | None = None
        self._phase = moment.phase
        if moment.toward is not None and not focus.seen.pointed:
            unit = divmod(moment.toward, derived.output_shape[1])
            self._after = seen_from(derived, derived.level, unit)
        self.seen = focus.seen

    def __getitem__(self, level: int) -> Rect:
        cells = self.seen.paths[level].cells
        if self._after is None:
            return cells
        return between(cells, self._after.paths[level].cells, self._phase)


def marks_of(
    stage: StackStage,
    panels: tuple[Panel, ...],
    fields: Fields,
    focus: StackFocus,
    type_: Sizes,
) -> Iterator[Mark]:
    reached = focus.reached
    for panel in panels:
        level = panel.level or 0
        if reached is not None and level:
            yield from _reached(stage, panel, reached.paths[level], type_)
            continue
        if level > focus.seen.level:
            continue
        paths, cells = focus.seen.paths[level], fields[level]
        if not paths.used:
            continue
        if panel.bare:
            yield _counts(stage, panel, paths, cells, type_)
        else:
            yield from _dimmed(panel, paths, cells)
        at_ends = level in (0, focus.seen.level)
        stroke = Stroke.STEP if at_ends and reached is None else Stroke.THIN
        yield Outline(panel.key, cells, stroke)
    if reached is not None:
        cell = Rect(reached.column, reached.row, 1, 1)
        yield Outline(panels[0].key, cell, Stroke.REACH, Role.INPUT)
    yield from _present(stage, panels, focus.seen)


def _present(stage: StackStage, panels: tuple[Panel, ...], seen: Seen) -> Iterator[Mark]:
    """The step's own unit, while another one is pointed at."""
    if not seen.pointed:
        return
    row, column = stage.derived.unit
    key = level_key(stage.derived.level)
    if any(panel.key == key for panel in panels):
        yield Outline(key, Rect(column, row, 1, 1), Stroke.THIN, dashed=True)


def _reached(stage: StackStage, panel: Panel, paths: Paths, type_: Sizes) -> Iterator[Mark]:
    """All units that see the input cell pointed at, with the paths that lead to it."""
    if paths.used:
        yield _counts(stage, panel, paths, paths.cells, type_, Role.INPUT)
        yield Outline(panel.key, paths.cells, Stroke.REACH, Role.INPUT)


def _dimmed(panel: Panel, paths: Paths, cells: Rect) -> Iterator[Mark]:
    """What the unit does not see: around its field, and in the holes within."""
    whole = panel.extent
    yield Veils(
        panel.key,
        Veil.OUTSIDE,
        tuple(
            rect
            for rect in (
                Rect(whole.x, whole.y, whole.width, cells.y - whole.y),
                Rect(whole.x, cells.bottom, whole.width, whole.bottom - cells.bottom),
                Rect(whole.x, cells.y, cells.x - whole.x, cells.height),
                Rect(cells.right, cells.y, whole.right - cells.right, cells.height),
            )
            if rect.width > 0 and rect.height > 0
        ),
    )
    holes = tuple(_holes(paths, cells)) if panel.scale >= VEIL_CELL else ()
    if holes:
        yield Veils(panel.key, Veil.HOLE, holes)


def _holes(paths: Paths, cells: Rect) -> Iterator[Rect]:
    """Cells of the field that no path reaches: whole rows of it, and columns between these."""
    at = paths.cells
    rows = _inside(paths.vertical, at.y, at.height)
    columns = _inside(paths.horizontal, at.x, at.width)
    for row in np.flatnonzero(rows == 0).tolist():
        yield Rect(cells.x, cells.y + row, cells.width, 1)
    for row in np.flatnonzero(rows).tolist():
        for column in np.flatnonzero(columns == 0).tolist():
            yield Rect(cells.x + column, cells.y + row, 1, 1)


def _inside(counts: NDArray[Any], start: float, length: float) -> NDArray[Any]:
    return counts[round(start) : round(start + length)]


def _counts(
    stage: StackStage,
    panel: Panel,
    paths: Paths,
    cells: Rect,
    type_: Sizes,
    role: Role | None = None,
) -> Counts:
    """Path counts of a level, multiplied over both axes; exact as far as 64 bits hold them."""
    at = paths.cells
    vertical = _blocks(_inside(paths.vertical, at.y, at.height))
    horizontal = _blocks(_inside(paths.horizontal, at.x, at.width))
    exact = vertical.dtype == horizontal.dtype == np.int64
    if not exact or int(vertical.max()) * int(horizontal.max()) >= 2**63:
        vertical, horizontal = vertical.astype(np.float64), horizontal.astype(np.float64)
    values = np.outer(vertical, horizontal)
    return Counts(
        panel.key, cells, values, role or panel.role, _letters(stage, panel, values, type_)
    )


def _blocks(counts: NDArray[Any]) -> NDArray[Any]:
    """The counts, or of very many the means of equal blocks of them."""
    size = ceil(len(counts) / MOST_VALUES)
    if size == 1:
        return counts
    at = np.arange(0, len(counts), size)
    sums = np.add.reduceat(counts.astype(np.float64), at)
    means: NDArray[Any] = sums / np.diff(at, append=len(counts))
    return means


def _letters(stage: StackStage, panel: Panel, values: NDArray[Any], type_: Sizes) -> float:
    """The size of the digits, 0 where they would be too small to read."""
    high = LETTERS * panel.scale * min(1.0, panel.aspect)
    if high < type_.least or values.size > MOST_VALUES:
        return 0.0
    longest = max(stage.measure.width(short(value, 3), 20) for value in set(values.flat))
    size = min(high, type_.title, 20 * WIDTH * panel.scale / longest)
    return size if size >= 0.95 * type_.least else 0.0


def connectors_of(
    derived: Stacked,
    panels: tuple[Panel, ...],
    shown: list[int],
    fields: Fields,
    seen: Seen,
) -> Iterator[Connector]:
    """From the unit down through every level that is shown."""
    for below, above in pairwise(panels):
        level = above.level or 0
        if level > seen.level or not seen.paths[level].used or not seen.paths[level - 1].used:
            continue
        if not derived.stack.is_flat:
            yield from _between_columns(below, above, fields)
        elif level - 1 in shown:
            yield from _between_strips(derived, below, above, level, fields, seen)
        else:
            yield from _edges(below, above, fields)


def _between_columns(below: Panel, above: Panel, fields: Fields) -> Iterator[Connector]:
    """From the right edge of what is seen to the left edge of what sees it."""
    low = below.to_pixels(fields[below.level or 0]).intersected(below.rect)
    high = above.to_pixels(fields[above.level or 0]).intersected(above.rect)
    if low.width and low.height and high.width and high.height:
        yield Connector(low.right, low.y, high.x, high.y)
        yield Connector(low.right, low.bottom, high.x, high.bottom)


def _between_strips(
    derived: Stacked, below: Panel, above: Panel, level: int, fields: Fields, seen: Seen
) -> Iterator[Connector]:
    """A line for every meeting of a unit with one below, where these are few."""
    link = derived.stack.horizontal.links[level - 1]
    units = np.flatnonzero(seen.paths[level].horizontal).tolist()
    if len(units) * link.axis.kernel > MOST_LINES:
        yield from _edges(below, above, fields)
        return
    for unit in units:
        top = above.to_pixels(Rect(unit, 0, 1, 1))
        for met in link.units_below(unit):
            under = below.to_pixels(Rect(met, 0, 1, 1))
            yield Connector(top.centre[0], top.bottom, under.centre[0], under.y)


def _edges(below: Panel, above: Panel, fields: Fields) -> Iterator[Connector]:
    """From both ends of a strip's part to both ends of what it sees."""
    low = below.to_pixels(fields[below.level or 0])
    high = above.to_pixels(fields[above.level or 0])
    yield Connector(high.x, high.bottom, low.x, low.y)
    yield Connector(high.right, high.bottom, low.right, low.y)
