"""The weights of a grouped layer as blocks: a row for each filter, empty beyond its group."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from math import floor
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.picture.elements import (
    Chart,
    Click,
    Label,
    Panel,
    Rect,
    Role,
    Series,
    Tone,
    Weight,
)
from app.picture.lettering.measure import Measure
from app.picture.lettering.typography import Sizes
from app.picture.stage import tones
from app.picture.stage.given import MixStage
from app.picture.stage.grids import cell_size, numbered
from app.picture.stage.layout import on_whole_pixels
from app.state.channels.choices import Following
from app.state.channels.derived import ConvLayer
from app.state.channels.filters import Filters
from app.state.channels.groups import chain_of, costs_by_groups

MILLION = 1e6
"""From here on, multiplications are counted in millions."""

REACH_TITLE = "Seen through both"
Row = tuple[NDArray[Any], NDArray[np.bool_]]


@lru_cache(maxsize=4)
def rows_of(filters: Filters) -> tuple[Row, ...]:
    """Each filter's kernels side by side for all input channels, and which cells hold a weight.

    Kernels of more than one cell stand a cell apart.
    """
    held = np.zeros(filters.weights.shape, np.bool_)
    for number in range(filters.count):
        held[number, list(filters.sees(number))] = True
    whole = np.where(held, filters.weights.array, 0)
    return tuple(zip(map(_parted, whole), map(_parted, held), strict=True))


def _parted(kernels: NDArray[Any]) -> NDArray[Any]:
    channels, height, width = kernels.shape
    wide = np.zeros((height, channels, width + (height * width > 1)), kernels.dtype)
    wide[:, :, :width] = kernels.transpose(1, 0, 2)
    flat = wide.reshape(height, -1)
    return np.ascontiguousarray(flat[:, :-1] if height * width > 1 else flat)


def panels(stage: MixStage, area: Rect, type_: Sizes) -> tuple[Panel, ...]:
    """A panel for each filter; a click makes it the present one."""
    return _panels(stage.derived.filters, area, stage.measure, type_)


@lru_cache(maxsize=4)
def _panels(filters: Filters, area: Rect, measure: Measure, type_: Sizes) -> tuple[Panel, ...]:
    """The same panels in every step; all of them have digits of one size, or none has."""
    rows = rows_of(filters)
    tone = tones.magnitude(filters.weights.array)
    high, wide = rows[0][0].shape
    gap = int(high * filters.kernel[1] > 1)
    lead = 1.6 * type_.caption
    head = type_.title_gap + 1.3 * type_.caption
    cell = min(
        (area.width - lead) / wide,
        (area.height - head) / (filters.count * (high + gap)),
        0.9 * type_.lens_most / max(high, 1),
    )
    cell = on_whole_pixels(cell)
    x, top = floor(area.x + lead), round(area.y + head)
    made = []
    for number, (cells, held) in enumerate(rows):
        y = top + number * (high + gap) * cell
        box = Rect(x, round(y) if cell >= 2 else y, wide * cell, high * cell)
        bare = Panel(
            f"filter-{number}", Role.KERNEL, box, Rect(0, 0, wide, high), (high, wide), cells,
            tone, f"Filter {number + 1}", click=Click.PLANE, held=held, plane=number,
        )  # fmt: skip
        made.append(numbered(bare, measure, type_))
    size = min(panel.numbers for panel in made)
    return tuple(replace(panel, numbers=size) for panel in made)


def grounds(made: Sequence[Panel], filters: Filters) -> Iterator[Rect]:
    """A quiet ground behind each block of weights."""
    if filters.groups == 1:
        return
    cell, (_, width) = made[0].scale, filters.kernel
    pitch = (width + (width * filters.kernel[0] > 1)) * cell
    each, more = filters.count // filters.groups, min(3.0, 0.5 * cell)
    for group in range(filters.groups):
        first, last = made[group * each].rect, made[group * each + each - 1].rect
        x = first.x + group * filters.seen * pitch
        wide = filters.seen * pitch - (pitch - width * cell)
        high = last.bottom - first.y
        yield Rect(x - more, first.y - more, wide + 2 * more, high + 2 * more)


def labels(
    made: Sequence[Panel],
    filters: Filters,
    names: Sequence[str],
    right: float,
    measure: Measure,
    type_: Sizes,
) -> Iterator[Label]:
    """The title, up to `right` with what it counts; the channels above the columns, the filters
    beside the rows.
    """
    first = made[0].rect
    taken = filters.count * filters.seen
    y = first.y - 1.3 * type_.caption - 0.46 * type_.title_gap
    title = "Weights"
    yield Label(title, first.x, y, type_.title, Role.KERNEL, Weight.SEMIBOLD)
    x = first.x + measure.width(title, type_.title, Weight.SEMIBOLD) + 0.6 * type_.title
    words = f"{taken:,} of {filters.count * filters.channels:,} kernels"
    if x + measure.width(words, type_.caption) <= right:
        yield Label(words, x, y + 0.5, type_.caption, Role.SOFT)
    size = max(type_.least, 0.92 * type_.caption)
    pitch = (first.width + (made[0].scale if filters.kernel != (1, 1) else 0)) / filters.channels
    if pitch >= 1.25 * size:
        for channel, name in enumerate(names):
            x = first.x + (channel + 0.5) * pitch
            y = first.y - 0.75 * size
            yield Label(name, x, y, size, Role.INPUT, Weight.MEDIUM, "centre")
    if len(made) < 2 or made[1].rect.y - first.y >= 0.95 * size:
        for number, panel in enumerate(made):
            y = panel.rect.centre[1]
            x = panel.rect.x - 0.4 * size
            yield Label(str(number + 1), x, y, size, Role.OUTPUT, Weight.MEDIUM, "right")


def reach_panels(
    stage: MixStage, area: Rect | None, rows: Sequence[Panel], type_: Sizes
) -> tuple[Panel, ...]:
    """Which inputs each output of a second layer sees, in line with the first one's rows."""
    derived = stage.derived
    following = derived.scene.mixing.following
    if area is None or following is Following.NOTHING:
        return ()
    through = chain_of(derived.filters, following).through
    count, channels = through.shape
    top, bottom = rows[0].rect.y, rows[-1].rect.bottom
    cell = cell_size(area.width, bottom - top, channels, count, type_.lens_most)
    box = Rect(area.x, top, channels * cell, count * cell)
    bare = Panel(
        "reach", Role.OUTPUT, box, Rect(0, 0, channels, count), (count, channels),
        through.astype(np.int64), Tone(0.0, 2.0), REACH_TITLE,
        f"{int(through.sum())} of {through.size}", click=Click.PIN, held=through,
    )  # fmt: skip
    return (bare,)


def chart_letters(type_: Sizes) -> float:
    """The size of the chart's words."""
    return max(type_.least, 0.9 * type_.caption)


@lru_cache(maxsize=8)
def cost_chart(layer: ConvLayer) -> Chart | None:
    """Multiplications for every number of groups, the present one marked; None where one fits."""
    costs = costs_by_groups(layer)
    if len(costs) < 2:
        return None
    counts = {groups: float(cost.multiplications) for groups, cost in costs}
    unit, name = (1.0, "Multiplications") if counts[1] < MILLION else (MILLION, "Million products")
    falling = tuple(count / unit for count in counts.values())
    here = layer.filters.groups
    series = (
        Series("", Role.KERNEL, tuple(map(float, counts)), falling),
        Series("", Role.STEP, (float(here),), (counts[here] / unit,)),
    )
    return Chart(f"{name}, by groups", "groups", name, series)
