"""The step of a 3D convolution in numbers and words: equations plane by plane, and sentences."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import chain, groupby
from typing import Any

from app.core import Step
from app.picture.elements import Equation, Role, Token
from app.picture.lettering.digits import about, counted, equals, full, is_rounded, product, short
from app.picture.solid.closeup import slice_sum
from app.picture.solid.focus import Scatter3, SolidFocus
from app.picture.stage.equation import MOST_PRODUCTS, Line, Page, exactness, laid_out, partial_sum
from app.picture.stage.focus import Gather
from app.state.solid.choices import Triple
from app.state.solid.derived import Filled


def equation(focus: SolidFocus, page: Page) -> Equation:
    """The products slice by slice with their sums, or the sums alone where these do not fit."""
    if focus.scatter is not None:
        return _scatter_equation(focus.scatter, page)
    gather = focus.gather
    note = exactness(gather, f"output {_place(gather.step.output[1:])}")
    if gather.taps <= MOST_PRODUCTS:
        written = laid_out((_written_out(gather),), (note,), page)
        if written.size >= round(page.type_.key):
            return written
    folded = (*_sums(gather), *_result(gather))
    return laid_out(((folded,),), (f"{note}; a sum for each slice", note), page)


def contrast_equation(derived: Filled, focus: SolidFocus, page: Page) -> Equation:
    """The same place twice: summed over all channels, and over the slices of the window."""
    gather = focus.gather
    _, depth, row, column = gather.step.output
    flat = derived.flat_step(row, column)
    channels = [sum(plane.ravel().tolist()) for plane in flat.products]
    last = depth_span(gather.step)
    lines = (
        (Token("as channels, 2D:  ", Role.SOFT), *_total_of(channels, flat)),
        (Token("as slices, 3D:  ", Role.SOFT), *_sums(gather), *_result(gather)),
    )
    note = (
        f"plane ({row + 1}, {column + 1}): all {len(channels)} channels; "
        f"volume {_place((depth, row, column))}: {last}"
    )
    return laid_out((lines,), (note, last), page)


def depth_span(step: Step) -> str:
    """The slices that a window meets, in words."""
    window = step.window[0]
    if len(window) == 1:
        return f"slice {window[0] + 1}"
    if window.step == 1:
        return f"slices {window[0] + 1} to {window[-1] + 1}".replace("-", "−")
    return "slices " + ", ".join(str(at + 1) for at in window).replace("-", "−")


def _total_of(sums: list[Any], step: Step) -> Line:
    tokens: list[Token] = []
    for place, total in enumerate(sums):
        tokens += [Token(" + ")] if place else []
        tokens.append(Token(product(short(total)), Role.STEP, full=full(total)))
    equals = _equals(step.total, chain(sums, (step.bias,)))
    return (*tokens, *_bias(step), *(replace(token, beside=True) for token in equals))


def _written_out(gather: Gather) -> tuple[Line, ...]:
    """A line for each slice of the kernel, and one that adds their sums."""
    depth = len(gather.step.products[0])
    rows = tuple(line for at in range(depth) if (line := _slice_line(gather, at)))
    if depth == 1:
        return ((*rows[0][1:-2], *_result(gather)),)
    return (*rows, (Token("together  ", Role.SOFT), *_sums(gather), *_result(gather)))


def _slice_line(gather: Gather, at: int) -> Line:
    """The products of one slice and their sum, as far as they have appeared."""
    step = gather.step
    parts = [array[0, at].ravel().tolist() for array in (step.values, step.weights, step.products)]
    shown = max(0, gather.taps - at * len(parts[0]))
    tokens: list[Token] = []
    for value, weight, made in list(zip(*parts, strict=True))[:shown]:
        tokens += [Token(" + ")] if tokens else []
        tokens += [
            Token(product(short(value)), Role.INPUT, not made, full=full(value)),
            Token("·", faded=not made),
            Token(product(short(weight)), Role.KERNEL, not made, full=full(weight)),
        ]
    if not tokens:
        return ()
    total = slice_sum(gather, at)
    rounded = any(map(is_rounded, chain((total,), *(part[:shown] for part in parts[:2]))))
    head = Token(f"slice {at + 1}  ", Role.SOFT)
    equals = Token(" ≈ " if rounded else " = ")
    return (head, *tokens, equals, Token(short(total), Role.STEP, full=full(total)))


def _sums(gather: Gather) -> Line:
    """The slices' sums, with signs between them."""
    tokens: list[Token] = []
    size = gather.step.weights[0, 0].size
    for at in range(-(-gather.taps // size)):
        total = slice_sum(gather, at)
        tokens += [Token(" + ")] if at else []
        tokens.append(Token(product(short(total)), Role.STEP, full=full(total)))
    return tuple(tokens)


def _result(gather: Gather) -> Line:
    step = gather.step
    complete = gather.taps >= step.products.size
    sums = [slice_sum(gather, at) for at in range(len(step.products[0]))]
    total = partial_sum(gather)
    return (*(_bias(step) if complete else ()), *_equals(total, chain(sums, (step.bias,))))


def _bias(step: Step) -> Line:
    if not step.bias:
        return ()
    bias = Token(product(short(step.bias)), Role.KERNEL, full=full(step.bias))
    return Token(" + "), bias, Token(" bias", Role.SOFT)


def _equals(total: Any, shown: Iterator[Any] | chain[Any]) -> Line:
    rounded = is_rounded(total) or any(map(is_rounded, shown))
    result = Token(short(total), Role.OUTPUT, bold=True, full=full(total))
    return Token("  ≈  " if rounded else "  =  "), result


def _scatter_equation(scatter: Scatter3, page: Page) -> Equation:
    """What one input cell adds to each output that it reaches, slice by slice."""
    value = Token(short(scatter.value), Role.INPUT, bold=True, full=full(scatter.value))
    where = Token(f"input {_place(scatter.at)}", Role.SOFT)
    head = (where, Token(f" {equals(scatter.value)} "), value)
    if not scatter.gains:
        return laid_out(((head,),), ("no window covers this cell",), page)
    note = _reached(scatter)
    for lines in (tuple(_gain_lines(scatter, True)), tuple(_gain_lines(scatter, False))):
        told = laid_out((((*head, Token("   ")), *lines),), (note,), page)
        if told.size >= round(page.type_.key):
            return told
    return laid_out(((head,),), (note,), page)


def _gain_lines(scatter: Scatter3, places: bool) -> Iterator[Line]:
    """A line for each output slice; with the places of the outputs, or their weights alone."""
    for depth, gains in groupby(scatter.gains, lambda gain: gain.at[0]):
        line = [Token(f"→ slice {depth + 1}: ", Role.OUTPUT)]
        for gain in gains:
            if places:
                line.append(Token(f"({gain.at[1] + 1}, {gain.at[2] + 1}) ", Role.OUTPUT))
            line += [
                Token(short(scatter.value), Role.INPUT, full=full(scatter.value)),
                Token("·"),
                Token(product(short(gain.weight)), Role.KERNEL, full=full(gain.weight)),
                Token("   "),
            ]
        yield tuple(line)


def _reached(scatter: Scatter3) -> str:
    """How many outputs in how many slices, and through how many taps where these are more."""
    outputs, taps = len(scatter.gains), sum(len(gain.taps) for gain in scatter.gains)
    slices = len({gain.at[0] for gain in scatter.gains})
    one = f"reaches {outputs} output{'' if outputs == 1 else 's'}"
    where = f"{one} in {slices} slice{'' if slices == 1 else 's'}"
    return where if taps == outputs else f"{where} through {taps} taps"


def spoken(derived: Filled, focus: SolidFocus) -> str:
    """The step in one sentence."""
    scatter = focus.scatter
    if scatter is not None:
        reached = _reached(scatter) if scatter.gains else "is used by no window"
        return f"Input {_named(scatter.at)} is {about(scatter.value)} and {reached}."
    gather = focus.gather
    if focus.tap is not None:
        return _tap_words(derived, gather.step, focus.tap)
    total = about(partial_sum(gather))
    where = f"output {_named(gather.step.output[1:])}"
    if gather.taps < derived.taps:
        sums = f"{where} is {total} after {gather.taps} of {derived.taps} products"
    else:
        bias = f" plus the bias {about(gather.step.bias)}" if gather.step.bias else ""
        count = f"{derived.taps} products" if derived.taps > 1 else "one product"
        sums = f"{where} is {total}, the sum of {count} from {depth_span(gather.step)}{bias}"
    if gather.pointed:
        return f"Pointed at: {sums}."
    return f"{counted(gather.step.index, derived.steps)}: {sums}."


def _tap_words(derived: Filled, step: Step, tap: Triple) -> str:
    """A weight, and the input cell that it meets in the present step."""
    met = [window[at] for window, at in zip(step.window, tap, strict=True)]
    weight = about(derived.geometry.weights[tap])
    return f"Kernel {_named(tap)} is {weight} and meets input {_named(tuple(met))} in this step."


def _named(at: tuple[int, ...]) -> str:
    depth, row, column = (str(place + 1).replace("-", "−") for place in at)
    return f"slice {depth}, row {row}, column {column}"


def _place(at: tuple[int, ...]) -> str:
    return f"({', '.join(str(place + 1) for place in at)})".replace("-", "−")
