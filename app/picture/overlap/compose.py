"""The lesson of overlap: counts along one axis as stamps, or over the plane as a heatmap."""

from __future__ import annotations

from collections.abc import Iterator

from app.picture.elements import Line, Picture, Place, Rect
from app.picture.lettering.lines import centred, note_size, wrapped
from app.picture.lettering.typography import Sizes, sizes
from app.picture.overlap import line, plane
from app.picture.overlap.focus import focus_of
from app.picture.overlap.words import Tokens, equation, spoken, summary
from app.picture.stage.equation import Page
from app.picture.stage.given import OverlapStage
from app.picture.stage.layout import bands

LINE = 1.55
"""From one line of words to the next, in sizes of their letters."""
LEAST_BODY = 9.0
"""The least height of the figure in heights of a title; the last words give way to it."""


def compose(stage: OverlapStage) -> Picture:
    type_ = sizes(stage.width, stage.height, stage.presenting)
    focus = focus_of(stage.derived, stage.view, stage.moment)
    rows = bands(stage.width, stage.height, 1, type_)
    whole = Rect(rows.figure.x, rows.figure.y, rows.figure.width, rows.equation.y - rows.figure.y)
    said = list(_said(stage, whole.width, type_))
    size = note_size(type_)
    while said and whole.height - LINE * size * len(said) < LEAST_BODY * type_.title_gap:
        said.pop()
    words = LINE * size * len(said) + (0.8 * size if said else 0.0)
    body = Rect(whole.x, whole.y, whole.width, whole.height - words)
    part = plane if stage.derived.is_plane else line
    figure = part.compose(stage, body, focus, type_)
    row, column = divmod(stage.moment.step, stage.derived.output_shape[1])
    return Picture(
        stage.width,
        stage.height,
        figure.panels,
        figure.marks,
        figure.labels,
        figure.connectors,
        equation(stage.derived, focus, Page(rows.equation, type_, stage.measure)),
        spoken(stage.derived, focus),
        Place("output", Rect(column, row, 1, 1)),
        bold=stage.presenting,
        web=figure.web,
        lines=tuple(_lines(stage, said, body, type_)),
    )


def _said(stage: OverlapStage, width: float, type_: Sizes) -> Iterator[Tokens]:
    for parts in summary(stage.derived):
        yield from wrapped(parts, width, note_size(type_), stage.measure)


def _lines(stage: OverlapStage, said: list[Tokens], body: Rect, type_: Sizes) -> Iterator[Line]:
    size = note_size(type_)
    for number, tokens in enumerate(said):
        y = body.bottom + (number + 0.6) * LINE * size
        yield centred(tokens, body, y, size, stage.measure, type_)
