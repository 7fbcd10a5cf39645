"""The rows of the engine's benchmark: each names a convolution, and which peers can do it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np


@dataclass(frozen=True)
class Row:
    """One convolution: `sizes` the spatial input, `kernel` its sizes, float32 unless stated."""

    name: str
    sizes: tuple[int, ...]
    kernel: tuple[int, ...]
    c_in: int = 1
    c_out: int = 1
    stride: int = 1
    padding: int = 0
    dilation: int = 1
    groups: int = 1
    integer: bool = False
    transposed: bool = False

    @property
    def is_single(self) -> bool:
        """One input and one output channel: SciPy and OpenCV take part."""
        return self.c_in == self.c_out == 1 and not self.transposed

    @property
    def group(self) -> str:
        """Under which heading the row's ratios are averaged."""
        if self.transposed:
            return "Transposed"
        return "One channel" if self.is_single else "Many channels"

    @property
    def parameters(self) -> dict[str, Any]:
        return {
            "stride": self.stride,
            "padding": self.padding,
            "dilation": self.dilation,
            "groups": self.groups,
        }

    def arrays(self) -> tuple[Any, Any]:
        """Input `(C_in, *sizes)` and weights in PyTorch's layout, the same in every run."""
        rng = np.random.default_rng(1)
        first, second = (self.c_in, self.c_out) if self.transposed else (self.c_out, self.c_in)
        shape = (first, second // self.groups, *self.kernel)
        if self.integer:
            pixels = rng.integers(0, 256, (self.c_in, *self.sizes)).astype(np.uint8)
            return pixels, rng.integers(-9, 10, shape)
        x = rng.random((self.c_in, *self.sizes), dtype=np.float32)
        return x, rng.standard_normal(shape, dtype=np.float32)


def _image(name: str, sizes: tuple[int, int], k: int) -> Row:
    return Row(f"1→1 k{k}, {name}", sizes, (k, k), padding=k // 2)


ROWS = (
    *(_image("512×512", (512, 512), k) for k in (3, 5, 11)),
    *(_image("1920×1080", (1080, 1920), k) for k in (3, 5, 11)),
    *(_image("3840×2160", (2160, 3840), k) for k in (3, 5, 11)),
    Row("1→1 k3 uint8, integer kernel, 1920×1080", (1080, 1920), (3, 3), padding=1, integer=True),
    Row("1→1 k3 d4, 1920×1080", (1080, 1920), (3, 3), padding=4, dilation=4),
    Row("1→1 k3 s2, 3840×2160", (2160, 3840), (3, 3), padding=1, stride=2),
    Row("1→1 k3×3×3, 128³", (128, 128, 128), (3, 3, 3), padding=1),
    Row("1→1 k3×3×3, 256×256×128", (128, 256, 256), (3, 3, 3), padding=1),
    Row("3→8 k3, 1920×1080", (1080, 1920), (3, 3), 3, 8, padding=1),
    Row("3→64 k7 s2, 224²", (224, 224), (7, 7), 3, 64, stride=2, padding=3),
    Row("64→64 k3, 56²", (56, 56), (3, 3), 64, 64, padding=1),
    Row("256→64 k1, 56²", (56, 56), (1, 1), 256, 64),
    Row("64→128 k5, 28²", (28, 28), (5, 5), 64, 128, padding=2),
    Row("256→256 k3, 14²", (14, 14), (3, 3), 256, 256, padding=1),
    Row("32 depthwise k3, 112²", (112, 112), (3, 3), 32, 32, padding=1, groups=32),
    Row(
        "transposed 64→32 k4 s2, 28²",
        (28, 28),
        (4, 4),
        64,
        32,
        stride=2,
        padding=1,
        transposed=True,
    ),
    Row(
        "transposed 1→1 k5 s2, 1920×1080",
        (1080, 1920),
        (5, 5),
        stride=2,
        padding=2,
        transposed=True,
    ),
    Row(
        "transposed 3→3 k4 s2, 512×512",
        (512, 512),
        (4, 4),
        3,
        3,
        stride=2,
        padding=1,
        transposed=True,
    ),
)
