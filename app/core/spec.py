"""A convolution's parameters, read once: everything after this works on axes and checked arrays."""

from __future__ import annotations

from dataclasses import dataclass
from math import gcd
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.core.axis import Axis
from app.core.errors import SpecError
from app.core.padding import as_whole

Array = NDArray[Any]
Parameter = Any  # an int, or one value per axis; padding also pairs or a word
BOUNDS = {"int32": 2**31 - 1, "int64": 2**63 - 1}


@dataclass(frozen=True, slots=True)
class Spec:
    """What the parameters of one convolution say, together with the shapes they met."""

    axes: tuple[Axis, ...]
    c_in: int
    c_out: int
    groups: int
    padding_mode: str

    @property
    def out_shape(self) -> tuple[int, ...]:
        """`(C_out, *out)`."""
        return (self.c_out, *(axis.output_size for axis in self.axes))


def per_axis(parameter: str, value: Parameter, count: int) -> tuple[Any, ...]:
    """One value per axis, from one for all or from a sequence of `count`.

    >>> per_axis("stride", 2, 3), per_axis("padding", (1, (0, 2)), 2)
    ((2, 2, 2), (1, (0, 2)))
    """
    if not isinstance(value, tuple | list):
        return (value,) * count
    if len(value) != count:
        raise SpecError(
            parameter,
            tuple(value),
            f"must be one value, or one for each of {count} "
            f"spatial {'axis' if count == 1 else 'axes'}",
            f"a number or a tuple of {count}",
        )
    return tuple(value)


def read_axes(
    sizes: tuple[int, ...],
    kernel: tuple[int, ...],
    stride: Parameter = 1,
    padding: Parameter = 0,
    dilation: Parameter = 1,
    padding_mode: str = "zeros",
) -> tuple[Axis, ...]:
    """The axes of a convolution, spatial sizes and kernel given; raises `SpecError`."""
    count = len(sizes)
    strides = per_axis("stride", stride, count)
    paddings = per_axis("padding", padding, count)
    dilations = per_axis("dilation", dilation, count)
    axes = tuple(map(Axis.padded, sizes, kernel, strides, paddings, dilations))
    for axis in axes:
        axis.check_mode(padding_mode)
    return axes


def read_groups(groups: Any, c_in: int, c_out: int) -> int:
    """`groups` as an int that divides both channel counts."""
    count = as_whole("groups", groups, 1)
    common = gcd(c_in, c_out)
    if common % count:
        divisors = [str(g) for g in range(1, common + 1) if common % g == 0]
        raise SpecError(
            "groups",
            count,
            f"must divide {c_in} input and {c_out} output channels",
            " or ".join(divisors),
        )
    return count


def read_spec(
    x: tuple[int, ...],
    w: tuple[int, ...],
    stride: Parameter,
    padding: Parameter,
    dilation: Parameter,
    groups: Any,
    padding_mode: str,
) -> Spec:
    """A convolution from shapes: `x` `(C_in, *spatial)`, `w` `(C_out, C_in/groups, *kernel)`."""
    spatial = len(w) - 2
    if not 1 <= spatial <= 3 or 0 in w:
        raise SpecError(
            "w",
            w,
            "must be (C_out, C_in/groups, *kernel) with 1 to 3 spatial axes and no empty one",
            "3 to 5 axes",
        )
    if len(x) != spatial + 1 or 0 in x:
        raise SpecError(
            "x",
            x,
            f"must be (C_in, *spatial) with the kernel's {spatial} spatial "
            f"{'axis' if spatial == 1 else 'axes'}, no empty one",
            f"{spatial + 1} axes, or {spatial + 2} with a batch,",
        )
    count = read_groups(groups, x[0], w[0])
    if w[1] * count != x[0]:
        raise SpecError(
            "w",
            w,
            f"must have C_in/groups = {x[0] // count} as second size",
            str((w[0], x[0] // count, *w[2:])),
        )
    axes = read_axes(x[1:], w[2:], stride, padding, dilation, padding_mode)
    return Spec(axes, x[0], w[0], count, padding_mode)


def real_array(parameter: str, value: Any) -> Array:
    """`value` as an array of real numbers, without a copy where it is one already."""
    array = np.asarray(value)
    if array.dtype.kind not in "biuf":
        raise SpecError(parameter, array.dtype, "must hold real numbers", "integers or floats")
    return array


def read_bias(b: Any, c_out: int) -> Array | None:
    """The bias as an array `(C_out,)`, or None."""
    if b is None:
        return None
    bias = real_array("b", b)
    if bias.shape != (c_out,):
        raise SpecError("b", bias.shape, "must have one value per output channel", f"({c_out},)")
    return bias


def is_integer(*arrays: Array | None) -> bool:
    """Whether every array given holds integers (or booleans)."""
    return all(array is None or array.dtype.kind in "biu" for array in arrays)


def result_dtype(x: Array, w: Array, b: Array | None) -> np.dtype[Any]:
    """The dtype of a result: exact integers from integers, else the widest float given.

    Integers give int32 or int64, the first that holds the largest sum there can be,
    Σ|w|·max|x| + |b|; `SpecError` when neither does. Half floats are computed in float32, and
    integers beside floats take the floats' dtype, as in PyTorch.
    """
    if not is_integer(x, w, b):
        floats = [a.dtype for a in (x, w, b) if a is not None and a.dtype.kind == "f"]
        return np.dtype(np.float32 if np.result_type(*floats).itemsize <= 4 else np.float64)
    bound = integer_bound(x, w, b)
    for name, most in BOUNDS.items():
        if bound <= most:
            return np.dtype(name)
    raise SpecError(
        "w",
        f"with sums up to {bound}",
        "must keep every sum within 64 bits",
        f"sums up to {BOUNDS['int64']}, or floats",
    )


def integer_bound(x: Array, w: Array, b: Array | None) -> int:
    """The largest magnitude that a sum can reach: max over channels of Σ|w|·max|x| + |b|."""
    largest = max(abs(int(x.max())), abs(int(x.min()))) if x.size else 0
    totals: list[int] = [sum(map(abs, channel)) for channel in w.reshape(len(w), -1).tolist()]
    biases: list[int] = [0] * len(w) if b is None else list(map(abs, b.tolist()))
    return max(total * largest + bias for total, bias in zip(totals, biases, strict=True))
