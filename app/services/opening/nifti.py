"""NIfTI volumes (.nii, .nii.gz, or a pair of .hdr and .img), through nibabel, an optional extra."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from io import BufferedIOBase
from itertools import permutations
from math import prod
from pathlib import Path
from types import ModuleType
from typing import Any, cast

import numpy as np

from app.services.files import opened
from app.services.opening.quiet import quiet
from app.services.opening.voxels import (
    AGAIN,
    GREYED,
    PIECE,
    Cells,
    VolumeError,
    check_kind,
    check_shape,
    read_cells,
    refuse,
    volume_of,
)
from app.state.resample import to_grey
from app.state.result import Watch
from app.state.solid.volume import Volume

HEADER, VOXELS = ".hdr", ".img"
"""What the two files of a pair end in, unless they are packed too."""
ENDINGS = (".nii", ".nii.gz", HEADER, VOXELS)
HEAD = 4096
"""How many of a file's first bytes tell what it is."""
NO_NIFTI = "NIfTI needs the package nibabel, which is not installed"
INSTALL = "Install it with  python -m pip install nibabel  or save the volume as a .npy array"

LIES = "slices go from top to bottom, rows from front to back, columns from left to right"
UNTURNED = "its axes as they are stored, since it does not say how it lies"

_GZIP = b"\x1f\x8b"
_HEADERS = {348: "Nifti1Header", 540: "Nifti2Header"}
_APART = (b"ni1\0", b"ni2\0")
_COLOURS = ("R", "G", "B")
_PAUSE = 4
"""Bytes between a header and voxels that follow it at once."""
_MOST_AXES = 7
_MOST_BEFORE = 1 << 26
"""The most bytes between a header and its voxels: notes of other programs."""
_UNITS = {"mm": "mm", "meter": "m", "micron": "µm"}


def is_nifti(head: bytes) -> bool:
    """Whether a file that begins so is a NIfTI volume, packed or not."""
    return _version(_unpacked(head)) > 0


def header_beside(path: Path) -> Path | None:
    """The header of a file that is the voxels of a pair; None for any other file."""
    header = _half(path, VOXELS, HEADER)
    if header is None:
        return None
    with opened(header, header.name, VolumeError) as (file, _):
        return header if is_nifti(file.read(HEAD)) else None


def is_pair(paths: Sequence[Path]) -> bool:
    """Whether two files are the voxels and the header of one volume."""
    return len(paths) == 2 and any(
        _half(voxels, VOXELS, HEADER) == header for voxels, header in permutations(paths)
    )


def open_nifti(path: Path, name: str, watch: Watch) -> Volume:
    """The volume in its canonical orientation, upright in every view: depth is z, from the top of
    the head down, rows are y from front to back, columns x. Of several volumes the first, said.

    `path` may be the header of a pair. VolumeError, before the voxels are read, where it cannot
    be, or where nibabel is absent.
    """
    nibabel = _library(name)
    with _stream(path, name) as stream:
        header, size = _header(nibabel, stream, name)
        if size:
            cells = _cells(header, stream, size, name, watch)
    if not size:
        voxels = _half(path, HEADER, VOXELS)
        if voxels is None:
            why = f"its voxels lie in another file ({VOXELS}), which does not stand beside it"
            refuse(name, why, "Put it there under the same name, or save both as one .nii file")
        with _stream(voxels, name) as stream:
            cells = _cells(header, stream, 0, name, watch)
    return _upright(nibabel, header, cells, name)


@contextmanager
def _stream(path: Path, name: str) -> Iterator[BufferedIOBase]:
    """A file's content, unpacked as it is read."""
    with opened(path, name, VolumeError) as (file, _):
        packed = file.read(len(_GZIP)) == _GZIP
        file.seek(0)
        try:
            yield cast(BufferedIOBase, gzip.GzipFile(fileobj=file) if packed else file)
        except (gzip.BadGzipFile, zlib.error, EOFError):
            refuse(name, "its packed content is damaged, or a part is missing", AGAIN)


def _half(path: Path, own: str, other: str) -> Path | None:
    """The other file of a pair, where it stands beside one that ends in `own`."""
    bare = path.with_suffix("") if path.suffix.lower() == ".gz" else path
    if bare.suffix.lower() != own:
        return None
    beside = (bare.with_suffix(end) for end in (other, f"{other}.gz", other.upper()))
    return next((each for each in beside if each.is_file()), None)


def _library(name: str) -> ModuleType:
    """nibabel, or a VolumeError that says how to get it."""
    try:
        with quiet():
            import nibabel  # noqa: PLC0415
    except ImportError:
        refuse(name, NO_NIFTI, INSTALL)
    return nibabel


# ---- what a file says


def _unpacked(head: bytes) -> bytes:
    if not head.startswith(_GZIP):
        return head
    try:
        return zlib.decompressobj(wbits=31).decompress(head, max(_HEADERS))
    except zlib.error:
        return b""


def _version(head: bytes) -> int:
    """The length of the header, which tells its version; 0 where it is none."""
    if head[344:348] in (b"n+1\0", _APART[0]):
        return 348
    return 540 if head[4:8] in (b"n+2\0", _APART[1]) else 0


def _header(nibabel: ModuleType, stream: BufferedIOBase, name: str) -> tuple[Any, int]:
    """What the header says, and its length; 0 where the voxels lie in another file."""
    head = stream.read(max(_HEADERS))
    size = _version(head)
    try:
        header = getattr(nibabel, _HEADERS[size])(head[:size], check=False)
    except Exception:  # a damaged header can fail anywhere in being read
        refuse(name, "this NIfTI file is damaged: its header cannot be read", AGAIN)
    apart = head[344:348] == _APART[0] or head[4:8] == _APART[1]
    return header, 0 if apart else size


def _cells(header: Any, stream: BufferedIOBase, size: int, name: str, watch: Watch) -> Cells:
    """The numbers `(x, y, z)` of the first volume as they are stored, behind `size` bytes."""
    try:
        shape = tuple(int(side) for side in header.get_data_shape())
        dtype = header.get_data_dtype()
        before = float(header.get_data_offset() or (size + _PAUSE if size else 0))
    except Exception:  # a damaged header can fail anywhere in being read
        refuse(name, "this NIfTI file is damaged: its header cannot be read", AGAIN)
    if not 1 <= header["dim"][0] <= _MOST_AXES or min(shape) < 0:
        refuse(name, "this NIfTI file is damaged: its shape cannot be", AGAIN)
    whole = (*shape, 1, 1)[:3]
    check_shape(whole[::-1], name)
    if dtype.names != _COLOURS:
        check_kind(dtype, name)
    if not size <= before <= _MOST_BEFORE:
        refuse(name, "this NIfTI file is damaged: it does not say where its voxels are", AGAIN)
    _pass(stream, int(before) - stream.tell())
    return read_cells(stream, prod(whole), dtype, name, watch).reshape(whole, order="F")


def _pass(stream: BufferedIOBase, count: int) -> None:
    """Go on by so many bytes, which may be packed."""
    if count < 0:
        stream.seek(count, 1)
    while count > 0:
        read = len(stream.read(min(count, PIECE)))
        count = count - read if read else 0


# ---- and how it stands


def _upright(nibabel: ModuleType, header: Any, cells: Cells, name: str) -> Volume:
    coloured = cells.dtype.names is not None
    try:
        with quiet(), np.errstate(all="ignore"):
            scaled = _grey(cells) if coloured else _scaled(nibabel, header, cells)
            turns = nibabel.io_orientation(header.get_best_affine())
            zooms = [float(side) for side in (*header.get_zooms(), 1.0, 1.0)[:3]]
            unit = _UNITS.get(header.get_xyzt_units()[0], "of no unit")
    except Exception:  # where it lies is said in numbers that can be anything
        refuse(name, "this NIfTI file is damaged: how it lies in space cannot be read", AGAIN)
    colours = GREYED if coloured else ""
    count = prod(header.get_data_shape()[3:])
    first = f"the first of {count:,} volumes" if count > 1 else ""
    if not np.isfinite(turns).all():
        return volume_of(name, scaled.transpose(2, 1, 0), first, UNTURNED, colours)
    turned = nibabel.apply_orientation(scaled, turns).transpose(2, 1, 0)[::-1, ::-1]
    apart = {int(axis): zoom for axis, zoom in zip(turns[:, 0], zooms, strict=True)}
    spacing = " × ".join(f"{apart[axis]:.3g}" for axis in (2, 1, 0))
    voxel = f"a voxel is {spacing} {unit} (depth × height × width)"
    return volume_of(name, turned, first, LIES, voxel, colours)


def _grey(cells: Cells) -> Cells:
    """The luma of red, green and blue; a header's scaling is not meant for colours."""
    planes = np.stack([cells[colour].reshape(len(cells), -1) for colour in _COLOURS], axis=-1)
    return to_grey(planes).reshape(cells.shape)


def _scaled(nibabel: ModuleType, header: Any, cells: Cells) -> Cells:
    scaled: Cells = nibabel.volumeutils.apply_read_scaling(cells, *_scaling(header))
    return scaled


def _scaling(header: Any) -> tuple[float, float]:
    """What the stored numbers are multiplied by, and what is added then."""
    slope, shift = header.get_slope_inter()
    return (1.0 if slope is None else slope), (0.0 if shift is None else shift)
