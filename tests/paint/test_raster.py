"""Levels of brightness, and the pyramid of ever smaller images."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from app.paint.raster import Pyramid, halved, quantised
from app.picture.elements import Tone
from tests.paint.painting import panel

images = arrays(np.uint8, array_shapes(min_dims=2, max_dims=2, min_side=2, max_side=40))
reals = arrays(
    np.float64, array_shapes(min_dims=2, max_dims=2, max_side=30), elements=st.floats(-1e6, 1e6)
)


@given(reals, st.floats(-1e5, 1e5), st.floats(1, 1e5), st.booleans())
def test_levels_follow_the_value(values: Any, low: float, span: float, absolute: bool) -> None:
    levels = quantised(values, Tone(low, low + span, absolute=absolute))
    sizes = np.abs(values) if absolute else values
    expected = np.clip((sizes - low) / span, 0, 1) * 255
    assert np.abs(levels - expected).max() <= 1
    order = np.argsort(sizes, axis=None)
    assert (np.diff(levels.ravel()[order].astype(int)) >= 0).all(), "larger is never emptier"


@given(images)
def test_an_8_bit_photo_keeps_its_levels(levels: Any) -> None:
    assert (quantised(levels, Tone(0.0, 255.0, grey=True)) == levels).all()
    assert (quantised(levels.astype(np.float32), Tone(0.0, 255.0, grey=True)) == levels).all()


def test_16_bit_and_wide_integers_are_scaled() -> None:
    deep = np.array([[0, 257, 65535]], np.uint16)
    assert quantised(deep, Tone(0.0, 65535.0, grey=True)).tolist() == [[0, 1, 255]]
    wide = np.array([[0, 2**40, 2**41]])
    assert quantised(wide, Tone(0.0, 2.0**41, grey=True)).tolist() == [[0, 128, 255]]


def test_numbers_that_a_float32_cannot_hold_are_painted_without_a_word() -> None:
    tiny = np.array([[0, 1e-310, np.inf, np.nan]])
    assert quantised(tiny, Tone(0.0, 1e-310)).tolist() == [[0, 0, 255, 0]]


def test_what_is_no_number_is_empty_and_infinity_full() -> None:
    values = np.array([[np.nan, np.inf, -np.inf, 1.0]])
    assert quantised(values, Tone(0.0, 1.0)).tolist() == [[0, 255, 0, 255]]


def test_bands_of_rows_make_no_seam() -> None:
    values = np.arange(700 * 3, dtype=np.float64).reshape(700, 3)
    tone = Tone(0.0, float(values.max()))
    by_row = np.vstack([quantised(values[row : row + 1], tone) for row in range(700)])
    assert (quantised(values, tone) == by_row).all()


@given(images)
def test_each_level_holds_the_means_of_the_one_before(levels: Any) -> None:
    rows, columns = levels.shape[0] // 2, levels.shape[1] // 2
    blocks = levels[: 2 * rows, : 2 * columns].reshape(rows, 2, columns, 2)
    means = blocks.astype(float).mean((1, 3))
    assert np.abs(halved(levels) - means).max(initial=0) <= 0.5


@given(images, st.floats(0.01, 4))
def test_there_is_a_sample_for_every_pixel(levels: Any, scale: float) -> None:
    tone = Tone(0.0, 255.0, grey=True)
    level, halvings = Pyramid(levels, tone).level(scale)
    assert scale * 2**halvings <= 1 or halvings == 0
    assert min(level.shape) >= 2 or halvings == 0
    assert level.shape == tuple(side >> halvings for side in levels.shape)


@given(images, st.integers(0, 3))
def test_small_levels_are_near_the_means_of_the_whole(levels: Any, times: int) -> None:
    tone = Tone(0.0, 255.0, grey=True)
    level, halvings = Pyramid(levels, tone).level(2.0**-times)
    size = 2**halvings
    rows, columns = level.shape
    blocks = levels[: rows * size, : columns * size].reshape(rows, size, columns, size)
    assert np.abs(level - blocks.astype(float).mean((1, 3))).max() <= 0.5 * halvings + 1e-9


def test_levels_are_made_once() -> None:
    levels = np.zeros((256, 256), np.uint8)
    pyramid = Pyramid(levels, Tone(0.0, 255.0, grey=True))
    small, _ = pyramid.level(1 / 16)
    assert pyramid.level(1 / 16)[0] is small
    assert pyramid.level(1.0)[0].shape == (256, 256)


@pytest.mark.parametrize("same", [True, False])
def test_a_pyramid_knows_whose_it_is(same: bool) -> None:
    one = panel(np.zeros((8, 8), np.uint8))
    other = one if same else panel(np.zeros((8, 8), np.uint8))
    assert Pyramid.of(one, 1.0).holds(other) is same
