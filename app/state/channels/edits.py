"""Edits of the lessons of many channels: pure functions Scene → Change or Refusal."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.state import kernels
from app.state.channels.choices import Arrangement, Following, Mixing, Source, Summing
from app.state.channels.filters import (
    MAX_CHANNELS,
    MAX_FILTERS,
    Filters,
    divisors,
    with_count,
)
from app.state.channels.settling import counted
from app.state.kernels import whole_where_possible
from app.state.outcome import Change, Outcome, Refusal
from app.state.prepare import plane_count
from app.state.scene import MAX_KERNEL, Kernel, Lesson, Scene
from app.state.settling import settled
from app.state.tensor import Tensor
from app.state.typed import NUMBERS_THAT_FIT, are_numbers, is_number, told, whole_if_whole


def adopted(scene: Scene) -> tuple[Scene, str]:
    """The scene with its new image taken as the filters want it, and what is said of that.

    A grey image under filters for three channels is repeated three times.
    """
    image = scene.input.image
    if image.channels > 1:
        return replace(scene, mixing=replace(scene.mixing, source=Source.OWN)), ""
    wanted = scene.filters.channels
    if scene.lesson is Lesson.DEPTHWISE:
        wanted = scene.depthwise.channels
    if wanted != plane_count(scene.input, Source.REPEATED):
        return replace(scene, mixing=replace(scene.mixing, source=Source.OWN)), ""
    words = f"{image.name} is grey: it is repeated to three channels, or choose one at “Channels”"
    return replace(scene, mixing=replace(scene.mixing, source=Source.REPEATED)), words


# ---- how it is shown


def set_summing(scene: Scene, summing: Summing) -> Outcome:
    return _mixed(scene, replace(scene.mixing, summing=summing), summing.value)


def set_arrangement(scene: Scene, arrangement: Arrangement) -> Outcome:
    return _mixed(scene, replace(scene.mixing, arrangement=arrangement), arrangement.value)


def set_relu(scene: Scene, relu: bool) -> Outcome:
    return _mixed(scene, replace(scene.mixing, relu=relu), "ReLU after it" if relu else "no ReLU")


def set_following(scene: Scene, following: Following) -> Outcome:
    """A second grouped layer after the first, with a channel shuffle between them or without."""
    return _mixed(scene, replace(scene.mixing, following=following), following.value)


def _mixed(scene: Scene, mixing: Mixing, title: str) -> Outcome:
    return Change(replace(scene, mixing=mixing), title)


# ---- the filters


def set_filters(scene: Scene, filters: Filters, title: str = "") -> Outcome:
    """Other filters. Those for another number of channels are refused, not adjusted."""
    channels = plane_count(scene.input, scene.mixing.source)
    fault = filters_fault(filters)
    if not fault and filters.channels != channels:
        kernels_each = counted(filters.channels, "kernel")
        fault = f"filters of {kernels_each} each: the input has {counted(channels, 'channel')}"
    if fault:
        return Refusal("filters", fault)
    return settled(
        scene, replace(scene, filters=filters), title or f"filters {filters.name}", "filters"
    )


def filters_fault(filters: Filters) -> str:
    """Why these filters cannot be, in words; empty where they can."""
    weights = filters.weights.array
    if weights.ndim != len(("C_out", "C_in", "height", "width")) or not weights.size:
        shape = " × ".join(map(str, weights.shape))
        return f"weights {shape}: C_out × C_in × height × width fits"
    if not all(1 <= side <= MAX_KERNEL for side in filters.kernel):
        height, width = filters.kernel
        return f"kernels {height} × {width}: height and width from 1 to {MAX_KERNEL} fit"
    if filters.count > MAX_FILTERS:
        return f"{filters.count} filters: 1 to {MAX_FILTERS} fit"
    if filters.channels > MAX_CHANNELS:
        return f"{filters.channels} channels: 1 to {MAX_CHANNELS} fit"
    numbers = np.concatenate([weights.ravel(), np.asarray(filters.bias, np.float64)])
    if not are_numbers(numbers):
        return f"a weight or a bias is not {NUMBERS_THAT_FIT}"
    if len(filters.bias) != filters.count:
        return f"{len(filters.bias)} biases: one for each of the {filters.count} filters fits"
    return _groups_fault(filters, filters.groups)


def _groups_fault(filters: Filters, groups: int) -> str:
    fitting = divisors(filters)
    if groups in fitting:
        return ""
    listed = ", ".join(map(str, fitting))
    return (
        f"{groups} groups do not divide {filters.channels} input and {filters.count} output "
        f"channels: {listed} fit{'s' if len(fitting) == 1 else ''}"
    )


def set_filter_count(scene: Scene, count: int) -> Outcome:
    """Another number of filters, which is the number of output channels."""
    if not 1 <= count <= MAX_FILTERS:
        return Refusal("filter_count", f"{count} filters: 1 to {MAX_FILTERS} fit")
    filters = with_count(scene.filters, count)
    said = ""
    if filters.groups != scene.filters.groups:
        said = f"groups set to {filters.groups}, which divides {count}"
    changed = replace(scene, filters=filters)
    return settled(scene, changed, counted(count, "filter"), "filter_count", said)


def set_groups(scene: Scene, groups: int) -> Outcome:
    """How many groups the channels are parted into."""
    fault = _groups_fault(scene.filters, groups)
    if fault:
        return Refusal("groups", fault)
    filters = replace(scene.filters, groups=groups)
    return settled(scene, replace(scene, filters=filters), counted(groups, "group"), "groups")


def set_filter_bias(scene: Scene, number: int, bias: float) -> Outcome:
    """The bias of one filter."""
    if not is_number(bias):
        return Refusal("filter_bias", f"bias {told(bias)}: −1,000,000 to 1,000,000 fits")
    value = whole_if_whole(bias)
    biases = list(scene.filters.bias)
    biases[number] = value
    filters = replace(scene.filters, bias=tuple(biases))
    title = f"bias {told(value)} of filter {number + 1}"
    return settled(scene, replace(scene, filters=filters), title, "filter_bias")


def set_filter_weight(
    scene: Scene, number: int, channel: int, row: int, column: int, value: float
) -> Outcome:
    """One weight of the kernel that a filter has for a channel."""
    if not np.isfinite(value):
        return Refusal("filters", f"weight {told(value)}: a finite number fits")
    weights = scene.filters.weights.array.astype(np.float64)
    weights[number, channel, row, column] = value
    place = f"filter {number + 1}, channel {channel + 1}, ({row + 1}, {column + 1})"
    return _reweighted(scene, weights, f"{place} = {told(value)}")


def set_filter_kernel(
    scene: Scene, number: int, channel: int | None, block: NDArray[Any], title: str
) -> Outcome:
    """The kernel of a filter for one channel, or for all with `channel` None, of the same size.

    A kernel of another size is put in the middle of all kernels' size, or cut to it.
    """
    given = np.asarray(block)
    fitted = kernels.resize(given, *scene.filters.kernel)
    weights = scene.filters.weights.array.astype(np.float64)
    weights[number, slice(None) if channel is None else channel] = fitted
    outcome = _reweighted(scene, weights, title)
    if isinstance(outcome, Refusal) or given.shape == fitted.shape:
        return outcome
    had, has = (" × ".join(map(str, some.shape)) for some in (given, fitted))
    return replace(outcome, said=f"{had} numbers were fitted to the kernels' {has}, middle kept")


def set_kernel_everywhere(scene: Scene, kernel: Kernel) -> Outcome:
    """A kernel for every channel of every filter, and its size with it."""
    filters = scene.filters
    shape = filters.count, filters.channels, *kernel.shape
    weights = np.broadcast_to(kernel.weights.array, shape)
    return _reweighted(scene, weights, f"{kernel.name} in every channel", kernel.name)


def resize_filters(scene: Scene, height: int, width: int) -> Outcome:
    """Another size of every kernel: the middle is kept, zeros are added around it."""
    if not (1 <= height <= MAX_KERNEL and 1 <= width <= MAX_KERNEL):
        return Refusal("filters", f"kernels {height} × {width}: 1 to {MAX_KERNEL} fits")
    old = scene.filters.weights.array
    resized = [[kernels.resize(kernel, height, width) for kernel in several] for several in old]
    return _reweighted(scene, np.array(resized), f"kernel size {height} × {width}")


def _reweighted(scene: Scene, weights: NDArray[Any], title: str, name: str = "") -> Outcome:
    tensor = Tensor(whole_where_possible(np.ascontiguousarray(weights)))
    if tensor == scene.filters.weights:
        return Change(scene, title)
    renamed = name or kernels.changed(scene.filters.name)
    return set_filters(scene, replace(scene.filters, name=renamed, weights=tensor), title)
