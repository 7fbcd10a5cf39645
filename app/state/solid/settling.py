"""What the lesson of 3D convolution asks of a scene, and what it adjusts in it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from app.state.outcome import Fit
from app.state.scene import Scene
from app.state.solid.choices import (
    MAX_KERNEL3,
    MAX_TOY3,
    MOST_PILED,
    Arrangement,
    Solid,
)
from app.state.solid.prepare import Axes3, axes3_of, volume_shape


def solid_of(scene: Scene) -> Solid:
    """What the lesson adds to its scene; ValueError for a scene of another lesson."""
    if scene.solid is None:
        raise ValueError("this scene has no volume: it belongs to another lesson")
    return scene.solid


def fit(scene: Scene) -> Fit:
    """The scene as it can be shown: an arrangement that has no room for so many slices becomes
    the automatic one. `SpecError` where no window fits.
    """
    solid = solid_of(scene)
    solid, said = _arranged(solid, solid_axes(solid))
    return Fit(replace(scene, solid=solid), said)


def solid_axes(solid: Solid) -> Axes3:
    """The axes of a lesson's convolution; SpecError where no window fits."""
    return axes3_of(volume_shape(solid.input), solid.kernel.shape, solid.parameters)


def piling_fault(axes: Axes3) -> str:
    """Why the slices cannot be piled or laid side by side, in words; empty where they can."""
    slices = max(axes[0].padded_size, axes[0].output_size)
    side = max(max(axis.padded_size, axis.output_size) for axis in axes[1:])
    if slices > MOST_PILED:
        return f"{slices} slices with padding: up to {MOST_PILED} can be told apart"
    if side > MAX_TOY3 + 2 * MAX_KERNEL3:
        return f"slices of {side} cells a side: up to {MAX_TOY3 + 2 * MAX_KERNEL3} can be read"
    return ""


def _arranged(solid: Solid, axes: Axes3) -> tuple[Solid, str]:
    """What no longer fits of how it is shown is let go, and said."""
    fault = piling_fault(axes)
    if not fault:
        return solid, ""
    said = []
    if solid.arrangement in (Arrangement.PILE, Arrangement.SLICES):
        solid = replace(solid, arrangement=Arrangement.AUTO)
        said.append("shown in three views")
    if solid.contrast:
        solid = replace(solid, contrast=False)
        said.append("the comparison with 2D is off")
    return solid, f"{' and '.join(said)}: {fault}" if said else ""


def with_solid(scene: Scene, **changes: Any) -> Scene:
    """The scene with parts of its volume lesson changed, unchecked."""
    return replace(scene, solid=replace(solid_of(scene), **changes))


def by_sides(shape: tuple[int, ...]) -> str:
    """
    >>> by_sides((2, 1000))
    '2 × 1,000'
    """
    return " × ".join(f"{side:,}" for side in shape)
