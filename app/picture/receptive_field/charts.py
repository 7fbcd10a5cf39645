"""The charts of a stack: its field against depth, and the paths along a line of the input."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

from app.core import StackAxis
from app.picture.charts import Along
from app.picture.elements import Chart, Role, Series
from app.picture.receptive_field.focus import seen_from
from app.picture.receptive_field.words import layer_name
from app.state.derive import Stacked
from app.state.receptive_field.stack import layer_axis
from app.state.scene import Layer, LayerKind

ROOMY = 2**80
"""An input on which any stack fits, so that its field can be told."""
BESIDE = 0.15
"""How much of the line is shown on each side of the field, as a share of it."""


def field_chart(derived: Stacked) -> Chart:
    """Field against depth, of this stack and of one that differs in one thing."""
    layers = derived.scene.stack
    name, other = compared(layers)
    series = (
        _fields("this stack", Role.OUTPUT, layers),
        _fields(name, Role.KERNEL, other),
    )
    return Chart("Field", "layer", "input cells", series, float(derived.level))


def compared(layers: tuple[Layer, ...]) -> tuple[str, tuple[Layer, ...]]:
    """What a stack is held against: the same without dilation, without stride, or dilated.

    >>> compared((Layer(), Layer()))[1][1].dilation
    (2, 2)
    """
    if any(layer.dilation != (1, 1) for layer in layers):
        return "without dilation", tuple(replace(layer, dilation=(1, 1)) for layer in layers)
    if any(layer.stride != (1, 1) for layer in layers):
        return "with stride 1", tuple(_unstrided(layer) for layer in layers)
    doubled = tuple(replace(layer, dilation=(2**at, 2**at)) for at, layer in enumerate(layers))
    return "dilated 1, 2, 4, …", doubled


def _unstrided(layer: Layer) -> Layer:
    if layer.kind is LayerKind.TRANSPOSED:
        return replace(layer, stride=(1, 1), output_padding=(0, 0))
    return replace(layer, stride=(1, 1))


@lru_cache(maxsize=32)
def _fields(name: str, role: Role, layers: tuple[Layer, ...]) -> Series:
    stack = StackAxis(ROOMY, (layer_axis(layer, 1) for layer in layers))
    sizes = tuple(float(field.size) for field in stack.fields)
    return Series(name, role, tuple(map(float, range(len(sizes)))), sizes)


def paths_chart(derived: Stacked, along: Along) -> Chart:
    """How many paths lead to each cell of a row or column through the field of the unit."""
    seen = seen_from(derived, derived.level, derived.unit)
    paths, cells = seen.paths[0], seen.paths[0].cells
    across = along == "row"
    counts = paths.horizontal if across else paths.vertical
    first, length = (cells.x, cells.width) if across else (cells.y, cells.height)
    margin = round(BESIDE * length) + 1
    start = max(0, round(first) - margin)
    stop = min(len(counts), round(first + length) + margin)
    name = layer_name(derived.scene.stack[derived.level - 1], derived.level)
    series = Series(
        f"to the unit of {name}" if derived.level else "to the cell itself",
        Role.INPUT,
        tuple(float(cell + 1) for cell in range(start, stop)),
        tuple(map(float, counts[start:stop].tolist())),
    )
    return Chart("Paths", f"{'column' if across else 'row'} of the input", "paths", (series,))
