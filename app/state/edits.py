"""Edits of the parameters and the kernel: pure functions Scene → Change or Refusal."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.core import Axis
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
    Pair,
    Parameters,
    Reveal,
    Scene,
    details_of,
)
from app.state.settling import settled
from app.state.signal import first_axis, is_line, laid_down
from app.state.solid.choices import MAX_DILATION3, MAX_PADDING3, MAX_STRIDE3, Parameters3
from app.state.solid.settling import solid_axes, with_solid
from app.state.tensor import Tensor
from app.state.typed import NUMBERS_THAT_FIT, are_numbers, is_number, told, whole_if_whole

VERTICAL, HORIZONTAL = 0, 1

# ---- parameters, of the plane or of the volume


def parameters_of(scene: Scene) -> Parameters | Parameters3:
    """The parameters of the lesson: the volume's own where there is one."""
    return (scene.solid or scene).parameters


def tuned(scene: Scene, **changes: Any) -> Scene:
    """The scene with other parameters, unchecked."""
    if scene.solid is not None:
        return with_solid(scene, parameters=replace(scene.solid.parameters, **changes))
    return replace(scene, parameters=replace(scene.parameters, **changes))


def _control(scene: Scene, name: str) -> str:
    """What the control of a parameter is called: those of the volume are others."""
    return name if scene.solid is None else f"{name}3"


def _every_axis(scene: Scene) -> range:
    """The axes that have parameters: a line has no rows to set."""
    return range(first_axis(scene), len(parameters_of(scene).stride))


def _axes_edit(scene: Scene, name: str, value: int, axis: int | None, most: int) -> Outcome:
    control = _control(scene, name)
    if not 1 <= value <= most:
        return Refusal(control, f"{name} {value}: 1 to {most} fits")
    values, every = list(getattr(parameters_of(scene), name)), _every_axis(scene)
    for which in every if axis is None else (axis,):
        values[which] = value
    shown = _in_words(tuple(values[every.start :]), " × ")
    return settled(scene, tuned(scene, **{name: tuple(values)}), f"{name} {shown}", control)


def _in_words(values: tuple[int, ...], between: str) -> str:
    return str(values[0]) if len(set(values)) == 1 else between.join(map(str, values))


def set_stride(scene: Scene, value: int, axis: int | None = None) -> Outcome:
    """Stride on one axis, or on all with `axis` None."""
    most = MAX_STRIDE if scene.solid is None else MAX_STRIDE3
    return _axes_edit(scene, "stride", value, axis, most)


def set_dilation(scene: Scene, value: int, axis: int | None = None) -> Outcome:
    """Dilation on one axis, or on all with `axis` None."""
    most = MAX_DILATION if scene.solid is None else MAX_DILATION3
    return _axes_edit(scene, "dilation", value, axis, most)


def set_linked(scene: Scene, linked: bool) -> Outcome:
    """Link the axes of stride and dilation; linking takes the first axis's value for all."""
    changes: dict[str, Any] = {"linked": linked}
    if linked:
        for name in ("stride", "dilation"):
            values = getattr(parameters_of(scene), name)
            changes[name] = values[:1] * len(values)
    title = "link axes" if linked else "unlink axes"
    return settled(scene, tuned(scene, **changes), title, _control(scene, "linked"))


def set_padding(scene: Scene, padding: int | PaddingName | tuple[Pair, ...]) -> Outcome:
    """Padding as one number for all sides, per side, or by name."""
    control = _control(scene, "padding")
    if isinstance(padding, str):
        if padding not in PADDING_NAMES:
            return Refusal(control, f"padding {padding!r}: valid, same, full or a number fits")
        return settled(scene, tuned(scene, padding=padding), f"padding {padding}", control)
    every = _every_axis(scene)
    if isinstance(padding, int):
        padding = ((0, 0),) * every.start + ((padding, padding),) * len(every)
    flat = tuple(side for pair in padding[every.start :] for side in pair)
    most = MAX_PADDING if scene.solid is None else MAX_PADDING3
    wrong = [side for side in flat if not 0 <= side <= most]
    if wrong:
        return Refusal(control, f"padding {wrong[0]}: 0 to {most} fits")
    shown = _in_words(flat, " ")
    return settled(scene, tuned(scene, padding=padding), f"padding {shown}", control)


def padding_sides(scene: Scene) -> tuple[Pair, ...]:
    """The padding in cells before and after, axis by axis, whatever it is called."""
    padding = parameters_of(scene).padding
    if not isinstance(padding, str):
        return padding
    axes: tuple[Axis, ...]
    if scene.solid is not None:
        axes = solid_axes(scene.solid)
    else:
        axes = axes_of(plane_shape(scene.input), kernel_shape(scene), scene.parameters)
    return tuple((axis.low, axis.high) for axis in axes)


def set_padding_mode(scene: Scene, mode: PaddingMode) -> Outcome:
    control = _control(scene, "padding_mode")
    if mode not in PADDING_MODES:
        return Refusal(control, f"{mode!r}: {', '.join(PADDING_MODES)} fit")
    return settled(scene, tuned(scene, padding_mode=mode), f"padding mode {mode}", control)


def set_bias(scene: Scene, bias: float) -> Outcome:
    control = _control(scene, "bias")
    if not is_number(bias):
        return Refusal(control, f"bias {told(bias)}: {NUMBERS_THAT_FIT} fits")
    value = whole_if_whole(bias)
    return settled(scene, tuned(scene, bias=value), f"bias {told(value)}", control)


def set_flip(scene: Scene, flip: bool) -> Outcome:
    """True convolution (the kernel turned round on all axes), or cross-correlation."""
    title = "true convolution" if flip else "cross-correlation"
    return settled(scene, tuned(scene, flip=flip), title, _control(scene, "flip"))


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
