"""Principal components of an image's channels: filters that a 1×1 layer learns from the image.

Every pixel is a vector of channel values. Their covariance has orthogonal eigenvectors; as filters
they give channels that are uncorrelated, the one that varies most first (Pearson, 1901).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from math import ceil, sqrt
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.state.channels.choices import Source
from app.state.channels.filters import Filters, filters_of
from app.state.prepare import Plane, plane_shape, prepare_planes
from app.state.scene import Input

MOST_SAMPLED = 400_000
"""Numbers that are looked at; of more, every so many rows and columns, so that it is instant."""
NEARLY_ZERO = 1e-9
"""A share of the variance, or of a product of lengths, below which there is only rounding."""


@dataclass(frozen=True, eq=False, slots=True)
class Spread:
    """Mean `(C,)` and covariance `(C, C)` of the channels over the sampled `pixels`."""

    mean: NDArray[np.float64]
    covariance: NDArray[np.float64]
    pixels: int

    @property
    def total(self) -> float:
        """The variances of all channels together."""
        return float(np.trace(self.covariance))


@dataclass(frozen=True, eq=False, slots=True)
class Components:
    """Orthonormal `directions` `(C, C)`, a row each, and the variance along each, largest first.

    An eigenvector may point either way: here its entry of largest size, the first of several, is
    positive.
    """

    directions: NDArray[np.float64]
    variances: NDArray[np.float64]


def spread_of(planes: Plane) -> Spread:
    """Mean and covariance of planes `(C, H, W)`, without pixels that are not finite."""
    every = max(1, ceil(sqrt(planes.size / MOST_SAMPLED)))
    sample = planes[:, ::every, ::every].reshape(len(planes), -1).astype(np.float64)
    sample = sample[:, np.isfinite(sample).all(axis=0)]
    count = sample.shape[1]
    if not count:
        return Spread(np.zeros(len(planes)), np.zeros((len(planes),) * 2), 0)
    mean = sample.mean(axis=1)
    apart = sample - mean[:, None]
    return Spread(mean, apart @ apart.T / count, count)


@lru_cache(maxsize=4)
def spread_of_input(source: Input, taken: Source) -> Spread:
    """The spread of a scene's input."""
    return spread_of(prepare_planes(source, taken))


def components_of(spread: Spread) -> Components:
    """The eigenvectors of the covariance."""
    variances, columns = np.linalg.eigh(spread.covariance)
    directions = columns.T[::-1]
    largest = np.abs(directions).argmax(axis=1)
    signs = np.sign(directions[np.arange(len(directions)), largest])
    return Components(directions * signs[:, None], np.maximum(variances[::-1], 0))


def sampled(source: Input, spread: Spread) -> str:
    """Of how many of the input's pixels a spread tells, in words; empty where of all."""
    rows, columns = plane_shape(source)
    pixels = rows * columns
    return f"from {spread.pixels:,} of {pixels:,} pixels" if spread.pixels < pixels else ""


def principal_filters(name: str, spread: Spread) -> Filters:
    """A 1×1 filter for each component; the biases take the mean off: results have mean 0."""
    directions = components_of(spread).directions
    bias = tuple((-directions @ spread.mean).tolist())
    return filters_of(name, directions[:, :, None, None], bias)


def learned_filters(source: Input, taken: Source) -> Filters:
    """An input's components as filters; the name says of how much of it where that is not all."""
    spread = spread_of_input(source, taken)
    parts = f"principal components of {source.image.name}", sampled(source, spread)
    return principal_filters(", ".join(filter(None, parts)), spread)


@lru_cache(maxsize=8)
def kept_shares(source: Input, taken: Source, filters: Filters) -> tuple[float, ...]:
    """The share of the channels' variance that lies along each 1×1 filter.

    Shares of directions that are at right angles add up to at most 1; of others they would count
    twice, so that there are none. None either where nothing varies, or where a filter is zero.

    >>> from app.state.image import Image
    >>> from app.state.tensor import Tensor
    >>> pixels = np.array([[[0, 0], [3, 0], [0, 1], [3, 1]]])
    >>> mixes = filters_of("swap", np.array([[0, 1], [1, 0]])[:, :, None, None])
    >>> kept_shares(Input(Image("dots", Tensor(pixels), 3)), Source.OWN, mixes)
    (0.1, 0.9)
    """
    rows: NDArray[Any] = filters.weights.array[:, :, 0, 0].astype(np.float64)
    lengths = np.linalg.norm(rows, axis=1)
    if len(rows) > rows.shape[1] or not lengths.all():
        return ()
    directions = rows / lengths[:, None]
    if np.abs(directions @ directions.T - np.eye(len(rows))).max() > NEARLY_ZERO:
        return ()
    spread = spread_of_input(source, taken)
    if not spread.total > 0:
        return ()
    along = np.einsum("nc,cd,nd->n", directions, spread.covariance, directions)
    return tuple((along / spread.total).tolist())
