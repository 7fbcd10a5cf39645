"""Writing files whole: either the new file is there, or what was there before."""

from __future__ import annotations

import errno
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO


class ExportError(Exception):
    """Why a file cannot be written, in words for the user: what, why, and what would do."""


@contextmanager
def written_whole(path: Path) -> Iterator[BinaryIO]:
    """A file beside `path` that takes its place at the end, or vanishes where the work fails.

    Raises ExportError where the folder or the file cannot be written.
    """
    target = path.resolve()
    part = target.with_name(f".{secrets.token_hex(6)}.part")
    try:
        if target.is_dir():
            raise IsADirectoryError(errno.EISDIR, "is a folder")
        with part.open("xb") as file:
            yield file
        part.replace(target)
    except OSError as error:
        raise ExportError(f"{path} cannot be written: {_why(error, target)}") from error
    finally:
        part.unlink(missing_ok=True)


def _why(error: OSError, target: Path) -> str:
    match error.errno:
        case errno.ENOENT:
            return f"there is no folder {target.parent}; make it first, or choose another"
        case errno.ENOTDIR:
            return f"{target.parent} is not a folder; choose one"
        case errno.EISDIR:
            return "it is a folder; add a file name"
        case errno.EACCES | errno.EPERM | errno.EROFS:
            return f"the folder {target.parent} may not be written to; choose another"
        case errno.ENOSPC:
            return "the disk is full; free some space, or choose another folder"
        case errno.ENAMETOOLONG:
            return "the name is too long; choose a shorter one"
    return f"{error.strerror or error}; choose another place"
