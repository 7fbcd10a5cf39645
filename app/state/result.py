"""Whole-image results and what asks for them: the base of every lesson's request."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.state.prepare import Plane

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


def result_of(request: Request, plane: Plane, output: Plane) -> Result:
    """The result with its ranges and histograms; `output` becomes read-only."""
    output.setflags(write=False)
    return Result(request, output, *value_range(output), histogram(plane), histogram(output))


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


def value_range(values: Plane) -> tuple[float, float]:
    """The least and the greatest finite value, 0 and 0 where there is none."""
    low, high = float(values.min()), float(values.max())
    if np.isfinite(low) and np.isfinite(high):
        return low, high
    finite = values[np.isfinite(values)]
    return (float(finite.min()), float(finite.max())) if finite.size else (0.0, 0.0)
