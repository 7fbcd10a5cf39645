"""The worked examples of the arithmetic lesson: the fifteen relationships of the literature.

Numbers and figures as in Dumoulin and Visin, "A guide to convolution arithmetic for deep
learning" (2016): relationships 1 to 7 and 15 are direct, 8 to 14 transposed, by size.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

from app.content.kernels.catalogue import kernel_preset
from app.content.presets.convolution import Preset, all_sides, grid, photo, scene_of
from app.content.presets.examples import patchwork
from app.content.samples.catalogue import sample
from app.state.image import Image
from app.state.scene import Kernel, Lesson, PaddingName, Reading, Reveal, Scene
from app.state.tensor import Tensor

LITERATURE_SIDE = 5


def image_of(size: int) -> Image:
    """The literature's own grid at its size, else a patchwork of whole numbers."""
    if size == LITERATURE_SIDE:
        return sample("literature").build()
    return grid("patchwork", patchwork(size))


def kernel_of(size: int) -> Kernel:
    """The literature's own kernel at its size, else a patchwork of whole numbers."""
    if size == 3:
        return kernel_preset("literature").build()
    return Kernel(f"Patchwork {size} × {size}", Tensor(patchwork(size)))


def _sizes(
    key: str,
    size: int,
    kernel: int,
    stride: int = 1,
    padding: int | PaddingName = 0,
    **others: Any,
) -> Callable[[], Scene]:
    """i, k, s and p as the literature gives them."""

    def build() -> Scene:
        return scene_of(
            key,
            image_of(size),
            kernel_of(kernel),
            Lesson.ARITHMETIC,
            stride=(stride, stride),
            padding=all_sides(padding) if isinstance(padding, int) else padding,
            **others,
        )

    return build


def _back(key: str, *sizes: int) -> Callable[[], Scene]:
    """The transposed relationship of a direct one: the same sizes, read from o to i."""

    def build() -> Scene:
        return replace(_sizes(key, *sizes)(), reading=Reading.TRANSPOSED)

    return build


def _pooling() -> Scene:
    kernel = kernel_preset("box").build()
    return scene_of("pooling", image_of(5), kernel, Lesson.ARITHMETIC)


def _halved() -> Scene:
    scene = scene_of(
        "halved", sample("digit").build(), kernel_preset("binomial").build(), Lesson.ARITHMETIC,
        stride=(2, 2), padding=all_sides(1),
    )  # fmt: skip
    return replace(scene, reveal=Reveal.WHOLE)


def _two_axes() -> Scene:
    return scene_of(
        "two-axes", grid("patchwork", patchwork(7)), Kernel("Patchwork", Tensor(patchwork(5)[:2])),
        Lesson.ARITHMETIC, stride=(1, 2), dilation=(2, 1), padding=((1, 1), (2, 1)), linked=False,
    )  # fmt: skip


ARITHMETIC_PRESETS: tuple[Preset, ...] = (
    Preset(
        "floor",
        "What the floor drops",
        "From 6 cells with kernel 3 and stride 2: 3 / 2 is no whole number, and a cell is lost.",
        _sizes("floor", 6, 3, 2),
    ),
    Preset(
        "relation-1",
        "1 · no padding",
        "Stride 1 and nothing added: o = i − k + 1.",
        _sizes("relation-1", 4, 3),
    ),
    Preset(
        "relation-2",
        "2 · any padding",
        "Each ring of padding makes the output two cells larger: o = i − k + 2p + 1.",
        _sizes("relation-2", 5, 4, 1, 2),
    ),
    Preset(
        "relation-3",
        "3 · half padding",
        "An odd kernel and p = ⌊k / 2⌋ keep the size: o = i.",
        _sizes("relation-3", 5, 3, 1, 1),
    ),
    Preset(
        "relation-4",
        "4 · full padding",
        "With p = k − 1 every partial overlap counts, and the output grows: o = i + k − 1.",
        _sizes("relation-4", 5, 3, 1, 2),
    ),
    Preset(
        "relation-5",
        "5 · stride",
        "No padding, any stride: o = ⌊(i − k) / s⌋ + 1.",
        _sizes("relation-5", 5, 3, 2),
    ),
    Preset(
        "relation-6",
        "6 · stride and padding",
        "The general rule without dilation: o = ⌊(i + 2p − k) / s⌋ + 1.",
        _sizes("relation-6", 5, 3, 2, 1),
    ),
    Preset(
        "pooling",
        "7 · pooling",
        "Pooling slides its window alike and obeys the same formula; here it takes the mean.",
        _pooling,
    ),
    Preset(
        "relation-8",
        "8 · back from 1",
        "Transposed, no padding, stride 1: o' = i' + k − 1.",
        _back("relation-8", 4, 3),
    ),
    Preset(
        "relation-9",
        "9 · back from 2",
        "Transposed, any padding, stride 1: padding now takes cells away, o' = i' + k − 1 − 2p.",
        _back("relation-9", 5, 4, 1, 2),
    ),
    Preset(
        "relation-10",
        "10 · back from 3",
        "Transposed half padding: the size stays, o' = i'.",
        _back("relation-10", 5, 3, 1, 1),
    ),
    Preset(
        "relation-11",
        "11 · back from 4",
        "Transposed full padding crops what full padding had added: o' = i' − (k − 1).",
        _back("relation-11", 5, 3, 1, 2),
    ),
    Preset(
        "relation-12",
        "12 · back from 5",
        "Transposed with a stride, no padding: o' = s(i' − 1) + k.",
        _back("relation-12", 5, 3, 2),
    ),
    Preset(
        "relation-13",
        "13 · back from 6",
        "Transposed with stride and padding, where the stride divides: o' = s(i' − 1) + k − 2p.",
        _back("relation-13", 5, 3, 2, 1),
    ),
    Preset(
        "relation-14",
        "14 · the lost cell",
        "5 and 6 cells both give 3: output_padding a says which of them comes back.",
        _back("relation-14", 6, 3, 2, 1),
    ),
    Preset(
        "relation-15",
        "15 · dilation",
        "A dilated kernel counts with its whole span d(k − 1) + 1: from 7 cells to 3.",
        _sizes("relation-15", 7, 3, dilation=(2, 2)),
    ),
    Preset(
        "same-stride-2",
        "TensorFlow's “same”",
        "6 cells, kernel 3, stride 2: 0 left, 1 right. PyTorch's number pads both sides.",
        _sizes("same-stride-2", 6, 3, 2, padding="same"),
    ),
    Preset(
        "even-same",
        "“Same”, even kernel",
        "An even kernel needs an odd number of padding cells: no number for both sides does it.",
        _sizes("even-same", 5, 4, padding="same"),
    ),
    Preset(
        "two-axes",
        "Two axes, two sums",
        "Rows and columns have their own kernel, stride, padding and dilation, and their own size.",
        _two_axes,
    ),
    Preset(
        "halved",
        "From 28 to 14",
        "A digit halved by stride 2. Which other layers do that? Ask “backwards” at the right.",
        _halved,
    ),
    Preset(
        "stem",
        "A photo, k 7, s 2",
        "The first layer of many networks: 7 × 7, stride 2, padding 3, here as a blur.",
        partial(
            photo, "stem", kernel_preset("gaussian").build(7, 7), lesson=Lesson.ARITHMETIC,
            stride=(2, 2), padding=all_sides(3),
        ),
    ),
)  # fmt: skip
