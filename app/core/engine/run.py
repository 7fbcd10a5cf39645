"""The choice of the way: estimate what each would cost, take the cheapest, cut it into strips.

The constants are nanoseconds on one core of a present-day machine, for float32; only their
ratios matter. PASS is a NumPy operation on a cell in the cache, COPY its copy, SLIM and BROAD a
multiplication within a matrix product. docs/performance.md has the measurements.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from math import ceil, inf, prod
from typing import Any

import numpy as np

from app.core.axis import Axis
from app.core.engine.bands import band_cells, band_rows, banded, bands_worker
from app.core.engine.columns import columns_worker
from app.core.engine.products import fits_one_thread
from app.core.engine.scratch import Take
from app.core.engine.strips import Layout, Worker, strips_of
from app.core.engine.taps import passes_of, taps_dtype, taps_worker
from app.core.engine.task import Task, all_finite, meet_directly
from app.core.engine.threads import Watch, share
from app.core.spec import Spec

PASS, COPY = 0.065, 0.055
SLIM, BROAD = 0.03, 0.018  # a multiplication in a product of up to 8 rows, of more
STRIP_CELLS = 2**16  # a quarter of a MiB in float32: input, sum and product stay in the cache
MATRIX_CELLS = 2**20  # 4 MiB in float32: larger spills the cache, smaller starts too often
HELP_FROM = 4e5  # nanoseconds of work from which a second thread pays


@dataclass(frozen=True)
class Plan:
    """How a task is cut and which worker does the parts."""

    rows: int
    groups: int
    make_worker: Callable[[Take], Worker]
    helped: bool


def convolve(task: Task, watch: Watch | None = None) -> None:
    """Do the task; `watch(fraction_done)` is called between strips on this thread."""
    if task.x.shape[0]:
        plan = plan_of(task)
        share(
            strips_of(task.spec, len(task.x), plan.rows, plan.groups),
            plan.make_worker,
            watch,
            plan.helped,
        )
    if watch is not None:
        watch(1.0)


def plan_of(task: Task) -> Plan:
    """The cheapest way; the plain one where a weight is not finite, since padding is not met."""
    if task.bound is None and not all_finite(task.w):
        rows = _rows(task.spec.axes, STRIP_CELLS)
        return Plan(rows, 1, lambda _: partial(meet_directly, task), helped=True)
    costs = {
        _taps_plan: taps_cost(task),
        _bands_plan: bands_cost(task),
        _columns_plan: columns_cost(task),
    }
    make, cost = min(costs.items(), key=lambda item: item[1])
    helped = cost * prod(task.out.shape) / task.w.shape[0] * task.spec.groups > HELP_FROM
    return make(task, helped)


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
    """Nanoseconds per output cell of a group, all its channels, tap by tap."""
    outputs = task.spec.c_out // task.spec.groups
    taps = prod(task.w.shape[1:])
    passes: float = 2 * taps * outputs
    if task.spec.groups == 1 and taps * outputs <= 256:
        passes = sum(map(passes_of, task.w.reshape(outputs, taps).tolist()))
    return passes * PASS * _width(taps_dtype(task))


def columns_cost(task: Task) -> float:
    """The same for a product with the matrix of all taps."""
    dtype = product_dtype(task)
    if dtype is None:
        return inf
    outputs = task.spec.c_out // task.spec.groups
    per_tap = COPY + max(4, outputs) * (SLIM if outputs <= 8 else BROAD)
    return prod(task.w.shape[1:]) * per_tap * _width(dtype)


def bands_cost(task: Task) -> float:
    """The same for products with banded matrices, where these apply."""
    dtype, axes = product_dtype(task), task.spec.axes
    single = task.w.shape[1] == 1 and task.spec.c_out == task.spec.groups
    if dtype is None or not single or len(axes) != 2 or any(axis.stride > 1 for axis in axes):
        return inf
    return _stacked(axes) * (COPY + band_rows(axes[0]) * SLIM) * _width(dtype)


def _stacked(axes: tuple[Axis, ...]) -> float:
    """How many cells of its stack a band copies for each output cell."""
    return axes[1].kernel * band_cells(axes[0]) / band_rows(axes[0])


def _width(dtype: Any) -> float:
    """Bytes of a value, in float32s."""
    return float(np.dtype(dtype).itemsize) / 4


def _rows(axes: tuple[Axis, ...], cells: float) -> int:
    """How many output rows have about so many cells; one strip or an even number of them."""
    height, pitch = axes[0].output_size, Layout(axes, 1).pitch
    count = ceil(height * pitch / cells)
    return ceil(height / (count + count % 2 if count > 1 else 1))


def _together(spec: Spec, cells: float) -> int:
    """How many groups of few cells each are done at once: a divisor, half of them at most."""
    plane = Layout(spec.axes, 1).pitch * spec.axes[0].output_size
    most = max(1, min(int(cells / plane), -(-spec.groups // 2)))
    return next(count for count in range(most, 0, -1) if spec.groups % count == 0)


def _taps_plan(task: Task, helped: bool) -> Plan:
    cells = STRIP_CELLS / _width(taps_dtype(task))
    layout, groups = (
        Layout(task.spec.axes, _rows(task.spec.axes, cells)),
        _together(task.spec, cells),
    )
    return Plan(layout.rows, groups, lambda take: taps_worker(task, layout, groups, take), helped)


def _bands_plan(task: Task, helped: bool) -> Plan:
    axes = task.spec.axes
    matrices = banded(task.w[:, 0].astype(product_dtype(task)), axes[0])
    cells = MATRIX_CELLS / _stacked(axes)
    height = band_rows(axes[0])
    layout = Layout(axes, -(-_rows(axes, cells) // height) * height)
    groups = _together(task.spec, cells)
    return Plan(
        layout.rows, groups, lambda take: bands_worker(task, layout, groups, matrices, take), helped
    )


def _columns_plan(task: Task, helped: bool) -> Plan:
    axes, dtype = task.spec.axes, product_dtype(task)
    one_thread = fits_one_thread(task.w.size // task.spec.groups)
    layout = Layout(axes, _rows(axes, MATRIX_CELLS / prod(task.w.shape[1:])))
    return Plan(
        layout.rows,
        1,
        lambda take: columns_worker(task, layout, dtype, take),
        helped and one_thread,
    )
