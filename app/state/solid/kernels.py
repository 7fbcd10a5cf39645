"""Kernels of three sides as arrays: the classical ones at any size that suits them.

Axes are depth, rows, columns, as in a stack of slices. Weights are int64 where the classical
kernel is whole-numbered, float64 otherwise; all are meant for cross-correlation, so "sobel_rows"
answers with positive values where brightness grows downwards.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.state import kernels

Weights = NDArray[Any]


def identity(depth: int, height: int, width: int) -> Weights:
    """1 in the middle, 0 elsewhere."""
    weights = np.zeros((depth, height, width), np.int64)
    weights[_middles(weights)] = 1
    return weights


def box(depth: int, height: int, width: int) -> Weights:
    """The mean of the window."""
    return np.full((depth, height, width), 1 / (depth * height * width))


def ones(depth: int, height: int, width: int) -> Weights:
    """The sum of the window: every weight 1."""
    return np.ones((depth, height, width), np.int64)


def gaussian(depth: int, height: int, width: int) -> Weights:
    """A bell along each axis, sum 1: the planar Gaussian, weighted along the depth."""
    along = kernels.gaussian(depth, 1)[:, 0]
    return np.multiply.outer(along, kernels.gaussian(height, width))


def sobel_depth(depth: int, height: int, width: int) -> Weights:
    """The difference from the front to the back, smoothed within the slices.

    Sobel's operator carried to three axes: a difference along one, Pascal's triangle along two.
    """
    return _sobel((depth, height, width), 0)


def sobel_rows(depth: int, height: int, width: int) -> Weights:
    """The difference from top to bottom."""
    return _sobel((depth, height, width), 1)


def sobel_columns(depth: int, height: int, width: int) -> Weights:
    """The difference from left to right."""
    return _sobel((depth, height, width), 2)


def laplacian(depth: int, height: int, width: int) -> Weights:
    """The neighbours that share a face (6 of them in 3 × 3 × 3), minus their number times it."""
    weights = np.zeros((depth, height, width), np.int64)
    middle = _middles(weights)
    for axis in range(3):
        for by in (-1, 1):
            at = list(middle)
            at[axis] += by
            if 0 <= at[axis] < weights.shape[axis]:
                weights[tuple(at)] = 1
    weights[middle] = -weights.sum()
    return weights


def laplacian_26(depth: int, height: int, width: int) -> Weights:
    """All cells of the window minus their number times the middle one (26 in 3 × 3 × 3)."""
    weights = np.ones((depth, height, width), np.int64)
    weights[_middles(weights)] = 1 - weights.size
    return weights


def line_depth(depth: int, height: int, width: int) -> Weights:
    """Bright lines through the slices: the middle column of cells against all others."""
    return _line((depth, height, width), 0)


def line_rows(depth: int, height: int, width: int) -> Weights:
    """Bright lines that run down the rows."""
    return _line((depth, height, width), 1)


def line_columns(depth: int, height: int, width: int) -> Weights:
    """Bright lines that run along the columns."""
    return _line((depth, height, width), 2)


def blob(depth: int, height: int, width: int) -> Weights:
    """The Laplacian of a Gaussian with its sign turned: a bright ball in a dark shell, sum 0.

    σ is a sixth of the shortest side, at least 0.5 (Marr and Hildreth, 1980, in three dimensions).
    Weights have two decimals, the largest is about 1; the middle one takes what rounding leaves.
    """
    sigma = max(0.5, min(depth, height, width) / 6)
    z, y, x = np.ogrid[0:depth, 0:height, 0:width]
    middles = [(side - 1) / 2 for side in (depth, height, width)]
    squares = (z - middles[0]) ** 2 + (y - middles[1]) ** 2 + (x - middles[2]) ** 2
    away = squares / (2 * sigma**2)
    raw = (1.5 - away) * np.exp(-away)
    weights: Weights = np.round(kernels.balanced(raw), 2)
    weights[_middles(weights)] -= weights.sum()
    return np.round(weights, 2)


def numbers(depth: int, height: int, width: int) -> Weights:
    """The planar kernel of the worked examples, its rows moved on by one in each slice.

    Whole numbers from 0 to 2, and no two neighbouring slices alike.
    """
    planar = kernels.literature(height, width)
    return np.stack([np.roll(planar, at, axis=0) for at in range(depth)])


def flip(weights: Weights) -> Weights:
    """Turned round on all three axes."""
    return weights[::-1, ::-1, ::-1].copy()


def swap(weights: Weights) -> Weights:
    """Depth becomes rows, rows columns and columns depth: the next direction."""
    return np.moveaxis(weights, 0, -1).copy()


def resize(weights: Weights, depth: int, height: int, width: int) -> Weights:
    """Another size with the middle kept in the middle: cropped, or zeros added around."""
    planes = np.stack([kernels.resize(plane, height, width) for plane in weights])
    flat = planes.reshape(len(planes), height * width)
    return kernels.resize(flat, depth, height * width).reshape(depth, height, width)


def _sobel(shape: tuple[int, int, int], axis: int) -> Weights:
    """A difference along one axis and Pascal's triangle along the others."""
    parts = [
        kernels.difference(side) if at == axis else kernels.pascal(side)
        for at, side in enumerate(shape)
    ]
    weights: Weights = np.einsum("i,j,k->ijk", *parts)
    return weights


def _line(shape: tuple[int, int, int], axis: int) -> Weights:
    """Whole weights, sum 0: the middle line of cells along an axis against all others."""
    on = np.zeros(shape, bool)
    at: list[Any] = list(_middles(on))
    at[axis] = slice(None)
    on[tuple(at)] = True
    return kernels.against(on)


def _middles(weights: Weights) -> tuple[int, ...]:
    """The middle cell; of two, the first, as in the kernels of a plane."""
    return tuple(kernels.middle(side) for side in weights.shape)
