"""The step close up: window × kernel = products, Σ, result. On a photo it is the lens."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import floor
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.picture.elements import (
    Answer,
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
from app.picture.lettering.cells import digits_that_fit, fitting_numbers
from app.picture.lettering.digits import product, short
from app.picture.lettering.measure import Measure
from app.picture.lettering.typography import Sizes
from app.picture.stage import tones
from app.picture.stage.equation import partial_sum
from app.picture.stage.focus import Focus, Gather, Scatter
from app.picture.stage.given import ConvolutionStage, DerivedStage
from app.picture.stage.layout import Slots, shared_row
from app.picture.stage.marks import window_cells
from app.picture.stage.titles import title_width

LENS_CELLS = 60.0
"""A window smaller than this on the stage, in pixels, is joined to its close-up by lines."""


LEAST_CELL = 1.7
"""Smaller cells than so many key sizes: the kernel is left out, for the others' digits."""


TO_RESULT = 1.65
"""From the products to the result in sizes of the operators, Σ in the middle."""


def measurable(values: NDArray[Any]) -> NDArray[Any]:
    """Whole numbers beyond 64 bits as floats, so that they can be tinted."""
    return values.astype(np.float64) if values.dtype == object else values


@dataclass(frozen=True, eq=False, slots=True)
class Part:
    """A grid of the close-up, before it has its place."""

    key: str
    role: Role
    title: str
    array: NDArray[Any]
    tone: Tone | None = None
    known: int | None = None
    click: Click = Click.PIN
    answer: Answer | None = None

    @property
    def visible(self) -> Rect:
        return Rect(0, 0, self.array.shape[1], self.array.shape[0])

    def panel(self, box: Rect) -> Panel:
        array = measurable(self.array)
        rows, columns = array.shape
        caption = f"{rows} × {columns}" if self.array.size > 1 else ""
        tone = self.tone or tones.magnitude(array)
        return Panel(
            self.key, self.role, box, self.visible, (rows, columns), array, tone, self.title,
            caption, known=self.known, hide=True, click=self.click,
            answer=self.answer,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Source:
    """Where the values of a window come from: their hue, their tone, and what a cell is called."""

    role: Role
    tone: Tone
    cell: str


@dataclass(frozen=True, eq=False, slots=True)
class CloseUp:
    """The lower row of the stage."""

    panels: tuple[Panel, ...]
    marks: tuple[Mark, ...]
    labels: tuple[Label, ...]


def compose(
    stage: DerivedStage,
    area: Rect,
    focus: Focus,
    type_: Sizes,
    names: tuple[str, str] = ("Window", "Kernel"),
    source: Source | None = None,
) -> CloseUp:
    """`names` are the titles of the values and of the weights that they are multiplied by; the
    values are the input's where no other `source` is given."""
    source = source or Source(Role.INPUT, tones.input_tone(stage.derived), "Input cell")
    if focus.scatter is not None and focus.scatter.gains and focus.tap is None:
        return _scatter(stage, area, focus.scatter, type_, source)
    return _gather(stage, area, focus, type_, names, source)


def _row(
    stage: DerivedStage,
    area: Rect,
    parts: Sequence[Part],
    type_: Sizes,
    tail: float = 0.0,
) -> Slots:
    """The panels of the close-up, with room for a tail on the right."""
    gap = min(1.5 * type_.operator, 0.06 * area.width)
    rect = Rect(area.x, area.y, area.width - tail, area.height)
    shapes = tuple((part.array.shape[0], part.array.shape[1]) for part in parts)
    least = tuple(title_width(part.title, stage.measure, type_) for part in parts)
    return shared_row(rect, shapes, gap, type_.lens_most, type_, least)


def _result_width(type_: Sizes) -> float:
    return 6.4 * type_.key


def _bias_width(stage: DerivedStage, gather: Gather, type_: Sizes) -> float:
    """The room of the bias between Σ and the result; nothing where there is none."""
    bias = gather.step.bias
    words = max(_bias_words(bias), gather.added, key=len)
    wide = stage.measure.width(words, type_.title, Weight.SEMIBOLD)
    return wide + 0.6 * type_.operator if bias else 0.0


def tail_width(stage: DerivedStage, gather: Gather, type_: Sizes) -> float:
    """The room of Σ, the bias and the result, right of the products."""
    return TO_RESULT * type_.operator + _bias_width(stage, gather, type_) + _result_width(type_)


def _bias_words(bias: float) -> str:
    return f"+ {product(short(bias))}"


def _gather(
    stage: DerivedStage,
    area: Rect,
    focus: Focus,
    type_: Sizes,
    names: tuple[str, str],
    source: Source,
) -> CloseUp:
    gather = focus.gather
    step = gather.step
    shape = step.values.shape[1], step.values.shape[2]
    window = Part("window", source.role, names[0], step.values[0], source.tone)
    weights = Part("weights", Role.KERNEL, names[1], step.weights[0])
    products = Part("products", Role.STEP, "Products", step.products[0], known=gather.taps)
    tail = tail_width(stage, gather, type_)
    parts: tuple[Part, ...] = (window, weights, products)
    operators: tuple[str, ...] = ("×", "=")
    slots = _row(stage, area, parts, type_, tail)
    if slots.cell < LEAST_CELL * type_.key and shape[1] > 3:
        parts, operators = (window, products), ("→",)
        slots = _row(stage, area, parts, type_, tail)
    panels = _panels(stage, slots, parts, type_)
    result, labels = total_box(stage, panels[-1].rect, gather, type_)
    signs = _operators(slots, operators, type_)
    framed = Outline("result", result.visible, Stroke.STEP)
    return CloseUp((*panels, result), (*_tap_marks(focus, shape), framed), (*signs, *labels))


def _panels(
    stage: DerivedStage, slots: Slots, parts: Sequence[Part], type_: Sizes
) -> tuple[Panel, ...]:
    return tuple(
        fitting_numbers(part.panel(box), box, part.visible, stage.measure, type_)
        for box, part in zip(slots.boxes, parts, strict=True)
    )


def total_box(
    stage: DerivedStage, last: Rect, gather: Gather, type_: Sizes
) -> tuple[Panel, tuple[Label, ...]]:
    """Σ, the bias, and the result in its box."""
    bias = gather.step.bias if gather.taps >= gather.step.products.size else 0
    middle = last.centre[1]
    sigma = last.right + 0.5 * TO_RESULT * type_.operator
    labels = [Label("Σ", sigma, middle, type_.operator, Role.SOFT, anchor="centre")]
    x = last.right + TO_RESULT * type_.operator
    if bias:
        text = _bias_words(bias)
        labels.append(Label(text, x, middle, type_.title, Role.KERNEL, Weight.SEMIBOLD))
        below = middle + 1.2 * type_.title
        labels.append(Label(gather.added, x, below, type_.caption, Role.SOFT))
        x += _bias_width(stage, gather, type_)
    width, height = _result_width(type_), 1.05 * type_.operator * 2
    box = Rect(floor(x), round(middle - height / 2), floor(width), round(height))
    total = partial_sum(gather)
    labels.append(_total(total, box, stage.measure, type_))
    if gather.taps < gather.step.products.size:
        x, above = box.centre[0], box.y - 0.8 * type_.caption
        labels.append(Label("so far", x, above, type_.caption, Role.SOFT, anchor="centre"))
    return _result_panel(stage, box, total), tuple(labels)


def _total(total: Any, box: Rect, measure: Measure, type_: Sizes) -> Label:
    """The result's number, as large as its box allows."""
    size = 0.78 * type_.operator
    text = digits_that_fit(total, 0.86 * box.width, size, measure)
    size *= min(1.0, 0.9 * box.width / measure.width(text, size, Weight.BOLD))
    return Label(text, *box.centre, size, Role.INK, Weight.BOLD, "centre")


def _result_panel(stage: DerivedStage, box: Rect, total: Any) -> Panel:
    """One cell that fills the box; its number is a label, larger than a cell's."""
    array = measurable(np.array([[total]]))
    tone = tones.output_tone(stage.derived, stage.result)
    square = Rect(0, 0, 1, box.height / box.width)
    tint = Tone(tone.low if not tone.grey else 0.0, max(abs(tone.low), tone.high), absolute=True)
    return Panel("result", Role.OUTPUT, box, square, (1, 1), array, tint, "", answer=Answer.RESULT)


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


def _scatter(
    stage: DerivedStage, area: Rect, scatter: Scatter, type_: Sizes, source: Source
) -> CloseUp:
    """One input cell × the weights that meet it = what it adds, by place of the output."""
    shape = len({gain.row for gain in scatter.gains}), len({gain.column for gain in scatter.gains})
    weights = np.array([gain.weight for gain in scatter.gains]).reshape(shape)
    added = np.array([gain.value for gain in scatter.gains]).reshape(shape)
    value = np.array([[scatter.value]])
    no = Click.NOTHING
    parts = (
        Part("cell", source.role, source.cell, value, source.tone, click=no),
        Part("fan-weights", Role.KERNEL, "Weights", weights, click=no),
        Part(
            "fan-out",
            Role.OUTPUT,
            f"Adds to the {scatter.onto}s",
            added,
            click=no,
            answer=Answer.PRODUCTS,
        ),
    )
    slots = _row(stage, area, parts, type_)
    return CloseUp(_panels(stage, slots, parts, type_), (), _operators(slots, ("×", "="), type_))


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
    return lens_lines(window, source.rect, lens.rect, type_)


def lens_lines(window: Rect, seen: Rect, lens: Rect, type_: Sizes) -> tuple[Connector, ...]:
    """From a window that is seen too small to read, in pixels, to its close-up."""
    shown = window.intersected(seen)
    if max(window.width, window.height) >= LENS_CELLS or not shown.width or not shown.height:
        return ()
    bottom = max(window.bottom, window.centre[1] + 4)
    top = lens.y - type_.title_gap
    return (
        Connector(min(window.x, window.centre[0] - 4), bottom, lens.x, top),
        Connector(max(window.right, window.centre[0] + 4), bottom, lens.right, top),
    )
