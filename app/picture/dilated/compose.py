"""The lesson of dilation: the figure and its close-up, and beside them the kernel inflating."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache

from app.picture.dilated import inflation
from app.picture.dilated.inflation import AWAY, SHOWN, Spread, stacked_spans
from app.picture.elements import Line, Picture, Role, Token
from app.picture.lettering.digits import count_of
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
LEAST_FIGURE, EASY_FIGURE = 5.5, 7.5
"""The least height of the figure in heights of a title; all words below give way to it, and what
they say of a stack to the other."""


def compose(stage: ConvolutionStage) -> Picture:
    type_ = sizes(stage.width, stage.height, stage.presenting)
    scene, measure = stage.derived.scene, stage.measure
    parameters = scene.parameters
    now = Spread(scene.kernel.shape, parameters.dilation)
    usual = bands(stage.width, stage.height, now.kernel[0], type_)
    said, rows = _words_below(now, usual, type_, measure)
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


_Said = tuple[tuple[Token, ...], ...]


@lru_cache(maxsize=8)
def _words_below(now: Spread, usual: Rows, type_: Sizes, measure: Measure) -> tuple[_Said, Rows]:
    """As many of the words under the close-up as leave the figure its height, and the bands."""
    cost = _said((_cost(now),), usual.lens.width, type_, measure)
    every = _said((_cost(now), _stack(now)), usual.lens.width, type_, measure)
    for said, least in ((every, EASY_FIGURE), (cost, LEAST_FIGURE)):
        rows = _rows(usual, len(said), type_)
        if rows.figure.height >= least * type_.title_gap:
            return said, rows
    return (), usual


def _rows(usual: Rows, lines: int, type_: Sizes) -> Rows:
    """The bands of the stage, with room for some lines of words under the close-up."""
    words = LINE * note_size(type_) * lines
    return Rows(
        replace(usual.figure, height=usual.figure.height - words),
        replace(usual.lens, y=usual.lens.y - words),
        usual.equation,
    )


def _said(paragraphs: tuple[_Said, ...], room: float, type_: Sizes, measure: Measure) -> _Said:
    """Paragraphs in lines of a width."""
    size = note_size(type_)
    return tuple(line for parts in paragraphs for line in wrapped(parts, room, size, measure))


def _cost(now: Spread) -> _Said:
    """What the present kernel costs beside a dense one."""
    rows, columns = now.span
    return (
        (
            Token("For an output "),
            Token(f"{_costs(now.weights)};  ", Role.KERNEL, bold=True),
        ),
        (
            Token(f"a dense {rows} × {columns} with the same field "),
            Token(f"{_costs(now.dense)}  ", bold=True),
        ),
        (Token("(multiplications; bias not counted)", Role.SOFT),),
    )


def _stack(now: Spread) -> _Said:
    """What single layers span, and what a stack of them would see."""
    alone = [Spread(now.kernel, (apart, apart)).span[1] for apart in SHOWN]
    return (
        (Token(f"Single layers with d = {_listed(SHOWN)} span {_listed(alone)};  ", Role.SOFT),),
        (
            Token(
                f"stacked they see {_listed(stacked_spans(now.kernel[1]))}: lesson Receptive field",
                Role.SOFT,
            ),
        ),
    )


def _costs(weights: int) -> str:
    return f"{count_of(weights, 'weight')}, {count_of(weights, 'MAC')}"


def _listed(numbers: tuple[int, ...] | list[int]) -> str:
    return ", ".join(map(str, numbers))


def _lines(stage: ConvolutionStage, said: _Said, rows: Rows, type_: Sizes) -> Iterator[Line]:
    y = rows.equation.y - (len(said) + 0.2) * LINE * note_size(type_)
    for place, tokens in enumerate(said):
        middle = y + (place + 0.5) * LINE * note_size(type_)
        yield centred(tokens, rows.lens, middle, note_size(type_), stage.measure, type_)
