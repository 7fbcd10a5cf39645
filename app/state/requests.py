"""Whole-image results: a pure request, and the pure function that answers it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.core import conv
from app.state.arguments import conv_arguments
from app.state.prepare import Plane, plane_shape, prepare
from app.state.scene import Input, Kernel, Parameters, Scene

SMALL = 400_000
"""Multiplications up to which a result is quicker than the trip to another thread."""

NARROW = 1e-9
"""Values closer than this, relative to their size, differ by rounding only."""


@dataclass(frozen=True, slots=True)
class Request:
    """What a whole-image result depends on, and nothing else."""

    input: Input
    kernel: Kernel
    parameters: Parameters

    @property
    def is_small(self) -> bool:
        height, width = plane_shape(self.input)
        source = self.input.image.pixels.array.size
        return max(height * width * self.kernel.weights.array.size, source) <= SMALL


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


def request_of(scene: Scene) -> Request:
    return Request(scene.input, scene.kernel, scene.parameters)


def compute(request: Request, watch: Callable[[float], None] | None = None) -> Result:
    """The whole output. `watch` hears the fraction done, and may raise to cancel.

    Raises SpecError where the numbers could not be exact.
    """
    plane = prepare(request.input)
    arguments = conv_arguments(request.kernel, request.parameters, plane)
    output: NDArray[Any] = conv(watch=watch, **arguments)[0]
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
