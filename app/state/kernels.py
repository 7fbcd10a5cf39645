"""Kernels as arrays: the classical ones at any size that suits them, and work done on weights.

Weights are int64 where the classical kernel is whole-numbered, float64 otherwise. Every kernel
is meant for cross-correlation, so "x" answers with positive values where brightness grows to
the right.
"""

from __future__ import annotations

from math import comb
from typing import Any

import numpy as np
from numpy.typing import NDArray

Weights = NDArray[Any]


def identity(height: int, width: int) -> Weights:
    """1 in the middle, 0 elsewhere: with "same" padding the output is the input."""
    weights = np.zeros((height, width), np.int64)
    weights[middle(height), middle(width)] = 1
    return weights


def shift(height: int, width: int) -> Weights:
    """1 at the right end of the middle row: every cell takes the value to its right."""
    weights = np.zeros((height, width), np.int64)
    weights[middle(height), -1] = 1
    return weights


def box(height: int, width: int) -> Weights:
    """The mean of the window: every weight 1 / (height · width)."""
    return np.full((height, width), 1 / (height * width))


def gaussian(height: int, width: int) -> Weights:
    """A bell with σ = size / 6 + 0.3 per axis, sum 1 (3 × 3 is close to the binomial one)."""
    return _mean(np.outer(_bell(height), _bell(width)))


def binomial(height: int, width: int) -> Weights:
    """Rows of Pascal's triangle, sum 1: the Gaussian in exact fractions of a power of two."""
    rows, columns = pascal(height), pascal(width)
    return _mean(np.outer(rows, columns))


def sharpen(height: int, width: int) -> Weights:
    """The cell and its difference from its neighbours above, below and beside."""
    return identity(height, width) - laplacian(height, width)


def unsharp(height: int, width: int) -> Weights:
    """Twice the cell minus its blurred neighbourhood (unsharp masking, amount 1)."""
    return 2 * identity(height, width) - binomial(height, width)


def sobel_x(height: int, width: int) -> Weights:
    """Difference from left to right, smoothed across (Sobel and Feldman, 1968)."""
    return np.outer(pascal(height), difference(width))


def sobel_y(height: int, width: int) -> Weights:
    """Difference from top to bottom, smoothed across."""
    return sobel_x(width, height).T.copy()


def prewitt_x(height: int, width: int) -> Weights:
    """Difference from left to right, all rows alike (Prewitt, 1970)."""
    ramp = np.arange(width) * 2 - (width - 1)
    return np.tile(ramp // (1 if width % 2 == 0 else 2), (height, 1)).astype(np.int64)


def prewitt_y(height: int, width: int) -> Weights:
    """Difference from top to bottom, all columns alike."""
    return prewitt_x(width, height).T.copy()


def scharr_x(height: int, width: int) -> Weights:
    """Sobel's with 3, 10, 3 across three rows (Scharr, 2000); other heights are as Sobel's."""
    smooth = pascal(height)
    if height == 3:
        smooth = np.array([3, 10, 3])
    return np.outer(smooth, difference(width))


def scharr_y(height: int, width: int) -> Weights:
    """Difference from top to bottom with weights 3, 10, 3."""
    return scharr_x(width, height).T.copy()


def laplacian(height: int, width: int) -> Weights:
    """Second derivative: the neighbours above, below and beside, minus 4 times the cell."""
    weights = np.zeros((height, width), np.int64)
    row, column = middle(height), middle(width)
    for at in ((row - 1, column), (row + 1, column), (row, column - 1), (row, column + 1)):
        if 0 <= at[0] < height and 0 <= at[1] < width:
            weights[at] = 1
    weights[row, column] = -weights.sum()
    return weights


def laplacian_8(height: int, width: int) -> Weights:
    """All cells of the window minus their number times the middle one."""
    weights = np.ones((height, width), np.int64)
    weights[middle(height), middle(width)] = 1 - height * width
    return weights


def laplacian_of_gaussian(height: int, width: int) -> Weights:
    """A dark middle in a bright ring, sum 0 (Marr and Hildreth, 1980)."""
    sigma = max(0.5, min(height, width) / 6)
    y, x = _grid(height, width)
    radius = (x**2 + y**2) / (2 * sigma**2)
    weights: Weights = (radius - 1) * np.exp(-radius)
    return balanced(weights)


def emboss(height: int, width: int) -> Weights:
    """Light from the top left: minus before the diagonal, plus after it, 1 in the middle."""
    y, x = _grid(height, width)
    weights = np.sign(x + y) * np.maximum(1, np.minimum(2, np.abs(x + y)))
    weights = np.where(x + y == 0, 0, weights).astype(np.int64)
    weights[middle(height), middle(width)] = 1
    return weights


def diagonal(height: int, width: int) -> Weights:
    """Lines that fall to the right: 2 on the diagonal, −1 beside it, sum 0 for a square."""
    return against(_nearest_diagonal(height, width))


def antidiagonal(height: int, width: int) -> Weights:
    """Lines that rise to the right."""
    return diagonal(height, width)[:, ::-1].copy()


def horizontal_lines(height: int, width: int) -> Weights:
    """Bright rows on a darker ground: (height − 1) in the middle row, −1 in the others."""
    on = np.zeros((height, width), bool)
    on[middle(height)] = True
    return against(on)


def vertical_lines(height: int, width: int) -> Weights:
    """Bright columns on a darker ground."""
    return horizontal_lines(width, height).T.copy()


def gabor(height: int, width: int) -> Weights:
    """A wave under a bell (Gabor, 1946): stripes that rise to the right at 45°, sum 0."""
    return _gabor(height, width, np.pi / 4)


def gabor_upright(height: int, width: int) -> Weights:
    """The same with upright stripes."""
    return _gabor(height, width, 0.0)


def disc(height: int, width: int) -> Weights:
    """The mean over an ellipse: what a lens out of focus makes of a point."""
    y, x = _grid(height, width)
    on = (2 * y / height) ** 2 + (2 * x / width) ** 2 <= 1
    return _mean(on)


def motion_blur(height: int, width: int) -> Weights:
    """The mean along the falling diagonal."""
    on = _nearest_diagonal(height, width)
    return _mean(on)


def corner(height: int, width: int) -> Weights:
    """Plus in two opposite quarters, minus in the other two, 0 on the middle lines; sum 0."""
    y, x = _grid(height, width)
    return (np.sign(x) * np.sign(y)).astype(np.int64)


def roberts(height: int, width: int) -> Weights:
    """The difference of two diagonal corners (Roberts, 1963)."""
    weights = np.zeros((height, width), np.int64)
    weights[0, 0] += 1
    weights[-1, -1] -= 1
    return weights


def random(height: int, width: int) -> Weights:
    """Weights from −1 to 1 with one decimal, the same at every call: an untrained filter."""
    drawn = np.random.default_rng(7).integers(-10, 11, (11, 11))
    return drawn[:height, :width] / 10


def literature(height: int, width: int) -> Weights:
    """The 3 × 3 kernel of Dumoulin and Visin's worked examples (2016)."""
    return resize(np.array([[0, 1, 2], [2, 2, 0], [0, 1, 2]]), height, width)


# ---- work on weights


def whole_where_possible(weights: Weights) -> Weights:
    """Weights that are all whole numbers as integers, so that sums stay exact; others as is."""
    whole = (
        weights.dtype.kind == "f"
        and np.isfinite(weights).all()
        and (weights == np.rint(weights)).all()
        and np.abs(weights).max(initial=0) < 2**53
    )
    return weights.astype(np.int64) if whole else weights


def changed(name: str) -> str:
    """What a kernel is called whose weights are no longer those of its name."""
    return f"{name.removesuffix(', changed')}, changed"


def flip(weights: Weights) -> Weights:
    """Turned by 180°."""
    return weights[::-1, ::-1].copy()


def rotate(weights: Weights) -> Weights:
    """Turned clockwise by 90°: height and width change places."""
    return np.rot90(weights, -1).copy()


def negate(weights: Weights) -> Weights:
    """Every sign changed."""
    return -weights


def normalise(weights: Weights) -> Weights:
    """Divided by the sum, so that brightness stays; by the sum of |w| where the sum is 0."""
    normal: Weights = weights / (weight_sum(weights) or np.abs(weights).sum())
    return normal


def weight_sum(weights: Weights) -> float:
    """The sum of the weights; what adds up to 0 but for rounding is 0."""
    total: float = weights.sum().item()
    return 0 if abs(total) < 1e-12 * np.abs(weights).sum() else total


def resize(weights: Weights, height: int, width: int) -> Weights:
    """Another size with the middle kept in the middle: cropped, or zeros added around."""
    result = np.zeros((height, width), weights.dtype)
    targets, sources = zip(
        *(_kept(old, new) for old, new in zip(weights.shape, (height, width), strict=True)),
        strict=True,
    )
    result[targets] = weights[sources]
    return result


def _kept(old: int, new: int) -> tuple[slice, slice]:
    """Where the old cells go, and which of them: middles fall on each other."""
    moved = middle(new) - middle(old)
    first, last = max(0, moved), min(new, old + moved)
    return slice(first, last), slice(first - moved, last - moved)


def middle(size: int) -> int:
    """The middle cell; of two, the first, as "same" padding adds the odd cell at the end."""
    return (size - 1) // 2


def _mean(weights: Weights) -> Weights:
    """Divided by the sum."""
    mean: Weights = weights / weights.sum()
    return mean


def _grid(height: int, width: int) -> tuple[Weights, Weights]:
    """Coordinates from the middle, y and x."""
    y, x = np.mgrid[0:height, 0:width].astype(np.float64)
    return y - (height - 1) / 2, x - (width - 1) / 2


def _gabor(height: int, width: int, angle: float) -> Weights:
    """A wave that runs at `angle` from the x axis, its length half the kernel's size."""
    y, x = _grid(height, width)
    along = x * np.cos(angle) + y * np.sin(angle)
    size = max(height, width)
    wave = np.cos(2 * np.pi * along / max(3.0, size / 2))
    weights: Weights = np.exp(-(x**2 + y**2) / (2 * (size / 4) ** 2)) * wave
    return balanced(weights)


def balanced(weights: Weights) -> Weights:
    """Sum 0 and largest size 1; where all cells are equal but for rounding, 0."""
    even: Weights = weights - weights.mean()
    most = float(np.abs(even).max())
    balanced: Weights = even * 0 if most < 1e-12 else even / most
    return balanced


def _bell(size: int) -> Weights:
    at = np.arange(size) - (size - 1) / 2
    bell: Weights = np.exp(-(at**2) / (2 * (size / 6 + 0.3) ** 2))
    return bell


def pascal(size: int) -> Weights:
    return np.array([comb(size - 1, k) for k in range(size)], np.int64)


def difference(size: int) -> Weights:
    """Smoothing times (−1, 0, 1): −1 0 1, −1 −2 0 2 1, …; −1 1 for two cells."""
    if size < 3:
        return np.array([0] if size == 1 else [-1, 1], np.int64)
    return np.convolve(pascal(size - 2), [-1, 0, 1])


def _nearest_diagonal(height: int, width: int) -> NDArray[np.bool_]:
    """The cells on the line from the top left to the bottom right corner."""
    y, x = _grid(height, width)
    steep = (width - 1) / (height - 1) if height > 1 else 1.0
    if steep >= 1:
        return np.asarray(np.abs(y - x / steep) <= 0.5)
    return np.asarray(np.abs(x - y * steep) <= 0.5)


def against(on: NDArray[np.bool_]) -> Weights:
    """Whole weights, sum 0: cells on the line against all others, in lowest terms."""
    plus, minus = int((~on).sum()), int(on.sum())
    shared = int(np.gcd(plus, minus)) or 1
    return np.where(on, plus // shared, -(minus // shared)).astype(np.int64)
