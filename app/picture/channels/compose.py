"""The lesson of many channels: planes ∗ filters = planes, and the step added up by channel."""

from __future__ import annotations

from collections.abc import Iterator

from app.content.channels import channel_names
from app.picture.channels import blocks, by_channel
from app.picture.channels.equation import equation, spread_words
from app.picture.channels.focus import MixFocus, focus_of
from app.picture.channels.grids import BlocksGrid
from app.picture.channels.layout import Sheet, planes_of, sheet
from app.picture.channels.marks import lens_lines, marks_of, window_edges, window_place
from app.picture.channels.panels import (
    by_key,
    input_labels,
    input_panels,
    lifted,
    output_labels,
    output_panels,
)
from app.picture.channels.planes import Planes
from app.picture.channels.thumbnails import filter_panels
from app.picture.channels.words import cost_words
from app.picture.elements import Connector, Label, Picture, Place, Rect, Role, Weight
from app.picture.lettering.digits import about, count_of, counted, row_and_column
from app.picture.lettering.typography import Sizes, sizes
from app.picture.stage import tones
from app.picture.stage.closeup import CloseUp
from app.picture.stage.equation import Page, partial_sum
from app.picture.stage.given import MixStage
from app.picture.stage.grids import fitting
from app.state.derive import Mixed
from app.state.prepare import plane_shape


def compose(stage: MixStage) -> Picture:
    type_ = sizes(stage.width, stage.height, stage.presenting)
    page, focus = sheet(stage), focus_of(stage.derived, stage.view, stage.moment)
    inputs, outputs = planes_of(stage, page, type_)
    done = focus.gather.pointed or focus.gather.taps >= stage.derived.taps
    planes = (
        *lifted(input_panels(stage, inputs, type_), f"input-{focus.opened}"),
        *lifted(output_panels(stage, outputs, done, type_), f"output-{focus.filter}"),
        *filter_panels(stage, _thumbnails(stage, page, type_), type_),
    )
    close, edges = _close(stage, page, focus, type_)
    panels = by_key((*planes, *close.panels))
    return Picture(
        stage.width,
        stage.height,
        (*planes, *close.panels),
        (*marks_of(stage, panels, focus, type_), *close.marks),
        (
            *input_labels(stage, inputs, type_),
            *output_labels(stage, outputs, type_),
            *_labels(stage, page, inputs, outputs, type_),
            *close.labels,
        ),
        (
            *window_edges(stage, inputs, panels, focus),
            *lens_lines(stage, panels, inputs, focus, type_),
            *edges,
        ),
        equation(stage.derived, focus, Page(page.equation, type_, stage.measure)),
        spoken(stage.derived, focus),
        Place(f"input-{inputs.front[0]}", window_place(stage, focus)),
        bold=stage.presenting,
    )


def _close(
    stage: MixStage, page: Sheet, focus: MixFocus, type_: Sizes
) -> tuple[CloseUp, tuple[Connector, ...]]:
    """The close-up in the chosen reading, with the edges of its blocks."""
    if isinstance(page.grids, BlocksGrid):
        return blocks.compose(stage, page.close, page.grids, focus, type_)
    return by_channel.compose(stage, page.close, page.grids, focus, type_), ()


def _thumbnails(stage: MixStage, page: Sheet, type_: Sizes) -> Rect:
    """The strip behind its title."""
    strip = page.strip
    title = stage.measure.width(_strip_title(stage.derived), type_.title, Weight.SEMIBOLD)
    taken = title + 1.2 * type_.title
    return Rect(strip.x + taken, strip.y, strip.width - taken, strip.height)


def _strip_title(derived: Mixed) -> str:
    count = derived.filters.count
    return "1 filter" if count == 1 else f"{count} filters"


def _labels(
    stage: MixStage, page: Sheet, inputs: Planes, outputs: Planes, type_: Sizes
) -> Iterator[Label]:
    """The titles of the piles and of the strip, the counts, and what brightness means."""
    derived, strip = stage.derived, page.strip
    title = _strip_title(derived)
    yield Label(title, strip.x, strip.centre[1], type_.title, Role.KERNEL, Weight.SEMIBOLD)
    rows, columns = plane_shape(derived.scene.input)
    yield from _title(stage, inputs, "Input", (rows, columns, derived.filters.channels),
                      Role.INPUT, type_)  # fmt: skip
    yield from _title(stage, outputs, "Output", (*derived.output_shape, derived.planes),
                      Role.OUTPUT, type_)  # fmt: skip
    yield from _words(stage, page, type_)


def _title(
    stage: MixStage,
    planes: Planes,
    name: str,
    shape: tuple[int, int, int],
    role: Role,
    type_: Sizes,
) -> Iterator[Label]:
    """A name and a shape above all planes."""
    box = planes.box
    y = box.y - 1.4 * type_.title_gap
    words = " × ".join(f"{size:,}" for size in shape)
    title = stage.measure.width(name, type_.title, Weight.SEMIBOLD) + 0.6 * type_.title
    caption = stage.measure.width(words, type_.caption)
    if box.x + title + caption + 8 <= stage.width:
        yield Label(name, box.x, y, type_.title, role, Weight.SEMIBOLD)
        yield Label(words, box.x + title, y + 0.5, type_.caption, Role.SOFT)
        return
    x = min(box.x, stage.width - max(title, caption) - 8)  # one below the other: beside stands more
    yield Label(name, x, y - 1.3 * type_.caption, type_.title, role, Weight.SEMIBOLD)
    yield Label(words, x, y, type_.caption, Role.SOFT)


def _words(stage: MixStage, page: Sheet, type_: Sizes) -> Iterator[Label]:
    """Parameters, multiplications, and at the right what the output's brightness means."""
    size, box = max(type_.least, 0.95 * type_.caption), page.words
    shown = stage.waiting
    if stage.result is not None:
        tone = tones.output_tone(stage.derived, stage.result)
        shown = tones.words(stage.derived.scene.mapping, tone)
    right = stage.measure.width(shown, size)
    yield Label(shown, box.right, box.y + 0.75 * box.height, size, Role.SOFT, anchor="right",
                statement=True)  # fmt: skip
    rooms = box.width, box.width - right - type_.title
    for choices, room, share in zip(cost_words(stage.derived), rooms, (0.25, 0.75), strict=True):
        words = fitting(choices, room, size, stage.measure)
        y = box.y + share * box.height
        yield Label(words, box.x, y, size, Role.SOFT, statement=True)


def spoken(derived: Mixed, focus: MixFocus) -> str:
    """The step, or what is pointed at, in one sentence."""
    names = channel_names(derived.scene)
    spread, weight, gather = focus.spread, focus.weight, focus.gather
    if spread is not None:
        reached = spread_words(spread) if spread.count else "is used by no window"
        return (
            f"Input channel {names[spread.channel]}, {row_and_column(spread.row, spread.column)} "
            f"is {about(spread.value)} and {reached}."
        )
    number, row, column = gather.step.output
    if weight is not None:
        value = about(gather.step.weights[
            derived.filters.sees(number).index(weight.channel), weight.row, weight.column
        ])  # fmt: skip
        rows, columns = gather.step.window
        met = row_and_column(rows[weight.row], columns[weight.column])
        return (
            f"Filter {number + 1}, channel {names[weight.channel]}, "
            f"{row_and_column(weight.row, weight.column)} is {value} and meets input {met} "
            "in this step."
        )
    total = about(partial_sum(gather))
    where = f"output channel {number + 1}, {row_and_column(row, column)}"
    if gather.taps < derived.taps:
        sums = f"{where} is {total} after {gather.taps} of {derived.taps} products"
    else:
        bias = f" plus the bias {about(gather.step.bias)}" if gather.step.bias else ""
        made = "one product" if derived.taps == 1 else f"the sum of {derived.taps} products"
        sums = f"{where} is {total}, {made} over {count_of(derived.filters.seen, 'channel')}{bias}"
    if gather.pointed:
        return f"Pointed at: {sums}."
    return f"{counted(gather.step.index, derived.steps)}: {sums}."
