"""The worked examples of the lesson on groups."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.content.presets.channels import channel_scene, planes_image
from app.content.presets.convolution import Preset
from app.content.samples.catalogue import sample
from app.core import layer_cost
from app.state import kernels
from app.state.channels.choices import Following, Mixing
from app.state.channels.filters import filters_of
from app.state.scene import Lesson, Reveal, Scene

ALEXNET_INPUT, ALEXNET_FILTERS, ALEXNET_KERNEL = (96, 27, 27), 256, 5
"""AlexNet's second layer (Krizhevsky, Sutskever and Hinton, 2012), with 2 groups and padding 2."""
PLACE = (440, 210)
"""Row and column of the landscape's cottage."""


def grouped_planes(channels: int, size: int) -> NDArray[Any]:
    """Whole numbers from 0 to 3, `(size, size, channels)`, no two neighbouring channels alike."""
    rows, columns, depth = np.ogrid[:size, :size, :channels]
    cells: NDArray[Any] = ((1 + depth % 3) * rows + (2 + depth) * columns + depth) % 4
    return cells


def grouped_weights(filters: int, channels: int, kernel: int) -> NDArray[Any]:
    """Whole numbers from −1 to 3, `(filters, channels, kernel, kernel)`, no two filters alike."""
    number, channel, row, column = np.ogrid[:filters, :channels, :kernel, :kernel]
    places = 2 * number + (3 + number // 5) * channel + (1 + number % 3) * row
    weights: NDArray[Any] = (places + (1 + channel) * column) % 5 - 1
    return weights


def alexnet_weights(groups: int) -> int:
    """The weights of AlexNet's second layer with so many groups, without biases."""
    channels = ALEXNET_INPUT[0] // groups
    weights = ALEXNET_FILTERS, channels, ALEXNET_KERNEL, ALEXNET_KERNEL
    return layer_cost(ALEXNET_INPUT, weights, padding=2, groups=groups).parameters


def _toy(
    key: str,
    channels: int,
    filters: int,
    kernel: int,
    groups: int,
    following: Following = Following.NOTHING,
    size: int = 5,
) -> Scene:
    image = planes_image("planes", grouped_planes(channels, size))
    bias = tuple(number % 3 - 1 for number in range(filters))
    made = filters_of("toy filters", grouped_weights(filters, channels, kernel), bias, groups)
    return channel_scene(key, image, made, Lesson.GROUPED, Mixing(following=following))


def _photo() -> Scene:
    """Every colour under its own edge detector."""
    several = (kernels.sobel_x, kernels.laplacian, kernels.sobel_y)
    kernel = np.stack([np.stack([make(3, 3)] * len(several)) for make in several])
    image = sample("scene").build()
    filters = filters_of("an edge detector for each colour", kernel, (), len(several))
    scene = channel_scene("photo", image, filters, Lesson.GROUPED)
    row, column = PLACE
    return replace(scene, step=row * (image.width - 2) + column, reveal=Reveal.WHOLE)


GROUPS_PRESETS: tuple[Preset, ...] = (
    Preset(
        "two",
        "Two groups",
        "Six channels in two halves: a filter sees three, and half of the weights are gone.",
        partial(_toy, "two", 6, 6, 3, 2),
    ),
    Preset(
        "one",
        "One group",
        "The same layer as usual: every filter sees every channel.",
        partial(_toy, "one", 6, 6, 3, 1),
    ),
    Preset(
        "depthwise",
        "Depthwise",
        "As many groups as channels: each filter has one kernel, and no channels are added up.",
        partial(_toy, "depthwise", 4, 4, 3, 4),
    ),
    Preset(
        "multiplier",
        "Two filters for each channel",
        "Three groups of one channel make six outputs: depthwise with a multiplier of 2.",
        partial(_toy, "multiplier", 3, 6, 3, 3),
    ),
    Preset(
        "apart",
        "Two layers that never meet",
        "A second layer with the same groups: what is apart stays apart.",
        partial(_toy, "apart", 8, 8, 1, 2, Following.GROUPED, 4),
    ),
    Preset(
        "shuffled",
        "A shuffle between them",
        "The channels change places, and every output of the second layer sees every input.",
        partial(_toy, "shuffled", 8, 8, 1, 2, Following.SHUFFLED, 4),
    ),
    Preset(
        "four-groups",
        "Where one shuffle is too little",
        "Four groups of two channels: a group of two can hold channels of two groups at most.",
        partial(_toy, "four-groups", 8, 8, 1, 4, Following.SHUFFLED, 4),
    ),
    Preset(
        "twelve",
        "Twelve channels, three groups",
        "Four channels in each group: one more than there are groups, and the shuffle mixes all.",
        partial(_toy, "twelve", 12, 12, 1, 3, Following.SHUFFLED, 4),
    ),
    Preset(
        "alexnet",
        "AlexNet’s two groups, in small",
        f"AlexNet parted its second layer to fit two cards: {alexnet_weights(2):,} weights "
        f"in place of {alexnet_weights(1):,}.",
        partial(_toy, "alexnet", 4, 8, 5, 2, Following.NOTHING, 7),
    ),
    Preset(
        "photo",
        "Each colour by itself",
        "Depthwise on a photo: red, green and blue each under an edge detector of their own.",
        _photo,
    ),
)
