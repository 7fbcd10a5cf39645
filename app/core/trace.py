"""A convolution step by step: each output with its window, its products and its sum.

Nothing is computed before it is asked for: a `Trace` of an 8-megapixel photograph holds no more
than views of its arrays, and a step costs as many operations as its kernel has weights.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import reduce
from itertools import product
from math import prod
from operator import index as whole
from typing import Any, Generic, TypeVar, overload

import numpy as np
from numpy.typing import NDArray

from app.core.axis import Axis, IntArray
from app.core.spec import Array, Parameter, is_integer, read_bias, read_spec, real_array

T = TypeVar("T")
Number = int | float
EXACT_IN_INT64 = 2.0**62  # below it, float64 bounds of integer sums are safe within int64


class Lazy(Sequence[T], Generic[T]):
    """A sequence whose items are made when they are asked for."""

    def __init__(self, numbers: range, make: Callable[[int], T]) -> None:
        self._numbers = numbers
        self._make = make

    def __len__(self) -> int:
        return len(self._numbers)

    @overload
    def __getitem__(self, key: int) -> T: ...
    @overload
    def __getitem__(self, key: slice) -> Lazy[T]: ...
    def __getitem__(self, key: int | slice) -> T | Lazy[T]:
        if isinstance(key, slice):
            return Lazy(self._numbers[key], self._make)
        return self._make(self._numbers[key])

    def __iter__(self) -> Iterator[T]:
        return map(self._make, self._numbers)


@dataclass(frozen=True, slots=True, eq=False)
class Step:
    """One output cell: where its window lies, what the taps read, and how they add up.

    `window` holds the input coordinates of the taps per axis, `sources` the cells they read
    there under the padding mode (-1 for a zero). `inside` `(*kernel)` is False for a tap that
    lies in the padding. `values`, `weights` and `products` are `(C_in/groups, *kernel)`.
    """

    index: int
    output: tuple[int, ...]
    window: tuple[range, ...]
    inside: NDArray[np.bool_]
    sources: tuple[IntArray, ...]
    values: Array
    weights: Array
    products: Array
    bias: Number
    total: Number

    def running(self) -> Array:
        """The sum after each tap in row-major order, shaped as `products`, without the bias."""
        return _running(self.products)


@dataclass(frozen=True, slots=True)
class Reach:
    """One output that an input cell reaches: through which tap, with which weight.

    `value` is what the cell adds to that output: its own value times the weight.
    """

    index: int
    output: tuple[int, ...]
    tap: tuple[int, ...]
    weight: Number
    value: Number


class Trace(Sequence[Step]):
    """The steps of `conv(x, w, b, ...)` in row-major order of the output, made on demand.

    `x` is `(C_in, *spatial)`; the parameters are those of `conv`. Sums of integers are exact
    (past 64 bits as Python's own integers); floats are added up in float64, tap by tap in
    row-major order, so that a float32 result may differ from its step in the last digits.

    >>> trace = Trace([[[3, 3, 2], [0, 0, 1], [3, 1, 2]]], [[[[0, 1], [2, 2]]]], padding=1)
    >>> trace.shape, len(trace)
    ((1, 4, 4), 16)
    >>> step = trace.at(0, 0, 1)
    >>> step.window, step.total
    ((range(-1, 1), range(0, 2)), 12)
    >>> step.products
    array([[[0, 0],
            [6, 6]]])
    """

    def __init__(
        self,
        x: Any,
        w: Any,
        b: Any = None,
        *,
        stride: Parameter = 1,
        padding: Parameter = 0,
        dilation: Parameter = 1,
        groups: int = 1,
        padding_mode: str = "zeros",
    ) -> None:
        self._x, self._w = real_array("x", x), real_array("w", w)
        self._spec = read_spec(
            self._x.shape, self._w.shape, stride, padding, dilation, groups, padding_mode
        )
        self._b = read_bias(b, self._spec.c_out)
        self._exact = is_integer(self._x, self._w, self._b)
        self.axes: tuple[Axis, ...] = self._spec.axes
        self.shape: tuple[int, ...] = self._spec.out_shape
        self._newest: Step | None = None

    def __len__(self) -> int:
        return prod(self.shape)

    @property
    def channels(self) -> int:
        """C_in."""
        return int(self._x.shape[0])

    @property
    def is_exact(self) -> bool:
        """Whether every total is a whole number."""
        return self._exact

    @overload
    def __getitem__(self, key: int) -> Step: ...
    @overload
    def __getitem__(self, key: slice) -> Lazy[Step]: ...
    def __getitem__(self, key: int | slice) -> Step | Lazy[Step]:
        numbers = range(len(self))
        if isinstance(key, slice):
            return Lazy(numbers[key], self._step)
        return self._step(numbers[key])

    def at(self, channel: int, *position: int) -> Step:
        """The step of one output cell."""
        return self._step(self.index(channel, *position))

    def index(self, channel: int, *position: int) -> int:
        """The number of an output cell in row-major order."""
        cell = tuple(map(whole, (channel, *position)))
        if len(cell) != len(self.shape) or not all(
            0 <= at < size for at, size in zip(cell, self.shape, strict=True)
        ):
            raise IndexError(f"output {cell} lies outside the output's shape {self.shape}")
        return int(np.ravel_multi_index(cell, self.shape))

    def fan_out(self, channel: int, *position: int) -> Sequence[Reach]:
        """The outputs that an input cell reaches, in row-major order.

        A cell is also counted where the padding repeats it; a coordinate in the padding is
        followed on its own.

        >>> trace = Trace([[5, 7, 9]], [[[1, 10]]])
        >>> [(reach.output, reach.weight, reach.value) for reach in trace.fan_out(0, 1)]
        [((0, 0), 10, 70), ((0, 1), 1, 7)]
        """
        cell = (whole(channel), *map(whole, position))
        self._check_cell(cell)
        outputs, inputs = self._w.shape[0] // self._spec.groups, self._w.shape[1]
        group, within = divmod(cell[0], inputs)
        pairs = sorted(
            tuple(zip(*held, strict=True)) for held in product(*self._meetings(cell[1:]))
        )
        value = _number(
            self._read(
                slice(cell[0], cell[0] + 1),
                [
                    axis.read([at], self._spec.padding_mode)
                    for axis, at in zip(self.axes, cell[1:], strict=True)
                ],
            )[0].item(),
            self._exact,
        )

        def reach(number: int) -> Reach:
            row, pair = divmod(number, len(pairs))
            target = group * outputs + row
            output, tap = (target, *pairs[pair][0]), pairs[pair][1]
            weight = _number(self._w[(target, within, *tap)].item(), self._exact)
            added = weight * value if value else 0 * value
            return Reach(self.index(*output), output, tap, weight, added)

        return Lazy(range(outputs * len(pairs)), reach)

    def _check_cell(self, cell: tuple[int, ...]) -> None:
        if (
            len(cell) != self._x.ndim
            or not 0 <= cell[0] < self._x.shape[0]
            or not all(
                -axis.low <= at < axis.size + axis.high
                for axis, at in zip(self.axes, cell[1:], strict=True)
            )
        ):
            raise IndexError(f"input {cell} lies outside the padded input")

    def _meetings(self, position: tuple[int, ...]) -> list[list[tuple[int, int]]]:
        """Per axis the `(output, tap)` pairs that read a cell."""
        mode = self._spec.padding_mode
        held = list(zip(self.axes, position, strict=True))
        inside = all(0 <= at < axis.size for axis, at in held)
        return [
            [
                pair
                for coordinate in (axis.readers(at, mode) if inside else (at,))
                for pair in axis.fan_out(coordinate)
            ]
            for axis, at in held
        ]

    def _read(self, channels: slice, sources: Sequence[IntArray]) -> tuple[Array, NDArray[Any]]:
        """The input's values at `sources` (one array per axis), and which of them exist."""
        real = _box([cells >= 0 for cells in sources])
        cells: tuple[Any, ...] = np.ix_(*sources)
        values = self._x[channels][(slice(None), *cells)]
        return np.where(real, values, values.dtype.type(0)), real

    def _step(self, number: int) -> Step:
        """A step; the newest is kept, since a picture asks for the same one several times."""
        newest = self._newest
        if newest is None or newest.index != number:
            newest = self._newest = self._made(number)
        return newest

    def _made(self, number: int) -> Step:
        output = tuple(map(int, np.unravel_index(number, self.shape)))
        windows = tuple(axis.window(at) for axis, at in zip(self.axes, output[1:], strict=True))
        sources = tuple(
            axis.read(window, self._spec.padding_mode)
            for axis, window in zip(self.axes, windows, strict=True)
        )
        inputs = self._w.shape[1]
        first = output[0] // (self._w.shape[0] // self._spec.groups) * inputs
        values, real = self._read(slice(first, first + inputs), sources)
        weights = self._w[output[0]]
        bias = 0 if self._b is None else self._b[output[0]].item()
        values, weights, products, total = summed(values, weights, real, bias, self._exact)
        return Step(
            number,
            output,
            windows,
            _inside(windows, self.axes),
            sources,
            values,
            weights,
            products,
            _number(bias, self._exact),
            total,
        )


def _inside(windows: Sequence[range], axes: Sequence[Axis]) -> NDArray[np.bool_]:
    """Which taps lie on the input itself, `(*kernel)`."""
    return _box(
        [axis.read(window, "zeros") >= 0 for window, axis in zip(windows, axes, strict=True)]
    )


def _box(flags: Sequence[NDArray[np.bool_]]) -> NDArray[np.bool_]:
    """True where the flags of every axis are, `(*sizes)`."""
    box: NDArray[np.bool_] = reduce(np.logical_and.outer, flags)
    return box


def summed(
    values: Array, weights: Array, real: NDArray[Any], bias: Number, exact: bool
) -> tuple[Array, Array, Array, Number]:
    """Values, weights and products in one dtype that holds their sum, and the sum with the bias.

    A product counts as 0 where `real` is False, whatever the weight; without products the sum is
    the bias.
    """
    values, weights = _comparable(values, weights, bias, exact)
    with np.errstate(invalid="ignore", over="ignore"):
        products = np.where(real, values * weights, values.dtype.type(0))
        total = (_running(products).flat[-1] if products.size else 0) + bias
    return values, weights, products, _number(total, exact)


def _comparable(values: Array, weights: Array, bias: Number, exact: bool) -> tuple[Array, Array]:
    """Both arrays in one dtype that holds their sum of products."""
    if not exact:
        return values.astype(np.float64), weights.astype(np.float64)
    bound = np.abs(values.astype(np.float64)) * np.abs(weights.astype(np.float64))
    kind = np.int64 if bound.sum() + abs(bias) < EXACT_IN_INT64 else object
    return values.astype(kind), weights.astype(kind)


def _running(products: Array) -> Array:
    with np.errstate(invalid="ignore", over="ignore"):
        sums: Array = np.cumsum(products).reshape(products.shape)
    return sums


def _number(value: Any, exact: bool) -> Number:
    return int(value) if exact else float(value)
