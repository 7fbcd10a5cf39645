"""The task that the engine is given, and the plain way to do any part of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import product
from math import inf
from typing import Any

import numpy as np

from app.core.engine.scratch import Scratch
from app.core.engine.strips import Strip, strip_of
from app.core.spec import Array, Spec


@dataclass(frozen=True, slots=True)
class Form:
    """What of a task the memory for its strips depends on; `depth` is input channels a group."""

    spec: Spec
    depth: int
    dtype: Any

    @property
    def outputs(self) -> int:
        """Output channels of a group."""
        return self.spec.c_out // self.spec.groups


@dataclass(frozen=True)
class Task:
    """Convolve `x` `(N, C_in, *spatial)` into `out` `(N, C_out, *out)`.

    `bound` is the largest magnitude that a sum of integers can reach, None for floats.
    """

    x: Array
    w: Array
    b: Array | None
    spec: Spec
    out: Array
    bound: int | None

    def form(self, dtype: Any) -> Form:
        """What its memory depends on where values are of this dtype."""
        return Form(self.spec, self.w.shape[1], np.dtype(dtype))

    def inputs(self, strip: Strip) -> Array:
        """The input channels of a strip's groups, `(channels, *spatial)`."""
        size = self.w.shape[1]
        return self.x[strip.image, strip.groups.start * size : strip.groups.stop * size]

    def channels(self, strip: Strip) -> slice:
        """The output channels of a strip's groups."""
        size = self.spec.c_out // self.spec.groups
        return slice(strip.groups.start * size, strip.groups.stop * size)

    def targets(self, rows: int, groups: int, lent: Scratch) -> Callable[[Strip], Array]:
        """Where a strip's sums go, `(channels, rows, ...)`, strips of at most so many rows."""
        del rows, groups, lent  # the result itself has room
        return lambda strip: self.out[strip.image, self.channels(strip), strip.first : strip.stop]

    def finish(self, strip: Strip, target: Array) -> None:
        """Add the bias to a strip's sums."""
        if self.b is not None:
            values = self.b[self.channels(strip)].astype(target.dtype)
            target += values.reshape(-1, *(1,) * (target.ndim - 1))


def meet_directly(task: Task, strip: Strip, target: Array) -> None:
    """A strip by its definition: every tap with the input cells that it meets, and no others.

    The slow way that is right for any numbers: padding is never multiplied, so a weight that is
    not finite spares the windows' padded part, and an input that is not stays in its windows.
    """
    spec = task.spec
    x, axes = strip_of(task.inputs(strip), spec.axes, spec.padding_mode, strip.first, strip.stop)
    inputs = x.astype(task.out.dtype).reshape(-1, task.w.shape[1], *x.shape[1:])
    target[...] = 0
    outputs = target.reshape(len(inputs), -1, *target.shape[1:])
    weights = task.w[task.channels(strip)].astype(task.out.dtype)
    for tap in product(*(range(axis.kernel) for axis in axes)):
        meetings = [axis.meeting(t) for axis, t in zip(axes, tap, strict=True)]
        into: tuple[Any, ...] = (slice(None), slice(None), *(places for places, _ in meetings))
        cells: tuple[Any, ...] = (slice(None), slice(None), *(cells for _, cells in meetings))
        at: tuple[Any, ...] = (..., *tap)
        factors = weights[at].reshape(*outputs.shape[:2], -1)
        outputs[into] += np.einsum("goi,gi...->go...", factors, inputs[cells])


def largest(values: Array) -> float:
    """The largest magnitude; NaN where a value is NaN."""
    return max(float(np.maximum.reduce(values, None)), -float(np.minimum.reduce(values, None)))


def all_finite(values: Array) -> bool:
    """Whether no value is NaN or infinite."""
    return largest(values) < inf


def surely_finite(sums: Array) -> bool:
    """Whether no value is NaN or infinite, told by their sum: quick, and no where it overflows."""
    return bool(np.isfinite(np.einsum(sums, list(range(sums.ndim)), [])))
