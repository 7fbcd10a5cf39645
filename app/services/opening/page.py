"""Pages of a file as its headers list them."""

from __future__ import annotations

from typing import NamedTuple


class Page(NamedTuple):
    """One picture of a file: its place among all, from 0, and its size in pixels."""

    number: int
    height: int
    width: int


class PagesError(ValueError):
    """A list of pages that cannot be followed; its text says why."""
