"""The lesson of one dimension: a signal above its cells, the kernel under them, the output below.

It is the convolution of an image with one row; so focus, marks, close-up and equation are the
same, and only where things stand is different.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from app.picture import closeup, figure, marks, tones
from app.picture.camera import INPUT_FRAME
from app.picture.cells import fitting_numbers
from app.picture.digits import short
from app.picture.elements import (
    Click,
    Connector,
    Dots,
    Label,
    Mark,
    Panel,
    Picture,
    Plot,
    Rect,
    Role,
    Tag,
    Weight,
)
from app.picture.equation import partial_sum
from app.picture.focus import Focus, focus_of
from app.picture.grids import tight
from app.picture.layout import Rows, bands
from app.picture.signal_layout import (
    TICKS,
    Lanes,
    Span,
    cell_most,
    is_causal,
    lanes,
    result_frame,
    span_of,
)
from app.picture.signal_plots import (
    Heights,
    Signal,
    beam,
    drawn,
    heights,
    samples,
    span_of_values,
    stressed,
    ticks,
    weight_bars,
)
from app.picture.speech import spoken
from app.picture.stage import ConvolutionStage
from app.picture.statements import EDGE
from app.picture.titles import titles
from app.picture.typography import Sizes, sizes
from app.state.scene import Scale

Columns = tuple[float, float]
"""Left and right, in pixels."""
LEAST_BEAM = 3.0
"""Pixels that the columns of a window take at least, so that they can be found."""
DOTTED = 20.0
"""Pixels of a cell from which a dot says where each window of a larger stride begins."""


@dataclass(frozen=True, eq=False, slots=True)
class _Page:
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


def compose(stage: ConvolutionStage) -> Picture:
    type_ = sizes(stage.width, stage.height, stage.presenting)
    focus = focus_of(stage.derived, stage.view, stage.moment)
    page = _page(stage, focus, type_)
    close = closeup.compose(stage, page.rows.lens, focus, type_)
    panels = (*page.panels, *close.panels)
    plots, values = _plots(stage, page, focus, type_)
    return Picture(
        stage.width,
        stage.height,
        panels,
        (*_marks(stage, page, focus), *close.marks),
        (*_labels(stage, page, close.panels, type_), *values, *close.labels),
        tuple(_funnel(stage, page, focus)),
        figure.equation(stage, page.rows.equation, focus, type_),
        spoken(stage.derived, focus),
        figure.place(stage),
        bold=stage.presenting,
        plots=(*_beams(stage, page, focus, close.panels, type_), *plots),
    )


# ---- where things stand


def _page(stage: ConvolutionStage, focus: Focus, type_: Sizes) -> _Page:
    rows = _rows(stage, type_)
    across = stage.derived.axes[1]
    extent = Rect(-across.low, 0, across.padded_size, 1)
    room = TICKS * type_.caption
    area = replace(rows.figure, x=rows.figure.x + room, width=rows.figure.width - room)
    span = span_of(area, extent, stage.view.camera, cell_most(area, type_))
    placed = lanes(area, span, type_)
    return _Page(
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
        _samples(columns), known=stage.moment.step + (1 if complete else 0),
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


# ---- words


def _samples(count: int) -> str:
    return f"{count:,} sample{'' if count == 1 else 's'}"


def _input_caption(stage: ConvolutionStage, span: Span) -> str:
    """How many samples there are, the unit of the values, and which are in view."""
    derived = stage.derived
    across = derived.axes[1]
    words = _samples(across.size)
    if span.last - span.first < across.padded_size - 0.5:
        first, last = max(1, round(span.first) + 1), min(across.size, round(span.last))
        words = f"{first:,} to {last:,} of {words}"
    if derived.scene.input.scale is Scale.UNIT:
        return f"{words} · 0–1"
    return f"{words} · 0–{short(derived.geometry.white)}" if derived.is_photo else words


def _labels(
    stage: ConvolutionStage, page: _Page, close: tuple[Panel, ...], type_: Sizes
) -> Iterator[Label]:
    """Titles above the plots, the kernel's beside it, and the statement below the output."""
    yield from titles(close, stage.width, stage.measure, type_)
    for panel, plot in (
        (page.source, page.lanes.source_plot),
        (page.output, page.lanes.result_plot),
    ):
        yield from _head(stage, panel, plot, type_)
    if page.slides:
        yield _kernel_label(stage, page, type_)
    size = max(type_.least, 0.9 * type_.caption)
    y = page.lanes.result.bottom + 0.75 * type_.caption
    for text in _statements(stage, page):
        x = max(EDGE, min(page.span.x, stage.width - stage.measure.width(text, size) - EDGE))
        if x + stage.measure.width(text, size) <= stage.width - EDGE:
            yield Label(text, x, y, size, Role.SOFT, statement=True)
            return


def _head(stage: ConvolutionStage, panel: Panel, plot: Rect, type_: Sizes) -> Iterator[Label]:
    """The title left of the plot, out of the way of windows, and the caption above its end."""
    y = plot.y - 0.46 * type_.title_gap
    wide = stage.measure.width(panel.title, type_.title, Weight.SEMIBOLD)
    x = max(plot.x - 0.4 * type_.caption, wide + 0.5 * EDGE)
    yield Label(panel.title, x, y, type_.title, panel.role, Weight.SEMIBOLD, "right")
    yield Label(panel.caption, plot.right, y + 0.5, type_.caption, Role.SOFT, anchor="right")


def _kernel_label(stage: ConvolutionStage, page: _Page, type_: Sizes) -> Label:
    """The kernel's title and size, on the side that has more room."""
    panel = page.kernel
    text = f"{panel.title}, {panel.shape[1]} tap{'' if panel.shape[1] == 1 else 's'}"
    wide = stage.measure.width(text, type_.title, Weight.SEMIBOLD)
    gap = 0.7 * type_.title
    first, last = (panel.to_pixels(Rect(at, 0, 1, 1)) for at in (0, panel.shape[1] - 1))
    right = last.right + gap
    left = max(EDGE, first.x - gap - wide)
    x = right if right + wide <= page.rows.figure.right else left
    return Label(text, x, panel.rect.centre[1], type_.title, Role.KERNEL, Weight.SEMIBOLD)


def _statements(stage: ConvolutionStage, page: _Page) -> Iterator[str]:
    """Where outputs stand, what goes unused and what the tint means; shorter and shorter."""
    derived = stage.derived
    stands = "each output stands under the middle of its window"
    if is_causal(derived.axes[1]):
        stands = "each output stands under its newest sample: none looks ahead"
    if stage.result is None:
        shown = "computing …"
    else:
        shown = tones.words(derived.scene.mapping, page.output.tone)
    unused = len(derived.geometry.unused[1])
    dropped = f"{_samples(unused)} used by no window" if unused else ""
    yield " · ".join(filter(None, (stands, dropped, shown)))
    yield " · ".join(filter(None, (dropped, shown)))
    yield shown


# ---- plots and marks


def _plots(
    stage: ConvolutionStage, page: _Page, focus: Focus, type_: Sizes
) -> tuple[tuple[Plot, ...], tuple[Label, ...]]:
    """The plots, and the values beside them."""
    source, output = _signals(stage, page)
    words = [*ticks(source, page.span, stage.measure, type_)]
    plots = [*drawn(source)]
    if page.slides:
        plots.append(weight_bars(page.kernel, page.lanes.bars))
    if output is not None:
        words += ticks(output, page.span, stage.measure, type_)
        plots += drawn(output, known=page.output.known)
        plots += _stressed_output(focus, output)
    plots += _stressed_input(focus, source)
    return tuple(plots), tuple(words)


def _signals(stage: ConvolutionStage, page: _Page) -> tuple[Signal, Signal | None]:
    """Input and output on their scales; no output while it is being computed."""
    rects = page.lanes.source_plot, page.lanes.result_plot
    result = stage.result
    spans = span_of_values(stage.derived.plane), (0.0, 0.0)
    if result is None:
        own, _ = heights((rects[0], rects[0]), (spans[0], spans[0]))
        return Signal(page.source, rects[0], own, Role.INPUT), None
    spans = spans[0], (min(0.0, result.low), max(0.0, result.high))
    scales: tuple[Heights, Heights] = heights(rects, spans)
    return (
        Signal(page.source, rects[0], scales[0], Role.INPUT),
        Signal(page.output, rects[1], scales[1], Role.OUTPUT),
    )


def _ends(stage: ConvolutionStage, page: _Page, focus: Focus) -> tuple[Columns, Columns] | None:
    """Left and right of the window, and of its output; None where they are out of view."""
    span = page.span
    window = marks.window_seen(stage.derived, focus.gather, stage.moment)
    if window.x < span.first - 1e-6 or window.right > span.last + 1e-6:
        return None
    at = marks.output_seen(stage.derived, focus.gather, stage.moment)
    cell = page.output.to_pixels(at)
    return _widened(span.at(window.x), span.at(window.right)), _widened(cell.x, cell.right)


def _widened(left: float, right: float) -> Columns:
    more = max(0.0, LEAST_BEAM - (right - left)) / 2
    return left - more, right + more


def _beams(
    stage: ConvolutionStage,
    page: _Page,
    focus: Focus,
    close: tuple[Panel, ...],
    type_: Sizes,
) -> Iterator[Plot]:
    """Down the window's columns, on to its output, and where it is too small to read, to its
    close-up."""
    ends = _ends(stage, page, focus)
    if ends is None:
        return
    window, cell = ends
    placed = page.lanes
    low = placed.bars.bottom
    yield beam("input", (*window, placed.source_plot.y), (*window, low))
    yield beam("output", (*window, low), (*cell, placed.result_plot.y))
    yield beam("output", (*cell, placed.result_plot.y), (*cell, placed.result.y))
    lens = next((panel.rect for panel in close if panel.key == "window"), None)
    if lens is not None and not page.slides and focus.scatter is None:
        top = lens.y - type_.title_gap
        yield beam("input", (*window, placed.source.bottom), (lens.x, lens.right, top))


def _stressed_input(focus: Focus, source: Signal) -> Iterator[Plot]:
    """The window's samples, or the one that is pointed at."""
    if focus.scatter is not None:
        columns = [focus.scatter.column]
    else:
        columns = list(focus.gather.step.window[1])
    first = -source.panel.border.left if source.panel.border else 0
    values = [float(samples(source.panel, at, at + 1)[0]) for at in columns if at >= first]
    yield from stressed(source, columns, values, Role.INPUT)


def _stressed_output(focus: Focus, output: Signal) -> Iterator[Plot]:
    """The present output, as far as its sum has come, or all that the pointed input reaches."""
    if focus.scatter is None:
        column = focus.gather.step.output[2]
        yield from stressed(output, [column], [float(partial_sum(focus.gather))], Role.STEP)
        return
    known = [(gain.column, output.panel.value_at(0, gain.column)) for gain in focus.scatter.gains]
    there = [(column, float(value)) for column, value in known if value is not None]
    yield from stressed(output, [at for at, _ in there], [value for _, value in there], Role.OUTPUT)


def _marks(stage: ConvolutionStage, page: _Page, focus: Focus) -> Iterator[Mark]:
    """Those of the figure; weights need no corners where the kernel stands under its window."""
    dotted = page.span.scale >= DOTTED and stage.derived.axes[1].stride > 1
    for mark in marks.figure_marks(stage, (page.source, page.kernel, page.output), focus):
        tag = page.slides and isinstance(mark, Tag) and mark.panel == "input"
        if not tag and (dotted or not isinstance(mark, Dots)):
            yield mark


def _funnel(stage: ConvolutionStage, page: _Page, focus: Focus) -> Iterator[Connector]:
    """Lines from both ends of the window down to its output."""
    ends = _ends(stage, page, focus)
    if ends is None or not page.slides:
        return
    for window, cell in zip(*ends, strict=True):
        yield Connector(window, page.lanes.bars.bottom, cell, page.lanes.result_plot.y)
