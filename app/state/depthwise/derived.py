"""What follows from a scene of depthwise separable convolution: both steps, and what they cost."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache
from math import prod
from typing import Any, ClassVar

import numpy as np

from app.core import Axis, ChainedTrace, Cost, SpecError, Step, Trace, layer_cost
from app.state.channels.choices import Source
from app.state.channels.derived import MOST_OUTPUT, ConvLayer, MixGeometry, biases_of, mix_geometry
from app.state.channels.filters import Filters, filters_of
from app.state.depthwise.choices import Depthwise
from app.state.derived import Derived
from app.state.prepare import EXACT_CELLS, Plane, plane_shape
from app.state.scene import Input, Pair, Parameters, Scene


@dataclass(frozen=True, slots=True)
class SeparableLayer:
    """A depthwise separable convolution as one value: what a geometry and a result depend on."""

    input: Input
    source: Source
    weights: Depthwise
    parameters: Parameters

    @property
    def first(self) -> ConvLayer:
        """The depthwise step: a group for every channel."""
        return ConvLayer(self.input, self.source, _diagonal(self.weights), self.parameters)

    @property
    def axes(self) -> tuple[Axis, Axis]:
        """The vertical and the horizontal axis of the depthwise step."""
        return self.first.axes

    @property
    def output_shape(self) -> tuple[int, int, int]:
        """Output channels, rows, columns; SpecError where there is no result or too large a one."""
        _, rows, columns = self.first.output_shape
        shape = self.weights.count, rows, columns
        if prod(shape) > MOST_OUTPUT:
            words = f"makes {prod(shape):,} numbers, more than {MOST_OUTPUT:,}"
            fits = "fewer output channels, a crop or a larger stride"
            raise SpecError("output channels", self.weights.count, words, fits)
        return shape

    @property
    def costs(self) -> tuple[Cost, Cost, Cost]:
        """The depthwise step, the pointwise step, and the ordinary convolution; no biases."""
        weights, parameters = self.weights, self.parameters
        image = self.weights.channels, *plane_shape(self.input)
        where: dict[str, Any] = {
            "stride": parameters.stride,
            "padding": parameters.padding,
            "dilation": parameters.dilation,
        }
        channels, count = weights.channels, weights.count
        _, rows, columns = self.output_shape
        return (
            layer_cost(image, (channels, 1, *weights.kernel), groups=channels, **where),
            layer_cost((channels, rows, columns), (count, channels, 1, 1)),
            layer_cost(image, (count, channels, *weights.kernel), **where),
        )


def separable_layer(scene: Scene) -> SeparableLayer:
    """The layer of a scene of depthwise separable convolution."""
    return SeparableLayer(scene.input, scene.mixing.source, scene.depthwise, scene.parameters)


@lru_cache(maxsize=8)
def _diagonal(weights: Depthwise) -> Filters:
    """The kernels as filters that see one channel each."""
    channels = weights.channels
    whole = np.zeros((channels, channels, *weights.kernel), weights.kernels.dtype)
    places = np.arange(channels)
    whole[places, places] = weights.kernels.array
    return filters_of("depthwise", whole, groups=channels)


class SeparableGeometry:
    """What follows from a layer alone, whatever the step: shared by all steps."""

    def __init__(self, layer: SeparableLayer) -> None:
        self.layer = layer
        self.output_shape = layer.output_shape
        self.first: MixGeometry = mix_geometry(layer.first)
        self.mixes: Plane = layer.weights.mixes.array
        self.second = ChainedTrace(self.first.trace, **pointwise_arguments(layer))

    @cached_property
    def ordinary(self) -> Trace:
        """The steps of the ordinary convolution with the same result."""
        layer = self.layer
        filters = filters_of("ordinary", layer.weights.ordinary, layer.weights.bias)
        whole = ConvLayer(layer.input, layer.source, filters, layer.parameters)
        return Trace(**whole.arguments(self.first.stack))


def pointwise_arguments(layer: SeparableLayer) -> dict[str, Any]:
    """Weights and biases of the pointwise step as `conv` takes them."""
    mixes = layer.weights.mixes.array[:, :, np.newaxis, np.newaxis]
    large = prod(plane_shape(layer.input)) > EXACT_CELLS
    if large and mixes.dtype == np.float64:
        mixes = mixes.astype(np.float32)
    return {"w": mixes, "b": biases_of(layer.weights.bias, mixes, large)}


@lru_cache(maxsize=4)
def separable_geometry(layer: SeparableLayer) -> SeparableGeometry:
    """The geometry of a layer; SpecError where its parameters do not fit."""
    return SeparableGeometry(layer)


@dataclass(frozen=True, eq=False)
class Separated(Derived):
    """A depthwise separable convolution: a plane of steps for each channel of the depthwise step,
    then one for each output channel."""

    plane_word: ClassVar[str] = "plane"

    geometry: SeparableGeometry

    @property
    def weights(self) -> Depthwise:
        return self.scene.depthwise

    @property
    def axes(self) -> tuple[Axis, Axis]:
        """The vertical and the horizontal axis of the depthwise step."""
        return self.geometry.first.axes

    @property
    def planes(self) -> int:
        return self.weights.channels + self.weights.count

    @property
    def output_shape(self) -> Pair:
        _, rows, columns = self.geometry.output_shape
        return rows, columns

    @property
    def taps(self) -> int:
        return self._products[0 if self.scene.step < self._turn else 1]

    @property
    def _products(self) -> Pair:
        """Products of a depthwise step and of a pointwise one."""
        return prod(self.weights.kernel), self.weights.channels

    @property
    def _turn(self) -> int:
        """The first pointwise step."""
        return self.weights.channels * prod(self.output_shape)

    @property
    def tap_count(self) -> int:
        return self.tap_place(self.steps, 0)

    def tap_place(self, step: int, tap: int) -> int:
        first, second = self._products
        return min(step, self._turn) * first + max(0, step - self._turn) * second + tap

    def tap_at(self, position: int) -> Pair:
        first, second = self._products
        beyond = position - self._turn * first
        if beyond < 0:
            step, tap = divmod(position, first)
            return step, tap
        step, tap = divmod(beyond, second)
        return self._turn + step, tap

    @cached_property
    def plane(self) -> Plane:
        """The channel that the present depthwise step looks at; the first in a pointwise one."""
        plane, _, _ = self.place(self.scene.step)
        return self.geometry.first.planes[plane if self.is_first(plane) else 0]

    def is_first(self, plane: int) -> bool:
        """Whether a plane of steps belongs to the depthwise step."""
        return plane < self.weights.channels

    def step_of(self, step: int) -> Step:
        """A step by its number; its `index` and channel count within its own part."""
        first = self.geometry.first.trace
        return first[step] if step < len(first) else self.geometry.second[step - len(first)]

    @cached_property
    def step(self) -> Step:
        """The present step."""
        return self.step_of(self.scene.step)
