"""The lesson of 1×1 kernels: planes in and out, and one pixel's channels times a matrix."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from app.picture.channels.panels import (
    front_first,
    input_labels,
    input_panels,
    output_labels,
    output_panels,
    plane_extent,
)
from app.picture.channels.planes import MOST_PILED, Planes, placed
from app.picture.elements import (
    Connector,
    Label,
    Mark,
    Outline,
    Panel,
    Picture,
    Place,
    Rect,
    Role,
    Stroke,
)
from app.picture.lettering.typography import Sizes, sizes
from app.picture.pointwise import bottleneck, product
from app.picture.pointwise.focus import PixelFocus, focus_of
from app.picture.pointwise.words import about_filters, equation, spoken
from app.picture.stage import tones
from app.picture.stage.equation import Page
from app.picture.stage.given import MixStage
from app.picture.stage.glide import between
from app.picture.stage.grids import fitting
from app.picture.stage.layout import Rows, bands
from app.picture.stage.titles import titles
from app.state.channels.choices import Arrangement
from app.state.channels.pixel import pixel_product

FEW = 8
"""Up to so many planes side by side have a line each from their pixel to the close-up."""
PRODUCT = 0.50
"""The vector product takes at most this share of the height above the equation."""
LEAST_SHARE = 0.26
"""The least share of the width for the planes of one side."""
LEAST_WIDTH = 34.0
"""On a stage of fewer captions across the bottleneck has no room beside the planes."""
SHARE = 0.52
"""The planes take this share of the width where the bottleneck stands beside them."""
ROUNDS = 3
"""Planes that become smaller for the other side may go into other rows: so often they are laid."""


@dataclass(frozen=True, slots=True)
class _Figure:
    """The planes on both sides of the arrow, and room for the comparison of costs."""

    source: Planes
    result: Planes
    arrow: tuple[float, float]
    beside: Rect | None


def compose(stage: MixStage) -> Picture:
    type_ = sizes(stage.width, stage.height, stage.presenting)
    derived = stage.derived
    focus = focus_of(derived, stage.view, stage.moment)
    pixel = pixel_product(derived, focus.row, focus.column)
    rows = _rows(stage, type_)
    figure = _figure(stage, rows.figure, focus, type_)
    close = product.compose(stage, rows.lens, pixel, focus, type_)
    done = focus.gather.pointed or focus.gather.taps >= derived.taps
    planes = (
        *input_panels(stage, figure.source, type_),
        *output_panels(stage, figure.result, done, type_),
    )
    bars, words, charts = _cost(stage, figure, type_)
    return Picture(
        stage.width,
        stage.height,
        (*planes, *close.panels, *bars),
        (*_marks(stage, figure, focus), *close.marks),
        (
            *titles(close.panels, stage.width, stage.measure, type_),
            *_labels(stage, figure, planes, type_),
            *close.labels,
            *words,
        ),
        tuple(_connectors(stage, planes, close.panels, focus, type_)),
        equation(derived, pixel, focus, Page(rows.equation, type_, stage.measure)),
        spoken(derived, pixel, focus),
        place(stage),
        bold=stage.presenting,
        charts=charts,
    )


def _rows(stage: MixStage, type_: Sizes) -> Rows:
    """The vector product as high as its rows need, up to a bound; the planes above it."""
    rows = bands(stage.width, stage.height, 3, type_)
    filters = stage.derived.filters
    tallest = max(filters.count, filters.channels)
    body = stage.height - rows.equation.height
    wanted = tallest * type_.lens_most + type_.title_gap + 1.6 * type_.caption
    lens = min(PRODUCT * body, wanted)
    top = rows.figure.y
    below = (4.6 if filters.count > MOST_PILED else 3.3) * type_.caption
    return Rows(
        Rect(rows.figure.x, top, rows.figure.width, body - lens - top - below),
        Rect(rows.lens.x, body - lens - 0.25 * type_.title_gap, rows.lens.width, lens),
        rows.equation,
    )


def _figure(stage: MixStage, area: Rect, focus: PixelFocus, type_: Sizes) -> _Figure:
    least = LEAST_WIDTH * type_.caption
    shown = stage.derived.scene.mixing.bottleneck.shown and area.width >= least
    gap = 1.6 * type_.operator
    wide = (SHARE if shown else 1.0) * area.width
    source, result = _planes(stage, Rect(area.x, area.y, wide, area.height), focus, gap, type_)
    left, right = source.box, result.box
    middle = (left.right + right.x) / 2, (left.centre[1] + right.centre[1]) / 2
    beside = None
    if shown:
        x = area.x + wide + 1.2 * gap
        beside = Rect(x, area.y, area.right - x, area.height + 2.5 * type_.caption)
    return _Figure(source, result, middle, beside)


def _planes(
    stage: MixStage, area: Rect, focus: PixelFocus, gap: float, type_: Sizes
) -> tuple[Planes, Planes]:
    """Both sides with cells of one size, each with its share of the width."""
    derived = stage.derived
    channels, filters = derived.filters.channels, derived.planes
    present = derived.place(stage.moment.step)[0]
    numbers = list(range(channels)), front_first(filters, present)
    extents = plane_extent(derived), derived.output_shape
    arrangement, most = derived.scene.mixing.arrangement, type_.cell_most
    share = 0.5
    if arrangement is Arrangement.SIDE_BY_SIDE:
        numbers = front_first(channels, focus.channel or 0), numbers[1]
        share = min(max(channels / (channels + filters), LEAST_SHARE), 1 - LEAST_SHARE)
    left = share * (area.width - gap)
    right = Rect(area.x + left + gap, area.y, area.width - gap - left, area.height)
    rooms = Rect(area.x, area.y, left, area.height), right
    for _ in range(ROUNDS):
        sides = [
            placed(room, several, extent, arrangement, most, type_)
            for room, several, extent in zip(rooms, numbers, extents, strict=True)
        ]
        most = min(most, *(side.cell for side in sides))
    return sides[0], sides[1]


def _cost(stage: MixStage, figure: _Figure, type_: Sizes) -> bottleneck.Parts:
    if figure.beside is None:
        return (), (), ()
    layer = stage.derived.scene.mixing.bottleneck
    return bottleneck.compose(layer, figure.beside, stage.measure, type_)


def place(stage: MixStage) -> Place:
    """The output cell of the present step."""
    number, row, column = stage.derived.place(stage.moment.step)
    return Place(f"output-{number}", Rect(column, row, 1, 1))


# ---- marks


def _marks(stage: MixStage, figure: _Figure, focus: PixelFocus) -> Iterator[Mark]:
    """The pixel through all input planes, and what becomes of it in all output planes."""
    spread = focus.mix.spread
    stroke = Stroke.STEP if spread is None else Stroke.THIN
    source = _glided(stage, focus, source=True)
    result = _glided(stage, focus, source=False)
    for number, _ in figure.source.places:
        yield Outline(f"input-{number}", source, stroke)
        if spread is not None and number == spread.channel:
            cell = Rect(spread.column, spread.row, 1, 1)
            yield Outline(f"input-{number}", cell, Stroke.REACH, Role.INPUT)
    for number, _ in figure.result.places:
        present = number == focus.filter
        if spread is not None and spread.count:
            yield Outline(f"output-{number}", result, Stroke.REACH, Role.INPUT)
        elif present or spread is None:
            yield Outline(f"output-{number}", result, stroke if present else Stroke.THIN)


def _glided(stage: MixStage, focus: PixelFocus, *, source: bool) -> Rect:
    """Where the pixel is, or on its glide to the next step."""
    now = _cell(stage, focus.row, focus.column, source)
    moment = stage.moment
    if moment.toward is None or focus.gather.pointed or focus.mix.spread:
        return now
    _, row, column = stage.derived.place(moment.toward)
    return between(now, _cell(stage, row, column, source), moment.phase)


def _cell(stage: MixStage, row: int, column: int, source: bool) -> Rect:
    vertical, horizontal = stage.derived.axes
    if source:
        row, column = vertical.start(row), horizontal.start(column)
    return Rect(column, row, 1, 1)


def _connectors(
    stage: MixStage,
    planes: tuple[Panel, ...],
    close: tuple[Panel, ...],
    focus: PixelFocus,
    type_: Sizes,
) -> Iterator[Connector]:
    """From the pixel on each plane that lies open to its close-up; of a pile from the front."""
    sources = [panel for panel in planes if panel.key.startswith("input-")]
    if sources[-1].piled or len(sources) > FEW or len({each.rect.y for each in sources}) > 1:
        sources = sources[-1:]
    if not stage.moment.is_still:
        return
    lens = next(panel for panel in close if panel.key == "pixel")
    top = lens.rect.y - type_.title_gap
    for number, source in enumerate(sources):
        pixel = source.to_pixels(_cell(stage, focus.row, focus.column, source=True))
        if pixel.intersected(source.rect).width:
            x = lens.rect.x + (number + 0.5) / len(sources) * lens.rect.width
            line = Connector(pixel.centre[0], max(pixel.bottom, pixel.centre[1] + 4), x, top)
            if not any(_runs_over(line, panel.rect, type_) for panel in close):
                yield line


def _runs_over(line: Connector, rect: Rect, type_: Sizes) -> bool:
    """Whether a line from above ends beside a grid or its title that it has run over."""
    above = rect.y - type_.title_gap
    if above >= line.y2 or rect.x <= line.x2 <= rect.right:
        return False
    share = max(0.0, above - line.y1) / (line.y2 - line.y1)
    enters = line.x1 + share * (line.x2 - line.x1)
    return min(enters, line.x2) < rect.right and max(enters, line.x2) > rect.x


# ---- words


def _labels(
    stage: MixStage, figure: _Figure, planes: tuple[Panel, ...], type_: Sizes
) -> Iterator[Label]:
    yield from input_labels(stage, figure.source, type_)
    yield from output_labels(stage, figure.result, type_)
    x, y = figure.arrow
    yield Label("→", x, y, type_.operator, Role.SOFT, anchor="centre")
    size, box = type_.caption, figure.result.box
    end = (figure.beside.x if figure.beside else stage.width) - size
    left = box.x if figure.source.more else figure.source.box.x
    y = max(figure.result.box.bottom, figure.source.box.bottom) + 0.9 * size
    y += 1.35 * size if figure.result.more else 0.0
    for words in (about_filters(stage.derived), (_brightness(stage, planes),)):
        text = fitting(words, end - left, size, stage.measure)
        x = max(8.0, min(box.x, end - stage.measure.width(text, size)))
        yield Label(text, x, y, size, Role.SOFT, statement=True)
        y += 1.35 * size


def _brightness(stage: MixStage, planes: tuple[Panel, ...]) -> str:
    """What the brightness of the output means."""
    if stage.result is None:
        return stage.waiting
    return tones.words(stage.derived.scene.mapping, planes[-1].tone)
