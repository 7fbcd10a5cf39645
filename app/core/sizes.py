"""Output sizes the other way round: which parameters give one, and what "same" takes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

from app.core.axis import Axis
from app.core.errors import SpecError

MOST_LAYERS = 20_000
"""So many combinations are tried at most; that takes a few hundredths of a second."""


@dataclass(frozen=True, slots=True)
class Layer:
    """The parameters of one axis of a layer; `padding` is the same on both sides."""

    kernel: int
    stride: int
    padding: int
    dilation: int

    def over(self, size: int) -> Axis:
        """The axis of `size` cells under this layer; SpecError where no window fits."""
        return Axis(size, self.kernel, self.stride, self.padding, self.padding, self.dilation)


@dataclass(frozen=True, slots=True)
class Ranges:
    """From where to where, both included, each parameter is searched.

    Raises `SpecError` where a range is empty, begins too low, or all are too many to try.
    """

    kernel: tuple[int, int] = (1, 11)
    stride: tuple[int, int] = (1, 4)
    padding: tuple[int, int] = (0, 5)
    dilation: tuple[int, int] = (1, 4)

    def __post_init__(self) -> None:
        for name, least in (("kernel", 1), ("stride", 1), ("padding", 0), ("dilation", 1)):
            first, last = getattr(self, name)
            if first < least:
                raise SpecError(name, first, f"must be at least {least}", f"{least} or more")
            if last < first:
                raise SpecError(name, (first, last), "ends before it begins", f"{first} or more")
        if self.count > MOST_LAYERS:
            raise SpecError(
                "ranges",
                self.count,
                f"are more than {MOST_LAYERS:,} combinations",
                "narrower ranges",
            )

    @property
    def count(self) -> int:
        """How many combinations there are."""
        count = 1
        for name in ("kernel", "stride", "padding", "dilation"):
            first, last = getattr(self, name)
            count *= last - first + 1
        return count


USUAL = Ranges()
"""What is tried unless it is said: the sizes that layers usually have."""


def layers_giving(size: int, output: int, ranges: Ranges = USUAL) -> tuple[Layer, ...]:
    """Every layer within the ranges that takes `size` cells to `output`, the plainest first.

    Without dilation before with, then by stride, kernel and padding. A kernel of one cell has
    nothing to dilate, so it is listed once.

    >>> layers_giving(28, 14, Ranges(kernel=(3, 3), padding=(0, 1)))
    (Layer(kernel=3, stride=2, padding=1, dilation=1),)
    """
    return tuple(layer for layer in _layers(ranges) if _output(layer, size) == output)


def _layers(ranges: Ranges) -> Iterator[Layer]:
    spans = (
        range(first, last + 1)
        for first, last in (ranges.dilation, ranges.stride, ranges.kernel, ranges.padding)
    )
    for dilation, stride, kernel, padding in product(*spans):
        if kernel > 1 or dilation == ranges.dilation[0]:
            yield Layer(kernel, stride, padding, dilation)


def _output(layer: Layer, size: int) -> int:
    """The output size, or 0 where no window fits."""
    try:
        return layer.over(size).output_size
    except SpecError:
        return 0


def even_same(axis: Axis) -> int | None:
    """The least padding, alike on both sides, that gives ceil(size / stride) outputs.

    None where no such number does: at stride 1 an even reach needs an odd number of cells.

    >>> even_same(Axis(6, kernel=3, stride=2)), even_same(Axis(6, kernel=2))
    (1, None)
    """
    wanted = Axis.padded(axis.size, axis.kernel, axis.stride, "same", axis.dilation).output_size
    for padding in range(axis.effective_kernel):
        if _output(Layer(axis.kernel, axis.stride, padding, axis.dilation), axis.size) == wanted:
            return padding
    return None
