"""The figure: input ∗ kernel = output in one row, with what is laid over it and said below."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from app.core import Axis
from app.picture.camera import INPUT_FRAME, output_frame, seen
from app.picture.elements import (
    Border,
    Click,
    Equation,
    Label,
    Mark,
    Panel,
    Place,
    Rect,
    Role,
)
from app.picture.lettering.cells import fitting_numbers
from app.picture.lettering.digits import short
from app.picture.lettering.typography import Sizes
from app.picture.stage import marks, tones
from app.picture.stage.equation import Page, gather_equation, scatter_equation
from app.picture.stage.focus import Focus
from app.picture.stage.formula import unused_of
from app.picture.stage.given import ConvolutionStage
from app.picture.stage.layout import Slots, photo_row, shared_row
from app.picture.stage.statements import statements
from app.picture.stage.titles import title_width
from app.state.scene import PaddingMode, Reveal, Scale

TOY_CELL = 15.0
"""A shared cell size below this makes a photo of the grid: input and output side by side."""


@dataclass(frozen=True, eq=False, slots=True)
class Figure:
    """Input, kernel and output; the labels are all but the panels' titles."""

    panels: tuple[Panel, ...]
    marks: tuple[Mark, ...]
    labels: tuple[Label, ...]


def compose(
    stage: ConvolutionStage, area: Rect, focus: Focus, type_: Sizes, width: float | None = None
) -> Figure:
    """The row within `area`; words may run on to `width`, the stage's own if it is not said."""
    slots = _slots(stage, area, type_)
    panels = _panels(stage, slots, focus, type_)
    labels = (*_operators(slots, type_), *_statements(stage, panels, width or stage.width, type_))
    return Figure(panels, marks.figure_marks(stage, panels, focus), labels)


@lru_cache(maxsize=4)
def border_of(axes: tuple[Axis, Axis], mode: PaddingMode) -> Border:
    """The padding around the input; the same object for the same axes, so rasters keep."""
    vertical, horizontal = axes
    return Border(
        vertical.low,
        vertical.high,
        horizontal.low,
        horizontal.high,
        vertical.sources(mode),
        horizontal.sources(mode),
    )


def _slots(stage: ConvolutionStage, area: Rect, type_: Sizes) -> Slots:
    """One cell size for all three where that stays readable; else images side by side."""
    derived = stage.derived
    vertical, horizontal = derived.axes
    shapes = (
        (vertical.padded_size, horizontal.padded_size),
        derived.scene.kernel.shape,
        derived.output_shape,
    )
    gap = min(2.3 * type_.operator, 0.075 * stage.width)
    names = ("Input", kernel_title(stage), "Output")
    source, kernel, output = (title_width(name, stage.measure, type_) for name in names)
    least = (source, kernel, output)
    slots = shared_row(area, shapes, gap, type_.cell_most, type_, least)
    if slots.cell >= TOY_CELL:
        return slots
    whole = title_width(names[0], stage.measure, type_, _input_caption(stage))
    return photo_row(area, shapes, gap, type_, (whole, kernel, output))


def _panels(stage: ConvolutionStage, slots: Slots, focus: Focus, type_: Sizes) -> tuple[Panel, ...]:
    boxes = slots.boxes
    return (
        _input(stage, boxes[0], type_),
        _kernel(stage, boxes[1], type_),
        _output(stage, boxes[2], focus, type_),
    )


def _input(stage: ConvolutionStage, box: Rect, type_: Sizes) -> Panel:
    derived = stage.derived
    plane = derived.plane
    border = border_of(derived.axes, derived.scene.parameters.padding_mode)
    tone = tones.input_tone(derived)
    bare = Panel(
        "input", Role.INPUT, box, box, (plane.shape[0], plane.shape[1]), plane, tone, "Input",
        _input_caption(stage), border=border, click=Click.PIN, frame=INPUT_FRAME,
    )  # fmt: skip
    rect, visible = seen(box, bare.extent, stage.view.camera, INPUT_FRAME)
    return fitting_numbers(bare, rect, visible, stage.measure, type_)


def _input_caption(stage: ConvolutionStage) -> str:
    """The size, and always the unit of the values."""
    derived = stage.derived
    rows, columns = derived.plane.shape
    if derived.scene.input.scale is Scale.UNIT:
        return f"{rows} × {columns} · 0–1"
    if derived.is_photo:
        return f"{rows} × {columns} · 0–{short(derived.geometry.white)}"
    return f"{rows} × {columns}"


def _kernel(stage: ConvolutionStage, box: Rect, type_: Sizes) -> Panel:
    derived = stage.derived
    weights = derived.geometry.weights
    rows, columns = weights.shape
    bare = Panel(
        "kernel", Role.KERNEL, box, Rect(0, 0, columns, rows), (rows, columns), weights,
        tones.magnitude(weights), kernel_title(stage), f"{rows} × {columns}", click=Click.PIN,
    )  # fmt: skip
    return fitting_numbers(bare, box, bare.visible, stage.measure, type_)


def kernel_title(stage: ConvolutionStage) -> str:
    return "Kernel, flipped" if stage.derived.scene.parameters.flip else "Kernel"


def _output(stage: ConvolutionStage, box: Rect, focus: Focus, type_: Sizes) -> Panel:
    derived, result = stage.derived, stage.result
    rows, columns = derived.output_shape
    extent, frame = Rect(0, 0, columns, rows), output_frame(*derived.axes)
    present = stage.moment.step
    complete = focus.gather.pointed or focus.gather.taps >= derived.taps
    bare = Panel(
        "output", Role.OUTPUT, box, extent, (rows, columns),
        result.output if result else None, tones.output_tone(derived, result), "Output",
        f"{rows} × {columns}",
        known=derived.so_far(present + 1 if complete else present), hide=derived.by_step,
        click=Click.STEP, frame=frame,
    )  # fmt: skip
    rect, visible = seen(box, extent, stage.view.camera, frame)
    return fitting_numbers(bare, rect, visible, stage.measure, type_)


def place(stage: ConvolutionStage) -> Place:
    """The window of the present step, wherever the pointer is."""
    position = divmod(stage.moment.step, stage.derived.output_shape[1])
    return Place("input", marks.window_cells(stage.derived.axes, *position))


def _operators(slots: Slots, type_: Sizes) -> tuple[Label, ...]:
    return tuple(
        Label(text, x, y, type_.operator, Role.SOFT, anchor="centre")
        for text, (x, y) in zip(("∗", "="), slots.gaps, strict=True)
    )


def _statements(
    stage: ConvolutionStage, figure: tuple[Panel, ...], width: float, type_: Sizes
) -> tuple[Label, ...]:
    """Under the output, what its brightness means; under the input, what goes unused."""
    source, _, output = figure
    mapping = stage.derived.scene.mapping
    shown = stage.waiting if stage.result is None else tones.words(mapping, output.tone)
    ahead = stage.result is not None and stage.derived.reveal is Reveal.DIMMED
    told = (f"{shown}; pale: still ahead", shown) if ahead else (shown,)
    said = ((source, _unused_words(stage)), (output, told))
    return statements(figure, said, width, stage.measure, type_)


def _unused_words(stage: ConvolutionStage) -> tuple[str, ...]:
    """How many rows and columns no window covers, and whether the floor dropped them."""
    axes = stage.derived.axes
    counts = [len(unused) for unused in stage.derived.geometry.unused]
    if not any(counts):
        return ("",)
    parts = [
        f"{count} {name}{'s' if count > 1 else ''}"
        for count, name in zip(counts, ("row", "column"), strict=True)
        if count
    ]
    inner = any(unused_of(axis)[1] for axis in axes)
    why = "the windows step over them" if inner else "the floor drops them"
    return f"{' and '.join(parts)} unused: {why}", f"{' and '.join(parts)} unused"


def equation(stage: ConvolutionStage, rect: Rect, focus: Focus, type_: Sizes) -> Equation:
    page = Page(rect, type_, stage.measure)
    if focus.scatter is not None:
        return scatter_equation(focus.scatter, page)
    return gather_equation(focus.gather, page)
