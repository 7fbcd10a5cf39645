"""Convolutions that hypothesis draws: any that fits, small enough for literal loops."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from hypothesis import strategies as st

from app.core import PADDING_MODES, Axis


@dataclass(frozen=True)
class Case:
    x: Any
    w: Any
    b: Any
    axes: tuple[Axis, ...]
    groups: int
    mode: str

    @property
    def parameters(self) -> dict[str, Any]:
        return {
            "stride": tuple(a.stride for a in self.axes),
            "padding": tuple((a.low, a.high) for a in self.axes),
            "dilation": tuple(a.dilation for a in self.axes),
            "groups": self.groups,
            "padding_mode": self.mode,
        }


@st.composite
def axes(draw: st.DrawFn, largest: int = 9, mode: str = "zeros") -> Axis:
    size = draw(st.integers(1, largest))
    most = {"reflect": size - 1, "circular": size}.get(mode, 5)
    low, high = draw(st.integers(0, min(5, most))), draw(st.integers(0, min(5, most)))
    padded = size + low + high
    kernel = draw(st.integers(1, min(5, padded)))
    widest = (padded - 1) // (kernel - 1) if kernel > 1 else 3
    dilation = draw(st.integers(1, min(4, widest)))
    return Axis(size, kernel, draw(st.integers(1, 4)), low, high, dilation)


def numbers(rng: np.random.Generator, shape: tuple[int, ...], dtype: Any) -> Any:
    if np.dtype(dtype).kind == "f":
        return rng.normal(size=shape).astype(dtype)
    low = 0 if np.dtype(dtype).kind == "u" else -9
    return rng.integers(low, 10, shape).astype(dtype)


@st.composite
def cases(
    draw: st.DrawFn,
    kinds: tuple[Any, ...] = (np.float64, np.float32, np.int32, np.uint8),
    largest: int = 9,
    spatial: tuple[int, ...] = (1, 2, 3),
    modes: tuple[str, ...] = PADDING_MODES,
) -> Case:
    mode = draw(st.sampled_from(modes))
    count = draw(st.sampled_from(spatial))
    drawn = tuple(draw(axes(largest if count < 3 else 5, mode)) for _ in range(count))
    groups, c_in, c_out = (draw(st.integers(1, 3)) for _ in range(3))
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    dtype = draw(st.sampled_from(kinds))
    x = numbers(rng, (groups * c_in, *(a.size for a in drawn)), dtype)
    weights = np.int64 if np.dtype(dtype).kind == "u" else dtype
    w = numbers(rng, (groups * c_out, c_in, *(a.kernel for a in drawn)), weights)
    if draw(st.booleans()):
        w *= rng.integers(0, 2, w.shape).astype(w.dtype)
    b = numbers(rng, (groups * c_out,), weights) if draw(st.booleans()) else None
    return Case(x, w, b, drawn, groups, mode)
