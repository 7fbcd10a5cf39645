"""Scenes for tests: the literature's 5×5 example, small grids and a large image."""

from __future__ import annotations

from typing import Any

import numpy as np

from app.state.derive import Convolved, derive
from app.state.image import Image
from app.state.outcome import Change, Outcome, Refusal
from app.state.requests import ConvolutionRequest, Result, compute, request_of
from app.state.scene import Input, Kernel, Lesson, Scene
from app.state.tensor import Tensor

EXAMPLE = [[3, 3, 2, 1, 0], [0, 0, 1, 3, 1], [3, 1, 2, 2, 3], [2, 0, 0, 2, 2], [2, 0, 0, 0, 1]]
WEIGHTS = [[0, 1, 2], [2, 2, 0], [0, 1, 2]]
"""Dumoulin and Visin's worked example."""


def image(pixels: Any, name: str = "grid", white: float | None = None) -> Image:
    array = np.asarray(pixels)
    brightest = float(array.max()) if array.max() > 0 else 1.0
    return Image(name, Tensor(array), brightest if white is None else white)


def scene(pixels: Any = EXAMPLE, weights: Any = WEIGHTS, **changes: Any) -> Scene:
    """A scene of the convolution lesson; the literature's example unless told otherwise."""
    kernel = Kernel("kernel", Tensor(np.asarray(weights)))
    return Scene(Lesson.CONVOLUTION, "example", Input(image(pixels)), kernel, **changes)


def photo(height: int = 700, width: int = 900, seed: int = 1) -> Image:
    """An 8-bit grey image too large for an answer at once."""
    pixels = np.random.default_rng(seed).integers(0, 256, (height, width), np.uint8)
    return image(pixels, "photo", 255)


def told(outcome: Outcome) -> str:
    """An outcome in one line: "title [said]", or "control! reason"."""
    match outcome:
        case Change(_, title, said):
            return f"{title} [{said}]" if said else title
        case Refusal(control, reason):
            return f"{control}! {reason}"


def changed(outcome: Outcome) -> Scene:
    """The scene of a change; fails where the edit was refused."""
    assert isinstance(outcome, Change), outcome
    return outcome.scene


def convolved(of: Scene) -> Convolved:
    """What follows from a scene of a lesson that convolves; fails for another lesson's."""
    derived = derive(of)
    assert isinstance(derived, Convolved), derived
    return derived


def asked(of: Scene) -> ConvolutionRequest:
    """The request of a scene of a lesson that convolves; fails for another lesson's."""
    request = request_of(of)
    assert isinstance(request, ConvolutionRequest), request
    return request


def answered(of: Scene) -> Result:
    """The whole result of a scene; fails where its lesson has none."""
    request = request_of(of)
    assert request is not None, of.lesson
    return compute(request)
