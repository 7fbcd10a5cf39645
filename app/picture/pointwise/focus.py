"""What the stage of 1×1 kernels is about: a pixel, the row of a filter, the column of a channel."""

from __future__ import annotations

from dataclasses import dataclass, replace

from app.picture.channels.focus import MixFocus
from app.picture.channels.focus import focus_of as mixed_focus_of
from app.picture.moment import Moment
from app.picture.stage.focus import Gather
from app.state.derive import Mixed
from app.state.view import Target, View

ROWS = ("biases", "sums", "results")
"""Panels with a row for each filter."""
CELLS = ("weights", "terms")
"""Panels with a row for each filter and a column for each channel."""
PIXEL = "pixel"


@dataclass(frozen=True, slots=True)
class PixelFocus:
    """`mix` names the filter and what is pointed at on the planes.

    `row` and `column` are the output place whose pixel is shown, `channel` is pointed at.
    """

    mix: MixFocus
    row: int
    column: int
    channel: int | None = None

    @property
    def gather(self) -> Gather:
        return self.mix.gather

    @property
    def filter(self) -> int:
        return self.mix.filter


def focus_of(derived: Mixed, view: View, moment: Moment) -> PixelFocus:
    """Read the pointed cell, hovered before pinned, against the scene."""
    target = view.target
    if target is not None and target.panel in (*ROWS, *CELLS, PIXEL):
        still = mixed_focus_of(derived, replace(view, hover=None, pin=None), moment)
        return _in_product(derived, still, target)
    mix = mixed_focus_of(derived, view, moment)
    spread = mix.spread
    _, row, column = mix.gather.step.output
    if spread is None:
        return PixelFocus(mix, row, column)
    reached = [gain for _, scatter in spread.outputs for gain in scatter.gains]
    if reached:
        row, column = reached[0].row, reached[0].column
    return PixelFocus(mix, row, column, spread.channel)


def _in_product(derived: Mixed, still: MixFocus, target: Target) -> PixelFocus:
    """A cell of the vector product: its row is a filter, its column a channel."""
    _, row, column = still.gather.step.output
    channel: int | None = target.row if target.panel == PIXEL else target.column
    if target.panel in ROWS or channel not in range(derived.filters.channels):
        channel = None
    if target.panel == PIXEL:
        return PixelFocus(still, row, column, channel)
    if target.row == still.filter or not 0 <= target.row < derived.planes:
        return PixelFocus(still, row, column, channel)
    gather = Gather(derived.trace.at(target.row, row, column), derived.taps, pointed=True)
    return PixelFocus(replace(still, gather=gather), row, column, channel)
