"""Large files with next to nothing in them: refused before they are read, in little memory."""

from __future__ import annotations

import os
import tracemalloc
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image as Pillow

from app.content.lessons import default_scene
from app.services.files import MEBI, OpenError
from app.services.opening import plausible
from app.services.opening.volumes import open_input
from app.services.saving.scenes import Document, open_scene, save_scene
from app.state.view import View
from tests.services.imagej_files import stack
from tests.services.opened import unwatched
from tests.services.volume_files import BLOCK, npy, pages

COLOURS = np.random.default_rng(1).integers(0, 256, (30, 40, 3), np.uint8)
FILLS = {"a.png": 19_200, "b.jpg": 19_200, "c.bmp": 19_200, "d.tif": 19_200,
         "e.gif": 57_600, "f.tif": 57_600, "g.tif": 960}  # fmt: skip


def hollow(path: Path, size: int = 400 * MEBI) -> Path:
    """The same file with nothing behind it, as a download that was broken off leaves it."""
    os.truncate(path, size)
    return path


def made(folder: Path, name: str) -> Path:
    path = folder / name
    match name:
        case "e.gif" | "f.tif":
            return pages(path, *(COLOURS[..., channel] for channel in range(3)))
        case "g.tif":
            return stack(path, BLOCK)
    Pillow.fromarray(COLOURS).save(path)
    return path


def peak_of(work: Callable[[], Any]) -> int:
    """The most bytes that Python asked for during some work."""
    tracemalloc.start()
    try:
        work()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def refusal(work: Callable[[], Any]) -> str:
    with pytest.raises(OpenError) as caught:
        work()
    return str(caught.value)


@pytest.mark.parametrize("name", [*FILLS, "h.webp"])
@pytest.mark.parametrize("stacked", [False, True])
def test_a_picture_with_nothing_behind_it(tmp_path: Path, name: str, stacked: bool) -> None:
    path = hollow(made(tmp_path, name))
    told: list[str] = []
    peak = peak_of(lambda: told.append(refusal(lambda: open_input([path], unwatched, stacked))))
    assert "it has 400 MiB, and what it shows fills no more than " in told[0]
    if name in FILLS:
        assert f"no more than {FILLS[name]:,} bytes. Copy or download it again" in told[0]
    assert peak < 8 * MEBI


def test_what_is_no_image_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "film.mp4"
    path.write_bytes(b"\0\0\0\x18ftypmp42")
    hollow(path)
    told: list[str] = []
    peak = peak_of(lambda: told.append(refusal(lambda: open_input([path], unwatched))))
    assert "it is a video" in told[0]
    assert peak < 8 * MEBI


def test_a_large_picture_may_hold_more_than_its_pixels(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(plausible, "SUSPECT", 20_000)
    path = made(tmp_path, "a.png")
    fits = hollow(path, 20_000 + FILLS["a.png"])
    assert open_input([fits], unwatched).name == "a.png"
    assert "it has 0 MiB" in refusal(
        lambda: open_input([hollow(path, 20_001 + FILLS["a.png"])], unwatched)
    )


def test_an_array_reads_what_its_header_says(tmp_path: Path) -> None:
    path = hollow(npy(tmp_path / "a.npy", BLOCK))
    assert peak_of(lambda: open_input([path], unwatched)) < 8 * MEBI


@pytest.mark.parametrize("content", ["scene", "other"])
def test_a_scene_with_nothing_behind_it(tmp_path: Path, content: str) -> None:
    path = tmp_path / "a.convoscope"
    if content == "scene":
        save_scene(path, Document(default_scene(), View()))
    else:
        path.write_bytes(b"once upon a time")
    hollow(path)
    told: list[str] = []
    peak = peak_of(lambda: told.append(refusal(lambda: open_scene(path))))
    assert ("damaged or incomplete" if content == "scene" else "it is no scene") in told[0]
    assert peak < 8 * MEBI
