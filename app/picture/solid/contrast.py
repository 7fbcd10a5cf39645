"""The contrast that books blur: the same numbers as channels of a 2D convolution, whose kernel is
as deep as the stack and gives one plane, and as a volume through which a 3D kernel slides."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from app.picture.elements import (
    Answer,
    Click,
    Cut,
    Label,
    Mark,
    Outline,
    Panel,
    Rect,
    Role,
    Stroke,
    Weight,
)
from app.picture.lettering.typography import Sizes
from app.picture.solid.figure import SolidFigure, pile_boxes, pile_gap, said_below, signs
from app.picture.solid.focus import CHANNEL, FLAT, INPUT, SolidFocus
from app.picture.solid.marks import Marking, box_lines, cell_lines, slice_marks
from app.picture.solid.slices import (
    NOWHERE,
    Slices,
    SolidStage,
    answered,
    channel_slices,
    deep_slices,
    first_slices,
    input_slices,
    kernel_slices,
    output_slices,
    slice_names,
    volume_titles,
)
from app.picture.stage import tones
from app.picture.stage.layout import Slots, shared_row
from app.picture.stage.titles import title_width

HEADS = (
    "Read as channels, a 2D convolution: the kernel is as deep as the stack, one plane comes out",
    "Read as slices, a 3D convolution: the kernel has room to slide in depth, a volume comes out",
)
SHORT_HEADS = ("2D over channels: one plane", "3D along slices: a volume")
CHANNELS_TOO = (
    "Channels are yet another axis: w of a 3D layer is C_out × C_in × kD × kH × kW",
    "w of a 3D layer: C_out × C_in × kD × kH × kW",
    "",
)
Row = tuple[Slices, Slices, Slices]


def compose(stage: SolidStage, area: Rect, focus: SolidFocus, type_: Sizes) -> SolidFigure:
    """Both rows, one under the other, with cells of one size."""
    upper: Row = (channel_slices(stage), deep_slices(stage), _plane(stage, focus))
    lower: Row = (input_slices(stage), kernel_slices(stage), output_slices(stage, focus))
    head = 1.9 * type_.title
    word = 1.6 * type_.caption
    high = (area.height - 2 * head - word) / 2
    areas = [
        Rect(area.x, area.y + head, area.width, high),
        Rect(area.x, area.y + 2 * head + high, area.width, high),
    ]
    slots = _aligned(stage, (upper, lower), areas, type_)
    parts = [
        _row(stage, row, each, focus, kind, type_)
        for row, each, kind in zip((upper, lower), slots, (CHANNEL, INPUT), strict=True)
    ]
    heads = _heads(stage, areas, head, type_)
    wholes = list(zip(lower, slots[1].boxes, strict=True))
    end = said_below(stage, wholes, CHANNELS_TOO, type_)
    return SolidFigure(
        tuple(panel for part in parts for panel in part.panels),
        tuple(mark for part in parts for mark in part.marks),
        (*heads, *(label for part in parts for label in part.labels), *end),
        tuple(line for part in parts for line in part.lines),
    )


def _aligned(
    stage: SolidStage, rows: tuple[Row, Row], areas: Sequence[Rect], type_: Sizes
) -> list[Slots]:
    """Both rows with the columns of the wider one, so that like stands under like."""
    gap = pile_gap(stage, [*rows[0], *rows[1]], type_)
    pairs = list(zip(*rows, strict=True))
    extents = tuple(
        (max(volume.pile.extent[0] for volume in pair),
         max(volume.pile.extent[1] for volume in pair))
        for pair in pairs
    )  # fmt: skip
    tall = max(extent[0] for extent in extents)
    extents = tuple((tall, extent[1]) for extent in extents)
    least = tuple(
        max(title_width(volume.title, stage.measure, type_) for volume in pair) for pair in pairs
    )
    slots = []
    for row, area in zip(rows, areas, strict=True):
        shared = shared_row(area, extents, gap, type_.cell_most, type_, least)
        boxes = tuple(
            _within(box, volume, shared.cell) for box, volume in zip(shared.boxes, row, strict=True)
        )
        slots.append(Slots(boxes, shared.gaps, shared.cell))
    return slots


def _within(box: Rect, volume: Slices, cell: float) -> Rect:
    """A pile's own box, at the left of a column and on its middle line."""
    rows, columns = volume.pile.extent
    high = rows * cell
    return Rect(box.x, round(box.centre[1] - high / 2), columns * cell, high)


def _heads(
    stage: SolidStage, areas: Sequence[Rect], head: float, type_: Sizes
) -> tuple[Label, ...]:
    """What each row is, in words that fit."""
    fits = all(
        stage.measure.width(text, type_.title, Weight.SEMIBOLD) <= areas[0].width for text in HEADS
    )
    return tuple(
        Label(text, area.x, area.y - 0.42 * head, type_.title, Role.INK, Weight.SEMIBOLD,
              statement=True)
        for text, area in zip(HEADS if fits else SHORT_HEADS, areas, strict=True)
    )  # fmt: skip


def _row(
    stage: SolidStage, row: Row, slots: Slots, focus: SolidFocus, kind: str, type_: Sizes
) -> SolidFigure:
    firsts = first_slices(focus) if kind == INPUT else (0, 0, 0)
    placed = [
        volume.piled(pile_boxes(volume, whole), stage, type_, first)
        for volume, whole, first in zip(row, slots.boxes, firsts, strict=True)
    ]
    panels = tuple(panel for several in placed for panel in several)
    marking = Marking(stage, focus, {panel.key: panel for panel in panels}, type_)
    wholes = list(zip(row, slots.boxes, strict=True))
    labels = [
        *volume_titles(wholes, stage.width, stage, type_),
        *signs(slots, ("∗", "="), type_),
    ]
    for volume, several in zip(row, placed, strict=True):
        labels += slice_names(volume, several, type_)
    lines = () if focus.scatter else (*box_lines(marking, kind), *cell_lines(marking))
    marks: list[Mark] = list(slice_marks(marking, kind))
    if kind == CHANNEL:
        marks += _flat_marks(focus)
    return SolidFigure(panels, tuple(marks), tuple(labels), lines)


def _plane(stage: SolidStage, focus: SolidFocus) -> Slices:
    """The one plane of the 2D convolution, filled where the 3D one has filled a column of it."""
    derived = stage.derived
    rows, columns = derived.output_shape
    result = answered(stage)
    plane = None if result is None else result.flat
    tone = tones.output_tone(derived, result) if plane is None else tones.magnitude(plane)
    _, row, column = derived.place(stage.moment.step)
    every = derived.place(stage.moment.step)[0] > 0
    complete = int(focus.gather.pointed or focus.gather.taps >= derived.taps)
    down, across = np.arange(rows), np.arange(columns)
    panel = Panel(
        FLAT, Role.OUTPUT, NOWHERE, NOWHERE, (rows, columns), plane, tone, "One plane",
        known=None if every else derived.so_far(row * columns + column + complete),
        hide=derived.by_step, click=Click.CUT, cut=Cut(1, 2, down, across), answer=Answer.BESIDE,
    )  # fmt: skip
    return Slices("One plane", f"{rows} × {columns}", (panel,), ("1",))


def _flat_marks(focus: SolidFocus) -> list[Mark]:
    """The plane's cell, or the cells that a pointed input reaches."""
    _, _, row, column = focus.gather.step.output
    stroke = Stroke.STEP if focus.scatter is None else Stroke.THIN
    marks: list[Mark] = [Outline(FLAT, Rect(column, row, 1, 1), stroke)]
    if focus.scatter is not None:
        reached = {gain.at[1:] for gain in focus.scatter.gains}
        marks += [
            Outline(FLAT, Rect(right, down, 1, 1), Stroke.REACH, Role.INPUT)
            for down, right in sorted(reached)
        ]
    return marks
