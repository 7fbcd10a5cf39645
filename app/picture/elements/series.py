"""Charts as data: series over named axes, and signals plotted over a panel's cells."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

import numpy as np
from numpy.typing import NDArray

from app.picture.elements.basics import Rect, Role


@dataclass(frozen=True, slots=True)
class Series:
    """One line or one row of bars of a chart. For bars `x` has one value more than `y`."""

    name: str
    role: Role
    x: tuple[float, ...]
    y: tuple[float, ...]
    bars: bool = False


@dataclass(frozen=True, slots=True)
class Chart:
    """Series over named axes; `marker` is the present value on the x axis.

    `names` say what 1, 2, … on the x axis stand for, where they are no numbers.
    """

    title: str
    x_label: str
    y_label: str
    series: tuple[Series, ...]
    marker: float | None = None
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PlacedChart:
    """A chart on the stage; `letters` is the size of its words in pixels."""

    rect: Rect
    chart: Chart
    letters: float


class Curve(Enum):
    """How a signal is drawn."""

    STEMS = "stems"  # a stem with a head for each sample
    LINE = "line"  # samples joined
    BAND = "band"  # from the least to the greatest sample under each pixel
    BARS = "bars"  # a bar for each sample
    BEAM = "beam"  # no samples: the ground within the corners `x`, `tips`


@dataclass(frozen=True, eq=False, slots=True)
class Plot:
    """A signal over the cells of a panel, in pixels: in `rect`, on a line at `base`.

    `x` `(n,)` are the middles of the samples, `tips` `(n,)` their heights; a band lies between
    `tips` and `ends`. `strong` samples stand out, `faint` ones step back. `wide` is the width of
    a sample's column. `shown` are the left and right end of the part that is seen, all of it
    where there are none. `said` puts it in words.
    """

    panel: str
    rect: Rect
    role: Role
    curve: Curve
    base: float
    x: NDArray[np.float64]
    tips: NDArray[np.float64]
    ends: NDArray[np.float64] | None = None
    wide: float = 1.0
    strong: bool = False
    faint: bool = False
    shown: tuple[float, float] | None = None
    said: str = ""
