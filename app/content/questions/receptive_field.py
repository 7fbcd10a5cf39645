"""Questions about a stack of layers: what its units see, and how far they lie apart."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from app.content.questions.question import Question
from app.core import extent
from app.state.derive import Stacked
from app.state.receptive_field.stack import Stack, stack_of
from app.state.scene import Layer

ROOMY = 4096
"""A side of an input on which every stack that is asked about fits."""


def stack_questions(derived: Stacked) -> Iterator[Question]:
    """Of the topmost layer that fits, and of the stack with one thing changed."""
    stack = derived.stack
    top = stack.levels - 1
    yield from _seen(derived, top)
    if top:
        yield from _strided(stack, top)
    grown = (field.size for field in _roomy((*stack.layers[:top], Layer())).fields(top + 1))
    yield Question(
        "One more layer with a 3 × 3 kernel and stride 1 is put on top. How much does its unit "
        "see?",
        _by(tuple(grown)),
        2,
    )
    wide = next(
        cells
        for cells in (5, 6, 7)
        if all(cells not in layer.dilation for layer in stack.layers[:3])
    )
    alone = _roomy((Layer(dilation=(wide, wide)),)).alone(1)
    yield Question(
        f"How far does a single layer with a 3 × 3 kernel and dilation {wide} see?",
        f"{_by(alone)} cells, of which it uses nine",
    )


def _seen(derived: Stacked, top: int) -> Iterator[Question]:
    """What a unit sees that is not the present one."""
    stack = derived.stack
    rows, columns = stack.shapes[top]
    present = derived.place(derived.scene.step)[1:]
    places = ((rows - 1, columns - 1), (0, 0))
    place = next((each for each in places if each != present or derived.level != top), None)
    if place is None:
        return
    down, right = (
        extent(axis.seen_by(top, unit)[0]) for axis, unit in zip(stack.axes, place, strict=True)
    )
    if not down or not right:
        return
    yield Question(
        f"Which input cells does unit ({place[0] + 1}, {place[1] + 1}) of layer {top} see?",
        f"rows {down[0] + 1:,} to {down[-1] + 1:,} and columns {right[0] + 1:,} to "
        f"{right[-1] + 1:,}",
        2,
    )


def _strided(stack: Stack, top: int) -> Iterator[Question]:
    """The field and the jump after another stride in the first layer."""
    first = stack.layers[0]
    other = 2 if first.stride != (2, 2) else 1
    layers = (replace(first, stride=(other, other)), *stack.layers[1:top])
    fields = _roomy(layers).fields(top)
    if not all(isinstance(number, int) for each in fields for number in (each.size, each.jump)):
        return  # a transposed layer makes steps of parts of a cell
    yield Question(
        f"The first layer gets stride {other}. How many input cells does a unit of layer {top} "
        "see then, along each axis?",
        _by(tuple(field.size for field in fields)),
        2,
    )
    yield Question(
        "How far apart are the fields of its neighbouring units then, in input cells?",
        _by(tuple(field.jump for field in fields)),
    )


def _roomy(layers: tuple[Layer, ...]) -> Stack:
    """Layers on an input that is large enough for all of them."""
    return stack_of((ROOMY, ROOMY), layers)


def _by(pair: tuple[object, ...]) -> str:
    return " × ".join(map(str, pair))
