"""Files and folders that would have a reader of volumes hang, fill the memory or run a program."""

from __future__ import annotations

import gzip
import logging
import struct
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.services.files import OpenError
from app.services.opening import slices as slice_files
from app.services.opening.volumes import open_input
from app.state.image import Image
from app.state.solid.volume import MAX_VOLUME_SIDE, MAX_VOXELS
from tests.services.opened import unwatched, volume_of
from tests.services.volume_files import BLOCK, nifti, npy, pages, refusal, slices

# ---- arrays


def header(**said: Any) -> bytes:
    """A NumPy header that says this, and nothing after it."""
    words = {"descr": "<f8", "fortran_order": False, "shape": (2, 2, 2)} | said
    text = repr(words).encode() + b"\n"
    return b"\x93NUMPY\x01\x00" + struct.pack("<H", len(text)) + text


def refused(tmp_path: Path, data: bytes, name: str = "block.npy") -> str:
    path = tmp_path / name
    path.write_bytes(data)
    return refusal(path)


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"shape": (10_000, 10_000, 10_000)}, "10,000 × 10,000 × 10,000 voxels, and 2,000 is the"),
        ({"shape": (500, 500, 500)}, "is 125,000,000 voxels, and 64,000,000 is the most. Crop it"),
        ({"shape": (400, 400, 400)}, "needs 512,000,000 bytes, and 0 are there"),
        ({"shape": (400, 400, 400, 3)}, "it has 1,464 MiB, and 512 MiB is the most"),
        ({"shape": (9_000, 9_000)}, "is 81,000,000 cells, and 64,000,000 is the most"),
        ({"shape": (0, 4, 5)}, "0 × 4 × 5 is no voxel at all"),
        ({"shape": (0, 4)}, "0 × 4 is no cell at all"),
        ({"shape": (2, -2, 2)}, "its shape cannot be"),
        ({"shape": (2, True, 2)}, "its shape cannot be"),
        ({"shape": ()}, "it has no axis, just a number"),
        ({"shape": (10**12,)}, "is 1,000,000,000,000 cells, and 64,000,000 is the most"),
        ({"shape": (5, 4, 3, 2)}, "it has 4 axes, 5 × 4 × 3 × 2; a volume has three: depth,"),
        ({"shape": (1,) * 3_000}, "it has 3000 axes; a volume has three"),
        ({"descr": "|O"}, "it holds Python objects, which are never unpickled. Save it anew as"),
        ({"descr": [("a", "<i4"), ("b", "|O")]}, "never unpickled"),
        ({"descr": "<c16"}, "its numbers are complex, and a lesson's are real"),
        ({"descr": "<f16"}, "not numbers of up to 64 bits"),
        ({"descr": "<M8[s]"}, "not numbers of up to 64 bits"),
        ({"descr": [("a" * 500, "<i4")]}, "not numbers of up to 64 bits"),
        ({"descr": "<i4", "shape": (2, 2, 2.5)}, "its header cannot be read"),
        ({"descr": "nonsense"}, "its header cannot be read"),
        ({"more": [[]] * 5_000}, "its header cannot be read"),
    ],
)  # fmt: skip
def test_a_header_that_cannot_be_meant(tmp_path: Path, said: dict[str, Any], words: str) -> None:
    text = refused(tmp_path, header(**said))
    assert words in text
    assert len(text) < 400


def test_deep_brackets_in_a_header_do_no_harm(tmp_path: Path) -> None:
    text = b"(" * 9_000
    assert "its header cannot be read" in refused(
        tmp_path, b"\x93NUMPY\x01\x00" + struct.pack("<H", len(text)) + text
    )


@pytest.mark.parametrize("kind", [np.int64, np.uint64])
def test_whole_numbers_beyond_those_that_are_exact(tmp_path: Path, kind: Any) -> None:
    most = np.iinfo(kind).max
    text = refusal(npy(tmp_path / "a.npy", np.full((2, 2, 2), most, kind)))
    assert f"it holds {most:,}, and ±4,294,967,296 is the most. Scale" in text


def test_floats_beyond_those_that_can_be_shown(tmp_path: Path) -> None:
    block = BLOCK.astype(float)
    block[1, 1, 1] = -1e308
    assert "it holds -1e+308, and ±1e+30 is the most" in refusal(npy(tmp_path / "a.npy", block))
    block[1, 1, 1] = np.inf
    assert volume_of(npy(tmp_path / "a.npy", block)).note == "1 cell holds no finite number"
    tiny = volume_of(npy(tmp_path / "a.npy", np.full((2, 2, 2), 1e-310)))
    assert tiny.white == 1


@pytest.mark.parametrize("cells", [(-1, 0), (0, 70_000)])
def test_colours_that_are_none(tmp_path: Path, cells: tuple[int, int]) -> None:
    film = np.resize(np.array(cells), (2, 5, 6, 3))
    assert "and whole ones from 0 to 65,535 fit" in refusal(npy(tmp_path / "a.npy", film))


# ---- pages and frames


def tiff(*sizes: tuple[int, int], tags: int = 2, links: tuple[int, ...] = ()) -> bytes:
    """A file of directories without pixels; `links` says where each of the last ones leads."""
    length = 2 + 12 * tags + 4
    parts = [b"II*\0" + struct.pack("<I", 8)]
    for number, (height, width) in enumerate(sizes):
        own = struct.pack("<HHIIHHII", 256, 4, 1, width, 257, 4, 1, height)
        more = struct.pack("<HHII", 700, 1, 1, 0) * (tags - 2)
        ahead = 8 + (number + 1) * length if number + 1 < len(sizes) else 0
        left = len(sizes) - number
        link = links[len(links) - left] if left <= len(links) else ahead
        parts.append(struct.pack("<H", tags) + own + more + struct.pack("<I", link))
    return b"".join(parts)


def gif(count: int, screen: tuple[int, int] = (4, 4), frame: tuple[int, int] = (4, 4)) -> bytes:
    """Frames of one colour, each a few bytes."""
    one = b"," + struct.pack("<4HB", 0, 0, *frame, 0) + b"\x02\x02\x4c\x01\0"
    start = b"GIF89a" + struct.pack("<2H3B", *screen, 0x80, 0, 0) + bytes(6)
    return start + one * count + b";"


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (tiff((2**31, 2**31), (2**31, 2**31)), "2,000 is the most along a side"),
        (tiff(*((2_000, 2_000),) * 20), "is 80,000,000 voxels, and 64,000,000 is the most"),
        (tiff(*((0, 5),) * 2), "is no voxel at all"),
        (tiff(*((1, 1),) * 2_001), "it has more than 2,000 pages. Keep every second one"),
        (tiff((4, 4), (4, 4), links=(9_999,)), "a directory lies beyond its end"),
        (tiff((4, 4), (4, 4), tags=65_000)[:900_000], "a directory lies beyond its end"),
        (tiff(*((4, 4),) * 5, tags=60_000), "its directories do not end"),
        (tiff((4, 4), (4, 4)), "this TIFF file is damaged"),
        (b"MM\0+\0\x08\0\0\x80" + bytes(9), "a directory lies beyond its end"),
        (gif(10_000), "it has more than 2,000 frames"),
        (gif(2, screen=(65_535, 65_535)), "2,000 is the most along a side"),
        (gif(2, frame=(65_535, 65_535)), "2,000 is the most along a side"),
        (gif(50, screen=(1_999, 1_999)), "voxels, and 64,000,000 is the most"),
    ],
)
def test_pages_that_cannot_be_meant(tmp_path: Path, data: bytes, words: str) -> None:
    name = "a.gif" if data.startswith(b"GIF") else "a.tif"
    assert words in refused(tmp_path, data, name)


def test_a_file_of_very_many_tiny_blocks_is_not_followed_to_its_end(tmp_path: Path) -> None:
    start = gif(1)[:-1]
    assert "its blocks do not end" in refused(tmp_path, start + b"!\xff" + b"\1a" * 5_000_000)
    assert "its blocks do not end" in refused(tmp_path, start + b"\1" * 5_000_000)


def test_a_chain_of_pages_that_bites_its_tail_ends(tmp_path: Path) -> None:
    path = pages(tmp_path / "a.tif", *BLOCK)
    data = bytearray(path.read_bytes())
    place, last = 4, 0
    while place:
        last, (at,) = place, struct.unpack_from("<I", data, place)
        place = at + 2 + 12 * struct.unpack_from("<H", data, at)[0] if at else 0
    struct.pack_into("<I", data, last, struct.unpack_from("<I", data, 4)[0])
    path.write_bytes(data)
    np.testing.assert_array_equal(volume_of(path).voxels.array, BLOCK)


# ---- NIfTI


def altered(tmp_path: Path, place: int, *values: Any, form: str) -> bytes:
    data = bytearray(nifti(tmp_path / "whole.nii", BLOCK.T).read_bytes())
    struct.pack_into(f"<{form}", data, place, *values)
    return bytes(data)


@pytest.mark.parametrize(
    ("place", "form", "values", "words"),
    [
        (40, "4h", (3, 32_000, 32_000, 32_000), "2,000 is the most along a side"),
        (40, "4h", (3, 500, 500, 500), "is 125,000,000 voxels"),
        (40, "4h", (3, 400, 400, 400), "it ends too early: 60 of its 64,000,000 bytes"),
        (40, "4h", (3, 5, 0, 3), "is no voxel at all"),
        (40, "4h", (3, 5, -4, 3), "damaged"),
        (40, "h", (0,), "damaged"),
        (40, "h", (20_000,), "damaged"),
        (70, "h", (77,), "its header cannot be read"),
        (70, "h", (32,), "its numbers are complex"),
        (70, "h", (128,), "it ends too early: 60 of its 180 bytes"),
        (70, "h", (2304,), "not numbers of up to 64 bits"),
        (108, "f", (np.inf,), "damaged"),
        (108, "f", (np.nan,), "damaged"),
        (108, "f", (-9.0,), "damaged"),
        (108, "f", (1e6,), "it ends too early: 0 of its 60 bytes"),
        (112, "2f", (1.0, np.inf), "how it lies in space cannot be read"),
    ],
)
def test_a_nifti_header_that_cannot_be_meant(
    tmp_path: Path, place: int, form: str, values: tuple[Any, ...], words: str
) -> None:
    data = altered(tmp_path, place, *values, form=form)
    assert words in refused(tmp_path, data, "a.nii")
    packed = refused(tmp_path, gzip.compress(data), "a.nii.gz")
    assert words in packed or "a part is missing" in packed


def test_no_more_is_unpacked_than_the_header_asks_for(tmp_path: Path) -> None:
    data = nifti(tmp_path / "a.nii", BLOCK.T).read_bytes()
    bomb = gzip.compress(data) + gzip.compress(bytes(1 << 26))
    path = tmp_path / "a.nii.gz"
    path.write_bytes(bomb)
    np.testing.assert_array_equal(volume_of(path).voxels.array, BLOCK[::-1, ::-1])


# ---- folders


def test_a_folder_of_endless_files_is_not_looked_through(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(slice_files, "MOST_ENTRIES", 20)
    for number in range(21):
        (tmp_path / f"{number}.txt").touch()
    assert "it holds more than 20 files. Put the slices into a folder" in refusal(tmp_path)


def test_more_slices_than_a_side_may_have(tmp_path: Path) -> None:
    paths = [tmp_path / f"{number}.png" for number in range(MAX_VOLUME_SIDE + 1)]
    for path in paths:
        path.touch()
    assert "more than 2,000 images, and so many slices are the most" in refusal(tmp_path)
    assert "more than 2,000 images" in refusal(*paths)


def test_a_folder_that_leads_into_itself(tmp_path: Path) -> None:
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    assert "cannot be opened" in refusal(tmp_path / "loop")
    (tmp_path / "again").symlink_to(tmp_path)
    slices(tmp_path, "1.png", "2.png")
    assert volume_of(tmp_path / "again" / "again").shape == (2, 4, 5)


def test_a_folder_that_may_not_be_looked_into(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def locked(_path: Path) -> None:
        raise PermissionError(13, "Permission denied")  # root may look anywhere, so act it

    monkeypatch.setattr(slice_files, "scandir", locked)
    assert "the system says “Permission denied”. Check the folder" in refusal(tmp_path)


# ---- progress and cancelling


class StopError(BaseException):
    """What a watch raises where the work is no longer wanted."""


def whole(tmp_path: Path) -> dict[str, Path]:
    """A volume of every kind."""
    slices(tmp_path / "folder", "1.png", "2.png", "3.png")
    return {
        "array": npy(tmp_path / "a.npy", BLOCK),
        "tiff": pages(tmp_path / "a.tif", *BLOCK),
        "packed tiff": pages(tmp_path / "b.tif", *BLOCK, compression="tiff_lzw"),
        "gif": pages(tmp_path / "a.gif", *BLOCK),
        "nifti": nifti(tmp_path / "a.nii", BLOCK.T),
        "packed nifti": nifti(tmp_path / "a.nii.gz", BLOCK.T),
        "folder": tmp_path / "folder",
    }


KINDS = ("array", "tiff", "packed tiff", "gif", "nifti", "packed nifti", "folder")


@pytest.mark.parametrize("kind", KINDS)
def test_reading_tells_how_far_it_is_and_ends_when_it_is_not_wanted(
    tmp_path: Path, kind: str
) -> None:
    path = whole(tmp_path)[kind]
    told: list[float] = []
    volume_of(path, watch=told.append)
    assert told == sorted(told)
    assert told[-1] == 1.0

    def stop(_fraction: float) -> None:
        raise StopError

    with pytest.raises(StopError):
        volume_of(path, watch=stop)


# ---- whatever the bytes: a volume, an image or an OpenError, and not a word from a library


@pytest.fixture(scope="module")
def contents(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    paths = whole(tmp_path_factory.mktemp("whole"))
    return {kind: path.read_bytes() for kind, path in paths.items() if path.is_file()}


@pytest.fixture(scope="module")
def survives(tmp_path_factory: pytest.TempPathFactory) -> Callable[[bytes], None]:
    path = tmp_path_factory.mktemp("bytes") / "some.bin"

    def opens_or_says(data: bytes) -> None:
        path.write_bytes(data)
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            try:
                made = open_input([path], unwatched, stacked=True)
            except OpenError as error:
                text = str(error)
                assert text.startswith("some.bin cannot be opened: ")
                assert text.endswith(".")
                assert "\n" not in text
            else:
                cells = (made.pixels if isinstance(made, Image) else made.voxels).array
                assert 1 <= cells.size <= 3 * MAX_VOXELS
                assert np.isfinite(made.white)
                assert made.white > 0
                assert made.note.isprintable()
                assert len(made.note) < 2_000

    return opens_or_says


@pytest.mark.parametrize("kind", KINDS[:-1])
def test_cut_anywhere(
    contents: dict[str, bytes],
    survives: Callable[[bytes], None],
    kind: str,
    capfd: pytest.CaptureFixture[str],
) -> None:
    data = contents[kind]
    for end in range(0, len(data), 1 + len(data) // 150):
        survives(data[:end])
    assert capfd.readouterr() == ("", "")


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(
    kind=st.sampled_from(KINDS[:-1]),
    changes=st.lists(st.tuples(st.integers(0, 700), st.integers(0, 255)), min_size=1, max_size=8),
)
def test_bytes_changed_anywhere(
    contents: dict[str, bytes],
    survives: Callable[[bytes], None],
    kind: str,
    changes: list[tuple[int, int]],
) -> None:
    data = bytearray(contents[kind])
    for place, value in changes:
        data[place % len(data)] = value
    survives(bytes(data))


@given(
    start=st.sampled_from([b"\x93NUMPY\1\0", b"\x93NUMPY\2\0", b"II*\0\x08\0\0\0", b"MM\0+\0\x08",
                           b"GIF89a", b"\x1f\x8b\x08", bytes(344) + b"n+1\0", b"\0\0\2\x1cn+2\0"]),
    rest=st.binary(max_size=600),
)  # fmt: skip
def test_random_bytes(survives: Callable[[bytes], None], start: bytes, rest: bytes) -> None:
    survives(start + rest)


def test_nibabel_is_silent(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert logging.getLogger("nibabel.global").handlers, "it writes what it finds to the terminal"
    refused(tmp_path, altered(tmp_path, 40, 3, 5, -4, 3, form="4h"), "a.nii")
    assert capfd.readouterr() == ("", "")
