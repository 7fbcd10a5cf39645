"""The bottleneck that a 1×1 layer makes before a larger kernel, and what it saves.

The layer is GoogLeNet's (Szegedy et al., "Going deeper with convolutions", 2015) unless it is
changed: 28 × 28 × 192 to 28 × 28 × 32 by 5 × 5, directly or through fewer channels.
"""

from __future__ import annotations

from dataclasses import dataclass

from app.core import Cost, layer_cost

SIDE = 28
"""Rows and columns of the layer; the shares are the same for any other."""
BOTTLENECK_LIMITS = {
    "inner": (1, 512),
    "channels": (1, 512),
    "kernel": (1, 11),
    "filters": (1, 512),
}
"""The least and the greatest value of each number."""


@dataclass(frozen=True, slots=True)
class Bottleneck:
    """`channels` in, `filters` out, square kernels of `kernel`, "same" padding; `inner` channels
    between. `shown` puts the comparison on the stage. No bias is counted.

    >>> layer = Bottleneck()
    >>> layer.direct.multiplications, layer.through.multiplications
    (120422400, 12443648)
    """

    inner: int = 16
    channels: int = 192
    kernel: int = 5
    filters: int = 32
    shown: bool = False

    @property
    def direct(self) -> Cost:
        """The kernel on all channels."""
        return self._spread(self.channels)

    @property
    def reducing(self) -> Cost:
        """The 1×1 layer alone."""
        return self._reducing(self.inner)

    @property
    def spreading(self) -> Cost:
        """The kernel on the inner channels alone."""
        return self._spread(self.inner)

    @property
    def through(self) -> Cost:
        """Both layers of the bottleneck."""
        return self.reducing + self.spreading

    def multiplications_through(self, inner: int) -> int:
        """The multiplications of both layers with another number of inner channels."""
        return (self._reducing(inner) + self._spread(inner)).multiplications

    @property
    def most_saving(self) -> int:
        """The greatest number of inner channels that still takes fewer multiplications; 0: none.

        >>> Bottleneck().most_saving
        154
        """
        return (self.direct.multiplications - 1) // self.multiplications_through(1)

    def _reducing(self, inner: int) -> Cost:
        return layer_cost((self.channels, SIDE, SIDE), (inner, self.channels, 1, 1))

    def _spread(self, channels: int) -> Cost:
        weights = self.filters, channels, self.kernel, self.kernel
        return layer_cost((channels, SIDE, SIDE), weights, padding="same")


USUAL_BOTTLENECK = Bottleneck()


def bottleneck_fault(layer: Bottleneck) -> str:
    """Why these numbers cannot be, in words; empty where they can."""
    for name, (least, most) in BOTTLENECK_LIMITS.items():
        value = getattr(layer, name)
        if not least <= value <= most:
            return f"{name} {value}: {least} to {most} fits"
    return ""
