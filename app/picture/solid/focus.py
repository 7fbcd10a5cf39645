"""What the stage of 3D convolution is about: the present step, or the cell that is pointed at."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from app.core import Reach, Step
from app.picture.moment import Moment
from app.picture.stage.focus import Gather
from app.state.solid.choices import Triple
from app.state.solid.derived import Filled
from app.state.view import Target, View

INPUT, CHANNEL, KERNEL, DEEP, OUTPUT = "input", "channel", "kernel", "deep", "output"
WINDOW, WEIGHTS, PRODUCTS = "window", "weights", "products"
FLAT, SUMS = "plane", "sums"
"""What keys of panels begin with; the number of a slice follows, or the name of a view."""
VIEWS: dict[str, tuple[int, int]] = {"axial": (1, 2), "coronal": (0, 2), "sagittal": (0, 1)}
"""The three views, and which axes run down and across in each."""


@dataclass(frozen=True, slots=True)
class Gain3:
    """What one output gets of an input cell, through one tap or several."""

    at: Triple
    taps: tuple[Reach, ...]

    @property
    def weight(self) -> float:
        return sum(reach.weight for reach in self.taps)


@dataclass(frozen=True, slots=True)
class Scatter3:
    """One input cell (slice, row, column) and the outputs that it reaches, in their order."""

    at: Triple
    value: float
    gains: tuple[Gain3, ...]


@dataclass(frozen=True, slots=True)
class SolidFocus:
    """The gather that the close-up shows, and what else is pointed at: an input cell, a tap, or
    the sum of one slice of the window.
    """

    gather: Gather
    scatter: Scatter3 | None = None
    tap: Triple | None = None
    window_slice: int | None = None


def key_of(kind: str, which: int | str) -> str:
    """The key of a slice's panel, or of a view's."""
    return f"{kind}-{which}"


def focus_of(derived: Filled, view: View, moment: Moment) -> SolidFocus:
    """Read the pointed cell, hovered before pinned, against the scene."""
    taps = derived.taps_shown if moment.step == derived.scene.step else derived.taps
    present = Gather(derived.trace[moment.step], taps, pointed=False)
    for target in (view.hover, view.pin):
        focus = None if target is None else _pointed(derived, present, target)
        if focus is not None:
            return focus
    return SolidFocus(present)


def cell_of(step: Step, derived: Filled, target: Target) -> tuple[str, Triple] | None:
    """What a target points at: which kind of thing, and its (slice, row, column)."""
    kind, _, which = target.panel.partition("-")
    if which in VIEWS:
        down, across = VIEWS[which]
        at = list(step.output[1:] if kind == OUTPUT else middle_of(derived, step))
        at[down], at[across] = target.row, target.column
        return kind, (at[0], at[1], at[2])
    if not which.removeprefix("-").isdigit():
        return None
    return kind, (int(which), target.row, target.column)


def middle_of(derived: Filled, step: Step) -> Triple:
    """The input cell in the middle of a window; the nearest one where that is padding."""
    depth, row, column = (
        min(max(window[len(window) // 2], 0), axis.size - 1)
        for window, axis in zip(step.window, derived.axes, strict=True)
    )
    return depth, row, column


def _pointed(derived: Filled, present: Gather, target: Target) -> SolidFocus | None:
    """What a pointed cell is about; None where its panel only shows what is pointed at."""
    if target.panel == FLAT:
        depth = present.step.output[1]
        return SolidFocus(_output(derived, (depth, target.row, target.column)) or present)
    if target.panel == SUMS:
        return SolidFocus(present, window_slice=target.row)
    found = cell_of(present.step, derived, target)
    if found is None:
        return None
    kind, at = found
    match kind:
        case "output":
            return SolidFocus(_output(derived, at) or present)
        case "input" | "channel":
            return SolidFocus(present, scatter=scatter_of(derived, at))
        case "window":
            if not _is_tap(derived, at):
                return SolidFocus(present)
            depth, row, column = (
                window[tap] for window, tap in zip(present.step.window, at, strict=True)
            )
            return SolidFocus(present, scatter_of(derived, (depth, row, column)), at)
        case "kernel" | "weights" | "products":
            return SolidFocus(present, tap=at if _is_tap(derived, at) else None)
        case _:
            return None


def _is_tap(derived: Filled, at: Triple) -> bool:
    sides = derived.geometry.weights.shape
    return all(0 <= tap < side for tap, side in zip(at, sides, strict=True))


def _output(derived: Filled, at: Triple) -> Gather | None:
    if not all(0 <= place < size for place, size in zip(at, derived.geometry.shape, strict=True)):
        return None
    step = derived.trace.at(0, *at)
    return Gather(step, derived.taps, pointed=step.index != derived.scene.step)


def scatter_of(derived: Filled, at: Triple) -> Scatter3 | None:
    """What an input cell, or one of the padding, adds to the outputs that it reaches."""
    axes = derived.axes
    for axis, place in zip(axes, at, strict=True):
        if not -axis.low <= place < axis.size + axis.high:
            return None
    mode = derived.solid.parameters.padding_mode
    sources = tuple(axis.source(place, mode) for axis, place in zip(axes, at, strict=True))
    value = 0 if None in sources else derived.geometry.block[sources].item()
    return Scatter3(at, value, _gains(derived.trace.fan_out(0, *at)))


def _gains(reaches: Iterable[Reach]) -> tuple[Gain3, ...]:
    grouped = groupby(reaches, lambda reach: reach.output)
    return tuple(
        Gain3((depth, row, column), tuple(taps)) for (_, depth, row, column), taps in grouped
    )
