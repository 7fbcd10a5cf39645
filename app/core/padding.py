"""Padding as a user writes it, and what it may be filled with."""

from __future__ import annotations

from operator import index as whole
from typing import Any, Literal, get_args

from app.core.errors import SpecError

PaddingMode = Literal["zeros", "reflect", "replicate", "circular"]
PADDING_MODES: tuple[PaddingMode, ...] = get_args(PaddingMode)
SidePadding = int | tuple[int, int] | str


def as_whole(parameter: str, value: Any, least: int) -> int:
    """`value` as an int of at least `least`, or a `SpecError` that names the parameter."""
    try:
        number = whole(value)
    except TypeError:
        raise SpecError(parameter, value, "must be a whole number", f"{least} or more") from None
    if number < least:
        raise SpecError(parameter, number, f"must be at least {least}", f"{least} or more")
    return number


def sides_of(
    padding: SidePadding, size: int, kernel: int, stride: int, dilation: int
) -> tuple[int, int]:
    """Padding as a user writes it, in cells at the low and at the high side."""
    reach = dilation * (kernel - 1)
    if isinstance(padding, str):
        if padding == "valid":
            return 0, 0
        if padding == "full":
            return reach, reach
        if padding == "same":
            total = max(0, (-(-size // stride) - 1) * stride + reach + 1 - size)
            return total // 2, total - total // 2
        raise SpecError(
            "padding", padding, "is not known", "a number, (low, high), valid, same or full"
        )
    if isinstance(padding, tuple | list):
        if len(padding) != 2:
            raise SpecError(
                "padding", padding, "must be a number or a pair of sides", "(low, high)"
            )
        return as_whole("padding", padding[0], 0), as_whole("padding", padding[1], 0)
    side = as_whole("padding", padding, 0)
    return side, side


def check_mode(mode: str, size: int, low: int, high: int) -> None:
    """Raise `SpecError` where padding cannot be filled from `size` cells (PyTorch's rules)."""
    if mode not in PADDING_MODES:
        raise SpecError("padding_mode", mode, "is not known", ", ".join(PADDING_MODES))
    most = {"reflect": size - 1, "circular": size}.get(mode)
    widest = max(low, high)
    if most is not None and widest > most:
        rule = "must be smaller than" if mode == "reflect" else "must not exceed"
        raise SpecError(
            "padding",
            widest,
            f"{rule} the input's {size} in {mode} mode",
            f"0 to {most}" if most else "0",
        )
