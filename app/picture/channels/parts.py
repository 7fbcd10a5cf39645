"""What both readings of a step of many channels share: sums, the result's box, weight marks."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from app.picture.channels.focus import MixFocus
from app.picture.elements import (
    Answer,
    Label,
    Mark,
    Outline,
    Panel,
    Rect,
    Role,
    Stroke,
    Tone,
    Weight,
)
from app.picture.lettering.cells import digits_that_fit
from app.picture.lettering.typography import Sizes
from app.picture.stage import tones
from app.picture.stage.closeup import measurable
from app.picture.stage.equation import partial_sum
from app.picture.stage.focus import Gather
from app.picture.stage.given import MixStage
from app.state.scene import Detail


def channel_sums(gather: Gather) -> list[Any]:
    """The sum of the products of each channel, of those that have appeared."""
    products = gather.step.products
    flat = products.reshape(products.shape[0], -1)
    each = flat.shape[1]
    sums = []
    for place, row in enumerate(flat):
        taken = row[: max(0, min(each, gather.taps - place * each))]
        sums.append(sum(taken.tolist()))
    return sums


def result_panel(stage: MixStage, gather: Gather, box: Rect, type_: Sizes) -> tuple[Panel, Label]:
    """The result as one cell that fills its box, and its number, larger than a cell's."""
    total = partial_sum(gather)
    size = 0.7 * type_.operator
    text = digits_that_fit(total, 0.86 * box.width, size, stage.measure)
    size *= min(1.0, 0.88 * box.width / stage.measure.width(text, size, Weight.BOLD))
    array = measurable(np.array([[total]]))
    tone = tones.output_tone(stage.derived, stage.result)
    tint = Tone(0.0, max(abs(tone.low), tone.high), absolute=True)
    square = Rect(0, 0, 1, box.height / box.width)
    panel = Panel("result", Role.OUTPUT, box, square, (1, 1), array, tint, "", answer=Answer.RESULT)
    return panel, Label(text, *box.centre, size, Role.INK, Weight.BOLD, "centre")


def weight_marks(stage: MixStage, focus: MixFocus) -> Iterator[Mark]:
    """The newest tap, and the weight that is pointed at, in every grid."""
    gather, filters = focus.gather, stage.derived.filters
    kernel, by_tap = filters.kernel, stage.derived.scene.detail is Detail.TAP
    if by_tap and gather.taps < gather.step.products.size:
        place, within = divmod(gather.taps - 1, kernel[0] * kernel[1])
        row, column = divmod(within, kernel[1])
        channel = filters.sees(focus.filter)[place]
        yield from _in_all(channel, row, column, Role.STEP)
    weight = focus.weight
    if weight is not None:
        yield from _in_all(weight.channel, weight.row, weight.column, Role.KERNEL)


def _in_all(channel: int, row: int, column: int, role: Role) -> Iterator[Mark]:
    for key in ("window", "kernel", "products"):
        yield Outline(f"{key}-{channel}", Rect(column, row, 1, 1), Stroke.REACH, role)
