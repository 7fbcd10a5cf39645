"""The geometry of a convolution of one channel: what follows whatever the step."""

from __future__ import annotations

from functools import cached_property, lru_cache

from app.core import Axis, Trace
from app.state.arguments import applied_weights, axes_of, conv_arguments
from app.state.prepare import Plane, plane_shape, prepare, white
from app.state.requests import ConvolutionRequest


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
