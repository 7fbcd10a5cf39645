"""Whole results of the lessons of the matrix and of transposed convolution, and whether the
different ways to the same numbers agree: computed on every cell, never assumed."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.core import SpecError, conv, conv_transpose, inserted, stamped
from app.state.arguments import applied_weights, axes_of, conv_arguments
from app.state.prepare import Plane, plane_shape, prepare
from app.state.result import SMALL, Request, Result, Watch, result_of, value_range
from app.state.scene import Input, Kernel, Pair, Parameters, Scene
from app.state.turned.choices import Product
from app.state.turned.geometry import Drawn, drawn_matrix, stamp_arguments, stamp_geometry

MOST_COMPARED = 16_000_000
"""Cells of a result up to which the three ways are computed side by side."""
ROUNDING = {"f4": 1e-4, "f8": 1e-9}
"""Differences up to this share of the largest value come from the order of adding alone."""


@dataclass(frozen=True, eq=False, slots=True)
class Agreement:
    """How results of different ways compare, over all of `cells`.

    `differs` marks the `count` cells whose values are not the same, rounding aside.
    """

    cells: int
    largest: float
    differs: NDArray[np.bool_]
    count: int

    @property
    def holds(self) -> bool:
        return not self.count


def agreement_of(one: Plane, *others: Plane) -> Agreement:
    """Compare results of the same shape, cell by cell."""
    kinds = [array.dtype.str[1:] for array in (one, *others) if array.dtype.kind == "f"]
    bound = max((ROUNDING[kind] for kind in kinds), default=0.0) * _largest(one)
    largest, differs = 0.0, np.zeros(one.shape, np.bool_)
    for other in others:
        apart = _apart(one, other, np.float64 if kinds else np.int64)
        largest = max(largest, float(apart.max(initial=0)))
        differs |= apart > bound
    differs.setflags(write=False)
    return Agreement(one.size, largest, differs, int(np.count_nonzero(differs)))


def _apart(one: Plane, other: Plane, kind: type[np.generic]) -> Plane:
    """How far apart two results are in each cell; two that are not numbers are alike."""
    with np.errstate(invalid="ignore"):
        apart: Plane = np.abs(one.astype(kind) - other)
    alike = (one == other) | (np.isnan(one) & np.isnan(other))
    apart[alike] = 0
    return np.nan_to_num(apart, copy=False, nan=np.inf, posinf=np.inf)


def _largest(values: Plane) -> float:
    finite = np.abs(values[np.isfinite(values)])
    return max(1.0, float(finite.max(initial=0)))


@dataclass(frozen=True, eq=False, slots=True)
class Ways:
    """The same result three ways; `by_matrix` is None where C is too large to be written out."""

    stamped: Plane
    inserted: Plane
    by_matrix: Plane | None

    def compared(self) -> Agreement:
        others = (self.inserted,) if self.by_matrix is None else (self.inserted, self.by_matrix)
        return agreement_of(self.stamped, *others)


@dataclass(frozen=True, eq=False, slots=True)
class StampResult(Result):
    """The transposed convolution. `ways` and `agreement` are None where there are too many cells
    to compare."""

    ways: Ways | None
    agreement: Agreement | None


@dataclass(frozen=True, slots=True)
class StampRequest(Request):
    """The transposed convolution of one channel, three ways."""

    input: Input
    kernel: Kernel
    parameters: Parameters
    output_padding: Pair
    turned: bool

    @property
    def is_small(self) -> bool:
        height, width = plane_shape(self.input)
        stride = self.parameters.stride[0] * self.parameters.stride[1]
        cells = height * width * stride * self.kernel.weights.array.size
        return max(4 * cells, self.input.image.pixels.array.size) <= SMALL

    def compute(self, watch: Watch | None = None) -> Result:
        geometry = stamp_geometry(self.input, self.kernel, self.parameters, self.output_padding)
        arguments = stamp_arguments(
            self.kernel, self.parameters, self.output_padding, geometry.plane
        )
        output = conv_transpose(watch=watch, **arguments)[0]
        ways = None if output.size > MOST_COMPARED else self._ways(arguments, watch)
        plain = result_of(self, geometry.plane, output)
        return StampResult(
            **_parts(plain), ways=ways, agreement=None if ways is None else ways.compared()
        )

    def _ways(self, arguments: dict[str, Any], watch: Watch | None) -> Ways:
        geometry = stamp_geometry(self.input, self.kernel, self.parameters, self.output_padding)
        y, w, axes = arguments["x"][0], arguments["w"][0, 0], geometry.axes
        bias = 0 if arguments["b"] is None else arguments["b"][0]
        by_stamps = stamped(y, w, axes) + bias
        by_zeros = inserted(y, w, axes, self.turned, watch) + bias
        by_matrix = None
        if geometry.drawn is not None:
            product = geometry.drawn.matrix.transposed_times(y.ravel().astype(by_stamps.dtype))
            by_matrix = product.reshape(by_stamps.shape) + bias
        return Ways(by_stamps, by_zeros, by_matrix)


def stamp_request(scene: Scene) -> StampRequest:
    """The request of the lesson of transposed convolution."""
    chosen = scene.transposed
    return StampRequest(
        scene.input, scene.kernel, scene.parameters, chosen.output_padding, chosen.turned
    )


@dataclass(frozen=True, eq=False, slots=True)
class MatrixResult(Result):
    """C·x and Cᵀ·C·x. `output` is the one that is stepped through; `difference` is Cᵀ·C·x − x.

    `changed` of its values are not 0, up to `furthest`. `agreement` compares C·x with the
    convolution; None where C is too large to be written out.
    """

    small: Plane
    back: Plane
    difference: Plane
    changed: int
    furthest: float
    agreement: Agreement | None


@dataclass(frozen=True, slots=True)
class MatrixRequest(Request):
    """A convolution of one channel and its transpose applied to it."""

    input: Input
    kernel: Kernel
    parameters: Parameters
    product: Product

    @property
    def is_small(self) -> bool:
        height, width = plane_shape(self.input)
        cells = 2 * height * width * self.kernel.weights.array.size
        return max(cells, self.input.image.pixels.array.size) <= SMALL

    def compute(self, watch: Watch | None = None) -> Result:
        plane = prepare(self.input)
        arguments = conv_arguments(self.kernel, self.parameters, plane)
        small = conv(watch=watch, **arguments)[0]
        drawn = self._drawn()
        agreement = None
        if drawn is not None:
            product = drawn.matrix.times(plane.ravel().astype(small.dtype))
            agreement = agreement_of(small, product.reshape(small.shape))
        back = self._back(small, drawn)
        with np.errstate(invalid="ignore"):
            difference = back - plane
        for array in (small, back, difference):
            array.setflags(write=False)
        forward = self.product is Product.FORWARD
        plain = result_of(self, *((plane, small) if forward else (small, back)))
        return MatrixResult(
            **_parts(plain),
            small=small,
            back=back,
            difference=difference,
            changed=int(np.count_nonzero(difference)),
            furthest=max(map(abs, value_range(difference))),
            agreement=agreement,
        )

    def _drawn(self) -> Drawn | None:
        axes = axes_of(plane_shape(self.input), self.kernel.shape, self.parameters)
        flip, mode = self.parameters.flip, self.parameters.padding_mode
        return drawn_matrix(axes, self.kernel, flip, mode)

    def _back(self, small: Plane, drawn: Drawn | None) -> Plane:
        """Cᵀ times the convolution; the size that the floor merged comes back too."""
        axes = axes_of(plane_shape(self.input), self.kernel.shape, self.parameters)
        if drawn is not None:
            wide = small.astype(np.float64 if small.dtype.kind == "f" else np.int64)
            back = drawn.matrix.transposed_times(wide.ravel())
            return back.reshape([axis.size for axis in axes])
        weights = applied_weights(self.kernel, self.parameters)
        if small.dtype == np.float32:
            weights = weights.astype(np.float32)
        result: Plane = conv_transpose(
            small[None], weights[None, None],
            stride=self.parameters.stride, dilation=self.parameters.dilation,
            padding=tuple((axis.low, axis.high) for axis in axes),
            output_padding=tuple(axis.remainder for axis in axes),
        )[0]  # fmt: skip
        return result


def matrix_request(scene: Scene) -> MatrixRequest:
    """The request of the lesson of the matrix."""
    return MatrixRequest(scene.input, scene.kernel, scene.parameters, scene.unrolling.product)


def check_product(parameters: Parameters) -> None:
    """Raise `SpecError` where the lesson of the matrix cannot show these parameters."""
    if parameters.bias:
        raise SpecError("bias", parameters.bias, "is no part of a matrix product", "0")
    if parameters.padding_mode != "zeros":
        mode = parameters.padding_mode
        raise SpecError("padding_mode", mode, "repeats cells, and the rows stop being windows",
                        "zeros")  # fmt: skip


def _parts(result: Result) -> dict[str, Any]:
    return {field.name: getattr(result, field.name) for field in fields(Result)}
