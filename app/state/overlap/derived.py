"""What follows from a scene of overlap: the axes of its layers, and the counts at every level."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property, lru_cache

import numpy as np
from numpy.typing import NDArray

from app.core import Axis, SpecError, overlap_counts, stacked_counts
from app.core.interior import interior, repeated
from app.state.derived import Derived
from app.state.overlap.choices import MOST_STAMPED, Overlap, Span, StampLayer
from app.state.scene import Pair

Counted1D = NDArray[np.int64]


class StampStack:
    """Stamps over stamps along one axis. Level 0 is the input, level n what layer n makes.

    Raises `SpecError` where a layer crops all of its result, or the result is too large.
    """

    def __init__(self, overlap: Overlap) -> None:
        size, axes = overlap.size, []
        for layer in overlap.layers:
            axis = Axis.transposed(
                size, layer.kernel, layer.stride, layer.padding, layer.padding, layer.dilation
            )
            axes.append(axis)
            size = axis.size
        if size > MOST_STAMPED:
            fits = "fewer inputs or layers, or a smaller stride"
            raise SpecError("size", f"{size:,} cells", f"is more than {MOST_STAMPED} a side", fits)
        self.axes: tuple[Axis, ...] = tuple(axes)
        self.sizes: tuple[int, ...] = (overlap.size, *(axis.size for axis in axes))
        self.counts: tuple[Counted1D, ...] = (
            np.ones(overlap.size, np.int64),
            *(stacked_counts(axes[: n + 1]) for n in range(len(axes))),
        )
        self.interior = interior(axes)
        self.period = repeated(axes)
        for counts in self.counts:
            counts.setflags(write=False)

    @property
    def result(self) -> Counted1D:
        return self.counts[-1]

    @property
    def is_even(self) -> bool:
        """Whether the interior repeats one and the same count."""
        return len(self.period) == 1

    @cached_property
    def plane(self) -> Counted1D:
        """Counts over two axes, `(size, size)`: those of the axes multiply."""
        counts = np.multiply.outer(self.result, self.result)
        if len(self.axes) == 1:
            counts = overlap_counts(self.axes[0], self.axes[0])
        counts.setflags(write=False)
        return counts

    @cached_property
    def tile(self) -> Counted1D:
        """What the interior of the plane repeats."""
        tile = np.multiply.outer(self.period, self.period)
        tile.setflags(write=False)
        return tile

    def above(self, level: int, cell: int) -> tuple[int, ...]:
        """The cells of the level before whose stamps reach a cell."""
        return tuple(stamp for stamp, _ in self.axes[level - 1].fan_out(cell))

    def below(self, level: int, cell: int) -> tuple[int, ...]:
        """The cells of the next level that the stamp of a cell reaches."""
        axis = self.axes[level]
        return tuple(reached for reached in axis.window(cell) if 0 <= reached < axis.size)


@lru_cache(maxsize=16)
def stamp_stack(size: int, layers: tuple[StampLayer, ...]) -> StampStack:
    """The stack of a scene; the same object for equal parameters."""
    return StampStack(Overlap(size, layers))


def ratio(counts: Counted1D | tuple[int, ...]) -> Fraction | None:
    """The largest count over the least; None where some cells are never reached."""
    least, most = int(np.min(counts)), int(np.max(counts))
    return Fraction(most, least) if least else None


@dataclass(frozen=True, eq=False)
class Counted(Derived):
    """The lesson of overlap: the steps are cells of the result."""

    stamps: StampStack

    @property
    def is_plane(self) -> bool:
        return self.scene.overlap.span is Span.PLANE

    @property
    def output_shape(self) -> Pair:
        size = self.stamps.sizes[-1]
        return (size, size) if self.is_plane else (1, size)

    @property
    def taps(self) -> int:
        return 1

    @property
    def is_toy(self) -> bool:
        return False
