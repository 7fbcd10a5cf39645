"""Presets of 1×1 filters: every output channel is a weighted sum of the input's channels."""

from __future__ import annotations

import numpy as np

from app.content.kernels.filters import COLOURS, FilterPreset, Weights, filter_preset

OPPONENTS = ((1 / 3, 1 / 3, 1 / 3), (1, -1, 0), (1 / 2, 1 / 2, -1))
"""Brightness, red against green, and yellow against blue: three directions at right angles."""
STEPS = (1, 0, -1, 2)
"""The weights of the toy filters, taken in turn."""


def _rows(rows: tuple[tuple[float, ...], ...]) -> Weights:
    return np.array(rows)[:, :, None, None]


def toy_mix(filters: int, channels: int) -> Weights:
    """Small whole weights `(filters, channels, 1, 1)`, no two rows alike.

    >>> toy_mix(2, 3)[:, :, 0, 0].tolist()
    [[1, 0, -1], [0, 1, 2]]
    """
    rows, columns = np.ogrid[:filters, :channels]
    places = (columns * (1 + 2 * (rows % 2)) + 3 * (rows // 2) + rows % 2) % len(STEPS)
    weights: Weights = np.array(STEPS)[places][:, :, None, None]
    return weights


def _halved(channels: int) -> Weights:
    """Half as many channels, each the mean of two neighbours; the last stands for itself."""
    made = np.zeros(((channels + 1) // 2, channels, 1, 1))
    for number, row in enumerate(made):
        pair = range(2 * number, min(2 * number + 2, channels))
        row[pair] = 1 / len(pair)
    return made


def _differences(channels: int) -> Weights:
    made = np.eye(channels, dtype=np.int64)
    made[1:, 0] = -1
    return made[:, :, None, None]


MIXES: tuple[FilterPreset, ...] = (
    FilterPreset("toy-mix", "Two toy filters", "Small whole weights: check the vector product in "
                 "your head.", lambda channels: toy_mix(2, channels), (1, -3)),
    FilterPreset("copy", "Copy every channel", "The unit matrix: each output channel is one input "
                 "channel, unchanged.",
                 lambda channels: np.eye(channels, dtype=np.int64)[:, :, None, None]),
    FilterPreset("reverse", "Turn the order round", "The last channel comes first: red and blue "
                 "change places.",
                 lambda channels: np.eye(channels, dtype=np.int64)[::-1, :, None, None].copy()),
    filter_preset("mean"),
    filter_preset("luma"),
    FilterPreset("opponent-mix", "Opponent colours", "Brightness, red minus green, yellow minus "
                 "blue: three channels that say other things.", lambda _: _rows(OPPONENTS), (),
                 COLOURS),
    FilterPreset("halves", "Half as many channels", "Each output is the mean of two neighbours: a "
                 "reduction that nobody had to learn.", _halved),
    FilterPreset("differences", "Differences to the first", "Each channel minus the first one: "
                 "what they share is gone.", _differences),
)  # fmt: skip


def mix_preset(key: str) -> FilterPreset:
    """The preset of that key; KeyError with the keys that there are."""
    for preset in MIXES:
        if preset.key == key:
            return preset
    raise KeyError(f"no mix {key!r}: {', '.join(preset.key for preset in MIXES)}")
