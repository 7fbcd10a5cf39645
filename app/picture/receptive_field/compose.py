"""The lesson of receptive fields: a stack of layers, one unit, and all that it sees below."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from math import ceil
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.picture.camera import seen as seen_through
from app.picture.elements import (
    Click,
    Connector,
    Counts,
    Frame,
    Mark,
    Outline,
    Panel,
    Picture,
    Place,
    Rect,
    Role,
    Stroke,
    Tone,
    Veil,
    Veils,
)
from app.picture.lettering.cells import fitting_numbers
from app.picture.lettering.digits import short
from app.picture.lettering.typography import Sizes, sizes
from app.picture.receptive_field.equation import stack_equation
from app.picture.receptive_field.focus import (
    Paths,
    Seen,
    StackFocus,
    focus_of,
    level_key,
    seen_from,
)
from app.picture.receptive_field.labels import labels
from app.picture.receptive_field.layout import Sheet, Spot, most_panels, sheet, shown_levels
from app.picture.receptive_field.words import level_title, shape_words, spoken
from app.picture.stage import tones
from app.picture.stage.equation import Page
from app.picture.stage.given import StackStage
from app.picture.stage.glide import between
from app.picture.stage.marks import VEIL_CELL
from app.state.derive import Stacked
from app.state.scene import Backdrop

MOST_VALUES = 512
"""Path counts of more cells than this along an axis are drawn in blocks."""
MOST_LINES = 240
"""Of one axis, up to so many lines join units; beyond it the outlines are joined alone."""
LETTERS = 0.62
"""Digits of path counts are at most this share of a cell high, and this share of it wide: """
WIDTH = 0.86


def compose(stage: StackStage) -> Picture:
    type_ = sizes(stage.width, stage.height, stage.presenting)
    derived = stage.derived
    focus = focus_of(derived, stage.view, stage.moment)
    page = _sheet(stage, type_)
    panels = tuple(_panels(stage, page, type_))
    shown = [panel.level for panel in panels if panel.level is not None]
    fields = _Fields(stage, focus)
    marks = tuple(_marks(stage, panels, fields, focus, type_))
    return Picture(
        stage.width,
        stage.height,
        panels,
        marks,
        tuple(labels(stage, page, panels, focus, type_)),
        () if focus.reached else tuple(_connectors(derived, panels, shown, fields, focus.seen)),
        stack_equation(derived, focus, Page(page.equation, type_, stage.measure)),
        spoken(derived, focus),
        Place("input", focus.seen.paths[0].cells),
        bold=stage.presenting,
    )


def _sheet(stage: StackStage, type_: Sizes) -> Sheet:
    stack = stage.derived.stack
    most = most_panels(stage.width, stage.height, stack.is_flat, type_)
    items = shown_levels(stack.levels, stage.derived.level, most)
    if stack.failed is not None:
        items = (*items, range(stack.levels, len(stack.layers) + 1))
    extents = [
        float(stack.horizontal.sizes[level] * stack.horizontal.fields[level].jump)
        for level in range(stack.levels)
    ]
    lines = 1 if stack.failed is None else 2
    return sheet(stage.width, stage.height, items, stack.shapes, extents, type_, lines)


# ---- panels


def _panels(stage: StackStage, page: Sheet, type_: Sizes) -> Iterator[Panel]:
    for spot in page.spots:
        if isinstance(spot.item, int):
            yield _panel(stage, spot, spot.item, page.flat, type_)


def _panel(stage: StackStage, spot: Spot, level: int, flat: bool, type_: Sizes) -> Panel:
    derived = stage.derived
    stack = derived.stack
    rows, columns = stack.shapes[level]
    extent = Rect(0, 0, columns, rows)
    shows_values = level == 0 and derived.scene.backdrop is Backdrop.INPUT
    bare = Panel(
        level_key(level),
        Role.OUTPUT if level else Role.INPUT,
        spot.box,
        extent,
        (rows, columns),
        derived.plane if shows_values else None,
        tones.input_tone(derived) if shows_values else Tone(0.0, 1.0),
        level_title(stack, level),
        shape_words((rows, columns), flat=flat),
        click=Click.STEP if level else Click.PIN,
        bare=not shows_values,
        level=level,
        frame=None if flat else _frame(derived, level),
        aspect=spot.box.height * columns / spot.box.width if flat else 1.0,
    )
    if bare.frame is None:
        return fitting_numbers(bare, spot.box, extent, stage.measure, type_)
    rect, visible = seen_through(spot.box, extent, stage.view.camera, bare.frame)
    return fitting_numbers(bare, rect, visible, stage.measure, type_)


def _frame(derived: Stacked, level: int) -> Frame:
    """Units lie where the middles of their fields are."""
    vertical, horizontal = derived.stack.fields(level)
    (x, dx), (y, dy) = (
        (float(field.centre) + (1 - float(field.jump)) / 2, float(field.jump))
        for field in (horizontal, vertical)
    )
    return Frame(x, y, dx, dy)


# ---- marks


class _Fields:
    """The rectangle that the shown unit sees of each level, in the middle of a glide too."""

    def __init__(self, stage: StackStage, focus: StackFocus) -> None:
        derived, moment = stage.derived, stage.moment
        self._before: Seen | None = None
        self._phase = moment.phase
        if not moment.is_still and moment.previous is not None and not focus.seen.pointed:
            unit = divmod(moment.previous, derived.output_shape[1])
            self._before = seen_from(derived, derived.level, unit)
        self.seen = focus.seen

    def __getitem__(self, level: int) -> Rect:
        cells = self.seen.paths[level].cells
        if self._before is None:
            return cells
        return between(self._before.paths[level].cells, cells, self._phase)


def _marks(
    stage: StackStage,
    panels: tuple[Panel, ...],
    fields: _Fields,
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


# ---- connectors


def _connectors(
    derived: Stacked,
    panels: tuple[Panel, ...],
    shown: list[int],
    fields: _Fields,
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


def _between_columns(below: Panel, above: Panel, fields: _Fields) -> Iterator[Connector]:
    """From the right edge of what is seen to the left edge of what sees it."""
    low = below.to_pixels(fields[below.level or 0]).intersected(below.rect)
    high = above.to_pixels(fields[above.level or 0]).intersected(above.rect)
    if low.width and low.height and high.width and high.height:
        yield Connector(low.right, low.y, high.x, high.y)
        yield Connector(low.right, low.bottom, high.x, high.bottom)


def _between_strips(
    derived: Stacked, below: Panel, above: Panel, level: int, fields: _Fields, seen: Seen
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


def _edges(below: Panel, above: Panel, fields: _Fields) -> Iterator[Connector]:
    """From both ends of a strip's part to both ends of what it sees."""
    low = below.to_pixels(fields[below.level or 0])
    high = above.to_pixels(fields[above.level or 0])
    yield Connector(high.x, high.bottom, low.x, low.y)
    yield Connector(high.right, high.bottom, low.right, low.y)
