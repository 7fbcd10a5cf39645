"""Words on the input: what its numbers reach, how much of the image it is, what is typed over."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from app.picture.lettering.digits import short
from app.state.derive import derive
from app.state.prepare import plane_count, prepare, prepare_planes, white
from app.state.scene import (
    CHANNELLED,
    Input,
    Scene,
)
from app.state.signal import is_line


def is_edited(scene: Scene) -> bool:
    """Whether a typed number is another than the one that stood there."""
    source = scene.input
    if not source.edited:
        return False
    own = replace(source, edited=())
    if scene.lesson in CHANNELLED:
        taken = scene.mixing.source
        return not np.array_equal(prepare_planes(source, taken), prepare_planes(own, taken))
    return not np.array_equal(prepare(source), prepare(own))


def _scale(source: Input) -> str:
    return f"0–{short(white(source))}"


def range_words(scene: Scene) -> str:
    """The unit's range, or what the numbers reach where cells were typed beyond it.

    Of a signal always what they reach: it goes below 0 more often than not.
    """
    if not scene.input.edited and not is_line(scene):
        return _scale(scene.input)
    plane = derive(scene).plane
    if is_line(scene):
        return f"{short(plane.min(), 3)} to {short(plane.max(), 3)}"
    low, high = min(0, plane.min()), max(white(scene.input), plane.max())
    return f"{short(low)}–{short(high)}" if low >= 0 else f"{short(low)} to {short(high)}"


def channel_words(scene: Scene) -> str:
    """The plane that is convolved, or how many channels filters see."""
    if scene.lesson not in CHANNELLED:
        return scene.input.channel.value
    count = plane_count(scene.input, scene.mixing.source)
    return "1 channel" if count == 1 else f"{count} channels"


def extent_words(scene: Scene) -> str:
    """Whether the input is the whole image."""
    source = scene.input
    if source.resample is not None:
        return "resampled"
    return "full size" if source.crop is None or is_line(scene) else "cropped"


def crop_words(source: Input) -> str:
    """Which part of the image is taken."""
    crop = source.crop
    if crop is None:
        return "whole image"
    return f"{crop.height} × {crop.width} from row {crop.top + 1}, column {crop.left + 1}"
