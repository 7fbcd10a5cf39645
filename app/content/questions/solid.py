"""Questions about a 3D convolution with their answers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from math import prod

from app.content.questions.asked import Steps, at_step
from app.content.questions.numbers import written
from app.content.questions.question import FEW_TAPS, Question
from app.content.questions.words import axis_words
from app.core import Axis, SpecError
from app.state.solid.derived import Filled
from app.state.solid.prepare import axes3_of

NAMES = ("slices", "rows", "columns")


def solid_questions(derived: Filled, given: Steps) -> Iterator[Question]:
    """Sizes, windows and costs, in the lesson's own numbers."""
    yield from _other_stride(derived)
    shape, here = derived.geometry.shape, derived.scene.step
    places = tuple(size // 2 for size in shape), tuple(size - 1 for size in shape)
    free = [at for at in places if derived.step_at(*at) not in (*given, here)]
    for at in free[:1]:
        yield Question(
            f"Which input cells does output {_place(at)} look at?",
            _window_words(derived.axes, at),
            2,
        )
    yield from _deep_kernel(derived)
    for at in free[:1] if derived.taps <= FEW_TAPS else ():
        number = derived.step_at(*at)
        total = at_step(derived, number).total
        yield Question(f"Work out the number of output {_place(at)}.", written(total), 3, (number,))
    outputs, taps = derived.steps, derived.taps
    yield Question(
        "How many multiplications does the whole output take, those by padding counted?",
        f"{outputs:,} outputs × {taps} weights = {outputs * taps:,}",
    )
    depth, height, width = derived.geometry.weights.shape
    yield Question(
        "How many weights has a layer of this kernel's size with 16 channels in and 32 out?",
        f"32 × 16 × {depth} × {height} × {width} = {32 * 16 * taps:,}",
    )


def _other_stride(derived: Filled) -> Iterator[Question]:
    """The size with another stride in depth alone."""
    layer = derived.geometry.layer
    stride = layer.parameters.stride
    other = 2 if stride[0] != 2 else 1
    changed = replace(layer.parameters, stride=(other, *stride[1:]), linked=False)
    try:
        axes = axes3_of(derived.geometry.block.shape, layer.kernel.shape, changed)
    except SpecError:
        return
    yield Question(
        f"What is the output's size with stride {other} in depth, and nothing else changed?",
        " × ".join(str(axis.output_size) for axis in axes),
    )


def _deep_kernel(derived: Filled) -> Iterator[Question]:
    """A kernel as deep as the volume, without padding in depth; with holes it would not fit."""
    if derived.geometry.layer.parameters.dilation[0] > 1:
        return
    depth = derived.geometry.block.shape[0]
    yield Question(
        f"How many slices come out if the kernel is {depth} slices deep, without padding in depth? "
        "Which convolution is that like?",
        "1, since there is no room to slide: like a 2D convolution that sums over "
        f"{depth} channels",
        2,
    )


def _window_words(axes: tuple[Axis, Axis, Axis], at: tuple[int, ...]) -> str:
    parts = [axis_words(*each) for each in zip(axes, at, NAMES, strict=True)]
    met = prod(len(axis.window(place)) for axis, place in zip(axes, at, strict=True))
    return f"{'; '.join(parts)}: {met} cells"


def _place(at: tuple[int, ...]) -> str:
    return f"({', '.join(str(place + 1) for place in at)})"
