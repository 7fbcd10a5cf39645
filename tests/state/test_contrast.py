"""Where a photo's lesson begins: near the middle, where there is most to see."""

from __future__ import annotations

import numpy as np
import pytest

from app.state import input_edits
from app.state.contrast import AROUND, most_contrast
from app.state.image import Image
from app.state.tensor import Tensor
from tests.scenes import changed, convolved, scene


def corner_at(row: int, column: int, shape: tuple[int, ...] = (600, 800)) -> Image:
    """Grey, and to the right of and below a place white."""
    pixels = np.full(shape, 40, np.uint8)
    pixels[row:, column:] = 210
    return Image("corner", Tensor(pixels), 255)


def test_the_first_window_of_a_photo_has_different_numbers_in_it() -> None:
    opened = changed(input_edits.set_image(scene(), corner_at(310, 333)))
    values = convolved(opened).step.values
    assert set(np.unique(values)) == {40, 210}


def test_colours_count_as_their_mean() -> None:
    row, column = most_contrast(corner_at(310, 333, (600, 800, 3)))
    assert abs(row - 310) <= 3 or abs(column - 333) <= 3


def test_what_is_far_from_the_middle_is_not_looked_for() -> None:
    assert most_contrast(corner_at(300 + AROUND + 2, 0)) == (300, 400)


@pytest.mark.parametrize("shape", [(1, 900), (900, 1), (4, 4), (1, 1)])
def test_an_image_without_room_for_a_patch_begins_in_its_middle(shape: tuple[int, int]) -> None:
    image = Image("thin", Tensor(np.arange(shape[0] * shape[1]).reshape(shape)), 900)
    assert most_contrast(image) == (shape[0] // 2, shape[1] // 2)


def test_an_even_image_and_one_of_bad_numbers_have_a_beginning() -> None:
    assert most_contrast(Image("even", Tensor(np.full((90, 90), 7.0)), 255)) == (45, 45)
    holed = np.random.default_rng(3).normal(size=(90, 90))
    holed[40:50, 40:50] = np.nan
    holed[0, 0] = np.inf
    row, column = most_contrast(Image("holed", Tensor(holed), 1))
    assert 0 <= row < 90
    assert 0 <= column < 90


def test_a_large_offset_hides_no_contrast() -> None:
    pixels = np.full((200, 200), 1e9)
    pixels[120, 60] += 1
    row, column = most_contrast(Image("offset", Tensor(pixels), 1e9))
    assert abs(row - 120) <= 2
    assert abs(column - 60) <= 2
