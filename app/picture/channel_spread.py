"""What one input cell adds, close up: a row for each output channel that it reaches."""

from __future__ import annotations

import numpy as np

from app.picture import tones
from app.picture.cells import fitting_numbers
from app.picture.channel_focus import Spread
from app.picture.channel_grids import APART, MOST_ROWS
from app.picture.channel_panels import plane_tone
from app.picture.closeup import CloseUp, measurable
from app.picture.elements import Label, Panel, Rect, Role, Weight
from app.picture.focus import Scatter
from app.picture.stage import MixStage
from app.picture.typography import Sizes
from app.state.prepare import Plane


def spread_rows(stage: MixStage, area: Rect, spread: Spread, type_: Sizes) -> CloseUp:
    """An input cell × the weights that meet it = what it adds, a row for each output channel."""
    shown = spread.outputs[:MOST_ROWS]
    blocks = [(number, scatter, *_blocks(scatter)) for number, scatter in shown]
    high, wide = blocks[0][2].shape
    lead = 4.2 * type_.title
    sign = 1.2 * type_.operator
    free = area.width - lead - 2 * sign
    room = area.height - type_.title_gap - 1.6 * type_.caption
    tall = len(blocks) * high + (len(blocks) - 1) * APART
    cell = float(int(max(2.0, min(type_.lens_most, free / (2 * wide + 1), room / tall))))
    whole = lead + (2 * wide + 1) * cell + 2 * sign
    left = round(area.x + max(0.0, (area.width - whole) / 2) + lead)
    top = round(area.y + type_.title_gap + max(0.0, (room - tall * cell) / 2))
    xs = left, round(left + cell + sign), round(left + (1 + wide) * cell + 2 * sign)
    panels: list[Panel] = []
    labels: list[Label] = [
        Label(title, x, top - 0.46 * type_.title_gap, type_.title, role, Weight.SEMIBOLD)
        for x, title, role in zip(
            xs, ("", "Weights", "Adds"), (Role.INPUT, Role.KERNEL, Role.OUTPUT), strict=True
        )
    ]
    cell_value = np.array([[spread.value]])
    for place, (number, _, weights, added) in enumerate(blocks):
        y = top + round(place * (high + APART) * cell)
        middle = y + high * cell / 2
        for x, key, role, array, tone in (
            (xs[0], "cell", Role.INPUT, cell_value, plane_tone(stage.derived)),
            (xs[1], "fan-weights", Role.KERNEL, weights, tones.magnitude(weights)),
            (xs[2], "fan-out", Role.OUTPUT, added, tones.magnitude(measurable(added))),
        ):
            rows, columns = array.shape
            box = Rect(x, middle - cell / 2 if key == "cell" else y, columns * cell, rows * cell)
            bare = Panel(
                f"{key}:{number}", role, box, Rect(0, 0, columns, rows), (rows, columns),
                measurable(array), tone, f"{_SPREAD[key]} {number + 1}",
            )  # fmt: skip
            panels.append(fitting_numbers(bare, box, bare.visible, stage.measure, type_))
        labels.append(Label(f"Output {number + 1}", xs[0] - 0.6 * type_.title, middle,
                            type_.caption, Role.OUTPUT, anchor="right"))  # fmt: skip
        for x, sign_ in ((xs[1], "×"), (xs[2], "=")):
            labels.append(Label(sign_, x - sign / 2, middle, 0.7 * type_.operator, Role.SOFT,
                                anchor="centre"))  # fmt: skip
    more = len(spread.outputs) - len(shown)
    if more:
        y = top + tall * cell + 0.9 * type_.caption
        words = f"… and in {more} more output channel{'s' if more > 1 else ''}"
        labels.append(Label(words, xs[0], y, type_.caption, Role.SOFT, statement=True))
    return CloseUp(tuple(panels), (), tuple(label for label in labels if label.text))


_SPREAD = {"cell": "Input cell for", "fan-weights": "Weights of filter", "fan-out": "Adds to"}


def _blocks(scatter: Scatter) -> tuple[Plane, Plane]:
    """The weights and what is added, by place of the output."""
    gains = scatter.gains
    shape = len({gain.row for gain in gains}), len({gain.column for gain in gains})
    weights = np.array([gain.weight for gain in gains]).reshape(shape)
    return weights, np.array([gain.value for gain in gains]).reshape(shape)
