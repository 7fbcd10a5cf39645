"""What the lesson of overlap adds to a scene: a stack of stamps, the same along both axes."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

MAX_STAMP_STRIDE = 6
MAX_STAMP_LAYERS = 3
MAX_STAMP_INPUTS = 32
MAX_STAMP_DILATION = 6
MAX_STAMP_PADDING = 10
MOST_STAMPED = 640
"""Cells a side of the result, up to which every step shows at once."""


class Span(Enum):
    """Whether counts are shown along one axis, or over the plane of two."""

    LINE = "one axis"
    PLANE = "two axes"


@dataclass(frozen=True, slots=True)
class StampLayer:
    """A transposed layer; `padding` is what it crops at each side of its result."""

    kernel: int = 3
    stride: int = 2
    padding: int = 0
    dilation: int = 1


@dataclass(frozen=True, slots=True)
class Overlap:
    """`size` inputs along each axis under `layers`; `chosen` is the layer that is being set."""

    size: int = 5
    layers: tuple[StampLayer, ...] = (StampLayer(),)
    chosen: int = 0
    span: Span = Span.LINE


USUAL_OVERLAP = Overlap()
