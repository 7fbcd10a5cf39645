"""Small pictures of a plane: beside the input's name, and in the menu of samples."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage, QPixmap

from app.paint.raster import colour_table, quantised
from app.paint.theme import Theme
from app.picture.elements import Role, Tone
from app.picture.stage.tones import magnitude
from app.state.image import Image
from app.state.resample import mean_of
from app.ui.inspector.controls.waveform import waveform

SAMPLES_PER_PIXEL = 8


def thumbnail(
    plane: NDArray[Any], tone: Tone, theme: Theme, side: int, ratio: float = 1.0
) -> QPixmap:
    """A plane `(rows, columns)` within a square of `side` logical pixels, proportions kept.

    Of a photo every so many rows and columns are looked at, so that it costs the same for any
    size; a toy's cells come out as sharp squares. A single row is drawn as a waveform.
    """
    most = round(side * ratio)
    if plane.shape[0] == 1:
        image = waveform(plane[0], theme, most)
    else:
        image = _sized(_tinted(_thinned(plane, most), tone, theme), most)
    picture = QPixmap.fromImage(image)
    picture.setDevicePixelRatio(ratio)
    return picture


def colour_thumbnail(planes: NDArray[Any], white: float, side: int, ratio: float = 1.0) -> QPixmap:
    """Red, green and blue planes `(3, rows, columns)` as one picture within a square."""
    most = round(side * ratio)
    pixels = np.stack([_thinned(plane, most) for plane in planes], axis=-1)
    picture = QPixmap.fromImage(_sized(_coloured(pixels, white), most))
    picture.setDevicePixelRatio(ratio)
    return picture


def sample_picture(image: Image, theme: Theme, most: int) -> QImage:
    """A sample for a menu: a whole image, or a signal as a waveform."""
    if image.height == 1:
        return waveform(image.pixels.array[0], theme, most)
    return image_picture(image, theme, most)


def image_picture(image: Image, theme: Theme, most: int) -> QImage:
    """A whole image in its own colours, its longer side at most `most` pixels.

    A grid of small whole numbers is tinted, as the stage shows it.
    """
    pixels = _thinned(image.pixels.array, most)
    if image.is_colour:
        return _sized(_coloured(pixels, image.white), most)
    if image.channels > 1:
        pixels = mean_of(pixels)
    is_grid = image.is_integer and image.white < 255
    tone = magnitude(pixels) if is_grid else Tone(0.0, image.white, grey=True)
    return _sized(_tinted(pixels, tone, theme), most)


def _thinned(pixels: NDArray[Any], most: int) -> NDArray[Any]:
    step = max(1, max(pixels.shape[:2]) // (most * SAMPLES_PER_PIXEL))
    return np.ascontiguousarray(pixels[::step, ::step])


def _tinted(plane: NDArray[Any], tone: Tone, theme: Theme) -> QImage:
    levels = quantised(plane, tone)
    height, width = levels.shape
    image = QImage(levels.data, width, height, width, QImage.Format.Format_Indexed8)
    image.setColorTable(colour_table(theme, Role.INPUT, tone.grey))
    return image.convertToFormat(QImage.Format.Format_RGB32)


def _coloured(pixels: NDArray[Any], white: float) -> QImage:
    levels = np.clip(np.nan_to_num(pixels * (255 / white)), 0, 255).astype(np.uint8)
    height, width, _ = levels.shape
    return QImage(
        levels.data, width, height, 3 * width, QImage.Format.Format_RGB888
    ).convertToFormat(QImage.Format.Format_RGB32)


def _sized(image: QImage, most: int) -> QImage:
    longest = max(image.width(), image.height())
    if longest > most:
        return image.scaled(
            most,
            most,
            Qt.AspectRatioMode.KeepAspectRatio,
            Qt.TransformationMode.SmoothTransformation,
        )
    times = most // longest
    return image.scaled(QSize(image.width() * times, image.height() * times))
