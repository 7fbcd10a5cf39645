"""What the lesson of 3D convolution adds to a scene: a volume, a kernel of three sides, and how
they are shown. Triples are (depth, vertical, horizontal); slices count from 0, the first in front.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Literal

from app.core import PaddingMode
from app.state.solid.volume import Volume
from app.state.tensor import Tensor

Triple = tuple[int, int, int]
Sides3 = tuple[tuple[int, int], tuple[int, int], tuple[int, int]]
"""Padding as ((front, back), (top, bottom), (left, right)), in slices, rows and columns."""

MAX_KERNEL3 = 7
"""The largest side of a kernel."""
MAX_STRIDE3 = 16
MAX_DILATION3 = 16
MAX_PADDING3 = 32
MAX_TOY3 = 16
"""The largest side whose cells can be typed over and whose output appears step by step."""
MOST_PILED = 12
"""Slices, padding included, that a pile or a row of slices can hold."""


class Arrangement(Enum):
    """How volumes are laid out on the stage; AUTO is a pile for a toy, else three views."""

    AUTO = "auto"
    PILE = "pile"
    SLICES = "side by side"
    VIEWS = "three views"


@dataclass(frozen=True, slots=True)
class Box:
    """A part of a volume: its first slice, row and column, and how many there are of each."""

    front: int
    top: int
    left: int
    depth: int
    height: int
    width: int

    @property
    def shape(self) -> Triple:
        """Slices, rows, columns."""
        return self.depth, self.height, self.width


@dataclass(frozen=True, slots=True)
class Voxel:
    """One cell of the input that the user has typed over."""

    slice: int
    row: int
    column: int
    value: float


@dataclass(frozen=True, slots=True)
class VolumeInput:
    """A volume and how the lesson's input is made of it: crop, then size, then unit, then cells.

    With `unit` the values are shares of the volume's white, from 0 to 1; else as stored.
    """

    volume: Volume
    crop: Box | None = None
    resample: Triple | None = None
    unit: bool = False
    edited: tuple[Voxel, ...] = ()


@dataclass(frozen=True, slots=True)
class Kernel3:
    """A named kernel; weights `(kernel depth, kernel height, kernel width)`, int64 or float64."""

    name: str
    weights: Tensor

    @property
    def shape(self) -> Triple:
        depth, height, width = self.weights.shape
        return depth, height, width


@dataclass(frozen=True, slots=True)
class Parameters3:
    """Where the windows lie; `linked` keeps stride and dilation alike on the three axes."""

    stride: Triple = (1, 1, 1)
    dilation: Triple = (1, 1, 1)
    padding: Literal["valid", "same", "full"] | Sides3 = ((0, 0), (0, 0), (0, 0))
    padding_mode: PaddingMode = "zeros"
    bias: float = 0
    flip: bool = False
    linked: bool = True


@dataclass(frozen=True, slots=True)
class Solid:
    """The lesson's input, kernel and parameters, and how they are shown.

    `contrast` shows the same numbers twice: as channels, over which a 2D convolution sums, and as
    the slices of a volume, through which a 3D one slides.
    """

    input: VolumeInput
    kernel: Kernel3
    parameters: Parameters3 = Parameters3()
    arrangement: Arrangement = Arrangement.AUTO
    contrast: bool = False
