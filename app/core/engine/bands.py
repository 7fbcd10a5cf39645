"""Bands: one channel's kernel as products with a banded matrix, a few output rows at a time.

For a band of rows, one column of the kernel is a banded (Toeplitz) matrix: entry (r, i) is the
weight with which output row r uses input row i. Laid side by side for all kernel columns, and
multiplied by the input rows stacked once per kernel column, each moved by it, they give the
band. The product spends multiplications on the matrix's zeros and still beats adding up slices,
since a BLAS library multiplies and adds at once. Zero times NaN is NaN: a strip whose result is
not finite is done again directly.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.lib.stride_tricks import as_strided

from app.core.axis import Axis
from app.core.engine.scratch import Scratch, Take
from app.core.engine.strips import Buffer, Layout, Strip, Worker
from app.core.engine.task import Form, Task, meet_directly, surely_finite
from app.core.phases import phase_of
from app.core.spec import Array


def band_rows(axis: Axis) -> int:
    """Output rows per product: more copy less, fewer spend less on zeros."""
    return 4 if axis.effective_kernel < 8 else 8


def band_cells(axis: Axis) -> int:
    """Input rows that a band of output rows reads."""
    return band_rows(axis) + axis.effective_kernel - 1


def banded(kernels: Array, axis: Axis) -> Array:
    """The bands of kernels `(n, height, width)` side by side, `(n, rows, width * input rows)`.

    >>> banded(np.array([[[1, 5], [2, 6]]]), Axis(9, kernel=2))[0]
    array([[1, 2, 0, 0, 0, 5, 6, 0, 0, 0],
           [0, 1, 2, 0, 0, 0, 5, 6, 0, 0],
           [0, 0, 1, 2, 0, 0, 0, 5, 6, 0],
           [0, 0, 0, 1, 2, 0, 0, 0, 5, 6]])
    """
    count, height, width = kernels.shape
    rows = band_rows(axis)
    bands = np.zeros((count, rows, width, band_cells(axis)), kernels.dtype)
    row = np.arange(rows)
    for tap in range(height):
        bands[:, row, :, row + phase_of(axis, tap)[1]] = kernels[:, tap]
    return bands.reshape(count, rows, -1)


def bands_worker(task: Task, rows: int, groups: int, matrices: Array, lent: Scratch) -> Worker:
    """A worker for strips of `groups` groups, one channel each way, two axes and stride 1.

    `rows` is a multiple of `band_rows`, `matrices` are those of `banded`.
    """
    multiply = lent.room(_strip_in_bands, task.form(matrices.dtype), rows, groups)

    def work(strip: Strip, target: Array) -> None:
        multiply(task.inputs(strip), strip, matrices[strip.groups], target)
        if task.bound is None and not surely_finite(target):
            meet_directly(task, strip, target)

    return work


def _strip_in_bands(
    take: Take, form: Form, rows: int, groups: int
) -> Callable[[Array, Strip, Array, Array], None]:
    """What writes a strip's input times its groups' matrices to where it goes."""
    layout = Layout(form.spec.axes, rows)
    height, width = band_rows(layout.axes[0]), layout.axes[1].output_size
    buffer = Buffer(layout, form.spec.padding_mode, groups, form.dtype, take)
    moved = _moved_bands(buffer.flat, layout)
    stack = take(moved.shape, form.dtype)
    sums = take((groups, height, rows // height, width), form.dtype)
    columns, flat = stack.reshape(groups, -1, sums[0, 0].size), sums.reshape(groups, height, -1)

    def multiply(x: Array, strip: Strip, matrices: Array, target: Array) -> None:
        buffer.load(x, strip.first, strip.stop)
        np.copyto(stack, moved)
        np.matmul(matrices, columns, out=flat)
        for row in range(height):
            held = target[:, row::height]
            held[...] = sums[:, row, : held.shape[1]]

    return multiply


def _moved_bands(flat: Array, layout: Layout) -> Array:
    """The buffer as a view `(groups, kernel columns, input rows, bands, output columns)`."""
    rows, columns = layout.axes
    height = band_rows(rows)
    group, cell = flat.strides
    row = layout.pitch * cell
    shape = (
        len(flat),
        columns.kernel,
        band_cells(rows),
        layout.rows // height,
        columns.output_size,
    )
    strides = (group, columns.dilation * cell, row, height * row, cell)
    return as_strided(flat, shape, strides, writeable=False)
