"""Where the parts of the lesson of two passes stand."""

from __future__ import annotations

from dataclasses import dataclass
from math import floor

from app.core import Axis
from app.picture.elements import Rect, Token
from app.picture.figure import TOY_CELL
from app.picture.layout import Slots, bands, photo_row, shared_row
from app.picture.lines import note_size, wrapped
from app.picture.spatial_words import ERROR, factor_titles, middle_title, said
from app.picture.stage import SpatialStage
from app.picture.titles import title_width
from app.picture.typography import Sizes
from app.state.scene import Pair

LINE = 1.5
LEFT = 0.44
"""The share of the lower row for the kernel taken apart and its singular values."""
VALUES = 0.36
"""Of that, the share of the singular values."""


@dataclass(frozen=True, slots=True)
class Page:
    """Boxes of the stage. `figure` has one each for input, first weights, intermediate, second
    weights and output, and one more where an error is shown. `lines` are said below `words.y`.
    """

    figure: Slots
    table: Rect
    values: Rect
    lens: Rect
    words: Rect
    lines: tuple[tuple[Token, ...], ...]
    equation: Rect


def page_of(stage: SpatialStage, type_: Sizes) -> Page:
    """The figure above, the kernel taken apart beside the close-up, words, the equation."""
    margin = max(16.0, 0.032 * stage.width)
    room = stage.width - 2 * margin
    lines = [
        line for parts in said(stage.derived, stage.result)
        for line in wrapped(parts, room, note_size(type_), stage.measure)
    ]  # fmt: skip
    high = LINE * note_size(type_) * len(lines)
    taps = max(3, *stage.derived.scene.kernel.shape)
    rows = bands(stage.width, stage.height - high, min(taps + 1, 8), type_)
    lens = rows.lens
    left = floor(LEFT * lens.width)
    values = floor(VALUES * left)
    gap = 1.2 * type_.title
    return Page(
        _figure(stage, rows.figure, type_),
        Rect(lens.x, lens.y, left - values - gap, lens.height),
        Rect(lens.x + left - values, lens.y, values - gap, lens.height),
        Rect(lens.x + left, lens.y, lens.width - left, lens.height),
        Rect(margin, rows.equation.y, room, high),
        tuple(lines),
        Rect(0, rows.equation.y + high, stage.width, rows.equation.height),
    )


def _figure(stage: SpatialStage, area: Rect, type_: Sizes) -> Slots:
    """One cell size for all where that stays readable; else images side by side."""
    derived = stage.derived
    one, two = (trace.axes for trace in derived.geometry.traces(0))
    first, second = factor_titles(derived)
    shapes = [_padded(one), _taps(one), _padded(two), _taps(two), derived.result_shape]
    names = ["Input", first, middle_title(derived), second, "Output"]
    if not derived.is_exact:
        shapes.append(derived.result_shape)
        names.append(ERROR)
    least = tuple(title_width(name, stage.measure, type_) for name in names)
    gap = min(1.5 * type_.operator, 0.05 * stage.width)
    slots = shared_row(area, tuple(shapes), gap, type_.cell_most, type_, least)
    if slots.cell >= TOY_CELL:
        return slots
    return photo_row(area, shapes, gap, type_, least, kernels=(1, 3))


def _padded(axes: tuple[Axis, ...]) -> Pair:
    return axes[0].padded_size, axes[1].padded_size


def _taps(axes: tuple[Axis, ...]) -> Pair:
    return axes[0].kernel, axes[1].kernel
