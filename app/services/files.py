"""Files in and out: read where that is safe, written whole, and told in words where they fail."""

from __future__ import annotations

import errno
import os
import re
import secrets
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from os import stat_result
from pathlib import Path
from time import time
from typing import BinaryIO, Self

MEBI = 1 << 20
STALE = 24 * 3600
"""Seconds after which a part of a file that nobody wrote to is given up."""
_LONGEST_NAME = 60
_PART = re.compile(r"\.convoscope-[0-9a-f]{12}\.part")


class ExportError(Exception):
    """Why a file cannot be written, in words for the user: what, why, and what would do."""


class OpenError(Exception):
    """A file that cannot be opened: what, why, and what to do. Its text is one line.

    A kind of file has its own subclass, with its own remedies: `other` where what was chosen is
    no file at all, `smaller` where it is too large.
    """

    other = "Choose a file"
    smaller = "Choose a smaller one"

    def __init__(self, what: str, why: str, remedy: str) -> None:
        super().__init__(what, why, remedy)
        self.what, self.why, self.remedy = what, why, remedy

    def __str__(self) -> str:
        return f"{self.what}: {self.why}. {self.remedy}."

    @classmethod
    def of(cls, name: str, why: str, remedy: str) -> Self:
        """The error of a file by its name."""
        return cls(f"{name} cannot be opened", why, remedy)


def shown(name: str, otherwise: str) -> str:
    """A file's name for a message: one line, printable, not too long, never empty."""
    plain = "".join(letter if letter.isprintable() else "�" for letter in name)
    short = f"{plain[: _LONGEST_NAME - 1]}…" if len(plain) > _LONGEST_NAME else plain
    return short or otherwise


def read_whole(path: Path, name: str, most: int, error: type[OpenError]) -> bytes:
    """A file's content. A pipe or a device is never opened, more than `most` bytes never read.

    Raises `error`, in which the file is called `name`.
    """
    with opened(path, name, error) as (file, size):
        check_length(size, name, most, error)
        data = file.read(size + 1)  # room is made for as many as are asked for
    check_length(len(data), name, most, error)
    return data


@contextmanager
def opened(path: Path, name: str, error: type[OpenError]) -> Iterator[tuple[BinaryIO, int]]:
    """An open file and how many bytes it has. A pipe or a device is never opened.

    Raises `error`, in which the file is called `name`, where opening or reading it fails;
    decode what was read elsewhere, or its faults are told as the system's.
    """
    try:
        size = _checked_size(path.stat(), name, error)
        with path.open("rb") as file:
            yield file, size
    except FileNotFoundError:
        raise error.of(name, "there is no such file", "Check the name and the folder") from None
    except PermissionError:
        remedy = "Ask for the right to read it, or copy it elsewhere"
        raise error.of(name, "you may not read it", remedy) from None
    except (OSError, ValueError) as trouble:
        reason = (isinstance(trouble, OSError) and trouble.strerror) or "its name cannot be used"
        why = f"the system says “{reason}”"
        raise error.of(name, why, "Copy it to another folder or disk") from trouble


def check_length(size: int, name: str, most: int, error: type[OpenError]) -> None:
    """Raises `error` where there are more bytes than `most`."""
    if size > most:
        why = f"it has {size // MEBI:,} MiB, and {most // MEBI} MiB is the most"
        raise error.of(name, why, error.smaller)


def _checked_size(status: stat_result, name: str, error: type[OpenError]) -> int:
    if stat.S_ISDIR(status.st_mode):
        raise error.of(name, "it is a folder", "Open it and choose one of the files in it")
    if not stat.S_ISREG(status.st_mode):
        raise error.of(name, "it is a pipe or a device, not a file", error.other)
    return status.st_size


@contextmanager
def written_whole(path: Path) -> Iterator[BinaryIO]:
    """A file beside `path` that takes its place at the end, or vanishes where the work fails.

    It is on the disk before it takes that place, so that not even a power cut leaves half of it.
    What a killed program left behind in the folder is removed by the next one that writes there.
    Raises ExportError where the folder or the file cannot be written.
    """
    target = _resolved(path)
    part = target.with_name(f".convoscope-{secrets.token_hex(6)}.part")
    _sweep(target.parent)
    try:
        if target.is_dir():
            raise IsADirectoryError(errno.EISDIR, "is a folder")
        with part.open("xb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        part.replace(target)
    except OSError as error:
        raise ExportError(f"{path} cannot be written: {_why(error, target)}") from error
    finally:
        with suppress(OSError):  # where there is no such folder, there is no part in it
            part.unlink(missing_ok=True)


def _resolved(path: Path) -> Path:
    """Where a path's links lead. Raises ExportError where they lead nowhere."""
    try:
        return path.resolve()
    except (OSError, RuntimeError) as error:  # Python before 3.13 raises the latter for a circle
        words = "its links lead in a circle; choose another name"
        raise ExportError(f"{path} cannot be written: {words}") from error


def _sweep(folder: Path) -> None:
    """Remove own parts of files that nobody writes any more; nothing else, and without a fuss."""
    with suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            if _PART.fullmatch(entry.name) and _is_stale(entry):
                with suppress(OSError):
                    Path(entry.path).unlink()


def _is_stale(entry: os.DirEntry[str]) -> bool:
    """Whether it is a file of its own, not written to for long: another window may be at work."""
    with suppress(OSError):
        status = entry.stat(follow_symlinks=False)
        return stat.S_ISREG(status.st_mode) and time() - status.st_mtime > STALE
    return False


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
