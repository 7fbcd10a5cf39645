"""Edits of how 3D convolution is shown: Scene → Change or Refusal."""

from __future__ import annotations

from app.state.outcome import Outcome, Refusal
from app.state.scene import Scene
from app.state.settling import settled
from app.state.solid.choices import Arrangement
from app.state.solid.settling import piling_fault, solid_axes, solid_of, with_solid


def set_arrangement(scene: Scene, arrangement: Arrangement) -> Outcome:
    """A pile, slices side by side, or three views."""
    solid = solid_of(scene)
    if arrangement in (Arrangement.PILE, Arrangement.SLICES):
        fault = piling_fault(solid_axes(solid))
        if fault:
            return Refusal("arrangement3", f"{fault}; crop or resample the volume")
    return settled(
        scene,
        with_solid(scene, arrangement=arrangement),
        f"show {arrangement.value}",
        "arrangement3",
    )


def set_contrast(scene: Scene, contrast: bool) -> Outcome:
    """Show the same numbers twice: as channels of a 2D convolution, and as a volume."""
    if contrast:
        fault = piling_fault(solid_axes(solid_of(scene)))
        if fault:
            return Refusal("contrast3", f"{fault}; crop or resample the volume")
    title = "compare with 2D" if contrast else "3D alone"
    return settled(scene, with_solid(scene, contrast=contrast), title, "contrast3")
