"""The plainest parts of a picture: rectangles, colours by meaning, words and lines."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Literal

Anchor = Literal["left", "centre", "right"]


class Role(Enum):
    """What a thing is. Its hue follows from it, and is the same in every lesson."""

    INPUT = "input"
    KERNEL = "kernel"
    OUTPUT = "output"
    STEP = "step"
    INK = "ink"
    SOFT = "soft"
    RED = "red"  # these mark the channels of a colour image, and nothing else
    GREEN = "green"
    BLUE = "blue"

    __hash__ = object.__hash__  # there is one of each, and every kept colour is asked for by it


class Weight(Enum):
    """How heavy letters are."""

    REGULAR = 400
    MEDIUM = 500
    SEMIBOLD = 600
    BOLD = 700

    __hash__ = object.__hash__  # there is one of each, and every kept width is asked for by it


@dataclass(frozen=True, slots=True)
class Rect:
    """A rectangle by its top left corner, in pixels or in cells."""

    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        return self.x + self.width

    @property
    def bottom(self) -> float:
        return self.y + self.height

    @property
    def centre(self) -> tuple[float, float]:
        return self.x + self.width / 2, self.y + self.height / 2

    @property
    def on_pixels(self) -> Rect:
        """The same with its corner on a whole pixel."""
        return Rect(round(self.x), round(self.y), self.width, self.height)

    def contains(self, x: float, y: float) -> bool:
        return self.x <= x < self.right and self.y <= y < self.bottom

    def intersected(self, other: Rect) -> Rect:
        x, y = max(self.x, other.x), max(self.y, other.y)
        width = max(0.0, min(self.right, other.right) - x)
        height = max(0.0, min(self.bottom, other.bottom) - y)
        return Rect(x, y, width, height)


@dataclass(frozen=True, slots=True)
class Label:
    """A line of text; `y` is its vertical middle. A `statement` says something by itself."""

    text: str
    x: float
    y: float
    size: float
    role: Role = Role.INK
    weight: Weight = Weight.REGULAR
    anchor: Anchor = "left"
    faded: bool = False
    statement: bool = False


@dataclass(frozen=True, slots=True)
class Connector:
    """A thin line from one place of the stage to another; a `faded` one is one of many."""

    x1: float
    y1: float
    x2: float
    y2: float
    role: Role = Role.STEP
    faded: bool = False


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of the equation. `full` has all digits where `text` was rounded.

    What is `beside` belongs to a result that is shown beside the one that is asked for; a sum
    `on_the_way` is that which a ReLU makes the result of.
    """

    text: str
    role: Role = Role.INK
    faded: bool = False
    bold: bool = False
    full: str = ""
    beside: bool = False
    on_the_way: bool = False


@dataclass(frozen=True, slots=True)
class Equation:
    """The step in numbers: lines of tokens laid out in `rect`."""

    rect: Rect
    lines: tuple[tuple[Token, ...], ...]
    size: float
    note: str
    note_size: float
    places: tuple[tuple[float, float, Token], ...] = ()  # x of the left edge, y of the middle


@dataclass(frozen=True, slots=True)
class Line:
    """Words in several colours on one line: each token's left edge, and the vertical middle."""

    tokens: tuple[Token, ...]
    places: tuple[float, ...]
    y: float
    size: float

    @property
    def text(self) -> str:
        return "".join(token.text for token in self.tokens)
