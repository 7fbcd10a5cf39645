"""A Picture as text: for tests, and for everyone who hears it instead of seeing it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

import numpy as np

from app.picture.elements import (
    Chart,
    Counts,
    Equation,
    Outline,
    Panel,
    Picture,
    Rect,
    Stroke,
    Token,
    Veil,
    Veils,
)
from app.picture.lettering.digits import MINUS, UNKNOWN, product, row_and_column, short

TOY_CELLS = 700
"""Grids up to this size are printed whole; of larger ones the size, range and window."""
MOST_NAMED = 16
"""Of more rows, columns or cells in a row of marks, the rest is counted."""


def as_text(picture: Picture) -> str:
    """Every panel with its numbers, the marks that say something, the equation, the sentence."""
    blocks = [picture.spoken]
    blocks += [_panel(panel, picture) for panel in _in_order(picture.panels) if panel.title]
    blocks += [label.text for label in picture.labels if label.statement]
    blocks += [line.text for line in picture.lines]
    blocks += [_chart(placed.chart) for placed in picture.charts]
    if picture.equation is not None:
        blocks.append(equation_text(picture.equation))
    return "\n\n".join(blocks)


def _in_order(panels: Iterable[Panel]) -> Iterator[Panel]:
    """As they are painted, but planes of a pile from the first on, whichever is in front."""
    for piled, run in groupby(panels, lambda panel: panel.piled and panel.key.rpartition("-")[0]):
        together = list(run)
        yield from sorted(together, key=lambda panel: panel.plane or 0) if piled else together


def equation_text(equation: Equation) -> str:
    """The equation as it is shown, with its note."""
    lines = ["".join(token.text for token in line).strip() for line in equation.lines if line]
    return "\n".join([*lines, f"({equation.note})"])


def exact_text(equation: Equation) -> str:
    """The equation with all the digits that its numbers have, with its note."""
    rounded = any(_digits(token) != token.text for line in equation.lines for token in line)
    lines = ["".join(map(_digits, line)).strip() for line in equation.lines if line]
    if rounded:
        lines = [line.replace("≈", "=") for line in lines]
    return "\n".join([*lines, f"({equation.note.replace(', rounded', '')})"])


def _digits(token: Token) -> str:
    """A token with all its digits, in brackets where it stands in brackets."""
    if not token.full:
        return token.text
    return product(token.full) if token.text.startswith("(") else token.full


def _chart(chart: Chart) -> str:
    """The title, and each series as its values at their places."""
    lines = [chart.title]
    for series in chart.series:
        places = " ".join(f"{x:g}" for x in series.x)
        values = " ".join(f"{y:g}" for y in series.y)
        lines.append(f"{series.name}: {values} at {places}".removeprefix(": "))
    return "\n".join(lines)


def _panel(panel: Panel, picture: Picture) -> str:
    head = f"{panel.title}  {panel.caption}".rstrip()
    if panel.array is None:
        told = (*_marks(panel, picture), *_paths(panel, picture)) if panel.bare else ()
        return "\n".join((head, *told))
    extent = panel.extent
    lines = [head]
    if extent.width * extent.height <= TOY_CELLS:
        lines += _grid(panel, extent)
    else:
        finite = panel.array[np.isfinite(panel.array)]
        if finite.size and panel.revealed is None:
            lines.append(f"values {short(finite.min())} to {short(finite.max())}")
        lines += _window(panel, picture)
    lines += _marks(panel, picture)
    lines += [plot.said for plot in picture.plots if plot.panel == panel.key and plot.said]
    return "\n".join(lines)


def _grid(panel: Panel, cells: Rect) -> Iterator[str]:
    """Rows of numbers in columns; padding in brackets, cells still to come as dots."""
    rows = range(round(cells.y), round(cells.bottom))
    columns = range(round(cells.x), round(cells.right))
    texts = [[_cell(panel, row, column) for column in columns] for row in rows]
    width = max(len(text) for row in texts for text in row)
    for row in texts:
        yield " ".join(text.rjust(width) for text in row)


def _cell(panel: Panel, row: int, column: int) -> str:
    value = panel.value_at(row, column)
    if value is None:
        return UNKNOWN if panel.is_concealed(row, column) else "·"
    inside = 0 <= row < panel.shape[0] and 0 <= column < panel.shape[1]
    return short(value) if inside else f"[{short(value)}]"


def _window(panel: Panel, picture: Picture) -> Iterator[str]:
    """Of a photo, the cells under the step's outline."""
    for mark in picture.marks:
        if (
            isinstance(mark, Outline)
            and mark.panel == panel.key
            and mark.stroke is Stroke.STEP
            and mark.cells.width * mark.cells.height <= TOY_CELLS
        ):
            seen = mark.cells.intersected(panel.extent)
            if seen.width and seen.height:
                yield f"cells from {row_and_column(round(seen.y), round(seen.x))}:"
                yield from _grid(panel, seen)


def _marks(panel: Panel, picture: Picture) -> Iterator[str]:
    """A line for each kind of outline and veil: which cells it is on."""
    places: dict[str, list[str]] = {}
    for mark in picture.marks:
        if isinstance(mark, Outline) and mark.panel == panel.key:
            places.setdefault(mark.stroke.value, []).append(_place(mark.cells))
        if isinstance(mark, Veils) and mark.panel == panel.key:
            lines = mark.kind is Veil.UNUSED
            named = [_line(cells, panel) if lines else _place(cells) for cells in mark.cells]
            places.setdefault(mark.kind.value, []).extend(named)
    for kind, named in places.items():
        more = f" and {len(named) - MOST_NAMED} more" if len(named) > MOST_NAMED else ""
        yield f"{kind}: {', '.join(named[:MOST_NAMED])}{more}"


def _paths(panel: Panel, picture: Picture) -> Iterator[str]:
    """Path counts as a grid; of many, where they lie and how many there are at most."""
    for mark in picture.marks:
        if isinstance(mark, Counts) and mark.panel == panel.key:
            few = mark.values.size <= TOY_CELLS
            most = "" if few else f", at most {short(mark.values.max())}"
            yield f"paths on {_place(mark.cells)}{most}" + (":" if few else "")
            if few:
                texts = [[short(value) for value in row] for row in mark.values.tolist()]
                width = max(len(text) for row in texts for text in row)
                yield from (" ".join(text.rjust(width) for text in row) for row in texts)


def _place(cells: Rect) -> str:
    """A cell by its row and column, a block by its size and its first cell."""
    row, column = round(cells.y) + 1, round(cells.x) + 1
    size = "" if cells.width == cells.height == 1 else f"{cells.height:g} × {cells.width:g} at "
    return f"{size}({row}, {column})".replace("-", MINUS)


def _line(cells: Rect, panel: Panel) -> str:
    """A whole row or column by its number."""
    extent = panel.extent
    narrower = cells.width < extent.width or cells.height > 1
    if cells.height == extent.height and narrower:
        return f"column {round(cells.x) + 1}"
    return f"row {round(cells.y) + 1}"
