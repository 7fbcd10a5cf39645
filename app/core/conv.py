"""Convolution, as deep learning says it: a sliding weighted sum, without flipping the kernel."""

from __future__ import annotations

from collections.abc import Callable
from itertools import product
from typing import Any

import numpy as np

from app.core.axis import Axis
from app.core.spec import Array, Parameter, Spec, read_bias, read_spec, real_array, result_dtype

Watch = Callable[[float], object]


def conv(x: Any, w: Any, b: Any = None, *, stride: Parameter = 1, padding: Parameter = 0,
         dilation: Parameter = 1, groups: int = 1, padding_mode: str = "zeros",
         watch: Watch | None = None) -> Array:
    """Cross-correlate `x` with `w` and add `b`, over 1, 2 or 3 spatial axes.

    `x` is `(C_in, *spatial)` or `(N, C_in, *spatial)`, `w` is `(C_out, C_in/groups, *kernel)`,
    `b` is `(C_out,)` or None; the result is `(C_out, *out)` or `(N, C_out, *out)`. `stride`,
    `padding` and `dilation` are a number or one value per axis; padding also takes a
    `(low, high)` pair per axis, or "valid", "same" (TensorFlow's) or "full". `padding_mode` is
    zeros, reflect, replicate or circular.

    Integers give exact integers in int32 or int64; float32 stays float32. A tap that lies in
    zero padding adds nothing, even where its weight is NaN or infinite.
    `watch(fraction_done)` is called on this thread as the work proceeds; what it raises ends
    the work. Raises `SpecError` for parameters that do not go together.

    >>> image = [[[3, 3, 2], [0, 0, 1], [3, 1, 2]]]
    >>> conv(image, [[[[0, 1], [2, 2]]]])
    array([[[3, 4],
            [8, 7]]], dtype=int32)
    """
    inputs, weights = real_array("x", x), real_array("w", w)
    batched = inputs.ndim == weights.ndim
    batch = inputs if batched else inputs[None]
    spec = read_spec(batch[0] if len(batch) else np.empty(batch.shape[1:]), weights, stride,
                     padding, dilation, groups, padding_mode)
    bias = read_bias(b, spec.c_out)
    result = np.zeros((len(batch), *spec.out_shape), result_dtype(batch, weights, bias))
    for image, target in zip(batch, result, strict=True):
        _convolve(image, weights, bias, spec, target)
    if watch is not None:
        watch(1.0)
    return result if batched else result[0]


def _convolve(x: Array, w: Array, b: Array | None, spec: Spec, out: Array) -> None:
    """Sum the meetings of every tap with the input into `out`, `(C_out, *out)`."""
    axes: tuple[Axis, ...] = spec.axes
    if spec.padding_mode != "zeros":
        for number, axis in enumerate(axes, 1):
            x = np.take(x, axis.sources(spec.padding_mode), number)
        axes = tuple(Axis(a.padded_size, a.kernel, a.stride, 0, 0, a.dilation) for a in axes)
    inputs = x.astype(out.dtype).reshape(spec.groups, -1, *x.shape[1:])
    weights = w.astype(out.dtype)
    outputs = out.reshape(spec.groups, -1, *out.shape[1:])
    with np.errstate(invalid="ignore", over="ignore"):
        for tap in product(*(range(axis.kernel) for axis in axes)):
            meetings = [axis.meeting(t) for axis, t in zip(axes, tap, strict=True)]
            into: tuple[Any, ...] = tuple(reached for reached, _ in meetings)
            cells: tuple[Any, ...] = tuple(cells for _, cells in meetings)
            met = inputs[(slice(None), slice(None), *cells)]
            outputs[(slice(None), slice(None), *into)] += np.einsum(
                "goi,gi...->go...", weights[:, :, *tap].reshape(spec.groups, -1, w.shape[1]), met)
    if b is not None:
        out += b.astype(out.dtype).reshape(-1, *(1,) * len(axes))
