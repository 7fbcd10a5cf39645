"""What the lesson of the matrix adds to a scene."""

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
