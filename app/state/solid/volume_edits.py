"""Edits of the volume of 3D convolution: what a new one makes impossible is adjusted, and said."""

from __future__ import annotations

from dataclasses import replace
from math import prod

from app.state.adjusting import fitted
from app.state.outcome import Change, Outcome, Refusal
from app.state.scene import Scene
from app.state.settling import settled
from app.state.solid.choices import MAX_TOY3, Box, Triple, VolumeInput, Voxel
from app.state.solid.prepare import volume_shape, volume_white
from app.state.solid.settling import by_sides, solid_axes, solid_of, with_solid
from app.state.solid.volume import MAX_VOLUME_SIDE, MAX_VOXELS, Volume
from app.state.typed import NUMBERS_THAT_FIT, exchanged, is_number, told


def set_volume(scene: Scene, volume: Volume) -> Outcome:
    """Another volume, whole. A toy begins at its first step, a larger one in the middle.

    What its size makes impossible is adjusted, and said.
    """
    if scene.solid is None:
        return Refusal("volume", "volumes belong to the lesson of 3D convolution: open that first")
    fault = volume_fault(volume)
    if fault:
        return Refusal("volume", fault)
    source = VolumeInput(volume, unit=scene.solid.input.unit)
    opened = with_solid(replace(scene, step=0, tap=0), input=source)
    outcome = fitted(None, opened, f"open {volume.name}", "volume")
    if isinstance(outcome, Refusal) or max(volume.shape) <= MAX_TOY3:
        return outcome
    return replace(outcome, scene=in_the_middle(outcome.scene))


def volume_fault(volume: Volume) -> str:
    """Why a volume cannot be taken, in words; empty where it can."""
    shape = volume.voxels.shape
    words = " × ".join(f"{side:,}" for side in shape)
    if len(shape) != 3 or 0 in shape:
        return f"a volume of {words}: slices × rows × columns fit"
    if max(shape) > MAX_VOLUME_SIDE or prod(shape) > MAX_VOXELS:
        return f"{words} voxels: up to {MAX_VOLUME_SIDE:,} a side and {MAX_VOXELS:,} in all fit"
    return ""


def in_the_middle(scene: Scene) -> Scene:
    """The scene with its step in the middle of the output."""
    sizes = [axis.output_size for axis in solid_axes(solid_of(scene))]
    plane, row, column = (size // 2 for size in sizes)
    return replace(scene, step=(plane * sizes[1] + row) * sizes[2] + column, tap=0)


def set_box(scene: Scene, crop: Box | None) -> Outcome:
    """A part of the volume, or the whole of it."""
    source = solid_of(scene).input
    shape = source.volume.shape
    if crop is not None:
        starts = (crop.front, crop.top, crop.left)
        inside = (
            size >= 1 and 0 <= start <= whole - size
            for start, size, whole in zip(starts, crop.shape, shape, strict=True)
        )
        if not all(inside):
            words = f"the part must lie within the volume's {by_sides(shape)} voxels"
            return Refusal("box", words)
    title = "whole volume" if crop is None else f"crop to {by_sides(crop.shape)}"
    return _reshaped(scene, replace(source, crop=crop, edited=()), title, "box")


def set_size(scene: Scene, size: Triple | None) -> Outcome:
    """The volume resampled to slices × rows × columns, or left at full size."""
    source = solid_of(scene).input
    if size is not None and not (
        min(size) >= 1 and max(size) <= MAX_VOLUME_SIDE and prod(size) <= MAX_VOXELS
    ):
        words = f"{by_sides(size)}: 1 to {MAX_VOLUME_SIDE:,} a side and {MAX_VOXELS:,} in all fit"
        return Refusal("size3", words)
    title = "full size" if size is None else f"resample to {by_sides(size)}"
    return _reshaped(scene, replace(source, resample=size, edited=()), title, "size3")


def set_unit(scene: Scene, unit: bool) -> Outcome:
    """Values from 0 to 1, or as stored; cells typed over keep their meaning."""
    source = solid_of(scene).input
    if unit is source.unit:
        return Change(scene, "values unchanged")
    old, new = volume_white(source), volume_white(replace(source, unit=unit))
    edited = tuple(replace(cell, value=exchanged(cell.value, old, new)) for cell in source.edited)
    title = "values 0–1" if unit else "values as stored"
    return settled(
        scene, with_solid(scene, input=replace(source, unit=unit, edited=edited)), title, "unit"
    )


def set_voxel(scene: Scene, at: Triple, value: float) -> Outcome:
    """Type over one cell of a small volume."""
    slice_, row, column = at
    title = f"cell ({slice_ + 1}, {row + 1}, {column + 1}) = {told(value)}"
    return _typed(scene, (Voxel(slice_, row, column, value),), title)


def _typed(scene: Scene, cells: tuple[Voxel, ...], title: str) -> Outcome:
    source = solid_of(scene).input
    fault = typed_fault(volume_shape(source), cells)
    if fault:
        return Refusal("voxels", fault)
    edited = {(cell.slice, cell.row, cell.column): cell for cell in (*source.edited, *cells)}
    changed = replace(source, edited=tuple(edited.values()))
    return settled(scene, with_solid(scene, input=changed), title, "voxels")


def typed_fault(shape: Triple, cells: tuple[Voxel, ...]) -> str:
    """Why these cells cannot be typed over, in words; empty where they can."""
    if cells and max(shape) > MAX_TOY3:
        return f"cells can be typed over up to {by_sides((MAX_TOY3,) * 3)}; resample"
    for cell in cells:
        place = cell.slice, cell.row, cell.column
        if not all(0 <= at < size for at, size in zip(place, shape, strict=True)):
            named = ", ".join(str(at + 1) for at in place)
            return f"cell ({named}): the volume is {by_sides(shape)}"
        if not is_number(cell.value):
            return f"{told(cell.value)}: {NUMBERS_THAT_FIT} fits"
    return ""


def _reshaped(scene: Scene, source: VolumeInput, title: str, control: str) -> Outcome:
    old = solid_of(scene).input
    if replace(source, edited=old.edited) == old:
        return Change(scene, title)
    said = "typed cells were dropped" if old.edited else ""
    return fitted(scene, with_solid(scene, input=source), title, control, said)
