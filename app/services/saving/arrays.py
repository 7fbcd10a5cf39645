"""Tensors in files: NumPy's own format, without pickles, its size known before it is read."""

from __future__ import annotations

import re
import struct
from math import prod
from typing import IO, Any

import numpy as np
from numpy.lib import format as npy

from app.state.image import MAX_PIXELS
from app.state.tensor import Tensor

MOST_BYTES = 8 * MAX_PIXELS + 4096
"""The largest entry: the most pixels of an image, 8 bytes each, and the header."""
MOST_AXES = 6
MOST_HEADER = 1000

MAGIC = b"\x93NUMPY\x01\x00"
_START = struct.Struct("<8sH")
_HEADER = re.compile(
    rb"\{'descr': '(?P<dtype>[<>|](?:[iu][1248]|f[248]))', 'fortran_order': False, "
    rb"'shape': \((?P<shape>(\d{1,9}, ?)*(\d{1,9})?)\), \} *\n"
)


class ArrayError(ValueError):
    """An entry that is no tensor of this application."""


def write_tensor(file: IO[bytes], tensor: Tensor) -> None:
    """Write a tensor in NumPy's format, version 1.0."""
    npy.write_array(file, tensor.array, version=(1, 0), allow_pickle=False)


def read_tensor(file: IO[bytes], digest: str) -> Tensor:
    """Read a tensor of real numbers; ArrayError where it is none, or not the one of that digest.

    Nothing is reserved for more bytes than MOST_BYTES, whatever the header says.
    """
    dtype, shape = _header(file)
    if len(shape) > MOST_AXES or not all(1 <= side <= MAX_PIXELS for side in shape):
        raise ArrayError("its shape cannot be")
    size = prod(shape) * dtype.itemsize
    if size > MOST_BYTES:
        raise ArrayError("it is too large")
    data = file.read(size + 1)
    if len(data) != size:
        raise ArrayError("its length is not what its header says")
    tensor = Tensor(np.frombuffer(data, dtype).reshape(shape))
    if tensor.digest != digest:
        raise ArrayError("its content is not what its name says")
    return tensor


def _header(file: IO[bytes]) -> tuple[np.dtype[Any], tuple[int, ...]]:
    """The dtype and the shape. Only the form that is written here is read: reals in C order."""
    start = file.read(_START.size)
    if len(start) < _START.size:
        raise ArrayError("it has no header that can be read")
    magic, length = _START.unpack(start)
    said = _HEADER.fullmatch(file.read(min(length, MOST_HEADER)))
    if magic != MAGIC or said is None:
        raise ArrayError("it has no header that can be read")
    dtype = np.dtype(said["dtype"].decode())
    if not dtype.isnative:
        raise ArrayError("its numbers are of a kind that is not used here")
    return dtype, tuple(map(int, re.findall(rb"\d+", said["shape"])))
