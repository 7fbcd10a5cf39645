"""What follows for the lessons of the matrix and of transposed convolution, whatever the step."""

from __future__ import annotations

from functools import cached_property, lru_cache
from math import prod
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.core import Axis, SpecError, StampTrace, Unrolled, transposed_axes, unroll_axes
from app.state.arguments import applied_weights, conv_arguments
from app.state.prepare import Plane, plane_shape, prepare
from app.state.scene import MAX_TOY, Input, Kernel, Pair, Parameters, Scene

MOST_DRAWN = 1 << 20
"""A matrix of more cells is not drawn, not even as an image of its pattern."""
MOST_OUTPUT = 64_000_000
"""Cells of a result: more would not fit the memory of an ordinary machine."""


def stamp_axes(scene: Scene) -> tuple[Axis, Axis]:
    """The axes of a transposed scene; `SpecError` where there is no result, or too large a one."""
    parameters, extra = scene.parameters, scene.transposed.output_padding
    return _stamp_axes(plane_shape(scene.input), scene.kernel.shape, parameters, extra)


def _stamp_axes(
    shape: Pair, kernel: Pair, parameters: Parameters, extra: Pair
) -> tuple[Axis, Axis]:
    padding = parameters.padding
    if isinstance(padding, str):
        raise SpecError(
            "padding", padding, "has no name where it crops the result", "a whole number"
        )
    if parameters.padding_mode != "zeros":
        mode = parameters.padding_mode
        raise SpecError("padding_mode", mode, "has no meaning where padding crops", "zeros")
    vertical, horizontal = transposed_axes(
        shape, kernel, parameters.stride, padding, extra, parameters.dilation
    )
    cells = vertical.size * horizontal.size
    if cells > MOST_OUTPUT:
        fits = f"a smaller stride or input, up to {MOST_OUTPUT:,} cells,"
        raise SpecError("stride", parameters.stride[0], f"makes {cells:,} cells", fits)
    return vertical, horizontal


class Drawn:
    """A matrix small enough to be drawn: C and its transpose as whole arrays, read-only."""

    def __init__(self, matrix: Unrolled) -> None:
        self.matrix = matrix
        self.values, self.held = matrix.dense(), matrix.pattern()
        self.turned_values = np.ascontiguousarray(self.values.T)
        self.turned_held = np.ascontiguousarray(self.held.T)
        for array in (self.values, self.held, self.turned_values, self.turned_held):
            array.setflags(write=False)

    @cached_property
    def count(self) -> int:
        """How many cells of C carry a weight, zero-valued weights included."""
        return int(np.count_nonzero(self.held))

    def weight(self, row: int, column: int, *, back: bool) -> Any:
        """The weight in a cell of C, or of Cᵀ where `back`; None where there is none."""
        at = (column, row) if back else (row, column)
        return self.values[at].item() if self.held[at] else None


def matrix_shape(axes: tuple[Axis, Axis]) -> Pair:
    """Rows and columns of C: the cells of Small and of Large."""
    return prod(axis.output_size for axis in axes), prod(axis.size for axis in axes)


@lru_cache(maxsize=4)
def drawn_matrix(
    axes: tuple[Axis, Axis], kernel: Kernel, flip: bool, mode: str = "zeros"
) -> Drawn | None:
    """C of one channel; None where it has too many cells to be drawn."""
    rows, columns = matrix_shape(axes)
    if rows * columns > MOST_DRAWN:
        return None
    weights = applied_weights(kernel, Parameters(flip=flip))
    return Drawn(unroll_axes(axes, weights[None, None], padding_mode=mode))


def most_stamps(axes: tuple[Axis, Axis]) -> int:
    """The largest number of stamps that reach one cell, at least 1."""
    vertical, horizontal = (int(axis.coverage().max()) for axis in axes)
    return max(1, vertical * horizontal)


def whole_numbers(bias: float, *arrays: NDArray[Any]) -> bool:
    """Whether every sum stays a whole number."""
    kinds = {str(array.dtype.kind) for array in arrays}
    return kinds <= set("biu") and float(bias).is_integer()


class StampGeometry:
    """A transposed convolution of one channel: shared by all steps of a scene."""

    def __init__(self, source: Input, kernel: Kernel, parameters: Parameters, extra: Pair) -> None:
        self.plane: Plane = prepare(source)
        self.weights: Plane = applied_weights(kernel, parameters)
        self.axes = _stamp_axes(plane_shape(source), kernel.shape, parameters, extra)
        bias = parameters.bias
        exact = whole_numbers(bias, self.plane, self.weights)
        self.trace = StampTrace(self.plane, self.weights, self.axes, bias, exact)
        self.most_stamps = most_stamps(self.axes)
        self.drawn = drawn_matrix(self.axes, kernel, parameters.flip)

    @property
    def output_shape(self) -> Pair:
        vertical, horizontal = self.axes
        return vertical.size, horizontal.size

    @property
    def is_toy(self) -> bool:
        largest: int = max((*self.plane.shape, *self.output_shape))
        return largest <= MAX_TOY


@lru_cache(maxsize=4)
def stamp_geometry(
    source: Input, kernel: Kernel, parameters: Parameters, extra: Pair
) -> StampGeometry:
    return StampGeometry(source, kernel, parameters, extra)


def stamp_arguments(
    kernel: Kernel, parameters: Parameters, extra: Pair, plane: Plane
) -> dict[str, Any]:
    """Keyword arguments of `conv_transpose` for one channel."""
    arguments = conv_arguments(kernel, parameters, plane)
    del arguments["padding_mode"]
    return arguments | {"output_padding": extra}
