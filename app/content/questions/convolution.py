"""Questions about a convolution of one channel: sizes, windows, fan-outs, a sum, and its cost."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

import numpy as np

from app.content.questions.asked import Steps, window_to_ask, worked
from app.content.questions.question import Question
from app.content.questions.words import cells, window_words
from app.core import SpecError
from app.state.arguments import axes_of
from app.state.derive import Convolved
from app.state.edits import padding_sides
from app.state.prepare import plane_shape
from app.state.scene import Kernel, Lesson, Scene
from app.state.tensor import Tensor


def convolution_questions(derived: Convolved, given: Steps) -> Iterator[Question]:
    """In the scene's own numbers, forwards and backwards."""
    scene = derived.scene
    charted = scene.lesson is Lesson.ARITHMETIC
    yield from other_stride(scene, "output", _output_size, padded=charted)
    place = window_to_ask(derived, derived.output_shape)
    if place is not None:
        yield Question(
            f"Which input cells does output ({place[0] + 1}, {place[1] + 1}) look at?",
            window_words(derived.axes, place),
            2,
        )
    yield from worked(derived, given, "output {}")
    at = tuple(size // 2 for size in plane_shape(scene.input))
    reached = derived.trace.fan_out(0, *at)
    outputs = list(dict.fromkeys(reach.output[1:] for reach in reached))
    yield Question(
        f"Which outputs does input cell ({at[0] + 1}, {at[1] + 1}) reach?", cells(outputs), 2
    )
    yield from same_padding(scene, larger=charted)
    count = derived.steps * derived.taps
    yield Question(
        "How many multiplications does the whole output take, those by padding counted?",
        f"{derived.steps:,} outputs × {derived.taps} weights = {count:,}",
    )


def _output_size(scene: Scene) -> tuple[int, ...]:
    axes = axes_of(plane_shape(scene.input), scene.kernel.shape, scene.parameters)
    return tuple(axis.output_size for axis in axes)


def other_stride(
    scene: Scene, what: str, size_of: Callable[[Scene], Iterable[int]], *, padded: bool = False
) -> Iterator[Question]:
    """The size of `what` under another stride, where that fits; with `padded` also under another
    padding, for charts show what each of them does alone."""
    other = 2 if scene.parameters.stride != (2, 2) else 1
    changed = replace(scene, parameters=replace(scene.parameters, stride=(other, other)))
    words = f"stride {other}"
    if padded:
        cells = 3 if padding_sides(scene) == ((2, 2), (2, 2)) else 2
        wider = replace(changed.parameters, padding=((cells, cells), (cells, cells)))
        changed, words = replace(changed, parameters=wider), f"{words} and padding {cells}"
    try:
        rows, columns = size_of(changed)
    except SpecError:
        return
    named = isinstance(changed.parameters.padding, str)
    same = " (the padding's name stays)" if named else ""
    yield Question(
        f"What is the {what}'s size with {words}, and nothing else changed{same}?",
        f"{rows} × {columns}",
    )


def same_padding(scene: Scene, *, larger: bool) -> Iterator[Question]:
    """The padding that keeps the size, at stride 1; of a larger kernel where the padding of the
    present one stands beside it."""
    kept = replace(scene, parameters=replace(scene.parameters, stride=(1, 1), padding="same"))
    which = "Which padding"
    if larger or padding_sides(kept) == padding_sides(scene):
        high, wide = (cells + 2 for cells in scene.kernel.shape)
        ones = Kernel("larger", Tensor(np.ones((high, wide), np.int64)))
        kept, which = replace(kept, kernel=ones), f"With a {high} × {wide} kernel, which padding"
    (top, bottom), (left, right) = padding_sides(kept)
    sides = (top, bottom, left, right)
    answer = (
        f"{top} on every side"
        if len(set(sides)) == 1
        else f"top {top}, bottom {bottom}, left {left}, right {right}"
    )
    yield Question(f"{which} keeps the output as large as the input at stride 1?", answer)
