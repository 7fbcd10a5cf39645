"""The step close up: window × kernel = products, Σ, result. On a photo it is the lens."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.picture import tones
from app.picture.cells import digits_that_fit, fitting_numbers
from app.picture.digits import product, short
from app.picture.elements import (
    Click,
    Connector,
    Label,
    Mark,
    Outline,
    Panel,
    Rect,
    Role,
    Stroke,
    Tone,
    Weight,
)
from app.picture.equation import partial_sum
from app.picture.focus import Focus, Gather, Scatter
from app.picture.layout import Slots, shared_row
from app.picture.marks import window_cells
from app.picture.stage import ConvolutionStage
from app.picture.typography import Sizes

LENS_CELLS = 60.0
"""A window smaller than this on the stage, in pixels, is joined to its close-up by lines."""


LEAST_CELL = 1.7
"""Smaller cells than so many key sizes: the kernel is left out, for the others' digits."""


@dataclass(frozen=True, eq=False, slots=True)
class CloseUp:
    """The lower row of the stage."""

    panels: tuple[Panel, ...]
    marks: tuple[Mark, ...]
    labels: tuple[Label, ...]


def compose(stage: ConvolutionStage, area: Rect, focus: Focus, type_: Sizes) -> CloseUp:
    if focus.scatter is not None and focus.scatter.gains and focus.tap is None:
        return _scatter(stage, area, focus.scatter, type_)
    return _gather(stage, area, focus, type_)


def _row(area: Rect, shapes: tuple[tuple[int, int], ...], type_: Sizes, tail: float) -> Slots:
    """The panels of the close-up, with room for Σ and the result on the right."""
    gap = min(1.7 * type_.operator, 0.06 * (area.width + tail))
    rect = Rect(area.x, area.y, area.width - tail - 1.6 * gap, area.height)
    return shared_row(rect, shapes, gap, type_.lens_most, type_)


def _tail(type_: Sizes) -> float:
    return 6.4 * type_.key


def _gather(stage: ConvolutionStage, area: Rect, focus: Focus, type_: Sizes) -> CloseUp:
    gather = focus.gather
    step, shape = gather.step, stage.derived.scene.kernel.shape
    grey = tones.input_tone(stage.derived)
    window = ("window", Role.INPUT, "Window", step.values[0], grey, None)
    weights = ("weights", Role.KERNEL, "Kernel", step.weights[0], None, None)
    products = ("products", Role.STEP, "Products", step.products[0], None, gather.taps)
    slots = _row(area, (shape,) * 3, type_, _tail(type_))
    narrow = slots.cell < LEAST_CELL * type_.key and shape[1] > 3
    if narrow:
        slots = _row(area, (shape,) * 2, type_, _tail(type_))
    parts = (window, products) if narrow else (window, weights, products)
    operators = ("→",) if narrow else ("×", "=")
    panels = tuple(
        _panel(stage, box, key, role, title, array, tone, known, type_)
        for box, (key, role, title, array, tone, known) in zip(slots.boxes, parts, strict=True)
    )
    result, labels = _result(stage, panels[-1], gather, type_)
    signs = _operators(slots, operators, type_)
    framed = Outline("result", result.visible, Stroke.STEP)
    return CloseUp((*panels, result), (*_tap_marks(focus, shape), framed), (*signs, *labels))


def _panel(
    stage: ConvolutionStage,
    box: Rect,
    key: str,
    role: Role,
    title: str,
    array: NDArray[Any],
    tone: Tone | None,
    known: int | None,
    type_: Sizes,
    click: Click = Click.PIN,
) -> Panel:
    rows, columns = array.shape
    bare = Panel(
        key, role, box, Rect(0, 0, columns, rows), (rows, columns), array,
        tone or tones.magnitude(array), title,
        "" if array.size == 1 else f"{rows} × {columns}", known=known, hide=True,
        click=click,
    )  # fmt: skip
    return fitting_numbers(bare, box, bare.visible, stage.measure, type_)


def _result(
    stage: ConvolutionStage, last: Panel, gather: Gather, type_: Sizes
) -> tuple[Panel, tuple[Label, ...]]:
    """Σ, the bias, and the result in its box."""
    bias = gather.step.bias if gather.taps >= stage.derived.taps else 0
    middle = last.rect.centre[1]
    x = last.rect.right + 0.85 * type_.operator
    labels = [Label("Σ", x, middle, type_.operator, Role.SOFT, anchor="centre")]
    x += 0.8 * type_.operator
    if bias:
        text = f"+ {product(short(bias))}"
        labels.append(Label(text, x, middle, type_.title, Role.KERNEL, Weight.SEMIBOLD))
        below = middle + 1.2 * type_.title
        labels.append(Label("bias", x, below, type_.caption, Role.SOFT))
        x += stage.measure.width(text, type_.title, Weight.SEMIBOLD) + 0.6 * type_.operator
    width, height = _tail(type_), 1.05 * type_.operator * 2
    box = Rect(round(x), round(middle - height / 2), round(width), round(height))
    total = partial_sum(gather)
    title = "" if gather.taps >= stage.derived.taps else "so far"
    size = 0.78 * type_.operator
    text = digits_that_fit(total, 0.86 * width, size, stage.measure)
    letters = stage.measure.width(text, size, Weight.BOLD)
    size *= min(1.0, 0.9 * width / letters)
    labels.append(Label(text, *box.centre, size, Role.INK, Weight.BOLD, "centre"))
    if title:
        below = box.bottom + type_.caption
        labels.append(Label(title, box.centre[0], below, type_.caption, Role.SOFT, anchor="centre"))
    return _result_panel(stage, box, total), tuple(labels)


def _result_panel(stage: ConvolutionStage, box: Rect, total: Any) -> Panel:
    """One cell that fills the box; its number is a label, larger than a cell's."""
    array = np.array([[total]])
    tone = tones.output_tone(stage.derived, stage.result)
    square = Rect(0, 0, 1, box.height / box.width)
    tint = Tone(tone.low if not tone.grey else 0.0, max(abs(tone.low), tone.high), absolute=True)
    return Panel("result", Role.OUTPUT, box, square, (1, 1), array, tint, "")


def _operators(slots: Slots, texts: tuple[str, ...], type_: Sizes) -> tuple[Label, ...]:
    return tuple(
        Label(text, x, y, 0.8 * type_.operator, Role.SOFT, anchor="centre")
        for text, (x, y) in zip(texts, slots.gaps, strict=True)
    )


def _tap_marks(focus: Focus, shape: tuple[int, int]) -> list[Mark]:
    """The newest tap, or the one that is pointed at, in all three grids."""
    marks: list[Mark] = []
    gather = focus.gather
    keys = ("window", "weights", "products")
    if gather.taps < shape[0] * shape[1]:
        row, column = divmod(gather.taps - 1, shape[1])
        marks += [Outline(key, Rect(column, row, 1, 1), Stroke.REACH) for key in keys]
    if focus.tap is not None:
        cell = Rect(focus.tap.column, focus.tap.row, 1, 1)
        marks += [Outline(key, cell, Stroke.REACH, Role.KERNEL) for key in keys]
    return marks


def _scatter(stage: ConvolutionStage, area: Rect, scatter: Scatter, type_: Sizes) -> CloseUp:
    """One input cell × the weights that meet it = what it adds, by place of the output."""
    shape = len({gain.row for gain in scatter.gains}), len({gain.column for gain in scatter.gains})
    weights = np.array([gain.weight for gain in scatter.gains]).reshape(shape)
    added = np.array([gain.value for gain in scatter.gains]).reshape(shape)
    slots = _row(area, ((1, 1), shape, shape), type_, _tail(type_))
    value = np.array([[scatter.value]])
    parts = (
        ("cell", Role.INPUT, "Input cell", value, tones.input_tone(stage.derived)),
        ("fan-weights", Role.KERNEL, "Weights", weights, None),
        ("fan-out", Role.OUTPUT, "Adds to the outputs", added, None),
    )
    panels = tuple(
        _panel(stage, box, key, role, title, array, tone, None, type_, Click.NOTHING)
        for box, (key, role, title, array, tone) in zip(slots.boxes, parts, strict=True)
    )
    return CloseUp(panels, (), _operators(slots, ("×", "="), type_))


def connectors(
    stage: ConvolutionStage, panels: tuple[Panel, ...], focus: Focus, type_: Sizes
) -> tuple[Connector, ...]:
    """From a window too small to read to its close-up, as from a lens."""
    by_key = {panel.key: panel for panel in panels}
    if "window" not in by_key or not stage.moment.is_still:
        return ()
    source, lens = by_key["input"], by_key["window"]
    _, row, column = focus.gather.step.output
    window = source.to_pixels(window_cells(stage.derived.axes, row, column))
    if max(window.width, window.height) >= LENS_CELLS:
        return ()
    shown = window.intersected(source.rect)
    if not shown.width or not shown.height:
        return ()
    bottom = max(window.bottom, window.centre[1] + 4)
    top = lens.rect.y - type_.title_gap
    return (
        Connector(min(window.x, window.centre[0] - 4), bottom, lens.rect.x, top),
        Connector(max(window.right, window.centre[0] + 4), bottom, lens.rect.right, top),
    )
