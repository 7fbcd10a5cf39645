"""Tap by tap: the strip's output is a sum of shifted slices, each times its weight.

The fastest way for few taps. Equal weights are added up first and multiplied once, weights of
one are not multiplied, weights of zero are left out. Since zero times NaN is NaN, strips with
values that are not finite are done again directly where one of these shortcuts was taken.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np

from app.core.engine.strips import Buffer, Layout, Strip, Worker
from app.core.engine.task import Task, meet_directly
from app.core.spec import Array

INTEGERS = (np.int16, np.int32, np.int64)


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
    def operations(self) -> int:
        """Passes over the strip."""
        return len(self.plus) + len(self.minus) + (not self._is_one)

    @property
    def _is_one(self) -> bool:
        return np.ndim(self.weight) == 0 and self.weight == 1

    def add_to(self, total: Array, spare: Array, cells: Array, first: bool) -> None:
        """Write the term into `total` if it is the first one, else add it."""
        if self._is_one and not first:
            for place in self.plus:
                np.add(total, _slice(cells, place, total), out=total)
            for place in self.minus:
                np.subtract(total, _slice(cells, place, total), out=total)
            return
        target = total if first else spare
        held = self._gather(target, cells)
        if not self._is_one:
            np.multiply(held, self.weight, out=target)
        elif held is not target:
            np.copyto(target, held)
        if not first:
            np.add(total, target, out=total)

    def _gather(self, target: Array, cells: Array) -> Array:
        """The sum of the slices, in `target` unless it is one slice as it stands."""
        held = _slice(cells, self.plus[0], target)
        for place in self.plus[1:]:
            held = np.add(held, _slice(cells, place, target), out=target)
        for place in self.minus:
            held = np.subtract(held, _slice(cells, place, target), out=target)
        return held


def _slice(cells: Array, place: tuple[int, int], like: Array) -> Array:
    channel, offset = place
    return cells[:, channel, offset:offset + like.shape[1]]


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


def taps_dtype(task: Task) -> Any:
    """The dtype of the sums: the result's float, or the narrowest integer that holds them."""
    if task.bound is None:
        return task.out.dtype
    return next(kind for kind in INTEGERS if task.bound <= np.iinfo(kind).max)


def taps_worker(task: Task, layout: Layout, groups: int) -> Worker:
    """A worker for strips of `groups` groups, with buffers of its own."""
    dtype = taps_dtype(task)
    weights = task.w.astype(dtype).reshape(task.spec.groups, -1, task.w.shape[1],
                                           len(layout.offsets))
    buffer = Buffer(layout, task.spec.padding_mode, groups * task.w.shape[1], dtype)
    cells = buffer.flat.reshape(groups, task.w.shape[1], -1)
    total, spare = np.empty((2, groups, layout.rows * layout.pitch), dtype)

    @cache
    def terms(start: int, channel: int) -> list[Term]:
        return terms_of(weights[start:start + groups, channel], layout.offsets)

    def work(strip: Strip) -> None:
        rows = strip.stop - strip.first
        span = np.s_[:, :layout.length(rows)]
        buffer.load(task.inputs(strip), strip.first, strip.stop)
        target = task.outputs(strip).reshape(groups, -1, rows, *task.out.shape[3:])
        for channel in range(weights.shape[1]):
            held = terms(strip.groups.start, channel)
            if task.bound is None and takes_shortcuts(held, weights[0, 0].size) \
                    and not _small(buffer.flat, weights[0, 0].size):
                meet_directly(task, strip)
                return
            _sum(held, total[span], spare[span], cells)
            target[:, channel] = layout.outputs(total, rows)
        task.add_bias(strip)

    return work


def takes_shortcuts(terms: list[Term], taps: int) -> bool:
    """Whether taps are left out or added up before they are multiplied."""
    return len(terms) < taps


def _small(cells: Array, taps: int) -> bool:
    """Whether every cell is finite, and so small that no sum of `taps` cells overflows."""
    largest = max(float(np.maximum.reduce(cells, None)), -float(np.minimum.reduce(cells, None)))
    return bool(largest <= float(np.finfo(cells.dtype).max) / taps)


def _sum(terms: list[Term], total: Array, spare: Array, cells: Array) -> None:
    if not terms:
        total[...] = 0
    for number, term in enumerate(terms):
        term.add_to(total, spare, cells, first=number == 0)
