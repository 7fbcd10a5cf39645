"""From a volume to the numbers that the lesson of 3D convolution convolves, and its axes."""

from __future__ import annotations

from math import prod
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.core import Axis, SpecError, read_axes
from app.state.arguments import one_channel
from app.state.kept import kept
from app.state.prepare import EXACT_CELLS
from app.state.resample import resample
from app.state.solid.choices import Kernel3, Parameters3, Triple, VolumeInput, Voxel
from app.state.solid.volume import MAX_VOXELS

Block = NDArray[Any]
Axes3 = tuple[Axis, Axis, Axis]


@kept(3)
def prepare_volume(source: VolumeInput) -> Block:
    """The input `(depth, height, width)`, read-only, in the scene's units.

    Integer volumes stay integers unless their values are shares of white.
    """
    block = _units(_sized(_cropped(source), source), source)
    if source.edited:
        block = _edited(block, source.edited)
    block = np.ascontiguousarray(block)
    block.setflags(write=False)
    return block


def volume_shape(source: VolumeInput) -> Triple:
    """The input's slices, rows and columns, without making it."""
    if source.resample is not None:
        return source.resample
    return source.volume.shape if source.crop is None else source.crop.shape


def volume_white(source: VolumeInput) -> float:
    """The value that shows as white, in the scene's units."""
    return 1.0 if source.unit else source.volume.white


def axes3_of(shape: Triple, kernel: Triple, parameters: Parameters3) -> Axes3:
    """The axes along depth, down and across.

    Raises SpecError where no window fits, or where the output would be too large.
    """
    depth, vertical, horizontal = read_axes(
        shape,
        kernel,
        parameters.stride,
        parameters.padding,
        parameters.dilation,
        parameters.padding_mode,
    )
    cells = prod(axis.output_size for axis in (depth, vertical, horizontal))
    if cells > MAX_VOXELS:
        rule = f"makes {cells:,} cells of output"
        fits = f"less padding or a larger stride, up to {MAX_VOXELS:,} cells,"
        raise SpecError("padding", _widest(depth, vertical, horizontal), rule, fits)
    return depth, vertical, horizontal


def conv3_arguments(kernel: Kernel3, parameters: Parameters3, block: Block) -> dict[str, Any]:
    """Keyword arguments of `conv` and `Trace`: x `(1, D, H, W)`, w `(1, 1, kd, kh, kw)`.

    Float weights on a large volume are taken as float32, so that the result is float32 too.
    """
    return one_channel(applied_weights3(kernel, parameters), parameters, block)


def applied_weights3(kernel: Kernel3, parameters: Parameters3) -> Block:
    """The weights as they are laid on the window; a true convolution turns all three axes."""
    weights = kernel.weights.array
    return weights[::-1, ::-1, ::-1] if parameters.flip else weights


def _widest(*axes: Axis) -> int:
    return max(max(axis.low, axis.high) for axis in axes)


def _cropped(source: VolumeInput) -> Block:
    voxels, box = source.volume.voxels.array, source.crop
    if box is None:
        return voxels
    return voxels[
        box.front : box.front + box.depth,
        box.top : box.top + box.height,
        box.left : box.left + box.width,
    ]


def _sized(block: Block, source: VolumeInput) -> Block:
    """Resampled in each slice, then along the depth; integers are rounded once for each."""
    if source.resample is None or source.resample == block.shape:
        return block
    depth, height, width = source.resample
    slices = np.stack([resample(plane, height, width) for plane in block])
    flat = resample(slices.reshape(len(slices), height * width), depth, height * width)
    return flat.reshape(depth, height, width)


def _units(block: Block, source: VolumeInput) -> Block:
    floats = np.float64 if block.size <= EXACT_CELLS else np.float32
    if source.unit:
        shares: Block = block.astype(floats)
        np.divide(shares, floats(source.volume.white), out=shares)
        return shares
    if np.issubdtype(block.dtype, np.integer):
        return block
    return block.astype(floats, copy=False)


def _edited(block: Block, cells: tuple[Voxel, ...]) -> Block:
    whole = all(float(cell.value).is_integer() for cell in cells)
    keeps = whole and np.issubdtype(block.dtype, np.integer)
    changed = block.astype(np.int64 if keeps else np.float64)
    for cell in cells:
        changed[cell.slice, cell.row, cell.column] = cell.value
    return changed
