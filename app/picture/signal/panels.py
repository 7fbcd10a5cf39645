"""The panels of the 1D lesson, each in its lane: input, kernel, output, all on one scale."""

from __future__ import annotations

from dataclasses import dataclass, replace

from app.picture.camera import INPUT_FRAME
from app.picture.elements import Click, Panel, Rect, Role
from app.picture.lettering.cells import fitting_numbers
from app.picture.lettering.digits import short
from app.picture.lettering.typography import Sizes
from app.picture.signal.layout import (
    TICKS,
    Lanes,
    Span,
    cell_most,
    lanes,
    result_frame,
    span_of,
)
from app.picture.stage import figure, marks, tones
from app.picture.stage.focus import Focus
from app.picture.stage.given import ConvolutionStage
from app.picture.stage.grids import tight
from app.picture.stage.layout import Rows, bands
from app.state.scene import Scale


@dataclass(frozen=True, eq=False, slots=True)
class Page:
    """Where everything stands, and the panels in their places."""

    rows: Rows
    span: Span
    lanes: Lanes
    source: Panel
    kernel: Panel
    output: Panel

    @property
    def panels(self) -> tuple[Panel, ...]:
        """The panels that are shown."""
        both = self.source, self.output
        return (self.source, self.kernel, self.output) if self.slides else both

    @property
    def slides(self) -> bool:
        """Whether the kernel stands under its window."""
        return self.lanes.kernel.height > 0 and self.kernel.rect.width >= 1


def page_of(stage: ConvolutionStage, focus: Focus, type_: Sizes) -> Page:
    """Where everything stands at a moment."""
    rows = _rows(stage, type_)
    across = stage.derived.axes[1]
    extent = Rect(-across.low, 0, across.padded_size, 1)
    room = TICKS * type_.caption
    area = replace(rows.figure, x=rows.figure.x + room, width=rows.figure.width - room)
    span = span_of(area, extent, stage.view.camera, cell_most(area, type_))
    placed = lanes(area, span, type_)
    return Page(
        rows,
        span,
        placed,
        _source(stage, span, placed.source, extent, type_),
        _kernel(stage, span, placed.kernel, focus, type_),
        _output(stage, span, placed.result, focus, type_),
    )


def _rows(stage: ConvolutionStage, type_: Sizes) -> Rows:
    """Close-ups of one row are low; the figure has what they leave."""
    usual = bands(stage.width, stage.height, 1, type_)
    high = type_.title_gap + max(1.35 * type_.lens_most, 2.4 * type_.operator)
    high = min(high, usual.lens.height)
    saved = usual.lens.height - high
    return replace(
        usual,
        figure=replace(usual.figure, height=usual.figure.height + saved),
        lens=replace(usual.lens, y=usual.lens.y + saved, height=high),
    )


def _source(stage: ConvolutionStage, span: Span, lane: Rect, extent: Rect, type_: Sizes) -> Panel:
    derived = stage.derived
    plane = derived.plane
    first, last = span.seen(INPUT_FRAME, (extent.x, extent.right))
    bare = Panel(
        "input", Role.INPUT, lane, Rect(first, 0, last - first, 1), (1, plane.shape[1]), plane,
        tones.input_tone(derived), "Input", _input_caption(stage, span),
        border=figure.border_of(derived.axes, derived.scene.parameters.padding_mode),
        click=Click.PIN, frame=INPUT_FRAME,
    )  # fmt: skip
    return _placed(stage, bare, span, lane, type_)


def _kernel(stage: ConvolutionStage, span: Span, lane: Rect, focus: Focus, type_: Sizes) -> Panel:
    """The kernel's cells, each under the input cell that it meets in the present window."""
    derived = stage.derived
    weights, apart = derived.geometry.weights, derived.axes[1].dilation
    window = marks.window_seen(derived, focus.gather, stage.moment)
    begin = window.x - (apart - 1) / 2
    frame = replace(INPUT_FRAME, x=begin, dx=apart, dy=apart)
    first, last = span.seen(frame, (0, weights.shape[1]))
    bare = Panel(
        "kernel", Role.KERNEL, lane, Rect(first, 0, last - first, 1), (1, weights.shape[1]),
        weights, tones.magnitude(weights), figure.kernel_title(stage), click=Click.PIN,
        share=1 / apart,
    )  # fmt: skip
    left = span.at(begin + first * apart)
    return _placed(stage, bare, span, replace(lane, x=round(left)), type_)


def _output(stage: ConvolutionStage, span: Span, lane: Rect, focus: Focus, type_: Sizes) -> Panel:
    derived, result = stage.derived, stage.result
    columns, frame = derived.output_shape[1], result_frame(derived.axes)
    first, last = span.seen(frame, (0, columns))
    complete = focus.gather.pointed or focus.gather.taps >= derived.taps
    bare = Panel(
        "output", Role.OUTPUT, lane, Rect(first, 0, last - first, 1), (1, columns),
        result.output if result else None, tones.output_tone(derived, result), "Output",
        sample_count(columns), known=derived.so_far(stage.moment.step + (1 if complete else 0)),
        hide=derived.by_step, click=Click.STEP, frame=frame, share=1 / frame.dx,
    )  # fmt: skip
    return _placed(stage, bare, span, replace(lane, x=span.at(frame.x + first * frame.dx)), type_)


def _placed(stage: ConvolutionStage, bare: Panel, span: Span, lane: Rect, type_: Sizes) -> Panel:
    """The panel on its lane, its digits as large as one of its cells allows."""
    pitch = span.scale / bare.share
    rect = replace(lane, width=bare.visible.width * pitch)
    aspect = max(lane.height, 1.0) / pitch
    cell = replace(lane, width=bare.visible.width * span.scale)
    panel = fitting_numbers(bare, cell, bare.visible, stage.measure, type_)
    if not panel.numbers and span.scale >= type_.least and lane.height:
        panel = tight(panel, span.scale, lane.height, stage.measure, type_)
    return replace(panel, rect=rect, aspect=aspect)


def sample_count(count: int) -> str:
    """How many samples, in words."""
    return f"{count:,} sample{'' if count == 1 else 's'}"


def _input_caption(stage: ConvolutionStage, span: Span) -> str:
    """How many samples there are, the unit of the values, and which are in view."""
    derived = stage.derived
    across = derived.axes[1]
    words = sample_count(across.size)
    if span.last - span.first < across.padded_size - 0.5:
        first, last = max(1, round(span.first) + 1), min(across.size, round(span.last))
        words = f"{first:,} to {last:,} of {words}"
    if derived.scene.input.scale is Scale.UNIT:
        return f"{words} · 0–1"
    return f"{words} · 0–{short(derived.geometry.white)}" if derived.is_photo else words
