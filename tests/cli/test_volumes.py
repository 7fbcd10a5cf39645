"""Volumes on the command line: files, folders, and the lesson that they bring."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from app.state.scene import Lesson
from tests.cli.line import refusal, scene
from tests.services.volume_files import BLOCK, npy, pages, slices

NAMES = ("block.npy", "stack.tif", "folder")


@pytest.fixture
def paths(tmp_path: Path) -> dict[str, Path]:
    slices(tmp_path / "folder", "1.png", "2.png", "3.png")
    npy(tmp_path / "block.npy", BLOCK)
    pages(tmp_path / "stack.tif", *BLOCK)
    return {name: tmp_path / name for name in NAMES}


def told(path: Path, line: str = "") -> tuple[Lesson, str, tuple[int, ...]]:
    shown = scene(line, path)
    assert shown.solid is not None
    volume = shown.solid.input.volume
    return shown.lesson, volume.name, volume.shape


@pytest.mark.parametrize("name", NAMES)
def test_a_volume_is_shown_in_its_lesson(paths: dict[str, Path], name: str) -> None:
    assert told(paths[name], "--lesson 3d") == (Lesson.VOLUME, name, (3, 4, 5))


@pytest.mark.parametrize("name", ["block.npy", "folder"])
def test_what_is_nothing_but_a_volume_brings_its_lesson(paths: dict[str, Path], name: str) -> None:
    assert told(paths[name]) == (Lesson.VOLUME, name, (3, 4, 5))


def test_a_worked_example_lends_its_kernel_and_parameters(paths: dict[str, Path]) -> None:
    shown = scene("--preset stride", paths["block.npy"])
    assert shown.solid is not None
    assert (shown.preset, shown.solid.parameters.stride) == ("stride", (1, 2, 2))
    assert "“edges” does not do" in refusal("--preset edges", paths["block.npy"])


def test_pages_are_one_picture_unless_the_lesson_is_about_volumes(paths: dict[str, Path]) -> None:
    shown = scene("", paths["stack.tif"])
    assert (shown.lesson, shown.input.image.height) == (Lesson.CONVOLUTION, 4)


def test_a_row_of_numbers_is_a_signal(tmp_path: Path) -> None:
    shown = scene("--lesson 1d", npy(tmp_path / "wave.npy", np.sin(np.arange(40))))
    assert (shown.input.image.height, shown.input.image.width) == (1, 40)


def test_a_volume_in_another_lesson_is_refused(paths: dict[str, Path]) -> None:
    assert refusal("--lesson matrix", paths["block.npy"]) == (
        "--lesson: block.npy is a volume, and the lesson matrix is about images; 3d fits, or leave "
        "this out"
    )


def test_one_slice_in_the_lesson_of_volumes_is_refused(paths: dict[str, Path]) -> None:
    text = refusal("--lesson 3d", paths["folder"] / "1.png")
    assert text.startswith("IMAGE: 1.png is a single image; this lesson takes volumes")


def test_what_cannot_be_opened_is_said_in_one_line(tmp_path: Path) -> None:
    text = refusal("", npy(tmp_path / "bad.npy", np.zeros((2, 2, 2, 2))))
    assert text.startswith(
        "IMAGE: bad.npy cannot be opened: it has 4 axes, 2 × 2 × 2 × 2; a volume"
    )
