"""The grids of the three pictures of a transposed convolution."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.core import Axis, stamped, stretched
from app.picture.elements import Border, Click, Panel, Rect, Role, Tone, Weight
from app.picture.lettering.typography import Sizes
from app.picture.stage import tones
from app.picture.stage.focus import Focus
from app.picture.stage.given import StampStage
from app.picture.stage.grids import as_column, fitting, grid, half_turned, scrolled
from app.picture.transposed.layout import Sheet, first_shown, spans
from app.state.derive import Stamped
from app.state.prepare import Plane
from app.state.scene import Pair
from app.state.turned.geometry import Drawn, StampGeometry
from app.state.turned.requests import StampResult, Ways


def panels_of(stage: StampStage, page: Sheet, focus: Focus, type_: Sizes) -> Iterator[Panel]:
    yield from _stamp_panels(stage, page, focus, type_)
    yield from _inserted_panels(stage, page, type_)
    yield from _matrix_panels(stage, page, focus, type_)
    yield from _result_panels(stage, page, focus, type_)


def ways_of(stage: StampStage) -> Ways | None:
    return stage.result.ways if isinstance(stage.result, StampResult) else None


def _size(shape: tuple[int, ...]) -> str:
    return f"{shape[0]} × {shape[1]}"


def _known(stage: StampStage, focus: Focus) -> dict[str, Any]:
    """How far the result is known: by output cell up to the step, by input cell all that is."""
    if stage.derived.by_input:
        return {}
    gather = focus.gather
    done = gather.pointed or gather.taps >= gather.step.products.size
    known = stage.moment.step + 1 if done else stage.moment.step
    return {"known": stage.derived.so_far(known), "hide": stage.derived.by_step}


def _result_tone(stage: StampStage) -> Tone:
    return tones.output_tone(stage.derived, stage.result)


def _clicks(derived: Stamped) -> tuple[Click, Click]:
    """What a click does on an input, and on a cell of the result."""
    return (Click.STEP, Click.PIN) if derived.by_input else (Click.PIN, Click.STEP)


def _stamp_panels(stage: StampStage, page: Sheet, focus: Focus, type_: Sizes) -> Iterator[Panel]:
    derived, measure = stage.derived, stage.measure
    plane, weights = derived.plane, derived.geometry.weights
    on_input, on_result = _clicks(derived)
    rows, columns = plane.shape
    yield grid(
        "input", Role.INPUT, "Input y", plane, tones.input_tone(derived), page.source,
        (rows, columns), measure, type_, caption=_size(plane.shape), click=on_input,
    )  # fmt: skip
    kernel = derived.scene.kernel.shape
    yield grid(
        "kernel", Role.KERNEL, "Kernel", weights, tones.magnitude(weights), page.kernel, kernel,
        measure, type_, caption=_size(kernel),
    )  # fmt: skip
    ways = ways_of(stage)
    found = None if ways is None else ways.stamped
    if derived.by_input and found is not None and derived.by_step:
        found = _so_far(derived, stage.moment.step)
    name = _worded(stage, page.cards[0], ("Stamps on the output", "Stamps"), type_)
    yield grid(
        "stamps", Role.OUTPUT, name, found, _result_tone(stage), page.stamps,
        derived.result_shape, measure, type_, click=on_result, **_known(stage, focus),
    )  # fmt: skip


def _so_far(derived: Stamped, step: int) -> Plane:
    """The sum of the stamps up to a step."""
    laid = np.arange(derived.plane.size).reshape(derived.plane.shape) <= step
    y = np.where(laid, derived.plane, derived.plane.dtype.type(0))
    bias = derived.scene.parameters.bias
    sums: Plane = stamped(y, derived.geometry.weights, derived.axes)
    return sums + bias if bias else sums


def _inserted_panels(stage: StampStage, page: Sheet, type_: Sizes) -> Iterator[Panel]:
    derived = stage.derived
    wide, border = _stretched(derived.geometry)
    rows, columns = wide.shape
    rings = [axis.zero_inserted.low for axis in derived.axes]
    ring = f"padded by {rings[0]}" if rings[0] >= 0 else f"cropped by {-rings[0]}"
    yield grid(
        "stretched", Role.INPUT, "Stretched y", wide, tones.input_tone(derived), page.stretched,
        (rows, columns), stage.measure, type_, caption=f"{_size(wide.shape)}, {ring}",
        border=border,
    )  # fmt: skip
    weights = derived.geometry.weights
    turned = derived.scene.transposed.turned
    shown = half_turned(weights) if turned else weights
    names = ("Kernel, turned by 180°", "Kernel, turned") if turned else ("Kernel, not turned",)
    yield grid(
        "turned", Role.KERNEL, _worded(stage, page.cards[1], names, type_),
        shown, tones.magnitude(weights), page.turned, derived.scene.kernel.shape, stage.measure,
        type_,
    )  # fmt: skip


def _worded(stage: StampStage, card: Rect, names: tuple[str, ...], type_: Sizes) -> str:
    """A grid's name in as many words as its card has room for."""
    room = card.width - 2 * type_.caption
    return fitting(names, room, type_.title, stage.measure, Weight.SEMIBOLD)


@lru_cache(maxsize=4)
def _stretched(geometry: StampGeometry) -> tuple[Plane, Border]:
    """y with zeros between its cells, and the padding around it; where it is cropped, that."""
    vertical, horizontal = (axis.zero_inserted for axis in geometry.axes)
    whole = stretched(geometry.plane, geometry.axes)
    top, bottom, rows = _ring(vertical)
    left, right, columns = _ring(horizontal)
    inner = whole[top : whole.shape[0] - bottom, left : whole.shape[1] - right]
    return inner, Border(top, bottom, left, right, rows, columns)


@lru_cache(maxsize=8)
def _ring(axis: Axis) -> tuple[int, int, NDArray[np.int64]]:
    """The padding at both sides, and for every padded cell the one that it shows."""
    inside = axis.sources("zeros") >= 0
    low, high = max(0, axis.low), max(0, axis.high)
    numbers = np.cumsum(inside) - 1
    return low, high, np.where(inside, numbers, -1)


def _matrix_panels(stage: StampStage, page: Sheet, focus: Focus, type_: Sizes) -> Iterator[Panel]:
    derived, drawn, measure = stage.derived, stage.derived.geometry.drawn, stage.measure
    if drawn is None:
        return
    values = drawn.turned_values
    rows, columns = values.shape
    seen = _seen(stage, drawn, page.shown)
    caption = _size(values.shape)
    if page.shown[0] < rows:
        caption = f"{caption} · rows {seen.y + 1:.0f} to {seen.bottom:.0f}"
    matrix = grid(
        "matrix", Role.KERNEL, "Cᵀ", values, tones.magnitude(drawn.matrix.weights), page.matrix,
        (rows, columns), measure, type_, caption=caption, held=drawn.turned_held,
        click=Click.COLUMN if derived.by_input else Click.ROW,
    )  # fmt: skip
    operand = grid(
        "operand", Role.INPUT, "y", as_column(derived.plane), tones.input_tone(derived),
        page.operand, (columns, 1), measure, type_,
        click=Click.ROW if derived.by_input else Click.PIN,
    )  # fmt: skip
    ways = ways_of(stage)
    product = None if ways is None or ways.by_matrix is None else as_column(ways.by_matrix)
    column = grid(
        "column", Role.OUTPUT, "", product, _result_tone(stage), page.product, (rows, 1), measure,
        type_, click=Click.PIN if derived.by_input else Click.ROW, **_known(stage, focus),
    )  # fmt: skip
    beside = Rect(0, seen.x, 1, seen.width), Rect(0, seen.y, 1, seen.height)
    for panel, cells in zip((matrix, operand, column), (seen, *beside), strict=True):
        yield scrolled(panel, cells, measure, type_)


def _seen(stage: StampStage, drawn: Drawn, shown: Pair) -> Rect:
    """The cells of Cᵀ in view: all of them, or those round the step's row or column.

    A cell of the result that is pointed at brings its own row.
    """
    rows, columns = drawn.turned_values.shape
    if shown == (rows, columns):
        return Rect(0, 0, columns, rows)
    held, target, step = drawn.turned_held, stage.view.target, stage.moment.step
    if stage.derived.by_input:
        (top, end), left = spans(held[:, step : step + 1].T)[0], step
        row, column = first_shown(rows, shown[0], top, end), (left, left + 1)
        return Rect(first_shown(columns, shown[1], *column), row, shown[1], shown[0])
    if target is not None and target.panel in ("output", "stamps"):
        step = target.row * stage.derived.result_shape[1] + target.column
    across = first_shown(columns, shown[1], *spans(held[step : step + 1])[0])
    return Rect(across, first_shown(rows, shown[0], step, step + 1), shown[1], shown[0])


def _result_panels(stage: StampStage, page: Sheet, focus: Focus, type_: Sizes) -> Iterator[Panel]:
    derived, ways = stage.derived, ways_of(stage)
    output = stage.result.output if stage.result else None
    yield grid(
        "output", Role.OUTPUT, "Output", output, _result_tone(stage), page.output,
        derived.result_shape, stage.measure, type_, caption=_size(derived.result_shape),
        click=_clicks(derived)[1], **_known(stage, focus),
    )  # fmt: skip
    if not derived.scene.transposed.turned:
        other = None if ways is None else ways.inserted
        yield grid(
            "inserted", Role.OUTPUT, "Without the turn", other, _result_tone(stage),
            page.inserted, derived.result_shape, stage.measure, type_, click=_clicks(derived)[1],
            **_known(stage, focus),
        )  # fmt: skip
