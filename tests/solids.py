"""Scenes of the lesson of 3D convolution for tests."""

from __future__ import annotations

from typing import Any

import numpy as np

from app.content.lessons import preset
from app.state import edits
from app.state.requests import compute, request_of
from app.state.scene import Lesson, Scene
from app.state.solid import edits as solid_edits
from app.state.solid import kernel_edits, volume_edits
from app.state.solid.choices import Arrangement, Kernel3
from app.state.solid.derived import Filled, filled
from app.state.solid.requests import SolidResult
from app.state.solid.volume import Volume
from app.state.tensor import Tensor
from tests.scenes import changed

WEIGHTS = [[[1, 0], [2, 1]], [[0, 1], [1, 2]]]


def example(key: str) -> Scene:
    """A worked example of the lesson."""
    return preset(Lesson.VOLUME, key).build()


def volume(voxels: Any, name: str = "block", white: float | None = None) -> Volume:
    array = np.asarray(voxels)
    brightest = float(array.max()) if array.max() > 0 else 1.0
    return Volume(name, Tensor(array), brightest if white is None else white)


def counted(*shape: int) -> Any:
    """0, 1, 2, … so that every cell tells its place."""
    return np.arange(np.prod(shape)).reshape(shape)


def solid(voxels: Any, weights: Any = WEIGHTS, **parameters: Any) -> Scene:
    """A volume under a kernel, laid out as fits, with no comparison."""
    scene = changed(solid_edits.set_contrast(example("twice"), False))
    scene = changed(kernel_edits.set_kernel3(scene, Kernel3("one", Tensor(np.ones((1, 1, 1))))))
    scene = changed(volume_edits.set_volume(scene, volume(voxels)))
    for name, value in parameters.items():
        scene = changed(getattr(edits, f"set_{name}")(scene, value))
    return changed(kernel_edits.set_kernel3(scene, Kernel3("k", Tensor(np.asarray(weights)))))


def derived(scene: Scene) -> Filled:
    return filled(scene)


def result_of(scene: Scene) -> SolidResult:
    """The whole output volume of a scene."""
    request = request_of(scene)
    assert request is not None
    result = compute(request)
    assert isinstance(result, SolidResult)
    return result


def arranged(scene: Scene, arrangement: Arrangement) -> Scene:
    return changed(solid_edits.set_arrangement(scene, arrangement))
