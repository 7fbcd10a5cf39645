"""A drawn landscape in place of a photo: evening at a lake, with edges, textures and flat areas."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from app.content.samples.cottage import cottage, fence
from app.content.samples.patterns import grain
from app.content.samples.shapes import Canvas, Colour, Plane, cover, disc
from app.content.samples.tree import tree

HEIGHT, WIDTH = 640, 960
SHORE = 372
"""The row at which the far bank meets the water."""
SUN = (560.0, 168.0)

_CLOUDS = (
    (150.0, 84.0, 118.0, 15.0), (214.0, 70.0, 78.0, 20.0), (100.0, 95.0, 96.0, 8.0),
    (404.0, 132.0, 92.0, 8.0), (458.0, 124.0, 54.0, 10.0), (742.0, 62.0, 104.0, 12.0),
    (806.0, 50.0, 66.0, 16.0), (690.0, 70.0, 76.0, 7.0), (620.0, 222.0, 120.0, 4.0),
    (330.0, 216.0, 150.0, 4.0),
)  # fmt: skip
"""Middle x and y, half width and half height."""


def scene() -> NDArray[np.uint8]:
    """640 × 960 RGB: sky and mountains mirrored in a lake, a cottage, a fence and a tree."""
    canvas = Canvas(HEIGHT, WIDTH)
    _sky(canvas)
    _mountains(canvas)
    _forest(canvas)
    _lake(canvas)
    _meadow(canvas)
    cottage(canvas)
    tree(canvas)
    fence(canvas)
    return canvas.bytes()


# ---- far away


def _sky(canvas: Canvas) -> None:
    sky = canvas.part(0, 0, WIDTH, SHORE)
    down = sky.y / SHORE
    for plane, top, low in zip(sky.planes, (0.24, 0.50, 0.82), (1.0, 0.86, 0.68), strict=True):
        plane[:] = top + (low - top) * down**1.1
    away = np.hypot(sky.x - SUN[0], sky.y - SUN[1])
    sky.paint((1.0, 0.86, 0.60), 0.55 * np.exp(-away / 120))
    for x, y, wide, high in _CLOUDS:
        _cloud(canvas, x, y, wide, high)
    sky.paint((1.0, 0.97, 0.86), cover(disc(sky.y, sky.x, SUN, 27.0), 2.0))


def _cloud(canvas: Canvas, x: float, y: float, wide: float, high: float) -> None:
    part = canvas.part(x - wide, y - high, x + wide, y + high)
    across, down = (part.x - x) / wide, (part.y - y) / high
    puffs = 0.16 * np.sin(part.x / 11 + y) + 0.1 * np.sin(part.x / 5.3 + x)
    there = np.clip((1 - across**2 - down**2 + puffs * (1 - across**2)) * 1.5, 0, 1)
    there = there * np.clip(1.4 * (1 - np.abs(down)), 0, 1)
    lit = np.clip(0.5 + 0.5 * down, 0, 1)  # the low sun lights them from below
    both = zip((0.86, 0.85, 0.90), (1.0, 0.90, 0.80), strict=True)
    tones = [over + (under - over) * lit + 0 * across for over, under in both]
    part.paint(np.stack(tones), 0.85 * there)


def _ridge(x: Plane, waves: tuple[tuple[float, float, float], ...]) -> Plane:
    """A skyline of sharp crests: length, height and offset of each wave."""
    total = 0 * x
    for length, height, offset in waves:
        total = total + height * (1 - np.abs(np.sin(x / length + offset)))
    return total


def _mountains(canvas: Canvas) -> None:
    part = canvas.part(0, 190, WIDTH, SHORE)
    far = 318 - _ridge(part.x, ((150.0, 78.0, 1.3), (61.0, 22.0, 0.4), (17.0, 7.0, 2.0),
                                (7.0, 2.5, 0.7)))  # fmt: skip
    depth = part.y - far
    creases = _ridge(part.x + 0.55 * depth, ((23.0, 0.5, 1.0), (9.0, 0.3, 0.2)))
    there = cover(-depth)
    part.paint((0.48, 0.53, 0.68), there)
    part.paint((0.93, 0.88, 0.90), there * np.clip((46 * creases - depth) / 8 + 0.4, 0, 1) * 0.8)
    part.paint((0.98, 0.80, 0.66), there * np.clip(depth / 110, 0, 1) * 0.6)
    near = 346 - _ridge(part.x, ((104.0, 42.0, 0.2), (39.0, 13.0, 1.1), (11.0, 3.0, 0.0)))
    there = cover(near - part.y)
    part.paint((0.35, 0.42, 0.50), there)
    part.paint((0.88, 0.68, 0.56), there * np.clip((part.y - near) / 90, 0, 1) * 0.55)


def _forest(canvas: Canvas) -> None:
    """Firs along the far bank, each a spike of its own height."""
    part = canvas.part(0, 300, WIDTH, SHORE)
    for pitch, base, tall, seed, colour in (
        (7, 362.0, 17.0, 11, (0.24, 0.33, 0.33)),
        (10, 371.0, 21.0, 12, (0.13, 0.22, 0.20)),
    ):
        count = WIDTH // pitch + 2
        heights = tall * (1 + 0.35 * grain(1, count, seed)[0])
        swell = 7 * np.sin(part.x / 130 + seed)
        at = part.x / pitch
        cell = at.astype(np.int64)
        slope = 2 * np.abs(at - cell - 0.5)
        steps = 0.12 * np.sin((base - part.y) * 1.9)
        line = base + swell - heights[cell] * (1 - slope + steps * slope)
        part.paint(colour, cover(line - part.y, 1.5))


# ---- the water


def _lake(canvas: Canvas) -> None:
    """The picture above the shore upside down, broken by ripples that grow towards us."""
    water = canvas.part(0, SHORE, WIDTH, HEIGHT)
    deep = water.y - SHORE
    near = 9000 / (deep + 60)
    ripples = np.sin(near + water.x / 23 + 1.7 * np.sin(water.x / 61 + near / 3))
    ripples = ripples + 0.6 * np.sin(1.9 * near - water.x / 13 + 2 * np.sin(water.x / 37))
    rows = SHORE - 1 - 0.98 * deep + ripples * (0.6 + deep / 34)
    columns = np.broadcast_to(np.arange(WIDTH), rows.shape)
    water.planes[:] = canvas.planes[:, np.clip(rows, 0, SHORE - 1).astype(np.int64), columns]
    water.paint((0.10, 0.24, 0.36), 0.22 + 0.28 * np.clip(deep / 200, 0, 1))
    water.paint((1.0, 0.90, 0.72), 0.10 * np.clip(ripples - 0.7, 0, 1))
    path = np.exp(-(((water.x - SUN[0]) / (24 + 0.36 * deep)) ** 2))
    glints = np.clip(1.2 * ripples - 0.35, 0, 1)
    water.paint((1.0, 0.93, 0.74), np.clip(path * (0.15 + glints), 0, 0.95))
    water.paint((0.86, 0.86, 0.78), 0.5 * cover(np.abs(deep - 1) - 1.0))


# ---- near


def bank(x: Plane) -> Plane:
    """The row at which the meadow begins."""
    falling = 438 + 92 / (1 + np.exp(-(x - 470) / 80))
    uneven: Plane = falling + 4 * np.sin(x / 37) + 2 * np.sin(x / 11)
    return uneven


def _meadow(canvas: Canvas) -> None:
    part = canvas.part(0, 420, WIDTH, HEIGHT)
    edge = bank(part.x)
    depth = part.y - edge
    part.paint((0.16, 0.17, 0.14), 0.55 * cover(-depth - 3, 5.0))
    blades = grain(HEIGHT, WIDTH, 21)[: part.y.size]
    blades[2:] += 0.8 * blades[1:-1] + 0.6 * blades[:-2]
    broad = np.sin(part.x / 83 + part.y / 31) + np.sin(part.x / 29 - part.y / 17)
    light = 1 + 0.05 * blades * np.clip(depth / 60 + 0.3, 0, 1) + 0.07 * broad
    light = light * (1.08 - 0.36 * np.clip(depth / 200, 0, 1))
    grass: Colour = (0.47, 0.55, 0.22)
    part.paint(np.stack([tone * light for tone in grass]), cover(-depth, 2.0))
    _path(part, blades)
    _flowers(canvas)


def _path(part: Canvas, blades: Plane) -> None:
    """From the cottage's door to the lower edge, wider as it comes nearer."""
    down = np.clip((part.y - 474) / (HEIGHT - 474), 0, 1)
    middle = 211 + 203 * down**1.5 + 16 * np.sin(4 * down)
    worn = np.abs(part.x - middle) - (7 + 34 * down) - 1.2 * blades
    there = cover(worn, 5.0) * np.clip((part.y - 473) / 3, 0, 1)
    light = 0.92 + 0.035 * blades
    sand: Colour = (0.78, 0.66, 0.47)
    part.paint(np.stack([tone * light for tone in sand]), there)


def _flowers(canvas: Canvas) -> None:
    places = np.random.PCG64(31).random_raw(3 * 150) / 2.0**64
    hues: tuple[Colour, ...] = ((0.93, 0.90, 0.84), (0.86, 0.20, 0.16), (0.98, 0.80, 0.22))
    for number, (across, down, size) in enumerate(places.reshape(-1, 3)):
        x = float(across) * WIDTH
        begin = float(bank(np.array(x))) + 26
        y = begin + float(down) * (HEIGHT - begin)
        radius = 0.8 + (1.0 + size) * (y - 440) / 130
        part = canvas.part(x - 4, y - 4, x + 4, y + 4)
        part.paint(hues[number % 3], cover(disc(part.y, part.x, (x, y), radius)))
