"""The worked examples of the lesson of 3D convolution."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from math import prod
from typing import Any

import numpy as np

from app.content.kernels.catalogue import kernel_preset
from app.content.kernels.solid import kernel_preset3
from app.content.presets.convolution import Preset, grid, scene_of
from app.content.presets.examples import LITERATURE
from app.content.samples.volumes import volume_sample
from app.state.scene import Lesson, Mapping, Reveal, Scene
from app.state.solid.choices import Arrangement, Kernel3, Parameters3, Solid, Triple, VolumeInput
from app.state.solid.derived import filled
from app.state.solid.prepare import axes3_of
from app.state.tensor import Tensor

TWICE = np.array([[[1, 0], [2, 1]], [[0, 1], [1, 2]]])
"""A kernel of 2 × 2 × 2 small numbers with no symmetry."""


def solid_scene(
    key: str,
    volume: str,
    kernel: Kernel3,
    arrangement: Arrangement = Arrangement.AUTO,
    contrast: bool = False,
    **parameters: Any,
) -> Scene:
    """A sample volume under a kernel; what is not said of the parameters is as usual."""
    start = scene_of(
        key, grid("literature", LITERATURE), kernel_preset("literature").build(), Lesson.VOLUME
    )
    source = VolumeInput(volume_sample(volume).build())
    solid = Solid(source, kernel, Parameters3(**parameters), arrangement, contrast)
    return replace(start, solid=solid)


def _built(
    key: str,
    volume: str,
    kernel: str,
    size: Triple | None = None,
    at: Triple = (0, 0, 0),
    **parameters: Any,
) -> Callable[[], Scene]:
    """A small example at the output `at`, where there is something to see."""

    def build() -> Scene:
        weights = kernel_preset3(kernel).build(size)
        start = solid_scene(key, volume, weights, **parameters)
        return replace(start, step=filled(start).step_at(*at))

    return build


def _twice() -> Scene:
    kernel = Kernel3("Small numbers 2 × 2 × 2", Tensor(TWICE))
    return solid_scene("twice", "block", kernel, contrast=True)


def _scan(
    key: str, volume: str, weights: Kernel3, at: Triple, mapping: Mapping, dilation: int = 1
) -> Scene:
    """A large volume under a kernel, at one of its voxels, the output as large as the input."""
    start = solid_scene(key, volume, weights, padding="same", dilation=(dilation,) * 3)
    assert start.solid is not None
    shape = start.solid.input.volume.shape
    axes = axes3_of(shape, weights.shape, start.solid.parameters)
    assert prod(axis.output_size for axis in axes) == prod(shape)
    step = int(np.ravel_multi_index(at, shape))
    return replace(start, step=step, mapping=mapping, reveal=Reveal.WHOLE)


def _voxel() -> Scene:
    """Slices side by side and the whole output, since the kernel is what there is to see."""
    arranged = Arrangement.SLICES
    start = _built(
        "voxel", "voxel", "numbers", at=(1, 1, 1), padding="same", arrangement=arranged
    )()
    return replace(start, reveal=Reveal.WHOLE)


def _head() -> Scene:
    kernel = kernel_preset3("sobel-depth").build()
    return _scan("head", "phantom", kernel, (14, 47, 26), Mapping.AS_IS)


def _vessels() -> Scene:
    kernel = kernel_preset3("blob").build()
    return _scan("vessels", "vessels", kernel, (45, 61, 36), Mapping.CLIPPED)


def _down() -> Scene:
    """The mean along the line minus the mean around it, so that noise stays small."""
    weights = kernel_preset3("line-rows").build().weights.array
    kernel = Kernel3("Line minus ring", Tensor(weights / weights[weights > 0].sum()))
    return _scan("down", "vessels", kernel, (46, 100, 61), Mapping.CLIPPED, dilation=5)


SOLID_PRESETS: tuple[Preset, ...] = (
    Preset(
        "twice",
        "The same numbers twice",
        "Three channels give one plane, three slices a volume: only one of the kernels has room to "
        "move in depth.",
        _twice,
    ),
    Preset(
        "cube",
        "27 products, one number",
        "A 3 × 3 × 3 window in 5 × 5 × 5 numbers: nine products from each of three slices.",
        _built("cube", "cube-5", "numbers"),
    ),
    Preset(
        "fanned",
        "Slices side by side",
        "The same cube with its slices laid out: step with Shift and the arrows, and watch the "
        "window change slices.",
        _built("fanned", "cube-5", "numbers", arrangement=Arrangement.SLICES),
    ),
    Preset(
        "same",
        "Padding in depth too",
        "Same padding adds whole slices of zeros in front and behind, not only a rim.",
        _built("same", "cube-4", "numbers", at=(3, 1, 1), padding="same"),
    ),
    Preset(
        "flat",
        "A kernel one slice deep",
        "1 × 3 × 3 works on each slice by itself: a 2D convolution, slice after slice.",
        _built("flat", "cube-4", "numbers", (1, 3, 3)),
    ),
    Preset(
        "through",
        "A kernel one cell wide",
        "3 × 1 × 1 mixes slices and nothing else: after 1 × 3 × 3 it makes a factorised 3D layer.",
        _built("through", "cube-4", "sum", (3, 1, 1)),
    ),
    Preset(
        "full-depth",
        "As deep as the volume",
        "With no room left in depth, one slice comes out, just as from channels.",
        _built("full-depth", "cube-4", "sum", (4, 2, 2)),
    ),
    Preset(
        "stride",
        "A stride for each axis",
        "Stride 1 in depth and 2 in the slices, as some networks for video begin: the slices "
        "shrink, their number does not.",
        _built(
            "stride",
            "cube-5",
            "numbers",
            at=(2, 1, 1),
            stride=(1, 2, 2),
            padding="same",
            linked=False,
        ),
    ),
    Preset(
        "dilated",
        "Holes in depth",
        "Dilation 2 in depth: the window takes every other slice, and skips the ones between.",
        _built("dilated", "cube-5", "numbers", dilation=(2, 1, 1), linked=False),
    ),
    Preset(
        "voxel",
        "A single voxel",
        "One 1 among zeros brings out the kernel itself, turned round on all three axes.",
        _voxel,
    ),
    Preset(
        "sheet",
        "A tilt that no slice shows",
        "Every slice holds an upright line; only a difference along depth tells that it moves.",
        _built("sheet", "sheet", "sobel-depth", at=(0, 0, 1)),
    ),
    Preset(
        "head",
        "Edges along depth",
        "Sobel from slice to slice on the Shepp–Logan head: level walls answer, upright ones do "
        "not.",
        _head,
    ),
    Preset(
        "vessels",
        "Vessels stand out",
        "A blob filter on a vessel tree: tubes of its own size light up, noise and flat flesh do "
        "not.",
        _vessels,
    ),
    Preset(
        "down",
        "Vessels of one direction",
        "The mean along a line minus the mean around it, with cells 5 apart: what runs down the "
        "rows stands out.",
        _down,
    ),
)
