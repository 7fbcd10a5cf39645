"""What the lessons of many channels add to a scene beside the filters: how it is read and shown."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from app.state.channels.bottleneck import USUAL_BOTTLENECK, Bottleneck


class Summing(Enum):
    """Two readings of the same sum over channels."""

    BY_CHANNEL = "channel by channel"
    WHOLE = "one 3-d filter"


class Arrangement(Enum):
    """How planes are drawn."""

    PILE = "pile"
    SIDE_BY_SIDE = "side by side"


class Source(Enum):
    """Which channels the input has."""

    OWN = "its own"
    REPEATED = "grey, three times"
    GREY = "one grey"


class Following(Enum):
    """What comes after a grouped layer: nothing, a second one, or a second one after a shuffle."""

    NOTHING = "one layer"
    GROUPED = "two layers"
    SHUFFLED = "two, shuffled"


@dataclass(frozen=True, slots=True)
class Mixing:
    """`relu` is applied after the bias. `following` is of the lesson on groups, and
    `bottleneck` of the one on 1×1 kernels.
    """

    source: Source = Source.OWN
    summing: Summing = Summing.BY_CHANNEL
    arrangement: Arrangement = Arrangement.PILE
    relu: bool = False
    following: Following = Following.NOTHING
    bottleneck: Bottleneck = USUAL_BOTTLENECK


USUAL_MIXING = Mixing()
