"""Whole-image results: a pure request, and the pure function that answers it."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
from typing import assert_never

import numpy as np
from numpy.typing import NDArray

from app.core import conv
from app.state.arguments import conv_arguments
from app.state.prepare import Plane, plane_shape, prepare
from app.state.scene import Input, Kernel, Lesson, Parameters, Scene

Watch = Callable[[float], None]

SMALL = 400_000
"""Multiplications up to which a result is quicker than the trip to another thread."""

NARROW = 1e-9
"""Values closer than this, relative to their size, differ by rounding only."""


class Request(ABC):
    """What a whole-image result depends on, and nothing else. Frozen, compared by value.

    Each kind of lesson has its own; `compute` is pure and may run in any thread.
    """

    __slots__ = ()

    @property
    @abstractmethod
    def is_small(self) -> bool:
        """Whether the result is quicker than the trip to another thread."""

    @abstractmethod
    def compute(self, watch: Watch | None = None) -> Result:
        """The result. `watch` hears the fraction done, and may raise to cancel.

        Raises SpecError where the numbers could not be exact.
        """


@dataclass(frozen=True, eq=False, slots=True)
class Histogram:
    """Counts of values in equal bins from `low` to `high`."""

    low: float
    high: float
    counts: NDArray[np.int64]


@dataclass(frozen=True, eq=False, slots=True)
class Result:
    """The output `(rows, columns)` with its range; it carries the request that it answers."""

    request: Request
    output: Plane
    low: float
    high: float
    input_histogram: Histogram
    output_histogram: Histogram


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
        case Lesson.CONVOLUTION | Lesson.ARITHMETIC | Lesson.DILATED:
            return convolution_request(scene)
        case Lesson.RECEPTIVE_FIELD:
            return None
        case _:
            assert_never(scene.lesson)


def compute(request: Request, watch: Watch | None = None) -> Result:
    """Answer a request (see Request.compute)."""
    return request.compute(watch)


def result_of(request: Request, plane: Plane, output: Plane) -> Result:
    """The result with its ranges and histograms; `output` becomes read-only."""
    output.setflags(write=False)
    return Result(request, output, *_range(output), histogram(plane), histogram(output))


def histogram(values: Plane, bins: int = 64) -> Histogram:
    """Counts of the finite values; at most about a million of them are looked at."""
    every = max(1, int(np.sqrt(values.size / 1_000_000)))
    sample = values[::every, ::every]
    sample = sample[np.isfinite(sample)].astype(np.float64)
    if not sample.size:
        return Histogram(0.0, 1.0, np.zeros(bins, np.int64))
    low, high = float(sample.min()), float(sample.max())
    largest = max(abs(low), abs(high))
    if high - low <= NARROW * max(largest, 1.0):  # all but alike: bins need room
        high = low + max(1.0, largest)
    if not np.isfinite(high - low):
        return Histogram(low, high, np.zeros(bins, np.int64))
    counts, _ = np.histogram(sample, bins=bins, range=(low, high))
    return Histogram(low, high, counts)


def _range(values: Plane) -> tuple[float, float]:
    low, high = float(values.min()), float(values.max())
    if np.isfinite(low) and np.isfinite(high):
        return low, high
    finite = values[np.isfinite(values)]
    return (float(finite.min()), float(finite.max())) if finite.size else (0.0, 0.0)
