"""The web of a grouped layer: which channels reach which, the groups' grounds, and the nodes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

import numpy as np

from app.core.groups import Seen
from app.picture.elements import Anchor, Connector, Label, Panel, Rect, Role, Tone, Weight
from app.picture.groups.layout import Sheet
from app.picture.lettering.measure import Measure
from app.picture.lettering.typography import Sizes
from app.state.channels.choices import Following
from app.state.channels.filters import Filters
from app.state.channels.groups import chain_of

MOST_LINES = 600
"""Of more lines only those of the present filter are drawn."""
MOST_REACHING = 150
"""Of more lines from the inputs to one output of the second layer none is drawn."""
GROUND = 0.35
"""How far a group's ground reaches over its planes, in captions."""
NUMBER_LEAST = 0.8
"""Boxes lower than so many of the least letters have no number."""


def grounds(page: Sheet, filters: Filters, type_: Sizes) -> tuple[Rect, ...]:
    """A quiet ground behind each group of each column."""
    if filters.groups == 1:
        return ()
    columns = (page.inputs, page.outputs, page.places, page.seconds)
    return tuple(
        _around(column[first : first + len(column) // filters.groups], GROUND * type_.caption)
        for column in columns
        if column
        for first in range(0, len(column), len(column) // filters.groups)
    )


def _around(boxes: Sequence[Rect], more: float) -> Rect:
    first, last = boxes[0], boxes[-1]
    high = last.bottom - first.y + 2 * more
    return Rect(first.x - more, first.y - more, first.width + 2 * more, high)


@lru_cache(maxsize=4)
def lines(
    page: Sheet, filters: Filters, following: Following, name: float
) -> tuple[Connector, ...]:
    """All lines of the first layer and, where there is one, of the second; few enough to read.

    `name` is the room of the numbers beside the planes.
    """
    chain = chain_of(filters, following)
    lines = list(_between(page.inputs, page.outputs, chain.first, 0.0))
    if following is not Following.NOTHING:
        lines += _moved(page, chain.order, name)
        lines += _between(page.places, page.seconds, chain.second, 0.0)
    return tuple(lines) if len(lines) <= MOST_LINES else ()


@lru_cache(maxsize=8)
def step_lines(
    page: Sheet,
    filters: Filters,
    following: Following,
    number: int,
    second: int | None,
    name: float,
) -> tuple[Connector, ...]:
    """The lines of filter `number` over those that lead to output `second` of a second layer.

    They are the same ones for all places of the filter.
    """
    below = () if second is None else _reach_lines(page, filters, following, second, name)
    return (*below, *_present_lines(page, filters, number))


def _present_lines(page: Sheet, filters: Filters, number: int) -> Iterator[Connector]:
    """The lines of one filter of the first layer."""
    for channel in filters.sees(number):
        yield _line(page.inputs[channel], page.outputs[number], 0.0, Role.STEP)


def _reach_lines(
    page: Sheet, filters: Filters, following: Following, number: int, name: float
) -> Iterator[Connector]:
    """Every line that leads to one output of the second layer; of many the last ones alone."""
    chain = chain_of(filters, following)
    read = np.flatnonzero(chain.second[number]).tolist()
    for place in read:
        yield _line(page.places[place], page.seconds[number], 0.0, Role.OUTPUT)
        channel = chain.order[place]
        yield _line(page.outputs[channel], page.places[place], name, Role.OUTPUT)
        sources = np.flatnonzero(chain.first[channel]).tolist()
        for source in sources if len(read) * len(sources) <= MOST_REACHING else ():
            yield _line(page.inputs[source], page.outputs[channel], 0.0, Role.OUTPUT)


def _between(
    sources: Sequence[Rect], targets: Sequence[Rect], seen: Seen, name: float
) -> Iterator[Connector]:
    for target, source in np.argwhere(seen).tolist():
        yield _line(sources[source], targets[target], name, Role.SOFT)


def _moved(page: Sheet, order: tuple[int, ...], name: float) -> Iterator[Connector]:
    """Where each channel of the first layer goes."""
    for place, channel in enumerate(order):
        yield _line(page.outputs[channel], page.places[place], name, Role.SOFT)


def _line(source: Rect, target: Rect, name: float, role: Role) -> Connector:
    return Connector(
        source.right + 2 + name, source.centre[1], target.x - 2, target.centre[1], role
    )


# ---- nodes and numbers


@lru_cache(maxsize=4)
def nodes(page: Sheet) -> tuple[Panel, ...]:
    """The places that the second layer reads, and its outputs: channels without values."""
    return tuple(
        Panel(
            f"{kind}-{number}",
            Role.OUTPUT,
            box,
            Rect(0, 0, 1, 1),
            (1, 1),
            None,
            Tone(0.0, 1.0),
            "",
            bare=True,
            plane=number,
        )
        for kind, boxes in (("place", page.places), ("second", page.seconds))
        for number, box in enumerate(boxes)
    )


@lru_cache(maxsize=4)
def numbers(
    page: Sheet, names: tuple[str, ...], order: tuple[int, ...], measure: Measure, type_: Sizes
) -> tuple[Label, ...]:
    """The numbers of all channels beside their planes and in their nodes."""
    return tuple(_numbers(page, names, order, measure, type_))


def _numbers(
    page: Sheet, names: Sequence[str], order: Sequence[int], measure: Measure, type_: Sizes
) -> Iterator[Label]:
    beside = 0.4 * type_.caption
    for name, box in zip(names, page.inputs, strict=True):
        yield from _number(name, box.x - beside, box, Role.INPUT, "right", type_)
    for number, box in enumerate(page.outputs):
        text = str(number + 1)
        wide = measure.width(text, type_.caption, Weight.MEDIUM)
        yield from _number(text, box.right + beside + wide, box, Role.OUTPUT, "right", type_)
    for boxes, held in ((page.places, order), (page.seconds, range(len(page.seconds)))):
        for number, box in zip(held, boxes, strict=True):
            yield from _number(str(number + 1), box.centre[0], box, Role.OUTPUT, "centre", type_)


def _number(
    text: str, x: float, box: Rect, role: Role, anchor: Anchor, type_: Sizes
) -> Iterator[Label]:
    if box.height < NUMBER_LEAST * type_.least:
        return
    size = max(type_.least, min(type_.caption, 0.8 * box.height))
    yield Label(text, x, box.centre[1], size, role, Weight.MEDIUM, anchor)
