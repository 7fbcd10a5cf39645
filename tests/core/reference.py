"""Convolution said literally: one loop per output, one per tap, in Python's own numbers."""

from __future__ import annotations

from itertools import product
from typing import Any

import numpy as np

from app.core import Axis


def literal_conv(x: Any, w: Any, b: Any, axes: tuple[Axis, ...], groups: int, mode: str) -> Any:
    """`conv` for `(C_in, *spatial)`, written from the definition, with nothing left out."""
    c_out, per_group = w.shape[:2]
    shape = [
        (a.size + a.low + a.high - a.dilation * (a.kernel - 1) - 1) // a.stride + 1 for a in axes
    ]
    out = np.zeros((c_out, *shape), object)
    for target, *cell in product(*map(range, out.shape)):
        total = 0 if b is None else b[target].item()
        first = target // (c_out // groups) * per_group
        for channel, *tap in product(*map(range, w.shape[1:])):
            at = [
                literal_source(o * a.stride - a.low + t * a.dilation, a.size, mode)
                for o, t, a in zip(cell, tap, axes, strict=True)
            ]
            if None not in at:
                value = x[(first + channel, *at)].item()
                total += w[(target, channel, *tap)].item() * value
        out[(target, *cell)] = total
    return out


def literal_source(index: int, size: int, mode: str) -> int | None:
    """The cell that a coordinate reads, from numpy.pad's picture of the axis."""
    if mode == "zeros":
        return index if 0 <= index < size else None
    pad = 20  # wider than any that is drawn
    name: Any = {"reflect": "reflect", "replicate": "edge", "circular": "wrap"}[mode]
    return int(np.pad(np.arange(size), pad, name)[index + pad])
