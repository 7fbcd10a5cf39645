"""One picture of an image file as a person expects it: upright, over white, its values kept."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image as Pillow

from app.services.opening.tiff_values import largest, whole_numbers

_ORIENTATION = 0x0112  # the tag's number in Exif 2.3
_TURNS: dict[int, Callable[[NDArray[Any]], NDArray[Any]]] = {
    2: np.fliplr,
    3: lambda pixels: np.rot90(pixels, 2),
    4: np.flipud,
    5: lambda pixels: pixels.swapaxes(0, 1),
    6: lambda pixels: np.rot90(pixels, -1),
    7: lambda pixels: np.rot90(pixels, 2).swapaxes(0, 1),
    8: np.rot90,
}


@dataclass(frozen=True, slots=True)
class Frame:
    """Pixels `(H, W)` grey or `(H, W, 3)`, the value that shows as white, and what was changed.

    `changes` are words, each about one thing that was done to the pixels on the way in.
    """

    pixels: NDArray[Any]
    white: float
    changes: tuple[str, ...]


def frame_of(opened: Pillow.Image) -> Frame:
    """The frame or page at which an open file stands, decoded. Raises whatever a decoder does."""
    shortened, lies = _shortened(opened), _orientation(opened)
    opened.load()
    pixels, changed = _pixels(opened)
    # some of Pillow's decoders turn the picture themselves, and then say so
    turn = _TURNS.get(_orientation(opened), np.asarray)
    turned = "turned as its Exif data say" if lies in _TURNS else ""
    upright = turn(pixels)
    changes = tuple(filter(None, (shortened, changed, turned)))
    return Frame(upright, _white(opened, upright), changes)


def over_white(picture: Pillow.Image) -> tuple[NDArray[Any], str]:
    """The pixels of a picture with opacity, and in words what was changed."""
    grey = picture.mode in ("1", "L", "LA", "La")
    plain = "LA" if grey else "RGBA"
    whole = picture if picture.mode == plain else picture.convert(plain)
    alpha = whole.getchannel("A")
    least = alpha.getextrema()[0]
    colours = whole.convert("L" if grey else "RGB")
    if least == 255:
        return np.asarray(colours), ""
    ground = Pillow.new(colours.mode, whole.size, "white")
    ground.paste(colours, mask=alpha)
    pixels = np.asarray(ground)
    if picture.mode == "P":
        pixels = grey_if_it_is(pixels)
    return pixels, "transparent parts laid over white"


def grey_if_it_is(pixels: NDArray[Any]) -> NDArray[Any]:
    """One plane where the three are equal: what a palette of greys stood for."""
    red = pixels[..., 0]
    same = np.array_equal(red, pixels[..., 1]) and np.array_equal(red, pixels[..., 2])
    return red if same else pixels


def white_of(cells: NDArray[Any]) -> float:
    """255 and 65535 for 8 and 16 bits; otherwise the largest value that is a number.

    1 where that is not above 0, or so little above it that a float32 cannot tell.
    """
    if cells.dtype in (np.uint8, np.uint16):
        return float(np.iinfo(cells.dtype).max)
    numbers = True if np.issubdtype(cells.dtype, np.integer) else np.isfinite(cells)
    most = float(cells.max(where=numbers, initial=0))
    return most if most >= np.finfo(np.float32).tiny else 1.0


def strange_cells(cells: NDArray[Any]) -> str:
    """In words, how many cells are no finite number; empty where all are."""
    if np.issubdtype(cells.dtype, np.integer):
        return ""
    strange = cells.size - int(np.isfinite(cells).sum())
    if strange == 1:
        return "1 cell holds no finite number"
    return f"{strange:,} cells hold no finite number" if strange else ""


def _pixels(opened: Pillow.Image) -> tuple[NDArray[Any], str]:
    """`(H, W)` or `(H, W, 3)`, and in words what was changed on the way."""
    mode = opened.mode
    if mode == "F":
        return np.asarray(opened), ""
    if mode.startswith("I"):
        kind = np.int32 if mode == "I" else np.uint16
        return whole_numbers(opened, np.asarray(opened).astype(kind)), ""
    if opened.has_transparency_data:
        return over_white(opened)
    if mode in ("1", "L"):
        return whole_numbers(opened, np.asarray(opened.convert("L"))), ""
    if mode == "P":
        return grey_if_it_is(np.asarray(opened.convert("RGB"))), ""
    note = f"{mode} converted to RGB" if mode not in ("RGB", "RGBX") else ""
    return np.asarray(opened.convert("RGB")), note


def _white(opened: Pillow.Image, pixels: NDArray[Any]) -> float:
    """As `white_of`, but a TIFF may say that its 16 bits hold fewer."""
    return float(largest(opened)) if pixels.dtype == np.uint16 else white_of(pixels)


def _orientation(opened: Pillow.Image) -> int:
    """How the camera was held, as Exif counts it. 1, upright, where that cannot be read."""
    try:
        return int(opened.getexif().get(_ORIENTATION, 1))
    except Exception:  # Exif is not worth losing the picture for
        return 1


def _shortened(opened: Pillow.Image) -> str:
    """Pillow reads 16-bit colour as 8-bit; how a file is coded is known until it is loaded."""
    coded = " ".join(str(part[3]) for part in getattr(opened, "tile", ()))
    deep = "16" in coded and opened.mode in ("RGB", "RGBA", "RGBX", "LA", "CMYK")
    return "16 bits a channel shortened to 8" if deep else ""
