"""Writing a GIF frame by frame: one palette for all, no dither, only what differs.

Pillow encodes each frame; its own animation writer keeps every frame in memory and matches the
palettes of each pair, which takes ten times as long.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Sequence
from typing import Any, BinaryIO

import numpy as np
from numpy.typing import NDArray
from PIL import GifImagePlugin, Image

Colour = tuple[int, int, int]

COLOURS = 256
FREQUENT = 160
"""This many of the palette's colours are the samples' most frequent, exactly."""
NO_DITHER = Image.Dither.NONE
LONGEST = 0xFFFF
"""The longest delay of a frame, in centiseconds."""


def palette_of(samples: Sequence[Image.Image], fixed: Iterable[Colour]) -> Image.Image:
    """A palette: the `fixed` colours and the most frequent ones exactly, then a median cut."""
    pixels = np.concatenate([np.asarray(sample).reshape(-1, 3) for sample in samples])
    packed = pixels.astype(np.uint32) @ np.array([1 << 16, 1 << 8, 1], np.uint32)
    values, counts = np.unique(packed, return_counts=True)
    by_count = values[np.argsort(-counts, kind="stable")]
    whole = by_count if len(values) <= COLOURS - 32 else by_count[:FREQUENT]
    chosen = dict.fromkeys(fixed)
    chosen.update(dict.fromkeys((int(v) >> 16, int(v) >> 8 & 255, int(v) & 255) for v in whole))
    rest = by_count[len(whole):]
    if len(rest):
        chosen.update(dict.fromkeys(_cut(rest, COLOURS - len(chosen))))
    flat = [part for colour in list(chosen)[:COLOURS] for part in colour]
    palette = Image.new("P", (1, 1))
    palette.putpalette(flat + flat[:3] * (COLOURS - len(flat) // 3))
    return palette


def _cut(packed: NDArray[Any], count: int) -> list[Colour]:
    """`count` colours that stand for all of `packed`, each counted once."""
    line = np.stack([packed >> 16, packed >> 8 & 255, packed & 255], 1).astype(np.uint8)
    cut = Image.fromarray(line[np.newaxis]).quantize(
        count, method=Image.Quantize.MEDIANCUT, dither=NO_DITHER
    )
    flat = cut.getpalette() or []
    return [(flat[i], flat[i + 1], flat[i + 2]) for i in range(0, 3 * count, 3)][: len(flat) // 3]


class GifWriter:
    """Writes frames of one size to a binary file; call `close` after the last one."""

    def __init__(self, file: BinaryIO, size: tuple[int, int], palette: Image.Image) -> None:
        self._file = file
        self._palette = palette
        self._shown: NDArray[np.uint8] | None = None
        self._held: tuple[Image.Image, tuple[int, int]] | None = None
        self._delay = 0
        screen = struct.pack("<HHBBB", *size, 0xF7, 0, 0)
        colours = bytes(palette.getpalette() or [])
        for_ever = b"\x21\xff\x0bNETSCAPE2.0\x03\x01" + struct.pack("<H", 0) + b"\0"
        file.write(b"GIF89a" + screen + colours + for_ever)

    def add(self, frame: Image.Image, centiseconds: int) -> None:
        """Show an RGB frame for so long; one like the frame before makes that one longer."""
        indexed = frame.quantize(palette=self._palette, dither=NO_DITHER)
        cells = np.asarray(indexed)
        corner = (0, 0)
        if self._shown is not None:
            rows, columns = _differing(cells, self._shown)
            if not len(rows) and self._delay + centiseconds <= LONGEST:
                self._delay += centiseconds
                return
            top, left = (rows[0], columns[0]) if len(rows) else (0, 0)
            bottom, right = (rows[-1], columns[-1]) if len(rows) else (0, 0)
            indexed = indexed.crop((left, top, right + 1, bottom + 1))
            corner = int(left), int(top)
        self._flush()
        self._held, self._delay, self._shown = (indexed, corner), centiseconds, cells

    def close(self) -> None:
        """Write the last frame and the end mark."""
        self._flush()
        self._file.write(b";")

    def _flush(self) -> None:
        if self._held is not None:
            image, corner = self._held
            for block in GifImagePlugin.getdata(image, corner, duration=10 * self._delay):
                self._file.write(block)


def _differing(one: NDArray[Any], other: NDArray[Any]) -> tuple[NDArray[Any], NDArray[Any]]:
    """The rows and the columns in which two frames differ."""
    different = one != other
    return np.flatnonzero(different.any(1)), np.flatnonzero(different.any(0))
