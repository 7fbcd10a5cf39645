"""The words of a stack: names of layers, the numbers of each level, the step in a sentence."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from app.core.receptive_field import Whole
from app.picture.elements import Rect
from app.picture.lettering.digits import MINUS
from app.picture.receptive_field.focus import Paths, Reached, Seen, StackFocus
from app.state.derive import Stacked
from app.state.receptive_field.stack import Stack
from app.state.scene import Layer, LayerKind, Pair

ROWS: tuple[tuple[str, str], ...] = (
    ("units", "units"),
    ("alone", "layer alone"),
    ("field", "field"),
    ("jump", "jump"),
    ("start", "start"),
    ("centre", "centre"),
)
"""The numbers of a level: key and name, in the order in which they stand."""
LEAST_FIRST = ("centre", "start", "units", "alone")
"""Which numbers are left out first where there is little room."""


def number(value: Whole) -> str:
    """An exact number: whole, with a half as .5, else as a fraction.

    >>> number(-3), number(Fraction(7, 2)), number(Fraction(1, 4))
    ('−3', '3.5', '1/4')
    """
    exact = Fraction(value)
    text = f"{float(exact):.1f}" if exact.denominator == 2 else str(exact)
    return text.replace("-", MINUS)


def pair(values: tuple[Whole, Whole], *, flat: bool) -> str:
    """One number where both axes agree or only columns matter, else rows × columns."""
    vertical, horizontal = values
    if flat or vertical == horizontal:
        return number(horizontal)
    return f"{number(vertical)}×{number(horizontal)}"


def layer_name(layer: Layer, number_: int) -> str:
    """What a layer is called: its own name, or its kind with its number."""
    return layer.name or f"{layer.kind.value} {number_}"


def layer_details(layer: Layer, *, flat: bool) -> str:
    """Kernel, and stride, dilation and padding where they are not plain.

    >>> layer_details(Layer(stride=(2, 2), padding=((1, 1), (1, 1))), flat=False)
    'k3 s2 p1'
    """
    parts = [f"k{pair(layer.kernel, flat=flat)}"]
    if layer.stride != (1, 1):
        parts.append(f"s{pair(layer.stride, flat=flat)}")
    if layer.dilation != (1, 1):
        parts.append(f"d{pair(layer.dilation, flat=flat)}")
    if any(side for sides in layer.padding for side in sides):
        parts.append(f"p{padding_words(layer, flat=flat)}")
    kind = {LayerKind.POOL: "pool ", LayerKind.TRANSPOSED: "transposed ", LayerKind.CONV: ""}
    return kind[layer.kind] + " ".join(parts)


def padding_words(layer: Layer, *, flat: bool) -> str:
    """Padding in the fewest numbers: one, low and high, or top, bottom, left and right.

    >>> padding_words(Layer(padding=((0, 0), (3, 0))), flat=True)
    '3,0'
    """
    vertical, horizontal = layer.padding
    if flat or vertical == horizontal:
        low, high = horizontal
        return str(low) if low == high else f"{low},{high}"
    return ",".join(map(str, (*vertical, *horizontal)))


def level_title(stack: Stack, level: int) -> str:
    return layer_name(stack.layers[level - 1], level) if level else "Input"


def shape_words(shape: Pair, *, flat: bool) -> str:
    return f"{shape[1]}" if flat else f"{shape[0]} × {shape[1]}"


def level_numbers(stack: Stack, level: int) -> dict[str, str]:
    """The numbers of a level by the keys of ROWS; places are counted from 1."""
    flat = stack.is_flat
    vertical, horizontal = stack.fields(level)
    return {
        "units": shape_words(stack.shapes[level], flat=flat),
        "alone": pair(stack.alone(level), flat=flat) if level else number(1),
        "field": pair((vertical.size, horizontal.size), flat=flat),
        "jump": pair((vertical.jump, horizontal.jump), flat=flat),
        "start": pair((vertical.start + 1, horizontal.start + 1), flat=flat),
        "centre": pair((vertical.centre + 1, horizontal.centre + 1), flat=flat),
    }


def failure_words(stack: Stack) -> tuple[str, ...]:
    """Which layer does not fit and why, the longest first; nothing where all do."""
    if stack.failed is None:
        return ()
    layer, place = stack.layers[stack.failed], stack.failed + 1
    number_too = f" (layer {place})" if layer.name else ""
    what = f"{layer_name(layer, place)}{number_too} does not fit"
    return f"{what}: {stack.failure}", what


def unit_words(row: int, column: int, *, flat: bool) -> str:
    return f"unit {column + 1}" if flat else f"unit ({row + 1}, {column + 1})"


def cells_words(cells: Rect, *, flat: bool) -> str:
    """Which input cells a rectangle spans."""
    columns = _span(cells.x, cells.width)
    if flat:
        return f"cells {columns}"
    return f"rows {_span(cells.y, cells.height)}, columns {columns}"


def _span(start: float, length: float) -> str:
    first, last = round(start) + 1, round(start + length)
    return f"{first}" if first == last else f"{first}–{last}"


def spoken(derived: Stacked, focus: StackFocus) -> str:
    """The step in one sentence."""
    if focus.reached is not None:
        return _reached_words(derived, focus.reached)
    return _seen_words(derived, focus.seen)


def _seen_words(derived: Stacked, seen: Seen) -> str:
    flat = derived.stack.is_flat
    unit = unit_words(seen.row, seen.column, flat=flat)
    where = f"{unit} of {level_title(derived.stack, seen.level)}"
    head = f"Pointing at {where}: it sees" if seen.pointed else f"{where.capitalize()} sees"
    if seen.level == 0:
        head = f"{unit.replace('unit', 'cell').capitalize()} of the input sees"
    if not seen.paths[0].used:
        return f"{head} nothing of the input."
    cells = seen.paths[0].cells
    return f"{head} {cells_words(cells, flat=flat)}{used_words(seen.paths[0], flat=flat)}."


def used_words(paths: Paths, *, flat: bool) -> str:
    """How large the field is, and how much of it is used where there are holes."""
    cells = paths.cells
    area = round(cells.width) * round(cells.height)
    size = f"{round(cells.width)}" if flat else f"{cells.height:.0f} × {cells.width:.0f}"
    holes = "" if paths.used == area else f", {paths.used} of {area} used"
    return f", {size} cells{holes}"


def _reached_words(derived: Stacked, reached: Reached) -> str:
    cell = unit_words(reached.row, reached.column, flat=derived.stack.is_flat)
    counts = ", ".join(_seen_by(derived, reached))
    return f"{cell.replace('unit', 'Cell')} of the input is seen by {counts or 'no unit'}."


def _seen_by(derived: Stacked, reached: Reached) -> Iterator[str]:
    for level, paths in enumerate(reached.paths[1:], 1):
        units = "unit" if paths.used == 1 else "units"
        yield f"{paths.used} {units} of {level_title(derived.stack, level)}"
