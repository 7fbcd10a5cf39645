"""One pixel of a 1×1 layer close up: its channels times the matrix of all filters."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from app.content.channels import channel_names
from app.picture.channels.panels import plane_tone
from app.picture.elements import (
    Answer,
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
from app.picture.lettering.digits import short
from app.picture.lettering.typography import Sizes
from app.picture.pointwise.focus import CELLS, PixelFocus
from app.picture.pointwise.layout import SIGN, Part, Sheet, part_of, sheet
from app.picture.stage import tones
from app.picture.stage.closeup import CloseUp
from app.picture.stage.given import MixStage
from app.picture.stage.grids import numbered
from app.state.channels.pixel import PixelProduct
from app.state.derive import Mixed
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
    relu, newest = derived.scene.mixing.relu, _newest(focus)
    channel = focus.channel if focus.channel is not None else newest
    part = part_of(area, product.matrix.shape, focus.filter, channel, type_)
    shape = len(part.filters), len(part.channels)
    page = sheet(area, shape, biased, relu, names, stage.measure, type_)
    panels = tuple(_panels(stage, page, part, product, focus, type_))
    marks = tuple(_marks(derived, part, product, focus, {panel.key for panel in panels}))
    return CloseUp(panels, marks, tuple(_labels(stage, page, part, type_)))


def _newest(focus: PixelFocus) -> int:
    """The channel of the newest product, tap by tap; else the first."""
    gather = focus.gather
    return gather.taps - 1 if gather.taps < gather.step.products.size else 0


def _panels(
    stage: MixStage,
    page: Sheet,
    part: Part,
    product: PixelProduct,
    focus: PixelFocus,
    type_: Sizes,
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
        if key not in page.boxes:
            continue
        box, rows, columns = page.boxes[key], *array.shape
        bare = Panel(
            key, role, box, _seen(key, part), (rows, columns), array, tone, title,
            f"{rows} × {columns}" if key == "weights" else "",
            click=Click.PIN if key == "pixel" else Click.ROW_PLANE,
            held=_held(key, array, focus),
            answer=Answer.BESIDE if relu and key == "sums" else None,
        )  # fmt: skip
        yield numbered(bare, stage.measure, type_)


def _seen(key: str, part: Part) -> Rect:
    """The cells of a grid that are shown."""
    rows, columns = part.filters, part.channels
    if key == "pixel":
        return Rect(0, columns.start, 1, len(columns))
    if key in CELLS:
        return Rect(columns.start, rows.start, len(columns), len(rows))
    return Rect(0, rows.start, 1, len(rows))


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
    derived: Mixed, part: Part, product: PixelProduct, focus: PixelFocus, keys: set[str]
) -> Iterator[Mark]:
    """The row of the present filter through all grids, and what is pointed at."""
    channels, number = part.channels, focus.filter
    stroke = Stroke.STEP if focus.mix.spread is None else Stroke.THIN
    yield Outline("pixel", _seen("pixel", part), stroke)
    for key in ("weights", "terms", "biases", "sums", "results"):
        if key in keys:
            shown = channels if key in CELLS else range(1)
            yield Strong(key, (number,), tuple(shown))
            yield Outline(key, Rect(shown.start, number, len(shown), 1), stroke)
    taps = focus.gather.taps
    if taps < derived.filters.channels:
        yield Written("sums", number, 0, short(product.so_far(number, taps), 3))
        yield from _channel(taps - 1, keys, number, 1, Role.STEP)
    if focus.channel is not None:
        rows = part.filters if focus.mix.spread else range(number, number + 1)
        yield from _channel(focus.channel, keys, rows.start, len(rows), Role.INPUT)


def _channel(channel: int, keys: set[str], first: int, rows: int, role: Role) -> Iterator[Mark]:
    """A channel of the pixel, and the weights that meet it."""
    yield Outline("pixel", Rect(0, channel, 1, 1), Stroke.REACH, role)
    for key in CELLS:
        if key in keys:
            yield Outline(key, Rect(channel, first, 1, rows), Stroke.REACH, role)


# ---- words


def _labels(stage: MixStage, page: Sheet, part: Part, type_: Sizes) -> Iterator[Label]:
    """Signs between the grids, and names of channels and filters beside them."""
    for text, x, y in page.signs:
        yield Label(text, x, y, SIGN * type_.operator, Role.SOFT, anchor="centre")
    size = type_.caption
    weights = page.boxes["weights"]
    named = min(page.wide, page.high) >= NAMED * size
    words = _paged(stage.derived, part)
    if words:
        y = weights.bottom + (1.8 if named else 0.8) * size
        yield Label(words, weights.x, y, size, Role.SOFT, statement=True)
    if not named:
        return
    pixel = page.boxes["pixel"]
    last = page.boxes.get("results", page.boxes["sums"])
    names = channel_names(stage.derived.scene)
    for place, number in enumerate(part.channels):
        name = names[number]
        if stage.measure.width(name, size) <= page.wide:
            x = weights.x + (place + 0.5) * page.wide
            y = weights.bottom + 0.75 * size
            yield Label(name, x, y, size, Role.INPUT, Weight.MEDIUM, "centre")
        y = pixel.y + (place + 0.5) * page.high
        yield Label(name, pixel.x - 0.35 * size, y, size, Role.INPUT, Weight.MEDIUM, "right")
    for place, number in enumerate(part.filters):
        y = weights.y + (place + 0.5) * page.high
        for x, anchor in ((weights.x - 0.35 * size, "right"), (last.right + 0.35 * size, "left")):
            side: Any = anchor
            yield Label(str(number + 1), x, y, size, Role.OUTPUT, Weight.MEDIUM, side)


def _paged(derived: Mixed, part: Part) -> str:
    """Which filters and channels are shown where these are not all."""
    said = [
        f"{name} {shown.start + 1}–{shown.stop} of {count}"
        for name, shown, count in (
            ("filters", part.filters, derived.planes),
            ("channels", part.channels, derived.filters.channels),
        )
        if len(shown) < count
    ]
    return ", ".join(said)
