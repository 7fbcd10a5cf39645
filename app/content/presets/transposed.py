"""The worked examples of the lesson on transposed convolution."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np

from app.content.kernels.catalogue import kernel_preset
from app.content.presets.convolution import Preset, all_sides, grid, scene_of
from app.content.presets.examples import patchwork
from app.content.presets.matrix import four_by_four
from app.content.samples.catalogue import sample
from app.state.image import Image
from app.state.scene import Kernel, Lesson, Reveal, Scene
from app.state.tensor import Tensor
from app.state.turned.choices import Transposed, Walk

SQUARE = np.array([[1, 2], [3, 4]])
"""The smallest y whose four stamps can be told apart."""


def _y(size: int) -> Image:
    return grid("y", SQUARE if size == 2 else patchwork(size))


def _figure(
    key: str,
    size: int,
    kernel: int,
    stride: int,
    padding: int,
    extra: int = 0,
    dilation: int = 1,
    **chosen: Any,
) -> Callable[[], Scene]:
    """A layer of the literature's figures; `chosen` is what else the lesson shows."""

    def build() -> Scene:
        weights = four_by_four() if kernel == 4 else kernel_preset("literature").build()
        start = scene_of(
            key, _y(size), weights, Lesson.TRANSPOSED, stride=(stride, stride),
            padding=all_sides(padding), dilation=(dilation, dilation),
        )  # fmt: skip
        return replace(start, transposed=Transposed((extra, extra), **chosen))

    return build


def _symmetric() -> Scene:
    weights = Tensor(np.array([[1, 2, 1], [2, 4, 2], [1, 2, 1]]))
    start = scene_of("symmetric", _y(2), Kernel("Tent", weights), Lesson.TRANSPOSED)
    return replace(start, transposed=Transposed(turned=False))


def _enlarged(key: str, image: str) -> Callable[[], Scene]:
    """A picture at twice its size: the tent kernel interpolates between neighbours."""

    def build() -> Scene:
        weights = Tensor(np.array([[1, 2, 1], [2, 4, 2], [1, 2, 1]]) / 4)
        start = scene_of(
            key, sample(image).build(), Kernel("Tent", weights), Lesson.TRANSPOSED,
            stride=(2, 2), padding=all_sides(1),
        )  # fmt: skip
        start = replace(start, transposed=Transposed((1, 1)))
        height, width = start.input.image.height, start.input.image.width
        row, column = height | 1, round(0.68 * width) | 1  # both odd: four stamps meet
        return replace(start, step=row * 2 * width + column, reveal=Reveal.WHOLE)

    return build


TRANSPOSED_PRESETS: tuple[Preset, ...] = (
    Preset(
        "literature",
        "Four stamps on 4 × 4",
        "Figure 4.1 with numbers: y is 1 2 3 4, and at most four stamps meet in a cell.",
        _figure("literature", 2, 3, 1, 0),
    ),
    Preset(
        "by-input",
        "One stamp at a time",
        "The same numbers by input cell: a stamp, a column of Cᵀ, sums that grow.",
        _figure("by-input", 2, 3, 1, 0, walk=Walk.INPUT),
    ),
    Preset(
        "stride-2",
        "Stride 2: 2 × 2 to 5 × 5",
        "Figure 4.5 with numbers: zeros between the inputs, stamps two cells apart.",
        _figure("stride-2", 2, 3, 2, 0),
    ),
    Preset(
        "no-turn",
        "Without the turn",
        "Leave out the 180° and zero-insertion gives another map: every cell is compared.",
        _figure("no-turn", 2, 3, 1, 0, turned=False),
    ),
    Preset(
        "symmetric",
        "A kernel that hides it",
        "This kernel looks the same turned: the mistake goes unseen, and is one all the same.",
        _symmetric,
    ),
    Preset(
        "figure-4-2",
        "Figure 4.2: 6 × 6 to 5 × 5",
        "A 4 × 4 kernel and padding 2: a transposed layer can make its input smaller.",
        _figure("figure-4-2", 6, 4, 1, 2),
    ),
    Preset(
        "figure-4-3",
        "Figure 4.3: same size",
        "Padding 1 crops a ring off what the stamps cover: 5 × 5 stays 5 × 5.",
        _figure("figure-4-3", 5, 3, 1, 1),
    ),
    Preset(
        "figure-4-4",
        "Figure 4.4: 7 × 7 to 5 × 5",
        "The transpose of full padding needs no padding at all.",
        _figure("figure-4-4", 7, 3, 1, 2),
    ),
    Preset(
        "figure-4-6",
        "Figure 4.6: 3 × 3 to 5 × 5",
        "Stride 2 and padding 1: the usual layer that enlarges, here with an odd result.",
        _figure("figure-4-6", 3, 3, 2, 1),
    ),
    Preset(
        "figure-4-7",
        "Figure 4.7: 3 × 3 to 6 × 6",
        "The same layer with output padding 1 picks the other size that the floor had merged.",
        _figure("figure-4-7", 3, 3, 2, 1, 1),
    ),
    Preset(
        "uncovered",
        "Cells that no stamp reaches",
        "Without padding, the row and column that output padding adds hold nothing at all.",
        _figure("uncovered", 3, 3, 2, 0, 1),
    ),
    Preset(
        "dilated",
        "Stamps with holes",
        "Dilation 2 spreads each stamp over 5 × 5 cells, with gaps that others may fill.",
        _figure("dilated", 3, 3, 1, 0, 0, 2),
    ),
    Preset(
        "digit",
        "A digit twice as large",
        "A tent kernel with stride 2 interpolates: 28 × 28 becomes 56 × 56.",
        _enlarged("digit", "digit"),
    ),
    Preset(
        "photo",
        "A photo twice as large",
        "The same layer on a photo: the lens shows which inputs meet in one cell.",
        _enlarged("photo", "scene"),
    ),
)
