"""The landscape's cottage and fence: straight edges, corners and regular textures."""

from __future__ import annotations

import numpy as np

from app.content.samples.shapes import Canvas, Colour, Plane, Point, bar, cover, disc, polygon

_FRAME: Colour = (0.93, 0.91, 0.86)
_DARK: Colour = (0.24, 0.13, 0.10)


def cottage(canvas: Canvas) -> None:
    """A house of two faces: the long one in the shade, the gable in the evening sun."""
    part = canvas.part(60, 270, 420, 500)
    part.paint((0.10, 0.12, 0.06), 0.45 * cover(_box(part, 96, 470, 372, 484), 12.0))
    _chimney(part)
    _walls(part)
    _roof(part)
    _door(part)
    for left in (132.0, 250.0):
        _window(part, left, 412.0, 27.0, 34.0)
    _window(part, 318.0, 416.0, 21.0, 32.0)
    part.paint(_FRAME, cover(disc(part.y, part.x, (328.0, 374.0), 9.0)))
    part.paint((0.35, 0.42, 0.50), cover(disc(part.y, part.x, (328.0, 374.0), 6.5)))


def _walls(part: Canvas) -> None:
    boards = 0.05 * np.clip(np.cos(part.y * 2 * np.pi / 7) * 3 - 2, -1, 1)
    shade = 1 - 0.10 * (part.y - 390) / 90 - boards
    long, gable = (
        _box(part, 110, 380, 290, 477),
        polygon(part.y, part.x, [(290, 386), (328, 330), (366, 386), (366, 477), (290, 477)]),
    )
    _tint(part, (0.70, 0.64, 0.60), shade, cover(long))
    _tint(part, (0.99, 0.86, 0.68), shade, cover(gable))
    stones = 0.5 + 0.5 * np.sign(np.sin(part.x / 5 + 2 * np.floor(part.y / 5)))
    foot = np.maximum(np.minimum(long, gable), 467 - part.y)
    _tint(part, (0.50, 0.47, 0.45), 0.86 + 0.16 * stones, cover(foot))


def _roof(part: Canvas) -> None:
    slope = polygon(part.y, part.x, [(96, 394), (134, 322), (328, 322), (288, 394)])
    course = np.floor((part.y - 322) / 8)
    tiles = np.abs(np.sin((part.x + 0.53 * part.y) * np.pi / 11 + course * np.pi / 2))
    lower = ((part.y - 322) % 8) / 8
    light = 0.82 + 0.16 * np.minimum(1, 3 * tiles) + 0.18 * lower
    _tint(part, (0.68, 0.25, 0.17), light, cover(slope))
    for start, end in (((328, 322), (374, 392)), ((328, 322), (286, 394))):
        part.paint(_DARK, cover(bar(part.y, part.x, start, end, 3.4)))
    part.paint((0.80, 0.36, 0.24), cover(bar(part.y, part.x, (134, 322), (328, 322), 2.6)))
    part.paint(_DARK, 0.6 * cover(bar(part.y, part.x, (98, 396), (288, 396), 2.0), 2.0))


def _chimney(part: Canvas) -> None:
    for step in range(9):
        x, y = 176 + 2.2 * step + 3 * np.sin(1.1 * step), 292 - 2.2 * step
        smoke = np.exp(-((disc(part.y, part.x, (x, y), 0) / (5 + 1.7 * step)) ** 2))
        part.paint((0.93, 0.90, 0.90), 0.30 * smoke)
    bricks = np.sin(part.x * np.pi / 6 + np.pi / 2 * np.floor(part.y / 5)) * np.sin(
        part.y * np.pi / 5
    )
    stack = cover(_box(part, 165, 302, 187, 340))
    _tint(part, (0.55, 0.27, 0.21), 1 + 0.12 * np.sign(bricks), stack)
    part.paint((0.40, 0.36, 0.34), cover(_box(part, 162, 298, 190, 304)))


def _door(part: Canvas) -> None:
    part.paint(_FRAME, cover(_box(part, 193, 407, 227, 477)))
    planks = 1 + 0.16 * np.sign(np.sin(part.x * np.pi / 4.5))
    _tint(part, (0.20, 0.38, 0.40), planks + 0 * part.y, cover(_box(part, 197, 411, 223, 477)))
    part.paint((0.95, 0.80, 0.40), cover(disc(part.y, part.x, (219.0, 446.0), 2.0)))
    part.paint((0.52, 0.50, 0.48), cover(_box(part, 189, 474, 231, 479)))


def _window(part: Canvas, left: float, top: float, wide: float, high: float) -> None:
    """A window with a frame, a cross of bars and somebody at home."""
    right, low = left + wide, top + high
    for side in (left - 12, right + 2):
        slats = 1 + 0.14 * np.sign(np.sin(part.y * np.pi / 2.5)) + 0 * part.x
        _tint(part, (0.20, 0.38, 0.40), slats, cover(_box(part, side, top - 2, side + 10, low + 2)))
    part.paint(_FRAME, cover(_box(part, left - 2, top - 2, right + 2, low + 2)))
    glow = 1 - 0.3 * np.abs(part.x - left - wide / 2) / wide - 0.2 * (part.y - top) / high
    _tint(part, (1.0, 0.82, 0.42), glow, cover(_box(part, left + 1, top + 1, right - 1, low - 1)))
    middle, rail = left + wide / 2, top + 0.4 * high
    part.paint(_FRAME, cover(_box(part, middle - 1, top, middle + 1, low)))
    part.paint(_FRAME, cover(_box(part, left, rail - 1, right, rail + 1)))
    part.paint(_FRAME, cover(_box(part, left - 4, low + 1, right + 4, low + 4)))


def fence(canvas: Canvas) -> None:
    """Posts and two rails on both sides of the path, with shadows towards the viewer."""
    for first, last in ((-20.0, 260.0), (420.0, 1000.0)):
        posts = np.arange(first, last, 54.0)
        for x in posts:
            _fence_shadow(canvas, float(x))
        for up in (50.0, 26.0):
            _rail(canvas, (first, _foot(first) - up), (float(posts[-1]), _foot(posts[-1]) - up))
        for x in posts:
            _post(canvas, float(x))


def _foot(x: float) -> float:
    """The row on which a post stands."""
    return 572 + 0.03 * float(x)


def _fence_shadow(canvas: Canvas, x: float) -> None:
    y = _foot(x)
    end = (x + 0.16 * (x - 560), y + 34)
    part = canvas.part(min(x, end[0]) - 12, y - 6, max(x, end[0]) + 12, y + 46)
    part.paint((0.08, 0.11, 0.04), 0.5 * cover(bar(part.y, part.x, (x, y), end, 5.0), 4.0))


def _rail(canvas: Canvas, start: Point, end: Point) -> None:
    part = canvas.part(start[0], start[1] - 8, end[0], end[1] + 8)
    middle = start[1] + (part.x - start[0]) * (end[1] - start[1]) / (end[0] - start[0])
    light = 0.86 - 0.06 * np.clip(part.y - middle, -4, 4) + 0.04 * np.sin(part.x / 9 + part.y)
    _tint(part, (0.66, 0.56, 0.46), light, cover(np.abs(part.y - middle) - 4.2))


def _post(canvas: Canvas, x: float) -> None:
    low = _foot(x)
    part = canvas.part(x - 9, low - 76, x + 9, low + 4)
    shape = polygon(part.y, part.x, [(x - 6.5, low - 64), (x, low - 72), (x + 6.5, low - 64),
                                     (x + 6.5, low), (x - 6.5, low)])  # fmt: skip
    towards = 1.0 if x < 560 else -1.0  # the side that the sun is on
    light = 0.82 + 0.05 * np.clip(towards * (part.x - x), -5, 5)
    light = light + 0.05 * np.sin(1.4 * part.x + 0.3 * np.sin(part.y / 9))
    _tint(part, (0.74, 0.63, 0.50), light, cover(shape))


def _box(part: Canvas, left: float, top: float, right: float, low: float) -> Plane:
    """Distance to an upright rectangle."""
    across = np.abs(part.x - (left + right) / 2) - (right - left) / 2
    down = np.abs(part.y - (top + low) / 2) - (low - top) / 2
    return np.maximum(across, down)


def _tint(part: Canvas, colour: Colour, light: Plane, how_much: Plane) -> None:
    """Paint a colour that is lighter or darker from place to place."""
    shade = np.broadcast_to(light, how_much.shape)
    part.paint(np.stack([tone * shade for tone in colour]), how_much)
