"""A drawn landscape with colour and edges, in place of a photo."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from app.content.shapes import Canvas, cover, disc

HEIGHT, WIDTH = 640, 960


def scene() -> NDArray[np.uint8]:
    """640 × 960 RGB: sky, sun and hills."""
    canvas = Canvas(HEIGHT, WIDTH)
    down = canvas.y / HEIGHT + 0 * canvas.x
    canvas.paint(np.stack([0.35 + 0.6 * down, 0.6 + 0.3 * down, 0.9 - 0.1 * down]))
    canvas.paint((1.0, 0.95, 0.8), cover(disc(canvas.y, canvas.x, (700, 150), 40)))
    for base, high, wave, colour in (
        (330, 60, 210, (0.45, 0.55, 0.66)),
        (420, 40, 150, (0.35, 0.55, 0.35)),
        (500, 30, 260, (0.25, 0.45, 0.2)),
    ):
        canvas.paint(colour, cover(base + high * np.sin(canvas.x / wave * 2) - canvas.y))
    return canvas.bytes()
