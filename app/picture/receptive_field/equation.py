"""The recurrences of the receptive field with the chosen layer's numbers put in."""

from __future__ import annotations

from collections.abc import Iterator

from app.picture.elements import Equation, Role, Token
from app.picture.receptive_field.focus import Reached, Seen, StackFocus
from app.picture.receptive_field.words import (
    cells_words,
    level_title,
    number,
    unit_words,
    used_words,
)
from app.picture.stage.equation import Line, Page, laid_out
from app.state.derive import Stacked

GAP = "      "
MOST = 6
"""Of more layers, those nearest to the input and the last are named."""


def stack_equation(derived: Stacked, focus: StackFocus, page: Page) -> Equation:
    """Size, jump and start of the shown unit's layer, or who sees the input pointed at."""
    if focus.reached is not None:
        return _reached(derived, focus.reached, page)
    seen, flat = focus.seen, derived.stack.is_flat
    unit = unit_words(seen.row, seen.column, flat=flat)
    if not seen.paths[0].used:
        notes: tuple[str, ...] = (f"{unit} sees nothing of the input", unit)
    else:
        cells = cells_words(seen.paths[0].cells, flat=flat)
        used = used_words(seen.paths[0], flat=flat)
        notes = (f"{unit} sees {cells}{used}", f"{unit} sees {cells}", cells, unit)
    if seen.level == 0:
        itself = Token("an input cell sees itself: field 1, jump 1")
        return laid_out((((itself,),),), notes, page)
    return laid_out(tuple(_choices(derived, seen)), notes, page)


def _choices(derived: Stacked, seen: Seen) -> Iterator[tuple[Line, ...]]:
    """In one line, the field over jump and start, or each on its own; by axis where they differ."""
    stack, level = derived.stack, seen.level
    names = (("rows  ", 0), ("columns  ", 1))
    if stack.is_flat or stack.is_square(level):
        parts = _recurrences(derived, level, 1)
        yield (_joined(parts),)
        yield (parts[0], _joined(parts[1:]))
        yield parts
        return
    lines = []
    for name, which in names:
        parts = _recurrences(derived, level, which)
        lines.append((Token(name, Role.SOFT), *_joined(parts)))
    yield tuple(lines)
    yield tuple(line for name, which in names for line in _by_axis(derived, level, name, which))


def _by_axis(derived: Stacked, level: int, name: str, which: int) -> tuple[Line, Line]:
    field, *rest = _recurrences(derived, level, which)
    return (Token(name, Role.SOFT), *field), _joined(tuple(rest))


def _joined(parts: tuple[Line, ...]) -> Line:
    line: Line = parts[0]
    for part in parts[1:]:
        line = (*line, Token(GAP), *part)
    return line


def _recurrences(derived: Stacked, level: int, which: int) -> tuple[Line, Line, Line]:
    """field ← field + (k − 1)·d·jump, jump ← jump·s, start ← start − p·jump, along one axis."""
    stack = derived.stack
    axis = stack.axes[which]
    before, after = axis.fields[level - 1], axis.fields[level]
    link, layer = axis.links[level - 1], stack.layers[level - 1]
    kernel, dilation = str(layer.kernel[which]), str(layer.dilation[which])
    stride = str(layer.stride[which])
    jump = after.jump if link.transposed else before.jump
    reach = link.axis.effective_kernel - 1
    cut = reach + link.axis.start(0) if link.transposed else -link.axis.start(0)
    field = (
        *_named("field"), Token(number(before.size), Role.OUTPUT), Token(" + ("),
        Token(kernel, Role.KERNEL), Token(" − 1)·"), Token(dilation, Role.KERNEL), Token("·"),
        Token(number(jump), Role.INPUT), *_gives(number(after.size)),
    )  # fmt: skip
    moved = (
        *_named("jump"), Token(number(before.jump), Role.INPUT),
        Token("/" if link.transposed else "·"), Token(stride, Role.KERNEL),
        *_gives(number(after.jump)),
    )  # fmt: skip
    begun = (
        *_named("start"), Token(number(before.start + 1), Role.OUTPUT), Token(" − "),
        Token(number(cut), Role.KERNEL), Token("·"), Token(number(jump), Role.INPUT),
        *_gives(number(after.start + 1)),
    )  # fmt: skip
    return field, moved, begun


def _named(name: str) -> Line:
    return Token(name, Role.SOFT), Token(" = ")


def _gives(result: str) -> Line:
    return Token(" = "), Token(result, Role.STEP, bold=True)


def _reached(derived: Stacked, reached: Reached, page: Page) -> Equation:
    """How many units of each layer see an input cell; where there is no room, without names."""
    where = unit_words(reached.row, reached.column, flat=derived.stack.is_flat)
    head = Token(f"input {where.removeprefix('unit ')} is seen by  ", Role.SOFT)
    named = (head, *_counts(derived, reached, MOST, names=True))
    bare = (head, *_counts(derived, reached, MOST, names=False))
    least = (head, *_counts(derived, reached, 2, names=False))
    notes = ("units that see this cell, by layer", "units, by layer", "")
    choices = ((named,), _halves(named), (bare,), _halves(bare), _halves(least))
    return laid_out(choices, notes, page)


def _counts(derived: Stacked, reached: Reached, most: int, *, names: bool) -> Iterator[Token]:
    """The number of units of each layer; of more than `most`, the first ones and the last."""
    levels = list(enumerate(reached.paths))[1:]
    few = len(levels) <= most
    for level, paths in levels if few else (*levels[: most - 1], levels[-1]):
        if level == len(levels) and not few:
            yield Token("…   ", Role.SOFT)
        yield Token(f"{paths.used}", Role.INPUT, bold=True)
        name = f" of {level_title(derived.stack, level)}" if names else ""
        yield Token(f"{name}   ", Role.SOFT)


def _halves(line: Line) -> tuple[Line, ...]:
    """The same in two lines, the cell on the first."""
    return (line[:1], line[1:]) if line[1:] else (line,)
