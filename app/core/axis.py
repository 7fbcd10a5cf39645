"""One axis of a convolution: which inputs a window meets, and which outputs an input reaches.

Everything rests on one relation between an input coordinate, an output and a tap of the kernel:

    input = output * stride - low + tap * dilation

Read from the output it gives the *window*; read from the input it gives the *fan-out*. An
n-dimensional convolution is a product of such axes, a transposed one reads them the other way.
Sizes as in Dumoulin and Visin, "A guide to convolution arithmetic for deep learning" (2016).
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.core.centres import Centres
from app.core.errors import SpecError
from app.core.padding import SidePadding, as_whole, check_mode, sides_of

IntArray = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Axis:
    """`size` cells, padded by `low` and `high`, met by a kernel of `kernel` taps.

    Negative padding crops, as the zero-insertion view of a transposed convolution needs it;
    `Axis.padded` reads what a user writes and refuses it. Raises `SpecError` when a parameter
    is out of range, or when not even one window fits.

    >>> axis = Axis(size=6, kernel=3, stride=2)
    >>> axis.output_size, list(axis.window(1)), axis.unused()
    (2, [2, 3, 4], array([5]))
    """

    size: int
    kernel: int
    stride: int = 1
    low: int = 0
    high: int = 0
    dilation: int = 1

    def __post_init__(self) -> None:
        for name in ("size", "kernel", "stride", "dilation"):
            object.__setattr__(self, name, as_whole(name, getattr(self, name), 1))
        if self.padded_size < 1:
            raise SpecError(
                "padding",
                (self.low, self.high),
                "must leave a cell of the input",
                f"a sum above {-self.size}",
            )
        if self.effective_kernel > self.padded_size:
            most = (self.padded_size - 1) // self.dilation + 1
            spread = f" with dilation {self.dilation}" if self.dilation > 1 else ""
            raise SpecError(
                "kernel",
                self.kernel,
                f"spans {self.effective_kernel}{spread}, more than the padded input's "
                f"{self.padded_size}",
                f"1 to {most}" if most > 1 else "1",
            )

    @classmethod
    def padded(
        cls, size: int, kernel: int, stride: int = 1, padding: SidePadding = 0, dilation: int = 1
    ) -> Axis:
        """The axis with padding as a user writes it: a number, `(low, high)` or a word.

        "valid" adds nothing and "full" lets each window keep at least one input cell. "same" is
        TensorFlow's: it gives ceil(size / stride) outputs, an odd cell going to the high side.

        >>> same = Axis.padded(6, kernel=3, stride=2, padding="same")
        >>> same.low, same.high, same.output_size
        (0, 1, 3)
        """
        plain = [
            as_whole(name, value, 1)
            for name, value in (
                ("size", size),
                ("kernel", kernel),
                ("stride", stride),
                ("dilation", dilation),
            )
        ]
        low, high = sides_of(padding, *plain)
        return cls(size, kernel, stride, low, high, dilation)

    @classmethod
    def transposed(
        cls,
        size: int,
        kernel: int,
        stride: int = 1,
        low: int = 0,
        high: int = 0,
        dilation: int = 1,
        output_padding: int = 0,
    ) -> Axis:
        """The axis that a transposed convolution of `size` inputs reads the other way.

        Its `output_size` is `size`, and its `size` is what the transposed convolution gives:
        stride (size - 1) + dilation (kernel - 1) + 1 - low - high + output_padding.
        `output_padding` picks among the sizes that the forward floor merges, and must stay
        below the stride or the dilation. Where it reaches whole strides beyond the last window,
        the axis crops its high side, so that no window is added.

        >>> Axis.transposed(3, kernel=3, stride=2, low=1, high=1, output_padding=1).size
        6
        """
        count = as_whole("size", size, 1)
        step, reach = as_whole("stride", stride, 1), as_whole("dilation", dilation, 1)
        extra = as_whole("output_padding", output_padding, 0)
        if extra >= max(step, reach):
            raise SpecError(
                "output_padding",
                extra,
                "must be below the stride or the dilation",
                f"0 to {max(step, reach) - 1}" if max(step, reach) > 1 else "0",
            )
        span = step * (count - 1) + reach * (as_whole("kernel", kernel, 1) - 1) + 1
        result = span - low - high + extra
        if result < 1:
            raise SpecError(
                "padding",
                (low, high),
                "must leave a cell of the output",
                f"a sum up to {span + extra - 1}",
            )
        return cls(result, kernel, step, low, high - extra // step * step, reach)

    @property
    def zero_inserted(self) -> Axis:
        """The plain axis that a transposed convolution of this one equals.

        Its cells are this axis's outputs with stride - 1 zeros between neighbours, its stride is
        1 and its `output_size` is this `size`; the kernel is laid on turned by 180°. Its padding
        is dilation (kernel - 1) - low at the low side, what is missing to `size` at the high
        side (output_padding included), and crops where it is negative.

        >>> Axis.transposed(3, kernel=3, stride=2, low=1, high=1, output_padding=1).zero_inserted
        Axis(size=5, kernel=3, stride=1, low=1, high=2, dilation=1)
        """
        stretched = (self.output_size - 1) * self.stride + 1
        reach = self.effective_kernel - 1
        low = reach - self.low
        high = self.size + reach - stretched - low
        return Axis(stretched, self.kernel, 1, low, high, self.dilation)

    @property
    def effective_kernel(self) -> int:
        """How many cells the kernel spans, holes of the dilation included."""
        return self.dilation * (self.kernel - 1) + 1

    @property
    def padded_size(self) -> int:
        """The input with its padding: low + size + high."""
        return self.low + self.size + self.high

    @property
    def output_size(self) -> int:
        """floor((low + size + high - effective kernel) / stride) + 1."""
        return (self.padded_size - self.effective_kernel) // self.stride + 1

    @property
    def remainder(self) -> int:
        """How many padded cells the floor of `output_size` drops at the high side."""
        return (self.padded_size - self.effective_kernel) % self.stride

    def start(self, output: int) -> int:
        """The first input coordinate of a window; negative where it lies in the padding."""
        return output * self.stride - self.low

    def window(self, output: int) -> range:
        """The input coordinates that the taps of one output meet, padding included.

        >>> list(Axis(5, kernel=3, low=2, high=2, dilation=2).window(0))
        [-2, 0, 2]
        """
        first = self.start(output)
        return range(first, first + self.effective_kernel, self.dilation)

    def fan_out(self, index: int) -> tuple[tuple[int, int], ...]:
        """The `(output, tap)` pairs that meet an input coordinate, by output.

        The coordinate may lie in the padding. Empty for a cell that no window covers.

        >>> Axis(5, kernel=3, stride=2).fan_out(2)
        ((0, 2), (1, 0))
        """
        pairs = []
        for tap in reversed(range(self.kernel)):
            output, off = divmod(index + self.low - tap * self.dilation, self.stride)
            if off == 0 and 0 <= output < self.output_size:
                pairs.append((output, tap))
        return tuple(pairs)

    @property
    def centres(self) -> Centres:
        """Where the windows of the outputs have their middles, in the input's coordinates.

        >>> centres = Axis(7, kernel=3, stride=2, low=1).centres
        >>> [str(centres.at(output)) for output in range(centres.count)]
        ['0', '2', '4']
        """
        middle = Fraction(self.effective_kernel - 1, 2)
        return Centres(self.output_size, self.start(0) + middle, Fraction(self.stride))

    @property
    def fan_centres(self) -> Centres:
        """Where the fan-outs of the input cells have their middles, in outputs: `centres` inverted.

        >>> centres = Axis.transposed(2, kernel=3, stride=2).fan_centres
        >>> [str(centres.at(cell)) for cell in range(centres.count)]
        ['-1/2', '0', '1/2', '1', '3/2']
        """
        windows = self.centres
        return Centres(self.size, -windows.first / windows.spacing, 1 / windows.spacing)

    def meeting(self, tap: int) -> tuple[slice, slice]:
        """The outputs whose `tap` meets an input cell, and those cells, as two equal slices.

        What it leaves out lies in the padding: summing over meetings multiplies no padding.

        >>> Axis(5, kernel=3, stride=2, low=1, high=1).meeting(0)
        (slice(1, 3, None), slice(1, 4, 2))
        """
        return self.met(tap * self.dilation - self.low, self.output_size)

    def met(self, offset: int, count: int) -> tuple[slice, slice]:
        """Which of the first `count` multiples of the stride, moved by `offset`, are input cells.

        Which they are and those cells, as two equal slices.
        """
        first = min(count, max(0, -(offset // self.stride)))
        stop = max(first, min(count, (self.size - 1 - offset) // self.stride + 1))
        start = first * self.stride + offset
        last = start + (stop - first - 1) * self.stride
        return slice(first, stop), slice(start, max(start, last + 1), self.stride)

    def coverage(self) -> IntArray:
        """How many windows use each input cell, shape `(size,)`.

        >>> Axis(6, kernel=3, stride=2).coverage()
        array([1, 1, 2, 1, 1, 0])
        """
        counts = np.zeros(self.size, np.int64)
        for tap in range(self.kernel):
            counts[self.meeting(tap)[1]] += 1
        return counts

    def unused(self) -> IntArray:
        """The input cells that no window covers: dropped by the floor or stepped over."""
        return np.flatnonzero(self.coverage() == 0)

    def check_mode(self, mode: str) -> None:
        """Raise `SpecError` where this padding cannot be filled in this mode (PyTorch's rules)."""
        check_mode(mode, self.size, self.low, self.high)

    def read(self, coordinates: Any, mode: str) -> IntArray:
        """The input cells that padded `coordinates` read in a padding mode; -1 reads a zero.

        >>> Axis(4, kernel=1, low=2, high=2).read([-2, -1, 3, 4, 5], "reflect")
        array([2, 1, 3, 2, 1])
        """
        self.check_mode(mode)
        at: IntArray = np.array(coordinates, np.int64)
        last = self.size - 1
        if mode == "reflect":
            at = last - np.abs(last - np.abs(at))
        elif mode == "replicate":
            at = np.clip(at, 0, last)
        elif mode == "circular":
            at %= self.size
        else:
            at = np.where((at >= 0) & (at <= last), at, -1)
        return at

    def source(self, index: int, mode: str = "zeros") -> int | None:
        """The input cell that one coordinate reads in a padding mode; None reads a zero."""
        cell = int(self.read(index, mode))
        return None if cell < 0 else cell

    def sources(self, mode: str = "zeros") -> IntArray:
        """`read` for every padded coordinate, -low to size + high - 1.

        >>> Axis(3, kernel=1, low=1, high=2).sources("circular")
        array([2, 0, 1, 2, 0, 1])
        """
        return self.read(np.arange(-self.low, self.size + self.high), mode)

    def readers(self, index: int, mode: str = "zeros") -> tuple[int, ...]:
        """The coordinates that read an input cell: itself, and its copies in the padding.

        >>> Axis(4, kernel=1, low=2, high=2).readers(1, "reflect")
        (-1, 1, 5)
        """
        padding = np.r_[-self.low : 0, index : index + 1, self.size : self.size + self.high]
        return tuple(padding[self.read(padding, mode) == index].tolist())

    def input_sizes(self) -> range:
        """Every input size that these parameters take to the same output size.

        >>> list(Axis(5, kernel=3, stride=2, low=1, high=1).input_sizes())
        [5, 6]
        """
        least = (self.output_size - 1) * self.stride + self.effective_kernel - self.low - self.high
        return range(max(1, least), max(1, least + self.stride))
