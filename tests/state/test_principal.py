"""Principal components as 1×1 filters: uncorrelated outputs, ordered variances, a stated sign."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core import conv
from app.state.channels.choices import Source
from app.state.channels.filters import filters_of
from app.state.channels.pointwise_edits import learn_principal
from app.state.channels.principal import (
    MOST_SAMPLED,
    components_of,
    kept_shares,
    principal_filters,
    spread_of,
)
from app.state.image import Image
from app.state.prepare import Plane
from app.state.scene import Input, Lesson, Scene
from app.state.tensor import Tensor
from tests.scenes import changed, scene, told


def planes(channels: int, seed: int, size: int = 9) -> Plane:
    """Channels that vary together, each by its own amount."""
    random = np.random.default_rng(seed)
    mixed = random.normal(size=(channels, channels)) @ random.normal(size=(channels, size * size))
    return (mixed + random.uniform(-5, 5, (channels, 1))).reshape(channels, size, size)


def coloured(pixels: Plane) -> Scene:
    """A scene whose input is an image `(H, W, C)`, under one filter that adds the channels."""
    start = scene()
    image = Image("picture", Tensor(pixels), 255)
    summing = filters_of("sum", np.ones((1, pixels.shape[2], 1, 1), np.int64))
    return replace(start, lesson=Lesson.CONVOLUTION, input=Input(image), filters=summing)


@given(st.integers(2, 6), st.integers(0, 200))
def test_outputs_are_uncorrelated_centred_and_ordered(channels: int, seed: int) -> None:
    x = planes(channels, seed)
    filters = principal_filters("pca", spread_of(x))
    out = conv(x, filters.applied, np.array(filters.bias)).reshape(channels, -1)
    assert np.abs(out.mean(axis=1)).max() < 1e-9
    covariance = np.cov(out, bias=True)
    variances = np.diag(covariance)
    assert np.abs(covariance - np.diag(variances)).max() < 1e-9 * variances.max()
    assert (np.diff(variances) <= 1e-9 * variances.max()).all()
    assert variances.sum() == pytest.approx(x.reshape(channels, -1).var(axis=1).sum())


@given(st.integers(2, 6), st.integers(0, 200))
def test_the_largest_entry_of_each_direction_is_positive(channels: int, seed: int) -> None:
    directions = components_of(spread_of(planes(channels, seed))).directions
    for row in directions:
        assert row[np.abs(row).argmax()] > 0
    assert np.allclose(directions @ directions.T, np.eye(channels))


def test_the_covariance_is_numpy_s_and_leaves_out_what_is_not_finite() -> None:
    x = planes(3, 5)
    spread = spread_of(x)
    assert np.allclose(spread.covariance, np.cov(x.reshape(3, -1), bias=True))
    assert spread.pixels == 81
    x[1, 2, 3] = np.nan
    kept = np.delete(x.reshape(3, -1), 2 * 9 + 3, axis=1)
    assert np.allclose(spread_of(x).covariance, np.cov(kept, bias=True))


def test_of_a_large_photo_some_pixels_are_looked_at() -> None:
    x = np.random.default_rng(1).integers(0, 256, (3, 2160, 3840), np.uint8)
    spread = spread_of(x)
    assert 0.5 * MOST_SAMPLED < 3 * spread.pixels <= MOST_SAMPLED
    assert np.allclose(spread.mean, 127.5, atol=1)


def test_filters_learned_of_some_pixels_say_so_in_their_name() -> None:
    x = np.random.default_rng(1).integers(0, 256, (800, 1000, 3), np.uint8)
    learned = changed(learn_principal(coloured(x)))
    every = 267 * 334  # every third row and column of 800 × 1,000
    name = f"principal components of picture, from {every:,} of 800,000 pixels"
    assert learned.filters.name == name
    small = changed(learn_principal(coloured(x[:300, :400])))
    assert small.filters.name == "principal components of picture"


def test_shares_are_the_variances_of_the_outputs() -> None:
    pixels = np.moveaxis(planes(3, 7), 0, -1)
    learned = changed(learn_principal(coloured(pixels)))
    shares = kept_shares(learned.input, Source.OWN, learned.filters)
    out = np.tensordot(learned.filters.weights.array[:, :, 0, 0], pixels, (1, 2)).reshape(3, -1)
    assert shares == pytest.approx(out.var(axis=1) / out.var(axis=1).sum())
    assert sum(shares) == pytest.approx(1)


@pytest.mark.parametrize("rows", [[[1, 1, 0], [1, 0, 0]], [[0, 0, 0]], np.eye(4, 3).tolist()])
def test_directions_that_overlap_or_are_none_have_no_shares(rows: list[list[float]]) -> None:
    image = Image("picture", Tensor(np.moveaxis(planes(3, 7), 0, -1)), 1)
    filters = filters_of("rows", np.array(rows)[:, :, None, None])
    assert kept_shares(Input(image), Source.OWN, filters) == ()


def test_learning_is_one_edit_and_refused_where_nothing_varies() -> None:
    pixels = np.moveaxis(planes(3, 7), 0, -1)
    outcome = learn_principal(coloured(pixels))
    assert told(outcome) == "learn from the image"
    assert changed(outcome).filters.count == 3
    assert changed(outcome).filters.name == "principal components of picture"
    flat = coloured(np.full((4, 4, 3), 7))
    assert told(learn_principal(flat)) == (
        "principal! every pixel of picture is the same: there is no direction in which they vary"
    )
    grey = coloured(np.ones((4, 4, 3), np.uint8))
    grey = replace(
        grey,
        mixing=replace(grey.mixing, source=Source.GREY),
        filters=filters_of("one", np.ones((1, 1, 1, 1), np.int64)),
    )
    assert told(learn_principal(grey)).startswith("principal! picture has one channel here")
