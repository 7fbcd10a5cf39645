"""The lesson of receptive fields: a stack of layers, one unit, and all that it sees below."""

from __future__ import annotations

from collections.abc import Iterator

from app.picture.camera import seen as seen_through
from app.picture.elements import Click, Frame, Panel, Picture, Place, Rect, Role, Tone
from app.picture.lettering.cells import fitting_numbers
from app.picture.lettering.typography import Sizes, sizes
from app.picture.receptive_field.equation import stack_equation
from app.picture.receptive_field.focus import focus_of, level_key
from app.picture.receptive_field.labels import labels
from app.picture.receptive_field.layout import Levels, Sheet, Spot, most_panels, sheet, shown_levels
from app.picture.receptive_field.marks import Fields, connectors_of, marks_of
from app.picture.receptive_field.words import level_title, shape_words, spoken
from app.picture.stage import tones
from app.picture.stage.equation import Page
from app.picture.stage.given import StackStage
from app.state.derive import Stacked
from app.state.scene import Backdrop


def compose(stage: StackStage) -> Picture:
    type_ = sizes(stage.width, stage.height, stage.presenting)
    derived = stage.derived
    focus = focus_of(derived, stage.view, stage.moment)
    page = _sheet(stage, type_)
    panels = tuple(_panels(stage, page, type_))
    shown = [panel.level for panel in panels if panel.level is not None]
    fields = Fields(stage, focus)
    marks = tuple(marks_of(stage, panels, fields, focus, type_))
    return Picture(
        stage.width,
        stage.height,
        panels,
        marks,
        tuple(labels(stage, page, panels, focus, type_)),
        () if focus.reached else tuple(connectors_of(derived, panels, shown, fields, focus.seen)),
        stack_equation(derived, focus, Page(page.equation, type_, stage.measure)),
        spoken(derived, focus),
        Place("input", focus.seen.paths[0].cells),
        bold=stage.presenting,
    )


def _sheet(stage: StackStage, type_: Sizes) -> Sheet:
    stack = stage.derived.stack
    most = most_panels(stage.width, stage.height, stack.is_flat, type_)
    items = shown_levels(stack.levels, stage.derived.level, most)
    if stack.failed is not None:
        items = (*items, range(stack.levels, len(stack.layers) + 1))
    extents = [
        float(stack.horizontal.sizes[level] * stack.horizontal.fields[level].jump)
        for level in range(stack.levels)
    ]
    lines = 1 if stack.failed is None else 2
    levels = Levels(items, stack.shapes, extents)
    return sheet(stage.width, stage.height, levels, type_, lines)


# ---- panels


def _panels(stage: StackStage, page: Sheet, type_: Sizes) -> Iterator[Panel]:
    for spot in page.spots:
        if isinstance(spot.item, int):
            yield _panel(stage, spot, spot.item, page.flat, type_)


def _panel(stage: StackStage, spot: Spot, level: int, flat: bool, type_: Sizes) -> Panel:
    derived = stage.derived
    stack = derived.stack
    rows, columns = stack.shapes[level]
    extent = Rect(0, 0, columns, rows)
    shows_values = level == 0 and derived.scene.backdrop is Backdrop.INPUT
    bare = Panel(
        level_key(level),
        Role.OUTPUT if level else Role.INPUT,
        spot.box,
        extent,
        (rows, columns),
        derived.plane if shows_values else None,
        tones.input_tone(derived) if shows_values else Tone(0.0, 1.0),
        level_title(stack, level),
        shape_words((rows, columns), flat=flat),
        click=Click.STEP if level else Click.PIN,
        bare=not shows_values,
        level=level,
        frame=None if flat else _frame(derived, level),
        aspect=spot.box.height * columns / spot.box.width if flat else 1.0,
    )
    if bare.frame is None:
        return fitting_numbers(bare, spot.box, extent, stage.measure, type_)
    rect, visible = seen_through(spot.box, extent, stage.view.camera, bare.frame)
    return fitting_numbers(bare, rect, visible, stage.measure, type_)


def _frame(derived: Stacked, level: int) -> Frame:
    """Units lie where the middles of their fields are."""
    vertical, horizontal = derived.stack.fields(level)
    (x, dx), (y, dy) = (
        (float(field.centre) + (1 - float(field.jump)) / 2, float(field.jump))
        for field in (horizontal, vertical)
    )
    return Frame(x, y, dx, dy)
