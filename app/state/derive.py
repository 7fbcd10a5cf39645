"""What follows from a Scene: the plane, the axes, the trace and the present step."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import assert_never

from app.core import Axis, Step, Trace
from app.state.arguments import applied_weights, axes_of, conv_arguments
from app.state.prepare import Plane, plane_shape, prepare, white
from app.state.requests import ConvolutionRequest, convolution_request
from app.state.scene import MAX_TOY, Detail, Lesson, Pair, Reveal, Scene
from app.state.stack import Stack, stack_of


class Geometry:
    """What follows from a request alone, whatever the step: shared by all steps."""

    def __init__(self, request: ConvolutionRequest) -> None:
        self.plane: Plane = prepare(request.input)
        self.white = white(request.input)
        self.weights: Plane = applied_weights(request.kernel, request.parameters)
        self.axes: tuple[Axis, Axis] = axes_of(
            plane_shape(request.input), request.kernel.shape, request.parameters
        )
        self.trace = Trace(**conv_arguments(request.kernel, request.parameters, self.plane))

    @property
    def output_shape(self) -> tuple[int, int]:
        return self.axes[0].output_size, self.axes[1].output_size

    @cached_property
    def unused(self) -> tuple[tuple[int, ...], tuple[int, ...]]:
        """Input rows and input columns that no window covers."""
        rows, columns = (tuple(axis.unused().tolist()) for axis in self.axes)
        return rows, columns


@lru_cache(maxsize=4)
def geometry_of(request: ConvolutionRequest) -> Geometry:
    return Geometry(request)


@dataclass(frozen=True, eq=False)
class Derived(ABC):
    """The scene with everything that follows from it without a whole-image result.

    A lesson has its own subclass. What the timeline needs is here: the steps form a grid of
    `output_shape`, and each has `taps` moments when the detail is tap by tap.
    """

    scene: Scene

    @property
    @abstractmethod
    def output_shape(self) -> Pair:
        """The grid of steps: rows, columns."""

    @property
    @abstractmethod
    def taps(self) -> int:
        """Products of a step."""

    @property
    def steps(self) -> int:
        """How many steps there are."""
        rows, columns = self.output_shape
        return rows * columns

    @property
    def taps_shown(self) -> int:
        """How many products of the present step have appeared."""
        return self.scene.tap + 1 if self.scene.detail is Detail.TAP else self.taps

    @cached_property
    def plane(self) -> Plane:
        """The input plane."""
        return prepare(self.scene.input)

    @property
    def white(self) -> float:
        """The input value that shows as white."""
        return white(self.scene.input)

    @property
    def is_toy(self) -> bool:
        """Small enough to edit its cells and to fill its output step by step."""
        return max((*plane_shape(self.scene.input), *self.output_shape)) <= MAX_TOY

    @property
    def is_photo(self) -> bool:
        """Whether cells keep their grey; other grids are tinted with the input's hue."""
        return self.scene.input.image.is_photo

    @property
    def by_step(self) -> bool:
        """Whether output cells beyond the present step are still to come."""
        if self.scene.reveal is Reveal.AUTO:
            return self.is_toy
        return self.scene.reveal is Reveal.BY_STEP


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


Derivation = Convolved | Stacked
"""What `derive` can give: a closed union, one member for each kind of lesson."""


def derive(scene: Scene) -> Derivation:
    """Derive a valid scene; SpecError where its parameters do not fit its input."""
    match scene.lesson:
        case Lesson.CONVOLUTION | Lesson.ARITHMETIC | Lesson.DILATED:
            return Convolved(scene, geometry_of(convolution_request(scene)))
        case Lesson.RECEPTIVE_FIELD:
            return Stacked(scene, stack_of(plane_shape(scene.input), scene.stack))
        case _:
            assert_never(scene.lesson)
