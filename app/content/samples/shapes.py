"""Shapes as signed distances, and a canvas that paints them with soft edges.

A distance is in pixels, negative inside. A shape's cover is 1 inside, 0 outside, and in between
on the one pixel that its outline crosses, so that nothing looks like stairs.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

Plane = NDArray[Any]
Colour = tuple[float, float, float]
Point = tuple[float, float]


def grid(height: int, width: int) -> tuple[Plane, Plane]:
    """The middles of the pixels: y as a column `(H, 1)`, x as a row `(1, W)`."""
    y = np.arange(height, dtype=np.float32)[:, np.newaxis] + np.float32(0.5)
    x = np.arange(width, dtype=np.float32)[np.newaxis, :] + np.float32(0.5)
    return y, x


def cover(distance: Plane, soft: float = 1.0) -> Plane:
    """How much of each pixel lies inside, its edge `soft` pixels wide."""
    return np.clip(0.5 - distance / soft, 0, 1)


def disc(y: Plane, x: Plane, middle: Point, radius: float) -> Plane:
    """Distance to a disc; `middle` is (x, y)."""
    distance: Plane = np.hypot(x - middle[0], y - middle[1])
    return distance - radius


def bar(y: Plane, x: Plane, start: Point, end: Point, radius: float) -> Plane:
    """Distance to a straight stroke with round ends."""
    along = np.array(end, np.float32) - np.array(start, np.float32)
    length = float(along @ along) or 1.0
    share = np.clip(((x - start[0]) * along[0] + (y - start[1]) * along[1]) / length, 0, 1)
    distance: Plane = np.hypot(x - start[0] - share * along[0], y - start[1] - share * along[1])
    return distance - radius


def polygon(y: Plane, x: Plane, corners: Sequence[Point]) -> Plane:
    """Distance to a convex polygon whose corners run clockwise, as seen on the screen."""
    result: Plane | None = None
    for (x0, y0), (x1, y1) in zip(corners, [*corners[1:], corners[0]], strict=True):
        length = float(np.hypot(x1 - x0, y1 - y0))
        side = ((x - x0) * (y1 - y0) - (y - y0) * (x1 - x0)) / length
        result = side if result is None else np.maximum(result, side)
    if result is None:
        raise ValueError("a polygon needs corners")
    return result


def stroke(y: Plane, x: Plane, points: Sequence[Point], radius: float) -> Plane:
    """Distance to a line through all `points`, `2 · radius` wide."""
    return nearest(bar(y, x, a, b, radius) for a, b in pairwise(points))


def nearest(distances: Iterable[Plane]) -> Plane:
    """Distance to the union of several shapes."""
    result: Plane | None = None
    for distance in distances:
        result = distance if result is None else np.minimum(result, distance)
    if result is None:
        raise ValueError("a union needs a shape")
    return result


class Canvas:
    """Colour planes `(3, H, W)` from 0 to 1 that shapes are painted on."""

    def __init__(self, height: int, width: int) -> None:
        self.planes = np.zeros((3, height, width), np.float32)
        self.y, self.x = grid(height, width)

    def part(self, left: float, top: float, right: float, bottom: float) -> Canvas:
        """A view on a rectangle, in the same coordinates: painting there is cheaper."""
        rows = slice(max(0, int(top)), max(0, int(bottom) + 1))
        columns = slice(max(0, int(left)), max(0, int(right) + 1))
        view = object.__new__(Canvas)
        view.planes = self.planes[:, rows, columns]
        view.y, view.x = self.y[rows], self.x[:, columns]
        return view

    def paint(self, colour: Colour | Plane, how_much: Plane | float = 1.0) -> None:
        """Lay a colour, or a plane of each, over what is there: `how_much` from 0 to 1."""
        for plane, tone in zip(self.planes, colour, strict=True):
            np.add(plane, how_much * (tone - plane), out=plane)

    def bytes(self) -> NDArray[np.uint8]:
        """The picture `(H, W, 3)` in 8 bits."""
        levels = np.clip(self.planes * 255 + 0.5, 0, 255).astype(np.uint8)
        return np.ascontiguousarray(levels.transpose(1, 2, 0))
