"""What the lessons of the matrix and of transposed convolution ask of a scene, and adjust in it."""

from __future__ import annotations

from dataclasses import replace

from app.state.arguments import axes_of
from app.state.outcome import Fit
from app.state.prepare import plane_shape
from app.state.scene import Pair, Scene
from app.state.turned.geometry import stamp_axes
from app.state.turned.requests import check_product


def fit_matrix(scene: Scene) -> Fit:
    """The scene as it is; `SpecError` where it is no product of a matrix."""
    check_product(scene.parameters)
    axes_of(plane_shape(scene.input), scene.kernel.shape, scene.parameters)
    return Fit(scene)


def fit_transposed(scene: Scene) -> Fit:
    """The scene with its output_padding lowered to what stride and dilation still allow.

    Raises `SpecError` where there is no result, or too large a one.
    """
    most = largest_output_padding(scene)
    chosen = scene.transposed.output_padding
    kept = min(chosen[0], most[0]), min(chosen[1], most[1])
    said = "" if kept == chosen else f"output padding set to {min(kept)}"
    lowered = replace(scene, transposed=replace(scene.transposed, output_padding=kept))
    stamp_axes(lowered)
    return Fit(lowered, said)


def largest_output_padding(scene: Scene) -> Pair:
    """The largest that is allowed on each axis: below the stride or the dilation."""
    parameters = scene.parameters
    vertical, horizontal = (
        max(pair) - 1 for pair in zip(parameters.stride, parameters.dilation, strict=True)
    )
    return vertical, horizontal
