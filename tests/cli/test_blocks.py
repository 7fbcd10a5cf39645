"""1×1 kernels and groups on the command line: own pictures, filters, and what does not fit."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image as Pillow

from app.cli import main
from app.state.channels.choices import Source
from app.state.scene import Lesson
from tests.cli.line import refusal, scene


@pytest.fixture
def pictures(tmp_path: Path) -> dict[str, Path]:
    """A picture in colour and a grey one, 40 × 60 pixels."""
    random = np.random.default_rng(4)
    made = {}
    for name, shape in (("colour", (40, 60, 3)), ("grey", (40, 60))):
        made[name] = tmp_path / f"{name}.png"
        Pillow.fromarray(random.integers(0, 256, shape, np.uint8)).save(made[name])
    return made


def test_the_lessons_open_with_their_examples() -> None:
    assert scene("--lesson 1x1").lesson is Lesson.POINTWISE
    grouped = scene("--lesson grouped --groups 3")
    assert (grouped.lesson, grouped.filters.groups) == (Lesson.GROUPED, 3)
    assert scene("--lesson 1x1 --preset bottleneck").mixing.bottleneck.shown


def test_own_pictures_are_taken_with_all_their_channels(pictures: dict[str, Path]) -> None:
    own = scene("--lesson 1x1 --filters opponent-mix", pictures["colour"])
    assert own.filters.weights.shape == (3, 3, 1, 1)
    assert own.input.image.width == 60
    apart = scene("--lesson grouped --filters 6 --groups 3", pictures["colour"])
    assert (apart.filters.channels, apart.filters.count, apart.filters.groups) == (3, 6, 3)


def test_a_grey_picture_is_repeated_where_the_filters_want_three(
    pictures: dict[str, Path],
) -> None:
    assert scene("--lesson 1x1", pictures["grey"]).mixing.source is Source.REPEATED
    alone = scene("--lesson grouped", pictures["grey"])
    assert (alone.mixing.source, alone.filters.channels) == (Source.OWN, 1)
    assert alone.filters.groups == 1


def test_groups_have_to_divide_and_belong_to_one_lesson(pictures: dict[str, Path]) -> None:
    assert refusal("--lesson grouped --groups 4") == (
        "--groups: 4 groups do not divide 6 input and 6 output channels: 1, 2, 3, 6 fit"
    )
    assert refusal("--lesson grouped --groups 2", pictures["grey"]).endswith(": 1 fits")
    assert refusal("--lesson 1x1 --groups 2") == (
        "--groups: the lesson 1x1 has no groups; --lesson grouped has"
    )
    assert "“0” does not do" in refusal("--lesson grouped --groups 0")


def test_a_1x1_layer_has_no_larger_kernel_padding_or_dilation() -> None:
    assert refusal("--lesson 1x1 --kernel 3") == (
        "--kernel: the kernels of this lesson are 1 × 1; leave it out"
    )
    assert "padding 0 fits" in refusal("--lesson 1x1 --padding 1")
    assert "dilation 1 fits" in refusal("--lesson 1x1 --dilation 2")
    assert scene("--lesson 1x1 --stride 2").parameters.stride == (2, 2)
    assert "“toy” is not of this lesson" in refusal("--lesson 1x1 --filters toy")
    assert "“halves” is not of this lesson" in refusal("--lesson grouped --filters halves")


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize("lesson", ["1x1", "grouped"])
def test_the_stage_is_written_to_a_file(
    lesson: str, tmp_path: Path, pictures: dict[str, Path]
) -> None:
    out = tmp_path / f"{lesson}.png"
    assert main([str(pictures["colour"]), "--lesson", lesson, "--export", str(out)]) == 0
    with Pillow.open(out) as picture:
        assert picture.size == (1366, 768)
    clip = tmp_path / f"{lesson}.gif"
    assert main(["--lesson", lesson, "--export", str(clip), "--steps", "1-3"]) == 0
    with Pillow.open(clip) as moving:
        assert getattr(moving, "n_frames", 1) > 1
