"""Questions about a stack of layers: what its units see, and how far they lie apart."""

from __future__ import annotations

from collections.abc import Iterator

from app.content.questions.question import Question
from app.state.derive import Stacked


def stack_questions(derived: Stacked) -> Iterator[Question]:
    """Of the topmost layer that fits, and of one more on top of it."""
    stack = derived.stack
    top = stack.levels - 1
    fields = stack.fields(top)
    height, width = (field.size for field in fields)
    yield Question(
        f"How many input cells does a unit of layer {top} see, along each axis?",
        f"{height} × {width}",
    )
    rows, columns = stack.shapes[top]
    yield Question(f"How many units does layer {top} have?", f"{rows} × {columns}")
    down, right = (field.jump for field in fields)
    yield Question(
        "How far apart are the fields of neighbouring units, in input cells?", f"{down} × {right}"
    )
    grown = (field.size + 2 * field.jump for field in fields)
    yield Question(
        "One more layer with a 3 × 3 kernel is put on top. How much does its unit see?",
        " × ".join(map(str, grown)),
        2,
    )
    if top:
        tall, wide = stack.alone(top)
        yield Question(f"How far would layer {top} see on its own?", f"{tall} × {wide} cells")
