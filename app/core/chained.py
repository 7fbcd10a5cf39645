"""A convolution of another one's output, step by step, with neither output ever made whole."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.core.axis import IntArray
from app.core.spec import Array
from app.core.trace import Trace


class ChainedTrace(Trace):
    """The steps of `conv(first, w, b, ...)`, where `first` is the output of another trace.

    A step costs as many steps of the first as its window has cells.

    >>> first = Trace([[[1, 2], [3, 4], [5, 6]]], [[[[1], [1]]]])
    >>> step = ChainedTrace(first, [[[[10, 1]]]]).at(0, 1, 0)
    >>> step.values.tolist(), step.total
    ([[[8, 10]]], 90)
    """

    def __init__(self, first: Trace, w: Any, b: Any = None, **parameters: Any) -> None:
        kind = np.int64 if first.is_exact else np.float64
        super().__init__(np.broadcast_to(kind(0), first.shape), w, b, **parameters)
        self._first = first

    def _read(self, channels: slice, sources: Sequence[IntArray]) -> tuple[Array, NDArray[Any]]:
        """The first trace's totals at `sources`; where nothing is read, 0."""
        zeros, real = super()._read(channels, sources)
        numbers = range(self.channels)[channels]
        cells = product(numbers, *(places.tolist() for places in sources))
        totals = [self._first.at(*cell).total if min(cell) >= 0 else 0 for cell in cells]
        return np.array(totals).reshape(zeros.shape), real
