"""3D convolution on the command line: lesson, kernel by name or sides, and what is refused."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from app.cli import main
from app.options import parse
from app.state.scene import Lesson
from app.state.solid.choices import Solid
from tests.cli.line import refusal, scene


def solid(line: str) -> Solid:
    found = scene(f"--lesson 3d {line}").solid
    assert found is not None
    return found


def test_the_lesson_opens_with_its_first_example() -> None:
    assert scene("--lesson 3d").lesson is Lesson.VOLUME
    assert scene("--lesson 3d").preset == "twice"
    assert scene("--lesson 3d --preset vessels").preset == "vessels"


def test_kernels_by_name_by_one_number_and_by_three_sides() -> None:
    assert solid("--preset cube --kernel sobel-depth").kernel.name == "Sobel, depth"
    assert solid("--kernel 2").kernel.shape == (2, 2, 2)
    assert solid("--preset cube --kernel 2x3x1").kernel.shape == (2, 3, 1)
    assert solid("--preset cube --kernel 2x3x1").kernel.name == "Box blur"


def test_stride_padding_dilation_and_step() -> None:
    line = "--preset cube --stride 2 --padding same --dilation 2"
    parameters = solid(line).parameters
    assert parameters.stride == (2, 2, 2)
    assert parameters.padding == "same"
    assert parameters.dilation == (2, 2, 2)
    assert scene("--lesson 3d --preset cube --step 27").step == 26


def test_parameters_that_fit_only_together_are_taken_together() -> None:
    assert solid("--preset cube --kernel 7 --padding 1").kernel.shape == (7, 7, 7)


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("--lesson 3d --kernel 3x5", "--kernel: 3x5 has two sides; 3 or 3x5x5"),
        ("--lesson 3d --kernel sobel-x", "--kernel: “sobel-x” is not of this lesson; one of"),
        ("--lesson 3d --kernel 9", "--kernel: kernel 9 × 9 × 9: depth, height and width"),
        ("--lesson 3d --kernel 5", "--kernel: kernel 5: spans 5"),
        ("--lesson 3d --stride 17", "--stride: stride 17: 1 to 16 fits"),
        ("--lesson 3d --padding 40", "--padding: padding 40: 0 to 32 fits"),
        ("--lesson 3d --step 19", "--step: 19 is beyond the last output; 1 to 18 fits"),
        ("--kernel 3x3x3", "--kernel: 3x3x3 has three sides; 3 or 3x5 fits this lesson"),
        ("--kernel sobel-depth", "--kernel: “sobel-depth” is not of this lesson"),
        ("--kernel 3x3x3x3", "--kernel: “3x3x3x3” does not do"),
    ],
)
def test_what_does_not_fit_is_said_in_one_line(line: str, words: str) -> None:
    text = refusal(line)
    assert text.startswith(words)
    assert "\n" not in text


@pytest.mark.usefixtures("qapp")
def test_a_volume_s_file_and_a_picture_of_its_stage(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path, picture = tmp_path / "block.npy", tmp_path / "stage.png"
    np.save(path, np.arange(5 * 6 * 7, dtype=np.int64).reshape(5, 6, 7))
    line = "--lesson 3d --kernel 2x3x3 --step 3"
    opened = scene(line, path)
    assert opened.solid is not None
    assert opened.solid.input.volume.shape == (5, 6, 7)
    assert opened.step == 2
    assert main([str(path), *line.split(), "--export", str(picture), "--size", "900x600"]) == 0
    assert picture.stat().st_size > 5000
    assert "900 × 600 pixels" in capsys.readouterr().out


def test_help_names_the_kernels_of_volumes(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        parse(["--help"])
    printed = capsys.readouterr().out
    assert "kernels of --lesson 3d:" in printed
    assert "line-depth" in printed
