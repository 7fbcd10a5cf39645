"""The words around the levels of a stack: heads above, numbers below, what is folded or fails."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from app.picture.elements import Anchor, Label, Panel, Role, Weight
from app.picture.lettering.digits import short
from app.picture.lettering.lines import broken
from app.picture.lettering.measure import Measure
from app.picture.lettering.typography import Sizes
from app.picture.receptive_field.focus import StackFocus
from app.picture.receptive_field.layout import Sheet, Spot, number_places
from app.picture.receptive_field.words import (
    ROWS,
    failure_words,
    layer_details,
    level_numbers,
    level_title,
)
from app.picture.stage.given import StackStage
from app.state.derive import Stacked
from app.state.scene import Backdrop, Scale

NAMES = dict(ROWS)
TINTS = (
    "tinted by the number of paths to the unit, full at the most; blank cells have none",
    "tinted by the number of paths to the unit",
    "tint: paths to the unit",
)
DIMMED = ("what the unit does not see is dimmed", "dimmed: not seen")


def labels(
    stage: StackStage,
    page: Sheet,
    panels: Sequence[Panel],
    focus: StackFocus,
    type_: Sizes,
) -> Iterator[Label]:
    """All words of the stage but those of the equation."""
    shown = {panel.level: panel for panel in panels}
    ends = [*(spot.words.x for spot in page.spots[1:]), stage.width]
    for spot, end in zip(page.spots, ends, strict=True):
        room = end - 0.4 * type_.title
        if isinstance(spot.item, range):
            yield from _folded(stage, spot, spot.item, page, room, type_)
        else:
            yield from _head(stage, page, spot, shown[spot.item], room, type_)
            yield from _numbers(stage.derived, page, spot, focus, stage.measure, type_)
    yield from _names(page)
    yield from _statement(stage, page, type_)


# ---- heads


def _head(
    stage: StackStage, page: Sheet, spot: Spot, panel: Panel, end: float, type_: Sizes
) -> Iterator[Label]:
    """A level's name, and under it what its layer does."""
    level = panel.level or 0
    derived = stage.derived
    weight = Weight.BOLD if level == derived.level else Weight.SEMIBOLD
    tall = True
    if page.flat:
        tall = _pitch(page) >= 1.3 * (type_.title + page.letters)
        x, end = spot.words.x, spot.box.x - 0.5 * page.letters
        title_y = spot.box.centre[1] - (0.55 * page.letters if tall else 0)
        details_y = spot.box.centre[1] + 0.75 * page.letters
    else:
        x, title_y, details_y = spot.words.x, page.title, page.details
    room = end - x
    names = [level_title(derived.stack, level), str(level)]
    name, size = _fitting(names, room, type_.title, weight, stage.measure, type_)
    yield Label(name, x, title_y, size, panel.role, weight)
    if not tall:
        return
    details = _details(stage, panel)
    text, size = _fitting(details, room, page.letters, Weight.REGULAR, stage.measure, type_)
    yield Label(text, x, details_y, size, Role.SOFT)


def _pitch(page: Sheet) -> float:
    """From the middle of a strip to that of the next."""
    tops = [spot.box.y for spot in page.spots]
    return tops[0] - tops[1] if len(tops) > 1 else page.statement


def _fitting(
    texts: Sequence[str],
    room: float,
    size: float,
    weight: Weight,
    measure: Measure,
    type_: Sizes,
) -> tuple[str, float]:
    """The first text that fits, in smaller letters if it must be; the last one shortest."""
    for text in texts:
        wide = measure.width(text, size, weight) or 1.0
        smaller = size * min(1.0, room / wide)
        if smaller >= max(type_.least, 0.82 * size):
            return text, smaller
    wide = measure.width(texts[-1], size, weight) or 1.0
    return texts[-1], max(type_.least, size * min(1.0, room / wide))


def _details(stage: StackStage, panel: Panel) -> list[str]:
    """What the layer under a level does, or what the input's cells show; the longest first."""
    derived = stage.derived
    if panel.level:
        layer = derived.stack.layers[panel.level - 1]
        words = layer_details(layer, flat=derived.stack.is_flat)
        numbers = words[words.index("k") :]
        named = [words] if layer.name else []  # else its kind stands above already
        return [*named, numbers, numbers.rpartition(" ")[0] or numbers, numbers.split(" ")[0]]
    if panel.bare:
        return [f"{panel.caption} · path counts", "path counts", "paths"]
    return [f"{panel.caption}{_unit(derived)}", panel.caption]


def _unit(derived: Stacked) -> str:
    """The unit of the input's values, which is always stated."""
    if derived.scene.input.scale is Scale.UNIT:
        return " · 0–1"
    return f" · 0–{short(derived.white)}" if derived.is_photo else ""


# ---- numbers


def _numbers(
    derived: Stacked, page: Sheet, spot: Spot, focus: StackFocus, measure: Measure, type_: Sizes
) -> Iterator[Label]:
    """The numbers of a level; the shown unit's level stands out, and of it the field most."""
    assert isinstance(spot.item, int)
    if spot.item == 0 and not page.flat:
        return
    told = level_numbers(derived.stack, spot.item)
    chosen = spot.item == focus.seen.level
    for key, (x, y) in zip(page.rows, number_places(spot, page), strict=True):
        strong = chosen and key == "field"
        role = Role.STEP if strong else Role.INK if chosen or key == "field" else Role.SOFT
        weight = Weight.BOLD if strong else Weight.SEMIBOLD if chosen else Weight.REGULAR
        room = 3.8 * page.letters if page.flat else spot.words.width + 0.6 * page.letters
        wide = measure.width(told[key], page.letters, weight)
        size = max(type_.least, page.letters * min(1.0, room / wide))
        fits = measure.width(told[key], size, weight) <= room + 1
        anchor: Anchor = "right" if page.flat else "left"
        yield Label(told[key] if fits else "…", x, y, size, role, weight, anchor)


def _names(page: Sheet) -> Iterator[Label]:
    """The names of the numbers: under the input, or above the columns beside strips."""
    first = page.spots[0]
    for key, (x, y) in zip(page.rows, number_places(first, page), strict=True):
        if page.flat:
            name = "alone" if key == "alone" else NAMES[key]
            yield Label(name, x, page.details, page.letters, Role.SOFT, anchor="right")
        else:
            yield Label(NAMES[key], x, y, page.letters, Role.SOFT)


# ---- folded, failing


def _folded(
    stage: StackStage, spot: Spot, levels: range, page: Sheet, end: float, type_: Sizes
) -> Iterator[Label]:
    """How many layers are folded away here, or which one does not fit."""
    stack, role = stage.derived.stack, Role.SOFT
    if levels.start < stack.levels:
        count = f"… {len(levels)}"
        upper = [f"{count} layer" + ("" if len(levels) == 1 else "s"), count]
        lower = ["folded", "…"]
    else:
        role = Role.STEP
        upper = [level_title(stack, levels.start), str(levels.start)]
        lower = ["does not fit", "no fit", "✗"]
    if page.flat:
        at = spot.box.centre
        text = f"{upper[0]} {lower[0]}"
        yield Label(text, *at, page.letters, role, anchor="centre", statement=True)
        return
    for texts, y in ((upper, page.title), (lower, page.details)):
        text, size = _fitting(
            texts, end - spot.words.x, page.letters, Weight.REGULAR, stage.measure, type_
        )
        yield Label(text, spot.words.x, y, size, role, statement=True)


def _statement(stage: StackStage, page: Sheet, type_: Sizes) -> Iterator[Label]:
    """Right above the equation: what does not fit and why, else what the tints mean."""
    x = page.spots[0].words.x
    room = stage.width - 1.5 * x
    if stage.derived.stack.failed is not None:
        yield from _failure(stage, page, room, type_)
        return
    texts = TINTS if stage.derived.scene.backdrop is Backdrop.PATHS else DIMMED
    text, size = _fitting(texts, room, page.letters, Weight.REGULAR, stage.measure, type_)
    yield Label(text, x, page.statement, size, Role.SOFT, statement=True)


def _failure(stage: StackStage, page: Sheet, room: float, type_: Sizes) -> Iterator[Label]:
    """Which layer does not fit and why, on two lines where one is too short."""
    full, brief = failure_words(stage.derived.stack)
    size = max(type_.least, 0.94 * page.letters)
    lines = broken(full, room, size, stage.measure, Weight.MEDIUM)
    if len(lines) > 2:
        lines = broken(brief, room, size, stage.measure, Weight.MEDIUM)[:2]
    for place, line in enumerate(reversed(lines)):
        y = page.statement - place * 1.35 * size
        x = page.spots[0].words.x
        yield Label(line, x, y, size, Role.STEP, Weight.MEDIUM, statement=True)
