"""What follows from a scene of many channels: the planes, the filters and every output's steps."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache
from math import prod
from typing import Any

import numpy as np

from app.core import Axis, Cost, SpecError, Step, Trace, conv, layer_cost
from app.state.arguments import axes_of
from app.state.channels.choices import Source
from app.state.channels.filters import Filters
from app.state.derived import Derived
from app.state.prepare import EXACT_CELLS, Plane, plane_shape, prepare_planes, white
from app.state.scene import Detail, Input, Pair, Parameters, Scene

MOST_OUTPUT = 64_000_000
"""Numbers of a result up to which it is computed: a quarter of a gigabyte of float32."""


@dataclass(frozen=True, slots=True)
class ConvLayer:
    """A convolution of many channels as one value: what a geometry and a result depend on."""

    input: Input
    source: Source
    filters: Filters
    parameters: Parameters

    @property
    def axes(self) -> tuple[Axis, Axis]:
        """The vertical and the horizontal axis; SpecError where no window fits."""
        return axes_of(plane_shape(self.input), self.filters.kernel, self.parameters)

    @property
    def output_shape(self) -> tuple[int, int, int]:
        """Output channels, rows, columns; SpecError where there is no result or too large a one."""
        vertical, horizontal = self.axes
        shape = self.filters.count, vertical.output_size, horizontal.output_size
        if prod(shape) > MOST_OUTPUT:
            fits = "fewer filters, a crop or a larger stride"
            words = f"makes {prod(shape):,} numbers, more than {MOST_OUTPUT:,}"
            raise SpecError("filters", self.filters.count, words, fits)
        return shape

    @property
    def cost(self) -> Cost:
        """Parameters with the biases, multiplications and additions of the layer."""
        x = self.filters.channels, *plane_shape(self.input)
        w = self.filters.count, self.filters.seen, *self.filters.kernel
        parameters = self.parameters
        return layer_cost(
            x,
            w,
            stride=parameters.stride,
            padding=parameters.padding,
            dilation=parameters.dilation,
            groups=self.filters.groups,
            bias=True,
        )

    def arguments(self, planes: Plane) -> dict[str, Any]:
        """Keyword arguments of `conv` and `Trace` on planes `(C_in, H, W)`.

        Float weights on a large photo are taken as float32, so that the result is float32 too.
        """
        weights = applied_filters(self.filters, self.parameters)
        large = planes[0].size > EXACT_CELLS
        if planes.dtype == np.float32 or (large and weights.dtype == np.float64):
            weights = weights.astype(np.float32)
        return {
            "x": planes,
            "w": weights,
            "b": biases_of(self.filters.bias, weights, large),
            "stride": self.parameters.stride,
            "padding": self.parameters.padding,
            "dilation": self.parameters.dilation,
            "groups": self.filters.groups,
            "padding_mode": self.parameters.padding_mode,
        }


def layer_of(scene: Scene) -> ConvLayer:
    """The layer of a scene of many channels."""
    return ConvLayer(scene.input, scene.mixing.source, scene.filters, scene.parameters)


def applied_filters(filters: Filters, parameters: Parameters) -> Plane:
    """The weights as they are laid on the window, `(C_out, C_in/groups, kh, kw)`."""
    weights = filters.applied
    return weights[..., ::-1, ::-1] if parameters.flip else weights


def biases_of(bias: tuple[float, ...], weights: Plane, large: bool) -> Plane | None:
    """Biases in a type that keeps whole sums whole; None where all are 0."""
    if not any(bias):
        return None
    if np.issubdtype(weights.dtype, np.floating):
        return np.array(bias, weights.dtype)
    if all(float(value).is_integer() for value in bias):
        return np.array(bias, np.int64)
    return np.array(bias, np.float32 if large else np.float64)


class MixGeometry:
    """What follows from a layer alone, whatever the step: shared by all steps."""

    def __init__(self, layer: ConvLayer) -> None:
        self.layer = layer
        self.output_shape = layer.output_shape
        self.axes = layer.axes
        self.stack: Plane = prepare_planes(layer.input, layer.source)
        self.planes: tuple[Plane, ...] = tuple(self.stack)
        self.weights: Plane = applied_filters(layer.filters, layer.parameters)
        self.trace = Trace(**layer.arguments(self.stack))

    @cached_property
    def kernels(self) -> tuple[tuple[Plane, ...], ...]:
        """A kernel `(kh, kw)` for each filter and each channel that it sees."""
        return tuple(tuple(kernels) for kernels in self.weights)

    @cached_property
    def bound(self) -> float:
        """No sum of a step, of one channel or of all, is larger than this in size.

        Of a large picture white is taken for its largest value.
        """
        weights = np.abs(self.weights).sum(axis=(1, 2, 3), dtype=np.float64)
        return float((weights * self._largest + np.abs(self.layer.filters.bias)).max())

    @cached_property
    def largest_product(self) -> float:
        """No product of a step is larger than this in size; white counts as in `bound`."""
        return self._largest * float(np.abs(self.weights).max())

    @cached_property
    def _largest(self) -> float:
        """The largest size of an input value, or white."""
        if self.stack.size > EXACT_CELLS:
            return white(self.layer.input)
        finite = np.abs(self.stack[np.isfinite(self.stack)])
        return float(finite.max()) if finite.size else 0.0

    @cached_property
    def unused(self) -> tuple[tuple[int, ...], tuple[int, ...]]:
        """Input rows and input columns that no window covers."""
        rows, columns = (tuple(axis.unused().tolist()) for axis in self.axes)
        return rows, columns


@lru_cache(maxsize=4)
def mix_geometry(layer: ConvLayer) -> MixGeometry:
    """The geometry of a layer; SpecError where its parameters do not fit."""
    return MixGeometry(layer)


@lru_cache(maxsize=8)
def channel_results(geometry: MixGeometry, number: int) -> Plane:
    """What each kernel of a filter makes of its own channel, `(channels it sees, rows, columns)`.

    With the bias their sum is the filter's output. It costs as much as the output of one filter.
    """
    filters, parameters = geometry.layer.filters, geometry.layer.parameters
    seen = filters.sees(number)
    results: Plane = conv(
        geometry.stack[seen.start : seen.stop],
        geometry.weights[number][:, np.newaxis],
        stride=parameters.stride,
        padding=parameters.padding,
        dilation=parameters.dilation,
        groups=filters.seen,
        padding_mode=parameters.padding_mode,
    )
    results.setflags(write=False)
    return results


@dataclass(frozen=True, eq=False)
class Mixed(Derived):
    """A convolution of many channels: a plane of steps for each filter, one after another.

    The products of a step run through the channels that its filter sees, then rows and columns.
    """

    geometry: MixGeometry

    @property
    def filters(self) -> Filters:
        return self.scene.filters

    @property
    def axes(self) -> tuple[Axis, Axis]:
        """The vertical and the horizontal axis, the same for every channel."""
        return self.geometry.axes

    @property
    def trace(self) -> Trace:
        return self.geometry.trace

    @property
    def planes(self) -> int:
        return self.filters.count

    @property
    def output_shape(self) -> Pair:
        _, rows, columns = self.geometry.output_shape
        return rows, columns

    @property
    def taps(self) -> int:
        return self.filters.seen * prod(self.filters.kernel)

    @property
    def _phase(self) -> int:
        """Products that appear together: all of a channel, where the detail is that."""
        return prod(self.filters.kernel) if self.scene.detail is Detail.CHANNEL else 1

    @property
    def tap_count(self) -> int:
        return self.steps * self.taps // self._phase

    def tap_place(self, step: int, tap: int) -> int:
        return (step * self.taps + tap) // self._phase

    def tap_at(self, position: int) -> Pair:
        step, tap = divmod(position * self._phase, self.taps)
        return step, tap

    @property
    def moments(self) -> int:
        return super().moments // self._phase or 1

    @property
    def taps_shown(self) -> int:
        shown = super().taps_shown
        return -(-shown // self._phase) * self._phase

    @cached_property
    def plane(self) -> Plane:
        """The first channel that the present filter sees."""
        return self.geometry.planes[self.filters.sees(self.filter)[0]]

    @property
    def filter(self) -> int:
        """The present filter, which is the output channel of the present step."""
        return self.place(self.scene.step)[0]

    @cached_property
    def step(self) -> Step:
        """The present step."""
        return self.trace[self.scene.step]
