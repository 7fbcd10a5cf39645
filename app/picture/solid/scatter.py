"""A pointed input cell of a 3D convolution close up: the weights that meet it, output slice by
output slice, and what it adds there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby
from math import floor
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.picture.elements import Answer, Click, Label, Panel, Rect, Role
from app.picture.lettering.typography import Sizes
from app.picture.solid.focus import Gain3, Scatter3
from app.picture.solid.slices import SolidStage, input_tone, numbered
from app.picture.stage import tones
from app.picture.stage.closeup import CloseUp, Part
from app.picture.stage.titles import titles

SIGN, APART = 0.9, 1.3
"""Room of a sign, and between two output slices, in sizes of the operators."""
LEAST = 2.3
"""Cells of so many of the least letters show digits."""


def compose(stage: SolidStage, area: Rect, scatter: Scatter3, type_: Sizes) -> CloseUp | None:
    """The cell × its weights = what it adds, for each output slice; None where it does not fit."""
    slices = [list(gains) for _, gains in groupby(scatter.gains, lambda gain: gain.at[0])]
    if not slices:
        return None
    grids = [(_grid(gains, _weight), _grid(gains, _value)) for gains in slices]
    rows, columns = (max(pair[0].shape[axis] for pair in grids) for axis in (0, 1))
    signs = (1 + len(grids)) * SIGN + (len(grids) - 1) * APART
    across = 1 + 2 * len(grids) * columns
    cell = min(
        type_.lens_most,
        (area.width - signs * type_.operator) / across,
        (area.height - type_.title_gap) / rows,
    )
    if cell < LEAST * type_.least:
        return None
    cell = float(floor(cell))
    wide = cell * (1 + sum(2 * pair[0].shape[1] for pair in grids)) + signs * type_.operator
    left = area.x + (area.width - wide) / 2
    return _laid_out(stage, scatter, grids, Rect(left, area.y, wide, area.height), cell, type_)


def _weight(gain: Gain3) -> Any:
    return gain.weight


def _value(gain: Gain3) -> Any:
    return sum(reach.value for reach in gain.taps)


def _grid(gains: Sequence[Gain3], read: Any) -> NDArray[Any]:
    """One number of each gain of an output slice, by its row and column."""
    shape = len({gain.at[1] for gain in gains}), len({gain.at[2] for gain in gains})
    values = np.array([read(gain) for gain in gains]).reshape(shape)
    return values.astype(np.float64) if values.dtype == object else values


def _laid_out(
    stage: SolidStage,
    scatter: Scatter3,
    grids: Sequence[tuple[NDArray[Any], NDArray[Any]]],
    area: Rect,
    cell: float,
    type_: Sizes,
) -> CloseUp:
    middle = area.y + type_.title_gap + (area.height - type_.title_gap) / 2
    panels: list[Panel] = []
    labels: list[Label] = []
    x = float(floor(area.x))

    def put(key: str, role: Role, title: str, array: NDArray[Any], tone: Any) -> None:
        nonlocal x
        high, wide = array.shape[0] * cell, array.shape[1] * cell
        box = Rect(x, float(floor(middle - high / 2)), wide, high)
        adds = Answer.PRODUCTS if role is Role.OUTPUT else None
        part = Part(key, role, title, array, tone, click=Click.NOTHING, answer=adds)
        panel = replace(part.panel(box), caption="")
        panels.append(numbered(panel, box, part.visible, stage, type_))
        x = box.right

    def sign(text: str, room: float) -> None:
        nonlocal x
        at = x + room * type_.operator / 2
        labels.append(Label(text, at, middle, 0.7 * type_.operator, Role.SOFT, anchor="centre"))
        x += room * type_.operator

    most = tones.magnitude(np.concatenate([weights.ravel() for weights, _ in grids]))
    added = tones.magnitude(np.concatenate([adds.ravel() for _, adds in grids]))
    cell_value = np.array([[scatter.value]])
    put("cell", Role.INPUT, "Input cell", cell_value, input_tone(stage.derived))
    depths = sorted({gain.at[0] for gain in scatter.gains})
    for place, (depth, (weights, adds)) in enumerate(zip(depths, grids, strict=True)):
        sign("" if place else "×", APART if place else SIGN)
        put(f"fan-weights-{depth}", Role.KERNEL, f"To slice {depth + 1}", weights, most)
        sign("=", SIGN)
        put(f"fan-out-{depth}", Role.OUTPUT, f"Adds to slice {depth + 1}", adds, added)
    heads = [
        replace(panel, title="Adds") if panel.role is Role.OUTPUT else panel for panel in panels
    ]
    words = titles(heads, stage.width, stage.measure, type_)
    return CloseUp(tuple(panels), (), (*words, *labels))
