"""Lines of coloured words, placed."""

from __future__ import annotations

from collections.abc import Sequence

from app.picture.elements import Line, Rect, Token, Weight
from app.picture.lettering.measure import Measure
from app.picture.lettering.typography import Sizes


def note_size(type_: Sizes) -> float:
    """The letters of words beside numbers."""
    return max(type_.note, type_.least)


def centred(
    tokens: tuple[Token, ...], area: Rect, y: float, size: float, measure: Measure, type_: Sizes
) -> Line:
    """A line in the middle of an area, smaller where it would be too long."""
    long = sum(_width(token, size, measure) for token in tokens)
    size = max(type_.least, min(size, size * area.width / long))
    widths = [_width(token, size, measure) for token in tokens]
    x = max(4.0, area.centre[0] - sum(widths) / 2)
    places = [x + sum(widths[:place]) for place in range(len(widths))]
    return Line(tokens, tuple(places), y, size)


def wrapped(
    parts: Sequence[tuple[Token, ...]], width: float, size: float, measure: Measure
) -> tuple[tuple[Token, ...], ...]:
    """Parts that belong together, in as few lines of a width as hold them, broken between them."""
    lines: list[tuple[Token, ...]] = []
    for part in parts:
        longer = (*lines[-1], *part) if lines else part
        if lines and sum(_width(token, size, measure) for token in longer) <= width:
            lines[-1] = longer
        else:
            lines.append(part)
    return tuple(lines)


def broken(
    text: str, room: float, size: float, measure: Measure, weight: Weight = Weight.REGULAR
) -> tuple[str, ...]:
    """A text in as few lines of a width as hold it, broken between words."""
    lines: list[str] = []
    for word in text.split(" "):
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and measure.width(longer, size, weight) <= room:
            lines[-1] = longer
        else:
            lines.append(word)
    return tuple(lines)


def _width(token: Token, size: float, measure: Measure) -> float:
    weight = Weight.BOLD if token.bold else Weight.REGULAR
    return measure.width(token.text, round(size), weight)
