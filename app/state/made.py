"""What a scene starts from, planes or a volume: how large it is, and whether it is there."""

from __future__ import annotations

from math import prod
from typing import Any

from app.state.kept import Kept
from app.state.prepare import plane_shape, prepare, prepare_planes
from app.state.scene import CHANNELLED, Scene
from app.state.solid.prepare import prepare_volume, volume_shape


def size_of(scene: Scene) -> int:
    """Cells of what the scene starts from, or of the image or volume where that has more."""
    if scene.solid is not None:
        source = scene.solid.input
        return max(prod(volume_shape(source)), source.volume.voxels.array.size)
    return max(prod(plane_shape(scene.input)), scene.input.image.pixels.array.size)


def need_of(scene: Scene) -> tuple[Kept[..., Any], tuple[Any, ...]]:
    """What makes that which the scene starts from, and of what."""
    if scene.solid is not None:
        return prepare_volume, (scene.solid.input,)
    if scene.lesson in CHANNELLED:
        return prepare_planes, (scene.input, scene.mixing.source)
    return prepare, (scene.input,)


def is_made(scene: Scene) -> bool:
    """Whether what the scene starts from is there, so that deriving it takes no time."""
    function, of = need_of(scene)
    return function.holds(*of)


def make(scene: Scene) -> None:
    """Make what the scene starts from, to be kept."""
    function, of = need_of(scene)
    function(*of)
