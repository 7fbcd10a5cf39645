"""Edits of the parameters and the kernel: pure functions Scene → Change or Refusal."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.state import kernels
from app.state.arguments import axes_of, kernel_shape
from app.state.outcome import Change, Outcome, Refusal
from app.state.prepare import plane_shape
from app.state.scene import (
    MAX_DILATION,
    MAX_KERNEL,
    MAX_PADDING,
    MAX_STRIDE,
    PADDING_MODES,
    PADDING_NAMES,
    Detail,
    Kernel,
    Mapping,
    PaddingMode,
    PaddingName,
    Reveal,
    Scene,
    Sides,
    details_of,
)
from app.state.settling import settled
from app.state.signal import is_line, laid_down
from app.state.tensor import Tensor
from app.state.typed import NUMBERS_THAT_FIT, are_numbers, is_number, told, whole_if_whole

VERTICAL, HORIZONTAL = 0, 1

# ---- parameters


def tuned(scene: Scene, **changes: Any) -> Scene:
    """The scene with other parameters, unchecked."""
    return replace(scene, parameters=replace(scene.parameters, **changes))


def _pair_edit(scene: Scene, name: str, value: int, axis: int | None, largest: int) -> Outcome:
    if not 1 <= value <= largest:
        return Refusal(name, f"{name} {value}: 1 to {largest} fits")
    pair = list(getattr(scene.parameters, name))
    every = (HORIZONTAL,) if is_line(scene) else (VERTICAL, HORIZONTAL)
    for which in every if axis is None else (axis,):
        pair[which] = value
    alike = pair[0] == pair[1] or is_line(scene)
    shown = str(pair[1]) if alike else f"{pair[0]} × {pair[1]}"
    return settled(scene, tuned(scene, **{name: tuple(pair)}), f"{name} {shown}", name)


def set_stride(scene: Scene, value: int, axis: int | None = None) -> Outcome:
    """Stride on one axis, or on both with `axis` None."""
    return _pair_edit(scene, "stride", value, axis, MAX_STRIDE)


def set_dilation(scene: Scene, value: int, axis: int | None = None) -> Outcome:
    """Dilation on one axis, or on both with `axis` None."""
    return _pair_edit(scene, "dilation", value, axis, MAX_DILATION)


def set_linked(scene: Scene, linked: bool) -> Outcome:
    """Link both axes of stride and dilation; linking takes the vertical value for both."""
    changes: dict[str, Any] = {"linked": linked}
    if linked:
        for name in ("stride", "dilation"):
            vertical = getattr(scene.parameters, name)[0]
            changes[name] = (vertical, vertical)
    title = "link axes" if linked else "unlink axes"
    return settled(scene, tuned(scene, **changes), title, "linked")


def set_padding(scene: Scene, padding: int | PaddingName | Sides) -> Outcome:
    """Padding as one number for all sides, per side, or by name."""
    if isinstance(padding, str):
        if padding not in PADDING_NAMES:
            return Refusal("padding", f"padding {padding!r}: valid, same, full or a number fits")
        return settled(scene, tuned(scene, padding=padding), f"padding {padding}", "padding")
    if isinstance(padding, int):
        around = 0 if is_line(scene) else padding
        padding = (around, around), (padding, padding)
    sides: Sides = padding
    flat = [side for pair in (sides[1:] if is_line(scene) else sides) for side in pair]
    if not all(0 <= side <= MAX_PADDING for side in flat):
        wrong = next(side for side in flat if not 0 <= side <= MAX_PADDING)
        return Refusal("padding", f"padding {wrong}: 0 to {MAX_PADDING} fits")
    shown = str(flat[0]) if len(set(flat)) == 1 else " ".join(map(str, flat))
    return settled(scene, tuned(scene, padding=sides), f"padding {shown}", "padding")


def padding_sides(scene: Scene) -> Sides:
    """The padding in cells, ((top, bottom), (left, right)), whatever it is called."""
    if not isinstance(scene.parameters.padding, str):
        return scene.parameters.padding
    vertical, horizontal = axes_of(plane_shape(scene.input), kernel_shape(scene), scene.parameters)
    return (vertical.low, vertical.high), (horizontal.low, horizontal.high)


def set_padding_mode(scene: Scene, mode: PaddingMode) -> Outcome:
    if mode not in PADDING_MODES:
        return Refusal("padding_mode", f"{mode!r}: {', '.join(PADDING_MODES)} fit")
    return settled(scene, tuned(scene, padding_mode=mode), f"padding mode {mode}", "padding_mode")


def set_bias(scene: Scene, bias: float) -> Outcome:
    if not is_number(bias):
        return Refusal("bias", f"bias {told(bias)}: {NUMBERS_THAT_FIT} fits")
    value = whole_if_whole(bias)
    return settled(scene, tuned(scene, bias=value), f"bias {told(value)}", "bias")


def set_flip(scene: Scene, flip: bool) -> Outcome:
    """True convolution (the kernel turned by 180°), or cross-correlation."""
    title = "true convolution" if flip else "cross-correlation"
    return settled(scene, tuned(scene, flip=flip), title, "flip")


# ---- kernel


def set_kernel(scene: Scene, kernel: Kernel, title: str = "") -> Outcome:
    """Another kernel. It is refused, not adjusted, where its window would not fit."""
    weights = kernel.weights.array
    if weights.ndim != 2 or not all(1 <= side <= MAX_KERNEL for side in weights.shape):
        shape = " × ".join(map(str, weights.shape))
        return Refusal("kernel", f"kernel {shape}: height and width from 1 to {MAX_KERNEL} fit")
    if not are_numbers(weights):
        return Refusal("kernel", f"a weight is not {NUMBERS_THAT_FIT}")
    return settled(scene, replace(scene, kernel=kernel), title or f"kernel {kernel.name}", "kernel")


def set_weight(scene: Scene, row: int, column: int, value: float) -> Outcome:
    """One weight of the kernel."""
    if not np.isfinite(value):
        return Refusal("kernel", f"weight {told(value)}: a finite number fits")
    old = scene.kernel.weights.array
    weights = old.astype(np.float64)
    weights[row, column] = value
    return _reweighted(scene, weights, f"weight ({row + 1}, {column + 1}) = {told(value)}")


def set_weights(scene: Scene, weights: NDArray[Any], title: str = "paste kernel") -> Outcome:
    """All weights at once, of any size up to the largest kernel; one column where a row is due."""
    weights = np.asarray(weights)
    column = is_line(scene) and weights.ndim == 2 and weights.shape[1] == 1
    return _reweighted(scene, laid_down(weights) if column else weights, title)


def resize_kernel(scene: Scene, height: int, width: int) -> Outcome:
    """Another size: the centre of the weights is kept, zeros are added around it."""
    if not (1 <= height <= MAX_KERNEL and 1 <= width <= MAX_KERNEL):
        return Refusal("kernel", f"kernel {height} × {width}: 1 to {MAX_KERNEL} fits on each axis")
    resized = kernels.resize(scene.kernel.weights.array, height, width)
    return _reweighted(scene, resized, f"kernel size {height} × {width}")


def flip_kernel(scene: Scene) -> Outcome:
    return _reworked(scene, kernels.flip, "flip kernel")


def rotate_kernel(scene: Scene) -> Outcome:
    return _reworked(scene, kernels.rotate, "rotate kernel")


def negate_kernel(scene: Scene) -> Outcome:
    return _reworked(scene, kernels.negate, "negate kernel")


def normalise_kernel(scene: Scene) -> Outcome:
    """Divide by the sum of the weights, or by the sum of their sizes where the sum is 0."""
    if not scene.kernel.weights.array.any():
        return Refusal("kernel", "every weight is 0: there is nothing to divide by")
    return _reworked(scene, kernels.normalise, "normalise kernel")


def _reworked(scene: Scene, work: Callable[[NDArray[Any]], NDArray[Any]], title: str) -> Outcome:
    return _reweighted(scene, work(scene.kernel.weights.array), title)


def _reweighted(scene: Scene, weights: NDArray[Any], title: str) -> Outcome:
    tensor = Tensor(kernels.whole_where_possible(weights))
    if tensor == scene.kernel.weights:
        return Change(scene, title)
    return set_kernel(scene, Kernel(kernels.changed(scene.kernel.name), tensor), title)


# ---- how it is shown


def set_mapping(scene: Scene, mapping: Mapping) -> Outcome:
    return Change(replace(scene, mapping=mapping), f"show {mapping.value}")


def set_reveal(scene: Scene, reveal: Reveal) -> Outcome:
    return Change(replace(scene, reveal=reveal), f"output {reveal.value}")


def set_detail(scene: Scene, detail: Detail) -> Outcome:
    """What one step of the timeline is, of those that the lesson has."""
    details = details_of(scene.lesson)
    if detail not in details:
        words = ", ".join(each.value for each in details)
        return Refusal("detail", f"{detail.value}: this lesson goes {words}")
    return Change(replace(scene, detail=detail, tap=0), detail.value)


def reset(scene: Scene, preset: Scene) -> Outcome:
    """Back to the worked example that the scene started from."""
    del scene
    return settled(preset, preset, "reset", "reset")


def apply_preset(scene: Scene, preset: Scene, title: str) -> Outcome:
    """Another worked example; how steps are shown stays as the user has it."""
    kept = scene.detail in details_of(preset.lesson)
    shown = replace(preset, detail=scene.detail) if kept else preset
    return settled(shown, shown, title, "preset")
