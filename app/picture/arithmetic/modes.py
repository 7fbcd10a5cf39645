"""The ways to choose padding, side by side: valid, TensorFlow's and PyTorch's same, full."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache

from app.core import Axis, SpecError, even_same


@dataclass(frozen=True, slots=True)
class Mode:
    """One way, along one axis, in words of several lengths, the longest first.

    `axis` is None where no window fits, or where the mode is refused.
    """

    title: str
    axis: Axis | None
    words: tuple[str, ...]


@lru_cache(maxsize=16)
def modes(axis: Axis) -> tuple[Mode, ...]:
    """What each mode makes of an axis's size, kernel, stride and dilation."""
    same = Axis.padded(axis.size, axis.kernel, axis.stride, "same", axis.dilation)
    full = Axis.padded(axis.size, axis.kernel, axis.stride, "full", axis.dilation)
    return (
        _valid(axis),
        Mode("same, TensorFlow", same, (_sides(same),)),
        _pytorch(same),
        Mode("full", full, (_sides(full),)),
    )


def _sides(axis: Axis) -> str:
    return f"{axis.low} left, {axis.high} right → {axis.output_size}"


def _valid(axis: Axis) -> Mode:
    """Without padding a wide kernel may not fit at all."""
    try:
        plain = replace(axis, low=0, high=0)
    except SpecError:
        return Mode("valid", None, ("no window fits",))
    return Mode("valid", plain, (_sides(plain),))


def _pytorch(same: Axis) -> Mode:
    """A number pads both sides alike; the word "same" is for stride 1 alone."""
    title, padding = "same, PyTorch", even_same(same)
    if padding is None:
        only = f"{same.low} left, {same.high} right"
        return Mode(title, same, (f"“same” {only}; no number does it", only, "no number does it"))
    alike = replace(same, low=padding, high=padding)
    gives = f"padding={padding} → {alike.output_size}"
    if same.stride == 1:
        return Mode(title, alike, (f"“same” is {gives}", gives))
    refused = f"refused at stride {same.stride}"
    brief = f"refused; p={padding} → {alike.output_size}"
    return Mode(title, alike, (f"{refused}; {gives}", f"refused; {gives}", brief))
