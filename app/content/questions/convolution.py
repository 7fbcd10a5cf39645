"""Questions about a convolution of one channel: sizes, windows, fan-outs, a sum, and its cost."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from app.content.questions.numbers import written
from app.content.questions.question import FEW_TAPS, Question
from app.content.questions.words import (
    cells,
    somewhere,
    still_to_come,
    window_words,
)
from app.core import SpecError
from app.state.arguments import axes_of
from app.state.derive import Convolved
from app.state.edits import padding_sides
from app.state.prepare import plane_shape
from app.state.scene import Scene


def convolution_questions(derived: Convolved) -> Iterator[Question]:
    """In the scene's own numbers, forwards and backwards."""
    scene = derived.scene
    yield from other_stride(scene, "output", _output_size)
    row, column = somewhere(derived.output_shape)
    yield Question(
        f"Which input cells does output ({row + 1}, {column + 1}) look at?",
        window_words(derived.axes, (row, column)),
        2,
    )
    if derived.taps <= FEW_TAPS and derived.is_toy:
        hidden = still_to_come(derived)
        total = derived.trace.at(0, *hidden).total
        place = f"({hidden[0] + 1}, {hidden[1] + 1})"
        yield Question(f"Work out the number of output {place}.", written(total), 3)
    at = tuple(size // 2 for size in plane_shape(scene.input))
    reached = derived.trace.fan_out(0, *at)
    outputs = list(dict.fromkeys(reach.output[1:] for reach in reached))
    yield Question(
        f"Which outputs does input cell ({at[0] + 1}, {at[1] + 1}) reach?", cells(outputs), 2
    )
    yield from same_padding(scene)
    count = derived.steps * derived.taps
    yield Question(
        "How many multiplications does the whole output take, those by padding counted?",
        f"{derived.steps:,} outputs × {derived.taps} weights = {count:,}",
    )


def _output_size(scene: Scene) -> tuple[int, ...]:
    axes = axes_of(plane_shape(scene.input), scene.kernel.shape, scene.parameters)
    return tuple(axis.output_size for axis in axes)


def other_stride(
    scene: Scene, what: str, size_of: Callable[[Scene], Iterable[int]]
) -> Iterator[Question]:
    """The size of `what` under another stride, where that fits."""
    other = 2 if scene.parameters.stride != (2, 2) else 1
    changed = replace(scene, parameters=replace(scene.parameters, stride=(other, other)))
    try:
        rows, columns = size_of(changed)
    except SpecError:
        return
    same = " (the padding's name stays)" if isinstance(scene.parameters.padding, str) else ""
    yield Question(
        f"What is the {what}'s size with stride {other}, and nothing else changed{same}?",
        f"{rows} × {columns}",
    )


def same_padding(scene: Scene) -> Iterator[Question]:
    """The padding that keeps the size, at stride 1."""
    kept = replace(scene.parameters, stride=(1, 1), padding="same")
    (top, bottom), (left, right) = padding_sides(replace(scene, parameters=kept))
    sides = (top, bottom, left, right)
    answer = (
        f"{top} on every side"
        if len(set(sides)) == 1
        else f"top {top}, bottom {bottom}, left {left}, right {right}"
    )
    yield Question("Which padding keeps the output as large as the input at stride 1?", answer)
