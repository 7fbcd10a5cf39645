"""What a stage of many channels is about: a step, an input cell of a channel, or a weight."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

from app.picture.moment import Moment
from app.picture.stage.focus import Gather, Scatter, gains_of
from app.state.derive import Mixed
from app.state.view import Target, View


@dataclass(frozen=True, slots=True)
class Spread:
    """One input cell of one channel, and what it adds to each output channel that it reaches."""

    channel: int
    row: int
    column: int
    value: float
    outputs: tuple[tuple[int, Scatter], ...]

    @property
    def count(self) -> int:
        """Outputs that it reaches, in all channels."""
        return sum(len(scatter.gains) for _, scatter in self.outputs)


@dataclass(frozen=True, slots=True)
class WeightAt:
    """One weight of the present filter, by its input channel."""

    channel: int
    row: int
    column: int


@dataclass(frozen=True, slots=True)
class MixFocus:
    """The gather that the close-up shows, and what else is pointed at.

    `opened` is the input channel that is written out where there are too many for all.
    `pointed` is the filter whose thumbnail or output channel is pointed at.
    """

    gather: Gather
    opened: int
    spread: Spread | None = None
    weight: WeightAt | None = None
    pointed: int | None = None

    @property
    def filter(self) -> int:
        """The filter of the gather, which is its output channel."""
        return self.gather.step.output[0]


def focus_of(derived: Mixed, view: View, moment: Moment) -> MixFocus:
    """Read the pointed cell, hovered before pinned, against the scene."""
    shown = derived.taps_shown if moment.step == derived.scene.step else derived.taps
    present = _opened(derived, Gather(derived.trace[moment.step], shown, pointed=False))
    for target in (view.hover, view.pin):
        focus = None if target is None else _pointed(derived, present, target)
        if focus is not None:
            return focus
    return present


def channel_at(key: str) -> tuple[str, int]:
    """The kind of a panel and its number, as its key says.

    >>> channel_at("input-2"), channel_at("result")
    (('input', 2), ('result', 0))
    """
    kind, _, number = key.rpartition("-")
    return (kind, int(number)) if kind and number.isdecimal() else (key, 0)


def _opened(derived: Mixed, gather: Gather) -> MixFocus:
    """Tap by tap the channel of the newest tap is opened, else the first."""
    seen = derived.filters.sees(gather.step.output[0])
    high, wide = derived.filters.kernel
    newest = (gather.taps - 1) // (high * wide) if gather.taps < derived.taps else 0
    return MixFocus(gather, seen[max(0, newest)])


def _pointed(derived: Mixed, present: MixFocus, target: Target) -> MixFocus | None:
    """What a pointed cell is about; None where its panel only shows what is pointed at."""
    kind, number = channel_at(target.panel)
    match kind:
        case "output":
            return _output(derived, present, number, target.row, target.column)
        case "filter":
            _, row, column = present.gather.step.output
            return _output(derived, present, number, row, column)
        case "input":
            return _input(derived, present, number, target.row, target.column)
        case "window":
            return _weight(derived, present, number, target, spread=True)
        case "kernel" | "products":
            return _weight(derived, present, number, target, spread=False)
        case "sum" | "part":
            return MixFocus(present.gather, number)
        case _:
            return None


def _output(
    derived: Mixed, present: MixFocus, number: int, row: int, column: int
) -> MixFocus | None:
    rows, columns = derived.output_shape
    if not (0 <= number < derived.planes and 0 <= row < rows and 0 <= column < columns):
        return None
    step = derived.trace.at(number, row, column)
    if step.index == present.gather.step.index:
        return MixFocus(present.gather, present.opened, pointed=number)
    gather = Gather(step, derived.taps, pointed=True)
    return MixFocus(gather, _opened(derived, gather).opened, pointed=number)


def _weight(
    derived: Mixed, present: MixFocus, channel: int, target: Target, *, spread: bool
) -> MixFocus | None:
    """A weight of the present filter, and the input cell under it in the step.

    None where the filter has no such weight: it does not see that channel, say.
    """
    high, wide = derived.filters.kernel
    seen = channel in derived.filters.sees(present.filter)
    if not (seen and 0 <= target.row < high and 0 <= target.column < wide):
        return None
    rows, columns = present.gather.step.window
    place = rows[target.row], columns[target.column]
    met = spread_of(derived, channel, *place) if spread else None
    weight = WeightAt(channel, target.row, target.column)
    return MixFocus(present.gather, channel, met, weight)


def _input(
    derived: Mixed, present: MixFocus, channel: int, row: int, column: int
) -> MixFocus | None:
    spread = spread_of(derived, channel, row, column)
    return None if spread is None else MixFocus(present.gather, channel, spread)


def spread_of(derived: Mixed, channel: int, row: int, column: int) -> Spread | None:
    """One input cell with all that it reaches; a cell of the padding by itself."""
    places = []
    for axis, at in zip(derived.axes, (row, column), strict=True):
        if not -axis.low <= at < axis.size + axis.high:
            return None
        places.append(axis.source(at, derived.scene.parameters.padding_mode))
    if not 0 <= channel < derived.filters.channels:
        return None
    inside = None not in places
    value = derived.geometry.stack[channel, places[0], places[1]].item() if inside else 0
    reaches = derived.trace.fan_out(channel, row, column)
    outputs = tuple(
        (number, Scatter(row, column, value, gains_of(reach)))
        for number, reach in groupby(reaches, lambda reach: reach.output[0])
    )
    return Spread(channel, row, column, value, outputs)
