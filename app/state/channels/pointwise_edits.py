"""Edits of the lesson on 1×1 kernels: pure functions Scene → Change or Refusal."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.state.channels.bottleneck import Bottleneck, bottleneck_fault
from app.state.channels.edits import set_filters
from app.state.channels.filters import filters_of
from app.state.channels.principal import learned_filters, spread_of_input
from app.state.kernels import whole_where_possible
from app.state.outcome import Change, Outcome, Refusal
from app.state.scene import Scene


def learn_principal(scene: Scene) -> Outcome:
    """Filters learned from the input's own pixels: its principal components, all of them."""
    spread = spread_of_input(scene.input, scene.mixing.source)
    name = scene.input.image.name
    if len(spread.mean) == 1:
        words = f"{name} has one channel here, and so one direction: two channels or more fit"
        return Refusal("principal", words)
    if not spread.total > 0:
        words = f"every pixel of {name} is the same: there is no direction in which they vary"
        return Refusal("principal", words)
    filters = learned_filters(scene.input, scene.mixing.source)
    return set_filters(scene, filters, "learn from the image")


def paste_matrix(scene: Scene, row: int, column: int, block: NDArray[Any]) -> Outcome:
    """A block of weights from a corner of the matrix on; past the last channel come the biases."""
    filters = scene.filters
    weights = filters.weights.array[:, :, 0, 0]
    whole = np.column_stack([weights, np.array(filters.bias)]).astype(np.float64)
    rows, columns = block.shape
    if row + rows > filters.count or column + columns > filters.channels + 1:
        fits = f"{filters.count - row} × {filters.channels + 1 - column} fits from here on"
        return Refusal("filters", f"{rows} × {columns} numbers: {fits}")
    whole[row : row + rows, column : column + columns] = block
    weights = np.ascontiguousarray(whole_where_possible(whole[:, :-1]))[:, :, None, None]
    bias = tuple(int(value) if value.is_integer() else value for value in whole[:, -1].tolist())
    made = filters_of(f"{filters.name.removesuffix(', changed')}, changed", weights, bias)
    return set_filters(scene, made, f"paste {rows} × {columns} numbers")


def show_bottleneck(scene: Scene, shown: bool) -> Outcome:
    """Put the comparison of costs on the stage, or take it off."""
    title = "compare the bottleneck" if shown else "leave the bottleneck"
    return _with(scene, replace(scene.mixing.bottleneck, shown=shown), title)


def set_bottleneck(scene: Scene, name: str, value: int) -> Outcome:
    """One number of the comparison: inner, channels, kernel or filters."""
    changes: dict[str, Any] = {name: value}
    changed = replace(scene.mixing.bottleneck, **changes)
    fault = bottleneck_fault(changed)
    return (
        Refusal(f"bottleneck_{name}", fault) if fault else _with(scene, changed, f"{name} {value}")
    )


def _with(scene: Scene, bottleneck: Bottleneck, title: str) -> Outcome:
    return Change(replace(scene, mixing=replace(scene.mixing, bottleneck=bottleneck)), title)
