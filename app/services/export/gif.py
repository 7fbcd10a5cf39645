"""Writing a GIF frame by frame: one palette for all, no dither, only what differs.

Frames are arrays `(height, width)` of 0xRRGGBB. Pillow packs them; its own animation writer
keeps every frame in memory and compares the palettes of each pair, which takes ten times as long.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Sequence
from typing import BinaryIO

import numpy as np
from numpy.typing import NDArray
from PIL import GifImagePlugin, Image

Pixels = NDArray[np.uint32]
Colours = NDArray[np.uint32]

MOST = 255
"""A palette's colours; the last index means that the frame before shows through."""
UNCHANGED = 255
FREQUENT = 192
"""At least this many of a palette's colours are exact; a median cut stands for all others."""
LONGEST = 0xFFFF
"""The longest delay of a frame, in centiseconds."""
UNKNOWN = -1
KEEP = 1
"""What becomes of a frame's pixels when the next one comes: they stay."""
BLOCK = 1 << 12
"""So many new colours are compared with the palette at a time."""


def palette_of(samples: Sequence[Pixels], fixed: Iterable[int]) -> Colours:
    """Up to MOST colours: the `fixed` ones and the most frequent ones, then a median cut."""
    values, counts = np.unique(np.concatenate([s.ravel() for s in samples]), return_counts=True)
    by_count = values[np.argsort(-counts, kind="stable")]
    exact = list(dict.fromkeys([*fixed, *map(int, by_count)]))
    if len(exact) > MOST:
        rest = np.array(exact[FREQUENT:], np.uint32)
        exact = exact[:FREQUENT] + _median_cut(rest, MOST - FREQUENT)
    return np.array(exact, np.uint32)


def _median_cut(colours: Colours, count: int) -> list[int]:
    """`count` colours that stand for all of `colours`, each counted once."""
    line = _channels(colours).astype(np.uint8)[np.newaxis]
    cut = Image.fromarray(line).quantize(count, method=Image.Quantize.MEDIANCUT)
    flat = cut.getpalette() or []
    return [
        (r << 16) + (g << 8) + b for r, g, b in zip(flat[::3], flat[1::3], flat[2::3], strict=True)
    ]


def _channels(colours: Colours) -> NDArray[np.int32]:
    """Red, green and blue on a new last axis."""
    return np.stack([colours >> 16, colours >> 8 & 255, colours & 255], -1).astype(np.int32)


class _Nearest:
    """Finds the nearest colour of a palette; each colour is compared once, then looked up."""

    def __init__(self, palette: Colours) -> None:
        self._palette = _channels(palette)
        self._table = np.full(1 << 24, UNKNOWN, np.int16)
        self._table[palette] = np.arange(len(palette))

    def indices(self, pixels: Pixels) -> NDArray[np.uint8]:
        found = self._table[pixels]
        unknown = found == UNKNOWN
        if unknown.any():
            fresh = np.unique(pixels[unknown])
            for start in range(0, len(fresh), BLOCK):
                block = fresh[start : start + BLOCK]
                apart = _channels(block)[:, np.newaxis] - self._palette
                self._table[block] = np.square(apart).sum(-1).argmin(1)
            found = self._table[pixels]
        return found.astype(np.uint8)


class GifWriter:
    """Writes frames of one size (width, height) to a file; call `close` after the last one."""

    def __init__(self, file: BinaryIO, size: tuple[int, int], palette: Colours) -> None:
        self._file = file
        self._nearest = _Nearest(palette)
        self._shown: Pixels | None = None
        self._held: tuple[Image.Image, tuple[int, int]] | None = None
        self._delay = 0
        colours = _channels(np.resize(palette, MOST + 1)).astype(np.uint8)
        loop_for_ever = b"\x21\xff\x0bNETSCAPE2.0\x03\x01\0\0\0"
        file.write(b"GIF89a" + struct.pack("<HHBBB", *size, 0xF7, 0, 0))
        file.write(colours.tobytes() + loop_for_ever)

    def add(self, frame: Pixels, centiseconds: int) -> None:
        """Show a frame for so long; one like the frame before makes that one longer."""
        box = differing(frame, self._shown)
        if box is None and self._delay + centiseconds <= LONGEST:
            self._delay += centiseconds
            return
        rows, columns = box or (slice(0, 1), slice(0, 1))
        self._flush()
        indices = self._nearest.indices(frame[rows, columns])
        if self._shown is not None:
            indices[frame[rows, columns] == self._shown[rows, columns]] = UNCHANGED
        self._held = Image.fromarray(indices), (columns.start, rows.start)
        self._delay = centiseconds
        self._shown = frame

    def close(self) -> None:
        """Write the last frame and the end mark."""
        self._flush()
        self._file.write(b";")

    def _flush(self) -> None:
        if self._held is not None:
            image, corner = self._held
            blocks = GifImagePlugin.getdata(
                image, corner, duration=10 * self._delay, transparency=UNCHANGED, disposal=KEEP
            )
            for block in blocks:
                self._file.write(block)


def differing(frame: Pixels, before: Pixels | None) -> tuple[slice, slice] | None:
    """The rows and columns around all that differs; None where nothing does."""
    if before is None:
        return slice(0, frame.shape[0]), slice(0, frame.shape[1])
    different = frame != before
    rows = np.flatnonzero(different.any(1))
    if not len(rows):
        return None
    columns = np.flatnonzero(different.any(0))
    return slice(int(rows[0]), int(rows[-1]) + 1), slice(int(columns[0]), int(columns[-1]) + 1)
