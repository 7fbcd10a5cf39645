"""What a thread needs between input and result, kept from one convolution to the next.

Fresh memory costs a page fault for every 4 KiB, and a strip's views of it take longer to make
than a small convolution. Each thread keeps what it last used, up to a bound.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from math import prod
from threading import local
from typing import Any, TypeVar

import numpy as np

from app.core.spec import Array

Take = Callable[[tuple[int, ...], Any], Array]
Made = TypeVar("Made")
KEPT_BYTES, KEPT_ROOMS = 2**24, 12


class _Kept(local):
    """What this thread keeps: loose blocks, and rooms with their sizes, the newest first."""

    def __init__(self) -> None:
        self.blocks: list[Array] = []
        self.rooms: dict[Hashable, tuple[Any, int]] = {}


_kept = _Kept()


class Scratch:
    """What is lent to one convolution on one thread."""

    def __init__(self) -> None:
        self._blocks: list[Array] = []
        self._rooms: dict[Hashable, tuple[Any, int]] = {}

    def take(self, shape: tuple[int, ...], dtype: Any) -> Array:
        """An array of arbitrary content."""
        size = prod(shape) * np.dtype(dtype).itemsize
        spare = _kept.blocks
        fits = [
            (block.nbytes, number) for number, block in enumerate(spare) if block.nbytes >= size
        ]
        block = spare.pop(min(fits)[1]) if fits else np.empty(size, np.uint8)
        self._blocks.append(block)
        lent: Array = block[:size].view(dtype).reshape(shape)
        return lent

    def room(self, make: Callable[..., Made], *key: Hashable) -> Made:
        """`make(take, *key)`, where `take` gives memory, or what an earlier call made of this key.

        What is made keeps its memory, and must not depend on anything else.
        """
        held = _kept.rooms.pop((make, *key), None)
        if held is None:
            sizes: list[int] = []

            def take(shape: tuple[int, ...], dtype: Any) -> Array:
                block = np.empty(shape, dtype)
                sizes.append(block.nbytes)
                return block

            held = make(take, *key), sum(sizes)
        self._rooms[(make, *key)] = held
        made: Made = held[0]
        return made

    def give_back(self) -> None:
        """Keep what was lent for the next convolution, within the bounds."""
        limit, rooms = KEPT_BYTES, {**self._rooms, **_kept.rooms}
        _kept.rooms = {}
        for key, (made, size) in rooms.items():
            if size <= limit and len(_kept.rooms) < KEPT_ROOMS:
                _kept.rooms[key] = made, size
                limit -= size
        blocks = self._blocks + _kept.blocks
        _kept.blocks = []
        for block in blocks:
            if block.nbytes <= limit:
                _kept.blocks.append(block)
                limit -= block.nbytes


@contextmanager
def scratch() -> Iterator[Scratch]:
    """Lend until the block ends.

    Blocks may be nested, as those of a convolution within another one's `watch` are.
    """
    lent = Scratch()
    try:
        yield lent
    finally:
        lent.give_back()
