"""The profile along a line of a transposed convolution's result, with the inputs stamped on it."""

from __future__ import annotations

import math

import numpy as np

from app.picture.charts import PENDING, Along, window_middles
from app.picture.elements import Chart, Role, Series
from app.state.derive import Multiplied, Stamped
from app.state.prepare import Plane
from app.state.requests import Result


def result_profile(derived: Multiplied | Stamped, result: Result | None, along: Along) -> Chart:
    """The result along the present cell's row or column; each input at the middle of its stamp."""
    across = "column" if along == "row" else "row"
    title, label = "Profile", f"{across} of the result"
    if result is None:
        return Chart(f"{title}: {PENDING}", label, "value", ())
    fixed, moving = (0, 1) if along == "row" else (1, 0)
    step = derived.step
    line, here = step.output[1 + fixed], step.output[1 + moving]
    values = _floats(np.take(result.output, line, axis=fixed))
    series = [Series(f"output {along} {line + 1}", Role.OUTPUT, _places(len(values)), values)]
    operand = derived.plane if isinstance(derived, Stamped) else derived.small
    reaching = step.sources[fixed]
    if operand is not None and len(reaching):
        source = int(reaching[len(reaching) // 2])
        inputs = _floats(np.take(operand, source, axis=fixed))
        middles = window_middles(derived.axes[moving])
        series.insert(0, Series(f"input {along} {source + 1}", Role.INPUT, middles, inputs))
    return Chart(title, label, "value", tuple(series), float(here + 1))


def _places(count: int) -> tuple[float, ...]:
    return tuple(float(place) for place in range(1, count + 1))


def _floats(values: Plane) -> tuple[float, ...]:
    """As floats; what is not finite is a gap."""
    return tuple(v if math.isfinite(v) else math.nan for v in values.astype(np.float64).tolist())
