"""The 1D lesson's rules: a signal is an image of one row, and nothing may have a second one."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from app.state.image import Image
from app.state.prepare import plane_shape
from app.state.scene import MAX_KERNEL, Crop, Input, Lesson, Scene
from app.state.tensor import Tensor

ONE_ROW = "the 1D lesson has one row"


def is_line(scene: Scene) -> bool:
    """Whether the scene's lesson knows one axis only."""
    return scene.lesson is Lesson.LINE


def first_axis(scene: Scene) -> int:
    """The axis whose value stands for both: the vertical one, on a line the only one."""
    return 1 if is_line(scene) else 0


def fault(scene: Scene) -> str:
    """Why the scene is no signal under a kernel of one row; empty where it is."""
    height, width = plane_shape(scene.input)
    taps = scene.kernel.shape[0]
    parameters = scene.parameters
    if height != 1:
        return f"{height} × {width} cells: {ONE_ROW}; 1 × {width} fits"
    if taps != 1:
        shape = f"{taps} × {scene.kernel.shape[1]}"
        return f"kernel {shape}: {ONE_ROW}; 1 × 1 to 1 × {MAX_KERNEL} fits"
    for name, pair in (("stride", parameters.stride), ("dilation", parameters.dilation)):
        if pair[0] != 1:
            return f"vertical {name} {pair[0]}: {ONE_ROW}; 1 fits"
    if not isinstance(parameters.padding, str) and parameters.padding[0] != (0, 0):
        top, bottom = parameters.padding[0]
        return f"padding {top} above and {bottom} below: {ONE_ROW}; left and right fit"
    return ""


def signal_of(source: Input, image: Image) -> tuple[Input, str]:
    """The input that an image makes here, and in words what of the image was taken.

    One row is taken as it is, one column is laid down, and of more rows the middle one is taken.
    """
    if image.height == 1:
        return Input(image, channel=source.channel, scale=source.scale), ""
    if image.width == 1:
        laid = replace(image, pixels=Tensor(laid_down(image.pixels.array)))
        return Input(laid, channel=source.channel, scale=source.scale), "the column is laid down"
    row = image.height // 2
    crop = Crop(row, 0, 1, image.width)
    said = f"row {row + 1:,} of {image.height:,} taken; choose another under Input"
    return Input(image, crop, channel=source.channel, scale=source.scale), said


def laid_down(column: NDArray[np.generic]) -> NDArray[np.generic]:
    """`(N, 1)` or `(N, 1, C)` as `(1, N)` or `(1, N, C)`."""
    return np.swapaxes(column, 0, 1)


def row_crop(source: Input, row: int) -> Crop:
    """The same columns of another row of the image."""
    left = source.crop.left if source.crop is not None else 0
    width = source.crop.width if source.crop is not None else source.image.width
    return Crop(row, left, 1, width)


def present_row(source: Input) -> int:
    """Which row of the image the signal is, from 0."""
    return source.crop.top if source.crop is not None else 0
