"""The kernel presets: what each is called, what it is for, and how it is made."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.state import kernels
from app.state.scene import Kernel, Pair
from app.state.tensor import Tensor

Build = Callable[[int, int], NDArray[Any]]


@dataclass(frozen=True, slots=True)
class KernelPreset:
    """`key` is the name on the command line; `size` the size at which it is usually met."""

    key: str
    title: str
    purpose: str
    weights: Build
    size: Pair = (3, 3)

    def build(self, height: int | None = None, width: int | None = None) -> Kernel:
        """The kernel at its usual size, or at another."""
        shape = (height or self.size[0], width or self.size[1])
        return Kernel(self.title, Tensor(self.weights(*shape)))


KERNELS: tuple[KernelPreset, ...] = (
    KernelPreset("identity", "Identity", "Copies the input: a start for weights of your own.",
                 kernels.identity),
    KernelPreset("shift", "Shift", "Moves the image one cell to the left: a weight that is not in "
                 "the middle.", kernels.shift),
    KernelPreset("literature", "Literature 3 × 3", "The small whole numbers of the worked "
                 "examples, easy to add up in your head.", kernels.literature),
    KernelPreset("box", "Box blur", "The plain mean of the window; every cell counts the same.",
                 kernels.box),
    KernelPreset("gaussian", "Gaussian blur", "A mean that trusts near cells more: soft, without "
                 "the box's corners.", kernels.gaussian, (5, 5)),
    KernelPreset("binomial", "Binomial blur", "The Gaussian in exact fractions, made of Pascal's "
                 "triangle.", kernels.binomial),
    KernelPreset("disc", "Out of focus", "The mean over a disc, as a lens blurs what it is not "
                 "set to.", kernels.disc, (7, 7)),
    KernelPreset("motion-blur", "Motion blur", "The mean along a diagonal, as if the camera had "
                 "moved.", kernels.motion_blur, (7, 7)),
    KernelPreset("sharpen", "Sharpen", "Adds each cell's difference from its neighbours to it.",
                 kernels.sharpen),
    KernelPreset("unsharp", "Unsharp mask", "Twice the image minus its blur: edges gain, flat "
                 "areas stay.", kernels.unsharp, (5, 5)),
    KernelPreset("sobel-x", "Sobel x", "Positive where it gets brighter to the right: vertical "
                 "edges.", kernels.sobel_x),
    KernelPreset("sobel-y", "Sobel y", "Positive where it gets brighter downwards: horizontal "
                 "edges.", kernels.sobel_y),
    KernelPreset("prewitt-x", "Prewitt x", "Vertical edges with all rows counted alike.",
                 kernels.prewitt_x),
    KernelPreset("prewitt-y", "Prewitt y", "Horizontal edges with all columns counted alike.",
                 kernels.prewitt_y),
    KernelPreset("scharr-x", "Scharr x", "Vertical edges, with directions measured more evenly "
                 "than Sobel does.", kernels.scharr_x),
    KernelPreset("scharr-y", "Scharr y", "Horizontal edges, with directions measured more "
                 "evenly than Sobel does.", kernels.scharr_y),
    KernelPreset("roberts", "Roberts cross", "The smallest edge detector: two corners of a 2 × 2 "
                 "window.", kernels.roberts, (2, 2)),
    KernelPreset("laplacian", "Laplacian 4", "Zero on flat areas and on even slopes; answers to "
                 "every edge and dot.", kernels.laplacian),
    KernelPreset("laplacian-8", "Laplacian 8", "The Laplacian with the diagonal neighbours too.",
                 kernels.laplacian_8),
    KernelPreset("log", "Laplacian of Gaussian", "Finds blobs of its own size, and keeps calm in "
                 "noise.", kernels.laplacian_of_gaussian, (7, 7)),
    KernelPreset("emboss", "Emboss", "A relief lit from the top left.", kernels.emboss),
    KernelPreset("horizontal", "Horizontal lines", "Answers to bright rows, not to edges.",
                 kernels.horizontal_lines),
    KernelPreset("vertical", "Vertical lines", "Answers to bright columns, not to edges.",
                 kernels.vertical_lines),
    KernelPreset("diagonal", "Falling diagonals", "Answers to bright lines that fall to the "
                 "right.", kernels.diagonal),
    KernelPreset("antidiagonal", "Rising diagonals", "Answers to bright lines that rise to the "
                 "right.", kernels.antidiagonal),
    KernelPreset("corner", "Corners", "Answers where brightness changes across both axes at "
                 "once.", kernels.corner),
    KernelPreset("gabor", "Gabor", "Stripes of one width and direction, much like what first "
                 "layers learn.", kernels.gabor, (9, 9)),
    KernelPreset("gabor-upright", "Gabor, upright", "The same with upright stripes: one filter "
                 "for each direction.", kernels.gabor_upright, (9, 9)),
    KernelPreset("random", "Random", "Weights drawn by lot: a filter before it has learned.",
                 kernels.random),
)  # fmt: skip


def resized(
    kernel: Kernel, height: int, width: int, among: tuple[KernelPreset, ...] = KERNELS
) -> Kernel:
    """A kernel at another size: a preset is made anew, other weights keep their centre."""
    if kernel.shape == (height, width):
        return kernel
    for preset in among:
        if preset.title == kernel.name and preset.build(*kernel.shape) == kernel:
            return preset.build(height, width)
    weights = kernels.resize(kernel.weights.array, height, width)
    return Kernel(f"{kernel.name.removesuffix(', changed')}, changed", Tensor(weights))


def title_of(weights: NDArray[Any]) -> str:
    """The title of the preset that has these weights `(rows, columns)`; empty where none has."""
    return _titles(*weights.shape).get(_value(weights), "")


@lru_cache(maxsize=16)
def _titles(height: int, width: int) -> dict[Tensor, str]:
    """Presets by their weights; of those that are alike at this size the first."""
    built = ((preset, preset.build(height, width).weights.array) for preset in reversed(KERNELS))
    return {_value(weights): preset.title for preset, weights in built}


def _value(weights: NDArray[Any]) -> Tensor:
    """Weights as a value in which 2 is 2.0, and −0 is 0."""
    return Tensor(weights.astype(np.float64) + 0.0)


def kernel_preset(key: str) -> KernelPreset:
    """The preset of that key; KeyError with the keys that there are."""
    for preset in KERNELS:
        if preset.key == key:
            return preset
    raise KeyError(f"no kernel {key!r}: {', '.join(preset.key for preset in KERNELS)}")
