"""Sample signals: one row of whole numbers each, made by a formula."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from app.content.samples.patterns import grain

Numbers = NDArray[np.int64]
BEAT = 9
"""Samples from the foot before a heartbeat's spike to the foot after it."""
SPIKE = (-1, -3, -2, 9, 20, 7, -6, -4, -1)
"""The spike of a heartbeat with the two dips around it, in units of 5 µV × 10."""


def ramp() -> Numbers:
    """Twelve small numbers with no symmetry, easy to add up."""
    return np.array([[2, 1, 0, 3, 1, 4, 2, 0, 1, 3, 2, 1]])


def edge() -> Numbers:
    """24 samples: 0, then 8 from the ninth on, then 3 from the seventeenth on."""
    return _row(np.repeat([0, 8, 3], 8))


def impulse() -> Numbers:
    """A single 1 in the middle of 15 zeros."""
    cells = np.zeros(15, np.int64)
    cells[7] = 1
    return _row(cells)


def impulses() -> Numbers:
    """48 samples: a 9 at every twelfth, the first at the fourth."""
    cells = np.zeros(48, np.int64)
    cells[3::12] = 9
    return _row(cells)


def polynomial() -> Numbers:
    """The coefficients of 1 + 2x + 3x²."""
    return np.array([[1, 2, 3]])


def noisy_sine() -> Numbers:
    """40 samples: two periods of a sine of 6, in noise with a standard deviation of 1.6."""
    at = np.arange(40)
    return _row(6 * np.sin(2 * np.pi * at / 20) + 1.6 * _noise(40, 5))


def chirp() -> Numbers:
    """256 samples: a cosine of 100 whose frequency grows evenly from 0 to half a cycle a sample."""
    at = np.arange(256)
    return _row(100 * np.cos(np.pi * at**2 / (2 * 256)))


def heartbeat() -> Numbers:
    """400 samples: five beats, each a low wave, a spike with dips and a broader wave, in noise."""
    at = np.arange(400, dtype=np.float64)
    line = 1.2 * _noise(400, 11)
    for beat in (46, 121, 203, 276, 352):
        line += 9 * np.exp(-(((at - beat + 16) / 4.5) ** 2))
        line += 17 * np.exp(-(((at - beat - 24) / 8.0) ** 2))
        first = beat - BEAT // 2
        line[first : first + BEAT] += 5 * np.array(SPIKE)
    return _row(line)


def hidden_pulses() -> Numbers:
    """56 samples of noise with a pulse 1 2 3 2 1, times 1.4, laid into it twice.

    This noise is as high elsewhere as where the pulses are, so that the eye does not find them.
    """
    line = 1.6 * _noise(56, 1657)
    for first in (13, 38):
        line[first : first + 5] += 1.4 * np.array([1, 2, 3, 2, 1])
    return _row(line)


def word() -> Numbers:
    """4,000 samples like a spoken syllable: hiss, then a voiced part that swells and fades."""
    at = np.arange(4000, dtype=np.float64)
    hiss = 14 * _noise(4000, 31) * np.exp(-(((at - 620) / 260) ** 2))
    pitch = 2 * np.pi * at / (66 - at / 400)
    voiced = sum(
        np.sin(harmonic * pitch) / harmonic**0.8 * strength
        for harmonic, strength in ((1, 1.0), (2, 0.7), (5, 0.9), (6, 0.6), (12, 0.35))
    )
    swell = np.exp(-(((at - 2000) / 700) ** 2)) + 0.45 * np.exp(-(((at - 3050) / 320) ** 2))
    return _row(hiss + 42 * swell * voiced + 0.8 * _noise(4000, 32))


def _noise(count: int, seed: int) -> NDArray[np.float64]:
    noise: NDArray[np.float64] = grain(1, count, seed)[0].astype(np.float64)
    return noise


def _row(values: NDArray[np.float64] | NDArray[np.int64]) -> Numbers:
    """Rounded to whole numbers, as one row."""
    return np.rint(values).astype(np.int64)[np.newaxis]
