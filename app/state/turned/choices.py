"""What the lessons of the matrix and of transposed convolution add to a scene."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Product(Enum):
    """Which product is stepped through, row by row: C · x, or Cᵀ · (C · x)."""

    FORWARD = "C · large"
    BACK = "Cᵀ · small"


@dataclass(frozen=True, slots=True)
class Unrolling:
    """`compare` shows Cᵀ·C·x beside x, with the difference."""

    product: Product = Product.FORWARD
    compare: bool = False


USUAL_UNROLLING = Unrolling()


class Walk(Enum):
    """What one step is: a cell of the result, or a cell of the input."""

    OUTPUT = "by output cell"
    INPUT = "by input cell"


@dataclass(frozen=True, slots=True)
class Transposed:
    """`output_padding` is (vertical, horizontal); `turned` False leaves out the kernel's turn by
    180° in the zero-insertion, which is then another map."""

    output_padding: tuple[int, int] = (0, 0)
    turned: bool = True
    walk: Walk = Walk.OUTPUT


USUAL_TRANSPOSED = Transposed()
