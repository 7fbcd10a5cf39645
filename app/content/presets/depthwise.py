"""The worked examples of the lesson of depthwise separable convolution."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.content.kernels.catalogue import kernel_preset
from app.content.presets.convolution import Preset, photo
from app.content.presets.examples import LITERATURE, patchwork, rings
from app.content.samples.catalogue import sample
from app.state import kernels
from app.state.channels.choices import Mixing, Source
from app.state.depthwise.choices import Depthwise, depthwise_of
from app.state.image import COLOURS, Image
from app.state.scene import Input, Lesson, Parameters, Reveal, Scene
from app.state.tensor import Tensor

MIXES = np.array([[1, 1, 1], [1, 0, -1], [0, 2, 1], [-1, 1, 0]])
"""Four sums of three channels that are easy to check."""
OPPONENTS = np.array([[1 / 3, 1 / 3, 1 / 3], [1, -1, 0], [-0.5, -0.5, 1]])
"""Brightness, red against green, blue against yellow."""


def planes(size: int) -> Image:
    """Three small grids of whole numbers, as the channels of one image."""
    first = LITERATURE if size == len(LITERATURE) else patchwork(size).T
    cells = np.stack([first, patchwork(size), rings(size)], axis=-1)
    return Image(f"three planes {size}×{size}", Tensor(cells), float(cells.max()))


def small_kernels() -> NDArray[Any]:
    """The literature's kernel, a cross and an edge: a kernel for each of three channels."""
    cross = np.array([[0, 1, 0], [1, 1, 1], [0, 1, 0]])
    return np.stack([kernels.literature(3, 3), cross, kernels.sobel_x(3, 3)])


def _scene(key: str, image: Image, weights: Depthwise, **parameters: Any) -> Scene:
    kernel = kernel_preset("identity").build()
    source = Source.OWN if image.channels > 1 else Source.REPEATED
    return Scene(
        Lesson.DEPTHWISE, key, Input(image), kernel, Parameters(**parameters),
        mixing=Mixing(source=source), depthwise=weights,
    )  # fmt: skip


def _two_steps() -> Scene:
    return _scene("two-steps", planes(5), depthwise_of(small_kernels(), MIXES))


def _literature() -> Scene:
    """7 × 7 × 3 to 5 × 5 × 128."""
    mixes = np.add.outer(np.arange(128), 2 * np.arange(3) + np.arange(3) ** 2) % 5 - 2
    return _scene("literature", planes(7), depthwise_of(small_kernels(), mixes))


def _one_output() -> Scene:
    return _scene("one-output", planes(5), depthwise_of(small_kernels(), MIXES[:1]))


def _stride() -> Scene:
    weights = depthwise_of(small_kernels(), MIXES)
    return _scene("stride-2", planes(7), weights, stride=(2, 2), padding="same")


def _photo(key: str, name: str) -> Scene:
    """A photo with the same kernel in every channel; the step of its first output stands at the
    sharpest edge of the middle row."""
    kernel = kernel_preset(name).build()
    weights = depthwise_of(np.stack([kernel.weights.array] * COLOURS), OPPONENTS)
    start = _scene(key, sample("scene").build(), weights, padding="same")
    edge = photo(key, kernel, padding="same").step
    plane_size = start.input.image.height * start.input.image.width
    return replace(start, step=weights.channels * plane_size + edge, reveal=Reveal.WHOLE)


DEPTHWISE_PRESETS: tuple[Preset, ...] = (
    Preset(
        "two-steps",
        "Two steps instead of one",
        "A kernel for each of three channels, then four weighted sums of what comes out.",
        _two_steps,
    ),
    Preset(
        "literature",
        "The literature's shapes",
        "7 × 7 × 3 to 5 × 5 × 128: 10,275 multiplications do the work of 86,400.",
        _literature,
    ),
    Preset(
        "one-output",
        "Where it costs more",
        "With a single output channel the pointwise step only comes on top.",
        _one_output,
    ),
    Preset(
        "stride-2",
        "Halving the size",
        "The stride belongs to the depthwise step; the pointwise one keeps every cell.",
        _stride,
    ),
    Preset(
        "opponents",
        "Opponent colours of a blur",
        "Each colour is blurred on its own; brightness and two colour contrasts are mixed of it.",
        lambda: _photo("opponents", "gaussian"),
    ),
    Preset(
        "edges",
        "Edges, then colours",
        "Sobel x in every channel: the pointwise step decides which colour's edges count.",
        lambda: _photo("edges", "sobel-x"),
    ),
)
