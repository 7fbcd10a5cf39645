"""The planes of a stage of many channels: input planes, output planes, thumbnails of filters."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from math import floor
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.content.channels import channel_names, numbered
from app.core import PaddingMode
from app.picture.camera import INPUT_FRAME, output_frame, seen
from app.picture.elements import Click, Label, Panel, Rect, Role, Tone, Weight
from app.picture.lettering.cells import fitting_numbers
from app.picture.lettering.measure import Measure
from app.picture.lettering.typography import Sizes
from app.picture.stage import tones
from app.picture.stage.figure import border_of
from app.picture.stage.given import DerivedStage, MixStage
from app.picture.stage.grids import Same
from app.picture.stage.layout import on_whole_pixels
from app.picture.stage.piles import pile_of, side_by_side
from app.state.channels.choices import Arrangement
from app.state.channels.derived import MixGeometry
from app.state.channels.filters import Filters
from app.state.channels.requests import MixedResult
from app.state.derive import Mixed
from app.state.prepare import Plane
from app.state.result import Result
from app.state.view import Camera

MOST_PILED = 12
"""Planes that a pile shows; those behind are counted."""
MOST_LAID = 16
"""Planes that are laid side by side at once."""
MORE_LINE = 1.5
"""The height of the line that counts the planes left out, in captions."""
LEAST_THUMBNAIL = 3.0
"""Pixels of a weight in a thumbnail that shows more than one kernel."""
TOY_SHIFT, RIM = 1.1, 2.0
"""How far apart planes stand, in cells: a row and a column of each shows, and a rim (pixels) …"""
PHOTO_SHIFT = 0.13
"""… and large planes, as a share of their shorter side."""
DEEPEST = (0.9, 0.5)
"""How far a pile goes back at most, as a share of that side: of a few planes, and of many."""
FEW = 5
COLOURS = {"R": Role.RED, "G": Role.GREEN, "B": Role.BLUE}


@dataclass(frozen=True, slots=True)
class Planes:
    """Where planes stand: number and box, in the order in which they are painted.

    `cell` is the size of a cell in pixels; `more` planes are left out. Of planes `apart` none
    lies before another, however the lesson arranges its own.
    """

    places: tuple[tuple[int, Rect], ...]
    cell: float
    more: int
    apart: bool = False

    @property
    def front(self) -> tuple[int, Rect]:
        """The plane in front, or the first one."""
        return self.places[-1]

    @property
    def box(self) -> Rect:
        """What all of them take."""
        rects = [rect for _, rect in self.places]
        left, top = min(rect.x for rect in rects), min(rect.y for rect in rects)
        right, bottom = max(rect.right for rect in rects), max(rect.bottom for rect in rects)
        return Rect(left, top, right - left, bottom - top)


def placed(
    area: Rect,
    numbers: Sequence[int],
    extent: tuple[float, float],
    arrangement: Arrangement,
    most: float,
    type_: Sizes,
) -> Planes:
    """Planes of so many rows and columns within an area, the first of `numbers` in front.

    Room for a name is left above each plane.
    """
    if arrangement is Arrangement.SIDE_BY_SIDE:
        return _laid(area, numbers, extent, most, type_)
    shown = list(numbers[:MOST_PILED])
    rows, columns = extent
    shift = _shift(len(shown), min(rows, columns))
    below = MORE_LINE * type_.caption if len(numbers) > len(shown) else 0.0
    room = area.height - type_.title_gap - below
    high, wide = pile_of(len(shown), rows, columns, shift).extent
    cell = on_whole_pixels(min(most, area.width / wide, room / high))
    if shift == TOY_SHIFT:
        shift = min(shift, 1 + RIM / cell)
    pile = pile_of(len(shown), rows, columns, shift)
    high, wide = pile.extent
    left = floor(area.x + (area.width - wide * cell) / 2)
    top = floor(area.y + type_.title_gap + (room - high * cell) / 2)
    boxes = pile.boxes(Rect(left, top, wide * cell, high * cell))
    places = [(number, box.on_pixels) for number, box in zip(shown, boxes, strict=True)]
    return Planes(tuple(reversed(places)), cell, len(numbers) - len(shown))


def _shift(count: int, side: float) -> float:
    """How far apart the planes of a pile stand, in cells."""
    deepest = DEEPEST[0] if count <= FEW else DEEPEST[1]
    wanted = max(TOY_SHIFT, PHOTO_SHIFT * side)
    return min(wanted, deepest * side / max(1, count - 1))


def _laid(
    area: Rect, numbers: Sequence[int], extent: tuple[float, float], most: float, type_: Sizes
) -> Planes:
    shown = sorted(numbers)
    if len(shown) > MOST_LAID:
        page = numbers[0] // MOST_LAID * MOST_LAID
        shown = [number for number in shown if page <= number < page + MOST_LAID]
    gap = type_.title_gap
    room = Rect(area.x, area.y + gap, area.width, area.height - gap)
    boxes = side_by_side(room, len(shown), extent, gap)
    cell = boxes[0].width / extent[1]
    if cell > most:
        room = _shrunk(room, boxes, most / cell)
        boxes = side_by_side(room, len(shown), extent, gap)
        cell = boxes[0].width / extent[1]
    places = tuple(zip(shown, boxes, strict=True))
    return Planes(places, cell, len(numbers) - len(shown))


def _shrunk(room: Rect, boxes: Sequence[Rect], share: float) -> Rect:
    """The middle of a room, so that its boxes come out smaller by a share."""
    spare_x = sum(sorted({box.x: box.width for box in boxes}.values())) * (1 - share)
    spare_y = sum(sorted({box.y: box.height for box in boxes}.values())) * (1 - share)
    return Rect(
        room.x + spare_x / 2, room.y + spare_y / 2, room.width - spare_x, room.height - spare_y
    )


# ---- input


def plane_extent(derived: Mixed) -> tuple[int, int]:
    """Rows and columns of an input plane with its padding."""
    vertical, horizontal = derived.axes
    return vertical.padded_size, horizontal.padded_size


def plane_tone(derived: Mixed) -> Tone:
    """A photo keeps its grey; a toy is tinted by magnitude, all planes alike."""
    if derived.is_photo:
        return Tone(0.0, derived.white, grey=True)
    return _stack_tone(Same(derived.geometry.stack))


@lru_cache(maxsize=4)
def _stack_tone(same: Same) -> Tone:
    return tones.magnitude(same.array)


@dataclass(frozen=True, slots=True)
class Seen:
    """What planes are seen through: none of it follows from the step."""

    planes: Planes
    camera: Camera | None
    measure: Measure
    type_: Sizes
    piled: bool


def _seen(stage: MixStage, planes: Planes, type_: Sizes) -> Seen:
    piled = stage.derived.scene.mixing.arrangement is Arrangement.PILE and not planes.apart
    return Seen(planes, stage.view.camera, stage.measure, type_, piled)


def input_panels(stage: MixStage, planes: Planes, type_: Sizes) -> tuple[Panel, ...]:
    """The input planes, the one at the back first: the same ones in every step."""
    derived = stage.derived
    names, mode = channel_names(derived.scene), derived.scene.parameters.padding_mode
    through = _seen(stage, planes, type_)
    return _input_panels(derived.geometry, names, mode, plane_tone(derived), through)


@lru_cache(maxsize=2)
def _input_panels(
    geometry: MixGeometry, names: tuple[str, ...], mode: PaddingMode, tone: Tone, through: Seen
) -> tuple[Panel, ...]:
    border, made = border_of(geometry.axes, mode), []
    for number, box in through.planes.places:
        array = geometry.planes[number]
        rows, columns = array.shape
        bare = Panel(
            f"input-{number}", Role.INPUT, box, box, (rows, columns), array, tone,
            f"Input {names[number]}", f"{rows} × {columns}", border=border, click=Click.PIN,
            frame=INPUT_FRAME, plane=number, piled=through.piled,
        )  # fmt: skip
        rect, visible = seen(box, bare.extent, through.camera, INPUT_FRAME)
        made.append(fitting_numbers(bare, rect, visible, through.measure, through.type_))
    return tuple(made)


def input_labels(stage: MixStage, planes: Planes, type_: Sizes) -> Iterator[Label]:
    """On each plane its channel's name with a small mark of its colour."""
    names = channel_names(stage.derived.scene)
    for number, box in _spaced(planes, names, stage, type_):
        y = box.y - 0.46 * type_.title_gap
        yield from name_label(names[number], box.x, y, Role.INPUT, stage, type_)
    yield from _more(planes, type_)


def _spaced(
    planes: Planes, names: Sequence[str], stage: MixStage, type_: Sizes
) -> list[tuple[int, Rect]]:
    """The planes whose names have room, from the front on and with the last."""
    places = list(reversed(planes.places))
    wide = max(stage.measure.width(name, type_.title, Weight.SEMIBOLD) for name in names)
    kept: list[tuple[int, Rect]] = []
    for number, box in (places[0], places[-1], *places[1:-1]):
        apart = (
            abs(box.x - other.x) >= wide + 4 or abs(box.y - other.y) >= type_.title
            for _, other in kept
        )
        if all(apart):
            kept.append((number, box))
    return kept


def _more(planes: Planes, type_: Sizes) -> Iterator[Label]:
    """How many planes are left out."""
    if planes.more:
        box = planes.box
        y = box.bottom + 0.5 * MORE_LINE * type_.caption
        yield Label(f"and {planes.more} more", box.x, y, type_.caption, Role.SOFT, statement=True)


def name_label(
    name: str, x: float, y: float, role: Role, stage: DerivedStage, type_: Sizes
) -> Iterator[Label]:
    """A channel's name; after R, G or B a mark of the colour."""
    yield Label(name, x, y, type_.title, role, Weight.SEMIBOLD)
    if name in COLOURS:
        after = x + stage.measure.width(name, type_.title, Weight.SEMIBOLD) + 0.25 * type_.title
        yield Label("■", after, y, 0.8 * type_.title, COLOURS[name])


# ---- output


def front_first(count: int, front: int) -> list[int]:
    """Numbers from 0 on with one of them in front."""
    return [front, *(number for number in range(count) if number != front)]


def output_panels(stage: MixStage, planes: Planes, done: bool, type_: Sizes) -> tuple[Panel, ...]:
    """The output channels, the one at the back first.

    Of a toy those after the step's are still to come; of a photo the step's alone is dimmed
    beyond the step. `done` tells whether the present sum is complete.
    """
    derived = stage.derived
    present, row, column = derived.place(stage.moment.step)
    here = row * derived.output_shape[1] + column + (1 if done else 0)
    tone = tones.output_tone(derived, stage.result)
    through = _seen(stage, planes, type_)
    complete, to_come = (
        _output_panels(derived.geometry, stage.result, tone, known, derived.by_step, through)
        for known in (None, 0)
    )
    made = []
    for (number, _), whole, empty in zip(planes.places, complete, to_come, strict=True):
        if number == present:
            made.append(replace(whole, known=here))
        else:
            made.append(empty if derived.by_step and number > present else whole)
    return tuple(made)


@lru_cache(maxsize=2)
def _output_panels(
    geometry: MixGeometry,
    result: Result | None,
    tone: Tone,
    known: int | None,
    hide: bool,
    through: Seen,
) -> tuple[Panel, ...]:
    """Every output channel, `known` so far: the same ones in every step."""
    _, rows, columns = geometry.output_shape
    frame, extent = output_frame(*geometry.axes), Rect(0, 0, columns, rows)
    outputs, made = _outputs(result), []
    for number, box in through.planes.places:
        bare = Panel(
            f"output-{number}", Role.OUTPUT, box, extent, (rows, columns),
            outputs[number] if outputs else None, tone, f"Output {number + 1}",
            f"{rows} × {columns}", known=known, hide=hide, click=Click.STEP, frame=frame,
            plane=number, piled=through.piled,
        )  # fmt: skip
        rect, visible = seen(box, extent, through.camera, frame)
        made.append(fitting_numbers(bare, rect, visible, through.measure, through.type_))
    return tuple(made)


def outputs_of(stage: MixStage) -> tuple[Plane, ...]:
    """The planes of the whole result; none while it is being computed."""
    return _outputs(stage.result)


def _outputs(result: Result | None) -> tuple[Plane, ...]:
    return result.outputs if isinstance(result, MixedResult) else ()


def output_labels(stage: MixStage, planes: Planes, type_: Sizes) -> Iterator[Label]:
    """On each plane the number of its filter."""
    names = numbered(stage.derived.planes)
    for number, box in _spaced(planes, names, stage, type_):
        y = box.y - 0.46 * type_.title_gap
        yield Label(names[number], box.x, y, type_.title, Role.OUTPUT, Weight.SEMIBOLD)
    yield from _more(planes, type_)


# ---- filters


@lru_cache(maxsize=8)
def thumbnails(
    filters: Filters, channels: int
) -> tuple[tuple[NDArray[Any], NDArray[np.bool_]], ...]:
    """The first kernels of each filter side by side, and which cells hold a weight."""
    made = []
    for number in range(filters.count):
        seen = filters.sees(number)[:channels]
        kernels = [filters.weights.array[number, channel] for channel in seen]
        held = [np.ones(kernel.shape, np.bool_) for kernel in kernels]
        made.append((_parted(kernels), _parted(held)))
    return tuple(made)


def _parted(blocks: Sequence[NDArray[Any]]) -> NDArray[Any]:
    """Blocks side by side with an empty column between them."""
    gap = np.zeros((blocks[0].shape[0], 1), blocks[0].dtype)
    pieces = [piece for block in blocks for piece in (gap, block)]
    return np.concatenate(pieces[1:], axis=1)


def filter_panels(stage: MixStage, area: Rect, type_: Sizes) -> Iterator[Panel]:
    """A thumbnail of every filter, from the left; a click makes it the present one.

    Where there is no room for all kernels of a filter, the first few stand for it.
    """
    filters = stage.derived.filters
    high, width = filters.kernel
    gap = 0.6 * type_.caption
    for channels in sorted({filters.seen, 8, 4, 3, 2, 1}, reverse=True):
        wide = channels * (width + 1) - 1
        boxes = side_by_side(area, filters.count, (high, wide), gap)
        cell = min(boxes[0].width / wide, area.height / high, type_.key)
        if channels <= filters.seen and (cell >= LEAST_THUMBNAIL or channels == 1):
            break
    across = 1 + max(place for place, box in enumerate(boxes) if box.y == boxes[0].y)
    tone = tones.magnitude(filters.weights.array)
    made = thumbnails(filters, channels)
    for number, ((cells, held), box) in enumerate(zip(made, boxes, strict=True)):
        x = area.x + number % across * (wide * cell + max(gap, cell))
        y = area.centre[1] - high * cell / 2 if across == filters.count else box.y
        size = Rect(round(x), round(y), wide * cell, high * cell)
        yield Panel(
            f"filter-{number}", Role.KERNEL, size, Rect(0, 0, wide, high), (high, wide), cells,
            tone, f"Filter {number + 1}", click=Click.PLANE, held=held, plane=number,
        )  # fmt: skip


def lifted(panels: Iterable[Panel], key: str) -> list[Panel]:
    """Panels in the order in which they are painted, one of them over all others."""
    return sorted(panels, key=lambda panel: panel.key == key)


def by_key(panels: Iterable[Panel]) -> dict[str, Panel]:
    return {panel.key: panel for panel in panels}
