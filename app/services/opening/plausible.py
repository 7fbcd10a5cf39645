"""A large file is judged by its headers before it is read: pictures fill only so many bytes."""

from __future__ import annotations

from mmap import ACCESS_READ, mmap
from pathlib import Path
from typing import BinaryIO

from PIL import Image as Pillow

from app.services.files import MEBI, opened, read_whole
from app.services.opening import gif_frames, tiff_pages
from app.services.opening.images import FORMATS, MAX_BYTES, ImageError, image_from_bytes
from app.services.opening.quiet import quiet
from app.services.opening.signatures import recognised
from app.services.opening.tiff_series import slices_in
from app.services.opening.voxels import AGAIN
from app.state.solid.volume import MAX_VOLUME_SIDE

SUSPECT = 64 * MEBI
"""Bytes from which a file is looked at; beyond its pixels it may hold so many of anything."""
PER_PIXEL = 16
"""The most bytes that a pixel takes in a file: four channels of 32 bits, not packed."""
_HEAD = 4096


def read_image(path: Path, name: str) -> bytes:
    """The content of an image's file. ImageError where it is too large, or far larger than its
    pictures are, as what was half downloaded or is no image at all may be.
    """
    with opened(path, name, ImageError) as (file, size):
        if SUSPECT < size <= MAX_BYTES:
            with mmap(file.fileno(), 0, access=ACCESS_READ) as content:
                _check(content, file, size, name)
    return read_whole(path, name, MAX_BYTES, ImageError)


def _check(content: mmap, file: BinaryIO, size: int, name: str) -> None:
    head = content[:_HEAD]
    kind, readable = recognised(head)
    if not readable:
        image_from_bytes(head, name)  # which says what it is
    most = _most_bytes(kind, content, file)
    if most and size > most + SUSPECT:
        why = f"it has {size // MEBI:,} MiB, and what it shows fills no more than {most:,} bytes"
        raise ImageError.of(name, why, AGAIN)


def _most_bytes(kind: str, content: mmap, file: BinaryIO) -> int:
    """The most that the pictures can fill; 0 where that is not to be known."""
    if kind == "WebP":
        return 8 + int.from_bytes(content[4:8], "little")
    try:
        if kind not in ("TIFF", "GIF"):
            with quiet(), Pillow.open(file, formats=FORMATS) as picture:
                return PER_PIXEL * picture.width * picture.height
        listed = tiff_pages.pages if kind == "TIFF" else gif_frames.frames
        pages = listed(content, MAX_VOLUME_SIDE)
    except Exception:  # reading it says what is wrong
        return 0
    if len(pages) > MAX_VOLUME_SIDE:
        return 0
    times = slices_in(content) or 1
    return PER_PIXEL * times * sum(page.height * page.width for page in pages)
