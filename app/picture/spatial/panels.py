"""The panels of the lesson of two passes: the figure, the outer product, the singular values."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from math import floor

import numpy as np

from app.core import Term
from app.picture.camera import INPUT_FRAME, output_frame, seen
from app.picture.elements import (
    Answer,
    Border,
    Click,
    Frame,
    Label,
    Panel,
    Rect,
    Role,
    Tone,
    Weight,
)
from app.picture.lettering.cells import fitting_numbers
from app.picture.lettering.digits import short
from app.picture.lettering.typography import Sizes
from app.picture.spatial.focus import FACTORS, Sight
from app.picture.spatial.layout import Page
from app.picture.spatial.words import ERROR, factor_titles, middle_title, table_title
from app.picture.stage import tones
from app.picture.stage.figure import border_of
from app.picture.stage.given import SpatialStage
from app.picture.stage.grids import as_column, as_row, grid
from app.state.prepare import Plane
from app.state.spatial.derived import Factored
from app.state.spatial.passes import PASSES
from app.state.spatial.requests import FactoredResult


def result_of(stage: SpatialStage) -> FactoredResult | None:
    return stage.result if isinstance(stage.result, FactoredResult) else None


def figure_panels(stage: SpatialStage, page: Page, sight: Sight, type_: Sizes) -> tuple[Panel, ...]:
    """Input, first weights, intermediate, second weights, output, and the error if there is one."""
    boxes = page.figure.boxes
    panels = [
        _input(stage, boxes[0], type_),
        _factor(stage, sight, 0, boxes[1], type_),
        _middle(stage, sight, boxes[2], type_),
        _factor(stage, sight, 1, boxes[3], type_),
        _output(stage, sight, boxes[4], type_),
    ]
    if len(boxes) > len(panels):
        panels.append(_error(stage, panels[-1], boxes[5], type_))
    return tuple(panels)


def _zooming(stage: SpatialStage, bare: Panel, frame: Frame, type_: Sizes) -> Panel:
    """A panel as its box and the camera let it be seen."""
    rect, visible = seen(bare.rect, bare.extent, stage.view.camera, frame)
    placed = replace(bare, frame=frame)
    return fitting_numbers(placed, rect, visible, stage.measure, type_)


def _border(derived: Factored, passed: int) -> Border:
    """The padding that a pass reads: along its own axis alone."""
    vertical, horizontal = derived.geometry.traces(0)[passed].axes
    return border_of((vertical, horizontal), derived.scene.parameters.padding_mode)


def _input(stage: SpatialStage, box: Rect, type_: Sizes) -> Panel:
    derived = stage.derived
    rows, columns = derived.plane.shape
    bare = Panel(
        "input", Role.INPUT, box, box, (rows, columns), derived.plane, tones.input_tone(derived),
        "Input", f"{rows} × {columns}", border=_border(derived, 0), click=Click.PIN,
    )  # fmt: skip
    return _zooming(stage, bare, INPUT_FRAME, type_)


def _factor(stage: SpatialStage, sight: Sight, passed: int, box: Rect, type_: Sizes) -> Panel:
    weights = stage.derived.geometry.weights_of(sight.term)[passed]
    rows, columns = weights.shape
    bare = Panel(
        FACTORS[passed], Role.KERNEL, box, Rect(0, 0, columns, rows), (rows, columns), weights,
        tones.magnitude(weights), factor_titles(stage.derived)[passed], f"{rows} × {columns}",
        click=Click.PIN,
    )  # fmt: skip
    return fitting_numbers(bare, box, bare.visible, stage.measure, type_)


def _middle(stage: SpatialStage, sight: Sight, box: Rect, type_: Sizes) -> Panel:
    derived, result = stage.derived, result_of(stage)
    term = sight.term
    rows, columns = derived.grid(0)
    vertical, horizontal = derived.geometry.traces(0)[0].axes
    bare = Panel(
        "middle", Role.OUTPUT, box, box, (rows, columns),
        None if result is None else result.between[term], middle_tone(stage, term),
        middle_title(derived, PASSES * term), f"{rows} × {columns}",
        border=_border(derived, 1), known=derived.so_far(_known(stage, sight, PASSES * term)),
        hide=derived.by_step, click=Click.STEP, plane=PASSES * term,
        answer=Answer.READ if derived.place(stage.moment.step)[0] % PASSES else None,
    )  # fmt: skip
    return _zooming(stage, bare, output_frame(vertical, horizontal), type_)


def middle_tone(stage: SpatialStage, term: int) -> Tone:
    """A photo's intermediate over the values that its white can give; a toy's by magnitude."""
    derived, result = stage.derived, result_of(stage)
    weights = derived.geometry.weights_of(term)[0]
    if derived.is_photo:
        high = derived.white * float(weights[weights > 0].sum())
        low = derived.white * float(weights[weights < 0].sum())
        reach = max(high, -low) or derived.white
        return Tone(-reach if low else 0.0, reach, grey=True)
    low, high = (0.0, derived.white) if result is None else result.ranges[term]
    return Tone(0.0, max(abs(low), abs(high)) or 1.0, absolute=True)


def _known(stage: SpatialStage, sight: Sight, plane: int) -> int | None:
    """How many cells of a pass are computed at the present moment; None after it."""
    here, row, column = stage.derived.place(stage.moment.step)
    if here != plane:
        return 0 if here < plane else None
    gather = sight.focus.gather
    done = gather.pointed or gather.taps >= gather.step.products.size
    return row * stage.derived.grid(plane)[1] + column + done


def _output(stage: SpatialStage, sight: Sight, box: Rect, type_: Sizes) -> Panel:
    """The sum so far: while a later term's first pass is stepped, that of the terms before."""
    derived, result = stage.derived, result_of(stage)
    rows, columns = derived.result_shape
    here = derived.place(stage.moment.step)[0]
    summed = max(0, (here - 1) // PASSES)
    plane = PASSES * summed + 1
    words = "" if derived.terms == 1 else f" · terms 1–{summed + 1}" if summed else " · term 1"
    bare = Panel(
        "output", Role.OUTPUT, box, box, (rows, columns),
        None if result is None else result.sums[summed], tones.output_tone(derived, result),
        "Output", f"{rows} × {columns}{words}",
        known=derived.so_far(_known(stage, sight, plane)), hide=derived.by_step,
        click=Click.STEP, plane=PASSES * sight.term + 1,
    )  # fmt: skip
    return _zooming(stage, bare, output_frame(*derived.axes), type_)


def _error(stage: SpatialStage, output: Panel, box: Rect, type_: Sizes) -> Panel:
    result = result_of(stage)
    error = None if result is None else result.error
    furthest = 1.0 if result is None else result.furthest or 1.0
    bare = replace(
        output, key="error", role=Role.INK, rect=box, array=error, title=ERROR,
        tone=Tone(0.0, furthest, grey=stage.derived.is_photo, absolute=True), numbers=0.0,
        digits=4, click=Click.NOTHING, plane=None,
        caption="output − full", visible=output.extent,
    )  # fmt: skip
    return _zooming(stage, bare, output_frame(*stage.derived.axes), type_)


# ---- the kernel taken apart


def table_panels(stage: SpatialStage, page: Page, sight: Sight, type_: Sizes) -> Iterator[Panel]:
    """The outer product as a table, and the kernel itself where one term is not the same."""
    apart, term = page.apart, stage.derived.factors.terms[sight.term]
    product = table_title(stage.derived, sight.term)
    parts = [
        ("table-column", "Column", as_column(term.column), apart.column),
        ("table-row", "Row", as_row(term.row), apart.row),
        ("table", product, _table(term), apart.table),
    ]
    if apart.kernel is not None:
        parts.append(("kernel", "Kernel", stage.derived.geometry.weights, apart.kernel))
    for key, title, values, box in parts:
        yield grid(
            key, Role.KERNEL, title, values,
            tones.magnitude(values), box, (values.shape[0], values.shape[1]), stage.measure,
            type_, click=Click.NOTHING if key == "kernel" else Click.PIN,
        )  # fmt: skip


@lru_cache(maxsize=16)
def _table(term: Term) -> Plane:
    """The outer product without its scale, in whole numbers where both factors are."""
    table: Plane = np.outer(term.column, term.row)
    table.setflags(write=False)
    return table


@lru_cache(maxsize=64)
def _alone(value: float) -> Plane:
    """A number as an array of one cell; the same array for the same number, so rasters keep."""
    return np.array([[value]])


def table_labels(stage: SpatialStage, page: Page, sight: Sight, type_: Sizes) -> Iterator[Label]:
    """What the table is, above it, and signs between its parts."""
    apart = page.apart
    text = table_title(stage.derived, sight.term)
    wide = stage.measure.width(text, type_.title, Weight.SEMIBOLD)
    size = max(type_.least, type_.title * min(1.0, apart.title / wide))
    y = apart.row.y - 0.46 * type_.title_gap
    yield Label(text, apart.column.x, y, size, Role.KERNEL, Weight.SEMIBOLD)
    size = min(0.6 * type_.operator, 0.8 * apart.row.height)
    if size >= type_.least:
        corner = apart.column.centre[0], apart.row.centre[1]
        yield Label("×", *corner, size, Role.SOFT, anchor="centre")
    if apart.kernel is not None:
        x = (apart.kernel.right + apart.column.x) / 2
        sign = ("=" if stage.derived.is_exact else "≈") + " Σ" * (stage.derived.terms > 1)
        y = apart.kernel.centre[1]
        yield Label(sign, x, y, 0.7 * type_.operator, Role.SOFT, anchor="centre")


def value_bars(
    stage: SpatialStage, page: Page, type_: Sizes
) -> tuple[tuple[Panel, ...], tuple[Label, ...]]:
    """The singular values as bars with their numbers; those of terms left out are quiet."""
    derived, area = stage.derived, page.values
    if not area.width:
        return (), ()
    values = derived.factors.values
    line = 1.55 * type_.caption
    title = Label("Singular values", area.x, 0.0, type_.caption, Role.SOFT)
    count = min(len(values), max(1, floor((area.height - type_.title_gap) / line) - 1))
    high = line * count
    top = area.y + type_.title_gap + max(0.0, (area.height - type_.title_gap - high) / 2)
    labels = [replace(title, y=top - 0.7 * line)]
    shown = [
        value if number < derived.factors.rank else 0.0
        for number, value in enumerate(values[:count].tolist())
    ]
    texts = [short(value, 3) for value in shown]
    words = max(stage.measure.width(text, type_.caption) for text in texts)
    most = max(4.0, area.width - words - 0.8 * type_.caption)
    panels = []
    for number, (value, text) in enumerate(zip(shown, texts, strict=True)):
        y = top + (number + 0.5) * line
        kept = number < derived.terms
        role = Role.KERNEL if kept else Role.SOFT
        weight = Weight.SEMIBOLD if kept else Weight.REGULAR
        long = round(most * value / values[0]) if values[0] else 0
        labels.append(Label(text, area.x, y, type_.caption, Role.INK if kept else role, weight))
        thick = round(0.62 * type_.caption)
        if long >= thick / 2:
            x = round(area.x + words + 0.6 * type_.caption)
            bar = Rect(x, round(y - thick / 2), long, thick)
            panels.append(
                Panel(f"value-{number}", role, bar, Rect(0, 0, 1, thick / long), (1, 1),
                      _alone(value), Tone(0.0, value), f"Singular value {number + 1}")
            )  # fmt: skip
    if count < len(values):
        y = top + (count + 0.4) * line
        more = f"and {len(values) - count} more"
        labels.append(Label(more, area.x, y, type_.caption, Role.SOFT))
    return tuple(panels), tuple(labels)
