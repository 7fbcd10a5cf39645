"""The worked examples of the lesson of many channels."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

import numpy as np

from app.content.kernels.filters import filter_preset
from app.content.presets.convolution import Preset, all_sides
from app.content.presets.planes import many_planes, sixteen_planes
from app.content.samples.catalogue import sample
from app.state.channels.choices import Arrangement, Mixing, Summing
from app.state.channels.filters import Filters, filters_of
from app.state.derive import derive
from app.state.image import Image
from app.state.kernels import identity
from app.state.scene import Input, Kernel, Lesson, Pair, Parameters, Reveal, Scene
from app.state.tensor import Tensor

WINDOW_FRAME, ROOF = (410, 196), (327, 136)
"""Row and column of places in the landscape with edges, and with colours."""
UNUSED_KERNEL = Kernel("Identity", Tensor(identity(3, 3)))
"""A scene has a kernel, also where filters take its place."""


def channel_scene(
    key: str,
    image: Image,
    filters: Filters,
    lesson: Lesson = Lesson.MULTI_CHANNEL,
    mixing: Mixing | None = None,
    **parameters: Any,
) -> Scene:
    """An image of several channels under filters."""
    return Scene(
        lesson, key, Input(image), UNUSED_KERNEL, Parameters(**parameters), filters=filters,
        mixing=mixing or Mixing(),
    )  # fmt: skip


def planes_image(name: str, cells: Any) -> Image:
    """Planes of small whole numbers as an image."""
    height, width, channels = cells.shape
    return Image(f"{name} {height}×{width}×{channels}", Tensor(cells), float(cells.max()))


def _toy(key: str, mixing: Mixing | None = None, **parameters: Any) -> Callable[[], Scene]:
    """Three planes of 5 × 5 under two filters."""

    def build() -> Scene:
        image = sample("planes").build()
        filters = filter_preset("toy").build()
        return channel_scene(key, image, filters, mixing=mixing, **parameters)

    return build


def _first_filter() -> Scene:
    toy = filter_preset("toy").build()
    one = filters_of("One toy filter", toy.weights.array[:1])
    return channel_scene("one-filter", sample("planes").build(), one)


def _sixteen() -> Scene:
    weights = np.moveaxis(many_planes(16, 3), -1, 0)[None] % 3 - 1
    four = np.concatenate([np.roll(weights, 3 * turn, 1) for turn in range(4)])
    filters = filters_of("Four of sixteen kernels", np.ascontiguousarray(four))
    return channel_scene("sixteen", planes_image("planes", sixteen_planes()), filters)


def _photo(key: str, filters: str, place: Pair = WINDOW_FRAME) -> Scene:
    """The landscape under a preset of filters, the step where these answer."""
    scene = channel_scene(key, sample("scene").build(), filter_preset(filters).build())
    return replace(scene, step=derive(scene).step_at(0, *place), reveal=Reveal.WHOLE)


CHANNEL_PRESETS: tuple[Preset, ...] = (
    Preset(
        "toy",
        "Three planes, two filters",
        "Each filter has three kernels, one for each plane: 27 products make one number.",
        _toy("toy", stride=(2, 2), padding=all_sides(1)),
    ),
    Preset(
        "one-filter",
        "One filter, one result",
        "Three planes go in and one comes out: the channels are added up.",
        _first_filter,
    ),
    Preset(
        "block",
        "The filter as a block",
        "The same numbers as one 3-d filter, which slides down and to the right only.",
        _toy("block", Mixing(summing=Summing.WHOLE), stride=(2, 2), padding=all_sides(1)),
    ),
    Preset(
        "side-by-side",
        "Planes side by side",
        "Every number of every plane, with nothing in front of it.",
        _toy("side-by-side", Mixing(arrangement=Arrangement.SIDE_BY_SIDE)),
    ),
    Preset(
        "sixteen",
        "Sixteen channels in",
        "Inside a network there are more than three: 16 kernels a filter, and still one number.",
        _sixteen,
    ),
    Preset(
        "luma",
        "A photo to grey",
        "One weight for each channel and no neighbours: green counts most.",
        partial(_photo, "luma", "luma"),
    ),
    Preset(
        "oriented",
        "Eight filters on a photo",
        "Three channels in, eight out: each filter answers to edges in its own direction.",
        partial(_photo, "oriented", "oriented"),
    ),
    Preset(
        "edges-apart",
        "Edges, colour by colour",
        "Each filter looks at one channel: zeros in the others leave them out.",
        partial(_photo, "edges-apart", "edges-apart"),
    ),
    Preset(
        "opponents",
        "Colour opponents",
        "Red minus green, and blue minus yellow: a wall gives nothing, a roof a lot.",
        partial(_photo, "opponents", "opponents", ROOF),
    ),
    Preset(
        "emboss",
        "Emboss of one channel",
        "A relief of the green channel alone.",
        partial(_photo, "emboss", "emboss-green"),
    ),
)
