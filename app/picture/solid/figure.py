"""The figure of a 3D convolution of small volumes: input ∗ kernel = output, as piles of slices or
with the slices side by side."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from math import floor

from app.picture.elements import Connector, Label, Mark, Panel, Rect, Role
from app.picture.lettering.typography import Sizes
from app.picture.solid.focus import SolidFocus
from app.picture.solid.marks import Marking, box_lines, cell_lines, slice_marks
from app.picture.solid.slices import (
    Slices,
    SolidStage,
    first_slices,
    input_slices,
    kernel_slices,
    output_slices,
    slice_names,
    volume_titles,
)
from app.picture.stage import tones
from app.picture.stage.layout import Slots, shared_row
from app.picture.stage.piles import side_by_side
from app.picture.stage.statements import statements
from app.picture.stage.titles import title_width
from app.state.solid.choices import Arrangement

NAME = 1.35
"""Height of the line with a slice's name, in sizes of its letters."""
SIGN = 1.6
"""Room for a sign before slices that lie side by side, in operators."""


@dataclass(frozen=True, eq=False, slots=True)
class SolidFigure:
    """Panels back to front, what is laid over them, and all words."""

    panels: tuple[Panel, ...]
    marks: tuple[Mark, ...]
    labels: tuple[Label, ...]
    lines: tuple[Connector, ...]


def compose(stage: SolidStage, area: Rect, focus: SolidFocus, type_: Sizes) -> SolidFigure:
    """Input, kernel and output within `area`, laid out as the scene has it."""
    volumes = (input_slices(stage), kernel_slices(stage), output_slices(stage, focus))
    if stage.derived.arrangement is Arrangement.SLICES:
        return _fanned(stage, volumes, area, focus, type_)
    return _piled(stage, volumes, area, focus, type_)


def _piled(
    stage: SolidStage,
    volumes: Sequence[Slices],
    area: Rect,
    focus: SolidFocus,
    type_: Sizes,
) -> SolidFigure:
    slots = pile_row(stage, volumes, area, type_)
    placed = [
        volume.piled(pile_boxes(volume, whole), stage, type_, first)
        for volume, whole, first in zip(volumes, slots.boxes, first_slices(focus), strict=True)
    ]
    panels = tuple(panel for several in placed for panel in several)
    marking = Marking(stage, focus, {panel.key: panel for panel in panels}, type_)
    wholes = list(zip(volumes, slots.boxes, strict=True))
    labels = (
        *volume_titles(wholes, stage.width, stage, type_),
        *_operators(stage, volumes, slots, type_),
        *(
            label
            for volume, several in zip(volumes, placed, strict=True)
            for label in slice_names(volume, several, type_)
        ),
        *said_below(stage, wholes, unused_words(stage), type_),
    )
    lines = () if focus.scatter else (*box_lines(marking), *cell_lines(marking))
    return SolidFigure(panels, tuple(slice_marks(marking)), labels, lines)


def pile_row(stage: SolidStage, volumes: Sequence[Slices], area: Rect, type_: Sizes) -> Slots:
    """One cell size for all piles of a row."""
    gap = pile_gap(stage, volumes, type_)
    least = tuple(title_width(volume.title, stage.measure, type_) for volume in volumes)
    extents = tuple(volume.pile.extent for volume in volumes)
    return shared_row(area, extents, gap, type_.cell_most, type_, least)


def pile_gap(stage: SolidStage, volumes: Sequence[Slices], type_: Sizes) -> float:
    """Room for an operator between piles, beside the names of their slices."""
    names = max(
        stage.measure.width(name, type_.caption) for volume in volumes for name in volume.names
    )
    return min(2.3 * type_.operator, 0.075 * stage.width) + names


def pile_boxes(volume: Slices, whole: Rect) -> tuple[Rect, ...]:
    """Where the slices of a pile stand, on whole pixels."""
    return tuple(box.on_pixels for box in volume.pile.boxes(whole))


def signs(slots: Slots, texts: Sequence[str], type_: Sizes) -> tuple[Label, ...]:
    """The operators in the gaps of a row."""
    return tuple(
        Label(text, x, y, type_.operator, Role.SOFT, anchor="centre")
        for text, (x, y) in zip(texts, slots.gaps, strict=True)
    )


def _operators(
    stage: SolidStage, volumes: Sequence[Slices], slots: Slots, type_: Sizes
) -> Iterator[Label]:
    """Each in the middle between the names of a pile's slices and the next pile."""
    for label, volume in zip(signs(slots, ("∗", "="), type_), volumes[:2], strict=True):
        names = max(stage.measure.width(name, type_.caption) for name in volume.names)
        yield replace(label, x=label.x + names / 2)


def said_below(
    stage: SolidStage,
    volumes: Sequence[tuple[Slices, Rect]],
    words: Sequence[str],
    type_: Sizes,
) -> tuple[Label, ...]:
    """Under the output, what its brightness means; under the input, of these words what fits."""
    heads = [_whole(volume, rect) for volume, rect in volumes]
    shown = stage.waiting
    if stage.result is not None:
        mapping = stage.derived.scene.mapping
        shown = tones.words(mapping, volumes[-1][0].panels[0].tone)
    said = ((heads[0], words), (heads[-1], (shown,)))
    return statements(heads, said, stage.width, stage.measure, type_)


def _whole(volume: Slices, rect: Rect) -> Panel:
    first = volume.panels[0]
    return Panel(volume.title, first.role, rect, first.visible, first.shape, None, first.tone, "")


def unused_words(stage: SolidStage) -> tuple[str, ...]:
    """How many slices, rows and columns no window covers."""
    parts = [
        f"{len(unused)} {name}{'s' if len(unused) > 1 else ''}"
        for unused, name in zip(
            stage.derived.geometry.unused, ("slice", "row", "column"), strict=True
        )
        if unused
    ]
    return (f"{' and '.join(parts)} unused",) if parts else ("",)


def _fanned(
    stage: SolidStage,
    volumes: Sequence[Slices],
    area: Rect,
    focus: SolidFocus,
    type_: Sizes,
) -> SolidFigure:
    """The input's slices in a row, under them those of the kernel and of the output."""
    letters = max(type_.least, type_.caption)
    places = _fan_places(volumes, area, type_.title_gap + NAME * letters, type_)
    boxes = [
        side_by_side(place, len(volume.panels), volume.extent, 0.75 * type_.title_gap)
        for volume, place in zip(volumes, places, strict=True)
    ]
    placed = [
        volume.placed(several, stage, type_) for volume, several in zip(volumes, boxes, strict=True)
    ]
    panels = tuple(panel for several in placed for panel in several)
    marking = Marking(stage, focus, {panel.key: panel for panel in panels}, type_)
    wholes = [
        (volume, _around(several, NAME * letters))
        for volume, several in zip(volumes, boxes, strict=True)
    ]
    middle = places[1].centre[1]
    labels = (
        *volume_titles(wholes, stage.width, stage, type_),
        *(
            Label(
                text,
                max(area.x, several[0].x - SIGN / 2 * type_.operator),
                middle,
                type_.operator,
                Role.SOFT,
                anchor="centre",
            )
            for text, several in (("∗", boxes[1]), ("=", boxes[2]))
        ),
        *_names(volumes, boxes, letters),
        *said_below(stage, wholes, unused_words(stage), type_),
    )
    return SolidFigure(panels, tuple(slice_marks(marking)), labels, ())


def _fan_places(
    volumes: Sequence[Slices], area: Rect, head: float, type_: Sizes
) -> tuple[Rect, Rect, Rect]:
    """Where the three volumes go: heights by their rows, under a `head` of words for each row, and
    kernel and output beside one another by their columns, with room for a sign before each.
    """
    source, kernel, output = volumes
    upper, lower = source.extent[0], max(kernel.extent[0], output.extent[0])
    free = area.height - 2 * head - 1.2 * type_.caption
    high = floor(free * upper / (upper + lower))
    kernel_columns, output_columns = (
        len(volume.panels) * volume.extent[1] + len(volume.panels) - 1
        for volume in (kernel, output)
    )
    sign = SIGN * type_.operator
    inner = area.width - 2 * sign
    share = inner * kernel_columns / (kernel_columns + output_columns)
    top = area.y + 2 * head + high
    return (
        Rect(area.x, area.y + head, area.width, high),
        Rect(area.x + sign, top, share, free - high),
        Rect(area.x + 2 * sign + share, top, inner - share, free - high),
    )


def _around(boxes: Sequence[Rect], above: float) -> Rect:
    """The rectangle around boxes, with room for a line of words above them."""
    left, top = min(box.x for box in boxes), min(box.y for box in boxes) - above
    right, bottom = max(box.right for box in boxes), max(box.bottom for box in boxes)
    return Rect(left, top, right - left, bottom - top)


def _names(
    volumes: Sequence[Slices], boxes: Sequence[Sequence[Rect]], letters: float
) -> tuple[Label, ...]:
    """The name above each slice, where there are several."""
    return tuple(
        Label(_name(name), box.x, box.y - 0.62 * letters, 0.9 * letters, Role.SOFT)
        for volume, several in zip(volumes, boxes, strict=True)
        if len(several) > 1
        for name, box in zip(volume.names, several, strict=True)
    )


def _name(name: str) -> str:
    return f"slice {name}" if name.isdigit() else name
