"""Where a signal stands: plot, cells, kernel and output under each other, on one scale."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import floor

from app.core import Axis
from app.picture.camera import output_frame
from app.picture.elements import Frame, Rect
from app.picture.lettering.typography import Sizes
from app.picture.stage.layout import on_whole_pixels
from app.state.view import Camera

SHARED = 0.12
"""A cell is at most this share of the figure's height, so that plots keep room."""
STRIP = 1.3
"""The height of cells too narrow for digits, in sizes of a caption."""
SQUARE = 1.5
"""Cells at least so many of the least letters wide are square."""
SLIDING = 7.0
"""Pixels of a cell from which the kernel slides under the input; smaller, the lens shows it."""
PLOTS = (0.42, 0.20, 0.38)
"""The heights of the input's plot, the kernel's and the output's, as shares of what is left."""
TICKS = 3.4
"""Room for the values beside a plot, in sizes of a caption."""


@dataclass(frozen=True, slots=True)
class Span:
    """The input's columns in view, from `first` to `last`, one `scale` pixels wide, from `x` on."""

    first: float
    last: float
    x: float
    scale: float

    def at(self, column: float) -> float:
        """Where a column begins, in pixels."""
        return self.x + (column - self.first) * self.scale

    def seen(self, frame: Frame, columns: tuple[float, float]) -> tuple[float, float]:
        """Which of a panel's columns are in view, as from and to; at least a sliver."""
        low = max(columns[0], (self.first - frame.x) / frame.dx)
        high = min(columns[1], (self.last - frame.x) / frame.dx)
        low = min(low, columns[1] - 1e-3)
        return low, max(high, low + 1e-3)


def span_of(area: Rect, extent: Rect, camera: Camera | None, most: float) -> Span:
    """All columns of `extent` in the middle of an area, or what the camera shows of them."""
    scale = min(most, area.width / extent.width)
    scale = on_whole_pixels(scale)
    if camera is None or camera.scale <= scale:
        wide = extent.width * scale
        return Span(extent.x, extent.right, floor(area.x + (area.width - wide) / 2), scale)
    shown = min(extent.width, area.width / camera.scale)
    first = min(max(camera.x - shown / 2, extent.x), extent.right - shown)
    left = floor(area.x + (area.width - shown * camera.scale) / 2)
    return Span(first, first + shown, left, camera.scale)


def is_causal(axis: Axis) -> bool:
    """Whether the padding lies before the first sample alone, so that no window looks ahead."""
    return axis.high == 0 and axis.low > 0 and axis.low == axis.effective_kernel - 1


def result_frame(axes: tuple[Axis, Axis]) -> Frame:
    """Outputs stand under the middles of their windows; causal ones under the newest sample."""
    frame = output_frame(*axes)
    across = axes[1]
    ahead = (across.effective_kernel - 1) / 2 if is_causal(across) else 0.0
    return replace(frame, x=frame.x + ahead, dy=frame.dx)


@dataclass(frozen=True, slots=True)
class Lanes:
    """What stands under each other, from the top, all as wide as the signal in view.

    `kernel` and `bars` have no height where the kernel does not slide along.
    """

    source_plot: Rect
    source: Rect
    kernel: Rect
    bars: Rect
    result_plot: Rect
    result: Rect


def cell_most(area: Rect, type_: Sizes) -> float:
    """How wide cells become at most."""
    return min(type_.cell_most, max(2.6 * type_.least, SHARED * area.height))


def lanes(area: Rect, span: Span, type_: Sizes) -> Lanes:
    """The heights: cells as high as they are wide where that is readable, plots what is left."""
    tall = float(floor(min(span.scale, cell_most(area, type_))))
    if span.scale < SQUARE * type_.least:
        tall = float(floor(STRIP * type_.caption))
    slides = span.scale >= SLIDING
    words = 2 * type_.title_gap + 0.75 * type_.caption
    free = area.height - words - (3 if slides else 2) * tall
    shares = PLOTS if slides else (0.5, 0.0, 0.5)
    first, second, third = (float(floor(max(0.0, free) * share)) for share in shares)
    wide = (span.last - span.first) * span.scale
    y = float(floor(area.y + type_.title_gap))
    placed = []
    for high in (first, tall, tall if slides else 0.0, second):
        placed.append(Rect(span.x, y, wide, high))
        y += high
    y += floor(type_.title_gap)
    for high in (third, tall):
        placed.append(Rect(span.x, y, wide, high))
        y += high
    return Lanes(*placed)
