"""One pixel of a 1×1 layer: its channels as a vector, times the matrix of all filters."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from app.state.channels.derived import Mixed, MixGeometry
from app.state.prepare import Plane


@dataclass(frozen=True, eq=False, slots=True)
class PixelProduct:
    """`sums` `(N,)` are `matrix` `(N, D)` times `values` `(D,)` plus `bias` `(N,)`.

    `products` `(N, D)` are what each sum is made of, and `results` `(N,)` are the sums, after the
    ReLU where there is one. All in one type that holds them: int64, or float64.
    """

    values: Plane
    matrix: Plane
    products: Plane
    bias: Plane
    sums: Plane
    results: Plane

    def so_far(self, row: int, taps: int) -> float:
        """The sum of the first products of a row, the bias with the last of them."""
        if taps >= len(self.values):
            total: float = self.sums[row].item()
            return total
        return float(self.products[row, :taps].cumsum()[-1].item())


def pixel_product(derived: Mixed, row: int, column: int) -> PixelProduct:
    """What all filters make of the pixel that an output place looks at.

    Weights and pixels are bounded so that sums of whole numbers stay within 64 bits.
    """
    values = derived.trace.at(0, row, column).values[:, 0, 0]
    matrix, bias = matrix_of(derived.geometry)
    with np.errstate(invalid="ignore", over="ignore"):
        products = matrix * values
        sums = products.cumsum(axis=1)[:, -1] + bias
    results = np.maximum(sums, 0) if derived.scene.mixing.relu else sums
    return PixelProduct(values, matrix, products, bias, sums, results)


@lru_cache(maxsize=4)
def matrix_of(geometry: MixGeometry) -> tuple[Plane, Plane]:
    """Weights `(N, D)` and biases `(N,)` as the steps take them; the same arrays every time."""
    taken = geometry.layer.arguments(geometry.stack)
    kind = np.int64 if geometry.trace.is_exact else np.float64
    weights, bias = taken["w"][:, :, 0, 0], taken["b"]
    held = np.zeros(len(weights), kind) if bias is None else bias.astype(kind)
    return weights.astype(kind), held
