"""Pages of a file as its headers list them."""

from __future__ import annotations

from mmap import mmap
from typing import NamedTuple

Content = bytes | mmap
"""A file's bytes: read, or looked at where they lie."""


class Page(NamedTuple):
    """One picture of a file: its place among all, from 0, and its size in pixels."""

    number: int
    height: int
    width: int


class PagesError(ValueError):
    """A list of pages that cannot be followed; its text says why."""
