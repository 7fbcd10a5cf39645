"""Columns: many channels as one matrix product per strip ("im2col").

Every tap of every input channel becomes a row of a matrix, a flat slice of the strip's buffer;
the weights times this matrix are the output channels. Only one strip of the matrix exists at a
time. Chellapilla, Puri and Simard, "High performance convolutional neural networks for document
processing" (2006).
"""

from __future__ import annotations

from typing import Any

import numpy as np

from app.core.engine.bands import ONE_THREAD
from app.core.engine.strips import Buffer, Layout, Strip, Worker
from app.core.engine.task import Task
from app.core.spec import Array


def columns_worker(task: Task, layout: Layout, dtype: Any) -> Worker:
    """A worker for strips of one group."""
    channels, taps = task.w.shape[1], len(layout.offsets)
    weights = task.w.astype(dtype).reshape(task.spec.groups, -1, channels * taps)
    span = layout.rows * layout.pitch
    as_it_lies = is_pointwise(task) and task.x.dtype == dtype
    buffer = Buffer(layout, task.spec.padding_mode, 0 if as_it_lies else channels, dtype)
    matrix = np.empty((channels if taps > 1 else 0, taps, span), dtype)
    sums = np.empty((weights.shape[1], span), dtype)

    def columns(strip: Strip, length: int) -> Array:
        if as_it_lies:
            return task.inputs(strip)[:, strip.first:strip.stop].reshape(channels, -1)
        buffer.load(task.inputs(strip), strip.first, strip.stop)
        if taps == 1:
            return buffer.flat[:, :length]
        for tap, offset in enumerate(layout.offsets):
            matrix[:, tap, :length] = buffer.flat[:, offset:offset + length]
        return matrix.reshape(channels * taps, span)[:, :length]

    def work(strip: Strip) -> None:
        rows = strip.stop - strip.first
        length = layout.length(rows)
        target = task.outputs(strip)
        direct = length == target[0].size and target.dtype == dtype
        held = target.reshape(len(target), -1) if direct else sums[:, :length]
        _multiply(weights[strip.groups.start], columns(strip, length), held)
        if not direct:
            target[...] = layout.outputs(sums, rows)
        task.add_bias(strip)

    return work


def is_pointwise(task: Task) -> bool:
    """Whether each output reads just the input cell at its own place."""
    return all(axis.kernel == axis.stride == 1 and axis.low == axis.high == 0
               for axis in task.spec.axes)


def stays_on_one_thread(weights: int) -> bool:
    """Whether a product with so many weights is cut into tiles that BLAS does not share out."""
    return weights <= ONE_THREAD // 256


def _multiply(weights: Array, columns: Array, out: Array) -> None:
    """`weights @ columns`: few weights in tiles on this thread, many on all of BLAS's threads."""
    if not stays_on_one_thread(weights.size):
        np.matmul(weights, columns, out=out)
        return
    width = ONE_THREAD // weights.size
    for start in range(0, columns.shape[1], width):
        np.matmul(weights, columns[:, start:start + width], out=out[:, start:start + width])
