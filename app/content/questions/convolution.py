"""Questions about the present scene with their answers, for a page that is handed out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import assert_never

from app.content.questions.blocks import group_questions, pointwise_questions
from app.content.questions.numbers import written
from app.content.questions.solid import solid_questions
from app.content.questions.spatial import spatial_questions
from app.core import Axis, SpecError
from app.state.arguments import axes_of
from app.state.derive import (
    Convolved,
    Counted,
    Derivation,
    Derived,
    Factored,
    Filled,
    Mixed,
    Multiplied,
    Separated,
    Stacked,
    Stamped,
)
from app.state.edits import padding_sides
from app.state.prepare import plane_shape
from app.state.scene import Lesson, Pair, Scene
from app.state.signal import is_line
from app.state.turned.geometry import stamp_axes

MOST = 5
"""More questions than these leave no room for the answers."""
OF_BLOCKS = {Lesson.POINTWISE: pointwise_questions, Lesson.GROUPED: group_questions}
"""The lessons of one layer of many channels that ask questions of their own."""
FEW_TAPS = 12
"""A sum of more products is no work for a pencil."""


@dataclass(frozen=True, slots=True)
class Question:
    """A question, its answer, and how many lines the answer takes to write."""

    text: str
    answer: str
    lines: int = 1


def questions_of(derived: Derivation) -> tuple[Question, ...]:
    """Up to five questions whose answers follow from the scene."""
    asked: Iterable[Question]
    match derived:
        case Convolved() if is_line(derived.scene):
            asked = _lined(derived)
        case Convolved():
            asked = _convolved(derived)
        case Mixed():
            asked = _mixed(derived)
        case Separated():
            asked = _separated(derived)
        case Multiplied():
            asked = _multiplied(derived)
        case Stamped():
            asked = _stamped(derived)
        case Stacked():
            asked = _stacked(derived)
        case Factored():
            asked = (Question(*each) for each in spatial_questions(derived))
        case Filled():
            asked = (Question(*each) for each in solid_questions(derived))
        case Counted():
            asked = _counted(derived)
        case _:
            assert_never(derived)
    return tuple(islice(asked, MOST))


def _convolved(derived: Convolved) -> Iterator[Question]:
    scene = derived.scene
    yield from _other_stride(scene, stamped=False)
    row, column = _somewhere(derived.output_shape)
    yield Question(
        f"Which input cells does output ({row + 1}, {column + 1}) look at?",
        _window_words(derived.axes, (row, column)),
        2,
    )
    if derived.taps <= FEW_TAPS and derived.is_toy:
        hidden = _still_to_come(derived)
        total = derived.trace.at(0, *hidden).total
        place = f"({hidden[0] + 1}, {hidden[1] + 1})"
        yield Question(f"Work out the number of output {place}.", written(total), 3)
    at = tuple(size // 2 for size in plane_shape(scene.input))
    reached = derived.trace.fan_out(0, *at)
    outputs = list(dict.fromkeys(reach.output[1:] for reach in reached))
    yield Question(
        f"Which outputs does input cell ({at[0] + 1}, {at[1] + 1}) reach?", _cells(outputs), 2
    )
    yield from _same_padding(scene)
    count = derived.steps * derived.taps
    yield Question(
        "How many multiplications does the whole output take, those by padding counted?",
        f"{derived.steps:,} outputs × {derived.taps} weights = {count:,}",
    )


def _lined(derived: Convolved) -> Iterator[Question]:
    """The same of one axis, and what true convolution makes of the kernel."""
    across, scene = derived.axes[1], derived.scene
    _, output = _somewhere(derived.output_shape)
    other = 2 if across.stride != 2 else 1
    yield Question(
        f"How many outputs are there with stride {other}, and nothing else changed?",
        f"{replace(across, stride=other).output_size:,}",
    )
    yield Question(
        f"Which input samples does output {output + 1:,} look at?",
        _axis_words(across, output, "samples"),
        2,
    )
    if derived.taps <= FEW_TAPS and derived.is_toy:
        hidden = _still_to_come(derived)
        total = derived.trace.at(0, *hidden).total
        yield Question(f"Work out the number of output {hidden[1] + 1}.", written(total), 3)
    at = across.size // 2
    reached = dict.fromkeys(reach.output[2] + 1 for reach in derived.trace.fan_out(0, 0, at))
    yield Question(
        f"Which outputs does input sample {at + 1:,} reach?", _listed(list(reached)) or "none", 2
    )
    weights = scene.kernel.weights.array[0].tolist()
    yield Question(
        "In which order does a true convolution lay these weights on the signal?",
        "  ".join(written(weight) for weight in reversed(weights)),
    )


def _other_stride(scene: Scene, *, stamped: bool) -> Iterator[Question]:
    """The size under another stride, where that fits."""
    other = 2 if scene.parameters.stride != (2, 2) else 1
    changed = replace(scene, parameters=replace(scene.parameters, stride=(other, other)))
    try:
        if stamped:
            rows, columns = (axis.size for axis in stamp_axes(changed))
        else:
            axes = axes_of(plane_shape(scene.input), scene.kernel.shape, changed.parameters)
            rows, columns = (axis.output_size for axis in axes)
    except SpecError:
        return
    same = " (the padding's name stays)" if isinstance(scene.parameters.padding, str) else ""
    what = "result" if stamped else "output"
    yield Question(
        f"What is the {what}'s size with stride {other}, and nothing else changed{same}?",
        f"{rows} × {columns}",
    )


def _same_padding(scene: Scene) -> Iterator[Question]:
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


def _separated(derived: Separated) -> Iterator[Question]:
    weights, costs = derived.weights, derived.geometry.layer.costs
    first, second, ordinary = (cost.multiplications for cost in costs)
    high, wide = weights.kernel
    yield Question(
        "How many multiplications does the depthwise step take, and how many the pointwise one?",
        f"{first:,} and {second:,}, together {first + second:,}",
        2,
    )
    yield Question(
        "How many would an ordinary convolution of the same shape take?",
        f"{weights.count} × {weights.channels} × {high} × {wide} for each cell of the output: "
        f"{ordinary:,}",
        2,
    )
    yield Question(
        "Which share is that, by the formula 1/C_out + 1/k²?",
        f"1/{weights.count} + 1/({high} × {wide}) = {(first + second) / ordinary:.3g}",
    )
    row, column = _somewhere(derived.output_shape)
    step = derived.geometry.second.at(weights.count - 1, row, column)
    if weights.channels <= FEW_TAPS and derived.is_toy:
        parts = ", ".join(map(written, step.values.ravel().tolist()))
        yield Question(
            f"Work out output {weights.count} at ({row + 1}, {column + 1}) from what the channels "
            "have there.",
            f"the channels have {parts}; with their weights {written(step.total)}",
            3,
        )
    yield Question(
        "Can every ordinary convolution be written as these two steps?",
        "no: only one whose kernels for a channel are all multiples of a single kernel",
        2,
    )


def _mixed(derived: Mixed) -> Iterator[Question]:
    own = OF_BLOCKS.get(derived.scene.lesson)
    if own is not None:
        yield from (Question(*each) for each in own(derived))
        return
    filters, cost = derived.filters, derived.geometry.layer.cost
    high, wide = filters.kernel
    weights = filters.seen * high * wide
    yield Question(
        "How many parameters has the layer, and how many of them are biases?",
        f"{filters.count} × ({high} × {wide} × {filters.seen} + 1) = {cost.parameters:,}, "
        f"{filters.count} of them {'a bias' if filters.count == 1 else 'biases'}",
    )
    rows, columns = derived.output_shape
    yield Question(
        "One more filter is added. What is the output's size now?",
        f"{filters.count + 1} × {rows} × {columns}: the number of filters is that of channels",
    )
    yield Question(
        "How many multiplications does the whole output take, those by padding counted?",
        f"{derived.steps:,} outputs × {weights:,} weights = {cost.multiplications:,}",
    )
    row, column = _somewhere(derived.output_shape)
    step = derived.trace.at(derived.planes - 1, row, column)
    place = f"({derived.planes}, {row + 1}, {column + 1})"
    if high * wide <= FEW_TAPS and derived.is_toy and filters.seen <= FEW_TAPS:
        sums = step.products.reshape(filters.seen, -1).sum(axis=1).tolist()
        parts = ", ".join(map(written, sums))
        yield Question(
            f"Work out output (channel, row, column) = {place}: the sum of each channel first.",
            f"{parts}; with the bias {written(step.bias)} that makes {written(step.total)}",
            4,
        )
    yield Question(
        "In how many directions does a filter slide, although it has three axes?",
        "Two: it is as deep as the input, and has no room to move along the channels.",
    )


def _multiplied(derived: Multiplied) -> Iterator[Question]:
    rows, columns = derived.matrix_shape
    yield Question(
        "How many rows and columns does C have?",
        f"{rows:,} rows, one for each output, and {columns:,} columns, one for each input cell",
    )
    if derived.drawn is not None:
        yield Question(
            "How many cells of C carry a weight (zero-valued weights counted)?",
            f"{derived.drawn.count:,} of {rows * columns:,}",
        )
    row, column = _somewhere(derived.small_shape)
    number = row * derived.small_shape[1] + column
    met = [
        place[0] * derived.large_shape[1] + place[1] + 1
        for place in _met(derived.axes, (row, column))
        if all(0 <= at < size for at, size in zip(place, derived.large_shape, strict=True))
    ]
    yield Question(f"In which columns does row {number + 1:,} of C carry weights?", _listed(met), 2)
    yield Question(
        "Is Cᵀ·C the unit matrix? What does the transposed convolution restore, then?",
        "No: Cᵀ brings back the shape of the input, not its values.",
        2,
    )


def _stamped(derived: Stamped) -> Iterator[Question]:
    yield from _other_stride(derived.scene, stamped=True)
    at = _somewhere(plane_shape(derived.scene.input))
    stamp = derived.trace.stamp(*at)
    yield Question(
        f"Which cells of the result does input ({at[0] + 1}, {at[1] + 1}) reach?",
        _cells([reach.output[1:] for reach in stamp]),
        2,
    )
    row, column = _somewhere(derived.result_shape)
    step = derived.trace.at(row, column)
    place = f"({row + 1}, {column + 1})"
    yield Question(f"How many stamps reach cell {place} of the result?", f"{step.products.size}")
    if step.products.size <= FEW_TAPS and derived.is_toy:
        yield Question(f"Work out the number of cell {place}.", written(step.total), 3)
    vertical, horizontal = derived.axes
    inserted = vertical.zero_inserted, horizontal.zero_inserted
    rows, columns = (axis.size for axis in inserted)
    yield Question(
        "As a direct convolution with stride 1: how large is the input with its zeros inserted?",
        f"{rows} × {columns}, under the kernel turned by 180°",
    )


def _stacked(derived: Stacked) -> Iterator[Question]:
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


def _counted(derived: Counted) -> Iterator[Question]:
    stamps = derived.stamps
    yield Question(
        f"How many cells does the result have along one axis, from {stamps.sizes[0]} inputs?",
        str(stamps.sizes[-1]),
    )
    row = stamps.result
    cell = len(row) // 2
    yield Question(f"How many stamps reach cell {cell + 1} of one axis?", str(row[cell]), 2)
    if stamps.period:
        yield Question(
            "Which counts repeat in the interior, along one axis?", _listed(stamps.period)
        )
        least, most = min(stamps.period), max(stamps.period)
        yield Question(
            "And over the plane of two axes: which is the least count, and which the largest?",
            f"{least * least} and {most * most}: the counts of the axes multiply",
        )
    even = "Yes" if stamps.is_even else "No"
    yield Question(
        "Are the counts of the interior even? Does that make the result even at its edges?",
        f"{even}; at the edges fewer stamps meet in either case.",
        2,
    )


# ---- words


def _somewhere(shape: Pair) -> Pair:
    """A cell that is neither the first nor at the edge, where there is one."""
    rows, columns = shape
    return rows // 2, (2 * columns) // 3 if columns > 1 else 0


def _still_to_come(derived: Derived) -> Pair:
    """A cell of the output whose number the figure does not give away, where there is one."""
    row, column = _somewhere(derived.output_shape)
    rows, columns = derived.output_shape
    if row * columns + column > derived.scene.step:
        return row, column
    return rows - 1, columns - 1


def _met(axes: tuple[Axis, Axis], output: Pair) -> list[Pair]:
    """The cells of a window, padding included."""
    rows, columns = (axis.window(at) for axis, at in zip(axes, output, strict=True))
    return [(row, column) for row in rows for column in columns]


def _window_words(axes: tuple[Axis, Axis], output: Pair) -> str:
    named = zip(axes, output, ("rows", "columns"), strict=True)
    return " and ".join(_axis_words(axis, at, name) for axis, at, name in named)


def _axis_words(axis: Axis, output: int, name: str) -> str:
    """The input cells of a window along an axis, and how many lie in the padding."""
    cells = axis.window(output)
    inside = [cell + 1 for cell in cells if 0 <= cell < axis.size]
    outside = len(cells) - len(inside)
    beyond = f" (and {outside} of the padding)" if outside else ""
    return f"{name} {_listed(inside) or 'none'}{beyond}"


def _cells(places: Sequence[tuple[int, ...]]) -> str:
    shown = ", ".join(f"({row + 1}, {column + 1})" for row, column in places[:9])
    more = f" and {len(places) - 9} more" if len(places) > 9 else ""
    return f"{shown}{more}" if places else "none"


def _listed(numbers: Sequence[int]) -> str:
    shown = ", ".join(f"{number:,}" for number in numbers[:12])
    return f"{shown} and {len(numbers) - 12} more" if len(numbers) > 12 else shown
