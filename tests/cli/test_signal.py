"""The 1D lesson on the command line: its signals and kernels, and what has a second row."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from app.cli import main
from app.content.kernels.signal import LINE_KERNELS
from app.options import OptionError
from app.state.derive import derive
from app.state.scene import Scene
from tests.cli.line import document

LESSON = "--lesson 1d"


def scene(line: str) -> Scene:
    return document(f"{LESSON} {line}").scene


def sizes(line: str) -> tuple[tuple[int, int], tuple[int, int], tuple[int, int]]:
    """Input, kernel and output."""
    shown = scene(line)
    derived = derive(shown)
    return derived.plane.shape, shown.kernel.shape, derived.output_shape


def test_a_number_is_a_kernel_of_one_row() -> None:
    assert sizes("") == ((1, 12), (1, 3), (1, 10))
    assert sizes("--kernel 5") == ((1, 12), (1, 5), (1, 8))
    assert sizes("--kernel 1x4 --stride 2 --padding 3 --dilation 2") == ((1, 12), (1, 4), (1, 6))


@pytest.mark.parametrize(("asked", "words"), [
    ("3x5", "3x5 has 3 rows, and this lesson has one; 5 fits"),
    ("5x5", "5x5 has 5 rows, and this lesson has one; 5 fits"),
    ("sobel-y", "“sobel-y” is not of this lesson; one of moving-average, binomial"),
])  # fmt: skip
def test_a_kernel_with_more_rows_is_refused(asked: str, words: str) -> None:
    with pytest.raises(OptionError, match=f"^--kernel: {words}"):
        scene(f"--kernel {asked}")


@pytest.mark.parametrize("each", LINE_KERNELS, ids=lambda each: each.key)
def test_every_kernel_of_a_signal_has_a_name(each: object) -> None:
    key = each.key  # type: ignore[attr-defined]
    assert scene(f"--kernel {key} --padding same").kernel.name == each.title  # type: ignore[attr-defined]


def test_kernels_of_signals_are_for_signals() -> None:
    with pytest.raises(OptionError, match="“moving-average” is not of this lesson"):
        document("--kernel moving-average")


def test_of_a_picture_the_middle_row_is_opened(tmp_path: Path) -> None:
    pixels = np.arange(60, dtype=np.uint8).reshape(6, 10)
    Image.fromarray(pixels).save(tmp_path / "mine.png")
    shown = scene(f"{tmp_path / 'mine.png'} --kernel difference --step 9")
    assert derive(shown).plane.tolist() == [list(range(30, 40))]
    assert shown.step == 8


@pytest.mark.usefixtures("qapp")
def test_a_picture_and_an_animation(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("signal.png", "signal.svg", "signal.pdf", "signal.gif"):
        path = tmp_path / name
        assert main([*LESSON.split(), "--size", "500x400", "--export", str(path)]) == 0
        assert path.stat().st_size > 1000
    assert "steps 1 to 10 of 10" in capsys.readouterr().out
