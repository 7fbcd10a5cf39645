"""The lesson of dilation: the figure and its close-up, and beside them the kernel inflating."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache

from app.picture.dilated import inflation
from app.picture.dilated.inflation import AWAY, SHOWN, Spread, stacked_spans
from app.picture.elements import Line, Picture, Role, Token
from app.picture.lettering.lines import centred, note_size, wrapped
from app.picture.lettering.measure import Measure
from app.picture.lettering.typography import Sizes, sizes
from app.picture.stage import closeup, figure
from app.picture.stage.focus import focus_of
from app.picture.stage.given import ConvolutionStage
from app.picture.stage.layout import Rows, bands
from app.picture.stage.speech import spoken
from app.picture.stage.titles import titles

LINE = 1.5
LEAST_FIGURE = 5.5
"""The least height of the figure in heights of a title; the words below give way to it."""


def compose(stage: ConvolutionStage) -> Picture:
    type_ = sizes(stage.width, stage.height, stage.presenting)
    scene, measure = stage.derived.scene, stage.measure
    parameters = scene.parameters
    now = Spread(scene.kernel.shape, parameters.dilation)
    usual = bands(stage.width, stage.height, now.kernel[0], type_)
    said = _said(now, usual.lens.width, type_, measure)
    rows = _rows(usual, len(said), type_)
    if rows.figure.height < LEAST_FIGURE * type_.title_gap:
        rows, said = usual, ()
    kernels = inflation.compose(
        scene.kernel, parameters.flip, now.dilation, rows.figure, type_, measure
    )
    end = kernels.left - AWAY * type_.caption
    beside = replace(rows.figure, width=end - rows.figure.x)
    focus = focus_of(stage.derived, stage.view, stage.moment)
    row = figure.compose(stage, beside, focus, type_, end)
    close = closeup.compose(stage, rows.lens, focus, type_)
    main = (*row.panels, *close.panels)
    return Picture(
        stage.width,
        stage.height,
        (*main, *kernels.panels),
        (*row.marks, *close.marks, *kernels.marks),
        (
            *titles(row.panels, end, measure, type_),
            *titles(close.panels, stage.width, measure, type_),
            *row.labels,
            *close.labels,
            *kernels.labels,
        ),
        closeup.connectors(stage, main, focus, type_),
        figure.equation(stage, rows.equation, focus, type_),
        spoken(stage.derived, focus),
        figure.place(stage),
        bold=stage.presenting,
        lines=tuple(_lines(stage, said, rows, type_)),
    )


def _rows(usual: Rows, lines: int, type_: Sizes) -> Rows:
    """The bands of the stage, with room for some lines of words under the close-up."""
    words = LINE * note_size(type_) * lines
    return Rows(
        replace(usual.figure, height=usual.figure.height - words),
        replace(usual.lens, y=usual.lens.y - words),
        usual.equation,
    )


@lru_cache(maxsize=8)
def _said(
    now: Spread, room: float, type_: Sizes, measure: Measure
) -> tuple[tuple[Token, ...], ...]:
    """What the present kernel costs beside a dense one, and what a stack would see."""
    rows, columns = now.span
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
        (Token(f"Single layers with d = {_listed(SHOWN)} span {_listed(alone)};  ", Role.SOFT),),
        (
            Token(
                f"stacked they see {_listed(stacked_spans(now.kernel[1]))}: lesson Receptive field",
                Role.SOFT,
            ),
        ),
    )
    return tuple(
        line for parts in (cost, stack) for line in wrapped(parts, room, note_size(type_), measure)
    )


def _listed(numbers: tuple[int, ...] | list[int]) -> str:
    return ", ".join(map(str, numbers))


def _lines(
    stage: ConvolutionStage, said: tuple[tuple[Token, ...], ...], rows: Rows, type_: Sizes
) -> Iterator[Line]:
    y = rows.equation.y - (len(said) + 0.2) * LINE * note_size(type_)
    for place, tokens in enumerate(said):
        middle = y + (place + 0.5) * LINE * note_size(type_)
        yield centred(tokens, rows.lens, middle, note_size(type_), stage.measure, type_)
