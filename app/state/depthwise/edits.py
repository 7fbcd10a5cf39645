"""Edits of the lesson of depthwise separable convolution: Scene → Change or Refusal."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.state import kernels
from app.state.channels.filters import MAX_CHANNELS
from app.state.channels.settling import counted
from app.state.depthwise.choices import MAX_MIXES, Depthwise, with_count
from app.state.kernels import whole_where_possible
from app.state.outcome import Change, Outcome, Refusal
from app.state.prepare import plane_count
from app.state.scene import MAX_KERNEL, Kernel, Scene
from app.state.settling import settled
from app.state.tensor import Tensor
from app.state.typed import NUMBERS_THAT_FIT, are_numbers, is_number, told, whole_if_whole


def set_depthwise(scene: Scene, weights: Depthwise, title: str, control: str) -> Outcome:
    """Other weights of both steps. Those for another number of channels are refused."""
    fault = depthwise_fault(weights)
    channels = plane_count(scene.input, scene.mixing.source)
    if not fault and weights.channels != channels:
        fault = f"kernels for {weights.channels} channels: the input has {channels}"
    if fault:
        return Refusal(control, fault)
    return settled(scene, replace(scene, depthwise=weights), title, control)


def depthwise_fault(weights: Depthwise) -> str:
    """Why these weights cannot be, in words; empty where they can."""
    kernel, mixes = weights.kernels.array, weights.mixes.array
    shapes = " and ".join(" × ".join(map(str, part.shape)) for part in (kernel, mixes))
    fits = kernel.ndim == len("chw") and mixes.ndim == len("nc") and kernel.size and mixes.size
    if not fits or mixes.shape[1] != kernel.shape[0] or len(weights.bias) != len(mixes):
        return f"weights {shapes}: C_in × height × width and C_out × C_in fit, and C_out biases"
    if not all(1 <= side <= MAX_KERNEL for side in weights.kernel):
        height, width = weights.kernel
        return f"kernels {height} × {width}: height and width from 1 to {MAX_KERNEL} fit"
    if weights.count > MAX_MIXES or weights.channels > MAX_CHANNELS:
        return (
            f"{weights.channels} input and {weights.count} output channels: up to {MAX_CHANNELS} "
            f"and {MAX_MIXES} fit"
        )
    numbers = np.concatenate([kernel.ravel(), mixes.ravel(), np.asarray(weights.bias, np.float64)])
    if not are_numbers(numbers):
        return f"a weight or a bias is not {NUMBERS_THAT_FIT}"
    return ""


def set_mix_count(scene: Scene, count: int) -> Outcome:
    """Another number of output channels."""
    if not 1 <= count <= MAX_MIXES:
        return Refusal("mix_count", f"{count} output channels: 1 to {MAX_MIXES} fit")
    weights = with_count(scene.depthwise, count)
    title = counted(count, "output channel")
    return settled(scene, replace(scene, depthwise=weights), title, "mix_count")


def resize_depthwise(scene: Scene, height: int, width: int) -> Outcome:
    """Another size of every kernel: the middle is kept, zeros are added around it."""
    if not (1 <= height <= MAX_KERNEL and 1 <= width <= MAX_KERNEL):
        return Refusal("depthwise", f"kernels {height} × {width}: 1 to {MAX_KERNEL} fits")
    old = scene.depthwise.kernels.array
    resized = np.array([kernels.resize(kernel, height, width) for kernel in old])
    return _with_kernels(scene, resized, f"kernel size {height} × {width}")


def set_depthwise_kernel(scene: Scene, channel: int | None, kernel: Kernel) -> Outcome:
    """A kernel for one channel, put in the middle of all kernels' size or cut to it; with
    `channel` None for every channel, and its size with it."""
    old = scene.depthwise.kernels.array
    if channel is None:
        everywhere = np.broadcast_to(kernel.weights.array, (len(old), *kernel.shape))
        return _with_kernels(scene, everywhere, f"{kernel.name} in every channel")
    changed = old.astype(np.float64)
    changed[channel] = kernels.resize(kernel.weights.array, *scene.depthwise.kernel)
    return _with_kernels(scene, changed, f"{kernel.name} in channel {channel + 1}")


def set_depthwise_weights(
    scene: Scene, channel: int | None, block: NDArray[Any], title: str = "paste kernel"
) -> Outcome:
    """All weights of one channel's kernel, or with `channel` None of every channel's, of the size
    that every kernel has."""
    block = np.asarray(block)
    if block.shape != scene.depthwise.kernel:
        height, width = scene.depthwise.kernel
        shape = " × ".join(map(str, block.shape))
        return Refusal("depthwise", f"kernel {shape}: every kernel is {height} × {width} here")
    changed = scene.depthwise.kernels.array.astype(np.float64)
    changed[slice(None) if channel is None else channel] = block
    return _with_kernels(scene, changed, title)


def set_mix_weights(
    scene: Scene, number: int, weights: NDArray[Any], title: str = "paste weights"
) -> Outcome:
    """The pointwise weights of one output channel, one for each channel between the steps."""
    row = np.asarray(weights, np.float64).ravel()
    if len(row) != scene.depthwise.channels:
        fits = scene.depthwise.channels
        return Refusal("mixes", f"{len(row)} weights: {fits} fit, one for each channel")
    changed = scene.depthwise.mixes.array.astype(np.float64)
    changed[number] = row
    mixes = Tensor(whole_where_possible(changed))
    if mixes == scene.depthwise.mixes:
        return Change(scene, title)
    return set_depthwise(scene, replace(scene.depthwise, mixes=mixes), title, "mixes")


def set_mix_bias(scene: Scene, number: int, bias: float) -> Outcome:
    """The bias of one output channel."""
    if not is_number(bias):
        return Refusal("mix_bias", f"bias {told(bias)}: {NUMBERS_THAT_FIT} fits")
    value = whole_if_whole(bias)
    biases = list(scene.depthwise.bias)
    biases[number] = value
    weights = replace(scene.depthwise, bias=tuple(biases))
    return settled(
        scene,
        replace(scene, depthwise=weights),
        f"bias {told(value)} of output {number + 1}",
        "mix_bias",
    )


def _with_kernels(scene: Scene, weights: NDArray[Any], title: str) -> Outcome:
    tensor = Tensor(whole_where_possible(np.ascontiguousarray(weights)))
    if tensor == scene.depthwise.kernels:
        return Change(scene, title)
    return set_depthwise(scene, replace(scene.depthwise, kernels=tensor), title, "depthwise")
