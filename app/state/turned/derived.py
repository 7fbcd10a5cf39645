"""What follows from a scene of the matrix, and from one of transposed convolution."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np

from app.core import Axis, Reach, StampTrace, Step
from app.core.axis import IntArray
from app.state.derived import Derived
from app.state.geometry import Geometry
from app.state.prepare import Plane
from app.state.scene import Pair, Scene
from app.state.turned.choices import Product, Walk
from app.state.turned.geometry import (
    Drawn,
    StampGeometry,
    drawn_matrix,
    matrix_shape,
    most_stamps,
    stamp_geometry,
    whole_numbers,
)


def stamp_geometry_of(scene: Scene) -> StampGeometry:
    """The geometry of a transposed scene."""
    extra = scene.transposed.output_padding
    return stamp_geometry(scene.input, scene.kernel, scene.parameters, extra)


@dataclass(frozen=True, eq=False)
class Stamped(Derived):
    """A transposed convolution: the steps are cells of the result, or of the input."""

    geometry: StampGeometry

    @property
    def axes(self) -> tuple[Axis, Axis]:
        """The axes that are read the other way: `size` is the result's, `output_size` y's."""
        return self.geometry.axes

    @property
    def trace(self) -> StampTrace:
        return self.geometry.trace

    @property
    def by_input(self) -> bool:
        return self.scene.transposed.walk is Walk.INPUT

    @property
    def result_shape(self) -> Pair:
        """Rows and columns of the result."""
        return self.geometry.output_shape

    @property
    def output_shape(self) -> Pair:
        rows, columns = self.plane.shape
        return (rows, columns) if self.by_input else self.result_shape

    @property
    def taps(self) -> int:
        return self.geometry.weights.size if self.by_input else self.geometry.most_stamps

    @property
    def is_toy(self) -> bool:
        return self.geometry.is_toy

    @cached_property
    def step(self) -> Step:
        """The present cell of the result; by input, the cell that the stamp's first tap reaches."""
        if not self.by_input:
            return self.trace.at(*divmod(self.scene.step, self.output_shape[1]))
        row, column = divmod(self.scene.step, self.output_shape[1])
        starts = (axis.start(at) for axis, at in zip(self.axes, (row, column), strict=True))
        return self.trace.at(*(max(0, start) for start in starts))


@dataclass(frozen=True, eq=False)
class Multiplied(Derived):
    """A convolution as a matrix product: the steps are the rows of C, or those of Cᵀ."""

    geometry: Geometry

    @property
    def axes(self) -> tuple[Axis, Axis]:
        return self.geometry.axes

    @property
    def back(self) -> bool:
        """Whether Cᵀ is multiplied."""
        return self.scene.unrolling.product is Product.BACK

    @property
    def small_shape(self) -> Pair:
        return self.geometry.output_shape

    @property
    def large_shape(self) -> Pair:
        rows, columns = self.plane.shape
        return rows, columns

    @property
    def output_shape(self) -> Pair:
        return self.large_shape if self.back else self.small_shape

    @property
    def taps(self) -> int:
        return most_stamps(self.axes) if self.back else self.geometry.weights.size

    @property
    def matrix_shape(self) -> Pair:
        """Rows and columns of C."""
        return matrix_shape(self.axes)

    @property
    def drawn(self) -> Drawn | None:
        """C, where it is small enough to be drawn."""
        parameters = self.scene.parameters
        return drawn_matrix(self.axes, self.scene.kernel, parameters.flip, parameters.padding_mode)

    @property
    def small(self) -> Plane | None:
        """C·x; None where C is too large, and single values are read off the trace."""
        return None if self.drawn is None else _small(self.geometry, self.drawn)

    @property
    def operand(self) -> Plane | None:
        """What is multiplied: x, or C·x."""
        return self.small if self.back else self.plane

    @cached_property
    def back_trace(self) -> StampTrace:
        """Cᵀ·(C·x), cell by cell."""
        weights = self.geometry.weights
        exact = whole_numbers(0, self.plane, weights)
        small = self.small
        if small is not None:
            return StampTrace(small, weights, self.axes, exact=exact)
        return StampTrace(self._read, weights, self.axes, exact=exact)

    def _read(self, places: tuple[IntArray, ...]) -> Plane:
        """Values of C·x at a few rows and columns, each from its own window."""
        rows, columns = (place.tolist() for place in places)
        trace = self.geometry.trace
        return np.array([[trace.at(0, row, column).total for column in columns] for row in rows])

    def gather(self, row: int, column: int) -> Step:
        """A row of the matrix: one cell of the product."""
        if self.back:
            return self.back_trace.at(row, column)
        return self.geometry.trace.at(0, row, column)

    def scatter(self, row: int, column: int) -> Sequence[Reach]:
        """A column of the matrix: what one cell of the operand adds to the product."""
        if self.back:
            return self.back_trace.stamp(row, column)
        return self.geometry.trace.fan_out(0, row, column)

    @cached_property
    def step(self) -> Step:
        """The present row."""
        return self.gather(*divmod(self.scene.step, self.output_shape[1]))


@lru_cache(maxsize=4)
def _small(geometry: Geometry, drawn: Drawn) -> Plane:
    plane = geometry.plane
    wide = np.float64 if plane.dtype.kind == "f" else np.int64
    small: Plane = drawn.matrix.times(plane.ravel().astype(wide)).reshape(geometry.output_shape)
    small.setflags(write=False)
    return small
