"""The kernel presets of three sides: what each is called, what it is for, and how it is made."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from numpy.typing import NDArray

from app.state.solid import kernels
from app.state.solid.choices import Kernel3, Triple
from app.state.tensor import Tensor

Build = Callable[[int, int, int], NDArray[Any]]


@dataclass(frozen=True, slots=True)
class KernelPreset3:
    """`key` is the name on the command line; `size` the size at which it is usually met."""

    key: str
    title: str
    purpose: str
    weights: Build
    size: Triple = (3, 3, 3)

    def build(self, size: Triple | None = None) -> Kernel3:
        """The kernel at its usual size, or at another."""
        return Kernel3(self.title, Tensor(self.weights(*(size or self.size))))


KERNELS3: tuple[KernelPreset3, ...] = (
    KernelPreset3("identity", "Identity", "Copies the volume: a start for weights of your own.",
                  kernels.identity),
    KernelPreset3("numbers", "Small numbers", "The whole numbers of the planar examples, each "
                  "slice moved on by a row.", kernels.numbers),
    KernelPreset3("sum", "Sum", "Every weight 1: the sum of the window.", kernels.ones, (2, 2, 2)),
    KernelPreset3("box", "Box blur", "The plain mean of the window; every voxel counts the same.",
                  kernels.box),
    KernelPreset3("gaussian", "Gaussian blur", "A mean that trusts near voxels more, in all three "
                  "directions.", kernels.gaussian),
    KernelPreset3("sobel-depth", "Sobel, depth", "Positive where it gets brighter from slice to "
                  "slice.", kernels.sobel_depth),
    KernelPreset3("sobel-rows", "Sobel, rows", "Positive where it gets brighter downwards.",
                  kernels.sobel_rows),
    KernelPreset3("sobel-columns", "Sobel, columns", "Positive where it gets brighter to the "
                  "right.", kernels.sobel_columns),
    KernelPreset3("laplacian", "Laplacian 6", "Zero on even slopes; compares with the six "
                  "neighbours that share a face.", kernels.laplacian),
    KernelPreset3("laplacian-26", "Laplacian 26", "The Laplacian with all 26 neighbours.",
                  kernels.laplacian_26),
    KernelPreset3("line-depth", "Lines in depth", "Answers to bright lines that run through the "
                  "slices.", kernels.line_depth),
    KernelPreset3("line-rows", "Lines down", "Answers to bright lines that run down the rows.",
                  kernels.line_rows),
    KernelPreset3("line-columns", "Lines across", "Answers to bright lines that run to the right.",
                  kernels.line_columns),
    KernelPreset3("blob", "Blob", "A bright ball in a dark shell: answers to vessels and knots of "
                  "its own size.", kernels.blob, (5, 5, 5)),
)  # fmt: skip


def resized3(kernel: Kernel3, size: Triple) -> Kernel3:
    """A kernel at another size: a preset is made anew, other weights keep their middle."""
    if kernel.shape == size:
        return kernel
    for preset in KERNELS3:
        if preset.title == kernel.name and preset.build(kernel.shape) == kernel:
            return preset.build(size)
    weights = kernels.resize(kernel.weights.array, *size)
    return Kernel3(f"{kernel.name.removesuffix(', changed')}, changed", Tensor(weights))


def kernel_preset3(key: str) -> KernelPreset3:
    """The preset of that key; KeyError with the keys that there are."""
    for preset in KERNELS3:
        if preset.key == key:
            return preset
    raise KeyError(f"no kernel {key!r}: {', '.join(preset.key for preset in KERNELS3)}")
