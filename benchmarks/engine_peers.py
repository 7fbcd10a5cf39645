"""SciPy, OpenCV and PyTorch doing a row of the benchmark, each the way its manual suggests."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import cv2
import numpy as np
import torch
from scipy import ndimage, signal

from app.core import conv, conv_transpose
from benchmarks.engine_rows import Row

Run = Callable[[], Any]
THREADS = 2
OURS = "Convoscope"


def contenders(row: Row) -> dict[str, Run]:
    """Convoscope first, then every peer that can do the row: name and a call without arguments."""
    x, w = row.arrays()
    ours = conv_transpose if row.transposed else conv
    runs = {OURS: lambda: ours(x, w, **row.parameters), "PyTorch": _torch(row, x, w)}
    if row.is_single and row.stride == row.dilation == 1:
        runs |= {
            "SciPy ndimage": _ndimage(row, x[0], w[0, 0]),
            "SciPy signal": _signal(x[0], w[0, 0]),
        }
    if row.is_single and row.stride == row.dilation == 1 and len(row.sizes) == 2:
        runs["OpenCV"] = _opencv(row, x[0], w[0, 0])
    return runs


def _torch(row: Row, x: Any, w: Any) -> Run:
    torch.set_num_threads(THREADS)
    inputs = torch.from_numpy(x.astype(np.float32))[None]
    weights = torch.from_numpy(w.astype(np.float32))
    operation: Any = (
        torch.conv_transpose2d
        if row.transposed
        else (torch.conv2d if len(row.sizes) == 2 else torch.conv3d)
    )

    def run() -> Any:
        with torch.inference_mode():
            return operation(inputs, weights, **row.parameters)[0].numpy()

    return run


def _ndimage(row: Row, x: Any, w: Any) -> Run:
    kind = np.int32 if row.integer else np.float32
    return lambda: ndimage.correlate(x, w, output=kind, mode="constant")[None]


def _signal(x: Any, w: Any) -> Run:
    """The faster of its two methods, as its own `choose_conv_method` sees it."""
    x = x.astype(np.int32) if x.dtype == np.uint8 else x
    return lambda: signal.correlate(x, w.astype(x.dtype), mode="same")[None]


def _opencv(row: Row, x: Any, w: Any) -> Run:
    """From uint8 to int16, the widest integer that filter2D gives."""
    cv2.setNumThreads(THREADS)
    depth = cv2.CV_16S if row.integer else cv2.CV_32F
    kernel = w.astype(np.float32)
    return lambda: cv2.filter2D(x, depth, kernel, borderType=cv2.BORDER_CONSTANT)[None]
