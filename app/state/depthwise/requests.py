"""The whole result of a depthwise separable convolution, and whether an ordinary one agrees."""

from __future__ import annotations

from dataclasses import dataclass

from app.core import conv
from app.state.channels.derived import ConvLayer
from app.state.channels.filters import filters_of
from app.state.depthwise.derived import SeparableLayer, pointwise_arguments, separable_layer
from app.state.prepare import Plane, prepare_planes
from app.state.result import SMALL, Request, Result, Watch, histogram, value_range
from app.state.scene import Scene
from app.state.turned.requests import Agreement, agreement_of

MOST_COMPARED = 30_000_000
"""Multiplications of the ordinary convolution up to which it is computed beside."""


@dataclass(frozen=True, eq=False, slots=True)
class SeparatedResult(Result):
    """`inner`: the depthwise step's planes, with their range; `outputs`: the pointwise step's.

    `output` holds the outputs one under another. `agreement` compares them with the ordinary
    convolution; None where that would take too long.
    """

    inner: tuple[Plane, ...]
    inner_range: tuple[float, float]
    outputs: tuple[Plane, ...]
    agreement: Agreement | None


@dataclass(frozen=True, slots=True)
class SeparatedRequest(Request):
    """Both steps of a layer."""

    layer: SeparableLayer

    @property
    def is_small(self) -> bool:
        source = self.layer.input.image.pixels.array.size
        return max(sum(cost.multiplications for cost in self.layer.costs), source) <= SMALL

    def compute(self, watch: Watch | None = None) -> Result:
        layer = self.layer
        planes = prepare_planes(layer.input, layer.source)
        inner = conv(watch=_part(watch, 0), **layer.first.arguments(planes))
        outputs = conv(inner, watch=_part(watch, 1), **pointwise_arguments(layer))
        agreement = None
        if layer.costs[2].multiplications <= MOST_COMPARED:
            agreement = agreement_of(_flat(outputs), _flat(self._ordinary(planes)))
        for array in (inner, outputs):
            array.setflags(write=False)
        output = _flat(outputs)
        return SeparatedResult(
            self,
            output,
            *value_range(output),
            histogram(_flat(planes)),
            histogram(output),
            inner=tuple(inner),
            inner_range=value_range(_flat(inner)),
            outputs=tuple(outputs),
            agreement=agreement,
        )

    def _ordinary(self, planes: Plane) -> Plane:
        layer = self.layer
        filters = filters_of("ordinary", layer.weights.ordinary, layer.weights.bias)
        whole = ConvLayer(layer.input, layer.source, filters, layer.parameters)
        result: Plane = conv(**whole.arguments(planes))
        return result


def _flat(planes: Plane) -> Plane:
    """Planes one under another, `(channels · rows, columns)`."""
    return planes.reshape(-1, planes.shape[-1])


def _part(watch: Watch | None, part: int) -> Watch | None:
    """A watch for one of two parts, each half of the work."""
    if watch is None:
        return None

    def told(fraction: float) -> None:
        watch((part + fraction) / 2)

    return told


def separated_request(scene: Scene) -> SeparatedRequest:
    """The request of the lesson of depthwise separable convolution."""
    return SeparatedRequest(separable_layer(scene))
