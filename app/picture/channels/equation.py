"""The step of many channels as an equation, grouped by channel."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from math import ceil
from typing import Any

from app.content.channels import channel_names, term_name
from app.picture.channels.focus import MixFocus, Spread
from app.picture.channels.parts import channel_sums
from app.picture.elements import Equation, Role, Token
from app.picture.lettering.digits import count_of, equals, full, is_rounded, product, short
from app.picture.stage.equation import Line, Page, exactness, laid_out, partial_sum
from app.picture.stage.focus import Gain, Gather, Scatter
from app.state.channels.choices import Summing
from app.state.derive import Mixed

MOST_PRODUCTS = 60
"""Of more products the sums of the channels are shown."""
FEW_PRODUCTS = 8
"""Up to so many stand on one line, if it holds them."""
MOST_GROUPS = 24
"""Of more channels the first sums are written."""
MOST_NAMED = 6
"""Of more channels the sums stand without their names."""


def equation(derived: Mixed, focus: MixFocus, page: Page) -> Equation:
    """The sum of the step, or what the pointed input cell adds."""
    if focus.spread is not None and focus.weight is None:
        return spread_equation(derived, focus.spread, page)
    return gather_equation(derived, focus.gather, page)


def gather_equation(derived: Mixed, gather: Gather, page: Page) -> Equation:
    """The products that have appeared by channel, the channels' sums, the bias, the result."""
    note, tail = _note(gather), _result(gather)
    written = list(_written_out(derived, gather, tail))
    sums = [(*lines[:-1], lines[-1] + tail) for lines in _sums(derived, gather)]
    for choices, words in ((written, note), (sums, f"{note}; sums of the channels")):
        for lines in choices:
            made = laid_out((lines,), (words, note), page)
            if made.size >= round(page.type_.key):
                return made
    counted = (Token(f"Σ of {count_of(gather.taps, 'product')}", Role.SOFT), *tail)
    return laid_out(((counted,),), (note,), page)


def _written_out(derived: Mixed, gather: Gather, tail: Line) -> Iterator[tuple[Line, ...]]:
    """Every product: on one line, or on a line for each channel."""
    if gather.taps > MOST_PRODUCTS:
        return
    groups = list(_groups(derived, gather))
    if (
        derived.scene.mixing.summing is Summing.WHOLE
        or len(groups) == 1
        or gather.taps <= FEW_PRODUCTS
    ):
        yield (tuple(token for group in groups for token in group)[1:] + tail,)
    if len(groups) > 1:
        yield _by_line(groups, tail)


def _by_line(groups: list[Line], tail: Line) -> tuple[Line, ...]:
    """A line for each channel, the result behind the last."""
    lines = [(Token("    "), *groups[0][1:]), *groups[1:]]
    lines[-1] = lines[-1] + tail
    return tuple(lines)


def _groups(derived: Mixed, gather: Gather) -> Iterator[Line]:
    """For each channel a plus, and its products in brackets after its name."""
    step, names = gather.step, channel_names(derived.scene)
    seen = derived.filters.sees(step.output[0])
    whole = derived.scene.mixing.summing is Summing.WHOLE
    shown = 0
    for place, (values, weights) in enumerate(zip(step.values, step.weights, strict=True)):
        tokens: list[Token] = []
        for value, weight in zip(values.ravel(), weights.ravel(), strict=True):
            if shown == gather.taps:
                break
            shown += 1
            faded = not (value and weight)
            tokens += (
                Token(" + "),
                Token(product(short(value)), Role.INPUT, faded, full=full(value)),
                Token("·", faded=faded),
                Token(product(short(weight)), Role.KERNEL, faded, full=full(weight)),
            )
        if tokens and whole:
            yield tuple(tokens)
        elif tokens:
            name = Token(term_name(names[seen[place]]), Role.INPUT)
            yield (Token(" + "), name, Token("("), *tokens[1:], Token(")"))


def _sums(derived: Mixed, gather: Gather) -> Iterator[tuple[Line, ...]]:
    """The sums of several channels, on one line, and on more."""
    if derived.filters.seen == 1:
        return
    names = channel_names(derived.scene)
    seen = derived.filters.sees(gather.step.output[0])
    named = len(seen) <= MOST_NAMED
    terms: list[Line] = []
    for channel, value in list(zip(seen, channel_sums(gather), strict=True))[:MOST_GROUPS]:
        number = Token(product(short(value)), Role.STEP, full=full(value))
        name = (Token(term_name(names[channel]), Role.INPUT),) if named else ()
        terms.append((Token(" + "), *name, number))
    if len(seen) > MOST_GROUPS:
        terms.append((Token(" + …"),))
    for lines in (1, 2, 3):
        each = ceil(len(terms) / lines)
        parts = [terms[at : at + each] for at in range(0, len(terms), each)]
        made = [tuple(token for term in part for token in term) for part in parts]
        yield (made[0][1:], *made[1:])


def _result(gather: Gather) -> Line:
    """The bias and the sum; ≈ where the result is rounded."""
    step, total = gather.step, partial_sum(gather)
    tokens: list[Token] = []
    if gather.taps >= step.products.size and step.bias:
        text = product(short(step.bias))
        tokens += (Token(" + "), Token(text, Role.KERNEL, full=full(step.bias)))
        tokens.append(Token(" bias", Role.SOFT))
    tokens.append(Token("  ≈  " if _rounded(gather, total) else "  =  "))
    tokens.append(Token(short(total), Role.OUTPUT, bold=True, full=full(total)))
    return tuple(tokens)


def _rounded(gather: Gather, total: Any) -> bool:
    step = gather.step
    factors = (*step.values.ravel().tolist(), *step.weights.ravel().tolist())
    return any(map(is_rounded, (total, step.bias, *factors)))


def _note(gather: Gather) -> str:
    channel, row, column = (at + 1 for at in gather.step.output)
    return exactness(gather, f"output {channel}, ({row}, {column})")


def spread_equation(derived: Mixed, spread: Spread, page: Page) -> Equation:
    """What one input cell adds, a line for each output channel."""
    name = channel_names(derived.scene)[spread.channel]
    head: Line = (
        Token(f"input {name} ({spread.row + 1}, {spread.column + 1})", Role.SOFT),
        Token(f" {equals(spread.value)} "),
        Token(short(spread.value), Role.INPUT, bold=True, full=full(spread.value)),
    )
    if not spread.count:
        return laid_out(((head,),), ("no window covers this cell",), page)
    note = spread_words(spread)
    for by_row in (False, True):
        lines = [
            _spread_line(number, some, spread)
            for number, scatter in spread.outputs
            for some in (_rows(scatter) if by_row else (scatter.gains,))
        ]
        made = laid_out(((head + (Token("   "),) + lines[0], *lines[1:]),), (note,), page)
        if made.size >= round(page.type_.key):
            return made
    return laid_out(((head,),), (note,), page)


def _rows(scatter: Scatter) -> Iterator[tuple[Gain, ...]]:
    """The outputs of one row after another."""
    for _, some in groupby(scatter.gains, lambda gain: gain.row):
        yield tuple(some)


def spread_words(spread: Spread) -> str:
    """How many outputs it reaches, in how many channels."""
    channels = len(spread.outputs)
    outputs = f"reaches {spread.count} output{'' if spread.count == 1 else 's'}"
    return f"{outputs} in {channels} channel{'' if channels == 1 else 's'}"


def _spread_line(number: int, gains: Sequence[Gain], spread: Spread) -> Line:
    tokens: list[Token] = [Token(f"output {number + 1}: ", Role.SOFT)]
    for gain in gains:
        tokens += (
            Token(f"({gain.row + 1}, {gain.column + 1}) ", Role.OUTPUT),
            Token(short(spread.value), Role.INPUT, full=full(spread.value)),
            Token("·"),
            Token(product(short(gain.weight)), Role.KERNEL, full=full(gain.weight)),
            Token("   "),
        )
    return tuple(tokens)


def copied(derived: Mixed, focus: MixFocus) -> str:
    """The equation in one line, with all digits, for the clipboard."""
    if focus.spread is not None and focus.weight is None:
        return _copied_spread(derived, focus.spread)
    gather = focus.gather
    step, names = gather.step, channel_names(derived.scene)
    groups: list[str] = []
    shown = 0
    for channel, values, weights in zip(
        derived.filters.sees(focus.filter), step.values, step.weights, strict=True
    ):
        pairs = list(zip(values.ravel(), weights.ravel(), strict=True))[: gather.taps - shown]
        shown += len(pairs)
        terms = (f"{product(full(value))}·{product(full(weight))}" for value, weight in pairs)
        if pairs:
            groups.append(f"{term_name(names[channel])}({' + '.join(terms)})")
    if gather.taps >= step.products.size and step.bias:
        groups.append(product(full(step.bias)))
    return f"{' + '.join(groups)} = {full(partial_sum(gather))}"


def _copied_spread(derived: Mixed, spread: Spread) -> str:
    name, value = channel_names(derived.scene)[spread.channel], full(spread.value)
    gets = (
        f"output {number + 1}, ({gain.row + 1}, {gain.column + 1}) gets "
        f"{value}·{product(full(gain.weight))} = {full(gain.value)}"
        for number, scatter in spread.outputs
        for gain in scatter.gains
    )
    return f"input {name} ({spread.row + 1}, {spread.column + 1}) = {value}: {'; '.join(gets)}"
