"""The filters' presets: what each is called, what it is for, and how it is made."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.state import kernels
from app.state.channels.filters import Filters, filters_of

COLOURS = 3
LUMA = (0.299, 0.587, 0.114)
"""The shares of red, green and blue in the brightness of a television picture (ITU-R BT.601)."""
RING = ((0, 0), (0, 1), (0, 2), (1, 2), (2, 2), (2, 1), (2, 0), (1, 0))
"""The cells round the middle of 3 × 3, clockwise from the corner."""
COMPASS = (1, 1, 1, 0, -1, -1, -1, 0)
"""Bright above, dark below; turned along the ring it looks in eight directions."""
SOFT = np.array([[1, 2, 1], [2, 4, 2], [1, 2, 1]])
"""A soft window in whole numbers."""
TOY = np.array(
    [
        [
            [[1, 0, -1], [0, 1, 0], [-1, 0, 1]],
            [[0, 1, 0], [1, -1, 1], [0, 1, 0]],
            [[0, 0, 0], [-1, 2, -1], [0, 0, 0]],
        ],
        [
            [[0, 1, 0], [0, -1, 0], [0, 1, 0]],
            [[1, 0, 1], [0, 0, 0], [-1, 0, -1]],
            [[0, -1, 0], [0, 2, 0], [1, 0, 0]],
        ],
    ]
)
"""Two filters of three kernels: every sum of theirs can be done in the head."""

Weights = NDArray[Any]


@dataclass(frozen=True, slots=True)
class FilterPreset:
    """`make` gives the weights `(C_out, C_in, height, width)` for a number of input channels;
    where `channels` is said, the filters are for that number alone.
    """

    key: str
    title: str
    purpose: str
    make: Callable[[int], Weights]
    bias: tuple[float, ...] = ()
    channels: int | None = None

    def build(self, channels: int = COLOURS) -> Filters:
        """The filters for an input of so many channels, or for those that they are made for."""
        return filters_of(self.title, self.make(self.channels or channels), self.bias)


def _every(kernel: Weights, channels: int) -> Weights:
    """One filter with the same kernel in every channel."""
    return np.broadcast_to(kernel, (1, channels, *kernel.shape)).copy()


def _stacked(several: tuple[Weights, ...], channels: int) -> Weights:
    return np.concatenate([_every(kernel, channels) for kernel in several])


def _alone(kernel: Weights, channels: int) -> Weights:
    """A filter for each channel, which looks at that channel only."""
    eye = np.eye(channels, dtype=kernel.dtype)
    return eye[:, :, None, None] * kernel


def _only(kernel: Weights, channel: int, channels: int) -> Weights:
    return _alone(kernel, channels)[channel : channel + 1]


def _mixture(shares: tuple[float, ...]) -> Weights:
    """A 1 × 1 filter with a weight for each channel."""
    return np.array(shares).reshape(1, -1, 1, 1)


def _mean(channels: int) -> Weights:
    return np.full((1, channels, 1, 1), 1 / channels)


def _opponents(channels: int) -> Weights:
    """Red against green, and blue against yellow, each over a soft window."""
    shares = np.array([[1, -1, 0], [-1, -1, 2]])[:, :channels]
    mixed: Weights = shares[:, :, None, None] * SOFT
    return mixed


def _oriented(channels: int) -> Weights:
    """Eight edges, each an eighth of a turn from the one before."""
    several = []
    for turn in range(len(RING)):
        kernel = np.zeros((3, 3), np.int64)
        for place, cell in enumerate(RING):
            kernel[cell] = COMPASS[(place - turn) % len(RING)]
        several.append(kernel)
    return _stacked(tuple(several), channels)


FILTERS: tuple[FilterPreset, ...] = (
    FilterPreset("toy", "Two toy filters", "Small whole numbers, 3 × 3 in three channels: check "
                 "every sum in your head.", lambda _: TOY, (1, 0), COLOURS),
    FilterPreset("mean", "Mean of the channels", "Every channel counts alike: a first way to "
                 "grey.", _mean),
    FilterPreset("luma", "Grey by luma", "Green counts most, blue least, as the eye has it.",
                 lambda _: _mixture(LUMA), (), COLOURS),
    FilterPreset("sobel-x-every", "Sobel x in every channel", "One filter: the edges of all "
                 "channels are added up.", partial(_every, kernels.sobel_x(3, 3))),
    FilterPreset("sobel-y-every", "Sobel y in every channel", "The same for level edges.",
                 partial(_every, kernels.sobel_y(3, 3))),
    FilterPreset("sobel-both", "Sobel x and y", "Two filters give two output channels.",
                 partial(_stacked, (kernels.sobel_x(3, 3), kernels.sobel_y(3, 3)))),
    FilterPreset("edges-apart", "Edges of each channel", "A Laplacian for each channel, which "
                 "looks at nothing else: red edges, green edges, blue edges.",
                 partial(_alone, kernels.laplacian(3, 3))),
    FilterPreset("opponents", "Colour opponents", "Red against green and blue against yellow, "
                 "over a soft window: grey areas give 0.", _opponents, (), COLOURS),
    FilterPreset("emboss-green", "Emboss of green", "A kernel in one channel and zeros in the "
                 "others: the rest of the picture is not looked at.",
                 partial(_only, kernels.emboss(3, 3), 1), (), COLOURS),
    FilterPreset("oriented", "Eight directions", "Eight filters, each an edge an eighth of a turn "
                 "on: eight output channels.", _oriented),
)  # fmt: skip


def filter_preset(key: str) -> FilterPreset:
    """The preset of that key; KeyError with the keys that there are."""
    for preset in FILTERS:
        if preset.key == key:
            return preset
    raise KeyError(f"no filters {key!r}: {', '.join(preset.key for preset in FILTERS)}")
