"""The Scene: one frozen value that says everything a lesson shows.

It is what undo restores, what a file saves and what the command line names. Rows, columns and
steps count from 0 here; the window counts them from 1.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Literal

from app.state.channels.choices import USUAL_MIXING, Mixing
from app.state.channels.filters import USUAL_FILTERS, Filters
from app.state.depthwise.choices import USUAL_DEPTHWISE, Depthwise
from app.state.image import Image
from app.state.overlap.choices import USUAL_OVERLAP, Overlap
from app.state.solid.choices import Solid
from app.state.spatial.choices import USUAL_SPATIAL, Spatial
from app.state.tensor import Tensor
from app.state.turned.choices import USUAL_TRANSPOSED, USUAL_UNROLLING, Transposed, Unrolling

Pair = tuple[int, int]
Sides = tuple[Pair, Pair]
"""Padding cells as ((top, bottom), (left, right))."""
PaddingName = Literal["valid", "same", "full"]
PaddingMode = Literal["zeros", "reflect", "replicate", "circular"]

PADDING_NAMES: tuple[PaddingName, ...] = ("valid", "same", "full")
PADDING_MODES: tuple[PaddingMode, ...] = ("zeros", "reflect", "replicate", "circular")

MAX_KERNEL = 11
MAX_STRIDE = 32
MAX_DILATION = 32
MAX_PADDING = 64
MAX_TOY = 64
"""The largest side whose cells can be edited and whose output appears step by step."""


class Lesson(Enum):
    """The lessons; the value is the name on the command line."""

    CONVOLUTION = "convolution"
    LINE = "1d"
    VOLUME = "3d"
    MULTI_CHANNEL = "multi-channel"
    POINTWISE = "1x1"
    GROUPED = "grouped"
    DEPTHWISE = "depthwise-separable"
    ARITHMETIC = "arithmetic"
    DILATED = "dilated"
    RECEPTIVE_FIELD = "receptive-field"
    SPATIALLY_SEPARABLE = "spatially-separable"
    MATRIX = "matrix"
    TRANSPOSED = "transposed"
    OVERLAP = "overlap"
    ARTEFACTS = "artefacts"


MIXED = frozenset({Lesson.MULTI_CHANNEL, Lesson.POINTWISE, Lesson.GROUPED})
"""The lessons of many channels, which have filters instead of a kernel."""
CHANNELLED = MIXED | {Lesson.DEPTHWISE}
"""The lessons whose input is taken with all its channels."""


class Channel(Enum):
    """Which plane of a colour image is convolved."""

    GREY = "grey"
    RED = "red"
    GREEN = "green"
    BLUE = "blue"


class Scale(Enum):
    """The unit of the input values: as stored (0–255, say), or 0–1."""

    STORED = "stored"
    UNIT = "unit"


class Mapping(Enum):
    """How values become brightness. It changes what is seen, never a number."""

    AS_IS = "as is"
    CLIPPED = "clipped"
    ABSOLUTE = "absolute"
    NORMALISED = "normalised"


class Reveal(Enum):
    """How much of the output is there: by step for a toy, and of a photo all of it with what lies
    beyond the step dimmed, unless chosen."""

    AUTO = "auto"
    BY_STEP = "by step"
    DIMMED = "dimmed ahead"
    WHOLE = "whole"


class Reading(Enum):
    """Which way the arithmetic of sizes is read: from input to output, or back."""

    DIRECT = "direct"
    TRANSPOSED = "transposed"


class Detail(Enum):
    """What one step of the timeline is."""

    WINDOW = "window by window"
    TAP = "tap by tap"
    CHANNEL = "channel by channel"


def details_of(lesson: Lesson) -> tuple[Detail, ...]:
    """What one step of the timeline can be in a lesson."""
    if lesson is Lesson.MULTI_CHANNEL:
        return Detail.WINDOW, Detail.CHANNEL, Detail.TAP
    return Detail.WINDOW, Detail.TAP


@dataclass(frozen=True, slots=True)
class Crop:
    """A rectangle of the image, in its pixels."""

    top: int
    left: int
    height: int
    width: int


@dataclass(frozen=True, slots=True)
class Cell:
    """One input cell that the user has typed over; `channel` where the input has several."""

    row: int
    column: int
    value: float
    channel: int = 0


@dataclass(frozen=True, slots=True)
class Input:
    """An image and how the lesson's input plane is made of it: crop, then channel, then size."""

    image: Image
    crop: Crop | None = None
    resample: Pair | None = None
    channel: Channel = Channel.GREY
    scale: Scale = Scale.STORED
    edited: tuple[Cell, ...] = ()


@dataclass(frozen=True, slots=True)
class Kernel:
    """A named kernel; weights `(kernel height, kernel width)`, int64 or float64."""

    name: str
    weights: Tensor

    @property
    def shape(self) -> Pair:
        height, width = self.weights.shape
        return height, width


@dataclass(frozen=True, slots=True)
class Parameters:
    """Where the windows lie. Pairs are (vertical, horizontal)."""

    stride: Pair = (1, 1)
    dilation: Pair = (1, 1)
    padding: PaddingName | Sides = ((0, 0), (0, 0))
    padding_mode: PaddingMode = "zeros"
    bias: float = 0
    flip: bool = False
    linked: bool = True


class LayerKind(Enum):
    """What a layer of a stack is; the receptive field of pooling is a convolution's."""

    CONV = "conv"
    POOL = "pool"
    TRANSPOSED = "transposed"


@dataclass(frozen=True, slots=True)
class Layer:
    """One layer of a stack. Pairs are (vertical, horizontal); `padding` of a transposed layer is
    what it crops of its result, and `output_padding` is that layer's alone.
    """

    kind: LayerKind = LayerKind.CONV
    kernel: Pair = (3, 3)
    stride: Pair = (1, 1)
    padding: Sides = ((0, 0), (0, 0))
    dilation: Pair = (1, 1)
    output_padding: Pair = (0, 0)
    name: str = ""


class Backdrop(Enum):
    """What the input panel of a stack shows: the input itself, or how often each cell is used."""

    INPUT = "input"
    PATHS = "path counts"


@dataclass(frozen=True, slots=True)
class Scene:
    """All that a lesson shows, hover, pan and zoom aside.

    `preset` names the worked example that "reset" returns to. `step` is the row-major index of
    the output cell; `tap` the index of the newest product when the detail is tap by tap.

    In a stack the step is a unit of the chosen `level`: 0 is the input, n the n-th layer's
    output. Levels beyond a layer that does not fit are not there; see Stacked.level.
    """

    lesson: Lesson
    preset: str
    input: Input
    kernel: Kernel
    parameters: Parameters = Parameters()
    mapping: Mapping = Mapping.AS_IS
    reveal: Reveal = Reveal.AUTO
    detail: Detail = Detail.WINDOW
    reading: Reading = Reading.DIRECT
    step: int = 0
    tap: int = 0
    stack: tuple[Layer, ...] = ()
    level: int = 0
    backdrop: Backdrop = Backdrop.INPUT
    unrolling: Unrolling = USUAL_UNROLLING
    transposed: Transposed = USUAL_TRANSPOSED
    overlap: Overlap = USUAL_OVERLAP
    filters: Filters = USUAL_FILTERS
    mixing: Mixing = USUAL_MIXING
    depthwise: Depthwise = USUAL_DEPTHWISE
    solid: Solid | None = None
    spatial: Spatial = USUAL_SPATIAL
