"""Files of the stage: what is in them, how long frames last, and what happens when none can be."""

from __future__ import annotations

import errno
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image, ImageSequence
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from app.paint.theme import DARK, LIGHT
from app.picture.moment import Moment
from app.services.background.pieces import Pieces
from app.services.export.clip import MOST_FRAMES, Clip, check_clip, fitting, most_positions
from app.services.export.gif import GifWriter, Pixels, palette_of
from app.services.export.stage import (
    export_gif,
    export_png,
    gif_in_pieces,
    pixels_of,
    render,
    stage_of,
)
from app.services.files import ExportError, written_whole
from app.state import input_edits
from app.state.scene import Detail, Scene
from tests.scenes import answered, changed, photo, scene

SIZE = 640, 400
EXAMPLE = scene()
RESULT = answered(EXAMPLE)


def clip(of: Scene = EXAMPLE, **changes: object) -> Clip:
    first, last = 0, 2
    return replace(Clip(of, RESULT, SIZE, 2, first, last), **changes)  # type: ignore[arg-type]


def told(frames: Clip) -> str:
    """A clip as text: per frame its step, the phase of its glide, and its delay."""

    def one(moment: Moment) -> str:
        tap = f".{moment.tap}" if frames.scene.detail is Detail.TAP else ""
        return f"{moment.step}{tap}" + ("" if moment.is_still else f"~{moment.phase:.2f}")

    return " ".join(f"{one(frame.moment)}:{frame.centiseconds}" for frame in frames.frames())


def channels(pixels: Pixels) -> NDArray[np.int64]:
    return np.stack([pixels >> 16, pixels >> 8 & 255, pixels & 255], -1).astype(np.int64)


def packed(picture: Image.Image) -> Pixels:
    """A picture as 0xRRGGBB."""
    red, green, blue = np.moveaxis(np.asarray(picture.convert("RGB"), np.uint32), -1, 0)
    together: Pixels = (red << 16) + (green << 8) + blue
    return together


# ---- timing


def test_a_step_lasts_as_long_as_the_speed_says(qapp: object) -> None:
    assert told(clip(motion=False)) == "0:50 1:50 2:100"


def test_the_window_glides_between_steps(qapp: object) -> None:
    assert told(clip(last=1)) == "0:50 0~0.14:4 0~0.29:4 0~0.43:4 0~0.57:4 0~0.71:4 0~0.86:4 1:100"


def test_taps_of_one_window_do_not_glide(qapp: object) -> None:
    taps = clip(replace(EXAMPLE, detail=Detail.TAP), first=7, last=8)
    assert told(taps) == "0.7:50 0.8:100"


@pytest.mark.parametrize("speed", [0.5, 1, 3, 8, 15, 30, 60])
def test_delays_add_up_to_the_time_that_playing_takes(qapp: object, speed: float) -> None:
    shown = clip(scene(np.arange(400).reshape(20, 20)), speed=speed, last=299)
    begin = 0
    begins: dict[int, int] = {}
    for frame in shown.frames():
        assert frame.centiseconds >= 2
        begins.setdefault(frame.position, begin)
        begin += frame.centiseconds
    late = [abs(at - 100 * position / speed) for position, at in begins.items() if position < 299]
    assert max(late) <= 0.5
    assert begin >= 100 * 300 / speed
    assert max(begins) == 299


def test_what_fits_is_all_of_a_toy_and_a_part_of_a_photo(qapp: object) -> None:
    assert fitting(EXAMPLE, 2) == (0, 8)
    large = replace(changed(input_edits.set_image(EXAMPLE, photo())), step=5000)
    first, last = fitting(large, 2)
    assert (first, last - first + 1) == (5000, most_positions(2))
    check_clip(clip(large, first=first, last=last))


def test_too_many_steps_are_refused_with_what_would_fit(qapp: object) -> None:
    with pytest.raises(ExportError, match=rf"up to {MOST_FRAMES // 7} steps"):
        check_clip(clip(last=5000))


def test_frames_too_large_for_an_animation_are_refused_with_what_would_fit(qapp: object) -> None:
    check_clip(clip(size=(3840, 2160)))
    with pytest.raises(ExportError, match=r"8000 × 8000 pixels .* up to 3840 × 2160"):
        check_clip(clip(size=(8000, 8000)))


# ---- pictures


def test_a_png_is_what_the_stage_shows(qapp: object, tmp_path: Path) -> None:
    path = tmp_path / "stage.png"
    stage = stage_of(EXAMPLE, RESULT, SIZE)
    export_png(path, stage, LIGHT, ratio=2)
    written = packed(Image.open(path))
    assert written.shape == (800, 1280)
    assert np.array_equal(written, pixels_of(render(stage, LIGHT, 2)))


def test_writing_again_gives_the_same_bytes(qapp: object, tmp_path: Path) -> None:
    first, second = tmp_path / "a.gif", tmp_path / "b.gif"
    export_gif(first, clip(), DARK)
    export_gif(second, clip(), DARK)
    assert first.read_bytes() == second.read_bytes()


def test_a_gif_has_the_clips_frames_close_to_the_screens_colours(
    qapp: object, tmp_path: Path
) -> None:
    path = tmp_path / "steps.gif"
    shown = clip(motion=False)
    export_gif(path, shown, LIGHT)
    with Image.open(path) as gif:
        frames = [(frame.info["duration"], packed(frame)) for frame in ImageSequence.Iterator(gif)]
        assert gif.info["loop"] == 0
    assert [duration for duration, _ in frames] == [500, 500, 1000]
    for step, (_, pixels) in enumerate(frames):
        screen = pixels_of(render(stage_of(replace(EXAMPLE, step=step), RESULT, SIZE), LIGHT))
        assert (pixels == screen).mean() > 0.95  # all but the edges of letters
        assert np.abs(channels(pixels) - channels(screen)).mean() < 0.5


def test_frames_alike_become_one(tmp_path: Path) -> None:
    red, blue = (np.full((10, 20), colour, np.uint32) for colour in (0xD55E00, 0x0072B2))
    path = tmp_path / "two.gif"
    with path.open("wb") as file:
        writer = GifWriter(file, (20, 10), palette_of([red, blue], []))
        for frame in (red, red, blue, blue, blue):
            writer.add(frame, 7)
        writer.close()
    with Image.open(path) as gif:
        read = [
            (frame.info["duration"], set(packed(frame).ravel().tolist()))
            for frame in ImageSequence.Iterator(gif)
        ]
    assert read == [(140, {0xD55E00}), (210, {0x0072B2})]


def test_only_what_differs_is_written_and_the_rest_stays(tmp_path: Path) -> None:
    rng = np.random.default_rng(5)
    frames = []
    canvas = np.full((40, 60), 0xFFFFFF, np.uint32)
    for _ in range(12):
        top, left = rng.integers(0, 30), rng.integers(0, 50)
        canvas = canvas.copy()
        canvas[top : top + 10, left : left + 10] = rng.integers(0, 1 << 24)
        frames.append(canvas)
    path = tmp_path / "patches.gif"
    with path.open("wb") as file:
        writer = GifWriter(file, (60, 40), palette_of(frames, []))
        for frame in frames:
            writer.add(frame, 4)
        writer.close()
    with Image.open(path) as gif:
        read = [packed(frame) for frame in ImageSequence.Iterator(gif)]
    assert np.array_equal(read, frames)


def test_a_picture_of_more_colours_than_256_keeps_close_to_them() -> None:
    shades = np.arange(4096, dtype=np.uint32).reshape(64, 64) * 4096 + 77
    file = BytesIO()
    writer = GifWriter(file, (64, 64), palette_of([shades], [0xD55E00]))
    writer.add(shades, 4)
    writer.close()
    with Image.open(file) as gif:
        off = np.abs(channels(packed(gif)) - channels(shades))
    assert off.mean() < 16


# ---- writing


def listing(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_missing_folder_is_said(qapp: object, tmp_path: Path) -> None:
    with pytest.raises(ExportError, match=r"there is no folder .*nowhere"):
        export_png(tmp_path / "nowhere" / "a.png", stage_of(EXAMPLE, RESULT, SIZE), LIGHT)


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(ExportError, match="it is a folder"), written_whole(tmp_path):
        pass
    assert listing(tmp_path) == []


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (errno.EACCES, "may not be written to"),
        (errno.ENOSPC, "the disk is full"),
        (errno.EIO, "choose another place"),
    ],
)
def test_what_the_system_refuses_is_said(tmp_path: Path, code: int, words: str) -> None:
    path = tmp_path / "a.png"
    path.write_bytes(b"old")

    def write() -> None:
        with written_whole(path) as file:
            file.write(b"half of the n")
            raise OSError(code, "no")

    with pytest.raises(ExportError, match=words):
        write()
    assert (listing(tmp_path), path.read_bytes()) == (["a.png"], b"old")


def test_a_cancelled_animation_leaves_no_file(qapp: object, tmp_path: Path) -> None:
    def watch(fraction: float) -> None:
        if fraction > 0.3:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        export_gif(tmp_path / "a.gif", clip(), LIGHT, watch)
    assert listing(tmp_path) == []


@pytest.mark.parametrize("size", [(100, 400), (400, 9000)])
def test_a_size_that_does_not_do_is_refused(
    qapp: object, tmp_path: Path, size: tuple[int, int]
) -> None:
    with pytest.raises(ExportError, match="from 200 to 8000"):
        export_png(tmp_path / "a.png", stage_of(EXAMPLE, RESULT, size), LIGHT)
    with pytest.raises(ExportError, match="from 200 to 8000"):
        export_gif(tmp_path / "a.gif", clip(size=size), LIGHT)


# ---- between events


def test_an_animation_is_written_while_the_window_lives(qtbot: QtBot, tmp_path: Path) -> None:
    path, parent = tmp_path / "a.gif", QObject()
    fractions: list[float] = []
    pieces = Pieces(gif_in_pieces(path, clip(), LIGHT), parent)
    pieces.progressed.connect(fractions.append)
    with qtbot.waitSignal(pieces.finished):
        pieces.start()
    assert path.is_file()
    assert fractions == sorted(fractions)


def test_cancelling_in_between_leaves_no_file(qtbot: QtBot, tmp_path: Path) -> None:
    parent = QObject()
    pieces = Pieces(gif_in_pieces(tmp_path / "a.gif", clip(last=8), LIGHT), parent)
    with qtbot.waitSignal(pieces.progressed):
        pieces.start()
    with qtbot.waitSignal(pieces.cancelled), qtbot.assertNotEmitted(pieces.finished):
        pieces.cancel()
    assert listing(tmp_path) == []


def test_a_failure_in_between_is_told(qtbot: QtBot, tmp_path: Path) -> None:
    parent = QObject()
    pieces = Pieces(gif_in_pieces(tmp_path / "no" / "a.gif", clip(), LIGHT), parent)
    with qtbot.waitSignal(pieces.failed) as failed:
        pieces.start()
    assert "there is no folder" in str((failed.args or [None])[0])
