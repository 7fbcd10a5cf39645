"""The landscape's tree: a trunk with branches, and a crown of many leaves' shades."""

from __future__ import annotations

import numpy as np

from app.content.shapes import Canvas, Colour, bar, cover, disc

FOOT = (792.0, 566.0)
_BRANCHES = (
    ((792.0, 430.0), (716.0, 338.0), 8.0), ((792.0, 410.0), (872.0, 316.0), 8.0),
    ((790.0, 400.0), (778.0, 280.0), 9.0), ((744.0, 372.0), (690.0, 366.0), 5.0),
    ((840.0, 354.0), (900.0, 352.0), 5.0),
)  # fmt: skip
_CLUMPS = (
    (788.0, 250.0, 78.0), (716.0, 296.0, 66.0), (862.0, 286.0, 70.0), (688.0, 352.0, 50.0),
    (900.0, 346.0, 52.0), (786.0, 322.0, 74.0), (744.0, 216.0, 48.0), (838.0, 214.0, 50.0),
)  # fmt: skip
"""Middle x and y, and radius, of the crown's parts."""
_LEAVES = 850


def tree(canvas: Canvas) -> None:
    """An old tree at the water's edge, the sun behind it on the left."""
    _shadow(canvas)
    _trunk(canvas)
    _crown(canvas)


def _shadow(canvas: Canvas) -> None:
    part = canvas.part(690, 540, 960, 640)
    x, y = FOOT
    long = np.hypot((part.x - x - 70) / 150, (part.y - y - 34) / 30)
    part.paint((0.07, 0.11, 0.04), 0.55 * np.clip((1.1 - long) / 0.5, 0, 1))


def _trunk(canvas: Canvas) -> None:
    part = canvas.part(670, 270, 920, 580)
    up = np.clip((FOOT[1] - part.y) / 190, 0, 1)
    middle = FOOT[0] + 5 * np.sin(4 * up)
    half = 15 - 5 * up + 17 * np.exp(-(FOOT[1] - part.y) / 12)
    across = (part.x - middle) / half
    shape = np.maximum(np.abs(part.x - middle) - half, np.maximum(part.y - FOOT[1], 376 - part.y))
    bark = 0.10 * np.sin(part.x * 1.1 + 2 * np.sin(part.y / 13) + part.y / 41)
    light = 0.75 - 0.42 * np.clip(across, -1, 1) + bark
    wood: Colour = (0.36, 0.25, 0.17)
    part.paint(np.stack([tone * light for tone in wood]), cover(shape))
    for start, end, radius in _BRANCHES:
        part.paint((0.26, 0.18, 0.12), cover(bar(part.y, part.x, start, end, radius * 0.6)))


def _crown(canvas: Canvas) -> None:
    """Leaves from the back to the front, light where they face the sun, dark below."""
    raw = np.random.PCG64(47).random_raw(4 * _LEAVES) / 2.0**64
    draws = raw.reshape(-1, 4)
    for number, (turn, away, size, tone) in enumerate(draws):
        x0, y0, wide = _CLUMPS[number % len(_CLUMPS)]
        reach = wide * np.sqrt(float(away))
        x = x0 + reach * np.cos(2 * np.pi * float(turn))
        y = y0 + 0.86 * reach * np.sin(2 * np.pi * float(turn))
        front = number / _LEAVES
        lit = 0.5 + 0.5 * (-0.75 * (x - x0) - 0.9 * (y - y0)) / wide
        light = (0.30 + 0.75 * lit) * (0.55 + 0.45 * front) + 0.22 * (float(tone) - 0.5)
        radius = 3 + 8 * float(size) * (1.25 - 0.85 * front)
        part = canvas.part(x - radius - 1, y - radius - 1, x + radius + 1, y + radius + 1)
        colour = (0.10 + 0.52 * light, 0.17 + 0.47 * light, 0.09 + 0.13 * light)
        leaf = disc(y + (part.y - y) * 1.25, part.x, (x, y), radius)
        part.paint(colour, cover(leaf, 1.5))
