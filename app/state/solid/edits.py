"""Edits of the parameters of 3D convolution and of how it is shown: Scene → Change or Refusal."""

from __future__ import annotations

from typing import Any, Literal

from app.core import PADDING_MODES, PaddingMode
from app.state.outcome import Outcome, Refusal
from app.state.scene import PADDING_NAMES, Scene
from app.state.settling import settled
from app.state.solid.choices import (
    MAX_DILATION3,
    MAX_PADDING3,
    MAX_STRIDE3,
    Arrangement,
    Sides3,
    Solid,
)
from app.state.solid.settling import piling_fault, solid_axes, solid_of, tuned, with_solid
from app.state.typed import NUMBERS_THAT_FIT, is_number, told, whole_if_whole

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
    return settled(scene, tuned(scene, **{name: tuple(triple)}), f"{name} {shown}", control)


def set_linked3(scene: Scene, linked: bool) -> Outcome:
    """Link the axes of stride and dilation; linking takes the depth's value for all."""
    changes: dict[str, Any] = {"linked": linked}
    if linked:
        for name in ("stride", "dilation"):
            changes[name] = (getattr(solid_of(scene).parameters, name)[0],) * 3
    title = "link axes" if linked else "unlink axes"
    return settled(scene, tuned(scene, **changes), title, "linked3")


def set_padding3(scene: Scene, padding: int | Literal["valid", "same", "full"] | Sides3) -> Outcome:
    """Padding as one number for all sides, per side, or by name."""
    if isinstance(padding, str):
        if padding not in PADDING_NAMES:
            words = f"padding {padding!r}: valid, same, full or a number fits"
            return Refusal("padding3", words)
        return settled(scene, tuned(scene, padding=padding), f"padding {padding}", "padding3")
    sides = ((padding, padding),) * 3 if isinstance(padding, int) else padding
    flat = [side for pair in sides for side in pair]
    wrong = [side for side in flat if not 0 <= side <= MAX_PADDING3]
    if wrong:
        return Refusal("padding3", f"padding {wrong[0]}: 0 to {MAX_PADDING3} fits")
    shown = str(flat[0]) if len(set(flat)) == 1 else " ".join(map(str, flat))
    return settled(scene, tuned(scene, padding=sides), f"padding {shown}", "padding3")


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
    return settled(scene, tuned(scene, padding_mode=mode), f"padding mode {mode}", "padding_mode3")


def set_bias3(scene: Scene, bias: float) -> Outcome:
    if not is_number(bias):
        return Refusal("bias3", f"bias {told(bias)}: {NUMBERS_THAT_FIT} fits")
    value = whole_if_whole(bias)
    return settled(scene, tuned(scene, bias=value), f"bias {told(value)}", "bias3")


def set_flip3(scene: Scene, flip: bool) -> Outcome:
    """True convolution (the kernel turned round on all axes), or cross-correlation."""
    title = "true convolution" if flip else "cross-correlation"
    return settled(scene, tuned(scene, flip=flip), title, "flip3")


# ---- how it is shown


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
