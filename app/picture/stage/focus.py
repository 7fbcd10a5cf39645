"""What the stage is about: the present step, or the cell that is pointed at."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from app.core import Reach, Step
from app.picture.lettering.digits import MINUS
from app.picture.moment import Moment
from app.state.derive import Convolved
from app.state.signal import is_line
from app.state.view import Target, View


def place_of(row: int, column: int, *, line: bool) -> str:
    """A cell as it is named beside numbers: "(2, 3)", of a line "3"."""
    place = f"{column + 1}" if line else f"({row + 1}, {column + 1})"
    return place.replace("-", MINUS)


@dataclass(frozen=True, slots=True)
class Gather:
    """One output and its window; `taps` products have appeared.

    `name` is what the cell belongs to, `added` what the sum has beside its products. A `line`
    has one axis only.
    """

    step: Step
    taps: int
    pointed: bool
    name: str = "output"
    added: str = "bias"
    line: bool = False

    @property
    def place(self) -> str:
        _, row, column = self.step.output
        return place_of(row, column, line=self.line)


@dataclass(frozen=True, slots=True)
class Gain:
    """What one output gets of an input cell: through one tap, or through several where the
    padding repeats the cell."""

    row: int
    column: int
    taps: tuple[Reach, ...]

    @property
    def weight(self) -> float:
        return sum(reach.weight for reach in self.taps)

    @property
    def value(self) -> float:
        return sum(reach.value for reach in self.taps)


@dataclass(frozen=True, slots=True)
class Scatter:
    """One input cell and the outputs that it reaches, in row-major order.

    `name` and `onto` are what both are called.
    """

    row: int
    column: int
    value: float
    gains: tuple[Gain, ...]
    name: str = "input"
    onto: str = "output"
    line: bool = False

    @property
    def place(self) -> str:
        return place_of(self.row, self.column, line=self.line)

    def reached(self, gain: Gain) -> str:
        """Which output a gain goes to."""
        return place_of(gain.row, gain.column, line=self.line)

    @property
    def words(self) -> str:
        """How many outputs it reaches, and through how many taps where these are more."""
        outputs, taps = len(self.gains), sum(len(gain.taps) for gain in self.gains)
        reached = f"reaches {outputs} {self.onto}{'' if outputs == 1 else 's'}"
        return reached if taps == outputs else f"{reached} through {taps} taps"


@dataclass(frozen=True, slots=True)
class TapFocus:
    """One kernel cell, beside the present step."""

    row: int
    column: int


@dataclass(frozen=True, slots=True)
class Focus:
    """The gather that the close-up shows, and what else is pointed at.

    Where both are there, the input cell of `scatter` is pointed at in the window of `tap`.
    """

    gather: Gather
    scatter: Scatter | None = None
    tap: TapFocus | None = None


def focus_of(derived: Convolved, view: View, moment: Moment) -> Focus:
    """Read the pointed cell, hovered before pinned, against the scene."""
    line = is_line(derived.scene)
    step, taps = derived.trace[moment.step], _taps(derived, moment)
    present = Gather(step, taps, pointed=False, line=line)
    for target in (view.hover, view.pin):
        focus = None if target is None else _pointed(derived, present, target)
        if focus is not None:
            return focus
    return Focus(present)


def _pointed(derived: Convolved, present: Gather, target: Target) -> Focus | None:
    """What a pointed cell is about; None where its panel only shows what is pointed at."""
    match target.panel:
        case "output":
            return Focus(_pointed_output(derived, target) or present)
        case "input":
            return Focus(present, scatter=_scatter(derived, target.row, target.column))
        case "window":
            scatter = _window_cell(derived, present.step, target)
            return Focus(present, scatter, _tap(derived, target))
        case "kernel" | "weights" | "products":
            return Focus(present, tap=_tap(derived, target))
        case _:
            return None


def _taps(derived: Convolved, moment: Moment) -> int:
    return derived.taps_shown if moment.step == derived.scene.step else derived.taps


def _pointed_output(derived: Convolved, target: Target) -> Gather | None:
    rows, columns = derived.output_shape
    if not (0 <= target.row < rows and 0 <= target.column < columns):
        return None
    step = derived.trace.at(0, target.row, target.column)
    pointed = step.index != derived.scene.step
    return Gather(step, derived.taps, pointed, line=is_line(derived.scene))


def _scatter(derived: Convolved, row: int, column: int) -> Scatter | None:
    for axis, at in zip(derived.axes, (row, column), strict=True):
        if not -axis.low <= at < axis.size + axis.high:
            return None
    mode = derived.scene.parameters.padding_mode
    sources = [axis.source(at, mode) for axis, at in zip(derived.axes, (row, column), strict=True)]
    value = 0 if None in sources else derived.plane[sources[0], sources[1]].item()
    gains = gains_of(derived.trace.fan_out(0, row, column))
    return Scatter(row, column, value, gains, line=is_line(derived.scene))


def gains_of(reaches: Iterable[Reach]) -> tuple[Gain, ...]:
    """Reaches of one cell, put together by output."""
    grouped = groupby(reaches, lambda reach: reach.output)
    return tuple(Gain(row, column, tuple(taps)) for (_, row, column), taps in grouped)


def _window_cell(derived: Convolved, step: Step, target: Target) -> Scatter | None:
    rows, columns = step.window
    if not (0 <= target.row < len(rows) and 0 <= target.column < len(columns)):
        return None
    return _scatter(derived, rows[target.row], columns[target.column])


def _tap(derived: Convolved, target: Target) -> TapFocus | None:
    rows, columns = derived.scene.kernel.shape
    inside = 0 <= target.row < rows and 0 <= target.column < columns
    return TapFocus(target.row, target.column) if inside else None
