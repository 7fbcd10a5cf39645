"""Tiles: many channels as one matrix product per point of the tiles' transforms.

A strip's rows are copied into tiles, and transformed to values at points (`winograd`) by small
matrix products, along the rows and, where both axes are tiled, along the columns too; else the
taps of the other axes become columns as in `columns`. Weights times values, summed over all
channels, is one product per point. Not for integers, and where a result is not finite the strip
is done again directly, since a tile mixes cells of different windows.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, reduce
from math import prod
from typing import Any

import numpy as np
from numpy.lib.stride_tricks import as_strided

from app.core.axis import Axis
from app.core.engine.scratch import Scratch, Take
from app.core.engine.strips import Buffer, Layout, Strip, Worker
from app.core.engine.task import Form, Task, meet_directly, surely_finite
from app.core.engine.threads import share
from app.core.engine.winograd import transforms
from app.core.parts import tiled, uncut
from app.core.phases import taps_per_phase
from app.core.spec import Array

Step = Callable[[], object]
LARGE = 2**18  # transformed weights, from which two threads share them
Points = tuple[int, ...]  # of the tiled axes, the first one or the first two


def tile_axes(axes: tuple[Axis, ...], points: Points) -> tuple[Axis, ...]:
    """The axes of a strip of tiles: tiled ones cell by cell, padded to whole tiles."""
    cells = [uncut(tiled(axis, count)) for axis, count in zip(axes, points, strict=False)]
    return (*cells, *axes[len(cells) :])


def tile_heights(axes: tuple[Axis, ...], points: Points) -> list[int]:
    """How many outputs in a row a tile gives along each tiled axis."""
    return [count - taps_per_phase(axis) + 1 for axis, count in zip(axes, points, strict=False)]


def transformed(task: Task, points: Points, lent: Scratch) -> Array:
    """The weights at each point, `(groups, points, outputs, columns)`.

    Columns are the first axis's phases, the taps of the axes that are not tiled, the channels.
    """
    dtype: Any = task.out.dtype
    groups, depth = task.spec.groups, task.w.shape[1]
    taps = prod(task.w.shape[2:])
    matrix = _kernel_matrix(task.spec.axes, points).astype(dtype)[None]
    rest = matrix.shape[1] // prod(points)
    weights = task.w.astype(dtype, copy=False).reshape(-1, taps).T[None]
    values = lent.take((1, matrix.shape[1], weights.shape[2]), dtype)

    def worker(held: slice) -> None:
        np.matmul(matrix, weights[..., held], out=values[..., held])

    half = -(-weights.shape[2] // 2)
    halves = (slice(half), slice(half, None))
    share(halves, lambda _: worker, None, helped=values.size > LARGE)
    split = values.reshape(prod(points), rest, groups, -1, depth)
    moved = np.ascontiguousarray(split.transpose(2, 0, 3, 1, 4))
    return moved.reshape(groups, prod(points), -1, rest * depth)


@lru_cache(maxsize=16)
def _kernel_matrix(axes: tuple[Axis, ...], points: Points) -> Array:
    """What takes a kernel's taps to its values at the points, `(points * rest, taps)`."""
    rest = axes[0].stride * prod(axis.kernel for axis in axes[len(points) :])
    steps = [
        transforms(count, taps_per_phase(axis)).kernel
        for axis, count in zip(axes, points, strict=False)
    ]
    matrix: Array = reduce(np.kron, [*steps, np.eye(rest)])
    return matrix[:, : prod(axis.kernel for axis in axes)]


def tiles_worker(task: Task, rows: int, points: Points, weights: Array, lent: Scratch) -> Worker:
    """A worker for strips of one group, `rows` tiles high; `weights` are `transformed`."""
    multiply = lent.room(_strip_in_tiles, task.form(weights.dtype), rows, points)
    height = tile_heights(task.spec.axes, points)[0]

    def work(strip: Strip, target: Array) -> None:
        inputs, tile = task.inputs(strip), strip.first // height
        multiply(inputs, tile, weights[strip.groups.start], target)
        if not surely_finite(target):
            meet_directly(task, strip, target)

    return work


def _strip_in_tiles(
    take: Take, form: Form, rows: int, points: Points
) -> Callable[[Array, int, Array, Array], None]:
    """What writes a strip's input, from a tile on, times a group's weights to where it goes."""
    layout = Layout(tile_axes(form.spec.axes, points), rows)
    tiles, read_tiles = _tiles_of_rows(form, layout, points, take)
    values, to_values = _row_values(tiles, form, points, take)
    columns, to_columns = (
        _tiled(values, form, points, take)
        if len(points) > 1
        else _stacked(values, tuple(axis.kernel for axis in form.spec.axes[1:]), layout, take)
    )
    sums = take((prod(points), form.outputs, columns.shape[2]), form.dtype)
    back, to_back = _rows_back(sums, form, layout, points, take)

    def multiply(x: Array, tile: int, weights: Array, target: Array) -> None:
        read_tiles(x, tile)
        to_values()
        to_columns()
        np.matmul(weights, columns, out=sums)
        to_back()
        _lay_out(back, layout, target)

    return multiply


def _lay_out(rows: Array, layout: Layout, target: Array) -> None:
    """The rows of all tiles, `(rows of a tile, outputs, cells)`, in their order."""
    height, (outputs, count, *rest) = len(rows), target.shape
    whole = count // height
    ends: tuple[Any, ...] = tuple(map(slice, rest))
    shaped = rows.reshape(height, outputs, layout.rows, *layout.cells[1:])
    interleaved = shaped.swapaxes(0, 1).swapaxes(1, 2)  # (outputs, tiles, rows of a tile, ...)
    target[:, : whole * height].reshape(outputs, whole, height, *rest)[...] = interleaved[
        (slice(None), slice(whole), slice(None), *ends)
    ]
    if whole * height < count:
        last: tuple[Any, ...] = (slice(None), whole, slice(count - whole * height), *ends)
        target[:, whole * height :] = interleaved[last]


def _tiles_of_rows(
    form: Form, layout: Layout, points: Points, take: Take
) -> tuple[Array, Callable[[Array, int], None]]:
    """The rows' tiles, `(channels, rows of a tile, cells)`, and what reads them from a tile on."""
    axis, channels = tiled(form.spec.axes[0], points[0]), form.depth
    read = Layout(layout.axes, (layout.rows - 1) * axis.stride + axis.kernel)
    buffer = Buffer(read, form.spec.padding_mode, channels, form.dtype, take)
    split = buffer.flat.reshape(channels, -1, read.rows, read.pitch)
    channel, phase, row, cell = split.strides
    overlapping = as_strided(
        split,
        (channels, axis.kernel, split.shape[1], layout.rows, read.pitch),
        (channel, row, phase, axis.stride * row, cell),
        writeable=False,
    )
    tiles = take(overlapping.shape, form.dtype)

    def read_from(x: Array, tile: int) -> None:
        first = tile * axis.stride
        buffer.load(x, first, min(first + read.rows, axis.padded_size))
        np.copyto(tiles, overlapping)

    return tiles.reshape(channels, axis.kernel, -1), read_from


def _row_values(tiles: Array, form: Form, points: Points, take: Take) -> tuple[Array, Step]:
    """The values of the rows' tiles, `(points, channels, phases, cells)`."""
    channels, stride = len(tiles), form.spec.axes[0].stride
    matrix = _matrix("tile", form, points, 0)
    inputs = tiles.reshape(channels, points[0], -1)
    values = take((points[0], channels, inputs.shape[2]), tiles.dtype)
    held = values.swapaxes(0, 1)
    return (
        values.reshape(points[0], channels, stride, -1),
        lambda: np.matmul(matrix, inputs, out=held),
    )


def _stacked(
    values: Array, kernel: tuple[int, ...], layout: Layout, take: Take
) -> tuple[Array, Step]:
    """Every tap of the other axes as a row of a matrix, `(points, columns, cells)`."""
    points, channels, stride, _ = values.shape
    shape = (points, stride, 1, *kernel, channels, layout.rows * layout.pitch)
    columns = take(shape, values.dtype)
    length = layout.length(layout.rows)
    stacks = [
        (columns[(slice(None), slice(None), *taps)][..., :length], np.moveaxis(views, 1, -2))
        for taps, views in layout.stacks(values, layout.rows)
    ]

    def stack() -> None:
        for target, views in stacks:
            target[...] = views

    return columns.reshape(points, -1, shape[-1]), stack


def _tiled(values: Array, form: Form, points: Points, take: Take) -> tuple[Array, Step]:
    """The values of the columns' tiles, `(points of both axes, channels, cells)`."""
    dtype, step = values.dtype, points[1] - form.spec.axes[1].kernel + 1
    matrix = _matrix("tile", form, points, 1)
    flat = values.reshape(points[0], -1)
    split, tiles = take((2, *points, flat.shape[1] // step), dtype)
    row, cell = flat.strides
    shape = (*points, (flat.shape[1] - points[1]) // step + 1)
    overlapping = as_strided(flat, shape, (row, cell, step * cell), writeable=False)

    def split_and_multiply() -> None:
        split[..., : shape[2]] = overlapping
        np.matmul(matrix, split, out=tiles)

    return tiles.reshape(prod(points), values.shape[1], -1), split_and_multiply


def _rows_back(
    sums: Array, form: Form, layout: Layout, points: Points, take: Take
) -> tuple[Array, Step]:
    """The rows that a tile gives, each `(outputs, cells)`, from the sums at the points."""
    dtype, outputs = sums.dtype, sums.shape[1]
    height, *widths = tile_heights(form.spec.axes, points)
    back = _matrix("back", form, points, 0)
    cells = prod(widths) * sums[0].size
    joined = take((1, height, cells), dtype)
    if not widths:
        one = sums.reshape(1, points[0], -1)
        return joined.reshape(height, outputs, -1), lambda: np.matmul(back, one, out=joined)
    (width,) = widths
    across = _matrix("back", form, points, 1)
    held = sums.reshape(*points, -1)
    parts = take((points[0], width, held.shape[2]), dtype)
    rows = take((height, outputs, layout.rows * layout.pitch), dtype)
    places = rows.reshape(height, -1, width)

    def back_and_join() -> None:
        np.matmul(across, held, out=parts)
        np.matmul(back, parts.reshape(1, points[0], -1), out=joined)
        for place, values in enumerate(joined.reshape(height, width, -1).swapaxes(0, 1)):
            places[:, :, place] = values

    return rows, back_and_join


def _matrix(name: str, form: Form, points: Points, number: int) -> Array:
    """A transform along one axis, `(1, ., .)` in the result's dtype."""
    steps = transforms(points[number], taps_per_phase(form.spec.axes[number]))
    matrix: Array = getattr(steps, name)
    return matrix[None].astype(form.dtype)
