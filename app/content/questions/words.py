"""Places and lists as questions and answers name them."""

from __future__ import annotations

from collections.abc import Sequence

from app.core import Axis
from app.state.scene import Pair


def somewhere(shape: Pair) -> Pair:
    """A cell that is neither the first nor at the edge, where there is one."""
    rows, columns = shape
    return rows // 2, (2 * columns) // 3 if columns > 1 else 0


def met(axes: tuple[Axis, Axis], output: Pair) -> list[Pair]:
    """The cells of a window, padding included."""
    rows, columns = (axis.window(at) for axis, at in zip(axes, output, strict=True))
    return [(row, column) for row in rows for column in columns]


def window_words(axes: tuple[Axis, Axis], output: Pair) -> str:
    named = zip(axes, output, ("rows", "columns"), strict=True)
    return " and ".join(axis_words(axis, at, name) for axis, at, name in named)


def axis_words(axis: Axis, output: int, name: str) -> str:
    """The input cells of a window along an axis, and how many lie in the padding."""
    cells = axis.window(output)
    inside = [cell + 1 for cell in cells if 0 <= cell < axis.size]
    outside = len(cells) - len(inside)
    beyond = f" (and {outside} of the padding)" if outside else ""
    return f"{name} {listed(inside) or 'none'}{beyond}"


def cells(places: Sequence[tuple[int, ...]]) -> str:
    shown = ", ".join(f"({row + 1}, {column + 1})" for row, column in places[:9])
    more = f" and {len(places) - 9} more" if len(places) > 9 else ""
    return f"{shown}{more}" if places else "none"


def listed(numbers: Sequence[int]) -> str:
    shown = ", ".join(f"{number:,}" for number in numbers[:12])
    return f"{shown} and {len(numbers) - 12} more" if len(numbers) > 12 else shown
