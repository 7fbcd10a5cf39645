"""Image files in: six formats through Pillow, and one clear error for whatever cannot be read."""

from __future__ import annotations

import logging
import threading
import warnings
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any, NoReturn

import numpy as np
from numpy.typing import NDArray
from PIL import Image as Pillow

from app.services.files import OpenError, check_length, read_whole, shown
from app.services.signatures import named_kind, recognised
from app.services.tiff_values import largest, whole_numbers
from app.state.image import MAX_PIXELS, Image
from app.state.tensor import Tensor

FORMATS = ("PNG", "JPEG", "WEBP", "GIF", "BMP", "TIFF")
ENDINGS = (".png", ".jpg", ".jpeg", ".webp", ".gif", ".bmp", ".tif", ".tiff")
MAX_BYTES = 512 * 1024 * 1024
"""The largest file that is read: as much as the most pixels take with 16 bits in 4 channels."""

MOST_WORK = 1000 * MAX_PIXELS
"""Pixels times passes over them: a progressive JPEG may ask for a million passes."""

_AGAIN = "Copy or download it again, or save it anew from another program"
_OTHER = "Choose a PNG, JPEG, WebP, GIF, BMP or TIFF file"
_SMALLER = "Make it smaller in an image program first"
UNNAMED = "the image"

_READING = threading.Lock()
"""Held while Pillow works: its warnings are silenced, and that is a state of the whole process."""
logging.getLogger("PIL").addHandler(logging.NullHandler())

_PASS = b"\xff\xda"  # JPEG's start of a scan; coded pixels never hold these two bytes
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


class ImageError(OpenError):
    """An image that cannot be opened."""

    other = _OTHER
    smaller = _SMALLER


def open_image(path: Path | str) -> Image:
    """Read an image file. ImageError where that cannot be; a pipe or a device is never opened."""
    name = shown(Path(path).name or str(path), UNNAMED)
    return image_from_bytes(read_whole(Path(path), name, MAX_BYTES, ImageError), name)


def image_from_bytes(data: bytes, name: str) -> Image:
    """Read an image from a file's content; `name` is what to call it. ImageError as above."""
    name = shown(name, UNNAMED)
    if not data:
        _refuse(name, "it is empty", _AGAIN)
    check_length(len(data), name, MAX_BYTES, ImageError)
    with _READING, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return _read(data, name)
        except ImageError:
            raise
        except Pillow.DecompressionBombError:
            _refuse(name, f"it has more than {MAX_PIXELS:,} pixels", _SMALLER)
        except MemoryError:
            _refuse(name, "there is not enough memory for it", _SMALLER)
        except Exception as error:  # a damaged file can fail anywhere in a decoder
            _refuse_damaged(data, name, error)


def _read(data: bytes, name: str) -> Image:
    with Pillow.open(BytesIO(data), formats=FORMATS) as opened:
        _check_size(opened, name)
        _check_passes(opened, data, name)
        notes = [_misnamed(opened.format or "", name), _shortened(opened)]
        lies = _orientation(opened)
        opened.load()
        pixels, changed = _pixels(opened)
        # some of Pillow's decoders turn the picture themselves, and then say so
        turn = _TURNS.get(_orientation(opened), np.asarray)
        notes += [changed, "turned as its Exif data say" if lies in _TURNS else ""]
        notes.append(_first_of_many(opened))
    upright = Tensor(turn(pixels))
    return Image(name, upright, _white(opened, upright.array), "; ".join(filter(None, notes)))


def _check_size(opened: Pillow.Image, name: str) -> None:
    width, height = opened.size
    if width * height > MAX_PIXELS:
        _refuse(
            name,
            f"{width:,} × {height:,} is {width * height:,} pixels, and {MAX_PIXELS:,} is the most",
            _SMALLER,
        )
    if width < 1 or height < 1:
        _refuse(name, "it has no pixels", _OTHER)


def _check_passes(opened: Pillow.Image, data: bytes, name: str) -> None:
    """A few bytes of a progressive JPEG can ask for a pass over all of its pixels."""
    passes = data.count(_PASS) if "progression" in opened.info else 1
    if passes * opened.width * opened.height > MOST_WORK:
        _refuse(
            name,
            f"it asks for {passes:,} passes over its pixels and would take far too long",
            "Save it anew from another program",
        )


# ---- pixels as a person expects them


def _pixels(opened: Pillow.Image) -> tuple[NDArray[Any], str]:
    """`(H, W)` or `(H, W, 3)`, and in words what was changed on the way."""
    mode = opened.mode
    if mode == "F":
        return _floats(np.asarray(opened))
    if mode.startswith("I"):
        kind = np.int32 if mode == "I" else np.uint16
        return whole_numbers(opened, np.asarray(opened).astype(kind)), ""
    if opened.has_transparency_data:
        return _over_white(opened)
    if mode in ("1", "L"):
        return whole_numbers(opened, np.asarray(opened.convert("L"))), ""
    if mode == "P":
        return _grey_if_it_is(np.asarray(opened.convert("RGB"))), ""
    note = f"{mode} converted to RGB" if mode not in ("RGB", "RGBX") else ""
    return np.asarray(opened.convert("RGB")), note


def _over_white(opened: Pillow.Image) -> tuple[NDArray[Any], str]:
    grey = opened.mode in ("1", "L", "LA", "La")
    plain = "LA" if grey else "RGBA"
    whole = opened if opened.mode == plain else opened.convert(plain)
    alpha = whole.getchannel("A")
    least = alpha.getextrema()[0]
    colours = whole.convert("L" if grey else "RGB")
    if least == 255:
        return np.asarray(colours), ""
    ground = Pillow.new(colours.mode, whole.size, "white")
    ground.paste(colours, mask=alpha)
    pixels = np.asarray(ground)
    if opened.mode == "P":
        pixels = _grey_if_it_is(pixels)
    return pixels, "transparent parts laid over white"


def _grey_if_it_is(pixels: NDArray[Any]) -> NDArray[Any]:
    """One plane where the three are equal: what a palette of greys stood for."""
    red = pixels[..., 0]
    same = np.array_equal(red, pixels[..., 1]) and np.array_equal(red, pixels[..., 2])
    return red if same else pixels


def _floats(pixels: NDArray[Any]) -> tuple[NDArray[Any], str]:
    strange = pixels.size - int(np.isfinite(pixels).sum())
    return pixels, f"{strange:,} cells hold no finite number" if strange else ""


def _white(opened: Pillow.Image, pixels: NDArray[Any]) -> float:
    """255 and 65535 for 8 and 16 bits; otherwise the largest value that is a number."""
    if pixels.dtype == np.uint8:
        return 255.0
    if pixels.dtype == np.uint16:
        return float(largest(opened))
    finite = pixels[np.isfinite(pixels)]
    most = float(finite.max()) if finite.size else 0.0
    return most if most > 0 else 1.0


def _orientation(opened: Pillow.Image) -> int:
    """How the camera was held, as Exif counts it. 1, upright, where that cannot be read."""
    try:
        return int(opened.getexif().get(_ORIENTATION, 1))
    except Exception:  # Exif is not worth losing the picture for
        return 1


# ---- what is said about a file that did open


def _misnamed(kind: str, name: str) -> str:
    """Said where a name promises one format and the content is another."""
    named = named_kind(name)
    found = {"MPO": "JPEG", "WEBP": "WebP"}.get(kind, kind)
    return f"a {found} file, whatever its name says" if named not in ("", found) else ""


def _shortened(opened: Pillow.Image) -> str:
    """Pillow reads 16-bit colour as 8-bit; how a file is coded is known until it is loaded."""
    coded = " ".join(str(part[3]) for part in getattr(opened, "tile", ()))
    deep = "16" in coded and opened.mode in ("RGB", "RGBA", "RGBX", "LA", "CMYK")
    return "16 bits a channel shortened to 8" if deep else ""


def _first_of_many(opened: Pillow.Image) -> str:
    try:
        many = getattr(opened, "is_animated", False)
    except Exception:  # the first one has been read
        return ""
    return "the first of several frames or pages" if many else ""


# ---- and about one that did not


def _refuse(name: str, why: str, remedy: str) -> NoReturn:
    raise ImageError.of(name, why, remedy)


def _refuse_damaged(data: bytes, name: str, error: Exception) -> NoReturn:
    kind, readable = recognised(data)
    if not readable:
        _refuse(name, f"it is {kind}" if kind else "it is no image of a known format", _OTHER)
    if isinstance(error, EOFError) or "truncated" in str(error).lower():
        _refuse(name, f"this {kind} file ends too early: a part of it is missing", _AGAIN)
    _refuse(name, f"this {kind} file is damaged, or of an unusual kind", _AGAIN)
