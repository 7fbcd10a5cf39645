"""Edits of the lesson of 3D convolution: pure functions Scene → Change or Refusal."""

from __future__ import annotations

from dataclasses import replace
from math import prod
from typing import Any, Literal

from app.core import PADDING_MODES, PaddingMode, SpecError
from app.state.adjusting import fitted
from app.state.outcome import Change, Outcome, Refusal
from app.state.scene import PADDING_NAMES, Scene
from app.state.solid.choices import (
    MAX_DILATION3,
    MAX_KERNEL3,
    MAX_PADDING3,
    MAX_STRIDE3,
    MAX_TOY3,
    MOST_PILED,
    Arrangement,
    Box,
    Parameters3,
    Sides3,
    Solid,
    Triple,
    VolumeInput,
    Voxel,
)
from app.state.solid.prepare import Axes3, axes3_of, volume_shape, volume_white
from app.state.solid.volume import MAX_VOLUME_SIDE, MAX_VOXELS, Volume
from app.state.typed import NUMBERS_THAT_FIT, exchanged, is_number, told, whole_if_whole


def solid_of(scene: Scene) -> Solid:
    """What the lesson adds to its scene; ValueError for a scene of another lesson."""
    if scene.solid is None:
        raise ValueError("this scene has no volume: it belongs to another lesson")
    return scene.solid


def settled(scene: Scene, title: str, control: str, said: str = "") -> Outcome:
    """The change with its step within the output, or why it cannot be.

    An arrangement that has no room for so many slices becomes the automatic one, and is said.
    """
    solid = solid_of(scene)
    try:
        axes = solid_axes(solid)
    except SpecError as error:
        return Refusal(control, str(error))
    solid, words = _arranged(solid, axes)
    last = prod(axis.output_size for axis in axes) - 1
    taps = prod(solid.kernel.shape)
    inside = replace(scene, solid=solid, step=min(scene.step, last), tap=min(scene.tap, taps - 1))
    return Change(inside, title, "; ".join(filter(None, (said, words))))


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


# ---- the volume


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
    outcome = _fitted(opened, f"open {volume.name}", "volume")
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
        with_solid(scene, input=replace(source, unit=unit, edited=edited)), title, "unit"
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
    return settled(with_solid(scene, input=changed), title, "voxels")


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
    return _fitted(with_solid(scene, input=source), title, control, said)


def _fitted(scene: Scene, title: str, control: str, said: str = "") -> Outcome:
    """The change as it is, else with the fewest adjustments that make its windows fit."""

    def settle(candidate: Scene, told: str) -> Outcome:
        return settled(candidate, title, control, told)

    return fitted(scene, settle, _tuned, axes=3, what="volume", said=said)


# ---- parameters


def set_stride3(scene: Scene, value: int, axis: int | None = None) -> Outcome:
    """Stride on one axis, or on all three with `axis` None."""
    return _triple_edit(scene, "stride", value, axis, MAX_STRIDE3)


def set_dilation3(scene: Scene, value: int, axis: int | None = None) -> Outcome:
    """Dilation on one axis, or on all three with `axis` None."""
    return _triple_edit(scene, "dilation", value, axis, MAX_DILATION3)


def _triple_edit(scene: Scene, name: str, value: int, axis: int | None, largest: int) -> Outcome:
    control = f"{name}3"
    if not 1 <= value <= largest:
        return Refusal(control, f"{name} {value}: 1 to {largest} fits")
    triple = list(getattr(solid_of(scene).parameters, name))
    for which in range(3) if axis is None else (axis,):
        triple[which] = value
    alike = len(set(triple)) == 1
    shown = str(value) if alike else " × ".join(map(str, triple))
    return settled(_tuned(scene, **{name: tuple(triple)}), f"{name} {shown}", control)


def set_linked3(scene: Scene, linked: bool) -> Outcome:
    """Link the axes of stride and dilation; linking takes the depth's value for all."""
    changes: dict[str, Any] = {"linked": linked}
    if linked:
        for name in ("stride", "dilation"):
            changes[name] = (getattr(solid_of(scene).parameters, name)[0],) * 3
    title = "link axes" if linked else "unlink axes"
    return settled(_tuned(scene, **changes), title, "linked3")


def set_padding3(scene: Scene, padding: int | Literal["valid", "same", "full"] | Sides3) -> Outcome:
    """Padding as one number for all sides, per side, or by name."""
    if isinstance(padding, str):
        if padding not in PADDING_NAMES:
            words = f"padding {padding!r}: valid, same, full or a number fits"
            return Refusal("padding3", words)
        return settled(_tuned(scene, padding=padding), f"padding {padding}", "padding3")
    sides = ((padding, padding),) * 3 if isinstance(padding, int) else padding
    flat = [side for pair in sides for side in pair]
    wrong = [side for side in flat if not 0 <= side <= MAX_PADDING3]
    if wrong:
        return Refusal("padding3", f"padding {wrong[0]}: 0 to {MAX_PADDING3} fits")
    shown = str(flat[0]) if len(set(flat)) == 1 else " ".join(map(str, flat))
    return settled(_tuned(scene, padding=sides), f"padding {shown}", "padding3")


def padding_sides3(solid: Solid) -> Sides3:
    """The padding in cells, ((front, back), (top, bottom), (left, right)), however it is set."""
    if not isinstance(solid.parameters.padding, str):
        return solid.parameters.padding
    depth, vertical, horizontal = solid_axes(solid)
    return (
        (depth.low, depth.high),
        (vertical.low, vertical.high),
        (horizontal.low, horizontal.high),
    )


def set_padding_mode3(scene: Scene, mode: PaddingMode) -> Outcome:
    if mode not in PADDING_MODES:
        return Refusal("padding_mode3", f"{mode!r}: {', '.join(PADDING_MODES)} fit")
    return settled(_tuned(scene, padding_mode=mode), f"padding mode {mode}", "padding_mode3")


def set_bias3(scene: Scene, bias: float) -> Outcome:
    if not is_number(bias):
        return Refusal("bias3", f"bias {told(bias)}: {NUMBERS_THAT_FIT} fits")
    value = whole_if_whole(bias)
    return settled(_tuned(scene, bias=value), f"bias {told(value)}", "bias3")


def set_flip3(scene: Scene, flip: bool) -> Outcome:
    """True convolution (the kernel turned round on all axes), or cross-correlation."""
    title = "true convolution" if flip else "cross-correlation"
    return settled(_tuned(scene, flip=flip), title, "flip3")


# ---- how it is shown


def set_arrangement(scene: Scene, arrangement: Arrangement) -> Outcome:
    """A pile, slices side by side, or three views."""
    solid = solid_of(scene)
    if arrangement in (Arrangement.PILE, Arrangement.SLICES):
        fault = piling_fault(solid_axes(solid))
        if fault:
            return Refusal("arrangement3", f"{fault}; crop or resample the volume")
    return settled(
        with_solid(scene, arrangement=arrangement), f"show {arrangement.value}", "arrangement3"
    )


def set_contrast(scene: Scene, contrast: bool) -> Outcome:
    """Show the same numbers twice: as channels of a 2D convolution, and as a volume."""
    if contrast:
        fault = piling_fault(solid_axes(solid_of(scene)))
        if fault:
            return Refusal("contrast3", f"{fault}; crop or resample the volume")
    title = "compare with 2D" if contrast else "3D alone"
    return settled(with_solid(scene, contrast=contrast), title, "contrast3")


def with_solid(scene: Scene, **changes: Any) -> Scene:
    """The scene with parts of its volume lesson changed, unchecked."""
    return replace(scene, solid=replace(solid_of(scene), **changes))


def _tuned(scene: Scene, **changes: Any) -> Scene:
    parameters: Parameters3 = replace(solid_of(scene).parameters, **changes)
    return with_solid(scene, parameters=parameters)


def by_sides(shape: tuple[int, ...]) -> str:
    """
    >>> by_sides((2, 1000))
    '2 × 1,000'
    """
    return " × ".join(f"{side:,}" for side in shape)
