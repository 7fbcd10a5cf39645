"""What a 1×1 bottleneck saves: both counts as bars, and the count for every number of channels."""

from __future__ import annotations

from functools import lru_cache
from math import floor

import numpy as np

from app.picture.elements import (
    Chart,
    Label,
    Panel,
    PlacedChart,
    Rect,
    Role,
    Series,
    Tone,
    Weight,
)
from app.picture.lettering.measure import Measure
from app.picture.lettering.typography import Sizes
from app.picture.stage.grids import fitting
from app.state.channels.bottleneck import SIDE, Bottleneck

MILLION = 1e6
TITLE, NAMES = "Millions, by inner channels", ("direct", "through the bottleneck")
BRIEF_TITLE, BRIEF_NAMES = "Millions", ("direct", "through")
"""The words of the chart; the brief ones where there is little room."""
POINTS = 64
"""Numbers of inner channels for which the line is worked out, at most."""
BEYOND = 1.25
"""The line runs on beyond the break-even by this factor."""
CHART_LEAST = 6.2
"""The chart needs so many caption letters of height; without them the bars stand alone."""


Parts = tuple[tuple[Panel, ...], tuple[Label, ...], tuple[PlacedChart, ...]]
"""Bars, words, and the chart where there is room for it."""


def compose(layer: Bottleneck, area: Rect, measure: Measure, type_: Sizes) -> Parts:
    """The comparison within an area: a title, two bars, and the chart where there is room."""
    size = type_.caption
    line = 1.55 * size
    width = area.width
    head = _title(layer)
    y = area.y + 0.6 * type_.title
    title = fitting(head, width, type_.title, measure, Weight.SEMIBOLD)
    labels = [Label(title, area.x, y, type_.title, Role.INK, Weight.SEMIBOLD, statement=True)]
    top = area.y + 1.5 * type_.title
    panels: list[Panel] = []
    bar = round(1.1 * size)
    longest = max(layer.direct.multiplications, layer.through.multiplications)
    for key, words, parts in _rows(layer):
        text = fitting(words, width, size, measure)
        labels.append(Label(text, area.x, top + 0.5 * line, size, Role.INK, statement=True))
        box = Rect(area.x, round(top + line), width, bar)
        panels += _bars(key, parts, longest, box)
        top += line + bar + 0.35 * size
    labels.append(_verdict(layer, area.x, top + 0.5 * line, width, measure, type_))
    top += 1.25 * line
    free = area.bottom - top
    if free < CHART_LEAST * size:
        return tuple(panels), tuple(labels), ()
    letters = max(type_.least, 0.9 * size)
    legend = "".join((TITLE, *NAMES))
    brief = measure.width(legend, letters, Weight.SEMIBOLD) + 3 * letters > width
    placed = PlacedChart(Rect(area.x, top, width, free), chart(layer, brief), letters)
    return tuple(panels), tuple(labels), (placed,)


def _title(layer: Bottleneck) -> tuple[str, ...]:
    kernel = f"{layer.kernel} × {layer.kernel}"
    shape = f"{SIDE} × {SIDE} × {layer.channels}"
    return (
        f"{shape} to {layer.filters} channels by {kernel}: multiplications",
        f"{shape} → {layer.filters} by {kernel}: multiplications",
        f"{shape} → {layer.filters} by {kernel}",
        f"{SIDE}² × {layer.channels} → {layer.filters} by {kernel}",
        f"{SIDE}² × {layer.channels} → {layer.filters}",
    )


def _rows(
    layer: Bottleneck,
) -> tuple[tuple[str, tuple[str, ...], tuple[tuple[Role, int], ...]], ...]:
    """Key, words and parts of each bar."""
    kernel = f"{layer.kernel} × {layer.kernel}"
    direct, first, then, both = (
        cost.multiplications
        for cost in (layer.direct, layer.reducing, layer.spreading, layer.through)
    )
    return (
        ("direct", (f"direct: {direct:,}",), ((Role.INK, direct),)),
        (
            "through",
            (
                f"through {layer.inner} channels: 1 × 1 {first:,} + {kernel} {then:,} = {both:,}",
                f"through {layer.inner}: {first:,} + {then:,} = {both:,}",
                f"through {layer.inner}: {both:,}",
            ),
            ((Role.KERNEL, first), (Role.INK, then)),
        ),
    )


def _bars(key: str, parts: tuple[tuple[Role, int], ...], whole: int, box: Rect) -> list[Panel]:
    """The parts of a bar end to end, `whole` as wide as the box."""
    x, panels = box.x, []
    for number, (role, count) in enumerate(parts):
        wide = max(1.0, count / whole * box.width)
        panels.append(_bar(f"cost-{key}-{number}", role, count, Rect(x, box.y, wide, box.height)))
        x += wide
    return panels


def _bar(key: str, role: Role, count: int, box: Rect) -> Panel:
    visible = Rect(0, 0, 1, box.height / box.width)
    tone = Tone(0.0, float(count) or 1.0, absolute=True)
    return Panel(key, role, box, visible, (1, 1), np.array([[count]]), tone, "")


def _verdict(
    layer: Bottleneck, x: float, y: float, width: float, measure: Measure, type_: Sizes
) -> Label:
    share = layer.through.multiplications / layer.direct.multiplications
    most = layer.most_saving
    saves = f"fewer up to {most:,} inner channels" if most else "no number of channels saves"
    words = (f"{share:.1%} of the direct count; {saves}", f"{share:.1%}; {saves}", f"{share:.1%}")
    text = fitting(words, width, type_.caption, measure, Weight.MEDIUM)
    return Label(text, x, y, type_.caption, Role.STEP, Weight.MEDIUM, statement=True)


@lru_cache(maxsize=8)
def chart(layer: Bottleneck, brief: bool) -> Chart:
    """Multiplications through every number of inner channels, and the direct layer's.

    `brief` has a title and names of few words.
    """
    last = max(2, layer.inner, floor(BEYOND * max(1, layer.most_saving)))
    inner = sorted(set(np.linspace(1, last, min(POINTS, last)).round().astype(int).tolist()))
    through = tuple(layer.multiplications_through(number) / MILLION for number in inner)
    direct = layer.direct.multiplications / MILLION
    here = layer.through.multiplications / MILLION
    names = BRIEF_NAMES if brief else NAMES
    series = (
        Series(names[0], Role.INK, (1.0, float(last)), (direct, direct)),
        Series(names[1], Role.KERNEL, tuple(map(float, inner)), through),
        Series("", Role.STEP, (float(layer.inner),), (here,)),
    )
    return Chart(BRIEF_TITLE if brief else TITLE, "inner channels", "millions", series)
