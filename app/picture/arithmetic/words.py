"""What the floor does to a size, and what a transposed layer needs to give it back, in words."""

from __future__ import annotations

from collections.abc import Iterator

from app.core import Axis
from app.picture.lettering.digits import count_of
from app.picture.stage.formula import BACK_SYMBOLS, SYMBOLS, unused_words
from app.state.scene import Reading

Parts = tuple[str, ...]
"""A line of words in the parts that it may be broken into."""


def symbols(reading: Reading) -> str:
    """The formula in letters."""
    return f"o = {SYMBOLS}" if reading is Reading.DIRECT else f"o' = {BACK_SYMBOLS}"


def explained(axes: tuple[Axis, Axis], reading: Reading) -> Iterator[Parts]:
    """A line or two on the present numbers."""
    if reading is Reading.DIRECT:
        yield _floor_words(axes)
        return
    for axis in axes[:1] if axes[0] == axes[1] else axes:
        yield _merged_words(axis)
        yield _direct_words(axis.zero_inserted, axis)


def _floor_words(axes: tuple[Axis, Axis]) -> Parts:
    vertical, horizontal = axes
    if vertical != horizontal or not vertical.remainder:
        return (unused_words(axes),)
    left = f"{vertical.padded_size} − {vertical.effective_kernel} over {vertical.stride}"
    return f"{left} leaves {vertical.remainder}: ", unused_words(axes)


def _merged_words(axis: Axis) -> Parts:
    """Which sizes the forward floor merges, and that output padding chooses one."""
    merged = axis.input_sizes()
    if len(merged) == 1:
        verb = "becomes" if axis.size == 1 else "become"
        only = f"only {count_of(axis.size, 'cell')} {verb} {axis.output_size}: "
        return only, "no output padding, a = 0"
    listed = f"{', '.join(map(str, merged[:-1]))} and {merged[-1]}"
    return (
        f"{listed} cells all become {axis.output_size}: ",
        f"output padding a = {axis.remainder} gives {axis.size} back",
    )


def _direct_words(direct: Axis, axis: Axis) -> Parts:
    """The plain convolution that gives the same, in numbers."""
    sides = f"{direct.low}" if direct.low == direct.high else f"{direct.low} and {direct.high}"
    cells = count_of(axis.output_size, "cell")
    return (
        f"as a direct convolution: {cells} stretched to {direct.size}, ",
        f"padded by {sides}, ",
        "kernel turned by 180°, stride 1",
    )
