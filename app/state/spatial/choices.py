"""What the lesson of spatially separable convolution adds to a scene."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class First(Enum):
    """Which pass comes first."""

    COLUMN = "column first"
    ROW = "row first"


@dataclass(frozen=True, slots=True)
class Spatial:
    """`terms` separable kernels are summed, each in two passes; there are as many as the rank."""

    first: First = First.COLUMN
    terms: int = 1


USUAL_SPATIAL = Spatial()
