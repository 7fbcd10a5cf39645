"""What the lesson of artefacts asks of a scene, and of another image."""

from __future__ import annotations

from dataclasses import replace
from math import sqrt

from app.state.artefacts.requests import MOST_UPSAMPLED, check_size
from app.state.outcome import Fit
from app.state.prepare import plane_shape
from app.state.scene import Scene
from app.state.turned.choices import USUAL_TRANSPOSED

COMFORTABLE = 2_000_000
"""Cells of a result that is computed in well under a second, every way of it."""


def fit(scene: Scene) -> Fit:
    """The scene with cells of the result for its steps, and nothing added to its size.

    Raises `SpecError` where there is no result, or too large a one.
    """
    plain = replace(scene, transposed=USUAL_TRANSPOSED)
    check_size(plain)
    return Fit(plain)


def with_room(scene: Scene) -> tuple[Scene, str]:
    """The scene with its new image resampled where its results would have too many cells, and what
    is said of that.
    """
    rows, columns = plane_shape(scene.input)
    stride = scene.parameters.stride
    cells = rows * stride[0] * columns * stride[1]
    if cells <= MOST_UPSAMPLED // 2:
        return scene, ""
    share = sqrt(COMFORTABLE / cells)
    size = max(1, int(rows * share)), max(1, int(columns * share))
    words = f"resampled to {size[0]} × {size[1]}, so that all results are soon there"
    return replace(scene, input=replace(scene.input, resample=size)), words
