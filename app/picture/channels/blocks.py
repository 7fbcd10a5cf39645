"""A step of many channels as one 3-d filter: block × block = block, and one sum over all of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from app.content.channels import channel_names
from app.picture.channels.focus import MixFocus
from app.picture.channels.grids import MOST_BLOCK, BlocksGrid
from app.picture.channels.panels import plane_tone
from app.picture.channels.parts import result_panel, weight_marks
from app.picture.channels.spread import spread_rows
from app.picture.elements import (
    Click,
    Connector,
    Label,
    Outline,
    Panel,
    Rect,
    Role,
    Stroke,
    Tone,
    Weight,
)
from app.picture.lettering.cells import fitting_numbers
from app.picture.lettering.digits import product, short
from app.picture.lettering.typography import Sizes
from app.picture.stage import tones
from app.picture.stage.closeup import CloseUp, measurable
from app.picture.stage.given import MixStage
from app.picture.stage.piles import outer_edges
from app.state.prepare import Plane

SIGNS = ("×", "=")


def compose(
    stage: MixStage, area: Rect, grid: BlocksGrid, focus: MixFocus, type_: Sizes
) -> tuple[CloseUp, tuple[Connector, ...]]:
    """The step within an area, with the edges of the blocks."""
    spread = focus.spread
    if spread is not None and spread.count and focus.weight is None:
        return spread_rows(stage, area, spread, type_), ()
    panels = list(_panels(stage, focus, grid, type_))
    result, number = result_panel(stage, focus.gather, grid.result, type_)
    marks = (
        *weight_marks(stage, focus),
        Outline("result", result.visible, Stroke.STEP),
    )
    labels = (*_labels(stage, focus, grid, type_), number)
    return CloseUp((*panels, result), marks, labels), tuple(_edges(grid))


def _panels(stage: MixStage, focus: MixFocus, grid: BlocksGrid, type_: Sizes) -> Iterator[Panel]:
    """The planes of the three blocks, the one at the back first."""
    step, names = focus.gather.step, channel_names(stage.derived.scene)
    seen = stage.derived.filters.sees(focus.filter)
    each = step.products[0].size
    shown = _shown(seen, focus)
    kernels = stage.derived.geometry.kernels[focus.filter]
    blocks: tuple[tuple[str, Role, str, Sequence[Plane] | Plane, Tone], ...] = (
        ("window", Role.INPUT, "Window", step.values, plane_tone(stage.derived)),
        ("kernel", Role.KERNEL, "Kernel", kernels, tones.magnitude(step.weights)),
        ("products", Role.STEP, "Products", step.products, tones.magnitude(
            measurable(step.products))),
    )  # fmt: skip
    for (key, role, title, arrays, tone), boxes in zip(blocks, grid.planes, strict=True):
        for at, box in reversed(list(zip(shown, boxes, strict=True))):
            rows, columns = arrays[at].shape
            taps = max(0, min(each, focus.gather.taps - at * each))
            bare = Panel(
                f"{key}-{seen[at]}", role, box.on_pixels, Rect(0, 0, columns, rows),
                (rows, columns), measurable(arrays[at]), tone, f"{title} {names[seen[at]]}",
                known=taps if key == "products" else None, hide=True, click=Click.PIN,
                plane=seen[at], piled=grid.piled,
            )  # fmt: skip
            yield fitting_numbers(bare, box.on_pixels, bare.visible, stage.measure, type_)


def _shown(seen: range, focus: MixFocus) -> list[int]:
    """The places of the planes that are drawn: the opened one in front, the others behind it."""
    first = seen.index(focus.opened) if focus.opened in seen else 0
    if focus.weight is None and focus.gather.taps >= focus.gather.step.products.size:
        first = 0
    return [first, *(at for at in range(len(seen)) if at != first)][:MOST_BLOCK]


def _edges(grid: BlocksGrid) -> Iterator[Connector]:
    for boxes, role in zip(grid.planes, (Role.INPUT, Role.KERNEL, Role.STEP), strict=True):
        if grid.piled and len(boxes) > 1:
            yield from outer_edges(boxes[0], boxes[-1], role)


def _labels(stage: MixStage, focus: MixFocus, grid: BlocksGrid, type_: Sizes) -> Iterator[Label]:
    """What each block is, the signs between them, Σ and the bias."""
    gather, filters = focus.gather, stage.derived.filters
    size = f"{filters.kernel[0]} × {filters.kernel[1]} × {filters.seen}"
    titles = (
        ("Window", Role.INPUT), (f"Filter {focus.filter + 1}", Role.KERNEL),
        (f"{gather.step.products.size} products", Role.STEP),
    )  # fmt: skip
    for place, (title, role) in zip(grid.boxes, titles, strict=True):
        y = place.y - 0.46 * type_.title_gap
        yield Label(title, place.x, y, type_.title, role, Weight.SEMIBOLD)
        if role is not Role.STEP:
            x = place.x + stage.measure.width(title, type_.title, Weight.SEMIBOLD)
            yield Label(size, x + 0.6 * type_.title, y, type_.caption, Role.SOFT)
    for sign, (x, y) in zip(SIGNS, grid.signs, strict=True):
        yield Label(sign, x, y, 0.8 * type_.operator, Role.SOFT, anchor="centre")
    result, last = grid.result, grid.boxes[-1]
    middle = (last.right + result.x) / 2
    yield Label("Σ", middle, result.centre[1], type_.operator, Role.SOFT, anchor="centre")
    if gather.taps < gather.step.products.size:
        words, role = "so far", Role.SOFT
    else:
        words = f"+ {product(short(gather.step.bias))} bias"
        role = Role.KERNEL if gather.step.bias else Role.SOFT
    y = result.bottom + 0.9 * type_.caption
    yield Label(words, result.centre[0], y, type_.caption, role, anchor="centre")
    more = filters.seen - len(_shown(filters.sees(focus.filter), focus))
    if more:
        words = f"and {more} more planes behind"
        y = last.bottom + 0.8 * type_.caption
        yield Label(words, last.x, y, type_.caption, Role.SOFT, statement=True)
