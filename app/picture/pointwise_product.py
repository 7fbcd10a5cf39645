"""One pixel of a 1×1 layer close up: its channels times the matrix of all filters."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from app.content.channels import channel_names
from app.picture import tones
from app.picture.channel_panels import plane_tone
from app.picture.closeup import CloseUp
from app.picture.digits import short
from app.picture.elements import (
    Click,
    Label,
    Mark,
    Outline,
    Panel,
    Rect,
    Role,
    Stroke,
    Strong,
    Tone,
    Weight,
    Written,
)
from app.picture.grids import grid
from app.picture.pointwise_focus import CELLS, PixelFocus
from app.picture.pointwise_layout import Sheet, sheet
from app.picture.stage import MixStage
from app.picture.typography import Sizes
from app.state.derive import Mixed
from app.state.pixel import PixelProduct
from app.state.prepare import Plane

NAMED = 1.25
"""Cells of so many caption letters have their channels and filters named beside them."""


def compose(
    stage: MixStage, area: Rect, product: PixelProduct, focus: PixelFocus, type_: Sizes
) -> CloseUp:
    derived = stage.derived
    biased = any(derived.filters.bias)
    longest = max(channel_names(derived.scene), key=len)
    names = stage.measure.width(longest, type_.caption, Weight.MEDIUM)
    page = sheet(area, product.matrix.shape, biased, derived.scene.mixing.relu, names, type_)
    panels = tuple(_panels(stage, page, product, focus, type_))
    marks = tuple(_marks(derived, product, focus, {panel.key for panel in panels}))
    return CloseUp(panels, marks, tuple(_labels(stage, page, type_)))


def _panels(
    stage: MixStage, page: Sheet, product: PixelProduct, focus: PixelFocus, type_: Sizes
) -> Iterator[Panel]:
    relu = stage.derived.scene.mixing.relu
    sums = tones.magnitude(product.sums)
    parts: tuple[tuple[str, Role, str, Plane, Tone], ...] = (
        ("weights", Role.KERNEL, "Weights", product.matrix, tones.magnitude(product.matrix)),
        ("pixel", Role.INPUT, "Pixel", _column(product.values), plane_tone(stage.derived)),
        ("terms", Role.STEP, "Products", product.products, tones.magnitude(product.products)),
        ("biases", Role.KERNEL, "Bias", _column(product.bias), tones.magnitude(product.bias)),
        ("sums", Role.OUTPUT, "Sum" if relu else "Output", _column(product.sums), sums),
        ("results", Role.OUTPUT, "max(0, ·)", _column(product.results), sums),
    )
    for key, role, title, array, tone in parts:
        if key in page.boxes:
            shape = (array.shape[0], array.shape[1])
            caption = f"{shape[0]} × {shape[1]}" if key == "weights" else ""
            yield grid(
                key, role, title, array, tone, page.boxes[key], shape, stage.measure, type_,
                caption=caption, click=Click.PIN if key == "pixel" else Click.ROW_PLANE,
                held=_held(key, array, focus),
            )  # fmt: skip


def _column(values: Plane) -> Plane:
    return values[:, None]


def _held(key: str, array: Plane, focus: PixelFocus) -> Any:
    """Tap by tap, what of the present row is not there yet."""
    gather, taps = focus.gather, focus.gather.taps
    if taps >= gather.step.products.size or key in ("weights", "pixel", "biases"):
        return None
    held = np.ones(array.shape, np.bool_)
    held[focus.filter, taps if key == "terms" else 0 :] = False
    return held


# ---- marks


def _marks(
    derived: Mixed, product: PixelProduct, focus: PixelFocus, keys: set[str]
) -> Iterator[Mark]:
    """The row of the present filter through all grids, and what is pointed at."""
    channels, number = derived.filters.channels, focus.filter
    stroke = Stroke.STEP if focus.mix.spread is None else Stroke.THIN
    yield Outline("pixel", Rect(0, 0, 1, channels), stroke)
    for key in ("weights", "terms", "biases", "sums", "results"):
        if key not in keys:
            continue
        columns = channels if key in CELLS else 1
        yield Strong(key, (number,), tuple(range(columns)))
        yield Outline(key, Rect(0, number, columns, 1), stroke)
    taps = focus.gather.taps
    if taps < channels:
        yield Written("sums", number, 0, short(product.so_far(number, taps), 3))
        yield from _channel(taps - 1, keys, number, 1, Role.STEP)
    if focus.channel is not None:
        rows = (0, derived.planes) if focus.mix.spread else (number, 1)
        yield from _channel(focus.channel, keys, *rows, Role.INPUT)


def _channel(channel: int, keys: set[str], first: int, rows: int, role: Role) -> Iterator[Mark]:
    """A channel of the pixel, and the weights that meet it."""
    yield Outline("pixel", Rect(0, channel, 1, 1), Stroke.REACH, role)
    for key in CELLS:
        if key in keys:
            yield Outline(key, Rect(channel, first, 1, rows), Stroke.REACH, role)


# ---- words


def _labels(stage: MixStage, page: Sheet, type_: Sizes) -> Iterator[Label]:
    """Signs between the grids, and names of channels and filters beside them."""
    for text, x, y in page.signs:
        yield Label(text, x, y, 0.8 * type_.operator, Role.SOFT, anchor="centre")
    size = type_.caption
    if page.wide < NAMED * size or page.high < NAMED * size:
        return
    weights, pixel = page.boxes["weights"], page.boxes["pixel"]
    last = page.boxes.get("results", page.boxes["sums"])
    for number, name in enumerate(channel_names(stage.derived.scene)):
        if stage.measure.width(name, size) <= page.wide:
            x = weights.x + (number + 0.5) * page.wide
            y = weights.bottom + 0.75 * size
            yield Label(name, x, y, size, Role.INPUT, Weight.MEDIUM, "centre")
        y = pixel.y + (number + 0.5) * page.high
        yield Label(name, pixel.x - 0.35 * size, y, size, Role.INPUT, Weight.MEDIUM, "right")
    for number in range(stage.derived.planes):
        y = weights.y + (number + 0.5) * page.high
        for x, anchor in ((weights.x - 0.35 * size, "right"), (last.right + 0.35 * size, "left")):
            side: Any = anchor
            yield Label(str(number + 1), x, y, size, Role.OUTPUT, Weight.MEDIUM, side)
