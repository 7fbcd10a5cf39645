"""The charts of overlap: counts along the axis, and how often each count occurs."""

from __future__ import annotations

import numpy as np

from app.picture.elements import Chart, Role, Series
from app.state.derive import Counted


def counts_chart(derived: Counted) -> Chart:
    """The count of every cell of the result along one axis; the marker is the present cell."""
    counts = derived.stamps.result
    edges = tuple((np.arange(len(counts) + 1) + 0.5).tolist())
    series = Series("", Role.OUTPUT, edges, tuple(map(float, counts.tolist())), bars=True)
    column = derived.scene.step % derived.output_shape[1]
    return Chart("Counts", "output cell", _what(derived), (series,), float(column + 1))


def share_chart(derived: Counted) -> Chart:
    """How many cells have each count, over one axis or over the plane."""
    counts = derived.stamps.plane if derived.is_plane else derived.stamps.result
    numbers = np.bincount(counts.ravel())
    edges = tuple((np.arange(len(numbers) + 1) - 0.5).tolist())
    shares = tuple((100 * numbers / numbers.sum()).tolist())
    series = Series("", Role.OUTPUT, edges, shares, bars=True)
    return Chart("How often", _what(derived), "% of cells", (series,))


def _what(derived: Counted) -> str:
    return "stamps" if len(derived.stamps.axes) == 1 else "paths"
