"""Whether a volume and its kernel from outside could have been made here."""

from __future__ import annotations

from math import isfinite

import numpy as np

from app.core import SpecError
from app.state.outcome import Change, Edit, Refusal
from app.state.scene import Lesson, Parameters, Scene
from app.state.solid import edits, settling, volume_edits
from app.state.solid.choices import Solid
from app.state.solid.kernel_edits import kernel_fault
from app.state.solid.prepare import volume_shape
from app.state.solid.settling import solid_of

VOXEL_TYPES = ("uint8", "uint16", "int32", "int64", "float32", "float64")
WEIGHT_TYPES = ("int64", "float64")
LARGEST_VOXEL = 2**32
"""Whole numbers beyond this cannot come from a file; within it every sum stays exact."""


def solid_fault(scene: Scene) -> str:
    """Why a scene's volume cannot be, in words; empty where it can, or where none is due."""
    solid = scene.solid
    if scene.lesson is not Lesson.VOLUME:
        return "a volume belongs to the lesson of 3D convolution" if solid is not None else ""
    if solid is None:
        return "the lesson of 3D convolution has no volume"
    if scene.parameters != Parameters():
        return "parameters of a plane: the lesson of 3D convolution has those of its volume"
    return _voxels_fault(solid) or _kernel_fault(solid) or _edits_fault(scene)


def _voxels_fault(solid: Solid) -> str:
    volume = solid.input.volume
    voxels = volume.voxels.array
    if voxels.dtype.name not in VOXEL_TYPES:
        return f"voxels of type {voxels.dtype}: {', '.join(VOXEL_TYPES)} fit"
    fault = volume_edits.volume_fault(volume)
    if fault:
        return fault
    if not (isfinite(volume.white) and volume.white > 0):
        return f"white {volume.white:g}: a number above 0 fits"
    if voxels.dtype == np.int64 and max(-voxels.min(), voxels.max()) > LARGEST_VOXEL:
        return f"a voxel is not a number from −{LARGEST_VOXEL:,} to {LARGEST_VOXEL:,}"
    return ""


def _kernel_fault(solid: Solid) -> str:
    weights = solid.kernel.weights.array
    if weights.dtype.name not in WEIGHT_TYPES:
        return f"weights of type {weights.dtype}: {' or '.join(WEIGHT_TYPES)} fits"
    return kernel_fault(solid.kernel)


def _edits_fault(scene: Scene) -> str:
    outcomes = [edit(scene) for edit in _OWN]
    for outcome in outcomes:
        if isinstance(outcome, Refusal):
            return outcome.reason
    if any(outcome.scene != scene for outcome in outcomes if isinstance(outcome, Change)):
        return "the step lies beyond the end"
    solid = solid_of(scene)
    cells = solid.input.edited
    if len({(cell.slice, cell.row, cell.column) for cell in cells}) < len(cells):
        return "a cell is typed over twice"
    try:
        settling.solid_axes(solid)
    except SpecError as error:
        return str(error)
    return volume_edits.typed_fault(volume_shape(solid.input), cells)


_OWN: tuple[Edit, ...] = (
    lambda scene: volume_edits.set_box(scene, solid_of(scene).input.crop),
    lambda scene: volume_edits.set_size(scene, solid_of(scene).input.resample),
    lambda scene: edits.set_arrangement(scene, solid_of(scene).arrangement),
    lambda scene: edits.set_contrast(scene, solid_of(scene).contrast),
)
