"""Arrays as values: read-only, compared and hashed by content."""

from __future__ import annotations

from functools import cached_property
from hashlib import blake2b
from typing import Any

import numpy as np
from numpy.typing import NDArray


class Tensor:
    """A read-only array that compares by content, so that frozen values can hold it.

    The digest is computed once, on first use; two undo entries that share pixels share memory.
    """

    def __init__(self, array: Any) -> None:
        frozen = np.ascontiguousarray(array)
        if frozen is array or frozen.base is not None:
            frozen = frozen.copy()
        frozen.setflags(write=False)
        self.array: NDArray[Any] = frozen

    @property
    def shape(self) -> tuple[int, ...]:
        return self.array.shape

    @property
    def dtype(self) -> np.dtype[Any]:
        return self.array.dtype

    @cached_property
    def digest(self) -> str:
        header = f"{self.array.dtype.str}{self.array.shape}".encode()
        hashed = blake2b(header, digest_size=16)
        if self.array.size:
            hashed.update(self.array.reshape(-1).view(np.uint8).data)
        return hashed.hexdigest()

    def __eq__(self, other: object) -> bool:
        if self is other:
            return True
        return isinstance(other, Tensor) and self.digest == other.digest

    def __hash__(self) -> int:
        return hash(self.digest)

    def __repr__(self) -> str:
        return f"Tensor({self.shape}, {self.dtype}, {self.digest[:8]})"
