"""Whatever can be opened as an input: image files, volume files, folders, several files at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from app.services.files import opened, shown
from app.services.opening import nifti
from app.services.opening.images import ENDINGS as IMAGE_ENDINGS
from app.services.opening.images import UNNAMED, ImageError, image_from_bytes
from app.services.opening.nifti import header_beside, is_nifti, is_pair, open_nifti
from app.services.opening.npy import MAGIC, open_array
from app.services.opening.pages import open_pages
from app.services.opening.plausible import read_image
from app.services.opening.signatures import recognised
from app.services.opening.slices import is_folder, open_chosen, open_folder
from app.services.opening.tiff_series import slices_in
from app.services.opening.voxels import VolumeError, refuse, slice_of
from app.state.image import Image
from app.state.result import Watch
from app.state.solid.volume import Volume

__all__ = ["ENDINGS", "VOLUMES", "VolumeError", "open_input"]

VOLUMES = (".npy", *nifti.ENDINGS, ".tif", ".tiff", ".gif")
ENDINGS = (*IMAGE_ENDINGS, ".npy", *nifti.ENDINGS)
"""What the names of files end in that may hold a volume, and of all that can be opened."""
_NAMED = {
    ".npy": "no array of NumPy",
    ".nii": "no NIfTI volume",
    nifti.HEADER: "no header of a NIfTI volume",
    nifti.VOXELS: "no NIfTI volume with its header (.hdr) beside it",
}


def open_input(paths: Sequence[Path], watch: Watch, stacked: bool = False) -> Image | Volume:
    """What a file, a folder or several files hold; a volume has two slices or more.

    Two files may be the header and the voxels of one volume. With `stacked`, a file of several
    pages or frames is a volume; else it is its first page.
    Raises VolumeError or ImageError where it cannot be; a pipe or a device is never opened.
    """
    if len(paths) > 1 and not is_pair(paths):
        return open_chosen(paths, watch)
    path = paths[0]
    if is_folder(path):
        return open_folder(path, watch)
    made = _open_file(path, watch, stacked)
    return slice_of(made) if isinstance(made, Volume) and made.shape[0] == 1 else made


def _open_file(path: Path, watch: Watch, stacked: bool) -> Image | Volume:
    name = shown(path.name or str(path), UNNAMED)
    with opened(path, name, ImageError) as (file, _):
        head = file.read(nifti.HEAD)
    if head.startswith(MAGIC):
        return open_array(path, name, watch, stacked)
    if is_nifti(head):
        return open_nifti(path, name, watch)
    header = header_beside(path)
    if header is not None:
        return open_nifti(header, name, watch)
    _check_named(path, name, head)
    data = read_image(path, name)
    return open_pages(data, name, watch) if stacked else _first_page(data, name)


def _first_page(data: bytes, name: str) -> Image:
    """The first picture of a file, which says whether there are more."""
    image, slices = image_from_bytes(data, name), slices_in(data)
    if not slices:
        return image
    notes = image.note, f"the first of {slices:,} slices"
    return replace(image, note="; ".join(filter(None, notes)))


def _check_named(path: Path, name: str, head: bytes) -> None:
    """Tell what a file is not, where its name promises a volume; a misnamed image may pass."""
    promised = next((word for end, word in _NAMED.items() if end in path.suffixes[-2:]), "")
    kind, readable = recognised(head)
    if promised and head and not readable:
        found = f"{kind}, whatever its name says" if kind else f"{promised}, or it is damaged"
        refuse(name, f"it is {found}", VolumeError.other)
