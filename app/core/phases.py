"""The phases of an axis: every stride-th cell, so that strides and stamps become plain windows.

A strided convolution is a plain one on the phases of its padded input; a transposed one fills the
phases of its result, each by a plain convolution.
"""

from __future__ import annotations

from app.core.axis import Axis


def phase_of(axis: Axis, tap: int) -> tuple[int, int]:
    """A tap's place among every stride-th cell: `(phase, offset)`, offset counted in strides.

    Split the padded input into phases, one for each remainder of the stride, and a strided
    convolution is a plain one: output o of the tap reads cell o + offset of its phase.

    >>> [phase_of(Axis(9, kernel=3, stride=2), tap) for tap in range(3)]
    [(0, 0), (1, 0), (0, 1)]
    """
    offset, phase = divmod(tap * axis.dilation, axis.stride)
    return phase, offset


def phases_of(axis: Axis) -> tuple[int, ...]:
    """The phases that some tap reads, in order."""
    if axis.stride == 1:
        return (0,)
    return tuple(sorted({phase_of(axis, tap)[0] for tap in range(axis.kernel)}))


def phase_length(axis: Axis) -> int:
    """How many cells of a phase the taps read."""
    return axis.output_size + phase_of(axis, axis.kernel - 1)[1]


def phase_cells(axis: Axis, phase: int) -> tuple[slice, slice]:
    """Where a phase holds input cells, and which those are; the rest of it is padding.

    >>> phase_cells(Axis(5, kernel=3, stride=2, low=1, high=1), 0)
    (slice(1, 3, None), slice(1, 4, 2))
    """
    return axis.met(phase - axis.low, phase_length(axis))


def reached(axis: Axis, phase: int) -> tuple[slice, tuple[int, ...], Axis | None]:
    """How a transposed convolution fills one phase of its output, the cells of this axis.

    The input cells that the phase's taps reach, these taps from the last to the first, and
    the plain axis (stride 1) that gathers the outputs' values for these cells through them;
    None where no cell is reached. The cells of all phases are all cells that a window covers.

    >>> reached(Axis(7, kernel=3, stride=2), 0)
    (slice(0, 7, 2), (2, 0), Axis(size=3, kernel=2, stride=1, low=1, high=1, dilation=1))
    """
    taps = tuple(tap for tap in reversed(range(axis.kernel)) if phase_of(axis, tap)[0] == phase)
    offsets = [phase_of(axis, tap)[1] for tap in taps]
    places, cells = phase_cells(axis, phase)
    if places.start == places.stop:
        return cells, taps, None
    spacing = offsets[0] - offsets[1] if len(taps) > 1 else 1
    count = places.stop - places.start
    low = offsets[0] - places.start
    high = count + offsets[0] - offsets[-1] - axis.output_size - low
    return cells, taps, Axis(axis.output_size, len(taps), 1, low, high, spacing)


def taps_per_phase(axis: Axis) -> int:
    """How many strides the kernel spans, without dilation: the most taps of one phase."""
    return -(-axis.kernel // axis.stride)


def gathered(axis: Axis) -> Axis:
    """The plain axis on which a transposed convolution fills every phase of its output.

    Cell `stride * number - low % stride + phase` of this axis gathers from the outputs
    that the window `number` of the plain axis meets, each through at most one tap
    (`gathered_tap`).

    >>> gathered(Axis.transposed(3, kernel=4, stride=2, low=1, high=1))
    Axis(size=3, kernel=2, stride=1, low=1, high=1, dilation=1)
    """
    reach, first = phase_of(axis, axis.kernel - 1)[1], axis.low // axis.stride
    count = (axis.low + axis.size - 1) // axis.stride - first + 1
    low = reach - first
    return Axis(axis.output_size, reach + 1, 1, low, count + reach - axis.output_size - low)


def gathered_tap(axis: Axis, tap: int) -> tuple[int, int]:
    """Which phase a tap belongs to, and which tap of `gathered` it is there.

    >>> axis = Axis.transposed(3, kernel=4, stride=2)
    >>> [gathered_tap(axis, tap) for tap in range(axis.kernel)]
    [(0, 1), (1, 1), (0, 0), (1, 0)]
    """
    phase, offset = phase_of(axis, tap)
    return phase, phase_of(axis, axis.kernel - 1)[1] - offset


def gathered_cells(axis: Axis, phase: int, first: int, stop: int) -> tuple[slice, slice]:
    """Which outputs of `gathered`, from `first` to `stop`, fill cells of a phase, and these.

    The outputs are counted from `first` on.

    >>> gathered_cells(Axis.transposed(3, kernel=4, stride=2, low=1, high=1), 0, 0, 4)
    (slice(1, 4, None), slice(1, 6, 2))
    """
    return axis.met(first * axis.stride + phase - axis.low % axis.stride, stop - first)
