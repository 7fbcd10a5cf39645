"""What each way would cost: nanoseconds for one output cell of a group, all its channels.

The constants are nanoseconds on one core of a present-day machine, for float32; only their
ratios matter. PASS is a NumPy operation on a cell in the cache, COPY its copy, PICK a copy of
every few cells, SLIM and BROAD a multiplication within a matrix product, TINY within one of
a tile's transforms.
docs/performance.md has the measurements.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import product
from math import inf, prod
from typing import Any

import numpy as np

from app.core.axis import Axis
from app.core.engine.bands import band_cells, band_rows
from app.core.engine.taps import passes_of, taps_dtype
from app.core.engine.task import Task
from app.core.engine.tiles import Points, tile_heights
from app.core.engine.winograd import FINITE, MOST_OUTPUTS, MOST_POINTS
from app.core.phases import taps_per_phase

PASS, COPY, PICK = 0.065, 0.055, 0.2
TINY, SLIM, BROAD = 0.05, 0.03, 0.018  # SLIM up to 8 rows, BROAD from there
PREPARE_TILES = 3e5  # nanoseconds that transforming weights, and more calls, take in any case


def product_dtype(task: Task) -> Any:
    """The dtype in which matrix products are right: the result's, or a float that is exact.

    None for integers that no float holds.
    """
    if task.bound is None:
        return task.out.dtype
    return next(
        (
            np.dtype(kind)
            for kind in (np.float32, np.float64)
            if task.bound < 2 ** (np.finfo(kind).nmant + 1)
        ),
        None,
    )


def taps_cost(task: Task) -> float:
    """The sum tap by tap."""
    outputs = task.spec.c_out // task.spec.groups
    taps = prod(task.w.shape[1:])
    passes: float = 2 * taps * outputs
    if task.spec.groups == 1 and taps * outputs <= 256:
        passes = sum(map(passes_of, task.w.reshape(outputs, taps).tolist()))
    return passes * PASS * width(taps_dtype(task))


def columns_cost(task: Task) -> float:
    """A product with the matrix of all taps."""
    dtype = product_dtype(task)
    if dtype is None:
        return inf
    outputs = task.spec.c_out // task.spec.groups
    return prod(task.w.shape[1:]) * (COPY + _multiplied(outputs)) * width(dtype)


def bands_cost(task: Task) -> float:
    """Products with banded matrices, where these apply."""
    dtype, axes = product_dtype(task), task.spec.axes
    single = task.w.shape[1] == 1 and task.spec.c_out == task.spec.groups
    if dtype is None or not single or len(axes) != 2 or any(axis.stride > 1 for axis in axes):
        return inf
    return stacked_cells(axes) * (COPY + band_rows(axes[0]) * SLIM) * width(dtype)


def tiles_cost(task: Task) -> tuple[float, Points]:
    """Tiles, and how many points these should have; where they apply and promise enough.

    Whole-numbered weights are left to the ways that keep whole sums whole.
    """
    spec, depth = task.spec, task.w.shape[1]
    outputs = spec.c_out // spec.groups
    if task.bound is not None or spec.padding_mode != "zeros" or _all_whole(task.w):
        return inf, ()
    cost, points = _best_tiles(spec.axes, depth, outputs)
    return cost * width(task.out.dtype), points


def stacked_cells(axes: tuple[Axis, ...]) -> float:
    """How many cells of its stack a band copies for each output cell."""
    return axes[1].kernel * band_cells(axes[0]) / band_rows(axes[0])


def width(dtype: Any) -> float:
    """Bytes of a value, in float32s."""
    return float(np.dtype(dtype).itemsize) / 4


def _multiplied(outputs: int) -> float:
    """A term's part in a product with so many rows."""
    return max(4, outputs) * (SLIM if outputs <= 8 else BROAD)


def _all_whole(weights: np.ndarray[Any, Any]) -> bool:
    """Whether all weights are whole numbers; looks at few where they are not."""
    return all(np.array_equal(part, np.rint(part)) for part in weights)


@lru_cache(maxsize=64)
def _best_tiles(axes: tuple[Axis, ...], depth: int, outputs: int) -> tuple[float, Points]:
    choices = [
        (_tiles_cost(axes, points, depth, outputs), points) for points in possible_points(axes)
    ]
    return min(choices, default=(inf, ()))


def possible_points(axes: tuple[Axis, ...]) -> list[Points]:
    """For the first axis, or for two without stride."""
    first: list[Points] = [(count,) for count in FINITE if _is_tiled(axes[0], count)]
    if len(axes) != 2 or axes[0].stride * axes[1].stride > 1:
        return first
    both = product(FINITE, FINITE)
    return first + [
        points
        for points in both
        if all(map(_is_tiled, axes, points)) and sum(points) <= MOST_POINTS
    ]


def _is_tiled(axis: Axis, count: int) -> bool:
    fits = 1 < count - taps_per_phase(axis) + 1 <= MOST_OUTPUTS
    return fits and axis.dilation == 1 and taps_per_phase(axis) > 1


def _tiles_cost(axes: tuple[Axis, ...], points: Points, depth: int, outputs: int) -> float:
    heights = tile_heights(axes, points)
    depth *= axes[0].stride
    rest = prod(axis.kernel for axis in axes[len(points) :])
    row_values = points[0] / heights[0] * depth * prod(axis.stride for axis in axes[1:])
    sums = prod(points) / prod(heights) * outputs
    total = row_values * (PICK + points[0] * TINY) + outputs * (PICK + points[0] * TINY)
    total += sums / outputs * rest * depth * _multiplied(outputs)
    if len(points) > 1:
        values = prod(points) / prod(heights) * depth
        total += values * (PICK + points[1] * TINY) + sums * heights[1] * TINY + outputs * PICK
    else:
        total += row_values * rest * COPY
    cells = prod(axis.output_size for axis in axes)
    whole = prod(
        -(-axis.output_size // height) * height for axis, height in zip(axes, heights, strict=False)
    ) * prod(axis.output_size for axis in axes[len(heights) :])
    taps = prod(axis.kernel for axis in axes)
    weights = prod(points) * rest * axes[0].stride * taps * depth * outputs * SLIM
    return (total * whole + weights) / cells
