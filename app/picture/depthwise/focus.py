"""What the stage of depthwise separable convolution is about: the present step of one of its two
parts, or the cell that is pointed at."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import groupby

import numpy as np

from app.core import Step
from app.picture.moment import Moment
from app.picture.stage.focus import Focus, Gain, Gather, Scatter, TapFocus
from app.state.depthwise.derived import Separated
from app.state.view import Target, View

LONGEST_ROW = 8
"""Channels that stand in one row of the close-up; more are laid out in several."""


@dataclass(frozen=True, slots=True)
class Pointed:
    """The focus, and the plane, row and column of the cell that it is about.

    `channel` is that of an input cell that is pointed at.
    """

    focus: Focus
    plane: int
    row: int
    column: int
    channel: int | None = None


def focus_of(derived: Separated, view: View, moment: Moment) -> Pointed:
    """Read the pointed cell, hovered before pinned, against the scene."""
    here = derived.place(moment.step)
    taps = derived.taps_shown if moment.step == derived.scene.step else None
    present = Pointed(Focus(_gather(derived, here, taps)), *here)
    for target in (view.hover, view.pin):
        found = None if target is None else _pointed(derived, present, target)
        if found is not None:
            return found
    return present


def _pointed(derived: Separated, present: Pointed, target: Target) -> Pointed | None:
    """What a pointed cell is about; None where its panel only shows what is pointed at."""
    name, _, number = target.panel.partition("-")
    plane = int(number) if number.isdigit() else 0
    channels = derived.weights.channels
    match name:
        case "inner":
            return _at_output(derived, plane, target)
        case "output":
            return _at_output(derived, channels + plane, target)
        case "input":
            scatter = _scatter(derived, plane, target.row, target.column)
            if scatter is None:
                return None
            focus = replace(present.focus, scatter=scatter)
            return replace(present, focus=focus, channel=plane)
        case "kernel" if plane == present.plane:
            return _at_tap(present, target.row, target.column)
        case "mixes" if present.plane == channels + target.row:
            return _at_tap(present, *mix_place(derived, target.column))
        case "window" | "weights" | "products":
            return _at_tap(present, target.row, target.column)
        case _:
            return None


def _at_output(derived: Separated, plane: int, target: Target) -> Pointed | None:
    rows, columns = derived.output_shape
    if not (0 <= target.row < rows and 0 <= target.column < columns):
        return None
    place = plane, target.row, target.column
    gather = _gather(derived, place, None)
    pointed = derived.step_at(*place) != derived.scene.step
    return Pointed(Focus(replace(gather, pointed=pointed)), *place)


def _at_tap(present: Pointed, row: int, column: int) -> Pointed:
    _, rows, columns = present.focus.gather.step.values.shape
    tap = TapFocus(row, column) if 0 <= row < rows and 0 <= column < columns else None
    return replace(present, focus=replace(present.focus, tap=tap))


def _gather(derived: Separated, place: tuple[int, int, int], taps: int | None) -> Gather:
    """The step of a place; a pointwise one with its channels in a row, as the close-up reads."""
    plane, _, _ = place
    step = derived.step_of(derived.step_at(*place))
    if derived.is_first(plane):
        return Gather(step, taps or step.products.size, False, f"channel {plane + 1}")
    number = plane - derived.weights.channels
    return Gather(_in_rows(derived, step), taps or step.products.size, False,
                  f"output {number + 1}")  # fmt: skip


def mix_shape(derived: Separated) -> tuple[int, int]:
    """Rows and columns in which the close-up lays out the channels: one row of a few, else the
    fewest rows that hold them all without a gap."""
    channels = derived.weights.channels
    rows = next(n for n in range(1, channels + 1)
                if channels % n == 0 and channels // n <= LONGEST_ROW)  # fmt: skip
    return rows, channels // rows


def mix_place(derived: Separated, channel: int) -> tuple[int, int]:
    """Where a channel stands in the close-up."""
    return divmod(channel, mix_shape(derived)[1])


def _in_rows(derived: Separated, step: Step) -> Step:
    shape = 1, *mix_shape(derived)
    parts = (step.values, step.weights, step.products)
    values, weights, products = (part.reshape(shape) for part in parts)
    inside = np.ones(shape[1:], np.bool_)
    return replace(step, values=values, weights=weights, products=products, inside=inside)


def _scatter(derived: Separated, channel: int, row: int, column: int) -> Scatter | None:
    """The cells between the two parts that an input cell reaches: those of its own channel."""
    for axis, at in zip(derived.axes, (row, column), strict=True):
        if not -axis.low <= at < axis.size + axis.high:
            return None
    mode = derived.scene.parameters.padding_mode
    sources = [axis.source(at, mode) for axis, at in zip(derived.axes, (row, column), strict=True)]
    plane = derived.geometry.first.planes[channel]
    value = 0 if None in sources else plane[sources[0], sources[1]].item()
    reaches = derived.geometry.first.trace.fan_out(channel, row, column)
    gains = tuple(
        Gain(at[1], at[2], tuple(taps)) for at, taps in groupby(reaches, lambda reach: reach.output)
    )
    return Scatter(row, column, value, gains, f"input channel {channel + 1}")
