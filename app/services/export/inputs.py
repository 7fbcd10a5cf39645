"""Inputs of the application's own, such as its samples, as files for other programs."""

from __future__ import annotations

from io import BytesIO
from pathlib import PurePath
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image as Pillow

from app.content.code.input import is_picture
from app.state.image import Image
from app.state.scene import Scene


def has_file(scene: Scene) -> bool:
    """Whether the scene's input can be written as the file that a program reads."""
    return (
        scene.solid is not None or not is_picture(scene.input) or can_be_written(scene.input.image)
    )


def file_of(scene: Scene) -> bytes:
    """The scene's input as a file: a PNG where that holds it, else an array of NumPy."""
    if scene.solid is not None:
        return npy_of(scene.solid.input.volume.voxels.array)
    image = scene.input.image
    return png_of(image) if is_picture(scene.input) else npy_of(image.pixels.array)


def npy_of(numbers: NDArray[Any]) -> bytes:
    """An array as NumPy stores it."""
    written = BytesIO()
    np.save(written, numbers, allow_pickle=False)
    return written.getvalue()


def can_be_written(image: Image) -> bool:
    """Whether it is no file yet, and a PNG holds its values as they are: grey or colour, 8 bits."""
    return not PurePath(image.name).suffix and image.pixels.dtype == np.uint8


def png_of(image: Image) -> bytes:
    """The image as a PNG, its pixels exactly."""
    written = BytesIO()
    Pillow.fromarray(image.pixels.array).save(written, format="PNG")
    return written.getvalue()
