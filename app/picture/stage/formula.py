"""The size formula with the present numbers put in, and what its floor leaves unused, in words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from app.core import Axis
from app.picture.elements import Role, Token

SYMBOLS = "⌊(i + p + p − d·(k − 1) − 1) / s⌋ + 1"
"""The same formula in letters: input, padding before and after, dilation, kernel, stride."""
STAMP_SYMBOLS = "s·(i′ − 1) + d·(k − 1) + 1 − p − p + a"
"""The same with the transposed layer's own input i′."""
BACK_SYMBOLS = "s·(i' − 1) + d·(k − 1) + 1 − p − p + a"
"""The size of a transposed convolution in letters; a is the output padding."""


@dataclass(frozen=True, slots=True)
class SizeFormula:
    """The formula of one axis; `axis` is "height" or "width", or empty where one holds for both."""

    axis: str
    tokens: tuple[Token, ...]

    @property
    def text(self) -> str:
        """The formula as one line."""
        return "".join(token.text for token in self.tokens)


def size_tokens(axis: Axis) -> tuple[Token, ...]:
    """The output size of an axis, worked out; joined, the tokens are the line of text.

    >>> "".join(token.text for token in size_tokens(Axis(6, kernel=3, stride=2, low=1, high=1)))
    '⌊(6 + 1 + 1 − 1·(3 − 1) − 1) / 2⌋ + 1 = 3'
    """
    return (
        Token("⌊("),
        Token(str(axis.size), Role.INPUT, bold=True),
        Token(" + "),
        Token(str(axis.low), Role.SOFT, bold=True),
        Token(" + "),
        Token(str(axis.high), Role.SOFT, bold=True),
        Token(" − "),
        Token(str(axis.dilation), Role.KERNEL),
        Token("·("),
        Token(str(axis.kernel), Role.KERNEL, bold=True),
        Token(" − 1) − 1) / "),
        Token(str(axis.stride), Role.STEP, bold=True),
        Token("⌋ + 1 = "),
        Token(str(axis.output_size), Role.OUTPUT, bold=True),
    )


def back_tokens(axis: Axis) -> tuple[Token, ...]:
    """The input size of an axis from its output size: what a transposed convolution gives.

    >>> "".join(token.text for token in back_tokens(Axis(6, kernel=3, stride=2, low=1, high=1)))
    '2·(3 − 1) + 1·(3 − 1) + 1 − 1 − 1 + 1 = 6'
    """
    return (
        Token(str(axis.stride), Role.STEP, bold=True),
        Token("·("),
        Token(str(axis.output_size), Role.OUTPUT, bold=True),
        Token(" − 1) + "),
        Token(str(axis.dilation), Role.KERNEL),
        Token("·("),
        Token(str(axis.kernel), Role.KERNEL, bold=True),
        Token(" − 1) + 1 − "),
        Token(str(axis.low), Role.SOFT, bold=True),
        Token(" − "),
        Token(str(axis.high), Role.SOFT, bold=True),
        Token(f" + {axis.remainder} = "),
        Token(str(axis.size), Role.INPUT, bold=True),
    )


def stamp_tokens(axis: Axis) -> tuple[Token, ...]:
    """The same where the transposed convolution is the subject: its input, its output.

    >>> [token.text for token in stamp_tokens(Axis(6, kernel=3, stride=2)) if token.bold][1]
    '2'
    """
    other = {Role.INPUT: Role.OUTPUT, Role.OUTPUT: Role.INPUT}
    return tuple(
        replace(token, role=other.get(token.role, token.role)) for token in back_tokens(axis)
    )


def size_formulas(
    axes: tuple[Axis, Axis], tokens: Callable[[Axis], tuple[Token, ...]] = size_tokens
) -> tuple[SizeFormula, ...]:
    """One formula where both axes are the same, else one for the height and one for the width."""
    vertical, horizontal = axes
    if vertical == horizontal:
        return (SizeFormula("", tokens(vertical)),)
    return SizeFormula("height", tokens(vertical)), SizeFormula("width", tokens(horizontal))


def unused_words(axes: tuple[Axis, Axis], names: tuple[str, str] = ("row", "column")) -> str:
    """Which input rows and columns no window covers, in one sentence; `names` are their words.

    >>> unused_words((Axis(6, kernel=3, stride=2), Axis(6, kernel=3, stride=2)))
    'the last row and column are used by no window'
    """
    (last_rows, inner_rows), (last_columns, inner_columns) = map(unused_of, axes)
    dropped = _last(last_rows, last_columns, names)
    skipped = _amounts(inner_rows, inner_columns, names)
    if dropped and skipped:
        return f"{dropped} used by no window, and {skipped} stepped over"
    if dropped:
        return f"{dropped} used by no window"
    if skipped:
        return f"{skipped} stepped over: no window uses them"
    if any(axis.remainder for axis in axes):
        return "the floor drops only padding; every input cell is used"
    return "every input cell is used"


def unused_of(axis: Axis) -> tuple[int, int]:
    """How many cells without a window form the high end, and how many lie before it."""
    cells = axis.unused().tolist()
    end = 0
    while end < len(cells) and cells[-1 - end] == axis.size - 1 - end:
        end += 1
    return end, len(cells) - end


def _last(rows: int, columns: int, names: tuple[str, str]) -> str:
    """ "the last row and column are", "the last 2 rows are", or nothing."""
    if not rows and not columns:
        return ""
    if rows == columns:
        both = "row and column" if rows == 1 else f"{rows} rows and columns"
        return f"the last {both} are"
    parts = [
        f"the last {name}" if count == 1 else f"the last {count} {name}s"
        for count, name in zip((rows, columns), names, strict=True)
        if count
    ]
    return " and ".join(parts) + (" is" if rows + columns == 1 else " are")


def _amounts(rows: int, columns: int, names: tuple[str, str]) -> str:
    """ "2 rows and 1 column are", or nothing."""
    parts = [
        f"{count} {name}" + ("" if count == 1 else "s")
        for count, name in zip((rows, columns), names, strict=True)
        if count
    ]
    if not parts:
        return ""
    return " and ".join(parts) + (" is" if rows + columns == 1 else " are")
