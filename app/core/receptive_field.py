"""Stacks of layers along one axis: which inputs a unit sees, by how many paths, and who sees it.

A layer's units are windows on the layer below, so a stack is windows of windows. Read downwards
it gives the receptive field of a unit, read upwards all units that see an input. Along a plain
stack the field follows from three recurrences (Araujo, Norris and Sim, "Computing receptive
fields of convolutional neural networks", Distill 2019), k the kernel, d its dilation, s the
stride, p the padding before the first cell:

    size  ← size + (k − 1)·d·jump        start ← start − p·jump        jump ← jump·s

An n-dimensional stack is a product of such axes: its path counts are outer products of theirs.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from math import prod
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.core.axis import Axis
from app.core.centres import Centres
from app.core.errors import SpecError

Counts = NDArray[Any]
"""Path counts of one level: int64, or Python's own integers where those might not hold them."""
Whole = int | Fraction
"""An integer, or an exact fraction above a transposed layer."""
LARGEST = 2**63 - 1


@dataclass(frozen=True, slots=True)
class LayerAxis:
    """One layer along one axis, whatever the size that it meets; pooling is a layer as well.

    `low` and `high` are padding, and for a transposed layer what they crop of its result.
    """

    kernel: int
    stride: int = 1
    low: int = 0
    high: int = 0
    dilation: int = 1
    transposed: bool = False
    output_padding: int = 0

    def on(self, size: int) -> Link:
        """The layer on `size` units below it; SpecError where it does not fit."""
        if not self.transposed:
            axis = Axis(size, self.kernel, self.stride, self.low, self.high, self.dilation)
            return Link(axis, transposed=False)
        axis = Axis.transposed(
            size, self.kernel, self.stride, self.low, self.high, self.dilation, self.output_padding
        )
        return Link(axis, transposed=True)


@dataclass(frozen=True, slots=True)
class Link:
    """The sparse map from one level to the next: an axis, read the other way if transposed."""

    axis: Axis
    transposed: bool

    @property
    def size(self) -> int:
        """How many units the level above has."""
        return self.axis.size if self.transposed else self.axis.output_size

    def units_below(self, unit: int) -> tuple[int, ...]:
        """The units of the level below that a unit meets; what lies in padding is left out."""
        if self.transposed:
            return tuple(below for below, _ in self.axis.fan_out(unit))
        return tuple(below for below in self.axis.window(unit) if 0 <= below < self.axis.size)

    def down(self, above: Counts) -> Counts:
        """Paths that reach each unit below, from the paths that begin in the units above."""
        return self._along(above, to_inputs=not self.transposed)

    def up(self, below: Counts) -> Counts:
        """Paths that reach each unit above, from the paths that begin in the units below."""
        return self._along(below, to_inputs=self.transposed)

    def _along(self, counts: Counts, to_inputs: bool) -> Counts:
        """Sum the counts over all meetings of an input cell and a tap of an output."""
        axis = self.axis
        reached = np.zeros(axis.size if to_inputs else axis.output_size, counts.dtype)
        for tap in range(axis.kernel):
            outputs, cells = axis.meeting(tap)
            if to_inputs:
                reached[cells] += counts[outputs]
            else:
                reached[outputs] += counts[cells]
        return reached


@dataclass(frozen=True, slots=True)
class Field:
    """What the units of a level see of the input, padding included.

    Unit u spans `size` input cells from `start + u·jump` on. Above a transposed layer jump and
    start are exact fractions, and a unit sees only the whole cells within that span, by phase.
    """

    size: Whole
    jump: Whole
    start: Whole

    @property
    def centre(self) -> Fraction:
        """The input coordinate in the middle of unit 0's field."""
        return self.start + Fraction(self.size - 1) / 2

    def centres(self, units: int) -> Centres:
        """The middles of the fields of so many units."""
        return Centres(units, self.centre, Fraction(self.jump))


class StackAxis:
    """Layers on an axis of `size` input cells, as far as they fit.

    Level 0 is the input, level n the output of the n-th layer. `error` says why the layer after
    the last level does not fit, None where all do. Where `most` is given, a layer that makes
    more units than that, and more than it met, does not fit either.

    >>> stack = StackAxis(17, [LayerAxis(3, dilation=d) for d in (1, 2, 4)])
    >>> stack.sizes, [field.size for field in stack.fields]
    ((17, 15, 11, 3), [1, 3, 7, 15])
    """

    def __init__(self, size: int, layers: Iterable[LayerAxis], most: int | None = None) -> None:
        links: list[Link] = []
        sizes = [size]
        self.error: SpecError | None = None
        for layer in layers:
            try:
                link = layer.on(sizes[-1])
                if most is not None and link.size > max(most, sizes[-1]):
                    raise SpecError("units", link.size, "must not be so many", f"up to {most}")
            except SpecError as error:
                self.error = error
                break
            links.append(link)
            sizes.append(link.size)
        self.links: tuple[Link, ...] = tuple(links)
        self.sizes: tuple[int, ...] = tuple(sizes)

    @cached_property
    def fields(self) -> tuple[Field, ...]:
        """The field of each level, input first."""
        size: Whole = 1
        jump: Whole = 1
        start: Whole = 0
        fields = [Field(size, jump, start)]
        for link in self.links:
            axis, before = link.axis, jump
            reach = axis.effective_kernel - 1
            if link.transposed:
                jump = _plain(Fraction(before, axis.stride))
                start -= (reach + axis.start(0)) * jump
                size += reach * jump
            else:
                jump = before * axis.stride
                start += axis.start(0) * before
                size += reach * before
            fields.append(Field(_plain(size), jump, _plain(start)))
        return tuple(fields)

    def seen_by(self, level: int, unit: int) -> tuple[Counts, ...]:
        """How many paths lead from a unit to each unit of its own level and of all below.

        One array for each level from the input (index 0) to `level`; what is not zero in the
        first is the receptive field. Paths through padding end there and are not counted.

        >>> StackAxis(7, [LayerAxis(3, dilation=2)] * 3).error is None
        False
        >>> StackAxis(13, [LayerAxis(3, dilation=2)] * 3).seen_by(3, 0)[0]
        array([1, 0, 3, 0, 6, 0, 7, 0, 6, 0, 3, 0, 1])
        """
        counts = [self._one(level, unit, self.links[:level])]
        for link in reversed(self.links[:level]):
            counts.append(link.down(counts[-1]))
        return tuple(reversed(counts))

    def seeing(self, level: int, unit: int) -> tuple[Counts, ...]:
        """How many paths lead from a unit of a level to each unit of it and of all levels above.

        One array for each level from `level` to the last; what is not zero sees the unit.
        """
        counts = [self._one(level, unit, self.links[level:])]
        for link in self.links[level:]:
            counts.append(link.up(counts[-1]))
        return tuple(counts)

    def _one(self, level: int, unit: int, links: Sequence[Link]) -> Counts:
        """1 at the unit, 0 elsewhere, in a type that holds every sum of paths over `links`."""
        if not 0 <= level < len(self.sizes):
            raise SpecError("level", level, "is not there", f"0 to {len(self.sizes) - 1}")
        if not 0 <= unit < self.sizes[level]:
            raise SpecError(
                "unit", unit, f"is not in level {level}", f"0 to {self.sizes[level] - 1}"
            )
        most = prod(link.axis.kernel for link in links)
        counts = np.zeros(self.sizes[level], np.int64 if most <= LARGEST else object)
        counts[unit] = 1
        return counts


def extent(counts: Counts) -> range:
    """From the first to the last unit that some path reaches; empty where none does.

    >>> import numpy
    >>> extent(numpy.array([0, 1, 0, 2, 0]))
    range(1, 4)
    """
    reached = np.flatnonzero(counts)
    return range(int(reached[0]), int(reached[-1]) + 1) if reached.size else range(0)


def _plain(number: Whole) -> Whole:
    """An int where the fraction is whole."""
    return int(number) if number.denominator == 1 else number
