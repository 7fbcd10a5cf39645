"""A drawn tree of vessels in place of a scan: a trunk that branches, ever thinner, in all three
directions, in a little noise."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.content.samples.patterns import grain

SHAPE = (96, 128, 128)
LEVELS = 6
"""How often a vessel branches."""
FLESH, BLOOD, NOISE = 58.0, 168.0, 9.0
"""Grey of the ground, what a vessel adds to it, and the noise's standard deviation."""
RIM = 1.2
"""Voxels over which a vessel's edge is soft."""
Point = NDArray[np.float64]


@dataclass(frozen=True, eq=False, slots=True)
class Vessel:
    """A straight piece from `start` to `end` (depth, row, column), its radius falling evenly."""

    start: Point
    end: Point
    thick: float
    thin: float


def vessel_tree() -> NDArray[np.uint8]:
    """96 × 128 × 128 voxels: a tree that enters below and spreads upwards and in depth."""
    there = np.zeros(SHAPE, np.float32)
    for vessel in _branched():
        _draw(there, vessel)
    depth, height, width = SHAPE
    noise = grain(depth * height, width, seed=41).reshape(SHAPE)
    shade = FLESH + BLOOD * there + np.float32(NOISE) * noise
    return np.clip(np.rint(shade), 0, 255).astype(np.uint8)


def _branched() -> Iterator[Vessel]:
    """The trunk and its branches: each piece ends in two, the thicker one straighter."""
    lots = iter((np.random.PCG64(43).random_raw(4096) / 2.0**64).tolist())
    root, up = np.array([46.0, 127.0, 60.0]), np.array([0.05, -1.0, 0.08])
    grown = [(root, up, 5.2, 30.0, 0)]
    while grown:
        at, way, radius, long, level = grown.pop()
        end = at + long * way / np.linalg.norm(way)
        yield Vessel(at, end, radius, 0.85 * radius)
        if level == LEVELS:
            continue
        turn = np.array([next(lots) - 0.5 for _ in range(3)])
        turn -= way * (turn @ way) / (way @ way)
        turn /= np.linalg.norm(turn)
        way = way / np.linalg.norm(way)
        straight, aside = 0.45 + 0.25 * next(lots), 0.8 + 0.5 * next(lots)
        shorter = 0.70 + 0.16 * next(lots)
        grown.append((end, way + straight * turn, 0.80 * radius, shorter * long, level + 1))
        grown.append((end, way - aside * turn, 0.66 * radius, 0.9 * shorter * long, level + 1))


def _draw(there: NDArray[np.float32], vessel: Vessel) -> None:
    """Lay a piece on, within the box around it; where two meet, the fuller one counts."""
    reach = vessel.thick + RIM
    low = np.floor(np.minimum(vessel.start, vessel.end) - reach).astype(int)
    high = np.ceil(np.maximum(vessel.start, vessel.end) + reach).astype(int) + 1
    low, high = np.clip(low, 0, there.shape), np.clip(high, 0, there.shape)
    if (low >= high).any():
        return
    part = there[tuple(slice(first, last) for first, last in zip(low, high, strict=True))]
    axes = (np.arange(first, last) for first, last in zip(low, high, strict=True))
    cells = np.stack(np.meshgrid(*axes, indexing="ij"), axis=-1) - vessel.start
    along = vessel.end - vessel.start
    share = np.clip(cells @ along / (along @ along), 0, 1)
    away = np.linalg.norm(cells - share[..., np.newaxis] * along, axis=-1)
    radius = vessel.thick + share * (vessel.thin - vessel.thick)
    np.maximum(part, np.clip((radius - away) / RIM + 0.5, 0, 1), out=part, casting="same_kind")
