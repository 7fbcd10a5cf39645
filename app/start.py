"""The first lines that run: they need nothing but Python, and say what else is missing."""

from __future__ import annotations

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
    code: int = import_module("app.cli").main(sys.argv[1:])
    return code


def _stop(words: str) -> int:
    print(f"convoscope: {words}", file=sys.stderr)
    return 2
