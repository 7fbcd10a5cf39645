"""What the stage is about: the present step, or the cell that is pointed at."""

from __future__ import annotations

from dataclasses import dataclass

from app.core import Reach, Step
from app.picture.moment import Moment
from app.state.derive import Derived
from app.state.view import Target, View


@dataclass(frozen=True, slots=True)
class Gather:
    """One output and its window; `taps` products have appeared."""

    step: Step
    taps: int
    pointed: bool


@dataclass(frozen=True, slots=True)
class Scatter:
    """One input cell and the outputs that it reaches."""

    row: int
    column: int
    value: float
    reaches: tuple[Reach, ...]


@dataclass(frozen=True, slots=True)
class TapFocus:
    """One kernel cell, beside the present step."""

    row: int
    column: int


@dataclass(frozen=True, slots=True)
class Focus:
    """The gather that the equation shows, and what else is pointed at."""

    gather: Gather
    scatter: Scatter | None = None
    tap: TapFocus | None = None


def focus_of(derived: Derived, view: View, moment: Moment) -> Focus:
    """Read the pointed cell, hovered before pinned, against the scene."""
    present = Gather(derived.trace[moment.step], _taps(derived, moment), pointed=False)
    target = view.target
    if target is None:
        return Focus(present)
    match target.panel:
        case "output":
            return Focus(_pointed_output(derived, target) or present)
        case "input":
            return Focus(present, scatter=_scatter(derived, target.row, target.column))
        case "window":
            return Focus(present, scatter=_window_cell(derived, present.step, target))
        case "kernel" | "weights" | "products":
            return Focus(present, tap=_tap(derived, target))
        case _:
            return Focus(present)


def _taps(derived: Derived, moment: Moment) -> int:
    return derived.taps_shown if moment.step == derived.scene.step else derived.taps


def _pointed_output(derived: Derived, target: Target) -> Gather | None:
    rows, columns = derived.output_shape
    if not (0 <= target.row < rows and 0 <= target.column < columns):
        return None
    step = derived.trace.at(0, target.row, target.column)
    return Gather(step, derived.taps, pointed=step.index != derived.scene.step)


def _scatter(derived: Derived, row: int, column: int) -> Scatter | None:
    for axis, at in zip(derived.axes, (row, column), strict=True):
        if not -axis.low <= at < axis.size + axis.high:
            return None
    mode = derived.scene.parameters.padding_mode
    sources = [axis.source(at, mode) for axis, at in zip(derived.axes, (row, column), strict=True)]
    value = 0 if None in sources else derived.plane[sources[0], sources[1]].item()
    return Scatter(row, column, value, tuple(derived.trace.fan_out(0, row, column)))


def _window_cell(derived: Derived, step: Step, target: Target) -> Scatter | None:
    rows, columns = step.window
    if not (0 <= target.row < len(rows) and 0 <= target.column < len(columns)):
        return None
    return _scatter(derived, rows[target.row], columns[target.column])


def _tap(derived: Derived, target: Target) -> TapFocus | None:
    rows, columns = derived.scene.kernel.shape
    inside = 0 <= target.row < rows and 0 <= target.column < columns
    return TapFocus(target.row, target.column) if inside else None
