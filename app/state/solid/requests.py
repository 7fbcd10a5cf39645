"""Whole results of the lesson of 3D convolution."""

from __future__ import annotations

from dataclasses import dataclass

from app.core import conv
from app.state.prepare import Plane
from app.state.result import SMALL, Request, Result, Watch, histogram, value_range
from app.state.scene import Scene
from app.state.solid.derived import Layer3, layer3_of, work_of
from app.state.solid.prepare import Block, prepare_volume
from app.state.solid.settling import solid_of


@dataclass(frozen=True, eq=False, slots=True)
class SolidResult(Result):
    """The output volume `(depth, rows, columns)`, and its slices.

    `output` holds the slices one under another. `flat` is the plane of the 2D convolution of the
    same numbers; None where the two are not compared.
    """

    block: Block
    slices: tuple[Plane, ...]
    flat: Plane | None


@dataclass(frozen=True, slots=True)
class SolidRequest(Request):
    """The whole output volume of one channel."""

    layer: Layer3
    contrast: bool

    @property
    def is_small(self) -> bool:
        return work_of(self.layer) <= SMALL

    def compute(self, watch: Watch | None = None) -> Result:
        source = prepare_volume(self.layer.input)
        block = conv(watch=watch, **self.layer.arguments(source))[0]
        block.setflags(write=False)
        flat = conv(**self.layer.flat_arguments(source))[0] if self.contrast else None
        output = block.reshape(-1, block.shape[2])
        return SolidResult(
            self,
            output,
            *value_range(output),
            histogram(source.reshape(-1, source.shape[2])),
            histogram(output),
            block=block,
            slices=tuple(block),
            flat=flat,
        )


def solid_request(scene: Scene) -> SolidRequest:
    """The request of the lesson of 3D convolution."""
    solid = solid_of(scene)
    return SolidRequest(layer3_of(solid), solid.contrast)
