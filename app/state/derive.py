"""What follows from a Scene: the plane, the axes, the trace and the present step."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import assert_never

from app.core import Axis, Step, Trace
from app.state.channels.derived import Mixed, layer_of, mix_geometry
from app.state.depthwise.derived import Separated, separable_geometry, separable_layer
from app.state.derived import Derived
from app.state.geometry import Geometry, geometry_of
from app.state.overlap.derived import Counted, stamp_stack
from app.state.prepare import plane_shape
from app.state.receptive_field.stack import Stack, stack_of
from app.state.requests import convolution_request
from app.state.scene import Lesson, Pair, Scene
from app.state.solid.derived import Filled, filled
from app.state.spatial.derived import Factored, spatial_geometry_of
from app.state.turned.derived import Multiplied, Stamped, stamp_geometry_of

__all__ = [
    "Convolved",
    "Counted",
    "Derivation",
    "Derived",
    "Factored",
    "Filled",
    "Geometry",
    "Mixed",
    "Multiplied",
    "Separated",
    "Stacked",
    "Stamped",
    "derive",
    "geometry_of",
]


@dataclass(frozen=True, eq=False)
class Convolved(Derived):
    """What follows where the lesson is a convolution of one channel."""

    geometry: Geometry

    @property
    def axes(self) -> tuple[Axis, Axis]:
        """The vertical and the horizontal axis."""
        return self.geometry.axes

    @property
    def trace(self) -> Trace:
        """Every step, made when it is asked for."""
        return self.geometry.trace

    @property
    def output_shape(self) -> Pair:
        return self.geometry.output_shape

    @property
    def taps(self) -> int:
        return self.geometry.weights.size

    @cached_property
    def step(self) -> Step:
        """The present step."""
        return self.trace[self.scene.step]


@dataclass(frozen=True, eq=False)
class Stacked(Derived):
    """What follows where the lesson is a stack of layers: the steps are units of one level."""

    stack: Stack

    @property
    def level(self) -> int:
        """The chosen level, or the last that there is where layers below it do not fit."""
        return min(self.scene.level, self.stack.levels - 1)

    @property
    def unit(self) -> Pair:
        """Row and column of the present unit in its level."""
        return divmod(self.scene.step, self.output_shape[1])

    @property
    def output_shape(self) -> Pair:
        return self.stack.shapes[self.level]

    @property
    def taps(self) -> int:
        return 1


Derivation = (
    Convolved | Stacked | Multiplied | Stamped | Counted | Factored | Mixed | Separated | Filled
)
"""What `derive` can give: a closed union, one member for each kind of lesson."""


def derive(scene: Scene) -> Derivation:
    """Derive a valid scene; SpecError where its parameters do not fit its input."""
    match scene.lesson:
        case Lesson.CONVOLUTION | Lesson.LINE | Lesson.ARITHMETIC | Lesson.DILATED:
            return Convolved(scene, geometry_of(convolution_request(scene)))
        case Lesson.MULTI_CHANNEL | Lesson.POINTWISE | Lesson.GROUPED:
            return Mixed(scene, mix_geometry(layer_of(scene)))
        case Lesson.DEPTHWISE:
            return Separated(scene, separable_geometry(separable_layer(scene)))
        case Lesson.RECEPTIVE_FIELD:
            return Stacked(scene, stack_of(plane_shape(scene.input), scene.stack))
        case Lesson.MATRIX:
            return Multiplied(scene, geometry_of(convolution_request(scene)))
        case Lesson.TRANSPOSED | Lesson.ARTEFACTS:
            return Stamped(scene, stamp_geometry_of(scene))
        case Lesson.SPATIALLY_SEPARABLE:
            return Factored(scene, spatial_geometry_of(scene))
        case Lesson.VOLUME:
            return filled(scene)
        case Lesson.OVERLAP:
            return Counted(scene, stamp_stack(scene.overlap.size, scene.overlap.layers))
        case _:
            assert_never(scene.lesson)
