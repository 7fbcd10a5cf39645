"""The lesson of one dimension: a signal above its cells, the kernel under them, the output below.

It is the convolution of an image with one row; so focus, marks, close-up and equation are the
same, and only where things stand is different.
"""

from __future__ import annotations

from collections.abc import Iterator

from app.picture.elements import (
    Anchor,
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
from app.picture.lettering.typography import Sizes, sizes
from app.picture.signal.layout import is_causal
from app.picture.signal.panels import Page, page_of, sample_count
from app.picture.signal.plots import (
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
from app.picture.stage import closeup, figure, marks, tones
from app.picture.stage.equation import partial_sum
from app.picture.stage.focus import Focus, focus_of
from app.picture.stage.given import ConvolutionStage
from app.picture.stage.speech import spoken
from app.picture.stage.statements import EDGE
from app.picture.stage.titles import titles

Columns = tuple[float, float]
"""Left and right, in pixels."""
LEAST_BEAM = 3.0
"""Pixels that the columns of a window take at least, so that they can be found."""
DOTTED = 20.0
"""Pixels of a cell from which a dot says where each window of a larger stride begins."""


def compose(stage: ConvolutionStage) -> Picture:
    type_ = sizes(stage.width, stage.height, stage.presenting)
    focus = focus_of(stage.derived, stage.view, stage.moment)
    page = page_of(stage, focus, type_)
    close = closeup.compose(stage, page.rows.lens, focus, type_)
    panels = (*page.panels, *close.panels)
    plots, values = _plots(stage, page, focus, type_)
    funnel = tuple(_funnel(stage, page, focus))
    return Picture(
        stage.width,
        stage.height,
        panels,
        (*_marks(stage, page, focus), *close.marks),
        (*_labels(stage, page, close.panels, funnel, type_), *values, *close.labels),
        funnel,
        figure.equation(stage, page.rows.equation, focus, type_),
        spoken(stage.derived, focus),
        figure.place(stage),
        bold=stage.presenting,
        plots=(*_beams(stage, page, focus, close.panels, type_), *plots),
    )


# ---- words


def _labels(
    stage: ConvolutionStage,
    page: Page,
    close: tuple[Panel, ...],
    funnel: tuple[Connector, ...],
    type_: Sizes,
) -> Iterator[Label]:
    """Titles above the plots, the kernel's beside it, and the statement below the output."""
    yield from titles(close, stage.width, stage.measure, type_)
    yield from _head(stage, page.source, page.lanes.source_plot, (), type_)
    yield from _head(stage, page.output, page.lanes.result_plot, funnel, type_)
    if page.slides:
        yield _kernel_label(stage, page, type_)
    size = max(type_.least, 0.9 * type_.caption)
    y = page.lanes.result.bottom + 0.75 * type_.caption
    for text in _statements(stage, page):
        x = max(EDGE, min(page.span.x, stage.width - stage.measure.width(text, size) - EDGE))
        if x + stage.measure.width(text, size) <= stage.width - EDGE:
            yield Label(text, x, y, size, Role.SOFT, statement=True)
            return


def _head(
    stage: ConvolutionStage,
    panel: Panel,
    plot: Rect,
    lines: tuple[Connector, ...],
    type_: Sizes,
) -> Iterator[Label]:
    """The title left of the plot, out of the way of windows, and the caption above its end, or
    above its beginning where lines pass through the end.
    """
    y = plot.y - 0.46 * type_.title_gap
    wide = stage.measure.width(panel.title, type_.title, Weight.SEMIBOLD)
    x = max(plot.x - 0.4 * type_.caption, wide + 0.5 * EDGE)
    yield Label(panel.title, x, y, type_.title, panel.role, Weight.SEMIBOLD, "right")
    room = stage.measure.width(panel.caption, type_.caption) + 0.5 * type_.caption
    passed = [end for line in lines for end in (line.x1, line.x2)] or [plot.x]
    at_end = max(passed) < plot.right - room or min(passed) < plot.x + room
    anchor: Anchor = "right" if at_end else "left"
    at = plot.right if at_end else plot.x
    yield Label(panel.caption, at, y + 0.5, type_.caption, Role.SOFT, anchor=anchor)


def _kernel_label(stage: ConvolutionStage, page: Page, type_: Sizes) -> Label:
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


def _statements(stage: ConvolutionStage, page: Page) -> Iterator[str]:
    """Where outputs stand, what goes unused and what the tint means; shorter and shorter."""
    derived = stage.derived
    stands = "each output stands under the middle of its window"
    if is_causal(derived.axes[1]):
        stands = "each output stands under its newest sample: none looks ahead"
    if stage.result is None:
        shown = stage.waiting
    else:
        shown = tones.words(derived.scene.mapping, page.output.tone)
    unused = len(derived.geometry.unused[1])
    dropped = f"{sample_count(unused)} used by no window" if unused else ""
    yield " · ".join(filter(None, (stands, dropped, shown)))
    yield " · ".join(filter(None, (dropped, shown)))
    yield shown


# ---- plots and marks


def _plots(
    stage: ConvolutionStage, page: Page, focus: Focus, type_: Sizes
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


def _signals(stage: ConvolutionStage, page: Page) -> tuple[Signal, Signal | None]:
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


def _ends(stage: ConvolutionStage, page: Page, focus: Focus) -> tuple[Columns, Columns] | None:
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
    page: Page,
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


def _marks(stage: ConvolutionStage, page: Page, focus: Focus) -> Iterator[Mark]:
    """Those of the figure; weights need no corners where the kernel stands under its window."""
    dotted = page.span.scale >= DOTTED and stage.derived.axes[1].stride > 1
    for mark in marks.figure_marks(stage, (page.source, page.kernel, page.output), focus):
        tag = page.slides and isinstance(mark, Tag) and mark.panel == "input"
        if not tag and (dotted or not isinstance(mark, Dots)):
            yield mark


def _funnel(stage: ConvolutionStage, page: Page, focus: Focus) -> Iterator[Connector]:
    """Lines from both ends of the window down to its output."""
    ends = _ends(stage, page, focus)
    if ends is None or not page.slides:
        return
    for window, cell in zip(*ends, strict=True):
        yield Connector(window, page.lanes.bars.bottom, cell, page.lanes.result_plot.y)
