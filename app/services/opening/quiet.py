"""Other libraries' warnings, kept from the terminal while a file is read."""

from __future__ import annotations

import threading
import warnings
from collections.abc import Iterator
from contextlib import contextmanager

_LOCK = threading.Lock()
"""Which warnings are shown is a state of the whole process, so one thread at a time changes it."""


@contextmanager
def quiet() -> Iterator[None]:
    """Nothing is warned of within; what is wrong with a file is told in words instead."""
    with _LOCK, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield
