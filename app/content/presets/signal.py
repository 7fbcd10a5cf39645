"""The worked examples of the 1D lesson."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np

from app.content.kernels.signal import kernel_of
from app.content.presets.convolution import Preset, scene_of
from app.content.samples.catalogue import sample
from app.state.scene import Input, Kernel, Lesson, Scene
from app.state.signal import signal_of
from app.state.tensor import Tensor


def _signal(
    key: str, name: str, kernel: str | tuple[int, ...], width: int = 0, step: int = 0, **others: Any
) -> Callable[[], Scene]:
    """A sample under a kernel, named or written out; `others` are parameters of one axis."""

    def build() -> Scene:
        source, _ = signal_of(Input(sample(name).build()), sample(name).build())
        laid = scene_of(key, source.image, _kernel(kernel, width), Lesson.LINE, **_pairs(others))
        return replace(laid, input=source, step=step)

    return build


def _kernel(kernel: str | tuple[int, ...], width: int) -> Kernel:
    if isinstance(kernel, str):
        return kernel_of(Lesson.LINE, kernel).build(1, width or None)
    words = " ".join(map(str, kernel)).replace("-", "−")
    return Kernel(words, Tensor(np.array([kernel])))


def _pairs(parameters: dict[str, Any]) -> dict[str, Any]:
    """Stride, dilation and padding of the one axis as pairs, the vertical one as usual."""
    wide = {"stride": 1, "dilation": 1, "padding": (0, 0)}
    pairs: dict[str, Any] = {"linked": False}
    for name, value in parameters.items():
        if name == "padding" and not isinstance(value, str):
            pairs[name] = ((0, 0), value)
        else:
            pairs[name] = (1, value) if name in wide and not isinstance(value, str) else value
    return pairs


LINE_PRESETS: tuple[Preset, ...] = (
    Preset(
        "three-weights",
        "Three weights, one row",
        "1 2 1 slides over twelve numbers: three products and a sum at every place.",
        _signal("three-weights", "ramp", "one-two-one"),
    ),
    Preset(
        "moving-average",
        "A moving average calms noise",
        "The mean of five: the sine stays, and what jumps to and fro evens out.",
        _signal("moving-average", "noisy-sine", "moving-average", padding="same", step=12),
    ),
    Preset(
        "difference",
        "A difference finds edges",
        "Each sample minus the one before: 0 on flat ground, the height of each step at its foot.",
        _signal("difference", "edge", "difference", step=7),
    ),
    Preset(
        "stride-2",
        "Stride 2",
        "The window leaps over every other place: half as many outputs, with gaps between them.",
        _signal("stride-2", "ramp", "one-two-one", stride=2),
    ),
    Preset(
        "dilation",
        "Dilation 3",
        "The same three weights, two cells left out between them: they span seven samples.",
        _signal("dilation", "edge", "one-two-one", dilation=3, step=5),
    ),
    Preset(
        "same",
        "Same padding",
        "One zero on either side keeps twelve samples at twelve, and dims both ends.",
        _signal("same", "ramp", "one-two-one", padding="same"),
    ),
    Preset(
        "causal",
        "Causal padding",
        "Four zeros on the left alone, as in WaveNet: no output ever sees a later sample.",
        _signal("causal", "ramp", (1, 2, 3), dilation=2, padding=(4, 0), step=5),
    ),
    Preset(
        "impulse",
        "An impulse turns the kernel round",
        "Cross-correlation of a single 1: the weights 1 2 5 come out as 5 2 1.",
        _signal("impulse", "impulse-row", (1, 2, 5), padding="same", step=8),
    ),
    Preset(
        "impulse-response",
        "True convolution of an impulse",
        "The kernel is laid on flipped, as 5 2 1, and so comes out as it is: 1 2 5.",
        _signal("impulse-response", "impulse-row", (1, 2, 5), padding="same", flip=True, step=8),
    ),
    Preset(
        "polynomials",
        "Full padding multiplies polynomials",
        "(1 + 2x + 3x²)·(1 + x) = 1 + 3x + 5x² + 3x³: each output gathers one power of x.",
        _signal("polynomials", "polynomial", (1, 1), padding="full", flip=True, step=1),
    ),
    Preset(
        "np-convolve",
        "The same as np.convolve",
        "Flipped, with full padding: np.convolve(x, [1, 0, −2]) gives these fourteen numbers.",
        _signal("np-convolve", "ramp", (1, 0, -2), padding="full", flip=True, step=6),
    ),
    Preset(
        "matched",
        "A matched filter",
        "The kernel is the pulse that is looked for: the output peaks where the noise hides it.",
        _signal("matched", "pulses", "matched-pulse", padding="same", step=15),
    ),
    Preset(
        "echo",
        "Echo",
        "The sample and half of the one six before it: every impulse comes again.",
        _signal("echo", "impulses", "echo", padding=(6, 0), step=21),
    ),
    Preset(
        "low-pass",
        "Fast waves fall out",
        "A moving average of eight on waves that get faster: whole waves in the window cancel.",
        _signal("low-pass", "chirp", "moving-average", 8, padding="same", step=64),
    ),
    Preset(
        "heartbeat",
        "Heartbeats found",
        "400 samples under the shape of a beat's spike: zoom in where the output peaks.",
        _signal("heartbeat", "heartbeat", "matched-beat", padding="same", step=121),
    ),
    Preset(
        "word",
        "A word of 4,000 samples",
        "Far away each pixel shows the least and the greatest sample; zoom in for the numbers.",
        _signal("word", "word", "gaussian", 11, padding="same", step=1800),
    ),
    Preset(
        "photo-row",
        "A row of a photo",
        "The middle row of a landscape as a signal: its edges are steep flanks.",
        _signal("photo-row", "scene", "edge", padding="same", step=562),
    ),
)
