"""Edits of the kernel of three sides: pure functions Scene → Change or Refusal."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.state import kernels
from app.state.outcome import Change, Outcome, Refusal
from app.state.scene import Scene
from app.state.settling import settled
from app.state.solid import kernels as solid_kernels
from app.state.solid.choices import MAX_KERNEL3, Kernel3, Triple
from app.state.solid.settling import by_sides, solid_of, with_solid
from app.state.tensor import Tensor
from app.state.typed import NUMBERS_THAT_FIT, are_numbers, told


def set_kernel3(scene: Scene, kernel: Kernel3, title: str = "") -> Outcome:
    """Another kernel. It is refused, not adjusted, where its window would not fit."""
    fault = kernel_fault(kernel)
    if fault:
        return Refusal("kernel3", fault)
    return settled(
        scene, with_solid(scene, kernel=kernel), title or f"kernel {kernel.name}", "kernel3"
    )


def kernel_fault(kernel: Kernel3) -> str:
    """Why these weights are no kernel of this lesson, in words; empty where they are."""
    weights = kernel.weights.array
    if weights.ndim != 3 or not all(1 <= side <= MAX_KERNEL3 for side in weights.shape):
        return (
            f"kernel {by_sides(weights.shape)}: depth, height and width from 1 to {MAX_KERNEL3} fit"
        )
    if not are_numbers(weights):
        return f"a weight is not {NUMBERS_THAT_FIT}"
    return ""


def set_weight3(scene: Scene, at: Triple, value: float) -> Outcome:
    """One weight of the kernel."""
    weights = solid_of(scene).kernel.weights.array.astype(np.float64)
    weights[at] = value
    place = ", ".join(str(each + 1) for each in at)
    return _reweighted(scene, weights, f"weight ({place}) = {told(value)}")


def set_slice_weights(scene: Scene, slice_: int, weights: NDArray[Any]) -> Outcome:
    """All weights of one slice at once; they must have the slice's size."""
    old = solid_of(scene).kernel.weights.array
    if weights.shape != old.shape[1:]:
        given, fits = by_sides(weights.shape), by_sides(old.shape[1:])
        return Refusal("kernel3", f"{given} weights: a slice of this kernel has {fits}")
    changed = old.astype(np.float64)
    changed[slice_] = weights
    return _reweighted(scene, changed, f"paste slice {slice_ + 1} of the kernel")


def resize_kernel3(scene: Scene, size: Triple) -> Outcome:
    """Another size: the middle of the weights is kept, zeros are added around it."""
    if not all(1 <= side <= MAX_KERNEL3 for side in size):
        words = f"kernel {by_sides(size)}: 1 to {MAX_KERNEL3} fits on each axis"
        return Refusal("kernel3", words)
    resized = solid_kernels.resize(solid_of(scene).kernel.weights.array, *size)
    return _reweighted(scene, resized, f"kernel size {by_sides(size)}")


def flip_kernel3(scene: Scene) -> Outcome:
    """Turned round on all three axes."""
    return _reworked(scene, solid_kernels.flip, "flip kernel")


def swap_axes3(scene: Scene) -> Outcome:
    """The kernel's axes changed round, so that it looks in the next direction."""
    return _reworked(scene, solid_kernels.swap, "swap the kernel's axes")


def negate_kernel3(scene: Scene) -> Outcome:
    return _reworked(scene, kernels.negate, "negate kernel")


def normalise_kernel3(scene: Scene) -> Outcome:
    """Divide by the sum of the weights, or by the sum of their sizes where the sum is 0."""
    if not solid_of(scene).kernel.weights.array.any():
        return Refusal("kernel3", "every weight is 0: there is nothing to divide by")
    return _reworked(scene, kernels.normalise, "normalise kernel")


def _reworked(scene: Scene, work: Callable[[NDArray[Any]], NDArray[Any]], title: str) -> Outcome:
    return _reweighted(scene, work(solid_of(scene).kernel.weights.array), title)


def _reweighted(scene: Scene, weights: NDArray[Any], title: str) -> Outcome:
    kernel = solid_of(scene).kernel
    tensor = Tensor(kernels.whole_where_possible(weights))
    if tensor == kernel.weights:
        return Change(scene, title)
    return set_kernel3(scene, Kernel3(kernels.changed(kernel.name), tensor), title)
