"""What follows from a scene of 3D convolution: the volume, three axes, and every output's step."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache
from math import prod
from typing import Any, ClassVar

import numpy as np

from app.core import Step, Trace
from app.state.derived import Derived
from app.state.prepare import Plane
from app.state.scene import Pair, Scene
from app.state.solid.choices import (
    MAX_TOY3,
    Arrangement,
    Kernel3,
    Parameters3,
    Solid,
    Triple,
    VolumeInput,
)
from app.state.solid.prepare import (
    Axes3,
    Block,
    applied_weights3,
    axes3_of,
    conv3_arguments,
    prepare_volume,
    volume_shape,
    volume_white,
)
from app.state.solid.settling import piling_fault, solid_of


@dataclass(frozen=True, slots=True)
class Layer3:
    """A 3D convolution of one channel as one value: what a geometry and a result depend on."""

    input: VolumeInput
    kernel: Kernel3
    parameters: Parameters3

    @property
    def axes(self) -> Axes3:
        """Along depth, down and across; SpecError where no window fits."""
        return axes3_of(volume_shape(self.input), self.kernel.shape, self.parameters)

    def arguments(self, block: Block) -> dict[str, Any]:
        """Keyword arguments of `conv` and `Trace`."""
        return conv3_arguments(self.kernel, self.parameters, block)

    def flat_arguments(self, block: Block) -> dict[str, Any]:
        """The same numbers as a 2D convolution reads them: slices are channels, summed over.

        Its kernel is as deep as the stack, the kernel's slices over and over; stride, padding and
        dilation are those of rows and columns. The result is one plane.
        """
        weights = (
            self.kernel.weights.array[:, ::-1, ::-1]
            if self.parameters.flip
            else (self.kernel.weights.array)
        )
        deep = weights[np.arange(len(block)) % len(weights)]
        arguments = self.arguments(block)
        padding = self.parameters.padding
        return arguments | {
            "x": block,
            "w": deep[np.newaxis].astype(arguments["w"].dtype),
            "stride": self.parameters.stride[1:],
            "padding": padding if isinstance(padding, str) else padding[1:],
            "dilation": self.parameters.dilation[1:],
        }


def layer3_of(solid: Solid) -> Layer3:
    return Layer3(solid.input, solid.kernel, solid.parameters)


class SolidGeometry:
    """What follows from a layer alone, whatever the step: shared by all steps."""

    def __init__(self, layer: Layer3) -> None:
        self.layer = layer
        self.axes = layer.axes
        self.block: Block = prepare_volume(layer.input)
        self.slices: tuple[Plane, ...] = tuple(self.block)
        self.weights: Block = applied_weights3(layer.kernel, layer.parameters)
        self.kernels: tuple[Plane, ...] = tuple(self.weights)
        self.trace = Trace(**layer.arguments(self.block))

    @property
    def shape(self) -> Triple:
        """Slices, rows and columns of the output."""
        depth, vertical, horizontal = (axis.output_size for axis in self.axes)
        return depth, vertical, horizontal

    @cached_property
    def flat(self) -> Trace:
        """The 2D convolution of the same numbers."""
        return Trace(**self.layer.flat_arguments(self.block))

    @cached_property
    def deep(self) -> tuple[Plane, ...]:
        """The kernel of the 2D convolution, slice by slice."""
        return tuple(self.layer.flat_arguments(self.block)["w"][0])

    @cached_property
    def unused(self) -> tuple[tuple[int, ...], ...]:
        """Input slices, rows and columns that no window covers."""
        return tuple(tuple(axis.unused().tolist()) for axis in self.axes)


@lru_cache(maxsize=3)
def solid_geometry(layer: Layer3) -> SolidGeometry:
    """The geometry of a layer; SpecError where its parameters do not fit."""
    return SolidGeometry(layer)


@dataclass(frozen=True, eq=False)
class Filled(Derived):
    """A 3D convolution: its steps fill a volume, a slice of steps for each place in depth."""

    plane_word: ClassVar[str] = "slice"

    geometry: SolidGeometry

    @property
    def solid(self) -> Solid:
        return solid_of(self.scene)

    @property
    def axes(self) -> Axes3:
        """Along depth, down and across."""
        return self.geometry.axes

    @property
    def trace(self) -> Trace:
        return self.geometry.trace

    @property
    def planes(self) -> int:
        return self.geometry.shape[0]

    @property
    def output_shape(self) -> Pair:
        return self.geometry.shape[1:]

    @property
    def taps(self) -> int:
        return self.geometry.weights.size

    @cached_property
    def plane(self) -> Plane:
        """The input's slices one under another."""
        block = self.geometry.block
        return block.reshape(-1, block.shape[2])

    @property
    def white(self) -> float:
        return volume_white(self.solid.input)

    @property
    def is_toy(self) -> bool:
        return max((*volume_shape(self.solid.input), *self.geometry.shape)) <= MAX_TOY3

    @property
    def is_photo(self) -> bool:
        return self.solid.input.volume.is_photo

    @property
    def arrangement(self) -> Arrangement:
        """How the volumes are laid out: never AUTO, and only what there is room for."""
        chosen = self.solid.arrangement
        if chosen is not Arrangement.AUTO:
            return chosen
        return Arrangement.VIEWS if piling_fault(self.axes) else Arrangement.PILE

    @cached_property
    def step(self) -> Step:
        """The present step."""
        return self.trace[self.scene.step]

    def flat_step(self, row: int, column: int) -> Step:
        """The step of the 2D convolution at a row and a column."""
        return self.geometry.flat.at(0, row, column)


def filled(scene: Scene) -> Filled:
    """Derive a scene of this lesson."""
    return Filled(scene, solid_geometry(layer3_of(solid_of(scene))))


def work_of(layer: Layer3) -> int:
    """Multiplications of the whole output, or the voxels it is made of where these are more."""
    outputs = prod(axis.output_size for axis in layer.axes)
    return max(outputs * prod(layer.kernel.shape), layer.input.volume.voxels.array.size)
