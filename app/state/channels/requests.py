"""Whole results of the lessons of many channels."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from app.core import conv
from app.state.channels.derived import ConvLayer, layer_of
from app.state.prepare import Plane, prepare_planes
from app.state.result import SMALL, Request, Result, Watch, histogram, value_range
from app.state.scene import Scene


@dataclass(frozen=True, eq=False, slots=True)
class MixedResult(Result):
    """Every output channel, `(rows, columns)` each, after the ReLU where there is one.

    `output` holds the channels one under another, `(C_out · rows, columns)`; range and histogram
    are those of all of them.
    """

    outputs: tuple[Plane, ...]


@dataclass(frozen=True, slots=True)
class MixedRequest(Request):
    """All output channels of a layer."""

    layer: ConvLayer
    relu: bool

    @property
    def is_small(self) -> bool:
        layer = self.layer
        source = layer.input.image.pixels.array.size
        return max(layer.cost.multiplications, source) <= SMALL

    def compute(self, watch: Watch | None = None) -> Result:
        planes = prepare_planes(self.layer.input, self.layer.source)
        channels, rows, columns = self.layer.output_shape
        whole = conv(watch=watch, **self.layer.arguments(planes))
        if self.relu:
            np.maximum(whole, 0, out=whole)
        whole.setflags(write=False)
        output = whole.reshape(channels * rows, columns)
        flat = planes.reshape(-1, planes.shape[-1])
        return MixedResult(
            self,
            output,
            *value_range(output),
            histogram(flat),
            histogram(output),
            outputs=tuple(whole),
        )


def mixed_request(scene: Scene) -> MixedRequest:
    """The request of a lesson of many channels."""
    return MixedRequest(layer_of(scene), scene.mixing.relu)
