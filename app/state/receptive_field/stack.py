"""A stack of layers on an input: its levels, as far as they fit, and where it stops and why."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property, lru_cache

from app.core import Field, LayerAxis, SpecError, StackAxis
from app.state.scene import Layer, LayerKind, Pair

AXES = ("rows", "columns")
MOST_UNITS = 100_000
"""Units of a level along an axis; transposed layers could make any number of them."""


class Stack:
    """Both axes of a stack. Level 0 is the input, level n the output of the n-th layer."""

    def __init__(self, shape: Pair, layers: tuple[Layer, ...]) -> None:
        self.layers = layers
        self.vertical, self.horizontal = (
            StackAxis(size, (layer_axis(layer, which) for layer in layers), MOST_UNITS)
            for which, size in enumerate(shape)
        )

    @property
    def axes(self) -> tuple[StackAxis, StackAxis]:
        return self.vertical, self.horizontal

    @cached_property
    def shapes(self) -> tuple[Pair, ...]:
        """The rows and columns of each level that fits, input first."""
        return tuple(zip(self.vertical.sizes, self.horizontal.sizes, strict=False))

    @property
    def levels(self) -> int:
        """How many levels there are, the input among them."""
        return len(self.shapes)

    @property
    def is_flat(self) -> bool:
        """Whether the input is a single row: a stack along one axis."""
        return self.shapes[0][0] == 1

    def is_square(self, level: int) -> bool:
        """Whether a level's field comes about alike on both axes."""
        alike = (layer_axis(self.layers[level - 1], which) for which in (0, 1))
        below, here = self.fields(level - 1), self.fields(level)
        return len({*alike}) == 1 and below[0] == below[1] and here[0] == here[1]

    def fields(self, level: int) -> tuple[Field, Field]:
        """The field of a level's units, vertical and horizontal."""
        return self.vertical.fields[level], self.horizontal.fields[level]

    def alone(self, level: int) -> Pair:
        """How far the layer under a level would see on its own: its effective kernel."""
        vertical, horizontal = (axis.links[level - 1].axis for axis in self.axes)
        return vertical.effective_kernel, horizontal.effective_kernel

    @property
    def failed(self) -> int | None:
        """The index of the layer that does not fit, None where all do."""
        return None if self.levels > len(self.layers) else self.levels - 1

    @property
    def failure(self) -> str:
        """Why the stack stops there, in words; empty where it does not.

        The reason names the axis where the other one would fit.
        """
        if self.failed is None:
            return ""
        reasons = dict(self._reasons(self.failed))
        if len(set(reasons.values())) == 1 and len(reasons) == len(AXES):
            return next(iter(reasons.values()))
        return "; ".join(f"{name}: {reason}" for name, reason in reasons.items())

    def _reasons(self, failed: int) -> Iterator[tuple[str, str]]:
        for name, axis in zip(AXES, self.axes, strict=True):
            if axis.error is not None and len(axis.links) == failed:
                yield name, _words(axis.error, axis.sizes[-1])


@lru_cache(maxsize=16)
def stack_of(shape: Pair, layers: tuple[Layer, ...]) -> Stack:
    """The stack on an input of a shape; the same object for equal layers."""
    return Stack(shape, layers)


def layer_axis(layer: Layer, which: int) -> LayerAxis:
    """One axis of a layer, 0 vertical or 1 horizontal, as the core reads it."""
    low, high = layer.padding[which]
    transposed = layer.kind is LayerKind.TRANSPOSED
    return LayerAxis(
        layer.kernel[which],
        layer.stride[which],
        low,
        high,
        layer.dilation[which],
        transposed,
        layer.output_padding[which] if transposed else 0,
    )


def _words(error: SpecError, size: int) -> str:
    """The reason, with the number of units that the layer met."""
    met = f"{size} unit" if size == 1 else f"{size} units"
    return f"{error} (the layer below has {met})"
