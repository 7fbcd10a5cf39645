"""Image files in: six formats through Pillow, and one clear error for whatever cannot be read."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from io import BytesIO
from typing import NoReturn

from PIL import Image as Pillow

from app.services.files import OpenError, check_length, shown
from app.services.opening.frames import Frame, frame_of, strange_cells
from app.services.opening.quiet import quiet
from app.services.opening.signatures import named_kind, recognised
from app.state.image import MAX_PIXELS, Image
from app.state.tensor import Tensor

FORMATS = ("PNG", "JPEG", "WEBP", "GIF", "BMP", "TIFF")
ENDINGS = (".png", ".jpg", ".jpeg", ".webp", ".gif", ".bmp", ".tif", ".tiff")
MAX_BYTES = 512 * 1024 * 1024
"""The largest file that is read: as much as the most pixels take with 16 bits in 4 channels."""

MOST_WORK = 1000 * MAX_PIXELS
"""Pixels times passes over them: a progressive JPEG may ask for a million passes."""

_AGAIN = "Copy or download it again, or save it anew from another program"
_OTHER = (
    "Choose a PNG, JPEG, WebP, GIF, BMP or TIFF file, an array of NumPy (.npy) or a NIfTI volume"
)
_SMALLER = "Make it smaller in an image program first"
UNNAMED = "the image"

logging.getLogger("PIL").addHandler(logging.NullHandler())

_PASS = b"\xff\xda"  # JPEG's start of a scan; coded pixels never hold these two bytes


class ImageError(OpenError):
    """An image that cannot be opened."""

    other = _OTHER
    smaller = _SMALLER


def image_from_bytes(data: bytes, name: str) -> Image:
    """Read an image from a file's content; `name` is what to call it.

    ImageError where that cannot be.
    """
    name = shown(name, UNNAMED)
    frame = first_frame(data, name)
    notes = [*frame.changes, strange_cells(frame.pixels)]
    return Image(name, Tensor(frame.pixels), frame.white, "; ".join(filter(None, notes)))


def first_frame(data: bytes, name: str) -> Frame:
    """The first picture of a file's content, which says whether there are more. As above."""
    with _decoding(data, name), Pillow.open(BytesIO(data), formats=FORMATS) as opened:
        _check_size(opened, name)
        _check_passes(opened, data, name)
        misnamed = _misnamed(opened.format or "", name)
        frame = frame_of(opened)
        changes = (misnamed, *frame.changes, _first_of_many(opened))
    return replace(frame, changes=tuple(filter(None, changes)))


def frames(data: bytes, name: str, numbers: Iterable[int]) -> Iterator[Frame]:
    """The frames or pages of these numbers, counted from 0, decoded one at a time. As above."""
    with _decoding(data, name):
        opened = Pillow.open(BytesIO(data), formats=FORMATS)
    with opened:
        for number in numbers:
            with _decoding(data, name):
                opened.seek(number)
                _check_size(opened, name)
                frame = frame_of(opened)
            yield frame


@contextmanager
def _decoding(data: bytes, name: str) -> Iterator[None]:
    """Pillow at work on a file's content; whatever goes wrong is an ImageError."""
    if not data:
        _refuse(name, "it is empty", _AGAIN)
    check_length(len(data), name, MAX_BYTES, ImageError)
    with quiet():
        try:
            yield
        except ImageError:
            raise
        except Pillow.DecompressionBombError:
            _refuse(name, f"it has more than {MAX_PIXELS:,} pixels", _SMALLER)
        except MemoryError:
            _refuse(name, "there is not enough memory for it", _SMALLER)
        except Exception as error:  # a damaged file can fail anywhere in a decoder
            _refuse_damaged(data, name, error)


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


# ---- what is said about a file that did open


def _misnamed(kind: str, name: str) -> str:
    """Said where a name promises one format and the content is another."""
    named = named_kind(name)
    found = {"MPO": "JPEG", "WEBP": "WebP"}.get(kind, kind)
    return f"a {found} file, whatever its name says" if named not in ("", found) else ""


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
