"""What the lesson of spatially separable convolution asks of a scene, and adjusts in it."""

from __future__ import annotations

from dataclasses import replace

from app.state.arguments import axes_of
from app.state.outcome import Fit
from app.state.prepare import plane_shape
from app.state.scene import Scene
from app.state.spatial.derived import factors_of, walk_of
from app.state.spatial.requests import check_held


def fit(scene: Scene) -> Fit:
    """The scene with no more terms than its kernel has.

    Raises `SpecError` where no window fits, or where the results would not fit the memory.
    """
    axes = axes_of(plane_shape(scene.input), scene.kernel.shape, scene.parameters)
    for axis in axes:
        axis.check_mode(scene.parameters.padding_mode)
    most, said = most_terms(scene), ""
    if scene.spatial.terms > most:
        scene = replace(scene, spatial=replace(scene.spatial, terms=most))
        said = f"terms set to {most}, all that there are"
    check_held(walk_of(axes, scene.spatial.first, scene.spatial.terms), most)
    return Fit(scene, said)


def most_terms(scene: Scene) -> int:
    """How many terms the kernel has: its rank, or 1 for a kernel of zeros."""
    return len(factors_of(scene.kernel, scene.parameters.flip).terms)
