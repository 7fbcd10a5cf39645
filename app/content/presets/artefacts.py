"""The worked examples of the lesson of artefacts: a picture at two or three times its size."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from app.content.kernels.catalogue import kernel_preset
from app.content.presets.convolution import Preset, scene_of
from app.content.samples.catalogue import sample
from app.state.scene import Kernel, Lesson, Reveal, Scene
from app.state.tensor import Tensor

SMALL = (40, 56)
"""The picture's size: small enough that cells of its enlargements can be told apart."""


def alike(side: int) -> Kernel:
    """Weights of 1, so that the result counts what the stamps bring."""
    return Kernel(f"All 1, {side} × {side}", Tensor(np.ones((side, side), np.int64)))


def tent() -> Kernel:
    """The weights of linear interpolation at stride 2."""
    line = np.array([1, 2, 1])
    return Kernel("Tent", Tensor(np.multiply.outer(line, line)))


def _upsampled(
    key: str, kernel: Callable[[], Kernel], stride: int, image: str = "scene"
) -> Callable[[], Scene]:
    def build() -> Scene:
        start = scene_of(
            key, sample(image).build(), kernel(), Lesson.ARTEFACTS, stride=(stride, stride)
        )
        rows, columns = SMALL
        middle = rows // 2 * stride * ((columns - 1) * stride + kernel().shape[1])
        small = replace(start.input, resample=SMALL)
        step = middle + columns // 2 * stride
        return replace(start, input=small, step=step, reveal=Reveal.WHOLE)

    return build


ARTEFACT_PRESETS: tuple[Preset, ...] = (
    Preset(
        "checkerboard",
        "k3 s2 · a checkerboard",
        "All weights alike, and still a pattern: 1, 2 and 4 stamps. Zoom in to count them.",
        _upsampled("checkerboard", lambda: alike(3), 2),
    ),
    Preset(
        "divisible",
        "k4 s2 · even",
        "The stride divides the kernel and all weights are alike: nothing repeats inside.",
        _upsampled("divisible", lambda: alike(4), 2),
    ),
    Preset(
        "uneven-weights",
        "k4 s2 · uneven weights",
        "Even counts, random weights: the rule is kept, and the pattern is back.",
        _upsampled("uneven-weights", lambda: kernel_preset("random").build(4, 4), 2),
    ),
    Preset(
        "tent",
        "k3 s2 · a tent",
        "Uneven counts, and weights that make up for them: linear interpolation.",
        _upsampled("tent", tent, 2),
    ),
    Preset(
        "thirds",
        "k4 s3",
        "Every third row and column gets a second stamp.",
        _upsampled("thirds", lambda: alike(4), 3),
    ),
    Preset(
        "holes",
        "k2 s3 · holes",
        "The kernel is smaller than the stride: a black grid of cells that nothing reaches.",
        _upsampled("holes", lambda: alike(2), 3),
    ),
)
