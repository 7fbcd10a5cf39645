"""The catalogues of sample images and kernels: complete, in order, the same at every call."""

from __future__ import annotations

import numpy as np
import pytest

from app.content.kernels.catalogue import KERNELS, KernelPreset, kernel_preset
from app.content.samples.catalogue import SAMPLES, Sample, sample
from app.core import conv

EACH_SAMPLE = pytest.mark.parametrize("each", SAMPLES, ids=lambda each: each.key)


def test_there_are_enough_and_every_key_and_title_is_one_of_its_kind() -> None:
    assert len(SAMPLES) >= 12
    assert len(KERNELS) >= 24
    for catalogue in (SAMPLES, KERNELS):
        assert len({each.key for each in catalogue}) == len(catalogue)
        assert len({each.title for each in catalogue}) == len(catalogue)
        assert len({each.purpose for each in catalogue}) == len(catalogue)


@pytest.mark.parametrize("each", [*SAMPLES, *KERNELS], ids=lambda each: each.title)
def test_every_entry_has_a_plain_key_and_a_sentence(each: Sample | KernelPreset) -> None:
    assert each.key == each.key.lower()
    assert each.key.replace("-", "").isalnum()
    assert each.purpose[0].isupper()
    assert each.purpose[-1] in ".?"
    assert not any(mark in each.purpose for mark in (". ", "? ", "! "))  # one sentence
    assert 20 < len(each.purpose) < 110


def test_a_key_finds_its_entry() -> None:
    assert sample("digit").title == "Digit"
    assert kernel_preset("sobel-x").title == "Sobel x"


def test_an_unknown_key_is_told_what_there_is() -> None:
    with pytest.raises(KeyError, match=r"nonsense.*digit"):
        sample("nonsense")
    with pytest.raises(KeyError, match=r"nonsense.*sobel-x"):
        kernel_preset("nonsense")


# ---- samples


@EACH_SAMPLE
def test_a_sample_is_the_same_picture_at_every_call(each: Sample) -> None:
    built = each.build()
    for drawn in (each.draw(), each.draw()):
        assert drawn is not built.pixels.array
        assert np.array_equal(drawn, built.pixels.array)
    assert each.build() is built  # drawn once


@EACH_SAMPLE
def test_a_sample_lies_between_black_and_white(each: Sample) -> None:
    image = each.build()
    assert image.is_integer
    assert image.pixels.array.min() >= 0
    assert image.pixels.array.max() <= image.white
    assert np.ptp(image.pixels.array) > 0
    assert image.note == ""
    assert image.pixels.array.ndim == (3 if image.channels > 1 else 2)
    if image.is_colour:
        assert image.pixels.shape[2] == 3


def test_the_literature_s_sample_is_the_published_one() -> None:
    np.testing.assert_array_equal(
        sample("literature").build().pixels.array,
        [[3, 3, 2, 1, 0], [0, 0, 1, 3, 1], [3, 1, 2, 2, 3], [2, 0, 0, 2, 2], [2, 0, 0, 0, 1]],
    )


def test_the_literature_s_sample_and_kernel_give_the_published_output() -> None:
    plane = sample("literature").build().pixels.array
    weights = kernel_preset("literature").build().weights.array
    np.testing.assert_array_equal(
        conv(plane[None], weights[None, None])[0], [[12, 12, 17], [10, 17, 19], [9, 6, 14]]
    )


def test_the_digit_has_the_size_of_the_usual_data_sets() -> None:
    image = sample("digit").build()
    assert (image.height, image.width, image.white) == (28, 28, 255)
    assert image.pixels.dtype == np.uint8
    margin = np.ones((28, 28), bool)
    margin[1:-1, 1:-1] = False
    assert not image.pixels.array[margin].any()


def test_the_gradient_has_the_same_slope_everywhere() -> None:
    slope = np.diff(sample("gradient").build().pixels.array.astype(int), axis=1)
    assert (slope == 1).all()


def test_a_single_dot_shows_the_kernel_turned_by_180_degrees() -> None:
    plane = sample("impulse").build().pixels.array
    weights = np.arange(1, 10).reshape(3, 3)
    output = conv(plane[None], weights[None, None])[0]
    np.testing.assert_array_equal(output[2:5, 2:5], weights[::-1, ::-1])
    assert output.sum() == weights.sum()


def test_the_checkerboard_is_half_white() -> None:
    fields = sample("checkerboard").build().pixels.array
    assert (fields == 255).mean() == 0.5
    assert set(np.unique(fields)) == {0, 255}


def test_a_blur_finds_the_disc_in_the_noise() -> None:
    plane = sample("noise").build().pixels.array
    weights = kernel_preset("box").build(11, 11).weights.array
    blurred = conv(plane[None], weights[None, None])[0]
    middle = blurred[blurred.shape[0] // 2, blurred.shape[1] // 2]
    assert middle > blurred[:20, :20].max()


@pytest.mark.parametrize("key", ["scene", "spheres"])
def test_a_photo_s_stand_in_has_colours_edges_and_flat_areas(key: str) -> None:
    pixels = sample(key).build().pixels.array
    assert min(pixels.shape[:2]) >= 480
    assert len(np.unique(pixels.reshape(-1, 3), axis=0)) > 5_000
    steps = np.abs(np.diff(pixels.astype(int), axis=1)).max(axis=2)
    assert (steps <= 2).mean() > 0.3
    assert (steps > 40).mean() > 0.001
