"""The charts beside the stage, whichever the lesson."""

from __future__ import annotations

from dataclasses import replace
from typing import assert_never

from app.picture.artefacts.charts import spectra_chart, strength_chart
from app.picture.charts import Along, histogram_chart, profile_chart
from app.picture.depthwise.charts import plane_profile
from app.picture.elements import Chart
from app.picture.overlap.charts import counts_chart, share_chart
from app.picture.receptive_field.charts import field_chart, paths_chart
from app.picture.solid.charts import solid_profile
from app.picture.spatial.charts import ratio_chart, values_chart
from app.picture.transposed.charts import result_profile
from app.state.derive import (
    Convolved,
    Counted,
    Derivation,
    Factored,
    Filled,
    Mixed,
    Multiplied,
    Separated,
    Stacked,
    Stamped,
)
from app.state.requests import Result
from app.state.scene import Lesson, Scene
from app.state.signal import is_line


def plots_of(derived: Derivation, result: Result | None, along: Along) -> tuple[Chart, Chart]:
    """Both charts of a lesson; the second one follows a row or a column of the input."""
    match derived:
        case Convolved() if is_line(derived.scene):
            return histogram_chart(derived, result), line_profile(derived, result)
        case Convolved() | Mixed():
            return histogram_chart(derived, result), profile_chart(derived, result, along)
        case Separated():
            return histogram_chart(derived, result), plane_profile(derived, result, along)
        case Factored():
            return values_chart(derived), ratio_chart(derived)
        case Stacked():
            return field_chart(derived), paths_chart(derived, along)
        case Stamped() if derived.scene.lesson is Lesson.ARTEFACTS:
            return strength_chart(result), spectra_chart(result)
        case Multiplied() | Stamped():
            return histogram_chart(derived, result), _turned_profile(derived, result, along)
        case Filled():
            return histogram_chart(derived, result), solid_profile(derived, result, along)
        case Counted():
            return counts_chart(derived), share_chart(derived)
        case _:
            assert_never(derived)


def line_profile(derived: Convolved, result: Result | None) -> Chart:
    """The profile of the only row that there is."""
    chart = profile_chart(derived, result, "row")
    series = tuple(replace(each, name=each.role.value) for each in chart.series)
    return replace(chart, x_label="sample of the input", series=series)


def _turned_profile(derived: Multiplied | Stamped, result: Result | None, along: Along) -> Chart:
    """Over the input's coordinates where the map is read forwards, else over the result's."""
    if isinstance(derived, Multiplied) and not derived.back:
        return profile_chart(derived, result, along)
    return result_profile(derived, result, along)


NO_LINE = frozenset({Lesson.ARTEFACTS, Lesson.OVERLAP, Lesson.SPATIALLY_SEPARABLE})
"""The lessons whose plots follow neither a row nor a column."""


def follows_line(scene: Scene) -> bool:
    """Whether one of the plots runs along a row or a column, so that there is a choice."""
    return scene.lesson not in NO_LINE and not is_line(scene)


def plot_words(lesson: Lesson) -> tuple[str, str]:
    """What the strip of plots is called in a lesson, and what it says on hover."""
    if lesson is Lesson.RECEPTIVE_FIELD:
        return (
            "Field and paths",
            "How the field grows from layer to layer, and how many paths lead to each cell",
        )
    if lesson is Lesson.ARTEFACTS:
        return "Strength and frequencies", "How strong each artefact is, and at which frequencies"
    if lesson is Lesson.SPATIALLY_SEPARABLE:
        return "Rank and cost", "The kernel's singular values, and when two passes cost less"
    if lesson is Lesson.OVERLAP:
        return "Counts", "The counts along the axis, and how often each of them occurs"
    return (
        "Histogram and profile",
        "How often values occur in input and output, and how they run along a line",
    )
