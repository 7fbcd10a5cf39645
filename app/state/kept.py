"""Functions whose newest results are kept, and which tell what they have."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from functools import update_wrapper
from threading import Lock
from typing import Generic, ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")


class Kept(Generic[P, T]):
    """A pure function of hashable arguments; of its results the `most` newest used are kept.

    Any thread may call it. Unlike `functools.lru_cache` it can be asked what it holds, so that
    nobody has to wait for what is not there.
    """

    def __init__(self, function: Callable[P, T], most: int) -> None:
        update_wrapper(self, function)
        self._function, self._most = function, most
        self._results: OrderedDict[Hashable, T] = OrderedDict()
        self._lock = Lock()

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> T:
        """The result: kept, or made now."""
        key = _key(args, kwargs)
        with self._lock:
            if key in self._results:
                self._results.move_to_end(key)
                return self._results[key]
        made = self._function(*args, **kwargs)
        with self._lock:
            self._results[key] = made
            while len(self._results) > self._most:
                self._results.popitem(last=False)
        return made

    def holds(self, *args: P.args, **kwargs: P.kwargs) -> bool:
        """Whether the result for these arguments is there."""
        with self._lock:
            return _key(args, kwargs) in self._results


def kept(most: int) -> Callable[[Callable[P, T]], Kept[P, T]]:
    """Keep the results of the `most` newest calls of a function."""

    def keeping(function: Callable[P, T]) -> Kept[P, T]:
        return Kept(function, most)

    return keeping


def _key(args: tuple[object, ...], kwargs: dict[str, object]) -> Hashable:
    return args, tuple(sorted(kwargs.items()))
