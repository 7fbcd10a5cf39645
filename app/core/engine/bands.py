"""Bands: one channel's large kernel as a few products with a banded matrix.

Over a band of rows, one column of the kernel is a banded (Toeplitz) matrix: entry (r, i) is the
weight with which output row r uses input row i. Stacked for all kernel columns they turn the
band into one image per kernel column by a single matrix product, and the sum of these images,
each moved by its column, is the output. The product spends multiplications on the matrix's
zeros and still beats adding up slices, since a BLAS library multiplies and adds at once. Zero
times NaN is NaN: a strip whose result is not finite is done again directly.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.lib.stride_tricks import as_strided

from app.core.axis import Axis
from app.core.engine.strips import Buffer, Layout, Strip, Worker
from app.core.engine.task import Task, meet_directly
from app.core.spec import Array

BAND = 8  # output rows per product: more rows spend more on zeros, fewer feed the BLAS badly
ONE_THREAD = 2**18  # OpenBLAS keeps products of up to so many multiplications on one thread


def banded(w: Array, axis: Axis, rows: int) -> Array:
    """The stacked bands of a kernel `(height, width)`, `(width * rows, input rows)`.

    >>> banded(np.array([[1], [2]]), Axis(9, kernel=2), rows=3)
    array([[1, 2, 0, 0],
           [0, 1, 2, 0],
           [0, 0, 1, 2]])
    """
    height, width = w.shape
    bands = np.zeros((width, rows, rows + axis.effective_kernel - 1), w.dtype)
    row = np.arange(rows)
    for tap in range(height):
        bands[:, row, row + axis.phase(tap)[1]] = w[tap][:, None]
    return bands.reshape(width * rows, -1)


def bands_worker(task: Task, layout: Layout, dtype: Any) -> Worker:
    """A worker for strips of one group, one channel each way, two axes and stride 1.

    `layout.rows` is a multiple of `BAND`.
    """
    matrices = [banded(kernel.astype(dtype), layout.axes[0], BAND) for kernel in task.w[:, 0]]
    shifts = layout.offsets[:task.w.shape[-1]]
    buffer = Buffer(layout, task.spec.padding_mode, 1, dtype)
    bands = _overlapping(buffer.flat, layout)
    images = np.empty((layout.rows // BAND, len(matrices[0]), layout.pitch), dtype)
    moved = images.reshape(layout.rows // BAND, len(shifts), BAND, layout.pitch)
    total = np.empty((layout.rows, layout.axes[1].output_size), dtype)

    def work(strip: Strip) -> None:
        rows = strip.stop - strip.first
        used = -(-rows // BAND)
        buffer.load(task.inputs(strip), strip.first, strip.stop)
        _multiply(matrices[strip.groups.start], bands[:used], images[:used])
        _add_moved(moved[:used], shifts, total[:used * BAND].reshape(used, BAND, -1))
        if task.bound is None and not np.isfinite(np.add.reduce(total[:rows], None)):
            meet_directly(task, strip)
            return
        task.outputs(strip)[0] = total[:rows]
        task.add_bias(strip)

    return work


def _overlapping(flat: Array, layout: Layout) -> Array:
    """The buffer as overlapping bands, a view `(bands, input rows, pitch)`."""
    row = layout.pitch * flat.itemsize
    shape = (layout.rows // BAND, layout.cells[0] - layout.rows + BAND, layout.pitch)
    return as_strided(flat, shape, (BAND * row, row, flat.itemsize), writeable=False)


def _multiply(matrix: Array, bands: Array, out: Array) -> None:
    """`matrix @ bands`, in tiles small enough for each to stay on this thread."""
    pitch = bands.shape[2]
    tiles = -(-pitch // max(1, ONE_THREAD // matrix.size))
    width = pitch // tiles
    whole = tiles * width
    np.matmul(matrix, _tiled(bands, tiles, width), out=_tiled(out, tiles, width))
    if whole < pitch:
        np.matmul(matrix, bands[:, :, whole:], out=out[:, :, whole:])


def _tiled(images: Array, tiles: int, width: int) -> Array:
    """`(n, rows, pitch)` as a view `(n, tiles, rows, width)`."""
    count, rows, _ = images.shape
    band, row, cell = images.strides
    return as_strided(images, (count, tiles, rows, width), (band, width * cell, row, cell))


def _add_moved(moved: Array, shifts: tuple[int, ...], total: Array) -> None:
    """Add the images `(bands, kernel columns, BAND, pitch)`, each moved by its column."""
    width = total.shape[2]
    held = moved[:, 0, :, :width]
    for number, shift in enumerate(shifts[1:], 1):
        held = np.add(held, moved[:, number, :, shift:shift + width], out=total)
    if len(shifts) == 1:
        np.copyto(total, held)
