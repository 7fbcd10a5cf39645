"""Volumes of every kind that people have: read as expected, or refused in one clear line."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

import nibabel
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from PIL import Image as Pillow

from app.services.opening.nifti import LIES, UNTURNED
from app.services.opening.volumes import open_input
from app.state.image import Image
from app.state.solid.volume import Volume
from app.state.validity import PIXEL_TYPES
from tests.services.opened import unwatched, volume_of
from tests.services.volume_files import BLOCK, Cells, nifti, npy, pages, picture, refusal, slices


def read(*paths: Path) -> Volume:
    volume = volume_of(*paths)
    assert volume.voxels.dtype.name in PIXEL_TYPES, "a scene with it can be saved and opened"
    return volume


def read_input(*paths: Path) -> Image | Volume:
    """As a lesson on images opens it."""
    return open_input(paths, unwatched)


# ---- arrays of NumPy

KEPT = (np.uint8, np.uint16, np.int32, np.float32, np.float64)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder for the properties, which write over the same file again and again."""
    return tmp_path_factory.mktemp("volumes")


FLOATS = st.one_of(st.floats(-1e30, 1e30), st.sampled_from((np.nan, np.inf, -np.inf)))
SHAPES = st.tuples(st.integers(2, 4), st.integers(1, 5), st.integers(1, 5))


def blocks(kind: Any) -> st.SearchStrategy[Cells]:
    """Small volumes of a kind of number; of 64-bit ones, within what is kept."""
    return hnp.arrays(kind, SHAPES, elements=FLOATS if kind is np.float64 else None)


@given(block=st.sampled_from(KEPT).flatmap(blocks), data=st.data())
def test_what_is_saved_as_an_array_is_opened_again(
    desk: Path, block: Cells, data: st.DataObject
) -> None:
    order = data.draw(st.sampled_from((block.dtype, block.dtype.newbyteorder())))
    lying = data.draw(st.sampled_from((np.ascontiguousarray, np.asfortranarray)))
    volume = read(npy(desk / "block.npy", lying(block.astype(order))))
    np.testing.assert_array_equal(volume.voxels.array, block)
    assert volume.voxels.dtype == block.dtype


@given(block=hnp.arrays(np.int64, SHAPES, elements=st.integers(-(2**32), 2**32)))
def test_large_whole_numbers_are_kept(desk: Path, block: Cells) -> None:
    volume = read(npy(desk / "block.npy", block))
    np.testing.assert_array_equal(volume.voxels.array, block)
    assert volume.voxels.dtype == np.int64


@pytest.mark.parametrize("kind", [np.int8, np.int16, np.uint32, np.float16])
def test_other_kinds_of_number_keep_their_values(tmp_path: Path, kind: Any) -> None:
    ends = np.iinfo(kind) if np.issubdtype(kind, np.integer) else np.finfo(kind)
    block = np.array([ends.min, 0, 1, ends.max], kind).reshape(2, 2, 1)
    volume = read(npy(tmp_path / "block.npy", block))
    np.testing.assert_array_equal(volume.voxels.array, block)
    assert volume.white == float(ends.max)


def test_a_mask_of_truth_values_is_ones_and_zeros(tmp_path: Path) -> None:
    volume = read(npy(tmp_path / "mask.npy", BLOCK > 30))
    np.testing.assert_array_equal(volume.voxels.array, np.where(BLOCK > 30, 1, 0))
    assert volume.white == 1


@pytest.mark.parametrize(
    ("block", "white"),
    [(BLOCK, 255), (BLOCK.astype(np.uint16), 65_535), (BLOCK / 4, 14.75), (-1.0 * BLOCK, 1)],
)
def test_what_shows_as_white(tmp_path: Path, block: Cells, white: float) -> None:
    assert read(npy(tmp_path / "block.npy", block)).white == white


def test_cells_that_are_no_numbers_are_counted(tmp_path: Path) -> None:
    block = BLOCK.astype(np.float32)
    block[0, 0, :2] = np.nan, -np.inf
    volume = read(npy(tmp_path / "block.npy", block))
    np.testing.assert_array_equal(volume.voxels.array, block)
    assert (volume.white, volume.note) == (59.0, "2 cells hold no finite number")


def test_a_mapped_file_is_an_array_like_any_other(tmp_path: Path) -> None:
    mapped = np.lib.format.open_memmap(tmp_path / "map.npy", "w+", BLOCK.dtype, BLOCK.shape)
    mapped[:] = BLOCK
    mapped.flush()
    np.testing.assert_array_equal(read(tmp_path / "map.npy").voxels.array, BLOCK)


@pytest.mark.parametrize("version", [(1, 0), (2, 0), (3, 0)])
def test_every_version_of_the_format(tmp_path: Path, version: tuple[int, int]) -> None:
    path = tmp_path / "block.npy"
    with path.open("wb") as file:
        np.lib.format.write_array(file, BLOCK, version)
    np.testing.assert_array_equal(read(path).voxels.array, BLOCK)


def test_two_axes_are_an_image(tmp_path: Path) -> None:
    path = npy(tmp_path / "plane.npy", BLOCK[0] - 0.5)
    image = read_input(path)
    assert isinstance(image, Image)
    np.testing.assert_array_equal(image.pixels.array, BLOCK[0] - 0.5)


def test_one_axis_is_an_image_of_one_row(tmp_path: Path) -> None:
    image = read_input(npy(tmp_path / "wave.npy", BLOCK[0, 0]))
    assert isinstance(image, Image)
    np.testing.assert_array_equal(image.pixels.array, BLOCK[0, :1])


def test_a_single_slice_is_an_image(tmp_path: Path) -> None:
    image = read_input(npy(tmp_path / "plane.npy", BLOCK[:1]))
    assert isinstance(image, Image)
    np.testing.assert_array_equal(image.pixels.array, BLOCK[0])


def test_a_photo_saved_as_an_array_is_one_and_says_so(tmp_path: Path) -> None:
    photo = np.random.default_rng(1).integers(0, 256, (6, 8, 3), np.uint8)
    path = npy(tmp_path / "photo.npy", photo)
    image = read_input(path)
    assert isinstance(image, Image)
    np.testing.assert_array_equal(image.pixels.array, photo)
    assert image.note == "its last axis of 3 is taken for colours"
    assert read(path).shape == (6, 8, 3), "where a volume is wanted it is one"


def test_whole_colours_of_any_width_are_a_photo(tmp_path: Path) -> None:
    photo = np.arange(6 * 8 * 3).reshape(6, 8, 3)
    image = read_input(npy(tmp_path / "photo.npy", photo))
    assert (image.white, image.__class__) == (255.0, Image)


def test_slices_in_colour_become_grey_and_say_so(tmp_path: Path) -> None:
    colours = np.zeros((2, 5, 6, 3), np.uint8)
    colours[..., 0] = 200
    volume = read(npy(tmp_path / "film.npy", colours))
    np.testing.assert_array_equal(volume.voxels.array, np.full((2, 5, 6), round(200 * 0.299)))
    assert volume.note == "its last axis of 3 is taken for colours; colours became grey"


def test_opacity_is_laid_over_white(tmp_path: Path) -> None:
    film = np.zeros((2, 5, 6, 4), np.uint8)
    volume = read(npy(tmp_path / "film.npy", film))
    assert (volume.voxels.array == 255).all()
    assert "transparent parts laid over white" in volume.note
    deep = read(npy(tmp_path / "deep.npy", film.astype(float)))
    assert "the fourth channel, opacity, is left out" in deep.note


def test_what_follows_the_first_array_is_said(tmp_path: Path) -> None:
    path = npy(tmp_path / "two.npy", BLOCK)
    path.write_bytes(path.read_bytes() * 2)
    volume = read(path)
    np.testing.assert_array_equal(volume.voxels.array, BLOCK)
    assert volume.note == "what follows its first array is left out"


# ---- pages and frames

TIFF_KINDS = (np.uint8, np.uint16, np.int32, np.float32)


@given(block=st.sampled_from(TIFF_KINDS).flatmap(lambda kind: hnp.arrays(kind, SHAPES)))
def test_what_is_saved_as_pages_is_opened_again(desk: Path, block: Cells) -> None:
    volume = read(pages(desk / "block.tif", *block))
    np.testing.assert_array_equal(volume.voxels.array, block)
    assert volume.voxels.dtype == block.dtype


@pytest.mark.parametrize("how", [{"compression": "tiff_lzw"}, {"big_tiff": True}])
def test_packed_and_very_long_files(tmp_path: Path, how: dict[str, Any]) -> None:
    deep = BLOCK.astype(np.uint16) * 1000
    volume = read(pages(tmp_path / "scan.tiff", *deep, **how))
    np.testing.assert_array_equal(volume.voxels.array, deep)
    assert (volume.name, volume.white) == ("scan.tiff", 65_535.0)
    assert volume.note == "3 pages as slices"


def test_frames_of_an_animation(tmp_path: Path) -> None:
    volume = read(pages(tmp_path / "beat.gif", *BLOCK))
    np.testing.assert_array_equal(volume.voxels.array, BLOCK)
    assert volume.note == "3 frames as slices"


def test_pages_and_frames_are_one_picture_where_no_volume_is_wanted(tmp_path: Path) -> None:
    for path in (pages(tmp_path / "a.tif", *BLOCK), pages(tmp_path / "a.gif", *BLOCK)):
        image = read_input(path)
        assert isinstance(image, Image)
        np.testing.assert_array_equal(image.pixels.array, BLOCK[0])
        assert image.note == "the first of several frames or pages"


def test_frames_in_colour_and_with_holes(tmp_path: Path) -> None:
    red = np.zeros((4, 5, 4), np.uint8)
    red[..., 0], red[..., 3], red[0, 0] = 255, 255, 0
    volume = read(pages(tmp_path / "a.gif", red, red[::-1], disposal=2))
    grey = np.full((4, 5), round(255 * 0.299), np.uint8)
    grey[0, 0] = 255
    np.testing.assert_array_equal(volume.voxels.array, [grey, grey[::-1]])
    assert "colours became grey" in volume.note
    assert "transparent parts laid over white" in volume.note


def test_pages_that_lie_are_turned_as_images_are(tmp_path: Path) -> None:
    lying = np.rot90(BLOCK[0]), np.rot90(BLOCK[1])
    path = pages(tmp_path / "a.tif", *map(np.ascontiguousarray, lying), tiffinfo={274: 6})
    volume = read(path)
    np.testing.assert_array_equal(volume.voxels.array, BLOCK[:2])
    assert volume.note == "2 pages as slices; turned as its Exif data say"


def test_smaller_copies_of_a_page_are_no_slices(tmp_path: Path) -> None:
    big, small = BLOCK[0], BLOCK[0, ::2, ::2]
    first, *others = (Pillow.fromarray(np.ascontiguousarray(p)) for p in (big, small, big))
    others[0].encoderinfo = {"tiffinfo": {254: 1}}
    first.save(tmp_path / "a.tif", save_all=True, append_images=others)
    np.testing.assert_array_equal(read(tmp_path / "a.tif").voxels.array, [big, big])


def test_pages_of_two_sizes(tmp_path: Path) -> None:
    text = refusal(pages(tmp_path / "a.tif", BLOCK[0], BLOCK[1], BLOCK[2, :3]))
    assert "page 3 has 3 × 5 cells (rows × columns), and page 1 has 4 × 5." in text


def test_pages_of_two_kinds(tmp_path: Path) -> None:
    text = refusal(pages(tmp_path / "a.tif", BLOCK[0], BLOCK[1].astype(np.uint16)))
    assert "page 2 has uint16 cells, and page 1 has uint8" in text


def test_one_page_is_one_slice(tmp_path: Path) -> None:
    path = picture(tmp_path / "a.tif", BLOCK[0])
    assert isinstance(open_input([path], unwatched, stacked=True), Image)


# ---- folders and selections


def test_a_folder_of_slices_in_natural_order(tmp_path: Path) -> None:
    folder = tmp_path / "scan"
    slices(folder, "slice10.png", "Slice2.png", "slice1.bmp", "slice02.png")
    volume = read(folder)
    assert volume.voxels.array[:, 0, 0].tolist() == [2, 3, 1, 0]
    assert (volume.name, volume.white) == ("scan", 255.0)
    assert volume.note == "4 images as slices, in the order of their names"


def test_what_is_no_image_is_left_out_and_counted(tmp_path: Path) -> None:
    slices(tmp_path, "1.png", "2.png")
    (tmp_path / "notes.txt").write_text("once upon a time")
    (tmp_path / ".hidden").write_text("nobody sees it")
    (tmp_path / "older").mkdir()
    assert read(tmp_path).note.endswith("names; 1 file that is no image left out")
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    (tmp_path / "gone").symlink_to(tmp_path / "nowhere")
    assert read(tmp_path).note.endswith("names; 3 files that are no image left out")


def test_an_image_without_an_ending_is_a_slice_too(tmp_path: Path) -> None:
    slices(tmp_path, "1.png", "2.png", "3.png")[1].rename(tmp_path / "2")
    assert read(tmp_path).voxels.array[:, 0, 0].tolist() == [0, 1, 2]


def test_several_chosen_files(tmp_path: Path) -> None:
    ten, two, one = slices(tmp_path, "10.png", "2.png", "1.png")
    (tmp_path / "notes.txt").write_text("once upon a time")
    volume = read(ten, two, tmp_path / "notes.txt", one)
    assert volume.voxels.array[:, 0, 0].tolist() == [2, 1, 0]
    assert volume.name == "1.png and 2 more"
    assert volume.note.endswith("names; 1 file that is no image left out")


def test_slices_say_once_what_was_done_to_them(tmp_path: Path) -> None:
    clear = np.zeros((4, 5, 4), np.uint8)
    for number in range(3):
        picture(tmp_path / f"{number}.png", clear if number else BLOCK[0])
    assert read(tmp_path).note.endswith("; transparent parts laid over white (2 of 3 slices)")


def test_ragged_slices(tmp_path: Path) -> None:
    slices(tmp_path, *(f"{number}.png" for number in range(9)))
    picture(tmp_path / "5.png", BLOCK[0, :3])
    picture(tmp_path / "7.png", BLOCK[0, :, :3])
    assert refusal(tmp_path) == (
        f"{tmp_path.name} cannot be opened: 5.png has 3 × 5 cells (rows × columns), and 0.png has "
        "4 × 5. Make all slices the same size first."
    )


def test_slices_of_two_kinds(tmp_path: Path) -> None:
    slices(tmp_path, "1.png", "2.png")
    picture(tmp_path / "2.png", BLOCK[0].astype(np.uint16))
    assert "2.png has uint16 cells, and 1.png has uint8. Save all" in refusal(tmp_path)


def test_a_damaged_slice_is_not_left_out_in_silence(tmp_path: Path) -> None:
    whole = slices(tmp_path, "1.png", "2.png", "3.png")[1]
    whole.write_bytes(whole.read_bytes()[:50])
    assert refusal(tmp_path).startswith("2.png cannot be opened: this PNG file ends too early")


def test_folders_that_hold_no_slices(tmp_path: Path) -> None:
    assert "it holds no file. Choose a folder of PNG" in refusal(tmp_path)
    (tmp_path / "notes.txt").write_text("once upon a time")
    assert "none of its 1 files is an image" in refusal(tmp_path)
    slices(tmp_path, "1.png")
    assert "1.png is its only image. Open that file itself." in refusal(tmp_path)


def test_choices_that_hold_no_slices(tmp_path: Path) -> None:
    one, two = npy(tmp_path / "a.npy", BLOCK), npy(tmp_path / "b.npy", BLOCK)
    assert "2 chosen files cannot be opened: none of them is an image." in refusal(one, two)
    assert "only one of them is an image" in refusal(one, *slices(tmp_path, "1.png"))


# ---- NIfTI

AFFINES = {
    "as it is": np.diag([1, 1, 1, 1]),
    "seen from below": np.diag([-1, 1, -1, 1]),
    "from front to back": np.array([[0, 0, 2, 0], [3, 0, 0, 0], [0, -4, 0, 0], [0, 0, 0, 1]]),
}


@pytest.mark.parametrize("way", AFFINES)
@pytest.mark.parametrize("name", ["head.nii", "head.nii.gz"])
def test_a_head_stands_upright_however_it_was_scanned(tmp_path: Path, way: str, name: str) -> None:
    cells = np.arange(2 * 3 * 4, dtype=np.int16).reshape(2, 3, 4)
    path = nifti(tmp_path / name, cells, AFFINES[way], "mm")
    volume = read(path)
    canonical = nibabel.as_closest_canonical(nibabel.load(path))
    expected = np.asarray(canonical.dataobj).transpose(2, 1, 0)[::-1, ::-1]
    np.testing.assert_array_equal(volume.voxels.array, expected)
    apart = "4 × 3 × 2" if way == "from front to back" else "1 × 1 × 1"
    assert volume.note == f"{LIES}; a voxel is {apart} mm (depth × height × width)"


def test_stored_numbers_are_scaled(tmp_path: Path) -> None:
    image = nibabel.Nifti1Image(BLOCK.T.astype(np.int16), np.eye(4))
    image.header.set_slope_inter(0.5, -3)
    nibabel.save(image, tmp_path / "a.nii")
    volume = read(tmp_path / "a.nii")
    np.testing.assert_allclose(volume.voxels.array, (0.5 * BLOCK - 3)[::-1, ::-1])


def test_of_several_volumes_the_first_is_taken_and_said(tmp_path: Path) -> None:
    cells = np.random.default_rng(3).random((2, 3, 4, 5), np.float32)
    volume = read(nifti(tmp_path / "scan.nii.gz", cells))
    np.testing.assert_array_equal(volume.voxels.array, cells[..., 0].T[::-1, ::-1])
    assert volume.note.startswith("the first of 5 volumes; ")
    assert "1 × 1 × 1 of no unit" in volume.note


def test_the_second_version_and_the_other_byte_order(tmp_path: Path) -> None:
    header = nibabel.Nifti2Header(endianness=">")
    header.set_data_dtype(np.float64)
    nibabel.save(nibabel.Nifti2Image(BLOCK.T / 8, np.eye(4), header), tmp_path / "a.nii")
    assert (tmp_path / "a.nii").read_bytes()[:4] == b"\0\0\2\x1c"
    np.testing.assert_array_equal(read(tmp_path / "a.nii").voxels.array, BLOCK[::-1, ::-1] / 8)


def test_a_single_plane_is_an_image(tmp_path: Path) -> None:
    image = read_input(nifti(tmp_path / "a.nii", BLOCK[0].T))
    assert isinstance(image, Image)
    np.testing.assert_array_equal(image.pixels.array, BLOCK[0, ::-1])


def test_where_it_does_not_say_how_it_lies_its_axes_stay(tmp_path: Path) -> None:
    path = nifti(tmp_path / "a.nii", BLOCK.T)
    data = bytearray(path.read_bytes())
    data[252:256] = b"\0\0\1\0"  # no qform, an sform
    data[280:328] = bytes(48)
    path.write_bytes(data)
    volume = read(path)
    np.testing.assert_array_equal(volume.voxels.array, BLOCK)
    assert volume.note == UNTURNED


@pytest.mark.parametrize("packed", ["", ".gz"])
@pytest.mark.parametrize("kind", [nibabel.Nifti1Pair, nibabel.Nifti2Pair])
def test_a_header_and_its_voxels_in_two_files(tmp_path: Path, kind: Any, packed: str) -> None:
    nibabel.save(kind(BLOCK.T, np.eye(4)), tmp_path / f"a.hdr{packed}")
    header, voxels = tmp_path / f"a.hdr{packed}", tmp_path / f"a.img{packed}"
    for chosen in ((header,), (voxels,), (header, voxels), (voxels, header)):
        volume = read(*chosen)
        np.testing.assert_array_equal(volume.voxels.array, BLOCK[::-1, ::-1])
        assert volume.name == chosen[0].name


def test_a_header_without_its_voxels(tmp_path: Path) -> None:
    nibabel.save(nibabel.Nifti1Pair(BLOCK.T, np.eye(4)), tmp_path / "a.hdr")
    (tmp_path / "a.img").rename(tmp_path / "b.img")
    words = "its voxels lie in another file (.img), which does not stand beside it. Put it there"
    assert words in refusal(tmp_path / "a.hdr")
    assert "it is no NIfTI volume with its header (.hdr) beside it" in refusal(tmp_path / "b.img")


def test_voxels_that_end_too_early_in_the_other_file(tmp_path: Path) -> None:
    nibabel.save(nibabel.Nifti1Pair(BLOCK.T, np.eye(4)), tmp_path / "a.hdr")
    (tmp_path / "a.img").write_bytes(bytes(59))
    assert "it ends too early: 59 of its 60 bytes of numbers" in refusal(tmp_path / "a.img")


def test_colours_become_grey_whatever_the_scaling(tmp_path: Path) -> None:
    colours = np.zeros((2, 3, 4), [("R", "u1"), ("G", "u1"), ("B", "u1")])
    colours["R"], colours["B"] = 100, np.arange(24).reshape(2, 3, 4)
    image = nibabel.Nifti1Image(colours, np.eye(4))
    nibabel.save(image, tmp_path / "a.nii")
    volume = read(tmp_path / "a.nii")
    expected = np.floor(0.299 * 100 + 0.114 * colours["B"] + 0.5).astype(np.uint8)
    np.testing.assert_array_equal(volume.voxels.array, expected.T[::-1, ::-1])
    assert volume.note.endswith("; colours became grey")


def test_colours_with_opacity_are_refused(tmp_path: Path) -> None:
    colours = np.zeros((2, 3, 4), [(name, "u1") for name in "RGBA"])
    nibabel.save(nibabel.Nifti1Image(colours, np.eye(4)), tmp_path / "a.nii")
    assert "not numbers of up to 64 bits" in refusal(tmp_path / "a.nii")


def test_without_nibabel_it_is_said_how_to_get_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = nifti(tmp_path / "head.nii.gz", BLOCK)
    monkeypatch.setitem(sys.modules, "nibabel", None)
    assert refusal(path) == (
        "head.nii.gz cannot be opened: NIfTI needs the package nibabel, which is not installed. "
        "Install it with  python -m pip install nibabel  or save the volume as a .npy array."
    )


# ---- what none of them is


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.npy", b"\x80\x04\x95pickled", "it is no array of NumPy, or it is damaged"),
        ("a.npy", b"%PDF-1.7\n", "it is a PDF document, whatever its name says"),
        ("a.nii", b"once upon a time", "it is no NIfTI volume, or it is damaged"),
        ("a.nii.gz", b"\x1f\x8bnothing", "it is a file packed with gzip, whatever its name says"),
        ("a.npy", b"", "it is empty"),
        ("a.dcm", bytes(128) + b"DICM", "it is a DICOM slice, which is not among the formats"),
    ],
)
def test_what_is_no_volume_is_named(tmp_path: Path, name: str, content: bytes, words: str) -> None:
    (tmp_path / name).write_bytes(content)
    assert words in refusal(tmp_path / name)


def test_a_misnamed_volume_opens(tmp_path: Path) -> None:
    path = npy(tmp_path / "a.npy", BLOCK).rename(tmp_path / "a.png")
    np.testing.assert_array_equal(read(path).voxels.array, BLOCK)
    path = pages(tmp_path / "a.tif", *BLOCK).rename(tmp_path / "b.npy")
    np.testing.assert_array_equal(read(path).voxels.array, BLOCK)


def test_a_missing_file(tmp_path: Path) -> None:
    assert "there is no such file. Check the name" in refusal(tmp_path / "lost.npy")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_pipes_are_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.npy")
    assert "it is a pipe or a device, not a file" in refusal(tmp_path / "pipe.npy")
    folder = tmp_path / "scan"
    slices(folder, "1.png", "3.png")
    os.mkfifo(folder / "2.png")
    assert refusal(folder).startswith("2.png cannot be opened: it is a pipe or a device")


def test_a_name_of_two_lines_stays_in_one(tmp_path: Path) -> None:
    folder = tmp_path / "a\nb"
    slices(folder, "1\n.png", "2.png")
    assert read(folder).name == "a�b"
    picture(folder / "2.png", BLOCK[0, :2])
    assert "2.png has 2 × 5 cells (rows × columns), and 1�.png has 4 × 5" in refusal(folder)
