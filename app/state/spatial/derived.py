"""What follows from a scene of the lesson of spatially separable convolution."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from math import sqrt
from typing import Any, ClassVar

import numpy as np

from app.core import Axis, ChainedTrace, Cost, Step, Term, Trace, layer_cost, singular_values, terms
from app.state.arguments import applied_weights, axes_of, conv_arguments
from app.state.derived import Derived
from app.state.prepare import Plane, plane_shape, prepare, white
from app.state.scene import MAX_TOY, Input, Kernel, Pair, Parameters, Scene
from app.state.spatial.choices import First
from app.state.spatial.passes import PASSES, Walk
from app.state.tensor import Tensor


@dataclass(frozen=True, eq=False, slots=True)
class Factors:
    """A kernel taken apart: as many terms as its rank (of a kernel of zeros, one)."""

    terms: tuple[Term, ...]
    values: Plane

    @property
    def rank(self) -> int:
        return len(self.terms) if self.values[0] else 0

    def off(self, count: int) -> float:
        """How far the first terms are from the kernel: the root of the sum of squares."""
        return sqrt(float(np.sum(self.values[count:] ** 2))) if count < self.rank else 0.0

    @property
    def norm(self) -> float:
        """The root of the sum of the weights' squares."""
        return sqrt(float(np.sum(self.values**2)))


@lru_cache(maxsize=16)
def factors_of(kernel: Kernel, flip: bool) -> Factors:
    """The terms of the weights as they are laid on the window."""
    weights = applied_weights(kernel, Parameters(flip=flip))
    return Factors(terms(weights), singular_values(weights))


def pass_weights(term: Term, first: First) -> tuple[Plane, Plane]:
    """The weights of both passes, `(height, 1)` and `(1, width)` or the other way round.

    The scale of the term goes with the second pass, so that it costs nothing.
    """
    column, row = term.column[:, None], term.row[None, :]
    one, two = (column, row) if first is First.COLUMN else (row, column)
    return one, two if term.scale == 1 else two * term.scale


def pass_axes(first: First) -> Pair:
    """The axis that each pass runs along: 0 down the columns, 1 along the rows."""
    return (0, 1) if first is First.COLUMN else (1, 0)


def pass_parameters(parameters: Parameters, along: int, bias: float) -> Parameters:
    """The parameters of a pass: those of its axis; the other axis stays as it is."""

    def kept(pair: Pair) -> Pair:
        return (pair[0], 1) if along == 0 else (1, pair[1])

    padding = parameters.padding
    if not isinstance(padding, str):  # a name means no cells on an axis of one tap
        padding = (padding[0], (0, 0)) if along == 0 else ((0, 0), padding[1])
    return replace(
        parameters, stride=kept(parameters.stride), dilation=kept(parameters.dilation),
        padding=padding, bias=bias, flip=False,
    )  # fmt: skip


def pass_arguments(
    weights: Plane, parameters: Parameters, along: int, bias: float, plane: Plane
) -> dict[str, Any]:
    """Keyword arguments of `conv` for one pass over a plane."""
    own = pass_parameters(parameters, along, bias)
    return conv_arguments(Kernel("", Tensor(weights)), own, plane)


def pass_shapes(axes: tuple[Axis, Axis], first: First) -> tuple[Pair, Pair]:
    """Rows and columns of the intermediate and of the output."""
    vertical, horizontal = axes
    output = vertical.output_size, horizontal.output_size
    if first is First.COLUMN:
        return (vertical.output_size, horizontal.size), output
    return (vertical.size, horizontal.output_size), output


def walk_of(axes: tuple[Axis, Axis], first: First, terms: int) -> Walk:
    """The order of the steps of a scene."""
    one, two = pass_axes(first)
    return Walk(pass_shapes(axes, first), (axes[one].kernel, axes[two].kernel), terms)


class SpatialGeometry:
    """What follows whatever the step and however many terms are summed."""

    def __init__(self, source: Input, kernel: Kernel, parameters: Parameters, first: First) -> None:
        self.plane: Plane = prepare(source)
        self.white = white(source)
        self.weights: Plane = applied_weights(kernel, parameters)
        self.axes: tuple[Axis, Axis] = axes_of(plane_shape(source), kernel.shape, parameters)
        for axis in self.axes:
            axis.check_mode(parameters.padding_mode)
        self.factors = factors_of(kernel, parameters.flip)
        self.parameters, self.first = parameters, first
        self._weights: dict[int, tuple[Plane, Plane]] = {}
        self._traces: dict[int, tuple[Trace, Trace]] = {}
        self._before: dict[int, Trace] = {}

    def weights_of(self, term: int) -> tuple[Plane, Plane]:
        """The weights of both passes of a term; the same arrays each time, so that rasters keep."""
        if term not in self._weights:
            self._weights[term] = pass_weights(self.factors.terms[term], self.first)
        return self._weights[term]

    def traces(self, term: int) -> tuple[Trace, Trace]:
        """The steps of both passes of a term. The bias is the first term's."""
        if term not in self._traces:
            one, two = self.weights_of(term)
            here, there = pass_axes(self.first)
            bias = 0 if term else self.parameters.bias
            first = Trace(**pass_arguments(one, self.parameters, here, 0, self.plane))
            second = pass_arguments(two, self.parameters, there, bias, self.plane)
            del second["x"]
            self._traces[term] = first, ChainedTrace(first, **second)
        return self._traces[term]

    def before(self, term: int) -> Trace:
        """What the terms before this one add up to, as one kernel."""
        if term not in self._before:
            weights = np.sum([each.kernel for each in self.factors.terms[:term]], axis=0)
            plain = replace(self.parameters, flip=False)
            kernel = Kernel("", Tensor(weights))
            self._before[term] = Trace(**conv_arguments(kernel, plain, self.plane))
        return self._before[term]

    @property
    def shapes(self) -> tuple[Pair, Pair]:
        """Rows and columns of the intermediate and of the output."""
        return pass_shapes(self.axes, self.first)

    @cached_property
    def costs(self) -> tuple[Cost, tuple[Cost, Cost]]:
        """The full kernel's cost, and that of both passes of one term; the bias aside."""
        rows, columns = self.plane.shape
        height, width = self.weights.shape
        return costs_of((rows, columns), (height, width), self.parameters, self.first)


def costs_of(
    shape: Pair, kernel: Pair, parameters: Parameters, first: First
) -> tuple[Cost, tuple[Cost, Cost]]:
    """What a kernel costs on an input, and what both passes do; `SpecError` where it is too large.

    Every tap counts, also those in the padding; the bias does not.
    """
    axes = axes_of(shape, kernel, parameters)
    parts = []
    for along, size in zip(pass_axes(first), (shape, pass_shapes(axes, first)[0]), strict=True):
        taps = (kernel[0], 1) if along == 0 else (1, kernel[1])
        parts.append(_cost(size, axes_of(size, taps, pass_parameters(parameters, along, 0))))
    return _cost(shape, axes), (parts[0], parts[1])


def _cost(size: Pair, axes: tuple[Axis, Axis]) -> Cost:
    return layer_cost(
        (1, *size), (1, 1, *(axis.kernel for axis in axes)),
        stride=tuple(axis.stride for axis in axes),
        dilation=tuple(axis.dilation for axis in axes),
        padding=tuple((axis.low, axis.high) for axis in axes),
    )  # fmt: skip


@lru_cache(maxsize=4)
def spatial_geometry(
    source: Input, kernel: Kernel, parameters: Parameters, first: First
) -> SpatialGeometry:
    return SpatialGeometry(source, kernel, parameters, first)


def spatial_geometry_of(scene: Scene) -> SpatialGeometry:
    """The geometry of a scene; `SpecError` where no window fits."""
    return spatial_geometry(scene.input, scene.kernel, scene.parameters, scene.spatial.first)


@dataclass(frozen=True, eq=False)
class Factored(Derived):
    """Two passes, one along each axis: the steps are the intermediate's cells, then the output's,
    for each term that is summed (see Walk)."""

    plane_word: ClassVar[str] = "pass"

    geometry: SpatialGeometry

    @property
    def axes(self) -> tuple[Axis, Axis]:
        """The axes of the full kernel."""
        return self.geometry.axes

    @property
    def factors(self) -> Factors:
        return self.geometry.factors

    @property
    def along(self) -> Pair:
        """The axis that each pass runs along: 0 down the columns, 1 along the rows."""
        return pass_axes(self.scene.spatial.first)

    @property
    def terms(self) -> int:
        """How many terms are summed."""
        return min(self.scene.spatial.terms, len(self.factors.terms))

    @property
    def is_exact(self) -> bool:
        """Whether the terms add up to the kernel."""
        return self.terms == len(self.factors.terms)

    @cached_property
    def walk(self) -> Walk:
        """The order of the steps."""
        return walk_of(self.axes, self.scene.spatial.first, self.terms)

    @property
    def planes(self) -> int:
        return PASSES * self.terms

    @property
    def opening_plane(self) -> int:
        """A photo begins in the second pass, where there is an output to be seen."""
        return 1

    @property
    def here(self) -> int:
        """The present plane of steps."""
        return self.place(self.scene.step)[0]

    def grid(self, plane: int) -> Pair:
        return self.walk.grids[plane % PASSES]

    @property
    def output_shape(self) -> Pair:
        return self.grid(self.here)

    @property
    def result_shape(self) -> Pair:
        """Rows and columns of the output, whichever pass is stepped."""
        return self.walk.grids[1]

    @property
    def taps(self) -> int:
        return self.walk.taps[self.here % PASSES]

    @property
    def steps(self) -> int:
        return self.walk.steps

    def place(self, step: int) -> tuple[int, int, int]:
        return self.walk.place(step)

    def step_at(self, plane: int, row: int, column: int) -> int:
        return self.walk.step_at(plane, row, column)

    @property
    def tap_count(self) -> int:
        return self.terms * self.walk.products

    def tap_place(self, step: int, tap: int) -> int:
        return self.walk.tap_place(step, tap)

    def tap_at(self, position: int) -> Pair:
        return self.walk.tap_at(position)

    @property
    def is_toy(self) -> bool:
        shapes = (plane_shape(self.scene.input), *self.walk.grids)
        return max(side for shape in shapes for side in shape) <= MAX_TOY

    def gather(self, plane: int, row: int, column: int) -> Step:
        """A cell of the intermediate or of the output.

        In the output what the terms before have given is the step's bias; the first term has the
        scene's own.
        """
        term, passed = divmod(plane, PASSES)
        step = self.geometry.traces(term)[passed].at(0, row, column)
        if not passed or not term:
            return step
        before = self.geometry.before(term).at(0, row, column).total
        return replace(step, bias=before, total=step.total + before)

    @cached_property
    def step(self) -> Step:
        """The present step."""
        return self.gather(*self.place(self.scene.step))
