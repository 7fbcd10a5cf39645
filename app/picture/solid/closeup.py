"""The step of a 3D convolution close up, plane by plane: window × kernel = products, its sum; Σ."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import floor

import numpy as np

from app.picture.elements import (
    Answer,
    Click,
    Label,
    Mark,
    Outline,
    Panel,
    Rect,
    Role,
    Stroke,
    Weight,
)
from app.picture.lettering.cells import WIDTH
from app.picture.lettering.digits import short
from app.picture.lettering.typography import Sizes
from app.picture.solid.focus import PRODUCTS, SUMS, WEIGHTS, WINDOW, SolidFocus, key_of
from app.picture.solid.marks import tap_at
from app.picture.solid.slices import SolidStage, input_tone, numbered
from app.picture.stage import tones
from app.picture.stage.closeup import CloseUp, Part, tail_width, total_box
from app.picture.stage.focus import Gather
from app.picture.stage.titles import titles

SIGN = 0.85
"""Room of × and = between grids, in sizes of the operators."""
APART = 1.15
"""Room between the slices of the window."""
LEAST_WITH_KERNEL, LEAST_CELL = 1.5, 1.25
"""Cells of so many key sizes hold readable numbers: with the kernel's grids, and without."""
READABLE = 2.3
"""Cells of so many of the least letters show digits at all."""
SUM_ROOM = 1.75
"""Height of the slices' sums, in key sizes."""


@dataclass(frozen=True, slots=True)
class Plan:
    """Which slices of the window are shown, how many grids each has, and the size of a cell."""

    slices: tuple[int, ...]
    grids: int
    cell: float
    all_sums: bool


def height_wanted(stage: SolidStage, width: float, focus: SolidFocus, type_: Sizes) -> float:
    """The height that the close-up can use in a width, titles and sums included."""
    rows: int = stage.derived.geometry.weights.shape[1]
    plan = _plan(stage, Rect(0, 0, width, 1e4), focus, type_)
    return plan.cell * rows + type_.title_gap + SUM_ROOM * type_.key


def compose(stage: SolidStage, area: Rect, focus: SolidFocus, type_: Sizes) -> CloseUp:
    """The grids of the window's slices side by side, or of one of them where all do not fit."""
    plan = _plan(stage, area, focus, type_)
    panels: list[Panel] = []
    labels: list[Label] = []
    tops = _top(stage, area, plan, type_)
    x = _left(stage, area, focus, plan, type_)
    for place, at in enumerate(plan.slices):
        if place:
            plus = x + APART * type_.operator / 2, tops + _high(stage, plan) / 2
            labels.append(Label("+", *plus, 0.8 * type_.operator, Role.SOFT, anchor="centre"))
            x += APART * type_.operator
        grids, signs, x = _slice(stage, focus, plan, at, (x, tops), type_)
        panels += grids
        labels += (*signs, *_sum(focus.gather, grids[-1], at, type_))
    if plan.all_sums:
        sums, arrow = _all_sums(focus.gather, panels[-1].rect, type_)
        panels.append(sums)
        labels += arrow
        x = sums.rect.right
    last = Rect(x - 1, tops, 1, _high(stage, plan))
    result, words = total_box(stage, last, focus.gather, type_)
    framed = Outline("result", result.visible, Stroke.STEP)
    marks = (*_tap_marks(focus, panels), framed)
    heads = titles(_heads(panels), stage.width, stage.measure, type_)
    return CloseUp((*panels, result), marks, (*heads, *labels, *words))


def _plan(stage: SolidStage, area: Rect, focus: SolidFocus, type_: Sizes) -> Plan:
    """All slices or the one in focus, each with the kernel or without it: what can be read."""
    depth, _, columns = stage.derived.geometry.weights.shape
    everything, one = tuple(range(depth)), (_slice_in_focus(stage, focus),)
    all_readable = READABLE * type_.least
    for slices, grids, least in (
        (everything, 3, max(LEAST_WITH_KERNEL * type_.key, all_readable)),
        (everything, 2, max(LEAST_CELL * type_.key, all_readable)),
        (one, 3, _product_cell(stage, type_)),
        (one, 2, 0.0),
    ):
        sums = len(slices) < depth
        room = area.width - tail_width(stage, focus.gather, type_)
        room -= len(slices) * (grids - 1) * SIGN * type_.operator
        room -= (len(slices) - 1) * APART * type_.operator
        room -= _sums_width(type_) if sums else 0.0
        cell = min(
            room / (len(slices) * grids * columns),
            type_.lens_most,
            _free_height(area, type_) / stage.derived.geometry.weights.shape[1],
        )
        if cell >= least:
            break
    return Plan(slices, grids, float(floor(max(2.0, cell))), sums)


def _product_cell(stage: SolidStage, type_: Sizes) -> float:
    """The cell that the longest product of any step fits, in three digits of the least letters."""
    largest = -stage.derived.white * float(np.abs(stage.derived.geometry.weights).max())
    return stage.measure.width(short(largest, 3), type_.least, Weight.SEMIBOLD) / WIDTH


def _slice_in_focus(stage: SolidStage, focus: SolidFocus) -> int:
    """The kernel's slice that is pointed at, or of the newest tap, or the middle one."""
    shape = stage.derived.geometry.weights.shape
    if focus.window_slice is not None:
        return focus.window_slice
    if focus.tap is not None:
        return focus.tap[0]
    if focus.gather.taps < stage.derived.taps:
        return tap_at(focus.gather.taps - 1, shape)[0]
    return int((shape[0] - 1) // 2)


def _free_height(area: Rect, type_: Sizes) -> float:
    return area.height - type_.title_gap - SUM_ROOM * type_.key


def _high(stage: SolidStage, plan: Plan) -> float:
    return plan.cell * float(stage.derived.geometry.weights.shape[1])


def _top(stage: SolidStage, area: Rect, plan: Plan, type_: Sizes) -> float:
    spare = _free_height(area, type_) - _high(stage, plan)
    return float(floor(area.y + type_.title_gap + max(0.0, spare) / 2))


def _left(stage: SolidStage, area: Rect, focus: SolidFocus, plan: Plan, type_: Sizes) -> float:
    """Where the row begins, so that it stands in the middle."""
    columns = stage.derived.geometry.weights.shape[2]
    count = len(plan.slices)
    wide = count * (plan.grids * columns * plan.cell + (plan.grids - 1) * SIGN * type_.operator)
    wide += (count - 1) * APART * type_.operator + tail_width(stage, focus.gather, type_)
    wide += _sums_width(type_) if plan.all_sums else 0.0
    return float(floor(area.x + max(0.0, (area.width - wide) / 2)))


def _slice(
    stage: SolidStage,
    focus: SolidFocus,
    plan: Plan,
    at: int,
    corner: tuple[float, float],
    type_: Sizes,
) -> tuple[list[Panel], list[Label], float]:
    """The grids of one slice of the window, their signs, and where they end."""
    x, top = corner
    panels, labels = [], []
    for place, part in enumerate(_parts(stage, focus, plan, at)):
        if place:
            sign = "→" if plan.grids == 2 else ("×", "=")[place - 1]
            middle = x + SIGN * type_.operator / 2, top + _high(stage, plan) / 2
            labels.append(Label(sign, *middle, 0.62 * type_.operator, Role.SOFT, anchor="centre"))
            x += SIGN * type_.operator
        rows, columns = part.array.shape
        box = Rect(x, top, columns * plan.cell, rows * plan.cell)
        panel = replace(part.panel(box), plane=at, caption="")
        panels.append(numbered(panel, box, part.visible, stage, type_))
        x = box.right
    return panels, labels, x


def _parts(stage: SolidStage, focus: SolidFocus, plan: Plan, at: int) -> list[Part]:
    step, tone = focus.gather.step, input_tone(stage.derived)
    size = step.weights[0, at].size
    known = min(size, max(0, focus.gather.taps - at * size))
    window = Part(key_of(WINDOW, at), Role.INPUT, _window_name(focus, at), step.values[0, at], tone)
    weights = Part(
        key_of(WEIGHTS, at), Role.KERNEL, f"Weights {at + 1}", step.weights[0, at],
        tones.magnitude(step.weights[0].astype(np.float64)),
    )  # fmt: skip
    products = Part(
        key_of(PRODUCTS, at), Role.STEP, f"Products {at + 1}", step.products[0, at],
        tones.magnitude(step.products[0].astype(np.float64)), known=known,
    )  # fmt: skip
    return [window, weights, products] if plan.grids == 3 else [window, products]


def _window_name(focus: SolidFocus, at: int) -> str:
    """Which slice of the input the window's slice lies on."""
    inside = focus.gather.step.sources[0][at] >= 0
    place = focus.gather.step.window[0][at]
    return f"Window in slice {place + 1}" if inside else "Window in padding"


def _heads(panels: list[Panel]) -> list[Panel]:
    """The grids with short titles, for above them."""
    short_of = {WINDOW: "", WEIGHTS: "Kernel", PRODUCTS: "Products", SUMS: "Sums"}
    return [
        replace(panel, title=short_of[kind] or panel.title.removeprefix("Window in ").capitalize())
        for panel in panels
        if (kind := panel.key.partition("-")[0]) in short_of
    ]


def _sum(gather: Gather, products: Panel, at: int, type_: Sizes) -> list[Label]:
    """The sum of one slice's products, as far as they have appeared, below them."""
    size = gather.step.weights[0, at].size
    shown = min(size, max(0, gather.taps - at * size))
    if not shown or len(gather.step.products[0]) == 1:
        return []
    total = slice_sum(gather, at)
    words = "Σ " if shown == size else "so far "
    y = products.rect.bottom + 0.5 * SUM_ROOM * type_.key
    text = f"{words}{short(total)}"
    return [
        Label(text, products.rect.centre[0], y, type_.key, Role.STEP, Weight.BOLD, anchor="centre")
    ]


def slice_sum(gather: Gather, at: int) -> float:
    """The sum of one slice's products, as far as they have appeared."""
    products = gather.step.products[0, at].ravel()
    shown: list[float] = products[: max(0, gather.taps - at * products.size)].tolist()
    return sum(shown)


def _sums_width(type_: Sizes) -> float:
    return 1.4 * type_.operator + 3.6 * type_.key


def _all_sums(gather: Gather, products: Rect, type_: Sizes) -> tuple[Panel, list[Label]]:
    """The sums of all slices, one below another, where only one slice is shown in full."""
    depth = len(gather.step.products[0])
    values = np.array([[slice_sum(gather, at)] for at in range(depth)], np.float64)
    wide = 3.6 * type_.key
    high = min(1.6 * type_.key, 1.25 * products.height / depth)
    box = Rect(
        products.right + 1.4 * type_.operator, products.centre[1] - depth * high / 2, wide,
        depth * high,
    )  # fmt: skip
    size = gather.step.weights[0, 0].size
    panel = Panel(
        SUMS, Role.STEP, box, Rect(0, 0, 1, depth), (depth, 1), values, tones.magnitude(values),
        "Sums of the slices", known=-(-gather.taps // size), hide=True, click=Click.PIN,
        aspect=high / wide, numbers=min(type_.key, 0.7 * high), answer=Answer.SUMS,
    )  # fmt: skip
    arrow = Label(
        "→", products.right + 0.7 * type_.operator, products.centre[1], 0.7 * type_.operator,
        Role.SOFT, anchor="centre",
    )  # fmt: skip
    return panel, [arrow]


def _tap_marks(focus: SolidFocus, panels: list[Panel]) -> list[Mark]:
    """The newest tap, or the one that is pointed at, in the grids of its slice."""
    marks: list[Mark] = []
    gather = focus.gather
    found = [(focus.tap, Role.KERNEL)] if focus.tap is not None else []
    if gather.taps < gather.step.products.size:
        found.append((tap_at(gather.taps - 1, gather.step.products.shape[1:]), Role.STEP))
    keys = {panel.key for panel in panels}
    for tap, role in found:
        for kind in (WINDOW, WEIGHTS, PRODUCTS):
            if key_of(kind, tap[0]) in keys:
                cell = Rect(tap[2], tap[1], 1, 1)
                marks.append(Outline(key_of(kind, tap[0]), cell, Stroke.REACH, role))
    return marks
