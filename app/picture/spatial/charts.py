"""The charts of two passes: the singular values, and the ratio of the costs by kernel size."""

from __future__ import annotations

from functools import lru_cache

from app.core import SpecError
from app.picture.elements import Chart, Role, Series
from app.state.scene import MAX_KERNEL, Pair, Parameters
from app.state.spatial.choices import First
from app.state.spatial.derived import Factored, costs_of


def values_chart(derived: Factored) -> Chart:
    """A bar for each singular value; those of terms left out are quiet."""
    values, kept = derived.factors.values.tolist(), derived.terms
    series = [_bars("summed", Role.KERNEL, values[:kept], 0)]
    if values[kept:]:
        series.append(_bars("left out", Role.SOFT, values[kept:], kept))
    return Chart("Singular values", "number", "size", tuple(series))


def _bars(name: str, role: Role, values: list[float], start: int) -> Series:
    edges = tuple(start + place + 0.5 for place in range(len(values) + 1))
    return Series(name, role, edges, tuple(values), bars=True)


def ratio_chart(derived: Factored) -> Chart:
    """Multiplications of two passes over those of an m × m kernel, on the present input."""
    rows, columns = derived.plane.shape
    scene = derived.scene
    ratios = _ratios((rows, columns), scene.parameters, scene.spatial.first)
    sizes = tuple(float(size) for size, _ in ratios)
    series = (
        Series("two passes", Role.OUTPUT, sizes, tuple(ratio for _, ratio in ratios)),
        Series("full kernel", Role.SOFT, sizes, tuple(1.0 for _ in ratios)),
    )
    height, width = scene.kernel.shape
    marker = float(height) if height == width else None
    return Chart("Ratio by kernel size", "kernel m × m", "ratio", series, marker)


@lru_cache(maxsize=8)
def _ratios(shape: Pair, parameters: Parameters, first: First) -> tuple[tuple[int, float], ...]:
    """The ratio for every square kernel that fits."""
    found = []
    for size in range(1, MAX_KERNEL + 1):
        try:
            full, parts = costs_of(shape, (size, size), parameters, first)
        except SpecError:
            break
        total = sum(part.multiplications for part in parts)
        found.append((size, total / full.multiplications))
    return tuple(found)
