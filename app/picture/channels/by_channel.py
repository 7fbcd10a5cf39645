"""A step of many channels close up: a row for each channel, added up like a written sum."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np

from app.content.channels import channel_names
from app.picture.channels.focus import MixFocus
from app.picture.channels.grids import ASIDE, RESULT, SIGN, RowsGrid
from app.picture.channels.panels import COLOURS, name_label, plane_tone
from app.picture.channels.parts import channel_sums, result_panel, weight_marks
from app.picture.channels.spread import spread_rows
from app.picture.elements import (
    Answer,
    Click,
    Label,
    Mark,
    Outline,
    Panel,
    Rect,
    Role,
    Stroke,
    Strong,
    Tone,
    Weight,
)
from app.picture.lettering.cells import fitting_numbers
from app.picture.lettering.digits import product, short
from app.picture.lettering.typography import Sizes
from app.picture.stage import tones
from app.picture.stage.closeup import CloseUp, measurable
from app.picture.stage.given import MixStage
from app.picture.stage.grids import Same
from app.state.channels.derived import channel_results
from app.state.prepare import Plane


@dataclass(frozen=True, slots=True)
class Written:
    """A channel of the step: its place in the filter, its name, and how many products appeared."""

    place: int
    channel: int
    name: str
    taps: int


def written(stage: MixStage, focus: MixFocus, rows: int) -> tuple[Written, ...]:
    """The channels that are written out in so many rows: the first ones and the opened."""
    filters, names = stage.derived.filters, channel_names(stage.derived.scene)
    seen = filters.sees(focus.filter)
    each = filters.kernel[0] * filters.kernel[1]
    places = list(range(len(seen)))[:rows]
    opened = seen.index(focus.opened) if focus.opened in seen else 0
    if opened not in places:
        places[-1] = opened
    taps = focus.gather.taps
    return tuple(
        Written(place, seen[place], names[seen[place]], max(0, min(each, taps - place * each)))
        for place in places
    )


def compose(stage: MixStage, area: Rect, grid: RowsGrid, focus: MixFocus, type_: Sizes) -> CloseUp:
    """The step within an area; where an input cell is pointed at, what it adds."""
    spread = focus.spread
    if spread is not None and spread.count and focus.weight is None:
        return spread_rows(stage, area, spread, type_)
    rows, sums = written(stage, focus, len(grid.tops)), channel_sums(focus.gather)
    panels = [
        panel
        for row, top in zip(rows, grid.tops, strict=True)
        for panel in _row_panels(stage, focus, row, grid, top, type_)
    ]
    result, more = _result(stage, focus, grid, type_)
    marks = (
        *weight_marks(stage, focus),
        *_part_marks(focus, rows, grid),
        Outline("result", result.visible, Stroke.STEP),
    )
    return CloseUp(
        (*panels, *_sum_panels(stage, focus, rows, sums, grid, type_), result),
        marks,
        (
            *_row_labels(stage, focus, rows, grid, type_),
            *_sum_labels(rows, sums, grid, stage, type_),
            *more,
        ),
    )


def _row_panels(
    stage: MixStage, focus: MixFocus, row: Written, grid: RowsGrid, top: float, type_: Sizes
) -> Iterator[Panel]:
    step = focus.gather.step
    weights, kernels = step.weights, stage.derived.geometry.kernels[focus.filter]
    parts: list[tuple[str, Role, str, Plane, Tone | None, int | None]] = [
        ("window", Role.INPUT, f"Window {row.name}", step.values[row.place],
         plane_tone(stage.derived), None),
        ("kernel", Role.KERNEL, f"Kernel {row.name}", kernels[row.place],
         tones.magnitude(weights), None),
        ("products", Role.STEP, f"Products {row.name}", step.products[row.place],
         tones.magnitude(step.products), row.taps),
    ]  # fmt: skip
    if not grid.has_kernels:
        del parts[1]
    for x, (key, role, title, array, tone, known) in zip(grid.columns, parts, strict=True):
        rows, columns = array.shape
        box = Rect(x, top, columns * grid.cell, rows * grid.cell)
        bare = Panel(
            f"{key}-{row.channel}", role, box, Rect(0, 0, columns, rows), (rows, columns),
            measurable(array), tone or Tone(0, 1), title, known=known, hide=True,
            click=Click.PIN, plane=row.channel,
        )  # fmt: skip
        yield fitting_numbers(bare, box, bare.visible, stage.measure, type_)


def _row_labels(
    stage: MixStage, focus: MixFocus, rows: Sequence[Written], grid: RowsGrid, type_: Sizes
) -> Iterator[Label]:
    """The channels' names, the columns' titles and the signs between them."""
    high, _ = stage.derived.filters.kernel
    y = grid.tops[0] - 0.46 * type_.title_gap
    titles = [("Window", Role.INPUT), (f"Filter {focus.filter + 1}", Role.KERNEL),
              ("Products", Role.STEP)]  # fmt: skip
    signs = ["×", "="]
    if not grid.has_kernels:
        del titles[1]
        signs = ["→"]
    ends = (*grid.columns[1:], grid.sums)
    for x, end, (title, role) in zip(grid.columns, ends, titles, strict=True):
        words = stage.measure.width(title, type_.title, Weight.SEMIBOLD)
        size = max(type_.least, min(type_.title, type_.title * (end - x - 6) / words))
        yield Label(title, x, y, size, role, Weight.SEMIBOLD)
    if grid.part:
        yield Label("Each result", grid.sums, y, type_.title, Role.OUTPUT, Weight.SEMIBOLD)
    gap = SIGN * type_.operator / 2
    for row, top in zip(rows, grid.tops, strict=True):
        middle = top + high * grid.cell / 2
        x = grid.columns[0] - stage.measure.width(row.name, type_.title, Weight.SEMIBOLD)
        mark = 1.4 * type_.title if row.name in COLOURS else 0.5 * type_.title
        yield from name_label(row.name, x - mark, middle, Role.INPUT, stage, type_)
        for left, sign in zip(grid.columns[1:], signs, strict=True):
            yield Label(sign, left - gap, middle, 0.7 * type_.operator, Role.SOFT, anchor="centre")
        yield Label("Σ", grid.sums - gap, middle, 0.7 * type_.operator, Role.SOFT, anchor="centre")


def _sum_panels(
    stage: MixStage,
    focus: MixFocus,
    rows: Sequence[Written],
    sums: Sequence[Any],
    grid: RowsGrid,
    type_: Sizes,
) -> Iterator[Panel]:
    """What each channel gives: its sum in a box, or its own result with the sum as a cell."""
    if grid.part:
        yield from _part_panels(stage, focus, rows, grid, type_)
        return
    high, _ = stage.derived.filters.kernel
    tone = tones.magnitude(measurable(np.array([sums])))
    tall = min(1.9 * type_.title, high * grid.cell)
    for row, top in zip(rows, grid.tops, strict=True):
        middle = top + high * grid.cell / 2
        box = Rect(grid.sums, round(middle - tall / 2), grid.sum_width, round(tall))
        array = measurable(np.array([[sums[row.place]]]))
        yield Panel(
            f"sum-{row.channel}", Role.STEP, box, Rect(0, 0, 1, 1), (1, 1), array, tone,
            f"Sum {row.name}", known=1 if row.taps else 0, hide=True, click=Click.PIN,
            aspect=box.height / box.width, plane=row.channel, answer=Answer.SUMS,
        )  # fmt: skip


def _part_panels(
    stage: MixStage, focus: MixFocus, rows: Sequence[Written], grid: RowsGrid, type_: Sizes
) -> Iterator[Panel]:
    """The planes that the kernels make of their channels, which are then added up."""
    derived = stage.derived
    results = channel_results(derived.geometry, focus.filter)
    planes = _planes(Same(results))
    high, wide = derived.output_shape
    tone = tones.magnitude(results)
    _, row, column = focus.gather.step.output
    each = derived.filters.kernel[0] * derived.filters.kernel[1]
    for written_, top in zip(rows, grid.tops, strict=True):
        middle = top + derived.filters.kernel[0] * grid.cell / 2
        box = Rect(grid.sums, round(middle - high * grid.part / 2), wide * grid.part,
                   high * grid.part)  # fmt: skip
        known = row * wide + column + (1 if written_.taps == each else 0)
        bare = Panel(
            f"part-{written_.channel}", Role.OUTPUT, box, Rect(0, 0, wide, high), (high, wide),
            planes[written_.place], tone, f"Result of {written_.name}",
            known=None if focus.gather.pointed else derived.so_far(known), hide=derived.by_step,
            click=Click.PIN, plane=written_.channel, answer=Answer.SUMS,
        )  # fmt: skip
        yield fitting_numbers(bare, box, bare.visible, stage.measure, type_)


@lru_cache(maxsize=8)
def _planes(same: Same) -> tuple[Plane, ...]:
    """The planes of a stack, the same views for the same stack, so that rasters keep."""
    return tuple(same.array)


def _part_marks(focus: MixFocus, rows: Sequence[Written], grid: RowsGrid) -> Iterator[Mark]:
    """The cell of the step in every channel's own result."""
    if not grid.part:
        return
    _, row, column = focus.gather.step.output
    for written_ in rows:
        yield Strong(f"part-{written_.channel}", (row,), (column,))
        yield Outline(f"part-{written_.channel}", Rect(column, row, 1, 1), Stroke.REACH, Role.STEP)


def _sum_labels(
    rows: Sequence[Written], sums: Sequence[Any], grid: RowsGrid, stage: MixStage, type_: Sizes
) -> Iterator[Label]:
    """The numbers in the boxes, and what is folded."""
    high, _ = stage.derived.filters.kernel
    right = grid.sums + grid.sum_width - 0.5 * type_.title
    if not grid.part:
        for row, top in zip(rows, grid.tops, strict=True):
            if row.taps:
                middle = top + high * grid.cell / 2
                text = short(sums[row.place])
                yield Label(text, right, middle, type_.title, Role.INK, Weight.BOLD, "right")
    rest = _rest(rows, sums)
    if rest:
        y = grid.bottom - 0.7 * type_.caption
        total = short(sum(rest))
        yield Label(total, right, y, type_.title, Role.STEP, Weight.BOLD, "right")
        words = f"… and {len(rest)} more channel{'s' if len(rest) > 1 else ''}, together"
        yield Label(words, grid.sums - 0.4 * type_.title, y, type_.caption, Role.SOFT,
                    anchor="right", statement=True)  # fmt: skip


def _rest(rows: Sequence[Written], sums: Sequence[Any]) -> list[Any]:
    """The sums of the channels that are folded."""
    shown = {row.place for row in rows}
    return [value for place, value in enumerate(sums) if place not in shown]


def _result(
    stage: MixStage, focus: MixFocus, grid: RowsGrid, type_: Sizes
) -> tuple[Panel, tuple[Label, ...]]:
    """The bias, and the result in its box: below the sums, or beside them."""
    tall = RESULT * type_.operator
    gap = SIGN * type_.operator / 2
    if grid.beside:
        high, _ = stage.derived.filters.kernel
        middle = (grid.tops[0] + grid.tops[-1] + high * grid.cell) / 2
        x = grid.sums + grid.sum_width + ASIDE * type_.operator
        box = Rect(round(x), round(middle - tall / 2), grid.result_width, round(tall))
        at = x - 0.5 * ASIDE * type_.operator
    else:
        y = grid.bottom + 2.0 * type_.title
        box = Rect(grid.sums, round(y), grid.sum_width, round(tall))
        at = grid.sums - gap
    label = Label("=", at, box.centre[1], 0.8 * type_.operator, Role.SOFT, anchor="centre")
    panel, number = result_panel(stage, focus.gather, box, type_)
    return panel, (label, number, *_bias_labels(focus, grid, box, type_))


def _bias_labels(focus: MixFocus, grid: RowsGrid, box: Rect, type_: Sizes) -> Iterator[Label]:
    gather = focus.gather
    if gather.taps < gather.step.products.size:
        y = box.bottom + 0.8 * type_.caption
        yield Label("so far", box.centre[0], y, type_.caption, Role.SOFT, anchor="centre")
        return
    role = Role.KERNEL if gather.step.bias else Role.SOFT
    text = f"+ {product(short(gather.step.bias))}"
    y = box.y - 1.0 * type_.title
    if grid.beside:
        middle = box.centre[0]
        yield Label(f"{text} bias", middle, y, type_.caption, role, Weight.SEMIBOLD, "centre")
        return
    right = grid.sums + grid.sum_width - 0.5 * type_.title
    yield Label(text, right, y, type_.title, role, Weight.SEMIBOLD, "right")
    yield Label("bias", grid.sums - 0.4 * type_.title, y, type_.caption, Role.SOFT, anchor="right")
