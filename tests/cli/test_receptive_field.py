"""The lesson of receptive fields on the command line: its steps, what it refuses, its files."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from app.cli import main
from app.options import OptionError
from app.state.derive import Stacked, derive
from tests.cli.line import scene

LESSON = "--lesson receptive-field"


def derived(line: str) -> Stacked:
    told = derive(scene(line))
    assert isinstance(told, Stacked)
    return told


def test_the_lesson_opens_with_its_first_example_at_a_step() -> None:
    assert derived(LESSON).scene.preset == "doubling"
    assert derived(f"{LESSON} --step 1").unit == (0, 0)
    with pytest.raises(OptionError, match="--step: 10 is beyond the last output; 1 to 9 fits"):
        derived(f"{LESSON} --step 10")


@pytest.mark.parametrize("option", ["--kernel 5", "--stride 2", "--padding same", "--dilation 2"])
def test_what_belongs_to_one_kernel_is_refused(option: str) -> None:
    with pytest.raises(OptionError, match=f"^{option.partition(' ')[0]}: .*has layers of its own"):
        derived(f"{LESSON} {option}")


def test_a_picture_of_ones_own_under_the_stack(tmp_path: Path) -> None:
    path = tmp_path / "mine.png"
    Image.new("L", (60, 40), 90).save(path)
    told = derived(f"{path} {LESSON}")
    assert told.stack.shapes == ((40, 60), (38, 58), (34, 54), (26, 46))
    assert told.unit == (13, 23)


@pytest.mark.usefixtures("qapp")
def test_a_picture_and_an_animation(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("stack.png", "stack.gif"):
        path = tmp_path / name
        assert main([*LESSON.split(), "--size", "500x400", "--export", str(path)]) == 0
        with Image.open(path) as image:
            assert image.size == (500, 400)
    assert "steps 1 to 9 of 9" in capsys.readouterr().out
