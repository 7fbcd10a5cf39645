"""Where the parts of the lesson of many channels stand: in one row, or the close-up below.

The layout follows from the layer and the stage's size alone, so that nothing moves with a step.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import product

from app.picture.channels.grids import Grids, best_grids, read, space_of
from app.picture.channels.panels import front_first, plane_extent
from app.picture.channels.planes import Planes, placed
from app.picture.elements import Rect
from app.picture.lettering.measure import Measure
from app.picture.lettering.typography import Sizes, sizes
from app.picture.stage.given import MixStage
from app.state.channels.choices import Mixing
from app.state.channels.derived import MixGeometry
from app.state.derive import Mixed

INPUTS = (0.20, 0.24, 0.28, 0.32, 0.36, 0.40)
OUTPUTS = (0.13, 0.16, 0.20, 0.24)
"""Shares of the width that are tried for the planes, where everything stands in one row …"""
UPPER = (0.36, 0.42, 0.48, 0.54)
"""… and of the height, where the close-up stands below them."""
WIDE_PHOTOS = (0.27, 0.15)
"""A photo is large enough at this share of the stage's width, of the input and of the output."""
STRIP = 1.8
"""The height of a row of thumbnails in titles."""
IN_A_ROW = 12
"""Thumbnails that stand in one row."""
LINES = 5
"""Lines of the equation that room is kept for."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """The boxes of the stage, and the grids of the close-up in theirs."""

    inputs: Rect
    close: Rect
    outputs: Rect
    strip: Rect
    words: Rect
    equation: Rect
    grids: Grids


@dataclass(frozen=True, slots=True)
class LayerPlace:
    """What a sheet follows from; derivations of other steps of the same layer are alike."""

    geometry: MixGeometry
    mixing: Mixing
    width: float
    height: float
    presenting: bool
    measure: Measure
    derived: Mixed = field(compare=False)


def layer_place(stage: MixStage) -> LayerPlace:
    """What the layout of a stage follows from."""
    derived = stage.derived
    return LayerPlace(
        derived.geometry, derived.scene.mixing, stage.width, stage.height, stage.presenting,
        stage.measure, derived,
    )  # fmt: skip


def sheet(stage: MixStage) -> Sheet:
    """The best of several ways to share the stage."""
    return _sheet(layer_place(stage))


def side_margin(place: LayerPlace) -> float:
    """What stays free at both sides of the stage."""
    return max(16.0, 0.032 * place.width)


def equation_room(place: LayerPlace, most: int, type_: Sizes) -> float:
    """The height of the equation: a line for each channel that a filter sees, up to so many."""
    lines = min(place.derived.filters.seen + 1, most) * 1.55 * type_.key
    return max(3.4 * type_.equation, 0.135 * place.height, lines)


def planes_of(stage: MixStage, page: Sheet, type_: Sizes) -> tuple[Planes, Planes]:
    """Where the input planes and the output planes stand, the present output in front."""
    front = stage.derived.place(stage.moment.step)[0]
    return _planes(stage.derived, page.inputs, page.outputs, front, type_)


def _planes(
    derived: Mixed, inputs: Rect, outputs: Rect, front: int, type_: Sizes
) -> tuple[Planes, Planes]:
    """Both kinds of planes; those of a toy have cells of one size."""
    arrangement = derived.scene.mixing.arrangement
    inputs, outputs = (_below_title(box, type_) for box in (inputs, outputs))
    wanted = (
        (inputs, list(range(derived.filters.channels)), plane_extent(derived)),
        (outputs, front_first(derived.planes, front), derived.output_shape),
    )
    most = 0.72 * type_.cell_most
    first, second = (
        placed(box, numbers, extent, arrangement, most, type_) for box, numbers, extent in wanted
    )
    if derived.is_photo or first.cell == second.cell:
        return first, second
    most = max(min(first.cell, second.cell), min(1.25 * type_.key, most))
    first, second = (
        placed(box, numbers, extent, arrangement, most, type_) for box, numbers, extent in wanted
    )
    return first, second


def _below_title(box: Rect, type_: Sizes) -> Rect:
    """A box without the line of its title."""
    return Rect(box.x, box.y + type_.title_gap, box.width, box.height - type_.title_gap)


@lru_cache(maxsize=16)
def _sheet(place: LayerPlace) -> Sheet:
    type_ = sizes(place.width, place.height, place.presenting)
    return max(_candidates(place, type_), key=lambda page: _quality(place, page, type_))


def _candidates(place: LayerPlace, type_: Sizes) -> Iterator[Sheet]:
    """Everything in one row, or the planes above the close-up, shared in several ways."""
    derived = place.derived
    space = space_of(derived, place.measure, type_)
    area, foot = _body(place, type_)
    gap = 0.8 * type_.operator
    for left, right in product(INPUTS, OUTPUTS):
        inputs, close, outputs = _in_a_row(area, (left, 1 - left - right, right), gap)
        yield Sheet(inputs, close, outputs, *foot, best_grids(space, close, type_))
    for share in UPPER:
        upper = Rect(area.x, area.y, area.width, share * area.height)
        below = Rect(area.x, upper.bottom, area.width, area.height - upper.height)
        inputs, outputs = _in_a_row(upper, (0.58, 0.42), gap)
        yield Sheet(inputs, below, outputs, *foot, best_grids(space, below, type_))


def _body(place: LayerPlace, type_: Sizes) -> tuple[Rect, tuple[Rect, Rect, Rect]]:
    """What the planes and the close-up share; below it the filters, the words, the equation."""
    margin = side_margin(place)
    filters = place.derived.filters
    below = equation_room(place, LINES, type_)
    wide, body = place.width - 2 * margin, place.height - below
    words = 3.0 * type_.caption
    rows = 1 if filters.count <= IN_A_ROW else 2
    strip = rows * STRIP * type_.title
    y = body - words - strip - 0.4 * type_.title_gap
    top = 0.2 * type_.title_gap
    foot = (
        Rect(margin, y, wide, strip),
        Rect(margin, y + strip + 0.15 * type_.title_gap, wide, words),
        Rect(0, body, place.width, below),
    )
    return Rect(margin, top, wide, y - top - 0.35 * type_.title_gap), foot


def _in_a_row(area: Rect, shares: tuple[float, ...], gap: float) -> tuple[Rect, ...]:
    free = area.width - gap * (len(shares) - 1)
    x, boxes = area.x, []
    for share in shares:
        boxes.append(Rect(x, area.y, share * free, area.height))
        x += share * free + gap
    return tuple(boxes)


def _quality(place: LayerPlace, page: Sheet, type_: Sizes) -> float:
    """How well the numbers of the planes and of the close-up are read."""
    inputs, outputs = _planes(place.derived, page.inputs, page.outputs, 0, type_)
    if place.derived.is_photo:
        shares = (
            planes.front[1].width / (wished * place.width)
            for planes, wished in zip((inputs, outputs), WIDE_PHOTOS, strict=True)
        )
        return page.grids.quality + sum(1.0 * min(1.0, share) for share in shares)
    return page.grids.quality + sum(0.6 * read(planes.cell, type_) for planes in (inputs, outputs))
