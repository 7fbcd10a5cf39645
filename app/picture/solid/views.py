"""A 3D convolution of a large volume: the slice in focus as an image, beside the two cuts across
it, for input and output alike, with crosshairs at the step."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np

from app.core import Axis, Step
from app.picture.camera import INPUT_FRAME, output_frame, seen
from app.picture.elements import (
    Click,
    Connector,
    Cut,
    Frame,
    Label,
    Mark,
    Outline,
    Panel,
    Rect,
    Role,
    Stroke,
    Tone,
    Weight,
)
from app.picture.lettering.cells import fitting_numbers
from app.picture.lettering.typography import Sizes
from app.picture.solid.figure import SolidFigure, unused_words
from app.picture.solid.focus import INPUT, OUTPUT, VIEWS, Gain3, SolidFocus, key_of, middle_of
from app.picture.solid.slices import SolidStage, answered, input_tone, known_of
from app.picture.solid.view_layout import three_views
from app.picture.stage import tones
from app.picture.stage.glide import between
from app.picture.stage.statements import statements
from app.state.prepare import Plane
from app.state.solid.choices import Triple
from app.state.solid.prepare import Block

NAMES = ("slice", "row", "column")
CLICK = "click a view to move there"
CLEAR = 7.0
"""Pixels around the step that the crosshairs leave free."""


def compose(stage: SolidStage, area: Rect, focus: SolidFocus, type_: Sizes) -> SolidFigure:
    """Three views of the input, the operator with the kernel's name, three views of the output."""
    derived = stage.derived
    words = _operator_words(stage, type_)
    middle = max(stage.measure.width(text, size) for text, size in words) + type_.operator
    wide = (area.width - middle - 1.2 * type_.operator) / 2
    boxes = (
        Rect(area.x, area.y, wide, area.height),
        Rect(area.right - wide, area.y, wide, area.height),
    )
    here = middle_of(derived, derived.trace[stage.moment.step])
    there = _triple(derived.trace[stage.moment.step].output[1:])
    panels = (
        *_input_views(stage, boxes[0], here, type_),
        *_output_views(stage, boxes[1], there, focus, type_),
    )
    by_key = {panel.key: panel for panel in panels}
    labels = (
        *_titles(stage, panels, type_),
        *_operator(words, area, type_),
        *_statements(stage, by_key, type_),
    )
    lines = (
        *_crosshairs(by_key, INPUT, here),
        *_crosshairs(by_key, OUTPUT, there),
    )
    return SolidFigure(panels, tuple(_marks(stage, focus)), labels, lines)


def _triple(at: Sequence[int]) -> Triple:
    depth, row, column = at
    return depth, row, column


# ---- panels


@dataclass(frozen=True, eq=False, slots=True)
class Viewed:
    """A volume in three views through a place; `block` None while it is being computed."""

    kind: str
    role: Role
    block: Block | None
    shape: Triple
    at: Triple
    tone: Tone
    frame: Frame


def _input_of(stage: SolidStage, here: Triple) -> Viewed:
    derived = stage.derived
    shape = _triple(derived.geometry.block.shape)
    tone = input_tone(derived)
    return Viewed(INPUT, Role.INPUT, derived.geometry.block, shape, here, tone, INPUT_FRAME)


def _output_of(stage: SolidStage, there: Triple) -> Viewed:
    derived, result = stage.derived, answered(stage)
    block = None if result is None else result.block
    tone = tones.output_tone(derived, result)
    frame = output_frame(derived.axes[1], derived.axes[2])
    return Viewed(OUTPUT, Role.OUTPUT, block, derived.geometry.shape, there, tone, frame)


def _input_views(stage: SolidStage, box: Rect, here: Triple, type_: Sizes) -> Iterator[Panel]:
    viewed = _input_of(stage, here)
    for name, rect in three_views(box, viewed.shape, type_).items():
        yield _view(stage, viewed, name, rect, _input_cut(stage.derived.axes, VIEWS[name]), type_)


def _output_views(
    stage: SolidStage, box: Rect, there: Triple, focus: SolidFocus, type_: Sizes
) -> Iterator[Panel]:
    viewed = _output_of(stage, there)
    for name, rect in three_views(box, viewed.shape, type_).items():
        panel = _view(stage, viewed, name, rect, _output_cut(viewed.shape, VIEWS[name]), type_)
        by_step = name == "axial" and stage.derived.by_step
        known = known_of(stage, focus, there[0]) if by_step else None
        yield replace(panel, known=known, hide=by_step)


def _view(
    stage: SolidStage, viewed: Viewed, name: str, rect: Rect, cut: Cut, type_: Sizes
) -> Panel:
    """One view; only the slice in focus zooms, since the camera knows rows and columns alone."""
    shape, fixed = viewed.shape, 3 - cut.down - cut.across
    place = f"{NAMES[fixed]} {viewed.at[fixed] + 1} of {shape[fixed]}"
    array = None if viewed.block is None else _cut_of(viewed.block, name, viewed.at)
    main = name == "axial"
    bare = Panel(
        key_of(viewed.kind, name), viewed.role, rect, rect, (shape[cut.down], shape[cut.across]),
        array, viewed.tone, f"{viewed.kind.capitalize()}, {name}", place, click=Click.CUT, cut=cut,
        frame=viewed.frame if main else None,
    )  # fmt: skip
    camera = stage.view.camera if main else None
    placed, visible = seen(rect, bare.extent, camera, viewed.frame)
    return fitting_numbers(bare, placed, visible, stage.measure, type_)


class _Same:
    """A block as a key: the very same one."""

    __slots__ = ("block",)

    def __init__(self, block: Block) -> None:
        self.block = block

    def __hash__(self) -> int:
        return id(self.block)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.block is self.block


def _cut_of(block: Block, name: str, at: Triple) -> Plane:
    """The plane of a view through a place; the same array for the same place."""
    fixed = 3 - sum(VIEWS[name])
    return _cut(_Same(block), fixed, at[fixed])


@lru_cache(maxsize=12)
def _cut(same: _Same, axis: int, at: int) -> Plane:
    plane: Plane = np.ascontiguousarray(np.take(same.block, at, axis=axis))
    plane.setflags(write=False)
    return plane


@lru_cache(maxsize=12)
def _input_cut(axes: tuple[Axis, Axis, Axis], which: tuple[int, int]) -> Cut:
    """A click on an input cell goes to the output whose window has its middle nearest."""
    down, across = which
    centres = [axes[at].centres for at in which]
    places = [
        np.array([row.nearest(cell) for cell in range(axes[at].size)])
        for row, at in zip(centres, which, strict=True)
    ]
    return Cut(down, across, *places)


@lru_cache(maxsize=12)
def _output_cut(shape: Triple, which: tuple[int, int]) -> Cut:
    down, across = which
    return Cut(down, across, np.arange(shape[down]), np.arange(shape[across]))


# ---- words


def _operator_words(stage: SolidStage, type_: Sizes) -> list[tuple[str, float]]:
    kernel = stage.derived.solid.kernel
    size = " × ".join(map(str, kernel.shape))
    letters = max(type_.least, type_.caption)
    return [("∗", type_.operator), (_wrapped(kernel.name), letters), (size, letters),
            ("=", type_.operator)]  # fmt: skip


def _wrapped(name: str) -> str:
    """A kernel's name as far as the room between two volumes holds it."""
    return name if len(name) <= 16 else f"{name[:15]}…"


def _operator(words: Sequence[tuple[str, float]], area: Rect, type_: Sizes) -> Iterator[Label]:
    """The operator, the kernel's name and size, and the equals sign, one below another."""
    x, middle = area.centre[0], area.y + type_.title_gap + (area.height - type_.title_gap) / 2
    y = middle - 1.9 * type_.caption - 0.5 * type_.operator
    for place, (text, size) in enumerate(words):
        role = Role.SOFT if place in (0, 3) else Role.KERNEL
        weight = Weight.SEMIBOLD if place == 1 else Weight.REGULAR
        yield Label(text, x, y, size, role, weight, "centre")
        y += 1.25 * type_.operator if place in (0, 2) else 1.35 * size


def _titles(stage: SolidStage, panels: Sequence[Panel], type_: Sizes) -> Iterator[Label]:
    """A title above each view, with the place of its cut where there is room."""
    for panel in panels:
        main = panel.key.endswith("-axial")
        size = type_.title if main else max(type_.least, type_.caption)
        y = panel.rect.y - 0.46 * type_.title_gap
        kind, _, name = panel.key.partition("-")
        title = f"{kind.capitalize()} · {panel.caption}" if main else f"{name} · {panel.caption}"
        room = (panel.rect.width if main else max(panel.rect.width, 0)) + 0.8 * type_.operator
        short = f"{name} {panel.caption.split()[1]}"
        for text in (title, title.partition(" of ")[0], short, name):
            wide = stage.measure.width(text, size, Weight.SEMIBOLD)
            if wide <= room:
                yield Label(text, panel.rect.x, y, size, panel.role, Weight.SEMIBOLD)
                break


def _statements(stage: SolidStage, by_key: dict[str, Panel], type_: Sizes) -> tuple[Label, ...]:
    source, output = by_key[key_of(INPUT, "axial")], by_key[key_of(OUTPUT, "axial")]
    shown = stage.waiting
    if stage.result is not None:
        shown = tones.words(stage.derived.scene.mapping, output.tone)
    said = ((source, unused_words(stage)), (output, (f"{shown}; {CLICK}", shown)))
    return statements(list(by_key.values()), said, stage.width, stage.measure, type_)


# ---- marks


def _marks(stage: SolidStage, focus: SolidFocus) -> Iterator[Mark]:
    """The window in every view of the input, the cell in every view of the output."""
    step = focus.gather.step
    stroke = Stroke.STEP if focus.scatter is None else Stroke.THIN
    shown = stage.derived.trace[stage.moment.step]
    fixed = {INPUT: middle_of(stage.derived, shown), OUTPUT: _triple(shown.output[1:])}
    for kind, extents in _extents(step).items():
        for name, (down, across) in VIEWS.items():
            away = 3 - down - across
            first, count = extents[away]
            here = first <= fixed[kind][away] < first + count
            rect = _glided(stage, focus, kind, down, across)
            yield Outline(key_of(kind, name), rect, stroke if here else Stroke.THIN,
                          dashed=not here)  # fmt: skip
    if focus.scatter is not None:
        yield from _scatter(focus.scatter.at, focus.scatter.gains)


def _extents(step: Step) -> dict[str, list[tuple[int, int]]]:
    """Where the window and the output cell begin along each axis, and how far they reach."""
    window = [(cells[0], cells[-1] - cells[0] + 1) for cells in step.window]
    return {INPUT: window, OUTPUT: [(at, 1) for at in step.output[1:]]}


def _glided(stage: SolidStage, focus: SolidFocus, kind: str, down: int, across: int) -> Rect:
    """The window or the cell in a view, on its way to the next step."""

    def seen_at(step: Step) -> Rect:
        extents = _extents(step)[kind]
        return Rect(extents[across][0], extents[down][0], extents[across][1], extents[down][1])

    rect, moment = seen_at(focus.gather.step), stage.moment
    if moment.toward is None or focus.gather.pointed:
        return rect
    return between(rect, seen_at(stage.derived.trace[moment.toward]), moment.phase)


def _scatter(at: Triple, gains: Sequence[Gain3]) -> Iterator[Mark]:
    """The pointed input cell, and the box of outputs that it reaches."""
    for name, (down, across) in VIEWS.items():
        cell = Rect(at[across], at[down], 1, 1)
        yield Outline(key_of(INPUT, name), cell, Stroke.REACH, Role.INPUT)
        if gains:
            low = [min(gain.at[axis] for gain in gains) for axis in range(3)]
            high = [max(gain.at[axis] for gain in gains) for axis in range(3)]
            wide, tall = high[across] - low[across] + 1, high[down] - low[down] + 1
            reach = Rect(low[across], low[down], wide, tall)
            yield Outline(key_of(OUTPUT, name), reach, Stroke.REACH, Role.INPUT)


def _crosshairs(by_key: dict[str, Panel], kind: str, at: Triple) -> Iterator[Connector]:
    """Lines through a place in all three views, with a gap around it."""
    role = Role.INPUT if kind == INPUT else Role.OUTPUT
    for name, (down, across) in VIEWS.items():
        panel = by_key[key_of(kind, name)]
        rect = panel.rect
        cell = panel.to_pixels(Rect(at[across], at[down], 1, 1))
        x, y = cell.centre
        apart = CLEAR + 1.5 * max(cell.width, cell.height)
        if rect.y <= y <= rect.bottom:
            yield from _broken((rect.x, y), (rect.right, y), x, apart, role)
        if rect.x <= x <= rect.right:
            yield from _broken((x, rect.y), (x, rect.bottom), y, apart, role)


def _broken(
    start: tuple[float, float], end: tuple[float, float], middle: float, apart: float, role: Role
) -> Iterator[Connector]:
    """A level or upright line that leaves a gap around the middle."""
    level = start[1] == end[1]
    low, high = (start[0], end[0]) if level else (start[1], end[1])
    for first, last in ((low, middle - apart), (middle + apart, high)):
        if last > first and last > low and first < high:
            if level:
                yield Connector(first, start[1], last, start[1], role)
            else:
                yield Connector(start[0], first, start[0], last, role)
