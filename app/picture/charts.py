"""The charts beside the stage as plain data: histogram of values, and the profile of a line."""

from __future__ import annotations

import math
from functools import lru_cache
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from app.core import Axis
from app.picture.elements import Chart, Role, Series
from app.state.channels.requests import MixedResult
from app.state.derive import Convolved, Filled, Mixed, Multiplied, Separated, Stamped
from app.state.prepare import Plane
from app.state.requests import Histogram, Result
from app.state.turned.requests import MatrixResult

Along = Literal["row", "column"]
"""Which line of the image a profile follows."""

FEWEST_BINS = 8
PENDING = "being computed"


def histogram_chart(
    derived: Convolved | Filled | Mixed | Multiplied | Separated | Stamped,
    result: Result | None,
) -> Chart:
    """How often values occur in input and output; the marker is the present output value."""
    if result is None:
        return Chart(f"Values: {PENDING}", "value", "% of cells", ())
    series = (
        _bars("input", Role.INPUT, result.input_histogram, _whole(_operand(derived, result))),
        _bars("output", Role.OUTPUT, result.output_histogram, _whole(result.output)),
    )
    value = float(derived.step.total)
    if isinstance(derived, Mixed) and derived.scene.mixing.relu:
        value = max(0.0, value)
    marker = value if math.isfinite(value) else None
    return Chart("Values", "value", "% of cells", series, marker)


def _operand(
    derived: Convolved | Filled | Mixed | Multiplied | Separated | Stamped, result: Result
) -> Plane:
    """What the map is applied to: the input, or where a matrix leads back the convolution."""
    if isinstance(derived, Multiplied) and derived.back and isinstance(result, MatrixResult):
        return result.small
    return derived.plane


def profile_chart(
    derived: Convolved | Mixed | Multiplied, result: Result | None, along: Along
) -> Chart:
    """The values along the present cell's row or column, over input coordinates from 1.

    An output value stands at the middle of its window. The input line is the one under the
    middle tap. Outputs that are still to come on a toy's stage are left out.
    """
    fixed, moving = (0, 1) if along == "row" else (1, 0)
    across = "column" if along == "row" else "row"
    step = derived.step
    middle = len(step.window[fixed]) // 2
    line = int(step.sources[fixed][middle])
    series = [_input_line(derived, line, fixed, along)]
    output = _output_of(derived, result)
    if output is not None:
        series.append(_output_line(derived, output, fixed, along))
    window = step.window[moving]
    return Chart(
        title="Profile",
        x_label=f"{across} of the input",
        y_label="value",
        series=tuple(series),
        marker=(window[0] + window[-1]) / 2 + 1,
    )


def _output_of(derived: Convolved | Mixed | Multiplied, result: Result | None) -> Plane | None:
    """The plane of the output that the present step lies on."""
    if isinstance(derived, Mixed) and isinstance(result, MixedResult):
        return result.outputs[derived.filter]
    return None if result is None else result.output


def _input_line(
    derived: Convolved | Mixed | Multiplied, line: int, fixed: int, along: Along
) -> Series:
    if line < 0:
        values: NDArray[Any] = np.zeros(derived.plane.shape[1 - fixed])
        name = "input, padding"
    else:
        values = np.take(derived.plane, line, axis=fixed)
        name = f"input {along} {line + 1}"
    return Series(name, Role.INPUT, tuple(range(1, len(values) + 1)), _finite(values))


def _output_line(
    derived: Convolved | Mixed | Multiplied, output: NDArray[Any], fixed: int, along: Along
) -> Series:
    cell = derived.place(derived.scene.step)[1:]
    values = np.take(output, cell[fixed], axis=fixed)
    if derived.by_step:
        values = values[: cell[1 - fixed] + 1]
    places = window_middles(derived.axes[1 - fixed])[: len(values)]
    name = f"output {along} {cell[fixed] + 1}"
    return Series(name, Role.OUTPUT, places, _finite(values))


@lru_cache(maxsize=8)
def window_middles(axis: Axis) -> tuple[float, ...]:
    """The middle of every window along an axis, in input coordinates from 1.

    >>> window_middles(Axis(5, kernel=3, stride=2))
    (2.0, 4.0)
    """
    ends = ((window[0], window[-1]) for window in map(axis.window, range(axis.output_size)))
    return tuple((first + last) / 2 + 1 for first, last in ends)


def _bars(name: str, role: Role, histogram: Histogram, whole: bool) -> Series:
    """Shares of the values in per cent; a bar for each whole number where there are few."""
    spread = histogram.high - histogram.low
    by_number = whole and spread < len(histogram.counts)
    edges, counts = _by_number(histogram) if by_number else _merged(histogram)
    shares = counts / max(1, int(counts.sum())) * 100
    return Series(name, role, tuple(edges.tolist()), tuple(shares.tolist()), bars=True)


def _by_number(histogram: Histogram) -> tuple[NDArray[Any], NDArray[np.int64]]:
    """Bars centred on whole numbers. A bin is narrower than 1, so its middle tells its number."""
    low, high = round(histogram.low), round(histogram.high)
    bins = len(histogram.counts)
    edges = np.linspace(low, high, bins + 1)
    numbers = np.rint((edges[:-1] + edges[1:]) / 2).astype(np.int64) - low
    counts = np.zeros(high - low + 1, np.int64)
    np.add.at(counts, numbers, histogram.counts)
    return np.arange(low, high + 2) - 0.5, counts


def _merged(histogram: Histogram) -> tuple[NDArray[Any], NDArray[np.int64]]:
    """Fewer bins where there are few values: about twice the root of their number."""
    counts = histogram.counts
    bins = len(counts)
    wanted = max(FEWEST_BINS, 2 * math.isqrt(int(counts.sum())))
    while bins % 2 == 0 and bins // 2 >= wanted:
        bins //= 2
    edges = np.linspace(histogram.low, histogram.high, bins + 1)
    return edges, counts.reshape(bins, -1).sum(axis=1)


def _whole(values: NDArray[Any]) -> bool:
    return bool(np.issubdtype(values.dtype, np.integer))


def _finite(values: NDArray[Any]) -> tuple[float, ...]:
    """As floats; what is not finite is NaN, a gap in the line."""
    floats = values.astype(np.float64)
    floats[~np.isfinite(floats)] = np.nan
    return tuple(floats.tolist())
