"""Writing an APNG frame by frame: lossless, only what differs, never more than two in memory.

The format is PNG with a frame control chunk before each image (PNG specification, third
edition, 2025). Pillow reads such files, but to write one it first collects every frame.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from typing import BinaryIO

import numpy as np

from app.services.export.gif import Pixels, differing
from app.services.export.pixels import channels

SIGNATURE = b"\x89PNG\r\n\x1a\n"
TRUECOLOUR = 2
KEEP, REPLACE = 0, 0
"""Leave the canvas as it is after a frame; a frame's pixels replace what was there."""
COMPRESSION = 6
ONE_PIXEL = (slice(0, 1), slice(0, 1))


def encode_apng(file: BinaryIO, frames: Iterator[Pixels], delays: list[int]) -> None:
    """Every pixel as it was painted; a frame like the one before it is a single pixel."""
    writer = _Writer(file)
    shown: Pixels | None = None
    for number, (frame, delay) in enumerate(zip(frames, delays, strict=True)):
        if shown is None:
            writer.begin(frame.shape[1], frame.shape[0], len(delays))
        rows, columns = differing(frame, shown) or ONE_PIXEL
        writer.frame(number, frame[rows, columns], (rows.start, columns.start), delay)
        shown = frame
    writer.chunk(b"IEND", b"")


class _Writer:
    """Chunks in order, and the sequence numbers that tie them together."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._sequence = 0

    def begin(self, width: int, height: int, count: int) -> None:
        self._file.write(SIGNATURE)
        header = struct.pack(">IIBBBBB", width, height, 8, TRUECOLOUR, 0, 0, 0)
        self.chunk(b"IHDR", header)
        self.chunk(b"acTL", struct.pack(">II", count, 0))

    def frame(self, number: int, part: Pixels, corner: tuple[int, int], delay: int) -> None:
        """Show a part of the canvas anew, from its top left corner (row, column) on."""
        height, width = part.shape
        place = struct.pack(">IIII", width, height, corner[1], corner[0])
        timing = struct.pack(">HHBB", delay, 100, KEEP, REPLACE)
        self.chunk(b"fcTL", self._numbered() + place + timing)
        data = _compressed(part)
        if number == 0:
            self.chunk(b"IDAT", data)
        else:
            self.chunk(b"fdAT", self._numbered() + data)

    def _numbered(self) -> bytes:
        self._sequence += 1
        return struct.pack(">I", self._sequence - 1)

    def chunk(self, kind: bytes, data: bytes) -> None:
        check = zlib.crc32(kind + data)
        self._file.write(struct.pack(">I", len(data)) + kind + data + struct.pack(">I", check))


def _compressed(pixels: Pixels) -> bytes:
    """Rows of red, green and blue, each led by filter 0 (none)."""
    rows = channels(pixels).reshape(pixels.shape[0], -1)
    return zlib.compress(np.pad(rows, ((0, 0), (1, 0))).tobytes(), COMPRESSION)
