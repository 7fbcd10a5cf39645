"""Charts of one size against each parameter, the others as they are, the present point marked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from app.core import Axis, SpecError
from app.picture.elements import Chart, Role, Series
from app.state.scene import MAX_KERNEL, Reading


@dataclass(frozen=True, slots=True)
class _Parameter:
    """What runs along a chart. Only the sum of both sides' padding changes a size."""

    name: str
    letters: str
    least: int
    usual: int

    def of(self, axis: Axis) -> int:
        value: int = axis.low + axis.high if self.name == "padding" else getattr(axis, self.name)
        return value

    def put(self, axis: Axis, value: int) -> Axis:
        if self.name == "padding":
            return replace(axis, low=value, high=0)
        return replace(axis, **{self.name: value})


_PARAMETERS = (
    _Parameter("kernel", "k", 1, MAX_KERNEL),
    _Parameter("stride", "s", 1, 8),
    _Parameter("padding", "p + p", 0, 8),
    _Parameter("dilation", "d", 1, 8),
)


@lru_cache(maxsize=8)
def size_charts(
    axes: tuple[Axis, Axis], reading: Reading, brief: bool = False
) -> tuple[Chart, ...]:
    """Against kernel, stride, padding and dilation: o from i, or o' of the transposed from i'.

    `brief` titles name the parameters by their letters alone.
    """
    several = axes[:1] if axes[0] == axes[1] else axes
    size = "o" if reading is Reading.DIRECT else "o'"
    return tuple(
        Chart(
            f"{size} by {'' if brief else f'{parameter.name} '}{parameter.letters}",
            "",
            "",
            tuple(_series(several, parameter, reading)),
        )
        for parameter in _PARAMETERS
    )


def _series(axes: tuple[Axis, ...], parameter: _Parameter, reading: Reading) -> Iterator[Series]:
    """A line for each axis, then a point for each: where the scene is."""
    main = Role.OUTPUT if reading is Reading.DIRECT else Role.INPUT
    names = ("",) if len(axes) == 1 else ("height", "width")
    last = max(parameter.usual, *(parameter.of(axis) + 1 for axis in axes), 0)
    places = range(parameter.least, (parameter.usual if parameter.name == "kernel" else last) + 1)
    for axis, name, role in zip(axes, names, (main, Role.SOFT), strict=False):
        sizes = {place: _size(axis, parameter, place, reading) for place in places}
        known = {float(place): float(size) for place, size in sizes.items() if size}
        yield Series(name, role, tuple(known), tuple(known.values()))
    for axis in axes:
        now = parameter.of(axis)
        yield Series("", Role.STEP, (float(now),), (float(_size(axis, parameter, now, reading)),))


def _size(axis: Axis, parameter: _Parameter, value: int, reading: Reading) -> int:
    """The size with one parameter changed, or 0 where there is no such layer."""
    try:
        if reading is Reading.DIRECT:
            return parameter.put(axis, value).output_size
        return _back(axis, parameter, value)
    except SpecError:
        return 0


def _back(axis: Axis, parameter: _Parameter, value: int) -> int:
    """What the transposed convolution of this axis gives with one parameter changed."""
    chosen = {"kernel": axis.kernel, "stride": axis.stride, "dilation": axis.dilation}
    low, high = (value, 0) if parameter.name == "padding" else (axis.low, axis.high)
    if parameter.name != "padding":
        chosen[parameter.name] = value
    return Axis.transposed(
        axis.output_size, low=low, high=high, output_padding=axis.remainder, **chosen
    ).size
