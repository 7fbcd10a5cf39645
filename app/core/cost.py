"""What a layer costs: parameters, and multiplications with additions (MACs).

A MAC is one multiplication and one addition, so two floating-point operations (FLOPs). A bias
adds a parameter per output channel and an addition per output, and is counted where it is said.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import prod

from app.core.spec import Parameter, read_spec


@dataclass(frozen=True, slots=True)
class Cost:
    """The cost of one layer, or of several added up."""

    parameters: int
    multiplications: int
    additions: int

    def __add__(self, other: Cost) -> Cost:
        return Cost(
            self.parameters + other.parameters,
            self.multiplications + other.multiplications,
            self.additions + other.additions,
        )


def layer_cost(
    x: tuple[int, ...],
    w: tuple[int, ...],
    *,
    stride: Parameter = 1,
    padding: Parameter = 0,
    dilation: Parameter = 1,
    groups: int = 1,
    bias: bool = False,
) -> Cost:
    """The cost of `conv` on one input of shape `x` with weights of shape `w`.

    Every tap counts, also those in the padding, as in the literature.

    >>> layer_cost((192, 28, 28), (32, 192, 5, 5), padding=2).multiplications
    120422400
    """
    spec = read_spec(x, w, stride, padding, dilation, groups, "zeros")
    outputs, taps = prod(spec.out_shape), prod(w[1:])
    return Cost(prod(w) + bias * spec.c_out, outputs * taps, outputs * (taps - 1 + bias))


def stack_cost(x: tuple[int, ...], layers: Iterable[tuple[tuple[int, ...], int]]) -> Cost:
    """The cost of layers one after another, each a shape of weights and its groups.

    Stride 1 and no padding: the spatially and the depthwise separable layer against a full one.

    >>> full = layer_cost((1, 5, 5), (1, 1, 3, 3))
    >>> parts = stack_cost((1, 5, 5), [((1, 1, 3, 1), 1), ((1, 1, 1, 3), 1)])
    >>> full.multiplications, parts.multiplications, full.parameters, parts.parameters
    (81, 72, 9, 6)
    """
    total = Cost(0, 0, 0)
    for w, groups in layers:
        total += layer_cost(x, w, groups=groups)
        x = read_spec(x, w, 1, 0, 1, groups, "zeros").out_shape
    return total
