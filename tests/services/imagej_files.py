"""Stacks as ImageJ writes them."""

from __future__ import annotations

import struct
from pathlib import Path
from typing import Any, Literal

from tests.services.volume_files import Cells


def stack(path: Path, cells: Cells, order: Literal["<", ">"] = ">", **said: Any) -> Path:
    """A TIFF of one directory; `said` are tags that say otherwise, and `words` the description."""
    words = said.pop("words", f"images={len(cells)}\nslices={len(cells)}")
    text = f"ImageJ=1.54f\n{words}\nmin=0.0\n".encode() + b"\0"
    samples = cells.shape[3] if cells.ndim == 4 else 1
    start = 8 + 2 + 12 * 11 + 4 + len(text)
    kinds = {"u": 1, "i": 2, "f": 3}
    tags = {
        256: (4, 1, cells.shape[2]), 257: (4, 1, cells.shape[1]),
        258: (3, 1, cells.itemsize * 8 << (16 if order == ">" else 0)),
        259: (3, 1, 1 << (16 if order == ">" else 0)), 262: (3, 1, 1 << 16 if order == ">" else 1),
        270: (2, len(text), start - len(text)), 273: (4, 1, start),
        277: (4, 1, samples), 278: (4, 1, cells.shape[1]),
        279: (4, 1, cells[0].size * cells.itemsize), 339: (4, 1, kinds[cells.dtype.kind]),
    } | {int(tag[1:]): value for tag, value in said.items()}  # fmt: skip
    head = (b"MM\0*" if order == ">" else b"II*\0") + struct.pack(f"{order}IH", 8, len(tags))
    body = b"".join(struct.pack(f"{order}HHII", tag, *tags[tag]) for tag in sorted(tags))
    numbers = cells.astype(cells.dtype.newbyteorder(order)).tobytes()
    path.write_bytes(head + body + bytes(4) + text + numbers)
    return path
