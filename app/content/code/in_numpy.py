"""A layer as NumPy writes it: windows as a view, or stamps laid on the result."""

from __future__ import annotations

from app.content.code.input import Lines
from app.content.code.layer import Layer, cropped, padded
from app.state.scene import Pair


def conv(layer: Layer, x: str, to: str) -> Lines:
    (down, right), (d_down, d_right) = layer.stride, layer.dilation
    lines = [
        *padded(layer, x),
        "# Every place of the window on the input; a view, in which nothing is copied",
        f"windows = np.lib.stride_tricks.sliding_window_view({x}, {layer.reach})",
    ]
    if (down, right) != (1, 1):
        lines += [
            f"# The stride keeps every {_every(layer.stride)} window",
            f"windows = windows[::{down}, ::{right}]",
        ]
    if (d_down, d_right) != (1, 1):
        lines += [
            f"# The dilation keeps every {_every(layer.dilation)} cell of a window",
            f"windows = windows[..., ::{d_down}, ::{d_right}]",
        ]
    return [
        *lines,
        "# Products of window and kernel, summed: no flip, so it is cross-correlation",
        f'{to} = np.einsum("rcij,ij->rc", windows, w){layer.plus}',
    ]


def _every(pair: Pair) -> str:
    """ "2nd", or "2nd (down) and 3rd (right)"."""
    down, right = (_ordinal(number) for number in pair)
    return down if down == right else f"{down} (down) and {right} (right)"


def _ordinal(number: int) -> str:
    ending = {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{'th' if number in (11, 12, 13) else ending}"


def transposed(layer: Layer, y: str, to: str) -> Lines:
    (down, right), (d_down, d_right) = layer.stride, layer.dilation
    high, wide = layer.stretched
    lines = [
        "# Each tap lays the whole input on the result, its cells a stride apart; overlaps add up",
        f"full = np.zeros({layer.full}, np.result_type({y}, w))",
        "for i, j in np.ndindex(w.shape):",
        f"    top, left = {_times('i', d_down)}, {_times('j', d_right)}",
        f"    met = full[top : top + {high} : {down}, left : left + {wide} : {right}]",
        f"    met += w[i, j] * {y}",
    ]
    return [*lines, *cropped(layer, "full", to)]


def _times(name: str, number: int) -> str:
    return name if number == 1 else f"{name} * {number}"
