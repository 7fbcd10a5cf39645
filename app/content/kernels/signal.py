"""The kernels of the 1D lesson, all of one row, and which kernels a lesson offers."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from app.content.kernels.catalogue import KERNELS, KernelPreset
from app.content.samples import signals
from app.state import kernels
from app.state.scene import Lesson

Weights = NDArray[np.int64]


def _one_row(weights: kernels.Weights, height: int) -> kernels.Weights:
    """The row on each of `height` rows, so that a preset has every size that is asked for."""
    return np.tile(weights, (height, 1))


def _echo(height: int, width: int) -> NDArray[np.float64]:
    """What is there now, and half of what was there at the window's beginning."""
    row = np.zeros((1, width))
    row[0, 0], row[0, -1] = 0.5, 1
    return _one_row(row, height)


def _pulse(height: int, width: int) -> Weights:
    """A triangle: 1 2 3 2 1 at five taps."""
    row = np.minimum(np.arange(width), np.arange(width)[::-1]) + 1
    return _one_row(row[np.newaxis].astype(np.int64), height)


def _spike(height: int, width: int) -> Weights:
    """The spike of a heartbeat; other widths have it cut, or zeros around it."""
    row = np.array([signals.SPIKE], np.int64)
    return _one_row(kernels.resize(row, 1, width), height)


LINE_KERNELS: tuple[KernelPreset, ...] = (
    KernelPreset("moving-average", "Moving average", "The plain mean of the window: what jumps "
                 "to and fro evens out.", kernels.box, (1, 5)),
    KernelPreset("binomial", "Binomial", "A mean that trusts near samples more, in exact "
                 "fractions of Pascal's triangle.", kernels.binomial, (1, 5)),
    KernelPreset("gaussian", "Gaussian", "A bell: soft, and without the moving average's ripples.",
                 kernels.gaussian, (1, 7)),
    KernelPreset("one-two-one", "1 2 1", "Three small weights, easy to add up in your head.",
                 _pulse, (1, 3)),
    KernelPreset("difference", "Difference", "A sample minus the one before it: the slope, 0 "
                 "where nothing changes.", kernels.sobel_x, (1, 2)),
    KernelPreset("second-difference", "Second difference", "Both neighbours minus twice the "
                 "sample: 0 on every even slope.", kernels.laplacian, (1, 3)),
    KernelPreset("edge", "Edge", "The difference of two smoothed sides: steps stand out, noise "
                 "less.", kernels.sobel_x, (1, 5)),
    KernelPreset("sharpen", "Sharpen", "Adds each sample's difference from its neighbours to it.",
                 kernels.sharpen, (1, 3)),
    KernelPreset("matched-pulse", "Matched filter: pulse", "The shape that is looked for: the "
                 "output peaks where the signal is like it.", _pulse, (1, 5)),
    KernelPreset("matched-beat", "Matched filter: heartbeat", "The spike of a heartbeat: the "
                 "output peaks at every beat.", _spike, (1, signals.BEAT)),
    KernelPreset("echo", "Echo", "The sample, and half of an earlier one: all that was comes "
                 "again, softer.", _echo, (1, 7)),
    KernelPreset("shift", "Shift", "Moves the signal to the left: one weight that is not in the "
                 "middle.", kernels.shift, (1, 3)),
    KernelPreset("identity", "Identity", "Copies the signal: a start for weights of your own.",
                 kernels.identity, (1, 3)),
    KernelPreset("random", "Random", "Weights drawn by lot: a filter before it has learned.",
                 kernels.random, (1, 5)),
)  # fmt: skip


def kernels_of(lesson: Lesson) -> tuple[KernelPreset, ...]:
    """The kernels that a lesson offers."""
    return LINE_KERNELS if lesson is Lesson.LINE else KERNELS


def kernel_of(lesson: Lesson, key: str) -> KernelPreset:
    """The preset that a lesson knows by a key; KeyError with the keys that there are."""
    offered = kernels_of(lesson)
    for preset in offered:
        if preset.key == key:
            return preset
    raise KeyError(f"no kernel {key!r}: {', '.join(preset.key for preset in offered)}")
