"""What one input cell adds, close up: a row for each output channel that it reaches."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import floor

import numpy as np

from app.picture.channels.focus import Spread
from app.picture.channels.grids import APART, MOST_ROWS
from app.picture.channels.panels import plane_tone
from app.picture.elements import Answer, Label, Panel, Rect, Role, Weight
from app.picture.lettering.cells import fitting_numbers
from app.picture.lettering.typography import Sizes
from app.picture.stage import tones
from app.picture.stage.closeup import CloseUp, measurable
from app.picture.stage.focus import Scatter
from app.picture.stage.given import MixStage
from app.state.prepare import Plane

LEAD, SIGN = 4.2, 1.2
"""The room of an output channel's name in titles, and of a sign in operators."""
MORE_LINE = 1.6
"""The height of the line that counts what is left out, in captions."""


@dataclass(frozen=True, slots=True)
class _Row:
    """What the input cell adds to one output channel, by place of the output."""

    number: int
    weights: Plane
    added: Plane


@dataclass(frozen=True, slots=True)
class _Grid:
    """The size of a cell, the left edges of cell, weights and what is added, and the first top."""

    cell: float
    columns: tuple[float, float, float]
    top: float
    high: int

    def top_of(self, row: int) -> float:
        return self.top + round(row * (self.high + APART) * self.cell)

    def middle_of(self, row: int) -> float:
        return self.top_of(row) + self.high * self.cell / 2


def spread_rows(stage: MixStage, area: Rect, spread: Spread, type_: Sizes) -> CloseUp:
    """An input cell × the weights that meet it = what it adds, a row for each output channel."""
    rows = [_row(number, scatter) for number, scatter in spread.outputs[:MOST_ROWS]]
    grid = _grid(area, rows, type_)
    panels = tuple(
        panel
        for place, row in enumerate(rows)
        for panel in _panels(stage, spread, row, place, grid, type_)
    )
    return CloseUp(panels, (), tuple(_labels(spread, rows, grid, type_)))


def _row(number: int, scatter: Scatter) -> _Row:
    gains = scatter.gains
    shape = len({gain.row for gain in gains}), len({gain.column for gain in gains})
    weights = np.array([gain.weight for gain in gains]).reshape(shape)
    return _Row(number, weights, np.array([gain.value for gain in gains]).reshape(shape))


def _grid(area: Rect, rows: Sequence[_Row], type_: Sizes) -> _Grid:
    """Cells as large as fit, all rows in the middle of the area."""
    high, wide = rows[0].weights.shape
    lead, sign = LEAD * type_.title, SIGN * type_.operator
    room = area.height - type_.title_gap - MORE_LINE * type_.caption
    tall = len(rows) * high + (len(rows) - 1) * APART
    across = (area.width - lead - 2 * sign) / (2 * wide + 1)
    cell = float(floor(max(2.0, min(type_.lens_most, across, room / tall))))
    whole = lead + (2 * wide + 1) * cell + 2 * sign
    left = round(area.x + max(0.0, (area.width - whole) / 2) + lead)
    top = round(area.y + type_.title_gap + max(0.0, (room - tall * cell) / 2))
    weights = round(left + cell + sign)
    return _Grid(cell, (left, weights, round(weights + wide * cell + sign)), top, high)


def _panels(
    stage: MixStage, spread: Spread, row: _Row, place: int, grid: _Grid, type_: Sizes
) -> Iterator[Panel]:
    """The cell, the weights that meet it, and what it adds."""
    value = np.array([[spread.value]])
    parts = (
        ("cell", Role.INPUT, "Input cell for", value, plane_tone(stage.derived)),
        ("fan-weights", Role.KERNEL, "Weights of filter", row.weights,
         tones.magnitude(row.weights)),
        ("fan-out", Role.OUTPUT, "Adds to", row.added, tones.magnitude(measurable(row.added))),
    )  # fmt: skip
    for x, (key, role, title, array, tone) in zip(grid.columns, parts, strict=True):
        rows, columns = array.shape
        y = grid.middle_of(place) - rows * grid.cell / 2
        box = Rect(x, round(y), columns * grid.cell, rows * grid.cell)
        bare = Panel(
            f"{key}:{row.number}", role, box, Rect(0, 0, columns, rows), (rows, columns),
            measurable(array), tone, f"{title} {row.number + 1}",
            answer=Answer.PRODUCTS if role is Role.OUTPUT else None,
        )  # fmt: skip
        yield fitting_numbers(bare, box, bare.visible, stage.measure, type_)


def _labels(spread: Spread, rows: Sequence[_Row], grid: _Grid, type_: Sizes) -> Iterator[Label]:
    """Titles, signs, the output channels, and how many are left out."""
    first, weights, added = grid.columns
    above = grid.top - 0.46 * type_.title_gap
    yield Label("Weights", weights, above, type_.title, Role.KERNEL, Weight.SEMIBOLD)
    yield Label("Adds", added, above, type_.title, Role.OUTPUT, Weight.SEMIBOLD)
    size, gap = 0.7 * type_.operator, SIGN * type_.operator / 2
    for place, row in enumerate(rows):
        y = grid.middle_of(place)
        x = first - 0.6 * type_.title
        yield Label(f"Output {row.number + 1}", x, y, type_.caption, Role.OUTPUT, anchor="right")
        yield Label("×", weights - gap, y, size, Role.SOFT, anchor="centre")
        yield Label("=", added - gap, y, size, Role.SOFT, anchor="centre")
    more = len(spread.outputs) - len(rows)
    if more:
        y = grid.top_of(len(rows) - 1) + grid.high * grid.cell + 0.9 * type_.caption
        words = f"… and in {more} more output channel{'s' if more > 1 else ''}"
        yield Label(words, first, y, type_.caption, Role.SOFT, statement=True)
