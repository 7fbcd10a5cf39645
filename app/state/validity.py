"""Whether a scene from outside could have been made here: the same limits as every edit's.

A valid scene is one that each edit, given the scene's own value, accepts and leaves as it is.
"""

from __future__ import annotations

from collections.abc import Callable
from math import isfinite
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.core import SpecError
from app.state import edits, input_edits
from app.state.channels import edits as channel_edits
from app.state.channels.bottleneck import bottleneck_fault
from app.state.channels.filters import MAX_CHANNELS
from app.state.depthwise.edits import depthwise_fault
from app.state.derive import derive
from app.state.edits import HORIZONTAL, VERTICAL, parameters_of
from app.state.image import MAX_PIXELS, Image
from app.state.outcome import Change, Edit, Outcome, Refusal
from app.state.prepare import plane_shape
from app.state.receptive_field import edits as stack_edits
from app.state.scene import MAX_TOY, Cell, Lesson, Scene, details_of
from app.state.settling import settled
from app.state.solid.validity import solid_fault
from app.state.spatial import edits as spatial_edits
from app.state.turned import edits as turned_edits
from app.state.typed import LARGEST, NUMBERS_THAT_FIT, is_number

PIXEL_TYPES = ("uint8", "uint16", "int32", "int64", "float32", "float64")
WEIGHT_TYPES = ("int64", "float64")
LARGEST_PIXEL = 2**32
"""Whole numbers beyond this cannot come from an image file; within it every sum stays exact."""


def fault(scene: Scene) -> str:
    """Why this scene cannot be, in words; empty where it can."""
    return (
        _image_fault(scene.input.image)
        or _kernel_fault(scene)
        or _stack_fault(scene)
        or _types_fault(scene)
        or channel_edits.filters_fault(scene.filters)
        or depthwise_fault(scene.depthwise)
        or bottleneck_fault(scene.mixing.bottleneck)
        or solid_fault(scene)
        or _edits_fault(scene)
        or _derive_fault(scene)
    )


def _types_fault(scene: Scene) -> str:
    """Of the lessons of many channels: their weights are kept as a kernel's are."""
    separated = scene.depthwise
    for weights in (scene.filters.weights, separated.kernels, separated.mixes):
        if weights.dtype.name not in WEIGHT_TYPES:
            return f"weights of type {weights.dtype}: {' or '.join(WEIGHT_TYPES)} fits"
    return ""


def _edits_fault(scene: Scene) -> str:
    for edit in _OWN:
        outcome = edit(scene)
        if isinstance(outcome, Refusal):
            return outcome.reason
        if outcome.scene != scene:
            return "the step lies beyond the end"
    return _cells_fault(scene)


def _image_fault(image: Image) -> str:
    pixels = image.pixels.array
    if pixels.dtype.name not in PIXEL_TYPES:
        return f"pixels of type {pixels.dtype}: {', '.join(PIXEL_TYPES)} fit"
    many = pixels.ndim == 3 and 2 <= pixels.shape[2] <= MAX_CHANNELS
    if not (pixels.ndim == 2 or many) or not pixels.size:
        shape = " × ".join(map(str, pixels.shape))
        return f"pixels {shape}: height × width fits, or height × width × 2 to {MAX_CHANNELS}"
    if image.height * image.width > MAX_PIXELS:
        return f"{image.height:,} × {image.width:,} pixels: {MAX_PIXELS:,} is the most"
    if not (isfinite(image.white) and image.white > 0):
        return f"white {image.white:g}: a number above 0 fits"
    if pixels.dtype == np.int64 and not _is_within(pixels, LARGEST_PIXEL):
        return f"a pixel is not a number from −{LARGEST_PIXEL:,} to {LARGEST_PIXEL:,}"
    return ""


def _is_within(values: NDArray[Any], most: float) -> bool:
    return bool(-most <= values.min() and values.max() <= most)


def _kernel_fault(scene: Scene) -> str:
    weights = scene.kernel.weights.array
    if weights.dtype.name not in WEIGHT_TYPES:
        return f"weights of type {weights.dtype}: {' or '.join(WEIGHT_TYPES)} fits"
    if weights.size and np.isfinite(weights).all() and not _is_within(weights, LARGEST):
        return f"a weight is not {NUMBERS_THAT_FIT}"
    return ""


def _stack_fault(scene: Scene) -> str:
    if scene.stack or scene.lesson is Lesson.RECEPTIVE_FIELD:
        outcome = stack_edits.set_stack(scene, scene.stack, "")
        if isinstance(outcome, Refusal):
            return outcome.reason
    if not 0 <= scene.level <= len(scene.stack):
        return f"level {scene.level}: 0 to {len(scene.stack)} fits"
    return ""


def _cells_fault(scene: Scene) -> str:
    cells = scene.input.edited
    height, width = plane_shape(scene.input)
    if cells and max(height, width) > MAX_TOY:
        return f"cells can be typed over up to {MAX_TOY} × {MAX_TOY}"
    if len({(cell.channel, cell.row, cell.column) for cell in cells}) < len(cells):
        return "a cell is typed over twice"
    if not all(_cell_fits(cell, height, width) for cell in cells):
        return f"a cell typed over lies beyond {height} × {width}, or is no number that fits"
    channels = input_edits.planes_of(scene)
    if not all(0 <= cell.channel < channels for cell in cells):
        return f"a cell typed over lies beyond the channels: 1 to {channels} fit"
    return ""


def _cell_fits(cell: Cell, height: int, width: int) -> bool:
    inside = 0 <= cell.row < height and 0 <= cell.column < width
    return inside and is_number(cell.value)


def _derive_fault(scene: Scene) -> str:
    if scene.detail not in details_of(scene.lesson):
        return f"this lesson does not go {scene.detail.value}"
    if scene.step < 0 or scene.tap < 0:
        return "the step lies before the beginning"
    try:
        derive(scene)
    except SpecError as error:
        return str(error)
    return ""


def _own_axes(name: str, edit: Callable[..., Outcome]) -> Edit:
    """The edit of each axis with the value that it has: the first that changes something."""

    def again(scene: Scene) -> Outcome:
        for axis, value in enumerate(getattr(parameters_of(scene), name)):
            outcome = edit(scene, value, axis)
            if isinstance(outcome, Refusal) or outcome.scene != scene:
                return outcome
        return Change(scene, "")

    return again


def _own_output_padding(axis: int) -> Edit:
    def edit(scene: Scene) -> Outcome:
        if scene.lesson is not Lesson.TRANSPOSED:
            return Change(scene, "")
        value = scene.transposed.output_padding[axis]
        return turned_edits.set_output_padding(scene, value, axis)

    return edit


def _own_terms(scene: Scene) -> Outcome:
    if scene.lesson is not Lesson.SPATIALLY_SEPARABLE:
        return Change(scene, "")
    return spatial_edits.set_terms(scene, scene.spatial.terms)


_OWN: tuple[Edit, ...] = (
    _own_terms,
    _own_output_padding(VERTICAL),
    _own_output_padding(HORIZONTAL),
    lambda scene: input_edits.set_crop(scene, scene.input.crop),
    lambda scene: input_edits.set_resample(scene, scene.input.resample),
    lambda scene: input_edits.set_channel(scene, scene.input.channel),
    lambda scene: edits.set_kernel(scene, scene.kernel),
    _own_axes("stride", edits.set_stride),
    _own_axes("dilation", edits.set_dilation),
    lambda scene: edits.set_padding(scene, parameters_of(scene).padding),
    lambda scene: edits.set_padding_mode(scene, parameters_of(scene).padding_mode),
    lambda scene: edits.set_bias(scene, parameters_of(scene).bias),
    lambda scene: settled(scene, scene, "", ""),
)
