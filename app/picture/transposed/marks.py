"""What is laid over the three pictures: one step, marked in all of them."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from app.core import Axis
from app.picture.elements import Mark, Outline, Panel, Rect, Role, Stroke, Veil, Veils
from app.picture.lettering.digits import short
from app.picture.lettering.typography import Sizes
from app.picture.stage.focus import Focus, Gather, Scatter
from app.picture.stage.given import StampStage
from app.picture.stage.glide import between
from app.picture.stage.grids import column_runs, corner, tag
from app.picture.stage.marks import window_cells
from app.picture.transposed.focus import input_places
from app.state.turned.requests import StampResult

MOST_STAMPS = 9
"""More stamps than this are not outlined one by one."""
FEW, MOST_OUTLINED = 4, 64
"""More cells than so that lie together have one outline; more than the other have none."""
HATCH_CELL = 5.0
"""Pixels of a cell from which inserted zeros are hatched."""


def marks_of(
    stage: StampStage, panels: dict[str, Panel], focus: Focus, type_: Sizes
) -> Iterator[Mark]:
    yield from _inserted_zeros(stage, panels["stretched"])
    yield from _differences(stage, panels)
    if focus.scatter is None:
        yield from _gather(stage, panels, focus.gather, type_)
        return
    present = stage.derived.by_input and stage.view.target is None
    stroke = Stroke.STEP if present or stage.derived.by_input else Stroke.REACH
    if not stage.derived.by_input:
        yield from _result_cell(stage, panels, focus.gather, Stroke.THIN)
    yield from _scatter(stage, panels, focus.scatter, stroke, type_)


def _inserted_zeros(stage: StampStage, panel: Panel) -> Iterator[Mark]:
    """The zeros between the inputs, hatched as padding is."""
    rows, columns = panel.shape
    vertical, horizontal = input_places(stage.derived)
    if panel.scale < HATCH_CELL or (len(vertical) == rows and len(horizontal) == columns):
        return
    between_rows = [Rect(0, row, columns, 1) for row in range(rows) if row not in vertical]
    cells = [
        Rect(column, row, 1, 1)
        for row in range(rows)
        for column in range(columns)
        if row in vertical and column not in horizontal
    ]
    yield Veils("stretched", Veil.INSERTED, (*between_rows, *cells))


def _differences(stage: StampStage, panels: dict[str, Panel]) -> Iterator[Mark]:
    """Where the result without the turn is another one, as far as it is shown."""
    panel = panels.get("inserted")
    agreement = stage.result.agreement if isinstance(stage.result, StampResult) else None
    if agreement is None or panel is None:
        return
    differs = agreement.differs
    found = np.argwhere(differs).tolist()
    shown = [(row, column) for row, column in found if not panel.is_beyond(row, column)]
    if shown:
        cells = tuple(Rect(column, row, 1, 1) for row, column in shown)
        yield Veils("inserted", Veil.DIFFERS, cells)


# ---- a cell of the result


def _gather(
    stage: StampStage, panels: dict[str, Panel], gather: Gather, type_: Sizes
) -> Iterator[Mark]:
    """The stamps that reach the cell, its window on the stretched y, its row of Cᵀ."""
    yield from _stamps(stage, gather)
    yield from _window(stage, panels, gather, type_)
    yield from _result_cell(stage, panels, gather, Stroke.STEP)


def _stamps(stage: StampStage, gather: Gather) -> Iterator[Mark]:
    """The stamps that have appeared; of many, what they cover together."""
    derived, step = stage.derived, gather.step
    rows, columns = (source.tolist() for source in step.sources)
    places = [(row, column) for row in rows for column in columns][: gather.taps]
    taps = _taps(derived.axes, step.output[1:])[: gather.taps]
    stamps = [window_cells(derived.axes, row, column) for row, column in places]
    if len(stamps) <= MOST_STAMPS:
        for number, stamp in enumerate(stamps):
            yield Outline("stamps", stamp, Stroke.THIN, Role.INPUT, nested=1 + number % 5)
    else:
        high, wide = derived.result_shape
        inside = _around(stamps).intersected(Rect(0, 0, wide, high))
        yield Outline("stamps", inside, Stroke.THIN, Role.INPUT)
    yield from _blocks("input", places)
    yield from _blocks("kernel", taps)
    numbers = [row * derived.plane.shape[1] + column for row, column in places]
    if "operand" in panels_with_matrix(stage) and len(numbers) <= MOST_OUTLINED:
        yield from column_runs("operand", 0, numbers, Role.STEP)


def _around(cells: list[Rect]) -> Rect:
    left, top = min(each.x for each in cells), min(each.y for each in cells)
    right, bottom = max(each.right for each in cells), max(each.bottom for each in cells)
    return Rect(left, top, right - left, bottom - top)


def _blocks(panel: str, cells: list[tuple[int, int]]) -> Iterator[Mark]:
    """An outline around each cell; of many that lie together, one around them all."""
    rects = [Rect(column, row, 1, 1) for row, column in cells]
    whole = _around(rects) if rects else Rect(0, 0, 0, 0)
    together = whole.width * whole.height == len(rects)
    for rect in [whole] if together and len(rects) > FEW else rects[:MOST_OUTLINED]:
        if rect.width:
            yield Outline(panel, rect, Stroke.REACH)


def panels_with_matrix(stage: StampStage) -> tuple[str, ...]:
    """The keys of the third picture, where C is small enough for it."""
    return ("matrix", "operand", "column") if stage.derived.geometry.drawn else ()


def _taps(axes: tuple[Axis, Axis], cell: tuple[int, ...]) -> list[tuple[int, int]]:
    """The taps that meet a cell of the result, in the order of the step's products."""
    down, across = (
        [tap for _, tap in axis.fan_out(at)] for axis, at in zip(axes, cell, strict=True)
    )
    return [(row, column) for row in down for column in across]


def _window(
    stage: StampStage, panels: dict[str, Panel], gather: Gather, type_: Sizes
) -> Iterator[Mark]:
    """The plain window of stride 1 over the stretched y, with the turned weights."""
    derived = stage.derived
    _, row, column = gather.step.output
    now = _plain_window(derived.axes, row, column)
    place = now if gather.pointed else _glided(stage, now)
    yield Outline("stretched", place, Stroke.STEP)
    if place != now:
        return
    panel, weights = panels["stretched"], panels["turned"].array
    assert weights is not None
    plain = [axis.zero_inserted for axis in derived.axes]
    moved = [min(0, axis.low) for axis in plain]
    for tap_row, at_row in enumerate(plain[0].window(row)):
        for tap_column, at_column in enumerate(plain[1].window(column)):
            cell = at_row + moved[0], at_column + moved[1]
            if panel.holds(*cell):
                weight = weights[tap_row, tap_column]
                yield from tag(panel, *cell, weight, stage.measure, type_)


def _plain_window(axes: tuple[Axis, Axis], row: int, column: int) -> Rect:
    plain = axes[0].zero_inserted, axes[1].zero_inserted
    cells = window_cells(plain, row, column)
    moved = [min(0, axis.low) for axis in plain]
    return Rect(cells.x + moved[1], cells.y + moved[0], cells.width, cells.height)


def _glided(stage: StampStage, now: Rect) -> Rect:
    moment = stage.moment
    if moment.toward is None:
        return now
    after = divmod(moment.toward, stage.derived.output_shape[1])
    return between(now, _plain_window(stage.derived.axes, *after), moment.phase)


def _result_cell(
    stage: StampStage, panels: dict[str, Panel], gather: Gather, stroke: Stroke
) -> Iterator[Mark]:
    """The cell in every picture of the result, and its row of Cᵀ."""
    _, row, column = gather.step.output
    cell = Rect(column, row, 1, 1)
    for key in ("stamps", "output", "inserted"):
        if key in panels:
            yield Outline(key, cell, stroke)
    number = gather.step.index
    for key in panels_with_matrix(stage):
        if key != "operand":
            yield Outline(key, Rect(0, number, panels[key].shape[1], 1), stroke)


# ---- a stamp


def _scatter(
    stage: StampStage, panels: dict[str, Panel], scatter: Scatter, stroke: Stroke, type_: Sizes
) -> Iterator[Mark]:
    """One input, its stamp on the output, its place in the stretched y, its column of Cᵀ."""
    derived = stage.derived
    role = Role.STEP if stroke is Stroke.STEP else Role.INPUT
    cell = Rect(scatter.column, scatter.row, 1, 1)
    yield Outline("input", cell, stroke, role)
    stamp = window_cells(derived.axes, scatter.row, scatter.column)
    yield Outline("stamps", stamp, stroke, role)
    yield Outline("output", stamp, stroke, role)
    places = input_places(derived)
    at = Rect(places[1][scatter.column], places[0][scatter.row], 1, 1)
    yield Outline("stretched", at, stroke, role)
    number = scatter.row * derived.plane.shape[1] + scatter.column
    if panels_with_matrix(stage):
        rows = panels["matrix"].shape[0]
        yield Outline("matrix", Rect(number, 0, 1, rows), stroke, role)
        yield Outline("operand", Rect(0, number, 1, 1), stroke, role)
        reached = [reach.index for gain in scatter.gains for reach in gain.taps]
        yield from column_runs("column", 0, reached, role)
    yield from _added(stage, panels["stamps"], scatter, type_)


def _added(stage: StampStage, panel: Panel, scatter: Scatter, type_: Sizes) -> Iterator[Mark]:
    """What the stamp adds, in the corner of each cell."""
    for gain in scatter.gains:
        text = short(gain.value, 3)
        text = text if gain.value < 0 else f"+{text}"
        cell = gain.row, gain.column
        yield from corner(panel, *cell, text, Role.INPUT, stage.measure, type_)
