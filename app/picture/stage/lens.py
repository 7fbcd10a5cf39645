"""A step on images too large for cells: operand, kernel and result, and the step close up."""

from __future__ import annotations

from dataclasses import dataclass

from app.core import Axis
from app.picture.camera import INPUT_FRAME, output_frame, seen
from app.picture.elements import (
    Click,
    Connector,
    Equation,
    Frame,
    Label,
    Mark,
    Outline,
    Panel,
    Picture,
    Place,
    Rect,
    Role,
    Stroke,
    Tone,
)
from app.picture.lettering.cells import fitting_numbers
from app.picture.lettering.typography import Sizes, sizes
from app.picture.stage import closeup, tones
from app.picture.stage.focus import Focus
from app.picture.stage.given import DerivedStage
from app.picture.stage.layout import Rows, bands, photo_row
from app.picture.stage.statements import statements
from app.picture.stage.titles import title_width, titles
from app.state.prepare import Plane
from app.state.scene import Pair


@dataclass(frozen=True, eq=False, slots=True)
class Subject:
    """What is on the stage. With `back` the map is read the other way along `axes`: the operand
    is Small and the result Large. `names` are their titles; of `said` stands below what fits, and
    `result_said` below the result.
    """

    operand: Plane | None
    operand_shape: Pair
    operand_tone: Tone
    weights: Plane
    result_shape: Pair
    names: tuple[str, str]
    axes: tuple[Axis, Axis]
    back: bool
    said: tuple[str, ...]
    result_said: str = ""
    by_operand: bool = False


def bands_of(stage: DerivedStage, subject: Subject, type_: Sizes) -> Rows:
    return bands(stage.width, stage.height, subject.weights.shape[0], type_)


def compose(
    stage: DerivedStage, subject: Subject, focus: Focus, equation: Equation, spoken: str
) -> Picture:
    type_ = sizes(stage.width, stage.height, stage.presenting)
    rows = bands_of(stage, subject, type_)
    panels, labels = _figure(stage, subject, rows.figure, focus, type_)
    close = _close(stage, subject, rows.lens, focus, type_)
    everything = (*panels, *close.panels)
    return Picture(
        stage.width,
        stage.height,
        everything,
        (*_marks(focus), *close.marks),
        (*titles(everything, stage.width, stage.measure, type_), *labels, *close.labels),
        _connectors(stage, everything, focus, type_),
        equation,
        spoken,
        _place(stage, subject),
        bold=stage.presenting,
    )


def _close(
    stage: DerivedStage, subject: Subject, area: Rect, focus: Focus, type_: Sizes
) -> closeup.CloseUp:
    empty = not focus.gather.step.products.size
    if empty and (focus.scatter is None or not focus.scatter.gains):
        return closeup.CloseUp((), (), ())
    names = ("Inputs", "Weights") if subject.back else ("Window", "Kernel")
    return closeup.compose(stage, area, focus, type_, names)


def _frames(subject: Subject) -> tuple[Frame, Frame]:
    """Where operand and result lie for the camera, which lives in the cells of Large."""
    small = output_frame(*subject.axes)
    return (small, INPUT_FRAME) if subject.back else (INPUT_FRAME, small)


def _figure(
    stage: DerivedStage, subject: Subject, area: Rect, focus: Focus, type_: Sizes
) -> tuple[tuple[Panel, ...], tuple[Label, ...]]:
    kernel = subject.weights.shape[0], subject.weights.shape[1]
    shapes = (subject.operand_shape, kernel, subject.result_shape)
    words = (subject.names[0], "Kernel", subject.names[1])
    source, middle, target = (title_width(word, stage.measure, type_) for word in words)
    gap = min(2.3 * type_.operator, 0.075 * stage.width)
    slots = photo_row(area, shapes, gap, type_, (source, middle, target))
    panels = (
        _operand(stage, subject, slots.boxes[0], type_),
        _kernel(stage, subject, slots.boxes[1], type_),
        _result(stage, subject, slots.boxes[2], focus, type_),
    )
    texts = "∗ᵀ" if subject.back else "∗", "="
    free = slots.boxes[1].x - slots.boxes[0].right - 4
    wide = stage.measure.width(texts[0], type_.operator)
    letters = max(type_.least, type_.operator * min(1.0, free / wide))
    signs = [
        Label(text, x, y, letters, Role.SOFT, anchor="centre")
        for text, (x, y) in zip(texts, slots.gaps, strict=True)
    ]
    shown = stage.waiting
    if stage.result is not None:
        shown = tones.words(stage.derived.scene.mapping, panels[2].tone)
    below = (f"{subject.result_said}; {shown}", shown) if subject.result_said else (shown,)
    said = ((panels[0], subject.said), (panels[2], below))
    return panels, (*signs, *statements(panels, said, stage.width, stage.measure, type_))


def _operand(stage: DerivedStage, subject: Subject, box: Rect, type_: Sizes) -> Panel:
    rows, columns = subject.operand_shape
    frame = _frames(subject)[0]
    bare = Panel(
        "input", Role.INPUT, box, box, (rows, columns), subject.operand, subject.operand_tone,
        subject.names[0], f"{rows} × {columns}",
        click=Click.STEP if subject.by_operand else Click.PIN, frame=frame,
    )  # fmt: skip
    rect, visible = seen(box, bare.extent, stage.view.camera, frame)
    return fitting_numbers(bare, rect, visible, stage.measure, type_)


def _kernel(stage: DerivedStage, subject: Subject, box: Rect, type_: Sizes) -> Panel:
    rows, columns = subject.weights.shape
    tone = tones.magnitude(subject.weights)
    bare = Panel(
        "kernel", Role.KERNEL, box, Rect(0, 0, columns, rows), (rows, columns), subject.weights,
        tone, "Kernel", f"{rows} × {columns}",
    )  # fmt: skip
    return fitting_numbers(bare, box, bare.visible, stage.measure, type_)


def _result(stage: DerivedStage, subject: Subject, box: Rect, focus: Focus, type_: Sizes) -> Panel:
    rows, columns = subject.result_shape
    frame = _frames(subject)[1]
    done = focus.gather.pointed or focus.gather.taps >= focus.gather.step.products.size
    known = None if subject.by_operand else stage.derived.so_far(stage.moment.step + int(done))
    bare = Panel(
        "output", Role.OUTPUT, box, box, (rows, columns),
        stage.result.output if stage.result else None,
        tones.output_tone(stage.derived, stage.result), subject.names[1],
        f"{rows} × {columns}", known=known, hide=stage.derived.by_step,
        click=Click.PIN if subject.by_operand else Click.STEP, frame=frame,
    )  # fmt: skip
    rect, visible = seen(box, bare.extent, stage.view.camera, frame)
    return fitting_numbers(bare, rect, visible, stage.measure, type_)


def _marks(focus: Focus) -> tuple[Mark, ...]:
    """The cells that meet, on both images."""
    marks: list[Mark] = []
    _, row, column = focus.gather.step.output
    stroke = Stroke.STEP if focus.scatter is None else Stroke.THIN
    source = _span(focus)
    if source is not None:
        marks.append(Outline("input", source, stroke))
    marks.append(Outline("output", Rect(column, row, 1, 1), stroke))
    scatter = focus.scatter
    if scatter is not None:
        cell = Rect(scatter.column, scatter.row, 1, 1)
        marks.append(Outline("input", cell, Stroke.REACH, Role.INPUT))
        if scatter.gains:
            first, last = scatter.gains[0], scatter.gains[-1]
            wide, high = last.column - first.column + 1, last.row - first.row + 1
            reach = Rect(first.column, first.row, wide, high)
            marks.append(Outline("output", reach, Stroke.REACH, Role.INPUT))
    return tuple(marks)


def _span(focus: Focus) -> Rect | None:
    """The operand's cells of the step, from the first to the last."""
    rows, columns = focus.gather.step.window
    if not rows or not columns:
        return None
    return Rect(columns[0], rows[0], columns[-1] - columns[0] + 1, rows[-1] - rows[0] + 1)


def _place(stage: DerivedStage, subject: Subject) -> Place:
    row, column = divmod(stage.moment.step, stage.derived.output_shape[1])
    return Place("input" if subject.by_operand else "output", Rect(column, row, 1, 1))


def _connectors(
    stage: DerivedStage, panels: tuple[Panel, ...], focus: Focus, type_: Sizes
) -> tuple[Connector, ...]:
    """From cells too small to read to their close-up."""
    by_key = {panel.key: panel for panel in panels}
    span = _span(focus)
    if "window" not in by_key or span is None or not stage.moment.is_still:
        return ()
    source, close = by_key["input"], by_key["window"]
    return closeup.lens_lines(source.to_pixels(span), source.rect, close.rect, type_)
