"""Two threads that share a list of jobs: the caller's own and one helper.

NumPy lets go of the interpreter during its loops, so two threads run on two cores. The helper
is made on first use, never on import. Meanwhile the BLAS library keeps each matrix product on the
thread that asks for it: with threads of its own for every product, four would wait for two cores.
Where there are just two cores and threads may choose theirs, each thread keeps to one: a scheduler
that is sparing with cores lets both wake up on the same one, and then two take as long as one.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from functools import cache
from threading import Lock
from typing import Any, TypeVar

import numpy as np
from threadpoolctl import ThreadpoolController

from app.core.engine.scratch import Scratch, scratch

Job = TypeVar("Job")
Watch = Callable[[float], object]

CORES = os.cpu_count() or 1

_lock = Lock()
_pools: list[ThreadPoolExecutor] = []
_limits: list[Any] = []  # one for each convolution at work


@contextmanager
def products_on_one_thread() -> Iterator[None]:
    """Keep the BLAS library from sharing out products, until the last such block has ended."""
    with _lock:
        _limits.append(_limits[0] if _limits else _libraries().limit(limits=1))
    try:
        yield
    finally:
        with _lock:
            limit = _limits.pop()
            if not _limits:
                limit.restore_original_limits()


@cache
def _libraries() -> Any:
    return ThreadpoolController().select(user_api="blas")


def shutdown_threads() -> None:
    """End the helper thread and wait for it; the next large convolution makes a new one."""
    with _lock:
        while _pools:
            _pools.pop().shutdown(wait=True)


def _submit(work: Callable[[], None], core: int | None) -> Future[None]:
    with _lock:
        if not _pools:
            _pools.append(ThreadPoolExecutor(1, thread_name_prefix="convolution"))
        return _pools[0].submit(_on_core, core, work)


def _on_core(core: int | None, work: Callable[[], None]) -> None:
    if core is not None:
        os.sched_setaffinity(0, (core,))
    work()


@contextmanager
def _apart() -> Iterator[int | None]:
    """Keep the calling thread to one of its two cores, and say which the other one is.

    None where there are more, or where the system lets no thread choose.
    """
    cores = os.sched_getaffinity(0) if hasattr(os, "sched_getaffinity") else ()
    if len(cores) != 2:
        yield None
        return
    own, other = cores
    os.sched_setaffinity(0, (own,))
    try:
        yield other
    finally:
        os.sched_setaffinity(0, cores)


def share(
    jobs: Sequence[Job],
    make_worker: Callable[[Scratch], Callable[[Job], None]],
    watch: Watch | None,
    helped: bool,
) -> None:
    """Do all jobs, with the helper's help where `helped`; each thread makes its own worker,
    with memory of its own.

    `watch(fraction)` is called on the calling thread after each job that it did. What it raises,
    or what a job raises, ends the work once the jobs at hand are done.
    """
    waiting = iter(range(len(jobs)))  # next() on it is atomic: each number goes to one thread
    if not helped or len(jobs) == 1 or CORES == 1:
        _work(jobs, waiting, make_worker, watch)
        return
    with _apart() as core:
        helper = _submit(lambda: _work(jobs, waiting, make_worker, None), core)
        try:
            _work(jobs, waiting, make_worker, watch)
        finally:
            for _ in waiting:
                pass
            if not helper.cancel():
                helper.result()


def _work(
    jobs: Sequence[Job],
    waiting: Iterator[int],
    make_worker: Callable[[Scratch], Callable[[Job], None]],
    watch: Watch | None,
) -> None:
    with scratch() as lent, np.errstate(invalid="ignore", over="ignore", under="ignore"):
        worker = make_worker(lent)
        for number in waiting:
            worker(jobs[number])
            if watch is not None and number + 1 < len(jobs):
                watch((number + 1) / len(jobs))
