"""Memory for a thread's intermediate results, kept from one convolution to the next.

Fresh memory costs a page fault for every 4 KiB, which is more time than a small convolution
takes. Each thread keeps what it last used, up to a bound.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from math import prod
from threading import local
from typing import Any

import numpy as np

from app.core.spec import Array

Take = Callable[[tuple[int, ...], Any], Array]
KEPT_BYTES = 2**24

_kept = local()


@contextmanager
def scratch() -> Iterator[Take]:
    """Lend `take(shape, dtype)`, which gives arrays of arbitrary content until the block ends.

    Blocks may be nested, as those of a convolution within another one's `watch` are.
    """
    spare: list[Array] = _kept.__dict__.setdefault("blocks", [])
    used: list[Array] = []

    def take(shape: tuple[int, ...], dtype: Any) -> Array:
        size = prod(shape) * np.dtype(dtype).itemsize
        fits = [
            (block.nbytes, number) for number, block in enumerate(spare) if block.nbytes >= size
        ]
        block = spare.pop(min(fits)[1]) if fits else np.empty(size, np.uint8)
        used.append(block)
        lent: Array = block[:size].view(dtype).reshape(shape)
        return lent

    try:
        yield take
    finally:
        spare[:] = _within(KEPT_BYTES, used + spare)


def _within(limit: int, blocks: list[Array]) -> list[Array]:
    """The first blocks that keep to the limit together."""
    kept: list[Array] = []
    for block in blocks:
        if block.nbytes <= limit:
            kept.append(block)
            limit -= block.nbytes
    return kept
