"""Time the numeric core beside SciPy, OpenCV and PyTorch, and print one table in Markdown.

    python -m benchmarks.engine [--quick] [--rows TEXT] [--threads 1]

Every round gives each contender four calls in turn and keeps the best of the last three: caches
are warm, threads awake, and a busy moment of the machine spoils one call, not the round. A turn
waits a while for other programs to leave the cores alone. The table gives the median round. All
have two threads, or one each, which other programs disturb less. Before a row is timed its
results are compared.
Peak memory is what the process needs beyond input and result: the growth of its resident set
during one call in a fresh process, sampled by the kernel (VmHWM), less the result.
"""

from __future__ import annotations

import argparse
import os
import platform
import subprocess
import sys
import time
from collections.abc import Callable
from math import exp, log
from pathlib import Path
from statistics import median

import numpy as np

from app.core import conv, conv_transpose
from app.core.engine import threads
from benchmarks.engine_rows import ROWS, Row

PAUSE = 0.06  # seconds between contenders: the waiting threads of the last one fall asleep
BUDGET = 8.0  # seconds for a row
IDLE, TRIES = 0.9, 8  # share of the cores that is idle before a turn, and how often one looks


def main() -> None:
    parser = argparse.ArgumentParser(description="Time the numeric core beside its peers.")
    parser.add_argument("--quick", action="store_true", help="few rounds, no memory column")
    parser.add_argument("--rows", default="", help="only rows whose name contains this text")
    parser.add_argument("--memory", type=int, metavar="N", help=argparse.SUPPRESS)
    parser.add_argument("--threads", type=int, choices=(1, 2), default=2, help="of each contender")
    options = parser.parse_args()
    if options.memory is not None:
        print(memory_of(ROWS[options.memory]))
        return
    chosen = [row for row in ROWS if options.rows in row.name]
    if not chosen:
        parser.error(
            f"no row's name contains {options.rows!r}; "
            f"there are: {'; '.join(row.name for row in ROWS)}"
        )
    limit_threads(options.threads)
    print(header(options.threads))
    ratios = [print_row(row, options.quick) for row in chosen]
    print_means(chosen, ratios)


def limit_threads(count: int) -> None:
    """So many threads for every contender."""
    from benchmarks import engine_peers  # noqa: PLC0415

    threads.CORES = engine_peers.THREADS = count


def header(count: int) -> str:
    """What was measured on what, and the table's head."""
    versions = ", ".join(f"{name} {version}" for name, version in _versions())
    setting = os.environ.get("OPENBLAS_CORETYPE")
    forced = f" (OPENBLAS_CORETYPE={setting} in the environment)" if setting else ""
    return (
        f"{platform.machine()}, {os.cpu_count()} cores, threads each: {count}; "
        f"{versions}{forced}. "
        "Milliseconds; in brackets the peer's time divided by Convoscope's, above 1 "
        "where Convoscope is faster.\n\n"
        f"| row | Convoscope | {' | '.join(PEERS)} | extra memory, MiB |\n"
        f"|---|---|{'---|' * len(PEERS)}---|"
    )


PEERS = ("SciPy ndimage", "SciPy signal", "OpenCV", "PyTorch")


def _versions() -> list[tuple[str, str]]:
    import cv2  # noqa: PLC0415
    import scipy  # noqa: PLC0415
    import torch  # noqa: PLC0415

    return [
        ("Python", platform.python_version()),
        ("NumPy", np.__version__),
        ("SciPy", scipy.__version__),
        ("OpenCV", cv2.__version__),
        ("PyTorch", str(torch.__version__)),
    ]


def print_row(row: Row, quick: bool) -> dict[str, float]:
    """Time a row, print its line, and return the ratio to each peer."""
    times = {name: median(held) * 1e3 for name, held in time_row(row, quick).items()}
    ours = times.pop("Convoscope")
    ratios = {name: peer / ours for name, peer in times.items()}
    cells = [f"{times[name]:.2f} ({ratios[name]:.2f})" if name in times else "–" for name in PEERS]
    memory = "–" if quick else f"{extra_memory(row):.1f}"
    print(f"| {row.name} | {ours:.2f} | {' | '.join(cells)} | {memory} |", flush=True)
    return ratios


def time_row(row: Row, quick: bool) -> dict[str, list[float]]:
    """Seconds of each contender in interleaved rounds, after comparing what they compute."""
    from benchmarks.engine_peers import OURS, contenders  # noqa: PLC0415

    runs = contenders(row)
    results = {name: run() for name, run in runs.items()}
    for name, result in results.items():
        if not np.allclose(results[OURS], result, rtol=1e-3, atol=2e-3):
            raise AssertionError(f"{name} differs on {row.name}")
    times: dict[str, list[float]] = {name: [] for name in runs}
    started = time.perf_counter()
    while len(times[OURS]) < 5 or (
        not quick and len(times[OURS]) < 41 and time.perf_counter() - started < BUDGET
    ):
        for name, run in runs.items():
            wait_for_quiet()
            run()
            times[name].append(min(seconds_of(run) for _ in range(3)))
    return times


def wait_for_quiet() -> None:
    """Pause until the machine is idle, or has been looked at often enough."""
    for _ in range(TRIES):
        idle, total = _processor_times()
        time.sleep(PAUSE)
        later = _processor_times()
        if later[0] - idle >= IDLE * (later[1] - total):
            return


def _processor_times() -> tuple[int, int]:
    """Idle and all processor time since the machine's start, in the kernel's ticks."""
    times = [int(word) for word in Path("/proc/stat").read_text().split("\n", 1)[0].split()[1:9]]
    return times[3], sum(times)


def seconds_of(run: Callable[[], object]) -> float:
    begun = time.perf_counter()
    run()
    return time.perf_counter() - begun


def extra_memory(row: Row) -> float:
    """`memory_of` in a fresh process that has imported no peer."""
    command = [sys.executable, "-m", "benchmarks.engine", "--memory", str(ROWS.index(row))]
    return float(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def memory_of(row: Row) -> float:
    """MiB by which the peak resident set grows in one call, beyond the result's own size."""
    x, w = row.arrays()
    compute = conv_transpose if row.transposed else conv
    compute(x[:, :16], w, **row.parameters)  # threads and libraries are there before
    Path("/proc/self/clear_refs").write_text("5")  # the peak starts anew
    before = _peak()
    result = compute(x, w, **row.parameters)
    return (_peak() - before) / 1024 - result.nbytes / 2**20


def _peak() -> int:
    """The peak resident set, KiB."""
    status = Path("/proc/self/status").read_text()
    return int(status.split("VmHWM:")[1].split()[0])


def print_means(rows: list[Row], ratios: list[dict[str, float]]) -> None:
    """Geometric means and lowest ratios of each group of rows."""
    print()
    for title in dict.fromkeys(row.group for row in rows):
        for peer in PEERS:
            held = [
                ratio[peer]
                for row, ratio in zip(rows, ratios, strict=True)
                if row.group == title and peer in ratio
            ]
            if held:
                mean = exp(sum(map(log, held)) / len(held))
                print(f"- {title}, {peer}: geometric mean {mean:.2f}, lowest {min(held):.2f}.")


if __name__ == "__main__":
    main()
