"""The charts of artefacts: how strong each way's is, and the frequencies of all of them."""

from __future__ import annotations

from app.picture.artefacts.compose import spectrum_series
from app.picture.charts import PENDING
from app.picture.elements import Chart, Role, Series
from app.state.artefacts.requests import ArtefactResult, Way
from app.state.requests import Result

BRIEF = {
    Way.TRANSPOSED: "transposed",
    Way.DIVISIBLE: "divisible",
    Way.SMOOTHED: "then stride 1",
    Way.NEAREST: "nearest",
    Way.BILINEAR: "bilinear",
}
NAMES = tuple(BRIEF[way] for way in Way)
"""What the stage calls the ways, short enough to stand side by side under their bars."""


def strength_chart(result: Result | None) -> Chart:
    """A bar for each way, in the order of the stage."""
    if not isinstance(result, ArtefactResult):
        return Chart(f"Artefact: {PENDING}", "", "%", (), names=NAMES)
    edges = tuple(number + 0.5 for number in range(len(Way) + 1))
    heights = tuple(100 * way.strength for way in result.ways)
    bars = Series("", Role.STEP, edges, heights, bars=True)
    return Chart("Artefact", "", "%", (bars,), names=NAMES)


def spectra_chart(result: Result | None) -> Chart:
    """Amplitudes of the transposed result, of the divisible kernel's and of a resized one."""
    x, y = "cycles per 100 cells", "% of the mean"
    if not isinstance(result, ArtefactResult):
        return Chart(f"Frequencies: {PENDING}", x, y, ())
    shown = {Way.NEAREST: Role.INPUT, Way.DIVISIBLE: Role.KERNEL, Way.TRANSPOSED: Role.STEP}
    series = tuple(
        spectrum_series(way, way.way.value, shown[way.way])
        for way in result.ways
        if way.way in shown
    )
    return Chart("Frequencies", x, y, series)
