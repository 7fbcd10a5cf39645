"""The worked examples of the lesson on the matrix of a convolution."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

import numpy as np

from app.content.kernels.catalogue import kernel_preset
from app.content.presets.convolution import Preset, all_sides, grid, photo, scene_of
from app.content.presets.examples import LITERATURE, patchwork
from app.state.scene import Kernel, Lesson, Scene
from app.state.tensor import Tensor
from app.state.turned.choices import Product, Unrolling


def four_by_four() -> Kernel:
    """A kernel of an even side, with no symmetry and zeros among its weights."""
    return Kernel("4 × 4", Tensor(patchwork(4)))


def _classic(key: str, product: Product, compare: bool) -> Scene:
    """4 × 4 to 2 × 2: the smallest matrix that shows everything."""
    kernel = kernel_preset("literature").build()
    start = scene_of(key, grid("literature", LITERATURE[:4, :4]), kernel, Lesson.MATRIX)
    return replace(start, unrolling=Unrolling(product, compare))


def _figure(key: str, size: int, kernel: int, **parameters: Any) -> Callable[[], Scene]:
    def build() -> Scene:
        weights = four_by_four() if kernel == 4 else kernel_preset("literature").build()
        image = grid("patchwork", patchwork(size))
        return scene_of(key, image, weights, Lesson.MATRIX, **parameters)

    return build


def _identity() -> Scene:
    weights = Tensor(np.array([[0, 0, 0], [0, 1, 0], [0, 0, 0]]))
    start = scene_of(
        "identity", grid("literature", LITERATURE[:4, :4]), Kernel("Identity", weights),
        Lesson.MATRIX,
        padding=all_sides(1),
    )  # fmt: skip
    return replace(start, unrolling=Unrolling(Product.BACK, compare=True))


def _pictured(key: str, kernel: str, image: str) -> Scene:
    """A sample image, the step at its sharpest edge."""
    return replace(photo(key, kernel_preset(kernel).build(), image), lesson=Lesson.MATRIX)


MATRIX_PRESETS: tuple[Preset, ...] = (
    Preset(
        "classic",
        "4 × 4 to 2 × 2",
        "Four windows are four rows: 36 of the 64 cells of C carry a weight.",
        partial(_classic, "classic", Product.FORWARD, False),
    ),
    Preset(
        "back",
        "Multiply back",
        "Cᵀ takes 2 × 2 to 4 × 4: the shape returns, the values do not.",
        partial(_classic, "back", Product.BACK, True),
    ),
    Preset(
        "figure-2-2",
        "Figure 2.2: i 5, k 4, p 2",
        "From 5 × 5 to 6 × 6: 324 of 900 cells carry a weight, and the bands are cut at the edge.",
        _figure("figure-2-2", 5, 4, padding=all_sides(2)),
    ),
    Preset(
        "figure-2-3",
        "Figure 2.3: same size",
        "Padding 1 makes C square: 169 of 625 cells carry a weight.",
        _figure("figure-2-3", 5, 3, padding=all_sides(1)),
    ),
    Preset(
        "figure-2-4",
        "Figure 2.4: full padding",
        "From 5 × 5 to 7 × 7: every column holds all nine weights, 225 of 1,225.",
        _figure("figure-2-4", 5, 3, padding=all_sides(2)),
    ),
    Preset(
        "figure-2-5",
        "Figure 2.5: stride 2",
        "Windows two cells apart: rows move on by two columns, and 36 of 100 cells carry a weight.",
        _figure("figure-2-5", 5, 3, stride=(2, 2)),
    ),
    Preset(
        "figure-2-6",
        "Figure 2.6: stride 2, p 1",
        "Nine rows and 49 of 225 cells: windows at the edge have shorter rows.",
        _figure("figure-2-6", 5, 3, stride=(2, 2), padding=all_sides(1)),
    ),
    Preset(
        "figure-2-7",
        "Figure 2.7: the other size",
        "Six cells a side give nine rows as five did: so the way back is ambiguous. "
        "64 of 324 cells.",
        _figure("figure-2-7", 6, 3, stride=(2, 2), padding=all_sides(1)),
    ),
    Preset(
        "dilated",
        "Dilation spreads a row",
        "The nine weights of each row stand further apart; no row has more of them.",
        _figure("dilated", 7, 3, dilation=(2, 2)),
    ),
    Preset(
        "identity",
        "When the values return",
        "The identity kernel, padding 1, stride 1: here C is the unit matrix, and so is Cᵀ · C.",
        _identity,
    ),
    Preset(
        "digit",
        "A digit’s matrix",
        "28 × 28 cells make 676 rows and 784 columns, nearly all of them empty.",
        partial(_pictured, "digit", "vertical", "digit"),
    ),
    Preset(
        "photo",
        "Far too large for a photo",
        "The lesson says how large C would be, and the steps go on without it.",
        partial(_pictured, "photo", "sobel-x", "scene"),
    ),
)
