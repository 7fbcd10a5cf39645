"""The lesson of depthwise separable convolution: a kernel for each channel, then sums of channels,
beside the ordinary convolution that both steps stand for."""

from __future__ import annotations

from collections.abc import Iterator

from app.content.channels import channel_names
from app.picture.depthwise.focus import Pointed, focus_of
from app.picture.depthwise.layout import Sheet, sheet
from app.picture.depthwise.marks import glided, marks_of
from app.picture.depthwise.panels import inner_tone, input_tone, panels_of, plane_labels, result_of
from app.picture.depthwise.shares import share_bar
from app.picture.depthwise.words import agreement_words, cost_lines, ratio_words
from app.picture.elements import (
    Connector,
    Equation,
    Label,
    Panel,
    Picture,
    Place,
    Rect,
    Role,
    Weight,
)
from app.picture.lettering.digits import about, counted, row_and_column
from app.picture.lettering.typography import Sizes, sizes
from app.picture.stage import closeup, tones
from app.picture.stage.equation import Page, gather_equation, partial_sum, scatter_equation
from app.picture.stage.given import SeparableStage
from app.picture.stage.grids import fitting
from app.picture.stage.marks import window_cells
from app.picture.stage.piles import depth_edges
from app.picture.stage.titles import titles
from app.state.depthwise.derived import Separated

HEADS = (
    ("Input", Role.INPUT),
    ("Depthwise", Role.KERNEL),
    ("Between", Role.OUTPUT),
    ("Pointwise", Role.KERNEL),
    ("Output", Role.OUTPUT),
)
BRIEF = 30.0
"""A close-up narrower than so many letters of its titles has them in fewer words."""
OPERATORS = ("∗", "=", "·", "=")


def compose(stage: SeparableStage) -> Picture:
    type_ = sizes(stage.width, stage.height, stage.presenting)
    pointed = focus_of(stage.derived, stage.view, stage.moment)
    page = sheet(stage, pointed.plane, type_)
    figure = tuple(panels_of(stage, page, pointed, type_))
    close = _close(stage, page, pointed, type_)
    bars, counts = _counts(stage, page, type_)
    by_key = {panel.key: panel for panel in figure}
    return Picture(
        stage.width,
        stage.height,
        (*figure, *close.panels, *bars),
        (*marks_of(stage, by_key, pointed), *close.marks),
        (
            *_heads(stage, page, type_),
            *plane_labels(stage, page, type_),
            *titles(close.panels, page.lens.right, stage.measure, type_),
            *_words(stage, page, type_),
            *counts,
            *close.labels,
        ),
        _edges(stage, page, by_key, pointed),
        _equation(stage, page, pointed, type_),
        spoken(stage.derived, pointed),
        _place(stage),
        bold=stage.presenting,
    )


def _close(stage: SeparableStage, page: Sheet, pointed: Pointed, type_: Sizes) -> closeup.CloseUp:
    """The present step close up; where an input cell is pointed at, what it adds."""
    names = channel_names(stage.derived.scene)
    if stage.derived.is_first(pointed.plane) or pointed.focus.scatter is not None:
        channel = pointed.plane if pointed.channel is None else pointed.channel
        source = closeup.Source(Role.INPUT, input_tone(stage), "Input cell")
        of = " of " if page.lens.width > BRIEF * type_.title else " "
        titles_ = f"Window{of}{names[channel]}", f"Kernel{of}{names[channel]}"
    else:
        source = closeup.Source(Role.OUTPUT, inner_tone(stage), "Cell between")
        number = pointed.plane - stage.derived.weights.channels
        titles_ = "Channels", f"Weights {number + 1}"
    return closeup.compose(stage, page.lens, pointed.focus, type_, titles_, source)


def _heads(stage: SeparableStage, page: Sheet, type_: Sizes) -> Iterator[Label]:
    """The titles of the five columns, and the signs between them."""
    derived = stage.derived
    rows, columns = derived.output_shape
    high, wide = (axis.size for axis in derived.axes)
    channels, count = derived.weights.channels, derived.weights.count
    kernel = " × ".join(map(str, derived.weights.kernel))
    captions = (
        f"{high} × {wide} × {channels}",
        f"{channels} of {kernel}",
        f"{rows} × {columns} × {channels}",
        f"{count} × {channels}",
        f"{rows} × {columns} × {count}",
    )
    y, size = page.columns[0].y - 0.85 * type_.title_gap, _head_size(stage, page, type_)
    for box, (title, role), caption in zip(page.columns, HEADS, captions, strict=True):
        yield Label(title, box.centre[0], y, size, role, Weight.SEMIBOLD, "centre")
        below = y + 1.25 * type_.caption
        yield Label(caption, box.centre[0], below, type_.caption, Role.SOFT, anchor="centre",
                    statement=True)  # fmt: skip
    middle = page.columns[0].centre[1] + 0.5 * type_.title_gap
    for left, right, sign in zip(page.columns, page.columns[1:], OPERATORS, strict=False):
        x = (left.right + right.x) / 2
        yield Label(sign, x, middle, 0.85 * type_.operator, Role.SOFT, anchor="centre")


def _head_size(stage: SeparableStage, page: Sheet, type_: Sizes) -> float:
    """One size for the five titles, with which neighbours stand apart."""
    wides = [stage.measure.width(title, type_.title, Weight.SEMIBOLD) for title, _ in HEADS]
    middles = [box.centre[0] for box in page.columns]
    share = min(
        (after - before - 0.6 * type_.title) / ((wide + other) / 2)
        for before, after, wide, other in zip(middles, middles[1:], wides, wides[1:], strict=False)
    )
    return max(type_.least, type_.title * min(1.0, share))


def _words(stage: SeparableStage, page: Sheet, type_: Sizes) -> Iterator[Label]:
    """Whether the ordinary convolution agrees, and what the brightness of the output means."""
    size = max(type_.least, 0.95 * type_.caption)
    result = result_of(stage)
    shown = stage.waiting
    if result is not None:
        tone = tones.output_tone(stage.derived, result)
        shown = tones.words(stage.derived.scene.mapping, tone)
    said = stage.measure.width(shown, size)
    y = page.words.centre[1]
    yield Label(shown, page.words.right, y, size, Role.SOFT, anchor="right", statement=True)
    free = page.words.width - said - 2 * size
    text = fitting(agreement_words(stage.derived, result), free, size, stage.measure)
    if stage.measure.width(text, size) <= free:
        yield Label(text, page.words.x, y, size, Role.SOFT, statement=True)


def _counts(
    stage: SeparableStage, page: Sheet, type_: Sizes
) -> tuple[tuple[Panel, ...], tuple[Label, ...]]:
    """Multiplications of both ways as bars, and the ratio with its formula."""
    area = page.counts
    size = max(type_.least, 0.95 * type_.caption)
    y = area.y + 0.54 * type_.title_gap
    title = fitting(("Multiplications", "MACs"), area.width, type_.title, stage.measure,
                    Weight.SEMIBOLD)  # fmt: skip
    labels = [Label(title, area.x, y, type_.title, Role.INK, Weight.SEMIBOLD)]
    panels: list[Panel] = []
    y = area.y + type_.title_gap
    bar = round(0.9 * size)
    lines = cost_lines(stage.derived)
    most = max(sum(count for _, count in parts) for _, _, parts in lines)
    for key, words, parts in lines:
        text = fitting(words, area.width, size, stage.measure)
        labels.append(Label(text, area.x, y + 0.6 * size, size, Role.INK, statement=True))
        box = Rect(area.x, round(y + 1.4 * size), area.width, bar)
        panels += share_bar(f"cost-{key}", parts, most, box)
        y += 1.4 * size + bar + 0.75 * size
    for words in ratio_words(stage.derived):
        text = fitting(words, area.width, size, stage.measure)
        share = min(1.0, area.width / stage.measure.width(text, size))
        letters = max(type_.least, share * size)
        labels.append(Label(text, area.x, y + 0.5 * size, letters, Role.SOFT, statement=True))
        y += 1.45 * size
    return tuple(panels), tuple(labels)


def _edges(
    stage: SeparableStage, page: Sheet, panels: dict[str, Panel], pointed: Pointed
) -> tuple[Connector, ...]:
    """In a pointwise step, the edges through the same cell of every plane between."""
    planes = page.inner
    still = stage.moment.is_still
    if stage.derived.is_first(pointed.plane) or not still or len(planes.places) == 1:
        return ()
    cell = glided(stage, pointed, Rect(pointed.column, pointed.row, 1, 1))
    front, back = panels[f"inner-{planes.front[0]}"], panels[f"inner-{planes.places[0][0]}"]
    if not front.piled or cell.intersected(front.visible) != cell:
        return ()
    return depth_edges(front.to_pixels(cell), back.to_pixels(cell), Role.STEP)


def _equation(stage: SeparableStage, page: Sheet, pointed: Pointed, type_: Sizes) -> Equation:
    there = Page(page.equation, type_, stage.measure)
    if pointed.focus.scatter is not None:
        return scatter_equation(pointed.focus.scatter, there)
    return gather_equation(pointed.focus.gather, there)


def _place(stage: SeparableStage) -> Place:
    """The window of a depthwise step, or the cell of a pointwise one."""
    derived = stage.derived
    plane, row, column = derived.place(stage.moment.step)
    if derived.is_first(plane):
        return Place(f"input-{plane}", window_cells(derived.axes, row, column))
    return Place(f"output-{plane - derived.weights.channels}", Rect(column, row, 1, 1))


def spoken(derived: Separated, pointed: Pointed) -> str:
    """The step, or what is pointed at, in one sentence."""
    focus, names = pointed.focus, channel_names(derived.scene)
    scatter = focus.scatter
    if scatter is not None and pointed.channel is not None:
        reached = scatter.words if scatter.gains else "is used by no window"
        at = row_and_column(scatter.row, scatter.column)
        return (
            f"Input channel {names[pointed.channel]}, {at} is {about(scatter.value)} and "
            f"{reached} of its own channel."
        )
    gather = focus.gather
    total = about(partial_sum(gather))
    where = row_and_column(pointed.row, pointed.column)
    count = gather.step.products.size
    sums = f"after {gather.taps} of {count} products"
    if gather.taps == count:
        sums = f"the sum of {count} products" if count > 1 else "one product"
    if derived.is_first(pointed.plane):
        told = f"depthwise, channel {names[pointed.plane]}, {where} is {total}, {sums}"
    else:
        number = pointed.plane - derived.weights.channels + 1
        bias = f" plus the bias {about(gather.step.bias)}" if gather.step.bias else ""
        told = f"pointwise, output {number}, {where} is {total}, {sums}{bias}"
    if gather.pointed:
        return f"Pointed at: {told}."
    return f"{counted(derived.scene.step, derived.steps)}: {told}."
