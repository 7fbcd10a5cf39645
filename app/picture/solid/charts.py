"""The profile along a line of a volume: input and output through the present place."""

from __future__ import annotations

import math

import numpy as np

from app.picture.charts import PENDING, Along, window_middles
from app.picture.elements import Chart, Role, Series
from app.state.prepare import Plane
from app.state.requests import Result
from app.state.solid.derived import Filled
from app.state.solid.requests import SolidResult


def solid_profile(derived: Filled, result: Result | None, along: Along) -> Chart:
    """The values along the present cell's row or column within its slice, from 1.

    An output value stands at the middle of its window; the input's line is the one under the
    middle tap. Outputs that are still to come on a toy's stage are left out.
    """
    if not isinstance(result, SolidResult):
        return Chart(f"Profile: {PENDING}", "", "value", ())
    fixed, moving = (1, 2) if along == "row" else (2, 1)
    step = derived.step
    series = [
        Series("input", Role.INPUT, *_input_line(derived, fixed, moving)),
        Series("output", Role.OUTPUT, *_output_line(derived, result, fixed, moving)),
    ]
    window = step.window[moving]
    return Chart(
        title=f"Profile in slice {step.output[1] + 1} of the output",
        x_label=f"{'column' if along == 'row' else 'row'} of the input",
        y_label="value",
        series=tuple(series),
        marker=(window[0] + window[-1]) / 2 + 1,
    )


def _input_line(
    derived: Filled, fixed: int, moving: int
) -> tuple[tuple[float, ...], tuple[float, ...]]:
    sources = derived.step.sources
    depth, line = (int(sources[axis][len(sources[axis]) // 2]) for axis in (0, fixed))
    count = derived.axes[moving].size
    places = tuple(float(place) for place in range(1, count + 1))
    if depth < 0 or line < 0:  # in the padding
        return places, (0.0,) * count
    return places, _floats(np.take(derived.geometry.slices[depth], line, axis=fixed - 1))


def _output_line(
    derived: Filled, result: SolidResult, fixed: int, moving: int
) -> tuple[tuple[float, ...], tuple[float, ...]]:
    at = derived.step.output[1:]
    values = np.take(result.slices[at[0]], at[fixed], axis=fixed - 1)
    if derived.by_step:
        values = values[: at[moving] + 1]
    return window_middles(derived.axes[moving])[: len(values)], _floats(values)


def _floats(values: Plane) -> tuple[float, ...]:
    """As floats; what is not finite is a gap."""
    return tuple(v if math.isfinite(v) else math.nan for v in values.astype(np.float64).tolist())
