"""Edits of the input. What another image makes impossible is adjusted, and said."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.state.adjusting import fitted
from app.state.artefacts.settling import with_room
from app.state.channels import edits as channel_edits
from app.state.channels.choices import Source
from app.state.contrast import most_contrast
from app.state.derive import derive
from app.state.image import MAX_PIXELS, Image
from app.state.outcome import Change, Outcome, Refusal
from app.state.prepare import plane_count, plane_shape, white
from app.state.scene import (
    CHANNELLED,
    MAX_TOY,
    Cell,
    Channel,
    Crop,
    Input,
    Lesson,
    Pair,
    Scale,
    Scene,
)
from app.state.settling import settled
from app.state.signal import is_line, row_crop, signal_of
from app.state.typed import NUMBERS_THAT_FIT, exchanged, is_number, told

LARGEST_SIDE = 8000
NO_VOLUME = (
    "is a single image; this lesson takes volumes of two slices or more: open several images at "
    "once, a folder of them, a TIFF or GIF of several pages, a .npy array or a NIfTI file, or "
    "choose another lesson first"
)
"""Why an image is refused where a volume is due, and what fits."""


def set_image(scene: Scene, image: Image) -> Outcome:
    """Another image, whole; the channel stays grey unless the new image is in colour too.

    A toy begins at its first step, a photo near its middle where there is most to see, or in the
    very middle where a step sees a row or a wide field.
    """
    if scene.lesson is Lesson.VOLUME:
        return Refusal("image", f"{image.name} {NO_VOLUME}")
    channel = scene.input.channel if image.is_colour else Channel.GREY
    fresh = Input(image, channel=channel, scale=scene.input.scale)
    opened, said = replace(scene, input=fresh, step=0, tap=0), ""
    if scene.lesson in CHANNELLED:
        opened, said = channel_edits.adopted(opened)
    elif is_line(scene):
        taken, said = signal_of(fresh, image)
        opened = replace(opened, input=taken)
    elif scene.lesson is Lesson.ARTEFACTS:
        opened, said = with_room(opened)
    outcome = fitted(None, opened, f"open {image.name}", "image", said)
    toy = max(plane_shape(opened.input)) <= MAX_TOY
    if isinstance(outcome, Refusal) or (toy and scene.lesson is not Lesson.RECEPTIVE_FIELD):
        return outcome
    derived = derive(outcome.scene)
    rows, columns = derived.grid(derived.opening_plane)
    row, column = rows // 2, columns // 2
    if not is_line(scene) and scene.lesson is not Lesson.RECEPTIVE_FIELD:
        there = most_contrast(image)
        row, column = there[0] * rows // image.height, there[1] * columns // image.width
    step = derived.step_at(derived.opening_plane, row, column)
    return replace(outcome, scene=replace(outcome.scene, step=step))


def set_crop(scene: Scene, crop: Crop | None) -> Outcome:
    """A rectangle of the image, or the whole of it."""
    image = scene.input.image
    if crop is not None and not (
        crop.height >= 1
        and crop.width >= 1
        and 0 <= crop.top <= image.height - crop.height
        and 0 <= crop.left <= image.width - crop.width
    ):
        return Refusal(
            "crop", f"the crop must lie within the image's {image.height} × {image.width} pixels"
        )
    title = "whole image" if crop is None else f"crop to {crop.height} × {crop.width}"
    return _reshaped(scene, replace(scene.input, crop=crop, edited=()), title, "crop")


def set_row(scene: Scene, row: int) -> Outcome:
    """Another row of the image as the signal; what is left of it stays left out."""
    image = scene.input.image
    if not 0 <= row < image.height:
        return Refusal("row", f"row {row + 1:,}: 1 to {image.height:,} fits")
    crop = None if image.height == 1 else row_crop(scene.input, row)
    changed = replace(scene.input, crop=crop, edited=())
    return _reshaped(scene, changed, f"row {row + 1:,} of the image", "row")


def set_resample(scene: Scene, size: Pair | None) -> Outcome:
    """The plane resampled to (height, width) cells, or left at full size."""
    if size is not None:
        height, width = size
        fits = min(size) >= 1 and max(size) <= LARGEST_SIDE and height * width <= MAX_PIXELS
        if not fits:
            return Refusal("resample", f"{height} × {width} cells: 1 to {LARGEST_SIDE} a side fits")
    title = "full size" if size is None else f"resample to {size[0]} × {size[1]}"
    return _reshaped(scene, replace(scene.input, resample=size, edited=()), title, "resample")


def set_channel(scene: Scene, channel: Channel) -> Outcome:
    if channel is not Channel.GREY and not scene.input.image.is_colour:
        return Refusal("channel", f"{scene.input.image.name} is grey: it has no {channel.value}")
    changed = replace(scene.input, channel=channel, edited=())
    return _reshaped(scene, changed, f"channel {channel.value}", "channel")


def set_source(scene: Scene, source: Source) -> Outcome:
    """The image's own channels, or its grey, once or three times."""
    cleared = replace(scene.input, edited=())
    said = "typed cells were dropped" if scene.input.edited else ""
    mixing = replace(scene.mixing, source=source)
    if mixing == scene.mixing:
        return Change(scene, f"channels: {source.value}")
    changed = replace(scene, mixing=mixing, input=cleared)
    return settled(scene, changed, f"channels: {source.value}", "source", said)


def set_scale(scene: Scene, scale: Scale) -> Outcome:
    """Values as stored or from 0 to 1; cells typed over keep their meaning."""
    if scale is scene.input.scale:
        return Change(scene, "values unchanged")
    old, new = white(scene.input), white(replace(scene.input, scale=scale))
    edited = tuple(
        replace(cell, value=exchanged(cell.value, old, new)) for cell in scene.input.edited
    )
    title = "values 0–1" if scale is Scale.UNIT else "values as stored"
    return settled(
        scene,
        replace(scene, input=replace(scene.input, scale=scale, edited=edited)),
        title,
        "scale",
    )


def planes_of(scene: Scene) -> int:
    """How many planes of the input the lesson shows, and can be typed over."""
    if scene.lesson not in CHANNELLED:
        return 1
    return plane_count(scene.input, scene.mixing.source)


def set_cell(scene: Scene, row: int, column: int, value: float, channel: int = 0) -> Outcome:
    """Type over one cell of a small input, of one of its channels where it has several."""
    place = f"cell ({row + 1}, {column + 1})"
    if scene.lesson in CHANNELLED:
        place = f"channel {channel + 1}, {place}"
    return _typed(scene, (Cell(row, column, value, channel),), f"{place} = {told(value)}")


def paste_cells(
    scene: Scene, row: int, column: int, block: NDArray[Any], channel: int = 0
) -> Outcome:
    """Type over a block of cells from a corner on: all of it or, where one is refused, nothing."""
    height, width = block.shape
    cells = tuple(
        Cell(row + down, column + right, float(value), channel)
        for (down, right), value in np.ndenumerate(block)
    )
    return _typed(scene, cells, f"paste {height} × {width} cells")


def _typed(scene: Scene, cells: tuple[Cell, ...], title: str) -> Outcome:
    height, width = plane_shape(scene.input)
    channels = planes_of(scene)
    if max(height, width) > MAX_TOY:
        return Refusal("cells", f"cells can be typed over up to {MAX_TOY} × {MAX_TOY}; resample")
    for cell in cells:
        if not (0 <= cell.row < height and 0 <= cell.column < width):
            place = f"cell ({cell.row + 1}, {cell.column + 1})"
            return Refusal("cells", f"{place}: the input is {height} × {width}")
        if not 0 <= cell.channel < channels:
            fits = "1 fits" if channels == 1 else f"1 to {channels} fit"
            return Refusal("cells", f"channel {cell.channel + 1} of the input: {fits}")
        if not is_number(cell.value):
            return Refusal("cells", f"{told(cell.value)}: {NUMBERS_THAT_FIT} fits")
    typed = (*scene.input.edited, *cells)
    edited = {(cell.channel, cell.row, cell.column): cell for cell in typed}
    source = replace(scene.input, edited=tuple(edited.values()))
    return settled(scene, replace(scene, input=source), title, "cells")


def _reshaped(scene: Scene, source: Input, title: str, control: str) -> Outcome:
    if replace(source, edited=scene.input.edited) == scene.input:
        return Change(scene, title)
    said = "typed cells were dropped" if scene.input.edited else ""
    return fitted(scene, replace(scene, input=source), title, control, said)
