"""A step of a 1×1 layer in numbers and in words."""

from __future__ import annotations

from collections.abc import Iterator

from app.content.channels import channel_names
from app.picture.channels.focus import Spread
from app.picture.elements import Equation, Role, Token
from app.picture.lettering.digits import (
    about,
    as_fraction,
    count_of,
    counted,
    equals,
    full,
    is_rounded,
    product,
    row_and_column,
    short,
)
from app.picture.pointwise.focus import PixelFocus
from app.picture.stage.equation import (
    MOST_PRODUCTS,
    Line,
    Page,
    first_that_fits,
    how_exact,
    laid_out,
)
from app.state.channels.pixel import PixelProduct
from app.state.channels.principal import kept_shares, sampled, spread_of_input
from app.state.derive import Mixed
from app.state.prepare import plane_shape

MOST_SHARES = 4
"""Shares of the variance that are written out; of more, what they add up to."""


def equation(derived: Mixed, pixel: PixelProduct, focus: PixelFocus, page: Page) -> Equation:
    """The present filter's sum; of an input cell what it adds to each output channel."""
    if focus.mix.spread is not None:
        return _spread_equation(derived, focus.mix.spread, page)
    taps = focus.gather.taps
    tail = tuple(_tail(derived, pixel, focus))
    counted = (Token(f"Σ of {count_of(taps, 'product')}", Role.SOFT), *tail)
    choices: tuple[tuple[Line, ...], ...] = ((counted,),)
    if taps <= MOST_PRODUCTS:
        terms = list(_terms(pixel, focus))
        flat = tuple(token for term in terms for token in term)[1:]
        half = (len(terms) + 1) // 2
        first = tuple(token for term in terms[:half] for token in term)[1:]
        rest = tuple(token for term in terms[half:] for token in term)
        choices = ((flat + tail,), (first, rest + tail), *choices)
    return first_that_fits(choices, _notes(derived, pixel, focus), page)


def _terms(pixel: PixelProduct, focus: PixelFocus) -> Iterator[Line]:
    """Each product, led by a plus."""
    pairs = zip(pixel.values, pixel.matrix[focus.filter], strict=True)
    for value, weight in list(pairs)[: focus.gather.taps]:
        faded = not value * weight
        yield (
            Token(" + "),
            Token(product(short(value)), Role.INPUT, faded, full=full(value)),
            Token("·", faded=faded),
            Token(product(as_fraction(weight)), Role.KERNEL, faded, full=full(weight)),
        )


def _tail(derived: Mixed, pixel: PixelProduct, focus: PixelFocus) -> Iterator[Token]:
    """The bias, the sum, and what the ReLU leaves of it."""
    number, taps = focus.filter, focus.gather.taps
    complete = taps >= len(pixel.values)
    bias, total = pixel.bias[number], pixel.so_far(number, taps)
    if complete and bias:
        yield Token(" + ")
        yield Token(product(short(bias)), Role.KERNEL, full=full(bias))
        yield Token(" bias", Role.SOFT)
    shown = (total, bias, *pixel.values[:taps], *pixel.matrix[number, :taps])
    yield Token("  ≈  " if any(map(is_rounded, shown)) else "  =  ")
    last = not (complete and derived.scene.mixing.relu)
    yield Token(short(total), Role.OUTPUT, bold=last, full=full(total), on_the_way=not last)
    if not last:
        yield Token("   →   max(0, ", Role.SOFT)
        yield Token(short(total), Role.OUTPUT, on_the_way=True)
        yield Token(")  =  ", Role.SOFT)
        result = pixel.results[number]
        yield Token(short(result), Role.OUTPUT, bold=True, full=full(result))


def _notes(derived: Mixed, pixel: PixelProduct, focus: PixelFocus) -> tuple[str, ...]:
    where = f"output {focus.filter + 1} ({focus.row + 1}, {focus.column + 1})"
    taps, total = focus.gather.taps, pixel.sums[focus.filter]
    return how_exact(where, taps, derived.filters.channels, total), where


def _spread_equation(derived: Mixed, spread: Spread, page: Page) -> Equation:
    """What one channel of a pixel adds to each output channel."""
    name = channel_names(derived.scene)[spread.channel]
    value = Token(short(spread.value), Role.INPUT, bold=True, full=full(spread.value))
    where = f"input {name} ({spread.row + 1}, {spread.column + 1})"
    head: Line = (Token(where, Role.SOFT), Token(f" {equals(spread.value)} "), value)
    if not spread.count:
        return laid_out(((head,),), ("the stride steps over this pixel",), page)
    gets = [tuple(_gain(derived, spread, number)) for number in range(derived.planes)]
    half = (len(gets) + 1) // 2
    flat = tuple(token for gain in gets for token in gain)
    parts = tuple(tuple(token for gain in part for token in gain)
                  for part in (gets[:half], gets[half:]))  # fmt: skip
    choices = (((*head, *flat),), ((*head, *parts[0]), parts[1])) if len(gets) > 1 else (
        ((*head, *flat),),
    )  # fmt: skip
    outputs = count_of(spread.count, "output channel")
    return first_that_fits((*choices, (head,)), (f"reaches {outputs}, at the same place",), page)


def _gain(derived: Mixed, spread: Spread, number: int) -> Iterator[Token]:
    weight = derived.geometry.weights[number, spread.channel, 0, 0]
    yield Token(f"   →{number + 1} ", Role.OUTPUT)
    yield Token(short(spread.value), Role.INPUT, full=full(spread.value))
    yield Token("·")
    yield Token(product(as_fraction(weight)), Role.KERNEL, full=full(weight))


def spoken(derived: Mixed, pixel: PixelProduct, focus: PixelFocus) -> str:
    """The step, or what is pointed at, in one sentence."""
    spread = focus.mix.spread
    if spread is not None:
        name = channel_names(derived.scene)[spread.channel]
        where = f"Input {name}, {row_and_column(spread.row, spread.column)}"
        reached = f"reaches {count_of(spread.count, 'output channel')} at the same place"
        if not spread.count:
            reached = "is stepped over"
        return f"{where} is {about(spread.value)} and {reached}."
    number, taps, channels = focus.filter, focus.gather.taps, derived.filters.channels
    total = about(pixel.so_far(number, taps))
    where = f"output channel {number + 1}, {row_and_column(focus.row, focus.column)}"
    if taps < channels:
        return f"{_lead(derived, focus)}{where} is {total} after {taps} of {channels} products."
    sums = f"{where} is {total}, the sum of {count_of(channels, 'product')}"
    if pixel.bias[number]:
        sums += f" plus the bias {about(pixel.bias[number])}"
    if derived.scene.mixing.relu:
        sums += f"; the ReLU makes it {about(pixel.results[number])}"
    return f"{_lead(derived, focus)}{sums}."


def _lead(derived: Mixed, focus: PixelFocus) -> str:
    step = focus.gather.step.index
    if focus.gather.pointed:
        return "Pointed at: "
    return f"{counted(step, derived.steps)}: "


def about_filters(derived: Mixed) -> tuple[str, ...]:
    """What the filters make of the channels, in words of several lengths, the longest first.

    Of a photo the share of the variance along each filter, where the filters are at right angles
    so that shares add up; else how the number of channels changes.
    """
    filters = derived.filters
    (rows, columns), (high, wide) = plane_shape(derived.scene.input), derived.output_shape
    change = f"{rows} × {columns} × {filters.channels} to {high} × {wide} × {filters.count}"
    scene = derived.scene
    shares = kept_shares(scene.input, scene.mixing.source, filters) if derived.is_photo else ()
    if not shares:
        return f"{change}: a fully connected layer at each pixel", change
    spread = spread_of_input(scene.input, scene.mixing.source)
    looked = "".join(f", measured {words}" for words in (sampled(scene.input, spread),) if words)
    if len(shares) > MOST_SHARES:
        kept = f"the {len(shares)} outputs together keep {_share(sum(shares))} of the variance"
    else:
        first, *rest = map(_share, shares)
        kept = f"output 1 keeps {first} of the variance"
        others = [f"output {number} {share}" for number, share in enumerate(rest, start=2)]
        kept = ", ".join((kept, *others))
    whole = kept.replace("the variance", "the channels' variance over the pixels")
    return tuple(f"{words[0].upper()}{words[1:]}" for words in (whole + looked, whole, kept))


def _share(value: float) -> str:
    return f"{value:.1%}"
