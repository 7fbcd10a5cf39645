"""What stands on a handout of the present scene, as words; its figure is the lesson's Picture."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import assert_never

from app.content.lessons import lesson_info
from app.content.questions.catalogue import questions_of
from app.content.questions.question import Question
from app.core import Axis
from app.picture.compose import compose
from app.picture.elements import Picture
from app.picture.lettering.digits import short
from app.picture.lettering.measure import Measure
from app.picture.moment import Moment
from app.picture.signal.handout import line_parameters
from app.picture.solid.handout import solid_formulas, solid_parameters
from app.picture.spatial.handout import spatial_formulas, spatial_rows
from app.picture.stage.formula import BACK_SYMBOLS, SYMBOLS, back_tokens, size_formulas, size_tokens
from app.picture.stage.given import StageInput
from app.state import player
from app.state.channels.choices import Following
from app.state.derive import (
    Convolved,
    Counted,
    Derivation,
    Factored,
    Filled,
    Mixed,
    Multiplied,
    Separated,
    Stacked,
    Stamped,
    derive,
)
from app.state.prediction import Prediction
from app.state.prepare import plane_shape
from app.state.requests import Result
from app.state.scene import Detail, Layer, LayerKind, Pair, Scene
from app.state.signal import is_line
from app.state.view import View

FIGURE = (900.0, 580.0)
"""Width and height at which the figure is composed, in pixels."""
Row = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Handout:
    """Titles, parameters and their values, formulas, equations under their steps, questions."""

    title: str
    subtitle: str
    hint: str
    parameters: tuple[Row, ...]
    formulas: tuple[Row, ...]
    equations: tuple[Row, ...]
    questions: tuple[Question, ...]

    def text(self) -> str:
        """All of it as plain lines."""
        lines = [self.title, self.subtitle, self.hint]
        for rows in (self.parameters, self.formulas, self.equations):
            lines += [f"{name}: {value}" for name, value in rows]
        lines += [question.text for question in self.questions]
        lines += [question.answer for question in self.questions]
        return "\n".join(lines)


def handout_of(
    scene: Scene, steps: tuple[int, ...], result: Result | None, measure: Measure
) -> Handout:
    """The handout of a scene with the equations of some steps, counted from 0."""
    info = lesson_info(scene.lesson)
    example = next((each for each in info.presets if each.key == scene.preset), None)
    derived = derive(scene)
    return Handout(
        info.title,
        info.subtitle if example is None else example.title,
        "" if example is None else example.hint,
        tuple(_parameters(derived)),
        tuple(_formulas(derived)),
        tuple(_equations(scene, steps, result, measure)),
        questions_of(derived, steps),
    )


def figure_of(scene: Scene, handout: Handout, result: Result | None, measure: Measure) -> Picture:
    """The handout's figure, without the results that its questions ask for."""
    moment = Moment(scene.step, scene.tap)
    stage = StageInput(derive(scene), result, View(), moment, *FIGURE, measure)
    asks = frozenset(step for question in handout.questions for step in question.asks)
    return compose(replace(stage, prediction=Prediction(asks=asks)) if asks else stage)


def usual_steps(scene: Scene) -> tuple[int, ...]:
    """The first step, the middle one and the present one, each once, from 0."""
    last = derive(scene).steps - 1
    return tuple(sorted({0, last // 2, min(scene.step, last)}))


def _equations(
    scene: Scene, steps: tuple[int, ...], result: Result | None, measure: Measure
) -> Iterator[Row]:
    """The equation of each step; one that says the same again, as a stack's does, is left out."""
    said: set[str] = set()
    for step in steps:
        head, text = _equation(scene, step, result, measure)
        if text and text not in said:
            said.add(text)
            yield head, text


def _equation(scene: Scene, step: int, result: Result | None, measure: Measure) -> Row:
    there = player.at_step(replace(scene, detail=Detail.WINDOW), step)
    derived = derive(there)
    stage = StageInput(derived, result, View(), Moment(there.step), *FIGURE, measure)
    equation = compose(stage).equation
    place = derived.place(there.step)[0 if derived.planes > 1 else 1 :]
    head = f"Step {there.step + 1:,}"
    if not is_line(scene):
        head += f" ({', '.join(str(at + 1) for at in place)})"
    if equation is None:
        return head, ""
    lines = ("".join(token.text for token in line).strip() for line in equation.lines)
    return head, "\n".join(lines)


def _parameters(derived: Derivation) -> list[Row]:
    scene = derived.scene
    rows: list[Row] = []
    if isinstance(derived, Stacked):
        rows.append(("Input", f"{scene.input.image.name}, {_by(plane_shape(scene.input))}"))
        named = zip(scene.stack, derived.stack.shapes[1:], strict=False)
        return rows + [
            (f"{number}  {layer.name or layer.kind.value}", _layer(layer, shape))
            for number, (layer, shape) in enumerate(named, start=1)
        ]
    if isinstance(derived, Filled):
        return solid_parameters(derived)
    if isinstance(derived, Counted):
        return _stamp_layers(derived)
    if isinstance(derived, Convolved) and is_line(scene):
        return line_parameters(derived)
    parameters = scene.parameters
    rows += [
        ("Input", f"{scene.input.image.name}, {_by(plane_shape(scene.input))}"),
        *_weights(derived),
        ("Stride", _pair(parameters.stride)),
        ("Padding", _padding(scene)),
        ("Dilation", _pair(parameters.dilation)),
    ]
    if parameters.bias and not isinstance(derived, Mixed | Separated):
        rows.append(("Bias", short(parameters.bias)))
    if parameters.flip:
        rows.append(("Kernel turned", "by 180° (true convolution)"))
    match derived:
        case Stamped():
            rows.append(("Output padding", _pair(scene.transposed.output_padding)))
            rows.append(("Result", _by(derived.result_shape)))
        case Factored():
            rows += spatial_rows(derived)
        case Multiplied():
            rows.append(("Matrix C", _by(derived.matrix_shape)))
            rows.append(("Output", _by(derived.small_shape)))
        case Convolved():
            rows.append(("Output", _by(derived.output_shape)))
        case Mixed():
            rows.append(("Output", _channels(derived.output_shape, derived.planes)))
        case Separated():
            rows.append(("Output", _channels(derived.output_shape, derived.weights.count)))
    return rows


def _weights(derived: Derivation) -> list[Row]:
    """What the input is convolved with."""
    match derived:
        case Mixed():
            return _filters(derived)
        case Separated():
            weights = derived.weights
            kernels = f"{weights.channels} of {_by(weights.kernel)}"
            return [
                ("Depthwise kernels", kernels),
                ("Pointwise weights", f"{weights.count} × {weights.channels}"),
            ]
        case _:
            return [_kernel(derived.scene)]


def _kernel(scene: Scene) -> Row:
    return "Kernel", f"{scene.kernel.name}, {_by(scene.kernel.shape)}"


def _filters(derived: Mixed) -> list[Row]:
    """The filters of a layer of many channels, and what it costs."""
    filters, cost = derived.filters, derived.geometry.layer.cost
    size = f"{filters.count} of {_by(filters.kernel)} × {filters.seen}"
    biases = ", ".join(map(short, filters.bias))
    rows = [
        ("Channels", str(filters.channels)),
        ("Filters", f"{filters.name}, {size}"),
        ("Biases", biases if any(filters.bias) else "all 0"),
        ("Parameters", f"{cost.parameters:,} with biases"),
        ("Multiplications", f"{cost.multiplications:,} (MACs)"),
    ]
    if filters.groups > 1:
        rows.append(("Groups", str(filters.groups)))
    if derived.scene.mixing.relu:
        rows.append(("After the sum", "ReLU, max(0, ·)"))
    following = derived.scene.mixing.following
    if following is not Following.NOTHING:
        shuffled = " after a channel shuffle" if following is Following.SHUFFLED else ""
        rows.append(("Followed by", f"a second layer with as many groups{shuffled}"))
    return rows


def _formulas(derived: Derivation) -> list[Row]:
    match derived:
        case Convolved() if is_line(derived.scene):
            across = derived.axes[1]
            return [("Output size", SYMBOLS), *_worked((across, across))]
        case Convolved() | Multiplied() | Mixed() | Separated():
            return [("Output size", SYMBOLS), *_worked(derived.axes)]
        case Stamped():
            formulas = size_formulas(derived.axes, back_tokens)
            return [("Result size", BACK_SYMBOLS), *((each.axis, each.text) for each in formulas)]
        case Factored():
            sizes = [("Output size", SYMBOLS), *_worked(derived.axes)]
            return [*sizes, *spatial_formulas(derived)]
        case Filled():
            return [("Output size", SYMBOLS), *solid_formulas(derived)]
        case Stacked():
            return _fields(derived)
        case Counted():
            worked = ("".join(token.text for token in back_tokens(axis))
                      for axis in derived.stamps.axes)  # fmt: skip
            named = ((f"layer {number}", text) for number, text in enumerate(worked, start=1))
            return [("Result size", BACK_SYMBOLS), *named]
        case _:
            assert_never(derived)


def _stamp_layers(derived: Counted) -> list[Row]:
    stamps, overlap = derived.stamps, derived.scene.overlap
    rows: list[Row] = [("Inputs", f"{overlap.size} along each axis")]
    for number, (layer, size) in enumerate(zip(overlap.layers, stamps.sizes[1:], strict=True), 1):
        words = f"kernel {layer.kernel}, stride {layer.stride}, padding {layer.padding}"
        rows.append((f"Layer {number}", f"{words}, dilation {layer.dilation} → {size}"))
    return rows


def _worked(axes: tuple[Axis, Axis]) -> list[Row]:
    return [(each.axis, each.text) for each in size_formulas(axes, size_tokens)]


def _fields(derived: Stacked) -> list[Row]:
    """How the field grows from layer to layer, along the rows."""
    rows: list[Row] = [("Field of a unit", "field below + (k − 1)·d·jump below")]
    stack = derived.stack
    for level in range(1, stack.levels):
        layer, below, here = (
            stack.layers[level - 1],
            stack.fields(level - 1)[0],
            stack.fields(level),
        )
        if layer.kind is LayerKind.TRANSPOSED:
            rows.append((f"layer {level}", f"{here[0].size} (transposed)"))
            continue
        taps, dilation = layer.kernel[0], layer.dilation[0]
        rows.append(
            (
                f"layer {level}",
                f"{below.size} + ({taps} − 1)·{dilation}·{below.jump} = {here[0].size}",
            )
        )
    return rows


def _layer(layer: Layer, shape: Pair) -> str:
    words = [f"kernel {_by(layer.kernel)}", f"stride {_pair(layer.stride)}"]
    if any(cells for side in layer.padding for cells in side):
        words.append(f"padding {_sides(layer.padding)}")
    if layer.dilation != (1, 1):
        words.append(f"dilation {_pair(layer.dilation)}")
    return f"{', '.join(words)} → {_by(shape)}"


def _padding(scene: Scene) -> str:
    padding, mode = scene.parameters.padding, scene.parameters.padding_mode
    words = padding if isinstance(padding, str) else _sides(padding)
    return words if mode == "zeros" else f"{words}, {mode}"


def _sides(sides: tuple[Pair, Pair]) -> str:
    (top, bottom), (left, right) = sides
    if len({top, bottom, left, right}) == 1:
        return str(top)
    return f"top {top}, bottom {bottom}, left {left}, right {right}"


def _pair(pair: Pair) -> str:
    return str(pair[0]) if pair[0] == pair[1] else f"{pair[0]} down, {pair[1]} right"


def _channels(shape: Pair, count: int) -> str:
    return f"{_by(shape)}, {count} channel{'' if count == 1 else 's'}"


def _by(pair: Pair) -> str:
    return f"{pair[0]:,} × {pair[1]:,}"
