"""The lesson of many channels: planes ∗ filters = planes, and the step added up by channel."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from app.content.channels import channel_names
from app.picture import channel_rows, tones
from app.picture.channel_equation import equation, spread_words
from app.picture.channel_focus import MixFocus, focus_of
from app.picture.channel_marks import marks_of, window_edges, window_place
from app.picture.channel_panels import (
    Planes,
    by_key,
    filter_panels,
    front_first,
    input_labels,
    input_panels,
    output_labels,
    output_panels,
    placed,
    plane_extent,
)
from app.picture.channel_words import cost_words
from app.picture.digits import about
from app.picture.elements import Label, Picture, Place, Rect, Role, Weight
from app.picture.equation import Page, partial_sum
from app.picture.stage import MixStage
from app.picture.typography import Sizes, sizes
from app.state.derive import Mixed

WIDE = 1.25
"""A stage that is so many times as wide as high shows everything in one row."""
SHARES = (0.36, 0.40, 0.24)
"""Of its width, for the input, the close-up and the output."""
LOW = 0.44
"""The share of the height that the planes take on a stage that is not wide."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """The boxes of the stage."""

    inputs: Rect
    close: Rect
    outputs: Rect
    strip: Rect
    words: Rect
    equation: Rect


def compose(stage: MixStage) -> Picture:
    type_ = sizes(stage.width, stage.height, stage.presenting)
    page, focus = sheet(stage, type_), focus_of(stage.derived, stage.view, stage.moment)
    inputs, outputs = planes_of(stage, page, focus, type_)
    done = focus.gather.pointed or focus.gather.taps >= stage.derived.taps
    planes = (
        *input_panels(stage, inputs, type_),
        *output_panels(stage, outputs, done, type_),
        *filter_panels(stage, _thumbnails(page, type_), type_),
    )
    close = channel_rows.compose(stage, page.close, focus, type_)
    panels = by_key((*planes, *close.panels))
    return Picture(
        stage.width,
        stage.height,
        (*planes, *close.panels),
        (*marks_of(stage, panels, focus, type_), *close.marks),
        (
            *input_labels(stage, inputs, type_),
            *output_labels(stage, outputs, type_),
            *_labels(stage, page, inputs, outputs, focus, type_),
            *close.labels,
        ),
        window_edges(stage, inputs, panels, focus),
        equation(stage.derived, focus, Page(page.equation, type_, stage.measure)),
        spoken(stage.derived, focus),
        Place(f"input-{inputs.front[0]}", window_place(stage, focus)),
        bold=stage.presenting,
    )


def sheet(stage: MixStage, type_: Sizes) -> Sheet:
    """Input, close-up and output in one row, or the close-up below where that is too narrow."""
    margin = max(16.0, 0.032 * stage.width)
    lines = min(stage.derived.filters.seen + 1, 5) * 1.55 * type_.key
    below = max(3.4 * type_.equation, 0.135 * stage.height, lines)
    wide, body = stage.width - 2 * margin, stage.height - below
    words = 1.5 * type_.caption
    strip = 1.9 * type_.title
    top = 0.3 * type_.title_gap
    area = Rect(margin, top, wide, body - top - words - strip - 0.6 * type_.title_gap)
    y = area.bottom + 0.3 * type_.title_gap
    foot = (
        Rect(margin, y, wide, strip),
        Rect(margin, y + strip, wide, words),
        Rect(0, body, stage.width, below),
    )
    gap = 0.8 * type_.operator
    if area.width >= WIDE * area.height:
        boxes = _in_a_row(area, SHARES, gap)
    else:
        upper = Rect(area.x, area.y, area.width, LOW * area.height)
        left, right = _in_a_row(upper, (0.6, 0.4), gap)
        boxes = (left, Rect(area.x, upper.bottom, area.width, area.bottom - upper.bottom), right)
    return Sheet(boxes[0], boxes[1], boxes[2], *foot)


def _in_a_row(area: Rect, shares: tuple[float, ...], gap: float) -> tuple[Rect, ...]:
    free = area.width - gap * (len(shares) - 1)
    x, boxes = area.x, []
    for share in shares:
        boxes.append(Rect(x, area.y, share * free, area.height))
        x += share * free + gap
    return tuple(boxes)


def planes_of(stage: MixStage, page: Sheet, focus: MixFocus, type_: Sizes) -> tuple[Planes, Planes]:
    """Where the input planes and the output planes stand."""
    derived = stage.derived
    arrangement = derived.scene.mixing.arrangement
    numbers = range(derived.filters.channels)
    most = 0.72 * type_.cell_most
    inputs = placed(page.inputs, numbers, plane_extent(derived), arrangement, most, type_)
    front = derived.place(stage.moment.step)[0]
    order = front_first(derived.planes, front)
    outputs = placed(page.outputs, order, derived.output_shape, arrangement, most, type_)
    return inputs, outputs


def _thumbnails(page: Sheet, type_: Sizes) -> Rect:
    """The strip without its title."""
    title = 5.5 * type_.title
    return Rect(page.strip.x + title, page.strip.y, page.strip.width - title, page.strip.height)


def _labels(
    stage: MixStage, page: Sheet, inputs: Planes, outputs: Planes, focus: MixFocus, type_: Sizes
) -> Iterator[Label]:
    """The strip's title, what the brightness of the output means, and the counts."""
    strip = page.strip
    count = stage.derived.filters.count
    title = "Filter" if count == 1 else f"{count} filters"
    yield Label(title, strip.x, strip.centre[1], type_.title, Role.KERNEL, Weight.SEMIBOLD)
    size = max(type_.least, 0.95 * type_.caption)
    for words in cost_words(stage.derived):
        if stage.measure.width(words, size) <= page.words.width:
            yield Label(words, page.words.x, page.words.centre[1], size, Role.SOFT, statement=True)
            break
    shown = "computing …"
    if stage.result is not None:
        tone = tones.output_tone(stage.derived, stage.result)
        shown = tones.words(stage.derived.scene.mapping, tone)
    box = outputs.box
    long = stage.measure.width(shown, size)
    x = max(8.0, min(box.x, stage.width - long - 8))
    y = box.bottom + (2.0 if outputs.more else 0.9) * type_.caption
    yield Label(shown, x, y, size, Role.SOFT, statement=True)


def spoken(derived: Mixed, focus: MixFocus) -> str:
    """The step, or what is pointed at, in one sentence."""
    names = channel_names(derived.scene)
    spread, weight, gather = focus.spread, focus.weight, focus.gather
    if spread is not None:
        reached = spread_words(spread) if spread.count else "is used by no window"
        return (
            f"Input channel {names[spread.channel]}, row {spread.row + 1}, "
            f"column {spread.column + 1} is {about(spread.value)} and {reached}."
        )
    number, row, column = gather.step.output
    if weight is not None:
        value = about(gather.step.weights[
            derived.filters.sees(number).index(weight.channel), weight.row, weight.column
        ])  # fmt: skip
        rows, columns = gather.step.window
        return (
            f"Filter {number + 1}, channel {names[weight.channel]}, row {weight.row + 1}, column "
            f"{weight.column + 1} is {value} and meets input row {rows[weight.row] + 1}, column "
            f"{columns[weight.column] + 1} in this step."
        )
    total = about(partial_sum(gather))
    where = f"output channel {number + 1}, row {row + 1}, column {column + 1}"
    if gather.taps < derived.taps:
        sums = f"{where} is {total} after {gather.taps} of {derived.taps} products"
    else:
        bias = f" plus the bias {about(gather.step.bias)}" if gather.step.bias else ""
        sums = f"{where} is {total}, the sum of {derived.taps} products"
        sums += f" over {derived.filters.seen} channels{bias}"
    if gather.pointed:
        return f"Pointed at: {sums}."
    return f"Step {gather.step.index + 1:,} of {derived.steps:,}: {sums}."
