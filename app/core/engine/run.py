"""The choice of the way: take the cheapest by its estimated cost, and cut it into strips."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache, partial
from math import ceil, inf, prod

from app.core.axis import Axis
from app.core.engine.bands import band_rows, banded, bands_worker
from app.core.engine.columns import columns_worker
from app.core.engine.costs import (
    PREPARE_TILES,
    bands_cost,
    columns_cost,
    product_dtype,
    stacked_cells,
    taps_cost,
    tiles_cost,
    width,
)
from app.core.engine.scratch import Scratch, scratch
from app.core.engine.strips import Layout, Strip, Worker, strips_of
from app.core.engine.taps import taps_dtype, taps_worker
from app.core.engine.task import Task, all_finite, meet_directly
from app.core.engine.threads import Watch, products_on_one_thread, share
from app.core.engine.tiles import (
    Points,
    tile_axes,
    tile_heights,
    tiles_worker,
    transformed,
)
from app.core.parts import tiled
from app.core.spec import Spec

STRIP_CELLS = 2**16  # a quarter of a MiB in float32: input, sum and product stay in the cache
MATRIX_CELLS = 2**20  # 4 MiB in float32: larger spills the cache, smaller starts too often
HELP_FROM = 2.5e5  # nanoseconds of work from which a second thread pays for being woken


@dataclass(frozen=True)
class Plan:
    """How a task is cut and which worker does the parts."""

    rows: int
    groups: int
    make_worker: Callable[[Scratch], Worker]
    helped: bool


def convolve(task: Task, watch: Watch | None = None) -> None:
    """Do the task; `watch(fraction_done)` is called between strips on this thread."""
    if task.x.shape[0]:
        with products_on_one_thread(), scratch() as lent:
            follow(plan_of(task, lent), task, watch)
    if watch is not None:
        watch(1.0)


def follow(plan: Plan, task: Task, watch: Watch | None = None) -> None:
    """Do the task as planned, strip by strip."""
    jobs = strips_of(task.spec, len(task.x), plan.rows, plan.groups)
    share(jobs, partial(_finishing_worker, task, plan), watch, plan.helped)


def _finishing_worker(task: Task, plan: Plan, lent: Scratch) -> Callable[[Strip], None]:
    worker, target_of = plan.make_worker(lent), task.targets(plan.rows, plan.groups, lent)

    def work(strip: Strip) -> None:
        target = target_of(strip)
        worker(strip, target)
        task.finish(strip, target)

    return work


def plan_of(task: Task, lent: Scratch) -> Plan:
    """The cheapest way; the plain one where a weight is not finite, since padding is not met.

    Tiles find out by themselves.
    """
    costs = {
        _taps_plan: taps_cost(task),
        _bands_plan: bands_cost(task),
        _columns_plan: columns_cost(task),
    }
    make, cost = min(costs.items(), key=lambda item: item[1])
    cells = len(task.x) * task.spec.groups * prod(task.spec.out_shape[1:])
    tiled, points = tiles_cost(task) if cost * cells > PREPARE_TILES else (inf, ())
    if tiled * cells + PREPARE_TILES < cost * cells:
        return tiles_plan(task, points, tiled * cells > HELP_FROM, lent)
    if task.bound is None and not all_finite(task.w):
        rows = _rows(task.spec.axes, STRIP_CELLS)
        return Plan(rows, 1, lambda _: partial(meet_directly, task), helped=True)
    return make(task, cost * cells > HELP_FROM)


def _is_one_job(task: Task) -> bool:
    """Whether all rows at once would leave nothing to share."""
    return len(task.x) * task.spec.groups == 1


@lru_cache(maxsize=64)
def _rows(axes: tuple[Axis, ...], cells: float, in_two: bool = False) -> int:
    """How many output rows have about so many cells; one strip or an even number of them."""
    height, pitch = axes[0].output_size, Layout(axes, 1).pitch
    count = max(ceil(height * pitch / cells), 2 if in_two else 1)
    return ceil(height / (count + count % 2 if count > 1 else 1))


@lru_cache(maxsize=64)
def _together(spec: Spec, cells: float) -> int:
    """How many groups of few cells each are done at once: a divisor, half of them at most."""
    plane = Layout(spec.axes, 1).pitch * spec.axes[0].output_size
    most = max(1, min(int(cells / plane), -(-spec.groups // 2)))
    return next(count for count in range(most, 0, -1) if spec.groups % count == 0)


def _taps_plan(task: Task, helped: bool) -> Plan:
    cells = STRIP_CELLS / width(taps_dtype(task))
    rows, groups = _rows(task.spec.axes, cells), _together(task.spec, cells)
    return Plan(rows, groups, lambda lent: taps_worker(task, rows, groups, lent), helped)


def _bands_plan(task: Task, helped: bool) -> Plan:
    axes = task.spec.axes
    matrices = banded(task.w[:, 0].astype(product_dtype(task)), axes[0])
    cells = MATRIX_CELLS / stacked_cells(axes)
    height = band_rows(axes[0])
    rows = -(-_rows(axes, cells) // height) * height
    groups = _together(task.spec, cells)
    return Plan(rows, groups, lambda lent: bands_worker(task, rows, groups, matrices, lent), helped)


def _columns_plan(task: Task, helped: bool) -> Plan:
    axes, dtype = task.spec.axes, product_dtype(task)
    cells = MATRIX_CELLS / prod(task.w.shape[1:])
    rows = _rows(axes, cells, helped and _is_one_job(task))
    return Plan(rows, 1, lambda lent: columns_worker(task, rows, dtype, lent), helped)


def tiles_plan(task: Task, points: Points, helped: bool, lent: Scratch) -> Plan:
    """In tiles of so many points; the transformed weights are lent."""
    height, *widths = tile_heights(task.spec.axes, points)
    weights = transformed(task, points, lent)
    held = prod(points) * sum(weights.shape[2:]) / prod(widths)
    in_two = helped and _is_one_job(task)
    rows = _rows(_rows_of_tiles(task.spec.axes, points), MATRIX_CELLS / held, in_two)
    return Plan(
        rows * height, 1, lambda lent: tiles_worker(task, rows, points, weights, lent), helped
    )


@lru_cache(maxsize=64)
def _rows_of_tiles(axes: tuple[Axis, ...], points: Points) -> tuple[Axis, ...]:
    return (tiled(axes[0], points[0]), *tile_axes(axes, points)[1:])
