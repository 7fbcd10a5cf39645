"""A transposed convolution's phases side by side: outputs of one plain convolution, interleaved.

Every stride-th cell of the result gathers through the same taps, so that each phase is a plain
convolution of the same input; together they are one with as many times the channels. Shi et
al., "Real-time single image and video super-resolution" (2016).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import product
from math import prod
from typing import Any

from app.core.axis import Axis
from app.core.engine.scratch import Scratch
from app.core.engine.strips import Strip
from app.core.engine.task import Task
from app.core.phases import gathered_cells
from app.core.spec import Array


@dataclass(frozen=True)
class Interleaved(Task):
    """A task over what is `gathered` of `axes`, its output channels `(groups, phases, C/groups)`.

    `out` is the transposed convolution's result, `(N, C, *sizes)` with the sizes of `axes`.
    """

    axes: tuple[Axis, ...]

    def targets(self, rows: int, groups: int, lent: Scratch) -> Callable[[Strip], Array]:
        """Memory that is lent, the same for every strip."""
        channels, (_, *rest) = self.spec.c_out // self.spec.groups, self.spec.out_shape[1:]
        room = lent.take((groups * channels * rows * prod(rest),), self.out.dtype)

        def target(strip: Strip) -> Array:
            shape = (
                len(range(self.spec.c_out)[self.channels(strip)]),
                strip.stop - strip.first,
                *rest,
            )
            return room[: prod(shape)].reshape(shape)

        return target

    def finish(self, strip: Strip, target: Array) -> None:
        """Add the bias, and spread the sums over the result."""
        super().finish(strip, target)
        strides = [axis.stride for axis in self.axes]
        groups = strip.groups.stop - strip.groups.start
        parts = target.reshape(groups, *strides, -1, *target.shape[1:])
        channels = self.out[strip.image].reshape(self.spec.groups, -1, *self.out.shape[2:])
        result = channels[strip.groups]
        ranges = [(strip.first, strip.stop), *((0, size) for size in self.spec.out_shape[2:])]
        for phases in product(*map(range, strides)):
            met = [
                gathered_cells(axis, phase, *held)
                for axis, phase, held in zip(self.axes, phases, ranges, strict=True)
            ]
            here: tuple[Any, ...] = (slice(None), *phases, slice(None), *(at for at, _ in met))
            there: tuple[Any, ...] = (..., *(cells for _, cells in met))
            result[there] = parts[here]
