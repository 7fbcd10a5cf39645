"""Transposed convolution: the same map read the other way, each input stamping the kernel.

Convolution gathers with C; its transpose Cᵀ scatters. Where a forward window moves by the
stride, stamps overlap or leave holes, and only every stride-th output cell meets the same taps:
split by phase, a transposed convolution is a few plain ones. It restores a shape, not values.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import product
from math import prod
from typing import Any

import numpy as np

from app.core.axis import Axis
from app.core.engine import Interleaved, Task, convolve, surely_finite
from app.core.errors import SpecError
from app.core.padding import as_whole
from app.core.phases import gathered, gathered_tap, phases_of, reached
from app.core.spec import (
    Array,
    Parameter,
    Spec,
    integer_bound,
    per_axis,
    read_bias,
    read_groups,
    real_array,
    result_dtype,
)

Watch = Callable[[float], object]


def conv_transpose(
    x: Any,
    w: Any,
    b: Any = None,
    *,
    stride: Parameter = 1,
    padding: Parameter = 0,
    output_padding: Parameter = 0,
    groups: int = 1,
    dilation: Parameter = 1,
    watch: Watch | None = None,
) -> Array:
    """Stamp `w` at every cell of `x`, scaled by it, add up where stamps overlap, and add `b`.

    `x` is `(C_in, *spatial)` or `(N, C_in, *spatial)`, `w` is `(C_in, C_out/groups, *kernel)`,
    `b` is `(C_out,)` or None. `padding` crops the result, as a number or a `(low, high)` pair
    per axis; `output_padding` picks among the sizes that the forward floor merges. The size per
    axis is stride (size - 1) + dilation (kernel - 1) + 1 - low - high + output_padding.
    Dtypes, `watch` and errors are as in `conv`.

    >>> conv_transpose([[[1, 2], [3, 4]]], [[[[0, 1, 2], [2, 2, 0], [0, 1, 2]]]])
    array([[[ 0,  1,  4,  4],
            [ 2,  9, 14,  8],
            [ 6, 15, 12,  4],
            [ 0,  3, 10,  8]]], dtype=int32)
    """
    inputs, stamps = real_array("x", x), real_array("w", w)
    batched = inputs.ndim == stamps.ndim
    batch = inputs if batched else inputs[None]
    count, axes = _read(
        batch.shape[1:], stamps.shape, stride, padding, output_padding, dilation, groups
    )
    weights = _swapped(stamps, count)
    bias = read_bias(b, len(weights))
    dtype = result_dtype(batch, weights, bias)
    bound = integer_bound(batch, weights, bias) if dtype.kind == "i" else None
    shape = (len(batch), len(weights), *(axis.size for axis in axes))
    if _goes_together(batch, axes):
        result = np.empty(shape, dtype)
        convolve(_together(batch, weights, bias, axes, count, bound, result), watch)
    else:
        result = np.zeros(shape, dtype)
        _fill(batch, weights, axes, count, bound, result, watch)
        if bias is not None:
            result += bias.astype(dtype).reshape(-1, *(1,) * len(axes))
        if watch is not None:
            watch(1.0)
    return result if batched else result[0]


def transposed_axes(
    sizes: tuple[int, ...],
    kernel: tuple[int, ...],
    stride: Parameter = 1,
    padding: Parameter = 0,
    output_padding: Parameter = 0,
    dilation: Parameter = 1,
) -> tuple[Axis, ...]:
    """The axes that a transposed convolution reads the other way; its result has their `size`."""
    number = len(sizes)
    sides = [_sides(value) for value in per_axis("padding", padding, number)]
    return tuple(
        map(
            Axis.transposed,
            sizes,
            kernel,
            per_axis("stride", stride, number),
            (low for low, _ in sides),
            (high for _, high in sides),
            per_axis("dilation", dilation, number),
            per_axis("output_padding", output_padding, number),
        )
    )


def _sides(padding: Any) -> tuple[int, int]:
    if isinstance(padding, str):
        raise SpecError(
            "padding",
            padding,
            "must be given in cells for a transposed convolution",
            "a number or (low, high)",
        )
    low, high = (
        padding if isinstance(padding, tuple | list) and len(padding) == 2 else (padding, padding)
    )
    return as_whole("padding", low, 0), as_whole("padding", high, 0)


def _read(
    x: tuple[int, ...],
    w: tuple[int, ...],
    stride: Parameter,
    padding: Parameter,
    output_padding: Parameter,
    dilation: Parameter,
    groups: Any,
) -> tuple[int, tuple[Axis, ...]]:
    """Groups and axes, once the shapes are known to go together."""
    spatial = len(w) - 2
    if not 1 <= spatial <= 3 or 0 in w:
        raise SpecError(
            "w",
            w,
            "must be (C_in, C_out/groups, *kernel) with 1 to 3 spatial axes and no empty one",
            "3 to 5 axes",
        )
    if len(x) != spatial + 1 or x[0] != w[0] or 0 in x:
        raise SpecError(
            "x",
            x,
            f"must be (C_in, *spatial) with the kernel's C_in = {w[0]} and "
            f"{spatial} spatial {'axis' if spatial == 1 else 'axes'}",
            f"{spatial + 1} axes, or {spatial + 2} with a batch,",
        )
    count = as_whole("groups", groups, 1)
    read_groups(count, w[0], w[1] * count)
    return count, transposed_axes(x[1:], w[2:], stride, padding, output_padding, dilation)


def _swapped(w: Array, groups: int) -> Array:
    """Weights `(C_in, C_out/groups, *kernel)` as `(C_out, C_in/groups, *kernel)`."""
    grouped = w.reshape(groups, -1, *w.shape[1:]).swapaxes(1, 2)
    return grouped.reshape(-1, *grouped.shape[2:])


def _goes_together(x: Array, axes: tuple[Axis, ...]) -> bool:
    """Whether all phases are done at once: at most half of the weights are then zeros filled in.

    Not where such a zero could meet a cell that is not finite.
    """
    taps = prod(axis.kernel for axis in axes)
    room = prod(axis.stride * gathered(axis).kernel for axis in axes)
    if all(axis.stride == 1 for axis in axes) or room > 2 * taps:
        return False
    return room == taps or x.dtype.kind != "f" or surely_finite(x)


def _together(
    x: Array,
    w: Array,
    b: Array | None,
    axes: tuple[Axis, ...],
    groups: int,
    bound: int | None,
    out: Array,
) -> Interleaved:
    """One plain convolution with a group of output channels for each phase."""
    plain = tuple(map(gathered, axes))
    strides, kernel = [axis.stride for axis in axes], [axis.kernel for axis in plain]
    parts = w.reshape(groups, -1, *w.shape[1:])
    weights = np.zeros((groups, *strides, *parts.shape[1:3], *kernel), w.dtype)
    for tap in product(*(range(axis.kernel) for axis in axes)):
        met = [gathered_tap(axis, t) for axis, t in zip(axes, tap, strict=True)]
        phase, at = zip(*met, strict=True)
        there: tuple[Any, ...] = (slice(None), *phase, slice(None), slice(None), *at)
        here: tuple[Any, ...] = (..., *tap)
        weights[there] = parts[here]
    weights = weights.reshape(-1, w.shape[1], *kernel)
    if b is not None:
        held = b.reshape(groups, 1, -1)
        b = np.broadcast_to(held, (groups, prod(strides), held.shape[2])).reshape(-1)
    return Interleaved(
        x, weights, b, Spec(plain, x.shape[1], len(weights), groups, "zeros"), out, bound, axes
    )


def _fill(
    x: Array,
    w: Array,
    axes: tuple[Axis, ...],
    groups: int,
    bound: int | None,
    out: Array,
    watch: Watch | None,
) -> None:
    """A plain convolution for each phase of the output, into every stride-th cell of it."""
    phases = list(product(*map(phases_of, axes)))
    for number, phase in enumerate(phases):
        parts = [reached(axis, r) for axis, r in zip(axes, phase, strict=True)]
        plain = tuple(axis for _, _, axis in parts if axis is not None)
        if len(plain) < len(axes):
            continue
        taps = np.ix_(*(held for _, held, _ in parts))
        cells: tuple[Any, ...] = (..., *(held for held, _, _ in parts))
        chosen: tuple[Any, ...] = (slice(None), slice(None), *taps)
        spec = Spec(plain, x.shape[1], len(w), groups, "zeros")
        convolve(
            Task(x, w[chosen], None, spec, out[cells], bound), _part_of(watch, number, len(phases))
        )


def _part_of(watch: Watch | None, number: int, count: int) -> Watch | None:
    """A watch for one of several parts of the work."""
    if watch is None:
        return None
    return lambda done: watch((number + done) / (count + 1))
