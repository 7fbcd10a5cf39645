"""The step as an equation: products with their signs, wrapped by kernel row, then folded."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from app.picture.digits import full, is_rounded, product, short
from app.picture.elements import Equation, Rect, Role, Token, Weight
from app.picture.focus import Gather, Scatter
from app.picture.measure import Measure
from app.picture.typography import Sizes

Line = tuple[Token, ...]
LINE = 1.32
"""Line height over letter size."""


@dataclass(frozen=True, slots=True)
class Page:
    """Where an equation may stand, and how letters are measured there."""

    rect: Rect
    type_: Sizes
    measure: Measure


def gather_equation(gather: Gather, page: Page) -> Equation:
    """The products that have appeared, their sum, the bias, the result."""
    rows = list(_product_rows(gather))
    tail = _result(gather)
    note = _note(gather)
    one_line = (_without_plus(tuple(token for row in rows for token in row)) + tail,)
    by_row = _rows_then(rows, tail)
    sums = _folded(gather)
    folded, folded_apart = (sums + tail,), (sums, tail)
    for choices, words in (
        ((one_line, by_row), note),
        ((folded, folded_apart), f"{note}; sums of the kernel's rows"),
    ):
        size, lines = max(
            ((_fitting(lines, words, page), lines) for lines in choices),
            key=lambda fit: fit[0],
        )
        if size:
            return _placed(lines, size, words, _copy(gather), page)
    counted = (Token(f"Σ of {gather.taps} products", Role.SOFT), *tail)
    return _placed((counted,), page.type_.key, note, _copy(gather), page)


def scatter_equation(scatter: Scatter, page: Page) -> Equation:
    """What one input cell adds to each output that it reaches."""
    where = f"input ({scatter.row + 1}, {scatter.column + 1})"
    value = Token(short(scatter.value), Role.INPUT, bold=True, full=full(scatter.value))
    head = (Token(where, Role.SOFT), Token(" = "), value)
    count = len(scatter.reaches)
    if count == 0:
        return _placed((head,), page.type_.key, "no window covers this cell", where, page)
    note = f"reaches {count} output{'s' if count > 1 else ''}"
    rows = _reach_rows(scatter)
    one_line = (head + tuple(token for row in rows for token in row),)
    by_row = (head + rows[0], *rows[1:])
    copy = f"{where} = {full(scatter.value)}: " + "; ".join(
        f"output ({r.output[1] + 1}, {r.output[2] + 1}) gets "
        f"{full(scatter.value)}·{product(full(r.weight))} = {full(r.value)}"
        for r in scatter.reaches
    )
    size, lines = max(
        ((_fitting(lines, note, page), lines) for lines in (one_line, by_row)),
        key=lambda fit: fit[0],
    )
    if not size:
        size, lines = page.type_.key, (head,)
    return _placed(lines, size, note, copy, page)


def _reach_rows(scatter: Scatter) -> list[Line]:
    """What each output gets, one tuple of tokens per output row."""
    rows: dict[int, Line] = {}
    for reach in scatter.reaches:
        row = reach.output[1]
        rows[row] = rows.get(row, (Token("   "),)) + tuple(_reach_tokens(scatter, reach))
    return list(rows.values())


def _reach_tokens(scatter: Scatter, reach: Any) -> Iterator[Token]:
    yield Token(f"→({reach.output[1] + 1}, {reach.output[2] + 1}) ", Role.OUTPUT)
    yield Token(short(scatter.value), Role.INPUT, full=full(scatter.value))
    yield Token("·")
    yield Token(product(short(reach.weight)), Role.KERNEL, full=full(reach.weight))
    yield Token("   ")


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
                Token(" + ", faded=False),
                Token(product(short(value)), Role.INPUT, faded, full=full(value)),
                Token("·", faded=faded),
                Token(product(short(weight)), Role.KERNEL, faded, full=full(weight)),
            )
        if line:
            yield tuple(line)


def _without_plus(line: Line) -> Line:
    return line[1:] if line and line[0].text == " + " else line


def _rows_then(rows: list[Line], tail: Line) -> tuple[Line, ...]:
    lines = [_without_plus(rows[0]), *rows[1:]]
    lines[-1] = lines[-1] + tail
    return tuple(lines)


def _folded(gather: Gather) -> Line:
    """The sum of each kernel row."""
    tokens: list[Token] = []
    done = 0
    for row in gather.step.products[0]:
        taken = row[: max(0, gather.taps - done)]
        done += len(row)
        if not len(taken):
            break
        total = sum(item.item() for item in taken)
        tokens += (Token(" + "), Token(product(short(total)), Role.STEP, full=full(total)))
    return _without_plus(tuple(tokens))


def partial_sum(gather: Gather) -> Any:
    """The sum of the products that have appeared, with the bias once all have."""
    step = gather.step
    if gather.taps >= step.products.size:
        return step.total
    return step.running().ravel()[gather.taps - 1].item()


def _result(gather: Gather) -> Line:
    step = gather.step
    complete = gather.taps >= step.products.size
    total = partial_sum(gather)
    rounded = is_rounded(total) or any(
        is_rounded(item) for item in (*step.values.ravel(), *step.weights.ravel())
    )
    tokens: list[Token] = []
    if complete and step.bias:
        bias = product(short(step.bias))
        tokens += (Token(" + "), Token(bias, Role.KERNEL, full=full(step.bias)))
        tokens.append(Token(" bias", Role.SOFT))
    tokens.append(Token("  ≈  " if rounded else "  =  "))
    tokens.append(Token(short(total), Role.OUTPUT, bold=True, full=full(total)))
    return tuple(tokens)


def _note(gather: Gather) -> str:
    step = gather.step
    where = f"output ({step.output[1] + 1}, {step.output[2] + 1})"
    if gather.taps < step.products.size:
        return f"{where}, {gather.taps} of {step.products.size} products"
    return f"{where}, rounded" if is_rounded(step.total) else f"{where}, exact"


def _copy(gather: Gather) -> str:
    """The equation in one line, with all digits."""
    step = gather.step
    pairs = list(zip(step.values.ravel(), step.weights.ravel(), strict=True))[: gather.taps]
    terms = [f"{product(full(value))}·{product(full(weight))}" for value, weight in pairs]
    if gather.taps >= len(step.products.ravel()) and step.bias:
        terms.append(product(full(step.bias)))
    return f"{' + '.join(terms)} = {full(partial_sum(gather))}"


def _fitting(lines: tuple[Line, ...], note: str, page: Page) -> float:
    """The largest of the letter sizes at which the lines fit, or 0."""
    largest = page.type_.equation
    letters = sum(len(token.text) for line in lines for token in line)
    if letters > 2400:
        return 0
    for share in (1.0, 0.85, 0.72, 0.62, 0.56):
        size = round(largest * share)
        size = max(size, round(page.type_.key))
        high = len(lines) * LINE * size <= page.rect.height * 0.92
        if high and _widest(lines, note, size, page) <= page.rect.width * 0.955:
            return size
    return 0


def _widest(lines: tuple[Line, ...], note: str, size: float, page: Page) -> float:
    widths = [sum(_width(token, size, page.measure) for token in line) for line in lines]
    widths[-1] += page.measure.width(note, page.type_.note) + size * 0.6
    return max(widths)


def _width(token: Token, size: float, measure: Measure) -> float:
    weight = Weight.BOLD if token.bold else Weight.REGULAR
    return measure.width(token.text, size, weight)


def _placed(lines: tuple[Line, ...], size: float, note: str, copy: str, page: Page) -> Equation:
    left = page.rect.x + 0.0225 * page.rect.width
    top = page.rect.y + (page.rect.height - len(lines) * LINE * size) / 2
    places: list[tuple[float, float, Token]] = []
    x, y = left, top
    for number, line in enumerate(lines):
        x, y = left, top + (number + 0.5) * LINE * size
        for token in line:
            places.append((x, y, token))
            x += _width(token, size, page.measure)
    places.append((x + 0.6 * size, y, Token(note, Role.SOFT)))
    return Equation(page.rect, lines, size, note, page.type_.note, copy, tuple(places))


def token_at(equation: Equation, measure: Measure, x: float, y: float) -> Token | None:
    """The token under a point, for all its digits on hover."""
    for left, middle, token in equation.places[:-1]:
        wide = _width(token, equation.size, measure)
        if left <= x < left + wide and abs(y - middle) <= LINE * equation.size / 2:
            return replace(token)
    return None
