"""Tap by tap: the strip's output is a sum of shifted slices, each times its weight.

The fastest way for few taps. Equal weights are added up first and multiplied once, weights of
one are not multiplied, weights of zero are left out. Since zero times NaN is NaN, strips with
values that are not finite are done again directly where one of these shortcuts was taken.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np

from app.core.engine.scratch import Scratch, Take
from app.core.engine.strips import Buffer, Layout, Strip, Worker
from app.core.engine.task import Form, Task, largest, meet_directly
from app.core.spec import Array

INTEGERS = (np.int16, np.int32, np.int64)
Call = tuple[np.ufunc, Array, Any, Array]  # function, two operands, result


@dataclass(frozen=True, slots=True)
class Term:
    """Slices that share a weight: `weight * (sum of plus - sum of minus)`.

    A slice is `(input channel within the group, offset)`; `weight` is a number, or
    `(groups, 1)` where several groups are summed at once.
    """

    weight: Any
    plus: tuple[tuple[int, int], ...]
    minus: tuple[tuple[int, int], ...]

    @property
    def is_plain(self) -> bool:
        """Whether the weight is the number one."""
        return np.ndim(self.weight) == 0 and bool(self.weight == 1)

    def calls(self, total: Array, spare: Array, cells: Array, first: bool) -> Iterator[Call]:
        """The calls that write the term into `total` if it is the first one, else add it."""
        added: list[tuple[np.ufunc, Array]] = [
            (np.add, _slice(cells, place, total)) for place in self.plus
        ]
        added += [(np.subtract, _slice(cells, place, total)) for place in self.minus]
        if self.is_plain and not first:
            for function, held in added:
                yield function, total, held, total
            return
        target = total if first else spare
        (_, held), *others = added
        for function, other in others:
            yield function, held, other, target
            held = target
        if not self.is_plain or held is not target:
            yield np.multiply, held, self.weight, target
        if not first:
            yield np.add, total, spare, total


def _slice(cells: Array, place: tuple[int, int], like: Array) -> Array:
    channel, offset = place
    return cells[:, channel, offset : offset + like.shape[1]]


def terms_of(weights: Array, offsets: tuple[int, ...]) -> list[Term]:
    """The terms of one output channel per group; `weights` is `(groups, C_in/groups, taps)`."""
    places = [(channel, offset) for channel in range(weights.shape[1]) for offset in offsets]
    columns = weights.reshape(len(weights), -1)
    if len(columns) > 1:
        return [Term(columns[:, [n]], (place,), ()) for n, place in enumerate(places)]
    plus: dict[Any, list[tuple[int, int]]] = {}
    minus: dict[Any, list[tuple[int, int]]] = {}
    for weight, place in zip(columns[0], places, strict=True):
        if -weight in plus:
            minus[-weight].append(place)
        elif weight != 0:
            plus.setdefault(weight, []).append(place)
            minus.setdefault(weight, [])
    return [Term(weight, tuple(plus[weight]), tuple(minus[weight])) for weight in plus]


def passes_of(weights: list[float]) -> int:
    """How many calls the terms of these weights make.

    >>> passes_of([1, 0, -1, 2, 0, -2, 1, 0, -1])
    7
    """
    shared = Counter(map(abs, weights))
    return sum(count + (weight != 1) for weight, count in shared.items() if weight)


def taps_dtype(task: Task) -> Any:
    """The dtype of the sums: the result's float, or the narrowest integer that holds them."""
    if task.bound is None:
        return task.out.dtype
    return next(kind for kind in INTEGERS if task.bound <= np.iinfo(kind).max)


def taps_worker(task: Task, rows: int, groups: int, lent: Scratch) -> Worker:
    """A worker for strips of `groups` groups, up to `rows` output rows each."""
    dtype = taps_dtype(task)
    layout, buffer, total, spare = lent.room(_taps_room, task.form(dtype), rows, groups)
    weights = task.w.astype(dtype, copy=False).reshape(
        task.spec.groups, -1, task.w.shape[1], len(layout.offsets)
    )
    cells = buffer.flat.reshape(groups, task.w.shape[1], -1)
    weighed = weights[0, 0].size

    @cache
    def terms(start: int, channel: int) -> list[Term]:
        return terms_of(weights[start : start + groups, channel], layout.offsets)

    @cache
    def calls(start: int, channel: int, rows: int) -> list[Call]:
        span = np.s_[:, : layout.length(rows)]
        return [
            call
            for number, term in enumerate(terms(start, channel))
            for call in term.calls(total[span], spare[span], cells, first=number == 0)
        ]

    def work(strip: Strip, target: Array) -> None:
        rows, start = strip.stop - strip.first, strip.groups.start
        buffer.load(task.inputs(strip), strip.first, strip.stop)
        channels = target.reshape(groups, -1, *target.shape[1:])
        for channel in range(weights.shape[1]):
            held = calls(start, channel, rows)
            if (
                task.bound is None
                and len(terms(start, channel)) < weighed
                and not _small(buffer.flat, weighed)
            ):
                meet_directly(task, strip, target)
                return
            for function, one, other, result in held:
                function(one, other, result)
            channels[:, channel] = layout.outputs(total, rows) if held else 0

    return work


def _taps_room(
    take: Take, form: Form, rows: int, groups: int
) -> tuple[Layout, Buffer, Array, Array]:
    layout = Layout(form.spec.axes, rows)
    buffer = Buffer(layout, form.spec.padding_mode, groups * form.depth, form.dtype, take)
    total, spare = take((2, groups, rows * layout.pitch), form.dtype)
    return layout, buffer, total, spare


def _small(cells: Array, taps: int) -> bool:
    """Whether every cell is finite, and so small that no sum of `taps` cells overflows."""
    return largest(cells) <= float(np.finfo(cells.dtype).max) / taps
