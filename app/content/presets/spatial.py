"""The worked examples of the lesson of spatially separable convolution."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

import numpy as np

from app.content.kernels.catalogue import kernel_preset
from app.content.presets.convolution import Preset, grid, photo, scene_of
from app.content.presets.examples import LITERATURE, patchwork
from app.state.derive import Factored, derive
from app.state.image import Image
from app.state.scene import Kernel, Lesson, Mapping, Scene
from app.state.spatial.choices import USUAL_SPATIAL, First, Spatial
from app.state.spatial.passes import PASSES
from app.state.tensor import Tensor

LESSON = Lesson.SPATIALLY_SEPARABLE


def _literature() -> Image:
    return grid("literature", LITERATURE)


def _toy(
    key: str,
    kernel: str,
    size: int = 3,
    image: Callable[[], Image] = _literature,
    chosen: Spatial = USUAL_SPATIAL,
    **parameters: Any,
) -> Scene:
    weights = kernel_preset(kernel).build(size, size)
    return replace(scene_of(key, image(), weights, LESSON, **parameters), spatial=chosen)


def _pictured(
    key: str, kernel: Kernel, image: str = "scene", mapping: Mapping = Mapping.AS_IS, **more: Any
) -> Scene:
    """A sample image, the step at its sharpest edge in the second pass."""
    start = photo(key, kernel, image, **more)
    columns = derive(start).output_shape[1]
    scene = replace(start, lesson=LESSON, mapping=mapping)
    derived = derive(scene)
    assert isinstance(derived, Factored)
    return replace(scene, step=derived.step_at(PASSES - 1, *divmod(start.step, columns)))


def _named(key: str, kernel: str, size: int = 3, **more: Any) -> Scene:
    return _pictured(key, kernel_preset(kernel).build(size, size), **more)


def _wide() -> Image:
    return grid("patchwork", patchwork(9)[:4])


def _diagonal() -> Scene:
    weights = np.eye(5, dtype=np.int64)
    return _pictured("diagonal", Kernel("Diagonal line", Tensor(weights)), "digit")


SPATIAL_PRESETS: tuple[Preset, ...] = (
    Preset(
        "sobel",
        "Sobel in two passes",
        "Columns by 1 2 1, then rows by −1 0 1: 45 + 27 = 72 multiplications instead of 81.",
        partial(_toy, "sobel", "sobel-x"),
    ),
    Preset(
        "box",
        "Box: sums of sums",
        "A column of ones, a row of ones, and one ninth: the mean of nine cells.",
        partial(_toy, "box", "box"),
    ),
    Preset(
        "costs-more",
        "Where it costs more",
        "A 5 × 5 kernel on 5 × 5 cells has one place only: 25 multiplications, or 25 + 5 = 30.",
        partial(_toy, "costs-more", "binomial", 5),
    ),
    Preset(
        "row-first",
        "Rows first",
        "On 4 × 9 cells the order matters: 84 + 42 with rows first, 54 + 42 with columns first.",
        partial(_toy, "row-first", "sobel-y", 3, _wide, Spatial(First.ROW)),
    ),
    Preset(
        "laplacian",
        "Laplacian: not separable",
        "Rank 2: the nearest column × row is 10 % off, and the error shows on every output.",
        partial(_toy, "laplacian", "laplacian"),
    ),
    Preset(
        "two-terms",
        "Two terms for rank 2",
        "Four passes give the Laplacian exactly, and cost more than the kernel itself.",
        partial(_toy, "two-terms", "laplacian", chosen=Spatial(terms=2)),
    ),
    Preset(
        "literature",
        "The literature’s kernel",
        "Its first and last rows are alike, its middle one is no multiple of them: rank 2.",
        partial(_toy, "literature", "literature"),
    ),
    Preset(
        "sobel-photo",
        "Sobel on a photo",
        "The column pass smooths downwards, the row pass finds the edges: the same as at once.",
        partial(_named, "sobel-photo", "sobel-x"),
    ),
    Preset(
        "gaussian",
        "Gaussian 5 × 5",
        "The classic use of two passes: 10 products for each cell instead of 25.",
        partial(_named, "gaussian", "gaussian", 5, padding="same"),
    ),
    Preset(
        "laplacian-photo",
        "What is lost on a photo",
        "The nearest column × row no longer adds up to 0, so that flat sky is off as well.",
        partial(_named, "laplacian-photo", "laplacian"),
    ),
    Preset(
        "diagonal",
        "A diagonal line",
        "Rank 5, with all singular values alike: no column × row is any good.",
        _diagonal,
    ),
)
