"""What the lesson of depthwise separable convolution adds to a scene: its two steps' weights."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.state.tensor import Tensor

MAX_MIXES = 128
"""Output channels: as many as in the literature's example."""


@dataclass(frozen=True, slots=True)
class Depthwise:
    """`kernels` `(C_in, kh, kw)`, one for each channel; `mixes` `(C_out, C_in)`, the weights that
    the pointwise step gives to the channels; a bias for each output channel. int64 or float64.
    """

    kernels: Tensor
    mixes: Tensor
    bias: tuple[float, ...]

    @property
    def channels(self) -> int:
        """Input channels, and as many between the two steps."""
        return self.kernels.shape[0]

    @property
    def count(self) -> int:
        """Output channels."""
        return self.mixes.shape[0]

    @property
    def kernel(self) -> tuple[int, int]:
        """Height and width of every kernel."""
        _, height, width = self.kernels.shape
        return height, width

    @property
    def ordinary(self) -> NDArray[Any]:
        """The filters `(C_out, C_in, kh, kw)` of the ordinary convolution with the same result.

        The kernel of filter n for channel c is that channel's kernel times its weight in n.
        """
        mixes, kernels = self.mixes.array, self.kernels.array
        whole: NDArray[Any] = mixes[:, :, np.newaxis, np.newaxis] * kernels[np.newaxis]
        return whole


def depthwise_of(
    kernels: NDArray[Any], mixes: NDArray[Any], bias: tuple[float, ...] = ()
) -> Depthwise:
    """Both steps' weights, with zero bias where none is said."""
    return Depthwise(Tensor(kernels), Tensor(mixes), bias or (0,) * len(mixes))


def with_channels(weights: Depthwise, channels: int) -> Depthwise:
    """For an input of so many channels: the last are dropped, or repeated from the first on."""
    kept = np.resize(np.arange(weights.channels), channels)
    kernels, mixes = weights.kernels.array[kept], weights.mixes.array[:, kept]
    return Depthwise(Tensor(kernels), Tensor(mixes), weights.bias)


def with_count(weights: Depthwise, count: int) -> Depthwise:
    """With so many output channels: the last are dropped, or others made of the first.

    What is added takes an old one's weights in another order of the channels.
    """
    mixes = weights.mixes.array
    added = [
        np.roll(mixes[number % len(mixes)], number // len(mixes))
        for number in range(len(mixes), count)
    ]
    bias = (*weights.bias[:count], *(0 for _ in added))
    return Depthwise(weights.kernels, Tensor(np.stack([*mixes[:count], *added])), bias)


USUAL_DEPTHWISE = depthwise_of(np.ones((1, 1, 1), np.int64), np.ones((1, 1), np.int64))
