"""Parts of an axis: tiles of several windows, and the cells that a run of outputs needs."""

from __future__ import annotations

from app.core.axis import Axis
from app.core.phases import taps_per_phase


def tiled(axis: Axis, points: int) -> Axis:
    """The axis whose windows are tiles: what a few outputs in a row read, all together.

    A tile holds `points` strides, enough for points - taps_per_phase + 1 outputs; the next
    one begins that many strides on. Padded to whole such steps. Only without dilation.

    >>> tiles = tiled(Axis(9, kernel=3, low=1, high=1), 6)
    >>> [list(tiles.window(number)) for number in range(tiles.output_size)]
    [[-1, 0, 1, 2, 3, 4], [3, 4, 5, 6, 7, 8], [7, 8, 9, 10, 11, 12]]
    """
    step = (points - taps_per_phase(axis) + 1) * axis.stride
    last = -(-axis.output_size * axis.stride // step) - 1
    steps = last + -(-points * axis.stride // step)
    high = steps * step - axis.low - axis.size
    return Axis(axis.size, points * axis.stride, step, axis.low, high)


def uncut(axis: Axis) -> Axis:
    """The padded cells themselves, each its own window."""
    return Axis(axis.size, 1, 1, axis.low, axis.high)


def cut_out(axis: Axis, first: int, stop: int) -> tuple[slice, Axis]:
    """The input cells that outputs `first` to `stop` need, and the axis over these alone.

    >>> cut_out(Axis(9, kernel=3, low=1, high=1), 0, 3)
    (slice(0, 4, None), Axis(size=4, kernel=3, stride=1, low=1, high=0, dilation=1))
    """
    start, end = axis.start(first), axis.start(stop - 1) + axis.effective_kernel
    cell = min(max(start, 0), axis.size - 1)
    after = max(cell + 1, min(end, axis.size))
    return slice(cell, after), Axis(
        after - cell, axis.kernel, axis.stride, cell - start, end - after, axis.dilation
    )
