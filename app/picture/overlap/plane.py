"""Overlap over two axes: the heatmap, the counts of each axis that multiply to it, and its tile."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from app.picture.elements import (
    Click,
    Label,
    Mark,
    Outline,
    Panel,
    Rect,
    Role,
    Stroke,
    Tone,
)
from app.picture.lettering.typography import Sizes
from app.picture.overlap.figure import OverlapFigure, block, cell_outlines, tone_of
from app.picture.overlap.focus import OverlapFocus
from app.picture.stage.given import OverlapStage
from app.picture.stage.grids import cell_size, grid
from app.picture.stage.titles import titles
from app.state.overlap.derived import StampStack

MIDDLE = 0.56
"""The heatmap's share of the width, its strips included."""


def compose(stage: OverlapStage, body: Rect, focus: OverlapFocus, type_: Sizes) -> OverlapFigure:
    panels = tuple(_panels(stage, body, type_))
    named = tuple(_as_named(panels))
    rest = tuple(titles(named, stage.width, stage.measure, type_))
    return OverlapFigure(
        panels,
        tuple(_marks(stage.derived.stamps, focus)),
        (*rest, *_signs({panel.key: panel for panel in panels}, type_)),
        (),
    )


def _as_named(panels: tuple[Panel, ...]) -> Iterator[Panel]:
    """The panels with the heatmap's name above the strip of columns, which needs none."""
    above = next(panel.rect for panel in panels if panel.key == "columns")
    for panel in panels:
        if panel.key == "output":
            yield replace(panel, rect=above)
        elif panel.key not in ("columns", "rows"):
            yield panel


def _panels(stage: OverlapStage, body: Rect, type_: Sizes) -> Iterator[Panel]:
    stack = stage.derived.stamps
    area = Rect(body.x, body.y + type_.title_gap, body.width, body.height - type_.title_gap)
    middle, (across, down) = _heat(area, stack, type_)
    inputs = _square(area.x, middle.x - down.width - 2.2 * type_.operator, middle, stack.sizes[0],
                     type_)  # fmt: skip
    tile = _square(middle.right + 1.6 * type_.caption, area.right, middle, len(stack.period), type_)
    size = stack.sizes[-1]
    yield grid(
        "input", Role.INPUT, "Inputs", _ones(stack.sizes[0]), Tone(0.0, 3.0), inputs,
        (stack.sizes[0], stack.sizes[0]), stage.measure, type_, click=Click.PIN,
        caption=f"{stack.sizes[0]} × {stack.sizes[0]}",
    )  # fmt: skip
    above = grid(
        "columns", Role.INPUT, "Counts of columns", stack.result.reshape(1, -1),
        tone_of(stack.result), across, (1, size), stage.measure, type_,
    )  # fmt: skip
    yield above
    beside = grid(
        "rows", Role.INPUT, "", stack.result.reshape(-1, 1), tone_of(stack.result), down,
        (size, 1), stage.measure, type_,
    )  # fmt: skip
    yield replace(beside, numbers=min(above.numbers, beside.numbers))
    yield grid(
        "output", Role.OUTPUT, "Output", stack.plane, tone_of(stack.plane), middle, (size, size),
        stage.measure, type_, click=Click.STEP, caption=f"{size} × {size}",
    )  # fmt: skip
    yield grid(
        "tile", Role.OUTPUT, "Interior", stack.tile, tone_of(stack.plane), tile, stack.tile.shape,
        stage.measure, type_, caption=f"{len(stack.period)} × {len(stack.period)}, repeats",
    )  # fmt: skip


@lru_cache(maxsize=8)
def _ones(size: int) -> NDArray[np.int64]:
    ones = np.ones((size, size), np.int64)
    ones.setflags(write=False)
    return ones


def _heat(area: Rect, stack: StampStack, type_: Sizes) -> tuple[Rect, tuple[Rect, Rect]]:
    """The heatmap in the middle, the strips of its axes above it and to its left."""
    gap, size = 0.4 * type_.caption, stack.sizes[-1]
    strip = min(1.7 * type_.caption, 0.7 * type_.cell_most)
    wide, high = MIDDLE * area.width - strip - gap, area.height - strip - gap
    cell = cell_size(wide, high, size, size, 0.9 * type_.cell_most)
    side = cell * size
    x = round(area.x + (area.width - side + strip + gap) / 2)
    y = round(area.y + strip + gap + max(0.0, (high - side) / 2))
    above = Rect(x, round(y - gap - strip), side, round(strip))
    left = Rect(round(x - gap - strip), y, round(strip), side)
    return Rect(x, y, side, side), (above, left)


def _square(left: float, right: float, middle: Rect, size: int, type_: Sizes) -> Rect:
    """A small grid beside the heatmap, on its middle line."""
    cell = cell_size(
        right - left, middle.height, size, size, min(0.75 * type_.cell_most, middle.height / 3)
    )
    side = cell * size
    return Rect(round(left + (right - left - side) / 2), round(middle.centre[1] - side / 2), side,
                side)  # fmt: skip


def _marks(stack: StampStack, focus: OverlapFocus) -> Iterator[Mark]:
    inside = stack.interior
    if inside and len(inside) < stack.sizes[-1]:
        yield block("output", inside, inside)
    role = Role.INPUT if focus.pointed and focus.level == 0 else Role.STEP
    vertical, horizontal = focus.vertical, focus.horizontal
    cell = Rect(horizontal.cell, vertical.cell, 1, 1)
    if focus.level == 0:
        yield from cell_outlines("output", vertical.cells[-1], horizontal.cells[-1], role)
        yield Outline("input", cell, Stroke.STEP, role)
        return
    yield from cell_outlines("input", vertical.cells[0], horizontal.cells[0], role)
    yield Outline("output", cell, Stroke.STEP, role)
    yield Outline("columns", Rect(horizontal.cell, 0, 1, 1), Stroke.REACH, role)
    yield Outline("rows", Rect(0, vertical.cell, 1, 1), Stroke.REACH, role)


def _signs(panels: dict[str, Panel], type_: Sizes) -> Iterator[Label]:
    """What leads from the inputs to the counts."""
    left, right = panels["input"].rect, panels["rows"].rect
    y = panels["output"].rect.centre[1]
    yield Label("→", (left.right + right.x) / 2, y, type_.operator, Role.SOFT, anchor="centre")
