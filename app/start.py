"""The first lines that run: they need nothing but Python, and say what else is missing."""

from __future__ import annotations

import os
import sys
from importlib import import_module
from importlib.util import find_spec
from io import TextIOWrapper

PYTHON = (3, 11)
NEEDED = {
    "numpy": "numpy",
    "PIL": "Pillow",
    "PySide6": "PySide6-Essentials",
    "pyqtgraph": "pyqtgraph",
    "threadpoolctl": "threadpoolctl",
}


INTERRUPTED = 130
"""The exit code after Ctrl+C, as of every program in a shell."""
UNHEARD = 1
"""The exit code where what is printed goes nowhere: the other end of a pipe is closed."""


def main() -> int:
    """Run the command line; the exit code, 2 where something that it needs is missing."""
    if sys.version_info < PYTHON:
        wanted = ".".join(map(str, PYTHON))
        return _stop(f"needs Python {wanted} or newer; this is {sys.version.split()[0]}")
    absent = [package for module, package in NEEDED.items() if find_spec(module) is None]
    if absent:
        return _stop(
            f"needs {', '.join(absent)}: run `make run`, or `python -m pip install "
            f"{' '.join(absent)}`"
        )
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):  # a × or a file's name may not be in its code page
            stream.reconfigure(errors="backslashreplace")
    try:
        code: int = import_module("app.cli").main(sys.argv[1:])
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        return UNHEARD
    finally:
        _let_go()
    return code


def _let_go() -> None:
    """Print what is left to print; where nobody takes it, Python would complain at its end."""
    if sys.stdout is None:  # a windowed Python on Windows has none
        return
    try:
        sys.stdout.flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _stop(words: str) -> int:
    print(f"convoscope: {words}", file=sys.stderr)
    return 2
