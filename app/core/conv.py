"""Convolution, as deep learning says it: a sliding weighted sum, without flipping the kernel."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from app.core.engine import Task, convolve
from app.core.spec import (
    Array,
    Parameter,
    integer_bound,
    read_bias,
    read_spec,
    real_array,
    result_dtype,
)

Watch = Callable[[float], object]


def conv(
    x: Any,
    w: Any,
    b: Any = None,
    *,
    stride: Parameter = 1,
    padding: Parameter = 0,
    dilation: Parameter = 1,
    groups: int = 1,
    padding_mode: str = "zeros",
    watch: Watch | None = None,
) -> Array:
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
    spec = read_spec(
        batch.shape[1:], weights.shape, stride, padding, dilation, groups, padding_mode
    )
    bias = read_bias(b, spec.c_out)
    dtype = result_dtype(batch, weights, bias)
    bound = integer_bound(batch, weights, bias) if dtype.kind == "i" else None
    result = np.empty((len(batch), *spec.out_shape), dtype)
    convolve(Task(batch, weights, bias, spec, result, bound), watch)
    return result if batched else result[0]
