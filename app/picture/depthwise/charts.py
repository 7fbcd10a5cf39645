"""The profile along a line of the plane that the present step of a depthwise separable
convolution fills."""

from __future__ import annotations

import math

import numpy as np

from app.picture.charts import PENDING, Along, window_middles
from app.picture.elements import Chart, Role, Series
from app.state.depthwise.requests import SeparatedResult
from app.state.derive import Separated
from app.state.requests import Result


def plane_profile(derived: Separated, result: Result | None, along: Along) -> Chart:
    """The values along the present cell's row or column, over input coordinates from 1."""
    across = "column" if along == "row" else "row"
    label = f"{across} of the input"
    if not isinstance(result, SeparatedResult):
        return Chart(f"Profile: {PENDING}", label, "value", ())
    plane, *cell = derived.place(derived.scene.step)
    channels = derived.weights.channels
    fixed, moving = (0, 1) if along == "row" else (1, 0)
    middles = window_middles(derived.axes[moving])
    name = f"between, channel {plane + 1}"
    planes = result.inner
    if not derived.is_first(plane):
        name, planes, plane = f"output {plane - channels + 1}", result.outputs, plane - channels
    values = np.take(planes[plane], cell[fixed], axis=fixed).astype(np.float64).tolist()
    finite = tuple(value if math.isfinite(value) else math.nan for value in values)
    series = Series(f"{name}, {along} {cell[fixed] + 1}", Role.OUTPUT, middles, finite)
    return Chart("Profile", label, "value", (series,), middles[cell[moving]])
