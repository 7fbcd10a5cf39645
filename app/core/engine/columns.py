"""Columns: many channels as one matrix product per strip ("im2col").

Every tap of every input channel becomes a row of a matrix, a slice of the strip's buffer; the
weights times this matrix are the output channels. Only one strip of the matrix exists at a time.
Chellapilla, Puri and Simard, "High performance convolutional neural networks for document
processing" (2006).
"""

from __future__ import annotations

from collections.abc import Callable
from math import prod
from typing import Any

from app.core.engine.products import product_of
from app.core.engine.scratch import Take
from app.core.engine.strips import Buffer, Layout, Strip, Worker
from app.core.engine.task import Task
from app.core.spec import Array

LONG_ROW = 128  # output rows from this length are copied one by one, without the pitch's rest


def columns_worker(task: Task, layout: Layout, dtype: Any, take: Take) -> Worker:
    """A worker for strips of one group."""
    outputs = task.spec.c_out // task.spec.groups
    weights = task.w.astype(dtype, copy=False).reshape(task.spec.groups, outputs, -1)
    as_it_lies = is_pointwise(task) and task.x.dtype == dtype
    load = _input_itself(task) if as_it_lies else _loader(task, layout, dtype, take)
    spare = take((outputs, layout.rows * layout.pitch), dtype)
    multiply = product_of(1, outputs, weights.shape[2], spare.shape[1], take, dtype)

    def work(strip: Strip, target: Array) -> None:
        columns = load(strip)
        cells = columns.shape[1]
        has_rests = cells != target[0].size
        direct = not has_rests and target.dtype == dtype and target[0].flags.c_contiguous
        sums = target.reshape(outputs, -1) if direct else spare[:, :cells]
        multiply(weights[strip.groups], columns[None], sums[None])
        if has_rests:
            target[...] = layout.outputs(spare, strip.stop - strip.first)
        elif not direct:
            target[...] = sums.reshape(target.shape)

    return work


def is_pointwise(task: Task) -> bool:
    """Whether each output reads just the input cell at its own place."""
    return all(
        axis.kernel == axis.stride == 1 and axis.low == axis.high == 0 for axis in task.spec.axes
    )


def _input_itself(task: Task) -> Callable[[Strip], Array]:
    channels = task.w.shape[1]
    return lambda strip: task.inputs(strip)[:, strip.first : strip.stop].reshape(channels, -1)


def _loader(task: Task, layout: Layout, dtype: Any, take: Take) -> Callable[[Strip], Array]:
    """Copies a strip's input, and from there the slice of every tap, `(channels * taps, cells)`."""
    channels, kernel = task.w.shape[1], task.w.shape[2:]
    buffer = Buffer(layout, task.spec.padding_mode, channels, dtype, take)
    width = layout.axes[-1].output_size
    long_rows = len(layout.axes) == 2 and width >= LONG_ROW
    shape = (layout.rows, width) if long_rows else (layout.rows * layout.pitch,)
    matrix = take((channels, *kernel, *shape), dtype)
    stacks = [
        (matrix[(slice(None), *taps)], held)
        for taps, held in layout.stacks(buffer.flat, layout.rows, width if long_rows else 0)
    ]
    over = (slice(None),) * (1 + len(kernel))

    def load(strip: Strip) -> Array:
        rows = strip.stop - strip.first
        buffer.load(task.inputs(strip), strip.first, strip.stop)
        extent = rows if long_rows else layout.length(rows)
        held: tuple[Any, ...] = (*over, slice(extent))
        for target, views in stacks:
            target[held] = views[held]
        flat = matrix.reshape(channels * prod(kernel), -1)
        return flat[:, : extent * width if long_rows else extent]

    return load
