"""Stacks as ImageJ writes them: a directory, and the slices' numbers one after another."""

from __future__ import annotations

import tracemalloc
from pathlib import Path
from typing import Any, Literal

import numpy as np
import pytest

from app.services.opening.volumes import open_input
from app.state.image import Image
from tests.services.imagej_files import stack
from tests.services.opened import unwatched, volume_of
from tests.services.volume_files import BLOCK, refusal

KINDS = (np.uint8, np.uint16, np.int16, np.int32, np.float32)


@pytest.mark.parametrize("order", ["<", ">"])
@pytest.mark.parametrize("kind", KINDS)
def test_a_stack_is_read_whole(tmp_path: Path, kind: Any, order: Literal["<", ">"]) -> None:
    cells = (BLOCK.astype(float) * 3 - 7 * (np.dtype(kind).kind != "u")).astype(kind)
    volume = volume_of(stack(tmp_path / "cells.tif", cells, order))
    assert np.array_equal(volume.voxels.array, cells)
    assert volume.voxels.dtype == (np.int32 if kind is np.int16 else kind)
    assert volume.note == "3 slices of 4 × 5, as ImageJ stacks them"


def test_colours_become_grey_and_it_is_said(tmp_path: Path) -> None:
    cells = np.zeros((2, 3, 4, 3), np.uint8)
    cells[..., 0] = 100
    volume = volume_of(stack(tmp_path / "cells.tif", cells))
    assert (volume.voxels.array == 30).all()
    assert volume.note.endswith("; colours became grey")


def test_in_other_lessons_it_is_its_first_slice_and_says_so(tmp_path: Path) -> None:
    image = open_input([stack(tmp_path / "cells.tif", BLOCK)], unwatched)
    assert isinstance(image, Image)
    assert np.array_equal(image.pixels.array, BLOCK[0])
    assert image.note == "the first of 3 slices"


def test_black_and_white_may_be_exchanged(tmp_path: Path) -> None:
    path = stack(tmp_path / "cells.tif", BLOCK, t262=(3, 1, 0))
    assert np.array_equal(volume_of(path).voxels.array, 255 - BLOCK)


def test_frames_without_depth_are_slices_as_an_animation_s_are(tmp_path: Path) -> None:
    path = stack(tmp_path / "film.tif", BLOCK, words="images=3\nframes=3\nhyperstack=true")
    assert np.array_equal(volume_of(path).voxels.array, BLOCK)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("images=3\nchannels=3\nhyperstack=true", "a hyperstack of 3 channels × 1 slice × 1 frame"),
        ("images=8\nslices=4\nframes=2", "a hyperstack of 1 channel × 4 slices × 2 frames"),
    ],
)
def test_a_hyperstack_is_refused_in_words(tmp_path: Path, words: str, told: str) -> None:
    text = refusal(stack(tmp_path / "cells.tif", BLOCK, words=words))
    assert f"it is {told}, and a volume has slices alone. Keep one channel and one frame" in text


def test_a_stack_that_ends_too_early(tmp_path: Path) -> None:
    path = stack(tmp_path / "cells.tif", BLOCK)
    path.write_bytes(path.read_bytes()[:-3])
    assert "it ends too early: 2 of its 3 slices are there" in refusal(path)


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({"words": "images=999999999"}, "2,000 is the most along a side"),
        ({"words": "images=1999", "t256": (4, 1, 1999), "t257": (4, 1, 1999),
          "t279": (4, 1, 1999 * 1999)}, "ends too early|is the most"),
    ],
)  # fmt: skip
def test_a_stack_that_cannot_be_meant_costs_nothing(
    tmp_path: Path, said: dict[str, Any], told: str
) -> None:
    path = stack(tmp_path / "cells.tif", BLOCK, **said)
    tracemalloc.start()
    text = refusal(path)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert any(words in text for words in told.split("|"))
    assert peak < 10_000_000


def test_one_slice_saved_again_with_the_description_of_all_is_a_picture(tmp_path: Path) -> None:
    path = stack(tmp_path / "cells.tif", BLOCK[:1], words="images=3\nslices=3")
    image = open_input([path], unwatched, stacked=True)
    assert isinstance(image, Image)
    assert np.array_equal(image.pixels.array, BLOCK[0])
