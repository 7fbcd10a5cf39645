"""How every edit is settled: its lesson has the last word, and the window stays where it was."""

from __future__ import annotations

from typing import assert_never

from app.core import SpecError
from app.state.arguments import axes_of
from app.state.artefacts import settling as artefacts
from app.state.channels import settling as channels
from app.state.depthwise import settling as depthwise
from app.state.outcome import Change, Fit, Outcome, Refusal
from app.state.overlap import settling as overlap
from app.state.places import in_place
from app.state.prepare import plane_shape
from app.state.scene import Lesson, Scene
from app.state.signal import fault, is_line
from app.state.solid import settling as solid
from app.state.spatial import settling as spatial
from app.state.turned import settling as turned


def settled(before: Scene, after: Scene, title: str, control: str, said: str = "") -> Outcome:
    """The change from a valid scene to what an edit has made of it, if its windows fit.

    The step goes where the window of `before` was (see `in_place`); an edit that begins the steps
    anew gives a `before` that has begun. What does not fit is refused to `control`.
    """
    try:
        fitted = fit(after)
        if fitted.fault:
            return Refusal(control, fitted.fault)
        placed = in_place(before, fitted.scene)
    except SpecError as error:
        return Refusal(control, str(error))
    return Change(placed, title, "; ".join(filter(None, (said, fitted.said))))


def fit(scene: Scene) -> Fit:
    """The scene as its lesson can have it; `SpecError` where that cannot be.

    A stack always fits as far as it goes.
    """
    match scene.lesson:
        case Lesson.CONVOLUTION | Lesson.LINE | Lesson.ARITHMETIC | Lesson.DILATED:
            return _fit_plain(scene)
        case Lesson.MULTI_CHANNEL | Lesson.POINTWISE | Lesson.GROUPED:
            return channels.fit(scene)
        case Lesson.DEPTHWISE:
            return depthwise.fit(scene)
        case Lesson.RECEPTIVE_FIELD:
            return Fit(scene)
        case Lesson.MATRIX:
            return turned.fit_matrix(scene)
        case Lesson.TRANSPOSED:
            return turned.fit_transposed(scene)
        case Lesson.ARTEFACTS:
            return artefacts.fit(scene)
        case Lesson.SPATIALLY_SEPARABLE:
            return spatial.fit(scene)
        case Lesson.VOLUME:
            return solid.fit(scene)
        case Lesson.OVERLAP:
            return overlap.fit(scene)
        case _:
            assert_never(scene.lesson)


def _fit_plain(scene: Scene) -> Fit:
    if is_line(scene) and fault(scene):
        return Fit(scene, fault=fault(scene))
    for axis in axes_of(plane_shape(scene.input), scene.kernel.shape, scene.parameters):
        axis.check_mode(scene.parameters.padding_mode)
    return Fit(scene)
