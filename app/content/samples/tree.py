"""The landscape's tree: a trunk with branches, and a crown of many leaves' shades."""

from __future__ import annotations

from math import cos, sin, sqrt, tau

import numpy as np

from app.content.samples.shapes import Canvas, Colour, bar, cover

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
_LEAVES = 1200
_GREEN = ((0.09, 0.53), (0.16, 0.48), (0.07, 0.15))
"""Red, green and blue of a leaf in the dark, and what light adds to each."""


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
    """The shaded inside of the crown, then its leaves, light where they face the sun."""
    for clump in _CLUMPS:
        _shade(canvas, *clump)
    raw = np.random.PCG64(47).random_raw(4 * _LEAVES) / 2.0**64
    for number, (turn, away, size, tone) in enumerate(raw.reshape(-1, 4).tolist()):
        x0, y0, wide = _CLUMPS[number % len(_CLUMPS)]
        reach = wide * sqrt(away)
        x, y = x0 + reach * cos(tau * turn), y0 + 0.86 * reach * sin(tau * turn)
        front = number / _LEAVES
        lit = 0.5 - (0.38 * (x - x0) + 0.45 * (y - y0)) / wide
        light = (0.28 + 0.8 * lit) * (0.5 + 0.5 * front) + 0.24 * (tone - 0.5)
        _leaf(canvas, x, y, 2.6 + 4.6 * size * (1.2 - 0.7 * front), light)


def _shade(canvas: Canvas, x: float, y: float, wide: float) -> None:
    """A part of the crown seen from afar: a ragged dark patch that lets the sky through."""
    part = canvas.part(x - wide, y - wide, x + wide, y + wide)
    across, down = part.x - x, (part.y - y) / 0.86
    ragged = np.sin(part.x / 3.1 + np.sin(part.y / 4.3)) * np.sin(part.y / 2.7 + x)
    distance = np.hypot(across, down) - wide * (0.78 + 0.16 * ragged)
    light = 0.24 - 0.14 * (across + 1.2 * down) / wide + 0.04 * ragged
    tones = [low + high * light for low, high in _GREEN]
    part.paint(np.stack(tones), 0.93 * cover(distance, 3.0))


def _leaf(canvas: Canvas, x: float, y: float, radius: float, light: float) -> None:
    part = canvas.part(x - radius - 1, y - radius - 1, x + radius + 1, y + radius + 1)
    low, right = part.y - y, part.x - x
    shape = np.sqrt(right * right + 1.6 * low * low) - radius
    red, green, blue = (base + gain * light for base, gain in _GREEN)
    part.paint((red, green, blue), cover(shape, 1.5))
