"""The planes of a stage of many channels as panels with their names: input, then output."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from math import inf

from app.content.channels import channel_names, numbered
from app.core import PaddingMode
from app.picture.camera import INPUT_FRAME, output_frame, seen
from app.picture.channels.planes import MORE_LINE, Planes
from app.picture.elements import Click, Label, Panel, Rect, Role, Tone, Weight
from app.picture.lettering.cells import fitting_numbers
from app.picture.lettering.measure import Measure
from app.picture.lettering.typography import Sizes
from app.picture.stage import tones
from app.picture.stage.figure import border_of
from app.picture.stage.given import DerivedStage, MixStage
from app.picture.stage.grids import Same
from app.state.channels.choices import Arrangement
from app.state.channels.derived import MixGeometry
from app.state.channels.requests import MixedResult
from app.state.derive import Mixed
from app.state.prepare import Plane
from app.state.result import Result
from app.state.view import Camera

COLOURS = {"R": Role.RED, "G": Role.GREEN, "B": Role.BLUE}
MARK, MARK_GAP = 0.8, 0.25
"""The mark of a colour and the gap before it, in titles."""


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
    names = dict(enumerate(channel_names(stage.derived.scene)))
    yield from name_labels(planes, names, Role.INPUT, stage, type_)
    yield from _more(planes, type_)


def name_labels(
    planes: Planes, names: Mapping[int, str], role: Role, stage: DerivedStage, type_: Sizes
) -> Iterator[Label]:
    """Above each plane its name where there is room; in a pile clear of the plane behind it."""
    wide = max(_name_width(name, stage.measure, type_) for name in names.values())
    aside = max(0.0, wide + 4 - _step_of(planes))
    for number, box in _spaced(planes, wide, type_):
        x, y = max(4.0, box.x - aside), box.y - 0.46 * type_.title_gap
        yield from name_label(names[number], x, y, role, stage, type_)


def _name_width(name: str, measure: Measure, type_: Sizes) -> float:
    """A name with the mark of its colour."""
    wide = measure.width(name, type_.title, Weight.SEMIBOLD)
    if name not in COLOURS:
        return wide
    return wide + MARK_GAP * type_.title + measure.width("■", MARK * type_.title)


def _step_of(planes: Planes) -> float:
    """How far a plane of a pile stands right of the one before it; endless where there is none."""
    front, *behind = (box for _, box in reversed(planes.places))
    common = behind[0].intersected(front) if behind else None
    return behind[0].x - front.x if common and common.width and common.height else inf


def _spaced(planes: Planes, wide: float, type_: Sizes) -> list[tuple[int, Rect]]:
    """The planes whose names have room, from the front on and with the last."""
    places = list(reversed(planes.places))
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
        wide = stage.measure.width(name, type_.title, Weight.SEMIBOLD)
        yield Label("■", x + wide + MARK_GAP * type_.title, y, MARK * type_.title, COLOURS[name])


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
            made.append(replace(whole, known=derived.so_far(here)))
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


def _outputs(result: Result | None) -> tuple[Plane, ...]:
    """The planes of the whole result; none while it is being computed."""
    return result.outputs if isinstance(result, MixedResult) else ()


def output_labels(stage: MixStage, planes: Planes, type_: Sizes) -> Iterator[Label]:
    """On each plane the number of its filter."""
    names = dict(enumerate(numbered(stage.derived.planes)))
    yield from name_labels(planes, names, Role.OUTPUT, stage, type_)
    yield from _more(planes, type_)


# ---- filters


def lifted(panels: Iterable[Panel], key: str) -> list[Panel]:
    """Panels in the order in which they are painted, one of them over all others."""
    return sorted(panels, key=lambda panel: panel.key == key)


def by_key(panels: Iterable[Panel]) -> dict[str, Panel]:
    return {panel.key: panel for panel in panels}
