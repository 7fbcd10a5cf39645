"""Strips: a few output rows at a time, so that everything they need stays in the cache.

A strip's input is copied once into a buffer that already holds the zero padding, split into
stride phases (`phases_of`). In it each tap is one flat, contiguous slice as long as the strip's
output: position i of the output, in the buffer's row pitch, reads position i + offset. The
cells between the end of an output row and the next pitch hold sums that nobody reads.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from itertools import product
from math import prod
from typing import Any

import numpy as np
from numpy.lib.stride_tricks import as_strided

from app.core.axis import Axis
from app.core.engine.scratch import Take
from app.core.parts import cut_out
from app.core.phases import phase_cells, phase_length, phase_of, phases_of
from app.core.spec import Array, Spec

Index = tuple[slice, ...]


@dataclass(frozen=True)
class Layout:
    """How strips of up to `rows` output rows lie in memory."""

    axes: tuple[Axis, ...]
    rows: int

    @cached_property
    def cells(self) -> tuple[int, ...]:
        """Cells per phase, `(rows + what the taps reach, ...)`."""
        extra = phase_length(self.axes[0]) - self.axes[0].output_size
        return (self.rows + extra, *map(phase_length, self.axes[1:]))

    @cached_property
    def shape(self) -> tuple[int, ...]:
        """The buffer of one channel: `(*phases, *cells)`."""
        return (*(len(phases_of(axis)) for axis in self.axes), *self.cells)

    @cached_property
    def pitch(self) -> int:
        """Cells from one output row to the next."""
        return prod(self.cells[1:])

    @cached_property
    def places(self) -> list[list[int]]:
        """Where the slice of each tap begins, axis by axis; a tap of all axes adds them up."""
        steps = [prod(self.shape[number + 1 :]) for number in range(len(self.shape))]
        places = []
        for axis, phase_step, step in zip(self.axes, steps, steps[len(self.axes) :], strict=False):
            numbers = {phase: number for number, phase in enumerate(phases_of(axis))}
            held = [phase_of(axis, tap) for tap in range(axis.kernel)]
            places.append([numbers[phase] * phase_step + offset * step for phase, offset in held])
        return places

    @property
    def offsets(self) -> tuple[int, ...]:
        """Where the slice of each tap begins, taps in row-major order."""
        return tuple(map(sum, product(*self.places)))

    @cached_property
    def evenly_spaced(self) -> list[list[slice]]:
        """Axis by axis the taps of each phase: their slices lie at equal distances."""
        held = [
            [
                [tap for tap in range(axis.kernel) if phase_of(axis, tap)[0] == phase]
                for phase in phases_of(axis)
            ]
            for axis in self.axes
        ]
        return [
            [slice(t[0], t[-1] + 1, t[1] - t[0] if t[1:] else 1) for t in taps] for taps in held
        ]

    def stacks(self, flat: Array, rows: int, width: int = 0) -> list[tuple[Index, Array]]:
        """The slices of all taps: which taps, and a view `(..., taps of each axis, cells)`.

        `flat` is `(..., cells)`; a slice is as long as `rows` output rows, or with `width` the
        first so many cells of each row, `(rows, width)`.
        """
        cell = flat.strides[-1]
        shape = (rows, width) if width else (self.length(rows),)
        strides = (self.pitch * cell, cell)[-len(shape) :]
        views = []
        for taps in product(*self.evenly_spaced):
            held = [places[run] for places, run in zip(self.places, taps, strict=True)]
            steps = [(some[1] - some[0]) * cell if some[1:] else 0 for some in held]
            views.append(
                (
                    taps,
                    as_strided(
                        flat[..., sum(some[0] for some in held) :],
                        (*flat.shape[:-1], *map(len, held), *shape),
                        (*flat.strides[:-1], *steps, *strides),
                        writeable=False,
                    ),
                )
            )
        return views

    def length(self, rows: int) -> int:
        """Length of the slice that holds `rows` output rows."""
        last = (rows - 1, *(axis.output_size - 1 for axis in self.axes[1:]))
        return int(np.ravel_multi_index(last, self.cells)) + 1

    def outputs(self, flat: Array, rows: int) -> Array:
        """The output cells among flat sums `(channels, >= rows * pitch)`."""
        shaped = flat[:, : rows * self.pitch].reshape(len(flat), rows, *self.cells[1:])
        ends: tuple[Any, ...] = tuple(slice(axis.output_size) for axis in self.axes[1:])
        return shaped[(slice(None), slice(None), *ends)]


class Buffer:
    """The padded, phase-split input of one strip, `(channels, cells)` in flat form."""

    def __init__(self, layout: Layout, mode: str, channels: int, dtype: Any, take: Take) -> None:
        cells = take((channels, *layout.shape), dtype)
        self.flat = cells.reshape(channels, prod(layout.shape))
        self._axes = layout.axes
        self._mode = mode
        axes = layout.axes if mode == "zeros" else tuple(map(_without_padding, layout.axes))
        self._parts = [
            _part(cells, axes, numbers)
            for numbers in product(*(range(len(phases_of(axis))) for axis in axes))
        ]
        for _, target, into, _ in self._parts:
            _clear_around(target, into)

    def load(self, x: Array, first: int, stop: int) -> None:
        """Copy what output rows `first` to `stop` read from `x` `(channels, *spatial)`."""
        x, axes = strip_of(x, self._axes, self._mode, first, stop)
        for phase, target, into, cells in self._parts:
            held, rows = phase_cells(axes[0], phase)
            if held.start:
                target[:, : held.start] = 0
            if held.stop < target.shape[1]:
                target[:, held.stop :] = 0
            target[(slice(None), held, *into)] = x[(slice(None), rows, *cells)]


def _part(
    cells: Array, axes: tuple[Axis, ...], numbers: tuple[int, ...]
) -> tuple[int, Array, Index, Index]:
    """One phase of the buffer: its rows' phase, its cells, and what the other axes copy there."""
    chosen: tuple[Any, ...] = (slice(None), *numbers)
    met = [
        phase_cells(axis, phases_of(axis)[number])
        for axis, number in zip(axes[1:], numbers[1:], strict=True)
    ]
    return (
        phases_of(axes[0])[numbers[0]],
        cells[chosen],
        tuple(places for places, _ in met),
        tuple(held for _, held in met),
    )


def _clear_around(target: Array, into: Index) -> None:
    """Zeros beside the cells of each row that are copied, `target` being `(., rows, ...)`."""
    for number, held in enumerate(into, 2):
        over = (slice(None),) * number
        target[(*over, slice(held.start))] = 0
        target[(*over, slice(held.stop, None))] = 0


def strip_of(
    x: Array, axes: tuple[Axis, ...], mode: str, first: int, stop: int
) -> tuple[Array, tuple[Axis, ...]]:
    """What output rows `first` to `stop` read of `x` `(channels, *spatial)`, and its axes.

    Zeros are left to the axes' padding; modes that repeat cells give them in place.
    """
    if mode == "zeros":
        rows, cut = cut_out(axes[0], first, stop)
        return x[:, rows], (cut, *axes[1:])
    window = range(axes[0].start(first), axes[0].start(stop - 1) + axes[0].effective_kernel)
    x = np.take(x, axes[0].read(window, mode), 1)
    for number, axis in enumerate(axes[1:], 2):
        x = np.take(x, axis.sources(mode), number)
    first_axis = Axis(len(window), axes[0].kernel, axes[0].stride, 0, 0, axes[0].dilation)
    return x, (first_axis, *map(_without_padding, axes[1:]))


def _without_padding(axis: Axis) -> Axis:
    return Axis(axis.padded_size, axis.kernel, axis.stride, 0, 0, axis.dilation)


@dataclass(frozen=True, slots=True)
class Strip:
    """One job: output rows `first` to `stop` of some groups of one image."""

    image: int
    groups: slice
    first: int
    stop: int


def strips_of(spec: Spec, images: int, rows: int, groups: int) -> list[Strip]:
    """Every image, `groups` groups and `rows` output rows at a time."""
    height = spec.axes[0].output_size
    return [
        Strip(
            image, slice(group, min(group + groups, spec.groups)), first, min(first + rows, height)
        )
        for image in range(images)
        for group in range(0, spec.groups, groups)
        for first in range(0, height, rows)
    ]


Worker = Callable[[Strip, Array], None]  # a strip's sums, without bias, into where they go
