"""A layer of one channel on known sizes, and the lines that several frameworks write alike."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from app.content.code.frameworks import NUMPY_MODES
from app.content.code.input import Lines
from app.core import Axis
from app.state.scene import Pair, Sides


@dataclass(frozen=True, slots=True)
class Layer:
    """A layer of one channel on known sizes. `axes` are the direct ones, vertical first: a
    transposed layer takes `output_size` cells to `size`. `sides` is its padding, `extra` the
    output padding of a transposed layer; `bias` is a name, or empty.
    """

    axes: tuple[Axis, Axis]
    sides: Sides
    mode: str = "zeros"
    bias: str = ""
    extra: Pair = (0, 0)

    @property
    def stride(self) -> Pair:
        return self._both(lambda axis: axis.stride)

    @property
    def dilation(self) -> Pair:
        return self._both(lambda axis: axis.dilation)

    @property
    def reach(self) -> Pair:
        """Cells from the window's first to its last, both included."""
        return self._both(lambda axis: axis.effective_kernel)

    @property
    def is_padded(self) -> bool:
        return any(cells for pair in self.sides for cells in pair)

    @property
    def is_even(self) -> bool:
        """Whether both ends of each axis have the same padding."""
        return all(low == high for low, high in self.sides)

    @property
    def stretched(self) -> Pair:
        """The transposed layer's inputs with stride − 1 zeros between neighbours."""
        return self._both(lambda axis: axis.zero_inserted.size)

    @property
    def stamped(self) -> Pair:
        """The cells that the stamps of a transposed layer span, before padding crops them."""
        return self._both(lambda axis: axis.zero_inserted.size + axis.effective_kernel - 1)

    @property
    def full(self) -> Pair:
        """The cells of a transposed result before padding crops it."""
        rows, columns = self.stamped
        return rows + self.extra[0], columns + self.extra[1]

    @property
    def cut(self) -> str:
        """What padding crops of a transposed result, as an index."""
        spans = (
            f"{low}:{low + axis.size}" if low or high else ":"
            for axis, (low, high) in zip(self.axes, self.sides, strict=True)
        )
        return ", ".join(spans)

    @property
    def plus(self) -> str:
        return f" + {self.bias}" if self.bias else ""

    def _both(self, read: Callable[[Axis], int]) -> Pair:
        vertical, horizontal = self.axes
        return read(vertical), read(horizontal)


def steps(layer: Layer, last: str = "") -> Lines:
    """Stride, padding and dilation as keywords, where they are not the usual ones."""
    lines = []
    if layer.stride != (1, 1):
        lines.append(f"    stride={layer.stride},")
    if last:
        lines.append(f"    {last},")
    if layer.dilation != (1, 1):
        lines.append(f"    dilation={layer.dilation},")
    return lines


def padded(layer: Layer, x: str, module: str = "np") -> Lines:
    """The padding as NumPy and JAX write it."""
    if not layer.is_padded:
        return []
    mode = NUMPY_MODES.get(layer.mode)
    said = "  # zeros" if mode is None else ""
    named = "" if mode is None else f', mode="{mode}"'
    return [
        "# Padding: (top, bottom), (left, right)",
        f"{x} = {module}.pad({x}, {layer.sides}{named}){said}",
    ]


def call(name: str, arguments: str, options: Lines, after: str) -> Lines:
    """A call, on one line where it has no options."""
    if not options:
        return [f"{name}({arguments}){after}"]
    return [f"{name}(", f"    {arguments},", *options, f"){after}"]


def cropped(layer: Layer, full: str, to: str) -> Lines:
    if not layer.is_padded:
        return [f"{to} = {full}{layer.plus}"]
    return [
        "# Padding crops the result of a transposed convolution",
        f"{to} = {full}[{layer.cut}]{layer.plus}",
    ]
