"""Every format of export, read back by another library and compared with the screen's picture."""

from __future__ import annotations

import re
import sys
import threading
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image, ImageSequence
from pypdf import PdfReader
from PySide6.QtGui import QImage
from PySide6.QtSvg import QSvgRenderer

from app.content.lessons import default_scene
from app.paint.theme import DARK, LIGHT, PROJECTOR
from app.services.export import animation
from app.services.export.clip import Clip
from app.services.export.formats import (
    FORMATS,
    Kind,
    format_of,
    steps_in_pieces,
    write_step,
)
from app.services.export.pixels import channels
from app.services.export.stage import FramePainter, render, stage_of
from app.services.export.vector import chosen_steps, contact_sheet
from app.services.files import ExportError
from app.state import player
from tests.scenes import answered

SIZE = (600, 400)
SCENE = default_scene()
RESULT = answered(SCENE)


def clip(last: int = 8, speed: float = 2, motion: bool = True) -> Clip:
    return Clip(SCENE, RESULT, SIZE, speed, 0, last, motion)


def written(path: Path, shown: Clip) -> Path:
    with closing(steps_in_pieces(path, shown, LIGHT)) as pieces:
        fractions = list(pieces)
    assert fractions == sorted(fractions)
    return path


def first_frame(shown: Clip) -> NDArray[np.uint8]:
    return channels(FramePainter(shown, LIGHT).paint(next(iter(shown.frames()))))


def mean_error(one: NDArray[np.uint8], other: NDArray[np.uint8]) -> float:
    return float(np.abs(one.astype(int) - other.astype(int)).mean())


@pytest.mark.parametrize("ending", [".gif", ".apng", ".webp"])
def test_an_animation_keeps_its_frames_its_size_and_its_time(
    qapp: object, tmp_path: Path, ending: str
) -> None:
    shown = clip()
    frames = list(shown.frames())
    with Image.open(written(tmp_path / f"a{ending}", shown)) as file:
        assert file.size == SIZE
        delays = [image.copy().info["duration"] for image in ImageSequence.Iterator(file)]
    assert len(delays) == len(frames)
    assert delays == [10 * frame.centiseconds for frame in frames]


@pytest.mark.parametrize("ending", [".apng", ".webp"])
def test_exact_formats_show_every_pixel_of_the_screen(
    qapp: object, tmp_path: Path, ending: str
) -> None:
    shown = clip(last=2)
    painter = FramePainter(shown, LIGHT)
    painted = [channels(painter.paint(frame)) for frame in shown.frames()]
    with Image.open(written(tmp_path / f"a{ending}", shown)) as file:
        read = [np.asarray(image.convert("RGB")) for image in ImageSequence.Iterator(file)]
    assert all(np.array_equal(one, other) for one, other in zip(painted, read, strict=True))


def test_a_gif_shows_the_screen_within_one_level_on_average(qapp: object, tmp_path: Path) -> None:
    shown = clip(last=1)
    with Image.open(written(tmp_path / "a.gif", shown)) as file:
        assert mean_error(np.asarray(file.convert("RGB")), first_frame(shown)) < 1


def test_a_video_shows_the_screen_within_two_levels_on_average(
    qapp: object, tmp_path: Path
) -> None:
    av = pytest.importorskip("av", reason="PyAV is an optional extra")
    shown = clip()
    with av.open(str(written(tmp_path / "a.mp4", shown))) as file:
        frames = list(file.decode(video=0))
    times = np.cumsum([0, *(frame.centiseconds for frame in shown.frames())])[:-1]
    assert [round(100 * frame.time) for frame in frames] == times.tolist()
    assert (frames[0].width, frames[0].height) == SIZE
    assert mean_error(frames[0].to_ndarray(format="rgb24"), first_frame(shown)) < 2


def test_without_pyav_a_video_says_how_to_get_it(
    qapp: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "av", None)
    with pytest.raises(ExportError, match=re.escape("pip install av")):
        written(tmp_path / "a.mp4", clip(last=1))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("ending", [".gif", ".apng", ".webp", ".mp4"])
def test_a_cancelled_animation_leaves_no_file_and_no_thread(
    qapp: object, tmp_path: Path, ending: str
) -> None:
    pieces = steps_in_pieces(tmp_path / f"a{ending}", clip(), LIGHT)
    next(pieces)
    pieces.close()
    assert list(tmp_path.iterdir()) == []
    assert not [thread for thread in threading.enumerate() if thread.name == "encoder"]


def test_a_failing_encoder_is_told_and_leaves_no_file(
    qapp: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with (
        pytest.raises(ExportError, match=r"(?i)space"),
        closing(animation.animation_in_pieces(tmp_path / "a.webp", clip(), LIGHT, fails)) as run,
    ):
        list(run)
    assert list(tmp_path.iterdir()) == []


def test_a_webp_beyond_memory_is_refused_before_it_is_begun(qapp: object, tmp_path: Path) -> None:
    large = Clip(SCENE, RESULT, (3840, 2160), 2, 0, 8)
    with pytest.raises(ExportError, match="too much for a WebP"):
        steps_in_pieces(tmp_path / "a.webp", large, LIGHT)


def test_a_drawing_has_real_text_and_looks_like_the_screen(qapp: object, tmp_path: Path) -> None:
    stage = stage_of(SCENE, RESULT, SIZE)
    write_step(tmp_path / "a.svg", stage, LIGHT)
    source = (tmp_path / "a.svg").read_text()
    letters = re.findall(r"<text[^>]*>([^<]*)</text>", source)
    assert {"Input", "Kernel", "Output", "12"} <= {text.strip() for text in letters}
    assert "<image" not in source
    assert QSvgRenderer(str(tmp_path / "a.svg")).isValid()
    assert f'viewBox="0 0 {SIZE[0]} {SIZE[1]}"' in source


def test_a_page_has_real_text(qapp: object, tmp_path: Path) -> None:
    write_step(tmp_path / "a.pdf", stage_of(SCENE, RESULT, SIZE), LIGHT)
    text = page_text(tmp_path / "a.pdf")
    assert {"Input", "Kernel", "Output", "12"} <= set(text.split())


def test_a_contact_sheet_is_one_page_with_every_step(qapp: object, tmp_path: Path) -> None:
    chosen = chosen_steps(SCENE, "1, 3, 5-9")
    assert chosen == [0, 2, 4, 5, 6, 7, 8]
    stages = [stage_of(player.seek(SCENE, at), RESULT, SIZE) for at in chosen]
    captions = [f"Step {at + 1} of 9" for at in chosen]
    contact_sheet(tmp_path / "a.pdf", stages, LIGHT, captions)
    assert len(PdfReader(tmp_path / "a.pdf").pages) == 1
    assert page_text(tmp_path / "a.pdf").count("Step") == len(chosen)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("", "numbers such as"),
        ("one", "numbers such as"),
        ("0", "1 to 9 fit"),
        ("3-12", "1 to 9 fit"),
        ("5-3", "1 to 9 fit"),
        (",".join(["1-9"] * 3), "up to 24 fit on a page"),
    ],
)
def test_steps_that_cannot_be_are_told_in_words(typed: str, words: str) -> None:
    with pytest.raises(ExportError, match=words):
        chosen_steps(SCENE, typed)


@pytest.mark.parametrize("theme", [LIGHT, DARK, PROJECTOR])
def test_a_transparent_picture_lacks_only_the_ground(
    qapp: object, tmp_path: Path, theme: object
) -> None:
    stage = stage_of(SCENE, RESULT, SIZE)
    write_step(tmp_path / "a.png", stage, theme, transparent=True)  # type: ignore[arg-type]
    laid = QImage(str(tmp_path / "a.png"))
    assert laid.pixelColor(2, 2).alpha() == 0
    opaque = render(stage, theme)  # type: ignore[arg-type]
    solid = [
        (x, y)
        for x in range(0, SIZE[0], 7)
        for y in range(0, SIZE[1], 7)
        if laid.pixelColor(x, y).alpha() == 255
    ]
    assert len(solid) > 100
    assert all(laid.pixelColor(*at) == opaque.pixelColor(*at) for at in solid)


def test_every_format_is_found_by_its_ending() -> None:
    for each in FORMATS:
        assert format_of(Path(f"figure{each.ending.upper()}"), each.kind) is each
    assert {each.kind for each in FORMATS} == set(Kind)
    with pytest.raises(ExportError, match="a name that ends in"):
        format_of(Path("figure.docx"))


def page_text(path: Path) -> str:
    """The text of a PDF's first page."""
    text: str = PdfReader(path).pages[0].extract_text()
    return text
