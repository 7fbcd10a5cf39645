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

import numpy as np

from app.core.engine.scratch import Scratch, Take
from app.core.engine.strips import Buffer, Layout, Strip, Worker
from app.core.engine.task import Form, Task
from app.core.spec import Array

LONG_ROW = 128  # output rows from this length are copied one by one, without the pitch's rest


def columns_worker(task: Task, rows: int, dtype: Any, lent: Scratch) -> Worker:
    """A worker for strips of one group, up to `rows` output rows each."""
    form = task.form(dtype)
    weights = task.w.astype(dtype, copy=False).reshape(task.spec.groups, form.outputs, -1)
    as_it_lies = is_pointwise(task) and task.x.dtype == dtype
    load = _input_itself if as_it_lies else lent.room(_loader, form, rows)
    layout, spare = lent.room(_sums, form, rows)

    def work(strip: Strip, target: Array) -> None:
        columns = load(task.inputs(strip), strip.first, strip.stop)
        cells = columns.shape[1]
        has_rests = cells != target[0].size
        direct = not has_rests and target.dtype == dtype and target[0].flags.c_contiguous
        sums = target.reshape(form.outputs, -1) if direct else spare[:, :cells]
        np.matmul(weights[strip.groups.start], columns, out=sums)
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


def _input_itself(x: Array, first: int, stop: int) -> Array:
    return x[:, first:stop].reshape(len(x), -1)


def _sums(take: Take, form: Form, rows: int) -> tuple[Layout, Array]:
    layout = Layout(form.spec.axes, rows)
    return layout, take((form.outputs, rows * layout.pitch), form.dtype)


def _loader(take: Take, form: Form, rows: int) -> Callable[[Array, int, int], Array]:
    """Copies a strip's input, and from there the slice of every tap, `(channels * taps, cells)`."""
    layout, kernel = Layout(form.spec.axes, rows), tuple(axis.kernel for axis in form.spec.axes)
    buffer = Buffer(layout, form.spec.padding_mode, form.depth, form.dtype, take)
    width = layout.axes[-1].output_size
    long_rows = len(layout.axes) == 2 and width >= LONG_ROW
    shape = (rows, width) if long_rows else (rows * layout.pitch,)
    matrix = take((form.depth, *kernel, *shape), form.dtype)
    stacks = [
        (matrix[(slice(None), *taps)], held)
        for taps, held in layout.stacks(buffer.flat, rows, width if long_rows else 0)
    ]
    over = (slice(None),) * (1 + len(kernel))

    def load(x: Array, first: int, stop: int) -> Array:
        buffer.load(x, first, stop)
        extent = stop - first if long_rows else layout.length(stop - first)
        held: tuple[Any, ...] = (*over, slice(extent))
        for target, views in stacks:
            target[held] = views[held]
        flat = matrix.reshape(form.depth * prod(kernel), -1)
        return flat[:, : extent * width if long_rows else extent]

    return load
