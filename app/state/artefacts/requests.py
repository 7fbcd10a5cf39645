"""A picture upsampled by a transposed convolution, and by what is recommended in its place.

Every way has the same gain as the transposed convolution, so that all can be compared by eye. The
strength of the artefact is measured on each, alike.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields
from enum import Enum
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from app.core import SpecError, conv, conv_transpose
from app.state.arguments import applied_weights
from app.state.prepare import Plane, plane_shape, prepare
from app.state.resample import resample
from app.state.result import SMALL, Request, Result, Watch, result_of
from app.state.scene import Input, Kernel, Pair, Parameters, Scene
from app.state.turned.geometry import stamp_arguments, stamp_axes

MOST_UPSAMPLED = 16_000_000
"""Cells of the result up to which all ways are computed side by side."""
SMOOTH = 3
"""Side of the averaging kernel of the layer after a transposed convolution."""
ROUNDING = 1e-6
"""A mean that is a smaller share of the largest amplitude comes from rounding float32 sums."""


class Way(Enum):
    """How the picture is made larger; the value is what the stage calls it."""

    TRANSPOSED = "Transposed"
    DIVISIBLE = "Divisible kernel"
    SMOOTHED = "Then stride 1"
    NEAREST = "Nearest, then conv"
    BILINEAR = "Bilinear, then conv"


@dataclass(frozen=True, eq=False, slots=True)
class Upsampled:
    """One way's result. `strength` is a share of the picture's own size (see strength_of);
    `spectrum` has the mean amplitude at each frequency along the rows, `(length // 2 + 1,)`.
    """

    way: Way
    output: Plane
    strength: float
    spectrum: NDArray[np.float64]


@dataclass(frozen=True, eq=False, slots=True)
class ArtefactResult(Result):
    """`ways` as in Way. `counts` and `weighted` are what one stride of the interior receives:
    stamps, and the sum of their weights, `(vertical stride, horizontal stride)`.
    """

    ways: tuple[Upsampled, ...]
    counts: NDArray[np.int64]
    weighted: NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class ArtefactRequest(Request):
    """A picture upsampled in every way."""

    input: Input
    kernel: Kernel
    parameters: Parameters

    @property
    def is_small(self) -> bool:
        height, width = plane_shape(self.input)
        stride = self.parameters.stride[0] * self.parameters.stride[1]
        cells = height * width * stride * self.kernel.weights.array.size
        return max(8 * cells, self.input.image.pixels.array.size) <= SMALL

    def compute(self, watch: Watch | None = None) -> Result:
        plane = prepare(self.input)
        weights = applied_weights(self.kernel, self.parameters)
        makers = _makers(self, plane, weights)
        ways = []
        for number, (way, make) in enumerate(makers.items()):
            output = make()
            output.setflags(write=False)
            ways.append(_measured(way, output, self.parameters.stride, weights.shape))
            if watch is not None:
                watch((number + 1) / len(makers))
        plain = result_of(self, plane, ways[0].output)
        counts, weighted = stride_maps(self.kernel, self.parameters)
        parts = {field.name: getattr(plain, field.name) for field in fields(Result)}
        return ArtefactResult(**parts, ways=tuple(ways), counts=counts, weighted=weighted)


def artefact_request(scene: Scene) -> ArtefactRequest:
    """The request of the lesson of artefacts."""
    return ArtefactRequest(scene.input, scene.kernel, scene.parameters)


def check_size(scene: Scene) -> None:
    """Raise `SpecError` where the results would have too many cells to be computed together."""
    vertical, horizontal = stamp_axes(scene)
    cells = vertical.size * horizontal.size
    if cells > MOST_UPSAMPLED:
        fits = f"a smaller stride, or a crop or resampled input, up to {MOST_UPSAMPLED:,} cells,"
        raise SpecError("stride", scene.parameters.stride[0], f"makes {cells:,} cells", fits)


# ---- the ways


def _makers(
    request: ArtefactRequest, plane: Plane, weights: Plane
) -> dict[Way, Callable[[], Plane]]:
    parameters = request.parameters
    stride = parameters.stride
    larger = divisible(weights, stride)

    def transposed(chosen: Plane) -> Plane:
        kernel = request.kernel if chosen is weights else _named(request.kernel, chosen, parameters)
        result: Plane = conv_transpose(**stamp_arguments(kernel, parameters, (0, 0), plane))[0]
        return result

    def smoothed() -> Plane:
        box = np.full((SMOOTH, SMOOTH), 1 / SMOOTH**2, np.float32)
        return _same(transposed(weights).astype(np.float32), box)

    def resized(grown: Plane) -> Plane:
        share = weights.astype(np.float32) / (stride[0] * stride[1])
        return _same(grown.astype(np.float32), share) + np.float32(parameters.bias)

    return {
        Way.TRANSPOSED: lambda: transposed(weights),
        Way.DIVISIBLE: lambda: transposed(larger),
        Way.SMOOTHED: smoothed,
        Way.NEAREST: lambda: resized(_nearest(plane, stride)),
        Way.BILINEAR: lambda: resized(_bilinear(plane, stride)),
    }


def _named(kernel: Kernel, chosen: Plane, parameters: Parameters) -> Kernel:
    """Other weights that are laid on the window as they are."""
    laid = chosen[::-1, ::-1] if parameters.flip else chosen
    return Kernel(kernel.name, type(kernel.weights)(np.ascontiguousarray(laid)))


def divisible(weights: Plane, stride: Pair) -> Plane:
    """The same weights stretched to the next sides that the stride divides, with the same sum."""
    rows, columns = (-(-side // s) * s for side, s in zip(weights.shape, stride, strict=True))
    if (rows, columns) == weights.shape:
        return weights
    wide = resample(weights.astype(np.float64), rows, columns)
    total, before = wide.sum(), weights.sum()
    return wide * (before / total) if total and before else wide


def _same(plane: Plane, weights: Plane) -> Plane:
    """A convolution of stride 1 that keeps the size; edges are repeated outwards."""
    mode = "replicate"
    result: Plane = conv(plane[None], weights[None, None], padding="same", padding_mode=mode)[0]
    return result


def _nearest(plane: Plane, stride: Pair) -> Plane:
    """Every cell as a block; a broadcast lets other threads run, as numpy.repeat does not."""
    rows, columns = plane.shape
    blocks = np.empty((rows, stride[0], columns, stride[1]), plane.dtype)
    blocks[...] = plane[:, None, :, None]
    return blocks.reshape(rows * stride[0], columns * stride[1])


def _bilinear(plane: Plane, stride: Pair) -> Plane:
    rows, columns = plane.shape
    with np.errstate(invalid="ignore"):  # what is no number stays none
        return resample(plane.astype(np.float32), rows * stride[0], columns * stride[1])


# ---- measures


@lru_cache(maxsize=8)
def stride_maps(
    kernel: Kernel, parameters: Parameters
) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """How many stamps one stride of the interior receives, and the sum of their weights.

    Both begin at a cell that the first tap reaches.
    """
    weights = applied_weights(kernel, parameters)
    sides = [
        2 * (d * (k - 1) // s + 2)
        for k, s, d in zip(weights.shape, parameters.stride, parameters.dilation, strict=True)
    ]
    ones: Plane = np.ones((1, *sides))
    laid = conv_transpose(
        ones, weights[None, None].astype(np.float64), stride=parameters.stride,
        dilation=parameters.dilation,
    )[0]  # fmt: skip
    counted = conv_transpose(
        ones, np.ones_like(weights[None, None], np.float64), stride=parameters.stride,
        dilation=parameters.dilation,
    )[0]  # fmt: skip
    where = tuple(
        slice(side // 2 * s, (side // 2 + 1) * s)
        for side, s in zip(sides, parameters.stride, strict=True)
    )
    maps = np.rint(counted[where]).astype(np.int64), laid[where]
    for each in maps:
        each.setflags(write=False)
    return maps


def _measured(way: Way, output: Plane, stride: Pair, kernel: tuple[int, ...]) -> Upsampled:
    inner = interior_of(output, stride, kernel)
    return Upsampled(way, output, strength_of(inner, stride), spectrum_of(inner))


def interior_of(output: Plane, stride: Pair, kernel: tuple[int, ...]) -> Plane:
    """The result without its edges, a whole number of strides each way; all where it is small."""
    parts = []
    for size, s, k in zip(output.shape, stride, kernel, strict=True):
        edge = -(-(k + SMOOTH) // s) * s
        edge = edge if size - 2 * edge >= 2 * s else 0
        parts.append(slice(edge, edge + max(1, (size - 2 * edge) // s) * s))
    return output[parts[0], parts[1]]


def strength_of(inner: Plane, stride: Pair) -> float:
    """The root of the energy at the stride's frequencies, over the root of the whole energy.

    These frequencies are the multiples of 1/s cycles a cell along both axes, zero aside: all that
    repeats with the stride, and nothing else but chance. Folding the plane to one mean for each
    place within a stride keeps just them, so by Parseval the variance of the means is their
    energy. 0 where the stride is 1.

    >>> round(strength_of(np.tile([1.0, 2.0], (4, 4)), (1, 2)), 4)
    0.3162
    """
    rows, columns = (size // s for size, s in zip(inner.shape, stride, strict=True))
    if not rows or not columns:
        return 0.0
    whole = inner[: rows * stride[0], : columns * stride[1]].astype(np.float64)
    energy = float(np.mean(whole * whole))
    if not (energy > 0 and np.isfinite(energy)):
        return 0.0
    folded = whole.reshape(rows, stride[0], columns, stride[1]).mean((0, 2))
    return float(np.sqrt(folded.var() / energy))


def spectrum_of(inner: Plane) -> NDArray[np.float64]:
    """The mean amplitude along the rows from 0 to half a cycle a cell, over the mean's size.

    Where the mean is nothing but rounding, the amplitudes are as they are.
    """
    rows = np.nan_to_num(inner[:: max(1, len(inner) // 256)].astype(np.float64), posinf=0, neginf=0)
    amplitude: NDArray[np.float64] = np.abs(np.fft.rfft(rows, axis=1)).mean(0) / rows.shape[1]
    mean = amplitude[0]
    return amplitude / mean if mean > ROUNDING * amplitude.max() else amplitude
