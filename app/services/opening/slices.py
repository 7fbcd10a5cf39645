"""A folder of images, or several chosen ones, as the slices of a volume."""

from __future__ import annotations

import re
from collections.abc import Sequence
from os import scandir
from pathlib import Path

from app.services.files import opened, shown
from app.services.opening.images import ENDINGS, first_frame
from app.services.opening.plausible import read_image
from app.services.opening.signatures import recognised
from app.services.opening.voxels import Pile, VolumeError, refuse
from app.state.result import Watch
from app.state.solid.volume import MAX_VOLUME_SIDE, Volume

MOST_ENTRIES = 20_000
"""A folder with more is not looked through to its end."""
LISTING = 0.05
"""The share of the work that looking through a folder is."""
_FIRST_BYTES = 32
_DIGITS = re.compile(r"(\d+)")


def open_folder(path: Path, watch: Watch) -> Volume:
    """The images in a folder as slices, in the order of their names; others are left out, said.

    Folders in it are not looked into. VolumeError or ImageError where they cannot be slices.
    """
    name = shown(path.absolute().name, "the folder")
    files, others = _listed(path, name, watch)
    if not files:
        held = f"none of its {others:,} files is an image" if others else "it holds no file"
        remedy = "Choose a folder of PNG, JPEG, WebP, GIF, BMP or TIFF images of one size"
        refuse(name, held, remedy)
    if len(files) == 1:
        refuse(name, f"{shown(files[0].name, '')} is its only image", "Open that file itself")
    return _pile(files, name, others, watch)


def open_chosen(paths: Sequence[Path], watch: Watch) -> Volume:
    """Several files as slices, in the order of their names. As above."""
    name = f"{len(paths):,} chosen files"
    _check_count(len(paths), name)
    files = [path for path in paths if _is_image(path)]
    if len(files) < 2:
        why = "only one of them is an image" if files else "none of them is an image"
        refuse(name, why, "Choose several images of one size, or one file")
    first, others = min(files, key=_natural), len(paths) - len(files)
    named = f"{shown(first.name, '')} and {len(files) - 1:,} more"
    return _pile(files, named, others, watch)


def is_folder(path: Path) -> bool:
    """Whether this is a folder; what cannot be looked at is none."""
    try:
        return path.is_dir()
    except (OSError, ValueError):
        return False


def _listed(folder: Path, name: str, watch: Watch) -> tuple[list[Path], int]:
    """The images of a folder, and how many other files there are. Hidden files do not count."""
    files: list[Path] = []
    others = 0
    try:
        with scandir(folder) as entries:
            for number, entry in enumerate(entries):
                if number >= MOST_ENTRIES:
                    why = f"it holds more than {MOST_ENTRIES:,} files"
                    refuse(name, why, "Put the slices into a folder of their own")
                watch(LISTING * number / MOST_ENTRIES)
                if entry.name.startswith(".") or is_folder(Path(entry.path)):
                    continue
                if _is_image(Path(entry.path)):
                    files.append(Path(entry.path))
                else:
                    others += 1
                _check_count(len(files), name)
    except OSError as error:
        why = f"the system says “{error.strerror}”"
        refuse(name, why, "Check the folder, or copy it elsewhere")
    return files, others


def _check_count(count: int, name: str) -> None:
    if count > MAX_VOLUME_SIDE:
        why = f"more than {MAX_VOLUME_SIDE:,} images, and so many slices are the most"
        refuse(name, why, "Choose every second one, or fewer")


def _is_image(path: Path) -> bool:
    """By its name, else by its first bytes; a slice that is damaged is not left out in silence."""
    if path.suffix.lower() in ENDINGS:
        return True
    try:
        with opened(path, path.name, VolumeError) as (file, _):
            return recognised(file.read(_FIRST_BYTES))[1]
    except VolumeError:
        return False


def _natural(path: Path) -> tuple[tuple[tuple[str, int, str], ...], str]:
    """slice2 before slice10: digits count as the number that they stand for."""
    parts = _DIGITS.split(path.name.casefold())
    # text and digits take turns, so that like is always compared with like
    keys = tuple(
        ("", int(part), part) if number % 2 else (part, 0, "") for number, part in enumerate(parts)
    )
    return keys, str(path)


def _pile(files: Sequence[Path], name: str, others: int, watch: Watch) -> Volume:
    pile = Pile(name, len(files))
    for number, path in enumerate(sorted(files, key=_natural), 1):
        called = shown(path.name, f"slice {number}")
        data = read_image(path, called)
        pile.add(first_frame(data, called), called)
        watch(1 - (1 - LISTING) * (1 - number / len(files)))
    many = "files that are" if others > 1 else "file that is"
    left = f"{others:,} {many} no image left out" if others else ""
    return pile.volume(f"{len(files):,} images as slices, in the order of their names", left)
