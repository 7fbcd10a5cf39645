"""The literature's counts, and kernels taken apart."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.core import SpecError, conv, factorise, layer_cost, nearest, rank, stack_cost
from app.core.cost import Cost


def spatially(n: int, m: int) -> tuple[Cost, Cost]:
    full = layer_cost((1, n, n), (1, 1, m, m))
    return full, stack_cost((1, n, n), [((1, 1, m, 1), 1), ((1, 1, 1, m), 1)])


def test_spatially_separable() -> None:
    full, parts = spatially(5, 3)
    assert (full.multiplications, parts.multiplications) == (81, 72)
    assert (full.parameters, parts.parameters) == (9, 6)
    full, parts = spatially(5, 5)
    assert (full.multiplications, parts.multiplications) == (25, 30)


@settings(deadline=None)
@given(st.integers(1, 40), st.integers(1, 11))
def test_the_spatial_ratio(extra: int, m: int) -> None:
    n = m + extra
    full, parts = spatially(n, m)
    assert parts.multiplications * m * (n - m + 1) == full.multiplications * (2 * n - m + 1)


@pytest.mark.parametrize("m", [3, 5, 7, 11])
def test_the_spatial_ratio_falls_from_above_1_towards_2_over_m(m: int) -> None:
    costs = [spatially(n, m) for n in (m, 2 * m, 10 * m, 10_000 * m)]
    ratios = [parts.multiplications / full.multiplications for full, parts in costs]
    assert ratios == sorted(ratios, reverse=True)
    assert ratios[0] > 1
    assert 2 / m < ratios[-1] < 2 / m + 1e-4


def test_depthwise_separable() -> None:
    full = layer_cost((3, 7, 7), (128, 3, 3, 3))
    parts = stack_cost((3, 7, 7), [((3, 1, 3, 3), 3), ((128, 3, 1, 1), 1)])
    assert full.multiplications == 86_400
    assert parts.multiplications == 675 + 9_600
    assert parts.multiplications / full.multiplications == pytest.approx(1 / 128 + 1 / 9)


def test_groups_divide() -> None:
    full, split = (layer_cost((8, 9, 9), (16, 8 // g, 3, 3), groups=g) for g in (1, 4))
    assert split.parameters * 4 == full.parameters
    assert split.multiplications * 4 == full.multiplications


def test_a_bottleneck() -> None:
    direct = layer_cost((192, 28, 28), (32, 192, 5, 5), padding=2)
    squeezed = layer_cost((192, 28, 28), (16, 192, 1, 1)) + layer_cost(
        (16, 28, 28), (32, 16, 5, 5), padding=2
    )
    assert round(direct.multiplications / 1e6) == 120
    assert round(squeezed.multiplications / 1e6, 1) == 12.4


def test_a_bias_is_counted_where_it_is_said() -> None:
    plain, biased = (layer_cost((1, 5, 5), (2, 1, 3, 3), bias=bias) for bias in (False, True))
    assert biased.parameters - plain.parameters == 2
    assert biased.additions - plain.additions == 18
    assert plain.multiplications + plain.additions == 2 * 81 * 2 - 18


WHOLE = st.lists(st.integers(-9, 9), min_size=1, max_size=6)


@settings(deadline=None)
@given(WHOLE, WHOLE)
def test_an_outer_product_comes_apart_exactly(column: list[int], row: list[int]) -> None:
    kernel = np.outer(column, row)
    found = factorise(kernel)
    assert found is not None
    assert np.array_equal(np.outer(*found), kernel)
    assert all(part.dtype.kind == "i" for part in found)
    floats = factorise(kernel / 7)
    assert floats is not None
    assert np.allclose(np.outer(*floats), kernel / 7)


def test_two_passes_are_one() -> None:
    kernel = np.outer([1, 4, 6, 4, 1], [1, 2, 1])
    column, row = (np.asarray(part) for part in factorise(kernel) or ())
    x = np.random.default_rng(0).integers(0, 255, (1, 20, 20))
    twice = conv(conv(x, column[None, None, :, None]), row[None, None, None, :])
    assert np.array_equal(twice, conv(x, kernel[None, None]))


def test_what_does_not_come_apart() -> None:
    laplacian = [[0, 1, 0], [1, -4, 1], [0, 1, 0]]
    assert factorise(laplacian) is None
    assert factorise(np.asarray(laplacian) / 4) is None
    assert rank(laplacian) == 2
    rest = np.asarray(laplacian) - np.outer(*nearest(laplacian))
    sizes = np.linalg.svd(np.asarray(laplacian, float))[1]
    assert np.linalg.norm(rest) == pytest.approx(np.linalg.norm(sizes[1:]))


@pytest.mark.parametrize("w", [[1, 2], [[np.nan]], np.zeros((0, 3))])
def test_what_is_no_kernel_is_refused(w: Any) -> None:
    with pytest.raises(SpecError, match="must be a finite kernel"):
        rank(w)
