"""Sample planes that a formula makes: toy grids and test patterns."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from app.content.presets.examples import LITERATURE
from app.content.samples.shapes import Plane, cover, disc, grid

Bytes = NDArray[np.uint8]
Numbers = NDArray[np.int64]


def literature() -> Numbers:
    """The 5 × 5 input of Dumoulin and Visin's worked examples (arXiv 1603.07285)."""
    return LITERATURE.astype(np.int64)


def cross() -> Numbers:
    """A plus of ones in a 9 × 9 grid, its arms one cell wide and five long."""
    cells = np.zeros((9, 9), np.int64)
    cells[4, 2:7] = cells[2:7, 4] = 1
    return cells


def impulse() -> Numbers:
    """A single 1 in the middle of a 9 × 9 grid."""
    cells = np.zeros((9, 9), np.int64)
    cells[4, 4] = 1
    return cells


def gradient() -> Bytes:
    """256 × 256: each column one level brighter than the one to its left."""
    return np.tile(np.arange(256, dtype=np.uint8), (256, 1))


def checkerboard() -> Bytes:
    """256 × 256: eight by eight fields of 32 pixels, the first one white."""
    fields = (np.add.outer(np.arange(8), np.arange(8)) % 2 == 0) * np.uint8(255)
    return np.kron(fields, np.ones((32, 32), np.uint8))


def steps() -> Bytes:
    """128 × 256: eight flat bars, 0, 36, 72, … 252."""
    return np.tile(np.repeat(np.arange(8, dtype=np.uint8) * 36, 32), (128, 1))


def zone_plate(size: int = 512) -> Bytes:
    """Rings that become finer outwards: r / size cycles per pixel at radius r.

    So the rings reach half a cycle per pixel, the finest that pixels can hold, at the middle of
    each side, and alias in the corners.
    """
    y, x = grid(size, size)
    squared = (x - size / 2) ** 2 + (y - size / 2) ** 2
    return _bytes(0.5 + 0.5 * np.cos(np.pi / size * squared))


def siemens_star(size: int = 512, spokes: int = 36) -> Bytes:
    """Black spokes on white that narrow to nothing in the middle."""
    y, x = grid(size, size)
    across, down = x - size / 2, y - size / 2
    radius = np.hypot(across, down)
    between = np.sin(spokes * np.arctan2(down, across)) * radius / spokes
    inside = cover(disc(y, x, (size / 2, size / 2), size * 0.47))
    return _bytes(1 - cover(between) * inside)


def noise(size: int = 256) -> Bytes:
    """A disc 24 levels brighter than its ground, in noise with a standard deviation of 48."""
    y, x = grid(size, size)
    ground = 116 + 24 * cover(disc(y, x, (size / 2, size / 2), size / 4))
    return _bytes((ground + 48 * grain(size, size, seed=3)) / 255)


def grain(height: int, width: int, seed: int) -> NDArray[np.float32]:
    """Noise `(H, W)`, close to normal, mean 0 and standard deviation 1.

    Each value is a sum of four bytes of a generator whose raw stream is fixed for good, so that
    a sample is the same picture under every version of NumPy.
    """
    raw = np.random.PCG64(seed).random_raw((height * width + 1) // 2)
    four = raw.astype("<u8").view(np.uint8)[: height * width * 4].reshape(height, width, 4)
    total = four[..., 0].astype(np.float32)
    for part in (1, 2, 3):
        total += four[..., part]
    return (total - np.float32(510)) / np.float32(np.sqrt(4 * (256**2 - 1) / 12))


def _bytes(shade: Plane) -> Bytes:
    """0 … 1 in 8 bits."""
    return np.clip(shade * 255 + 0.5, 0, 255).astype(np.uint8)
