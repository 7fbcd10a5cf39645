"""Thumbnails of the filters: the kernels of each side by side; a click makes one the present."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.picture.elements import Click, Panel, Rect, Role
from app.picture.lettering.typography import Sizes
from app.picture.stage import tones
from app.picture.stage.given import MixStage
from app.picture.stage.piles import side_by_side
from app.state.channels.filters import Filters

LEAST_THUMBNAIL = 3.0
"""Pixels of a weight in a thumbnail that shows more than one kernel."""


@lru_cache(maxsize=8)
def thumbnails(
    filters: Filters, channels: int
) -> tuple[tuple[NDArray[Any], NDArray[np.bool_]], ...]:
    """The first kernels of each filter side by side, and which cells hold a weight."""
    made = []
    for number in range(filters.count):
        seen = filters.sees(number)[:channels]
        kernels = [filters.weights.array[number, channel] for channel in seen]
        held = [np.ones(kernel.shape, np.bool_) for kernel in kernels]
        made.append((_parted(kernels), _parted(held)))
    return tuple(made)


def _parted(blocks: Sequence[NDArray[Any]]) -> NDArray[Any]:
    """Blocks side by side with an empty column between them."""
    gap = np.zeros((blocks[0].shape[0], 1), blocks[0].dtype)
    pieces = [piece for block in blocks for piece in (gap, block)]
    return np.concatenate(pieces[1:], axis=1)


def filter_panels(stage: MixStage, area: Rect, type_: Sizes) -> Iterator[Panel]:
    """A thumbnail of every filter, from the left; a click makes it the present one.

    Where there is no room for all kernels of a filter, the first few stand for it.
    """
    filters = stage.derived.filters
    high, width = filters.kernel
    gap = 0.6 * type_.caption
    for channels in sorted({filters.seen, 8, 4, 3, 2, 1}, reverse=True):
        wide = channels * (width + 1) - 1
        boxes = side_by_side(area, filters.count, (high, wide), gap)
        cell = min(boxes[0].width / wide, area.height / high, type_.key)
        if channels <= filters.seen and (cell >= LEAST_THUMBNAIL or channels == 1):
            break
    across = 1 + max(place for place, box in enumerate(boxes) if box.y == boxes[0].y)
    tone = tones.magnitude(filters.weights.array)
    made = thumbnails(filters, channels)
    for number, ((cells, held), box) in enumerate(zip(made, boxes, strict=True)):
        x = area.x + number % across * (wide * cell + max(gap, cell))
        y = area.centre[1] - high * cell / 2 if across == filters.count else box.y
        size = Rect(round(x), round(y), wide * cell, high * cell)
        yield Panel(
            f"filter-{number}", Role.KERNEL, size, Rect(0, 0, wide, high), (high, wide), cells,
            tone, f"Filter {number + 1}", click=Click.PLANE, held=held, plane=number,
        )  # fmt: skip
