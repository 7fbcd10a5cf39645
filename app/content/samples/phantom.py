"""The head phantom of Shepp and Logan in three dimensions.

Ellipsoids as in Kak and Slaney, "Principles of Computerized Tomographic Imaging" (1988), table
3.2; densities with the higher contrast of Yu, Ye and Wang, "Katsevich-type algorithms for
variable radius spiral cone-beam CT" (Proceedings of SPIE 5535, 2004).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

SIDE = 96
ELLIPSOIDS: tuple[tuple[float, ...], ...] = (
    (0.6900, 0.920, 0.900, 0.00, 0.000, 0.000, 0.0, 1.0),
    (0.6624, 0.874, 0.880, 0.00, 0.000, 0.000, 0.0, -0.8),
    (0.4100, 0.160, 0.210, -0.22, 0.000, -0.250, 108.0, -0.2),
    (0.3100, 0.110, 0.220, 0.22, 0.000, -0.250, 72.0, -0.2),
    (0.2100, 0.250, 0.500, 0.00, 0.350, -0.250, 0.0, 0.2),
    (0.0460, 0.046, 0.046, 0.00, 0.100, -0.250, 0.0, 0.2),
    (0.0460, 0.023, 0.020, -0.08, -0.650, -0.250, 0.0, 0.1),
    (0.0460, 0.023, 0.020, 0.06, -0.650, -0.250, 90.0, 0.1),
    (0.0560, 0.040, 0.100, 0.06, -0.105, 0.625, 90.0, 0.2),
    (0.0560, 0.056, 0.100, 0.00, 0.100, 0.625, 0.0, -0.2),
)
"""Half axes along x, y and z, the middle, the turn about z in degrees, and what it adds."""


def shepp_logan() -> NDArray[np.uint8]:
    """96 × 96 × 96 voxels, 0 to 255: slices from the top of the head down, the face upwards."""
    at = (np.arange(SIDE) + 0.5) * 2 / SIDE - 1
    z, y, x = -at[:, np.newaxis, np.newaxis], -at[:, np.newaxis], at
    density = np.zeros((SIDE, SIDE, SIDE))
    for a, b, c, x0, y0, z0, turn, adds in ELLIPSOIDS:
        cos, sin = np.cos(np.radians(turn)), np.sin(np.radians(turn))
        along = (x - x0) * cos + (y - y0) * sin
        across = (y - y0) * cos - (x - x0) * sin
        inside = (along / a) ** 2 + (across / b) ** 2 + ((z - z0) / c) ** 2 <= 1
        density += adds * inside
    return np.clip(np.rint(255 * density), 0, 255).astype(np.uint8)
