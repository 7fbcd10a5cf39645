"""Whole-image results: a pure request, and the pure function that answers it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import assert_never

from app.core import conv
from app.state.arguments import conv_arguments
from app.state.artefacts.requests import artefact_request
from app.state.channels.requests import mixed_request
from app.state.depthwise.requests import separated_request
from app.state.prepare import plane_shape, prepare
from app.state.result import SMALL, Histogram, Request, Result, Watch, histogram, result_of
from app.state.scene import Input, Kernel, Lesson, Parameters, Scene
from app.state.solid.requests import solid_request
from app.state.spatial.requests import factored_request
from app.state.turned.requests import matrix_request, stamp_request

__all__ = [
    "ConvolutionRequest",
    "Histogram",
    "Request",
    "Result",
    "Watch",
    "compute",
    "convolution_request",
    "histogram",
    "request_of",
    "result_of",
]


@dataclass(frozen=True, slots=True)
class ConvolutionRequest(Request):
    """The whole output of one channel."""

    input: Input
    kernel: Kernel
    parameters: Parameters

    @property
    def is_small(self) -> bool:
        height, width = plane_shape(self.input)
        source = self.input.image.pixels.array.size
        return max(height * width * self.kernel.weights.array.size, source) <= SMALL

    def compute(self, watch: Watch | None = None) -> Result:
        plane = prepare(self.input)
        arguments = conv_arguments(self.kernel, self.parameters, plane)
        return result_of(self, plane, conv(watch=watch, **arguments)[0])


def convolution_request(scene: Scene) -> ConvolutionRequest:
    """The request of a lesson that convolves one channel."""
    return ConvolutionRequest(scene.input, scene.kernel, scene.parameters)


def request_of(scene: Scene) -> Request | None:
    """The request of the scene's lesson; None where every step can be told without a result."""
    match scene.lesson:
        case Lesson.CONVOLUTION | Lesson.LINE | Lesson.ARITHMETIC | Lesson.DILATED:
            return convolution_request(scene)
        case Lesson.MULTI_CHANNEL | Lesson.POINTWISE | Lesson.GROUPED:
            return mixed_request(scene)
        case Lesson.DEPTHWISE:
            return separated_request(scene)
        case Lesson.RECEPTIVE_FIELD | Lesson.OVERLAP:
            return None
        case Lesson.VOLUME:
            return solid_request(scene)
        case Lesson.MATRIX:
            return matrix_request(scene)
        case Lesson.TRANSPOSED:
            return stamp_request(scene)
        case Lesson.ARTEFACTS:
            return artefact_request(scene)
        case Lesson.SPATIALLY_SEPARABLE:
            return factored_request(scene)
        case _:
            assert_never(scene.lesson)


def compute(request: Request, watch: Watch | None = None) -> Result:
    """Answer a request (see Request.compute)."""
    return request.compute(watch)
