"""The step as an equation: products with their signs, wrapped by kernel row, then folded."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import chain, pairwise
from math import ceil, isfinite
from typing import Any

from app.picture.elements import Equation, Rect, Role, Token
from app.picture.lettering.digits import count_of, equals, full, is_rounded, product, short
from app.picture.lettering.measure import Measure
from app.picture.lettering.terms import PLUS, edges, hung, table_edges, token_width
from app.picture.lettering.typography import Sizes
from app.picture.stage.focus import Focus, Gain, Gather, Scatter

Line = tuple[Token, ...]
LINE = 1.32
"""Line height over letter size."""
SHARES = (1.0, 0.85, 0.72, 0.62, 0.56)
"""Letter sizes that are tried, as shares of the largest."""
REFERENCE = 32.0
"""Widths are measured once at this size, since they grow with it."""
MOST_LINES = (2, 3)
"""In so many lines the products of a single row are tried."""
MOST_PRODUCTS = 49
"""An equation of more products fits no stage; its rows are summed."""


@dataclass(frozen=True, slots=True)
class Page:
    """Where an equation may stand, and how letters are measured there."""

    rect: Rect
    type_: Sizes
    measure: Measure


def gather_equation(gather: Gather, page: Page) -> Equation:
    """The products that have appeared, their sum, the bias, the result."""
    note = exactness(gather, f"{gather.name} {gather.place}")
    folded = () if gather.line else ((_folded(gather), f"{note}; sums of the kernel's rows"),)
    for choices, words in (*((each, note) for each in _written_out(gather)), *folded):
        fits = ((_fitting(lines, words, page), lines) for lines in choices)
        size, lines = max(fits, key=lambda fit: fit[0], default=(0.0, ()))
        if size:
            return _placed(lines, size, words, page)
    counted = (Token(f"Σ of {count_of(gather.taps, 'product')}", Role.SOFT), *_result(gather, ()))
    return _placed((counted,), page.type_.key, note, page)


def _written_out(gather: Gather) -> tuple[tuple[tuple[Line, ...], ...], ...]:
    """Every product: in one line or a line for each kernel row, whichever has larger letters.

    A single row takes more lines only where it must.
    """
    if gather.taps > MOST_PRODUCTS:
        return ()
    factors = (gather.step.values, gather.step.weights)
    tail = _result(gather, chain(*(factor.ravel()[: gather.taps] for factor in factors)))
    rows = list(_product_rows(gather))
    flat = _without_plus(tuple(token for row in rows for token in row))
    if len(rows) == 1:
        parted = ((_rows_then(_parted(rows[0], lines), tail),) for lines in MOST_LINES)
        return ((flat + tail,),), *parted
    return (((flat + tail,), _rows_then(rows, tail)),)


def _parted(row: Line, lines: int) -> list[Line]:
    """A row's products in so many lines, as even as they can be."""
    starts = [place for place, token in enumerate(row) if token.text == PLUS]
    cuts = [*starts[:: ceil(len(starts) / lines)], len(row)]
    return [row[start:end] for start, end in pairwise(cuts)]


def _folded(gather: Gather) -> tuple[tuple[Line, ...], ...]:
    """The sums of the kernel's rows, with the result beside or below."""
    totals = list(_row_sums(gather))
    sums = _without_plus(tuple(token for total in totals for token in _row_sum(total)))
    tail = _result(gather, totals)
    return (sums + tail,), (sums, tail)


def scatter_equation(scatter: Scatter, page: Page) -> Equation:
    """What one input cell adds to each output that it reaches."""
    where = f"{scatter.name} {scatter.place}"
    value = Token(short(scatter.value), Role.INPUT, bold=True, full=full(scatter.value))
    head = (Token(where, Role.SOFT), Token(f" {equals(scatter.value)} "), value)
    if not scatter.gains:
        return _placed((head,), page.type_.key, "no window covers this cell", page)
    note = scatter.words
    rows = _gain_rows(scatter)
    one_line = (head + tuple(token for row in rows for token in row),)
    by_row = (head + rows[0], *rows[1:])
    size, lines = max(
        ((_fitting(lines, note, page), lines) for lines in (one_line, by_row)),
        key=lambda fit: fit[0],
    )
    if not size:
        size, lines = page.type_.key, (head,)
    return _placed(lines, size, note, page)


def plain_equation(tokens: Line, note: str, page: Page) -> Equation:
    """One line that is no sum of products, with its note."""
    return _placed((tokens,), _fitting((tokens,), note, page) or page.type_.key, note, page)


def _gain_rows(scatter: Scatter) -> list[Line]:
    """What each output gets, one tuple of tokens per output row."""
    rows: dict[int, Line] = {}
    for gain in scatter.gains:
        tokens = tuple(_gain_tokens(scatter, gain))
        rows[gain.row] = rows.get(gain.row, (Token("   "),)) + tokens
    return list(rows.values())


def _gain_tokens(scatter: Scatter, gain: Gain) -> Iterator[Token]:
    yield Token(f"→{scatter.reached(gain)} ", Role.OUTPUT)
    yield Token(short(scatter.value), Role.INPUT, full=full(scatter.value))
    yield Token("·")
    yield Token(_weights(gain, short), Role.KERNEL, full=_weights(gain, full))
    yield Token("   ")


def _weights(gain: Gain, write: Callable[[Any], str]) -> str:
    """The weight of its tap; of several taps their sum, in parentheses."""
    if len(gain.taps) == 1:
        return product(write(gain.weight))
    terms = (product(write(reach.weight)) for reach in gain.taps)
    return f"({' + '.join(terms)})"


def _product_rows(gather: Gather) -> Iterator[Line]:
    """One tuple of tokens per kernel row, each term led by a plus."""
    step = gather.step
    values, weights = step.values[0], step.weights[0]
    shown = 0
    for row in range(values.shape[0]):
        line: list[Token] = []
        for column in range(values.shape[1]):
            if shown == gather.taps:
                break
            shown += 1
            value, weight = values[row, column], weights[row, column]
            faded = not step.products[0, row, column]
            line += (
                Token(PLUS, faded=False),
                Token(product(short(value)), Role.INPUT, faded, full=full(value)),
                Token("·", faded=faded),
                Token(product(short(weight)), Role.KERNEL, faded, full=full(weight)),
            )
        if line:
            yield tuple(line)


def _without_plus(line: Line) -> Line:
    return line[1:] if line and line[0].text == PLUS else line


def _rows_then(rows: list[Line], tail: Line) -> tuple[Line, ...]:
    lines = [_without_plus(rows[0]), *rows[1:]]
    lines[-1] = lines[-1] + tail
    return tuple(lines)


def _row_sum(total: Any) -> Line:
    return Token(PLUS), Token(product(short(total)), Role.STEP, full=full(total))


def _row_sums(gather: Gather) -> Iterator[Any]:
    """The sum of each kernel row."""
    done = 0
    for row in gather.step.products[0]:
        taken = row[: max(0, gather.taps - done)]
        done += len(row)
        if not len(taken):
            break
        yield sum(taken.tolist())


def partial_sum(gather: Gather) -> Any:
    """The sum of the products that have appeared, with the bias once all have."""
    step = gather.step
    if gather.taps >= step.products.size:
        return step.total
    return step.running().ravel()[gather.taps - 1].item()


def _result(gather: Gather, shown: Iterable[Any]) -> Line:
    """The bias and the sum; ≈ where one of the numbers that are `shown` is rounded."""
    step = gather.step
    complete = gather.taps >= step.products.size
    total = partial_sum(gather)
    rounded = any(map(is_rounded, chain((total, step.bias), shown)))
    tokens: list[Token] = []
    if complete and step.bias:
        bias = product(short(step.bias))
        tokens += (Token(PLUS), Token(bias, Role.KERNEL, full=full(step.bias)))
        tokens.append(Token(f" {gather.added}", Role.SOFT))
    tokens.append(Token("  ≈  " if rounded else "  =  "))
    tokens.append(Token(short(total), Role.OUTPUT, bold=True, full=full(total)))
    return tuple(tokens)


def exactness(gather: Gather, where: str) -> str:
    """What a sum is of, how far it has come, and whether its number is exact."""
    step = gather.step
    return how_exact(where, gather.taps, step.products.size, step.total)


def how_exact(where: str, taps: int, products: int, total: Any) -> str:
    """The same of a sum of so many products, `taps` of which have appeared."""
    if taps < products:
        return f"{where}, {taps} of {products} products"
    if not isfinite(total):
        return f"{where}, not a finite number"
    return f"{where}, rounded" if is_rounded(total) else f"{where}, exact"


def copied(focus: Focus) -> str:
    """The equation in one line, with all digits, for the clipboard."""
    if focus.scatter is not None:
        return _copied_scatter(focus.scatter)
    step, taps = focus.gather.step, focus.gather.taps
    pairs = list(zip(step.values.ravel(), step.weights.ravel(), strict=True))[:taps]
    terms = [f"{product(full(value))}·{product(full(weight))}" for value, weight in pairs]
    if taps >= step.products.size and step.bias:
        terms.append(product(full(step.bias)))
    return f"{' + '.join(terms)} = {full(partial_sum(focus.gather))}"


def _copied_scatter(scatter: Scatter) -> str:
    value = full(scatter.value)
    gets = (
        f"output {scatter.reached(gain)} gets {value}·{_weights(gain, full)} = {full(gain.value)}"
        for gain in scatter.gains
    )
    return f"input {scatter.place} = {value}: {'; '.join(gets)}"


def laid_out(choices: tuple[tuple[Line, ...], ...], notes: tuple[str, ...], page: Page) -> Equation:
    """The choice of lines that fits in the largest letters, with the longest note that fits.

    `notes` say the same, the longest first; a note stands beside the last line, else below it.
    Where nothing fits, the last choice and note stand in the least letters.
    """
    for note in notes:
        for below in ((), ((),)):
            fits = ((_fitting(lines + below, note, page), lines + below) for lines in choices)
            size, lines = max(fits, key=lambda fit: fit[0])
            if size:
                return _placed(lines, size, note, page)
    return _placed(choices[-1], page.type_.least, notes[-1], page)


def first_that_fits(
    choices: tuple[tuple[Line, ...], ...], notes: tuple[str, ...], page: Page
) -> Equation:
    """As `laid_out`, but the first choice of lines that fits at all, with the first such note."""
    for lines in choices:
        for note in notes:
            size = _fitting(lines, note, page)
            if size:
                return _placed(lines, size, note, page)
    return laid_out(choices, notes, page)


def _fitting(lines: tuple[Line, ...], note: str, page: Page) -> float:
    """The largest of the letter sizes at which the lines fit, or 0."""
    ways = (table_edges, edges) if len(lines) > 1 else (edges,)  # a single line is no table
    manners = [way(lines, REFERENCE, page.measure) for way in ways]
    for share in SHARES:
        size = max(round(page.type_.equation * share), round(page.type_.key))
        is_low = len(lines) * LINE * size <= 0.92 * page.rect.height
        if is_low and any(
            _has_room(begun, size, size / REFERENCE, note, page) for begun in manners
        ):
            return size
    return 0


def _has_room(begun: list[list[float]], size: float, scale: float, note: str, page: Page) -> bool:
    """Whether lines that begin so, times a scale, leave the margins free, and room for the note."""
    beside = page.measure.width(note, page.type_.note) + 0.6 * size
    wide = max(*(places[-1] * scale for places in begun), begun[-1][-1] * scale + beside)
    return wide <= page.rect.width - 2 * page.type_.margin


def _placed(lines: tuple[Line, ...], size: float, note: str, page: Page) -> Equation:
    """The lines in the middle of the band, as a table where that has room."""
    left = page.rect.x + page.type_.margin
    top = page.rect.y + (page.rect.height - len(lines) * LINE * size) / 2
    shown, begun = hung(lines), table_edges(lines, size, page.measure)
    if not _has_room(begun, size, 1.0, note, page):
        shown, begun = list(lines), edges(lines, size, page.measure)
    places: list[tuple[float, float, Token]] = []
    for number, line in enumerate(shown):
        y = top + (number + 0.5) * LINE * size
        places += [(left + x, y, token) for x, token in zip(begun[number], line, strict=False)]
    x, y = left + begun[-1][-1] + 0.6 * size, top + (len(lines) - 0.5) * LINE * size
    if x + page.measure.width(note, page.type_.note) > page.rect.right:
        x, y = left, y + 0.5 * LINE * (size + page.type_.note)
    places.append((x, y, Token(note, Role.SOFT)))
    return Equation(page.rect, lines, size, note, page.type_.note, tuple(places))


def token_at(equation: Equation, measure: Measure, x: float, y: float) -> Token | None:
    """The token under a point, for all its digits on hover."""
    for left, middle, token in equation.places[:-1]:
        wide = token_width(token, equation.size, measure)
        if left <= x < left + wide and abs(y - middle) <= LINE * equation.size / 2:
            return replace(token)
    return None
