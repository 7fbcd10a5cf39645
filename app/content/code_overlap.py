"""The overlap of stamps as a program that lays them, one tap at a time."""

from __future__ import annotations

from app.content.code_input import Lines
from app.state.derive import Counted


def overlap_program(derived: Counted) -> Lines:
    """Counts need no framework: NumPy alone, whichever is asked for."""
    overlap = derived.scene.overlap
    layers = [(each.kernel, each.stride, each.padding, each.dilation) for each in overlap.layers]
    lines = [
        "import numpy as np",
        "",
        "# Kernel, stride, padding and dilation of each layer; counting stamps takes no framework",
        f"layers = {layers}",
        f"counts = np.ones({overlap.size}, int)",
        "for k, s, p, d in layers:",
        "    last = s * (len(counts) - 1)",
        "    result = np.zeros(last + d * (k - 1) + 1, int)",
        "    for tap in range(k):",
        "        result[tap * d : tap * d + last + 1 : s] += counts",
        "    counts = result[p : len(result) - p]",
        "",
    ]
    if derived.is_plane:
        return [*lines, "# Over two axes the counts multiply", "output = np.outer(counts, counts)"]
    return [*lines, "output = counts[None]"]
