"""How edits of the lesson of artefacts are settled."""

from __future__ import annotations

from dataclasses import replace
from math import sqrt

from app.core import SpecError
from app.state.artefacts.requests import MOST_UPSAMPLED, check_size
from app.state.outcome import Change, Outcome, Refusal
from app.state.prepare import plane_shape
from app.state.scene import Scene
from app.state.turned.choices import USUAL_TRANSPOSED
from app.state.turned.geometry import walk_counts

COMFORTABLE = 2_000_000
"""Cells of a result that is computed in well under a second, every way of it."""


def settled(scene: Scene, title: str, control: str, said: str = "") -> Outcome:
    """The change with its step within the result, or why it cannot be.

    Steps are always cells of the result, and nothing is added to its size. Another image that is
    too large is resampled, and that is said.
    """
    plain = replace(scene, transposed=USUAL_TRANSPOSED)
    if control == "image":
        plain, resampled = _with_room(plain)
        said = "; ".join(filter(None, (said, resampled)))
    try:
        check_size(plain)
        steps, taps = walk_counts(plain)
    except SpecError as error:
        return Refusal(control, str(error))
    inside = replace(plain, step=min(scene.step, steps - 1), tap=min(scene.tap, taps - 1))
    return Change(inside, title, said)


def _with_room(scene: Scene) -> tuple[Scene, str]:
    """The scene with its image resampled where its results would have too many cells."""
    rows, columns = plane_shape(scene.input)
    stride = scene.parameters.stride
    cells = rows * stride[0] * columns * stride[1]
    if cells <= MOST_UPSAMPLED // 2:
        return scene, ""
    share = sqrt(COMFORTABLE / cells)
    size = max(1, int(rows * share)), max(1, int(columns * share))
    words = f"resampled to {size[0]} × {size[1]}, so that all results are soon there"
    return replace(scene, input=replace(scene.input, resample=size)), words
