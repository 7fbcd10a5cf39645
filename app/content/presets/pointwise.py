"""The worked examples of the lesson on 1×1 kernels."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.content.kernels.mixes import mix_preset, toy_mix
from app.content.presets.channels import channel_scene, planes_image
from app.content.presets.convolution import Preset
from app.content.samples.catalogue import sample
from app.state.channels.bottleneck import Bottleneck
from app.state.channels.choices import Arrangement, Mixing, Source
from app.state.channels.filters import Filters, filters_of
from app.state.channels.principal import learned_filters
from app.state.scene import Input, Lesson, Reveal, Scene

FLAT = Mixing(arrangement=Arrangement.SIDE_BY_SIDE)
"""Planes lie side by side, so that the pixel is seen on each."""
PLACE = (440, 210)
"""Row and column of the landscape's cottage."""


def _planes(channels: int) -> NDArray[Any]:
    """Whole numbers from 0 to 4, `(4, 4, channels)`, another pattern in each of ten channels."""
    rows, columns, depth = np.ogrid[:4, :4, :channels]
    cells: NDArray[Any] = ((2 + depth % 2) * rows + (1 + depth) * columns + depth) % 5
    return cells


def _toy(
    key: str,
    channels: int,
    filters: int,
    bias: tuple[float, ...] = (),
    mixing: Mixing = FLAT,
    **parameters: Any,
) -> Scene:
    """A toy of 4 × 4 pixels with so many channels, and so many filters on it."""
    image = planes_image("planes", _planes(channels))
    mix = filters_of("toy filters", toy_mix(filters, channels), bias)
    return channel_scene(key, image, mix, Lesson.POINTWISE, mixing, **parameters)


def _photo(key: str, filters: Filters) -> Scene:
    image = sample("scene").build()
    scene = channel_scene(key, image, filters, Lesson.POINTWISE, FLAT)
    row, column = PLACE
    return replace(scene, step=row * image.width + column, reveal=Reveal.WHOLE)


def _mixed_photo(key: str, mix: str) -> Scene:
    return _photo(key, mix_preset(mix).build())


def _learned() -> Scene:
    return _photo("pca", learned_filters(Input(sample("scene").build()), Source.OWN))


POINTWISE_PRESETS: tuple[Preset, ...] = (
    Preset(
        "mix",
        "Three channels to two",
        "One pixel is three numbers; a 2 × 3 matrix makes two of them, at every pixel the same.",
        partial(_toy, "mix", 3, 2, (1, -3)),
    ),
    Preset(
        "relu",
        "With a ReLU after it",
        "A sum below zero becomes 0: max(0, ·) is what makes two such layers more than one.",
        partial(_toy, "relu", 3, 2, (1, -3), replace(FLAT, relu=True)),
    ),
    Preset(
        "reduce",
        "Eight channels to two",
        "Fewer channels, the same pixels: all that is left of eight numbers is two.",
        partial(_toy, "reduce", 8, 2),
    ),
    Preset(
        "expand",
        "Two channels to six",
        "More channels, and no more information: six mixtures of the same two numbers.",
        partial(_toy, "expand", 2, 6),
    ),
    Preset(
        "bottleneck",
        "The bottleneck",
        "28 × 28 × 192 to 32 by 5 × 5: through 16 channels it takes a tenth of the products.",
        partial(_toy, "bottleneck", 8, 2, mixing=replace(FLAT, bottleneck=Bottleneck(shown=True))),
    ),
    Preset(
        "stride",
        "Stride 2 on a 1 × 1",
        "Windows of one pixel, two apart: three quarters of the pixels are never read.",
        partial(_toy, "stride", 3, 2, stride=(2, 2)),
    ),
    Preset(
        "luminance",
        "A photo to one channel",
        "Three weights make a grey picture of a colour one: a reduction from 3 to 1.",
        partial(_mixed_photo, "luminance", "luma"),
    ),
    Preset(
        "opponents",
        "Opponent colours",
        "Brightness, red against green, yellow against blue: the same pixels on other axes.",
        partial(_mixed_photo, "opponents", "opponent-mix"),
    ),
    Preset(
        "pca",
        "Learned from the photo",
        "Principal components: no mixture of the same length varies more than the first.",
        _learned,
    ),
    Preset(
        "reverse",
        "Red and blue change places",
        "A matrix of zeros and ones moves channels about without adding any up.",
        partial(_mixed_photo, "reverse", "reverse"),
    ),
)
