"""From the scene's words to the core's: the one place where they meet."""

from __future__ import annotations

from typing import Any

import numpy as np

from app.core import Axis
from app.state.prepare import EXACT_CELLS, Plane
from app.state.scene import MIXED, Kernel, Lesson, Parameters, Scene
from app.state.solid.choices import Parameters3


def conv_arguments(kernel: Kernel, parameters: Parameters, plane: Plane) -> dict[str, Any]:
    """Keyword arguments of `conv` and `Trace` for one channel: x `(1, H, W)`, w `(1, 1, kh, kw)`.

    With `flip` the weights are turned by 180° (true convolution). Float weights on a float32
    photo are taken as float32, so that the result is float32 too.
    """
    return one_channel(applied_weights(kernel, parameters), parameters, plane)


def one_channel(
    weights: Plane, parameters: Parameters | Parameters3, cells: Plane
) -> dict[str, Any]:
    """The arguments of one channel in any dimension, weights as they are laid on the window."""
    if cells.dtype == np.float32 or (cells.size > EXACT_CELLS and weights.dtype == np.float64):
        weights = weights.astype(np.float32)
    bias = parameters.bias
    return {
        "x": cells[np.newaxis],
        "w": weights[np.newaxis, np.newaxis],
        "b": None if bias == 0 else np.array([bias], bias_type(bias, weights, cells)),
        "stride": parameters.stride,
        "padding": parameters.padding,
        "dilation": parameters.dilation,
        "padding_mode": parameters.padding_mode,
    }


def bias_type(bias: float, weights: Plane, plane: Plane) -> type[np.generic]:
    """int64 where every sum stays whole, float32 for a large photo, else float64."""
    if np.issubdtype(weights.dtype, np.floating):
        return weights.dtype.type
    if float(bias).is_integer():
        return np.int64
    return np.float32 if plane.size > EXACT_CELLS else np.float64


def applied_weights(kernel: Kernel, parameters: Parameters) -> Plane:
    """The weights as they are laid on the window: `(kh, kw)`."""
    weights = kernel.weights.array
    return weights[::-1, ::-1] if parameters.flip else weights


def kernel_shape(scene: Scene) -> tuple[int, int]:
    """Height and width of the scene's kernel, or of every kernel of its filters."""
    if scene.lesson is Lesson.DEPTHWISE:
        return scene.depthwise.kernel
    return scene.filters.kernel if scene.lesson in MIXED else scene.kernel.shape


def axes_of(
    shape: tuple[int, int], kernel: tuple[int, int], parameters: Parameters
) -> tuple[Axis, Axis]:
    """The vertical and the horizontal axis; SpecError where no window fits."""
    padding = parameters.padding
    vertical, horizontal = (
        Axis.padded(
            shape[axis],
            kernel[axis],
            parameters.stride[axis],
            padding if isinstance(padding, str) else padding[axis],
            parameters.dilation[axis],
        )
        for axis in (0, 1)
    )
    return vertical, horizontal
