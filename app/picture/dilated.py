"""The lesson of dilation: the figure and its close-up, and beside them the kernel inflating."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from app.picture import closeup, figure, inflation
from app.picture.elements import Line, Picture, Role, Token
from app.picture.focus import focus_of
from app.picture.inflation import SHOWN, Column, Spread, spreads, stacked_spans
from app.picture.layout import Rows, bands
from app.picture.lines import centred, wrapped
from app.picture.speech import spoken
from app.picture.stage import ConvolutionStage
from app.picture.titles import titles
from app.picture.typography import Sizes, sizes

LINE = 1.5


def compose(stage: ConvolutionStage) -> Picture:
    type_ = sizes(stage.width, stage.height, stage.presenting)
    scene, measure = stage.derived.scene, stage.measure
    now = Spread(scene.kernel.shape, scene.parameters.dilation)
    shown, said = spreads(now.kernel, now.dilation), tuple(_said(stage, now, type_))
    rows = _rows(stage, len(said), type_)
    column = Column.of(rows.figure, shown, measure, type_)
    end = column.area.x - 1.6 * type_.caption
    beside = replace(rows.figure, width=end - rows.figure.x)
    focus = focus_of(stage.derived, stage.view, stage.moment)
    row = figure.compose(stage, beside, focus, type_, end)
    close = closeup.compose(stage, rows.lens, focus, type_)
    kernels = inflation.panels(scene.kernel, scene.parameters.flip, shown, column, type_)
    main = (*row.panels, *close.panels)
    return Picture(
        stage.width,
        stage.height,
        (*main, *kernels),
        (*row.marks, *close.marks, *inflation.marks(shown, kernels, now.dilation)),
        (
            *titles(row.panels, end, measure, type_),
            *titles(close.panels, stage.width, measure, type_),
            *row.labels,
            *close.labels,
            *inflation.labels(shown, kernels, now.dilation, column, type_),
        ),
        closeup.connectors(stage, main, focus, type_),
        figure.equation(stage, rows.equation, focus, type_),
        spoken(stage.derived, focus),
        figure.place(stage),
        bold=stage.presenting,
        lines=tuple(_lines(stage, said, rows, type_)),
    )


def _rows(stage: ConvolutionStage, lines: int, type_: Sizes) -> Rows:
    """The bands of the stage, with room for some lines of words under the close-up."""
    rows = bands(stage.width, stage.height, stage.derived.scene.kernel.shape[0], type_)
    words = LINE * type_.note * lines
    return Rows(
        replace(rows.figure, height=rows.figure.height - words),
        replace(rows.lens, y=rows.lens.y - words),
        rows.equation,
    )


def _said(stage: ConvolutionStage, now: Spread, type_: Sizes) -> Iterator[tuple[Token, ...]]:
    """What the present kernel costs beside a dense one, and what a stack would see."""
    rows, columns = now.span
    room = bands(stage.width, stage.height, now.kernel[0], type_).lens.width
    cost = (
        (
            Token("For an output "),
            Token(f"{now.weights} weights, {now.weights} MACs;  ", Role.KERNEL, bold=True),
        ),
        (
            Token(f"a dense {rows} × {columns} with the same field "),
            Token(f"{now.dense} weights, {now.dense} MACs  ", bold=True),
        ),
        (Token("(multiplications; bias not counted)", Role.SOFT),),
    )
    alone = [Spread(now.kernel, (apart, apart)).span[1] for apart in SHOWN]
    stack = (
        (Token(f"Single layers with l = {_listed(SHOWN)} span {_listed(alone)};  ", Role.SOFT),),
        (
            Token(
                f"stacked they see {_listed(stacked_spans(now.kernel[1]))}: lesson Receptive field",
                Role.SOFT,
            ),
        ),
    )
    for parts in (cost, stack):
        yield from wrapped(parts, room, type_.note, stage.measure)


def _listed(numbers: tuple[int, ...] | list[int]) -> str:
    return ", ".join(map(str, numbers))


def _lines(
    stage: ConvolutionStage, said: tuple[tuple[Token, ...], ...], rows: Rows, type_: Sizes
) -> Iterator[Line]:
    y = rows.equation.y - (len(said) + 0.2) * LINE * type_.note
    for place, tokens in enumerate(said):
        middle = y + (place + 0.5) * LINE * type_.note
        yield centred(tokens, rows.lens, middle, type_.note, stage.measure, type_)
