"""A still life: shaded spheres on a table, lit from the upper left."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from app.content.samples.patterns import grain
from app.content.samples.shapes import Canvas, Colour, cover

HEIGHT, WIDTH = 480, 640
HORIZON = 262.0
LIGHT = np.array([-0.52, -0.68, 0.52], np.float32)  # x to the right, y down, z to the viewer

BALLS: tuple[tuple[float, float, float, Colour], ...] = (  # x, y, radius, colour; far ones first
    (452.0, 218.0, 88.0, (0.10, 0.42, 0.66)),
    (232.0, 226.0, 112.0, (0.82, 0.26, 0.16)),
    (384.0, 330.0, 62.0, (0.93, 0.72, 0.20)),
    (520.0, 356.0, 44.0, (0.24, 0.58, 0.34)),
    (128.0, 366.0, 50.0, (0.93, 0.91, 0.86)),
)


def spheres() -> NDArray[np.uint8]:
    """480 × 640 RGB: five balls of different size and colour, with highlights and shadows."""
    canvas = Canvas(HEIGHT, WIDTH)
    _wall(canvas)
    _table(canvas)
    for x, y, radius, _ in BALLS:
        _shadow(canvas, x, y, radius)
    for x, y, radius, colour in BALLS:
        _ball(canvas, x, y, radius, colour)
    return canvas.bytes()


def _wall(canvas: Canvas) -> None:
    glow = np.exp(-(((canvas.x - 210) / 420) ** 2) - ((canvas.y - 90) / 300) ** 2)
    for plane, dark, light in zip(
        canvas.planes, (0.20, 0.22, 0.27), (0.50, 0.52, 0.56), strict=True
    ):
        plane[:] = dark + (light - dark) * glow


def _table(canvas: Canvas) -> None:
    """A wooden board: grain along x that narrows towards the far edge."""
    top = canvas.part(0, HORIZON - 1, WIDTH, HEIGHT)
    depth = 60 / (top.y - HORIZON + 30)
    board = np.sin(22 * depth * 6 + 1.3 * np.sin(top.x / 97 + 5 * depth) + top.x / 160)
    fine = grain(top.y.size, WIDTH // 8, seed=5).repeat(8, axis=1)[:, :WIDTH]
    near = (top.y - HORIZON) / (HEIGHT - HORIZON)
    shade = (0.62 + 0.24 * near) + 0.035 * board + 0.012 * fine
    edge = cover(HORIZON - top.y)
    top.paint(np.stack([0.74 * shade, 0.52 * shade, 0.35 * shade]), edge)


def _shadow(canvas: Canvas, x: float, y: float, radius: float) -> None:
    """Soft and long, away from the light; darkest where the ball stands."""
    part = canvas.part(x - 1.6 * radius, HORIZON, x + 3.4 * radius, y + 2 * radius)
    ground = y + 0.93 * radius
    across, down = (part.x - x) / radius, (part.y - ground) / (0.34 * radius)
    cast = np.hypot((across - 0.75 - 0.1 * down) / 1.55, down + 0.25)
    part.paint((0.07, 0.05, 0.06), 0.62 * np.clip((1.08 - cast) / 0.45, 0, 1))
    touch = np.hypot((across - 0.06) / 0.62, down)
    part.paint((0.03, 0.02, 0.03), 0.75 * np.clip((1.0 - touch) / 0.7, 0, 1))


def _ball(canvas: Canvas, x: float, y: float, radius: float, colour: Colour) -> None:
    part = canvas.part(x - radius - 1, y - radius - 1, x + radius + 1, y + radius + 1)
    across, down = (part.x - x) / radius, (part.y - y) / radius
    squared = across**2 + down**2
    towards = np.sqrt(np.maximum(0, 1 - squared))
    light = across * LIGHT[0] + down * LIGHT[1] + towards * LIGHT[2]
    lit = np.clip(0.12 + 0.88 * light, 0, 1) ** 0.85
    bounce = np.clip(0.55 * down + 0.2, 0, 1) * (1 - lit) * 0.35
    rim = 0.10 * (1 - towards) ** 3
    mirrored = 2 * light * towards - LIGHT[2]
    shine = 0.85 * np.clip(mirrored, 0, 1) ** 46 + 0.10 * np.clip(mirrored, 0, 1) ** 8
    wood: Colour = (0.62, 0.42, 0.28)
    tones = [
        tone * (0.10 + 0.90 * lit) + warm * bounce + rim + shine * (1 - tone)
        for tone, warm in zip(colour, wood, strict=True)
    ]
    part.paint(np.stack(tones), cover((np.sqrt(squared) - 1) * radius))
