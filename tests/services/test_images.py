"""Image files of every kind that people have: read as expected, or refused in one clear line."""

from __future__ import annotations

import os
import struct
import warnings
import zlib
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image as Pillow

from app.services.opening.images import ENDINGS, MAX_BYTES, ImageError, image_from_bytes
from app.state.image import MAX_PIXELS, Image
from app.state.validity import PIXEL_TYPES
from tests.services.opened import image_of

GREY = np.arange(0, 240, 20, dtype=np.uint8).reshape(3, 4)
COLOUR = np.stack([GREY, GREY[::-1], 255 - GREY], axis=-1)
KINDS = ("PNG", "JPEG", "WEBP", "GIF", "BMP", "TIFF")


def coded(picture: Pillow.Image, kind: str, **how: Any) -> bytes:
    buffer = BytesIO()
    picture.save(buffer, kind, **how)
    return buffer.getvalue()


def read(picture: Pillow.Image, kind: str, **how: Any) -> Image:
    return image_from_bytes(coded(picture, kind, **how), f"photo.{kind.lower()}")


def refusal(data: bytes, name: str = "photo.png") -> str:
    with pytest.raises(ImageError) as caught:
        image_from_bytes(data, name)
    text = str(caught.value)
    assert "\n" not in text
    return text


def refused_file(path: Path | str) -> str:
    with pytest.raises(ImageError) as caught:
        image_of(path)
    text = str(caught.value)
    assert "\n" not in text
    return text


# ---- what opens


@pytest.mark.parametrize("ending", ENDINGS)
def test_every_format_is_read_from_a_file(ending: str, tmp_path: Path) -> None:
    path = tmp_path / f"holiday{ending}"
    Pillow.fromarray(COLOUR).save(path)
    image = image_of(path)
    assert (image.name, image.height, image.width, image.white) == (path.name, 3, 4, 255.0)
    assert image.is_colour
    assert image.is_integer
    assert image.note == ""


@pytest.mark.parametrize("kind", ["PNG", "BMP", "TIFF"])
def test_lossless_formats_keep_every_value(kind: str) -> None:
    np.testing.assert_array_equal(read(Pillow.fromarray(GREY), kind).pixels.array, GREY)
    np.testing.assert_array_equal(read(Pillow.fromarray(COLOUR), kind).pixels.array, COLOUR)


def test_lossless_webp_keeps_every_value() -> None:
    image = read(Pillow.fromarray(COLOUR), "WEBP", lossless=True)
    np.testing.assert_array_equal(image.pixels.array, COLOUR)


def test_a_grey_gif_is_grey() -> None:
    np.testing.assert_array_equal(read(Pillow.fromarray(GREY), "GIF").pixels.array, GREY)


@pytest.mark.parametrize("kind", ["PNG", "TIFF"])
def test_sixteen_bits_keep_their_range(kind: str) -> None:
    values = np.array([[0, 1, 256], [30_000, 65_534, 65_535]], np.uint16)
    image = read(Pillow.fromarray(values), kind)
    np.testing.assert_array_equal(image.pixels.array, values)
    assert image.pixels.dtype == np.uint16
    assert image.white == 65_535.0


def test_big_endian_sixteen_bits_are_the_same_values() -> None:
    picture = Pillow.frombytes("I;16B", (2, 1), struct.pack(">2H", 1, 65_535))
    image = read(picture, "TIFF")
    np.testing.assert_array_equal(image.pixels.array, [[1, 65_535]])
    assert image.pixels.dtype == np.uint16


def test_float_tiff_keeps_its_values() -> None:
    values = np.array([[-1.5, 0.25], [1e-9, 3.75]], np.float32)
    image = read(Pillow.fromarray(values), "TIFF")
    np.testing.assert_array_equal(image.pixels.array, values)
    assert (image.white, image.note) == (3.75, "")


def test_cells_that_are_no_numbers_are_counted() -> None:
    values = np.array([[np.nan, 0.5], [np.inf, -np.inf]], np.float32)
    image = read(Pillow.fromarray(values), "TIFF")
    assert image.white == 0.5
    assert image.note == "3 cells hold no finite number"


def test_a_float_image_without_a_positive_value_has_a_white() -> None:
    assert read(Pillow.fromarray(np.full((2, 2), np.nan, np.float32)), "TIFF").white == 1.0
    assert read(Pillow.fromarray(np.zeros((2, 2), np.float32)), "TIFF").white == 1.0


def test_thirty_two_bit_integers_keep_their_values() -> None:
    values = np.array([[0, 70_000], [-5, 12]], np.int32)
    image = read(Pillow.fromarray(values), "TIFF")
    np.testing.assert_array_equal(image.pixels.array, values)
    assert image.white == 70_000.0


def test_one_bit_is_black_and_white() -> None:
    image = read(Pillow.fromarray(GREY > 100), "PNG")
    np.testing.assert_array_equal(image.pixels.array, np.where(GREY > 100, 255, 0))


@pytest.mark.parametrize("kind", ["PNG", "TIFF", "WEBP"])
def test_alpha_is_laid_over_white(kind: str) -> None:
    pixels = np.array([[[255, 0, 0, 255], [255, 0, 0, 0], [0, 0, 0, 128]]], np.uint8)
    image = read(Pillow.fromarray(pixels), kind, **({"lossless": True} if kind == "WEBP" else {}))
    np.testing.assert_array_equal(
        image.pixels.array, [[[255, 0, 0], [255, 255, 255], [127, 127, 127]]]
    )
    assert image.note == "transparent parts laid over white"


def test_grey_with_alpha_stays_grey() -> None:
    pixels = np.array([[[10, 255], [10, 0]]], np.uint8)
    image = read(Pillow.fromarray(pixels, "LA"), "PNG")
    np.testing.assert_array_equal(image.pixels.array, [[10, 255]])


def test_alpha_that_hides_nothing_is_not_worth_a_word() -> None:
    image = read(Pillow.fromarray(COLOUR).convert("RGBA"), "PNG")
    np.testing.assert_array_equal(image.pixels.array, COLOUR)
    assert image.note == ""


def test_a_palette_gives_its_colours() -> None:
    picture = Pillow.fromarray(np.array([[0, 1, 2]], np.uint8), "P")
    picture.putpalette([200, 0, 0, 0, 200, 0, 0, 0, 200])
    image = read(picture, "PNG")
    np.testing.assert_array_equal(image.pixels.array, [[[200, 0, 0], [0, 200, 0], [0, 0, 200]]])


@pytest.mark.parametrize("kind", ["PNG", "GIF"])
def test_a_transparent_palette_entry_is_white(kind: str) -> None:
    picture = Pillow.fromarray(np.array([[0, 1]], np.uint8), "P")
    picture.putpalette([200, 0, 0, 0, 200, 0])
    image = read(picture, kind, transparency=1)
    np.testing.assert_array_equal(image.pixels.array, [[[200, 0, 0], [255, 255, 255]]])
    assert image.note == "transparent parts laid over white"


def test_a_transparent_colour_without_alpha_is_white() -> None:
    picture = Pillow.fromarray(np.array([[[1, 2, 3], [4, 5, 6]]], np.uint8))
    image = read(picture, "PNG", transparency=(1, 2, 3))
    np.testing.assert_array_equal(image.pixels.array, [[[255, 255, 255], [4, 5, 6]]])


@pytest.mark.parametrize("kind", ["TIFF", "JPEG"])
def test_cmyk_comes_out_in_its_colours(kind: str) -> None:
    image = read(Pillow.new("CMYK", (16, 16), (0, 255, 255, 0)), kind)
    np.testing.assert_allclose(image.pixels.array[8, 8], [255, 0, 0], atol=3)
    assert image.note == "CMYK converted to RGB"


TURNED: dict[int, Callable[[Any], Any]] = {
    1: lambda upright: upright,
    2: lambda upright: upright[:, ::-1],
    3: lambda upright: upright[::-1, ::-1],
    4: lambda upright: upright[::-1],
    5: lambda upright: upright.swapaxes(0, 1),
    6: lambda upright: upright.swapaxes(0, 1)[::-1],
    7: lambda upright: upright[::-1, ::-1].swapaxes(0, 1),
    8: lambda upright: upright.swapaxes(0, 1)[:, ::-1],
}
"""How the rows and columns of an upright picture lie in a file, by its Exif orientation."""


@pytest.mark.parametrize("kind", ["PNG", "TIFF", "WEBP"])
@pytest.mark.parametrize("orientation", TURNED)
def test_a_picture_stands_upright_however_the_camera_was_held(kind: str, orientation: int) -> None:
    exif = Pillow.Exif()
    exif[0x0112] = orientation
    lying = Pillow.fromarray(np.ascontiguousarray(TURNED[orientation](COLOUR)))
    image = read(lying, kind, exif=exif, **({"lossless": True} if kind == "WEBP" else {}))
    np.testing.assert_array_equal(image.pixels.array, COLOUR)
    assert image.note == ("" if orientation == 1 else "turned as its Exif data say")


def test_damaged_exif_does_not_lose_the_picture() -> None:
    image = read(Pillow.fromarray(COLOUR), "PNG", exif=b"Exif\0\0MM\0*\xff\xff\xff\xff")
    np.testing.assert_array_equal(image.pixels.array, COLOUR)


@pytest.mark.parametrize("kind", ["GIF", "PNG", "WEBP", "TIFF"])
def test_the_first_frame_is_taken_and_said(kind: str) -> None:
    frames = [Pillow.new("L", (4, 3), shade) for shade in (10, 200)]
    image = read(frames[0], kind, save_all=True, append_images=frames[1:])
    assert abs(int(image.pixels.array.flat[0]) - 10) <= 3
    assert image.note == "the first of several frames or pages"


def test_sixteen_bit_colour_says_what_is_lost() -> None:
    header = b"IHDR" + struct.pack(">IIBBBBB", 1, 1, 16, 2, 0, 0, 0)
    pixels = b"IDAT" + zlib.compress(b"\0" + struct.pack(">3H", 0x1234, 0x5678, 0x9ABC))
    image = image_from_bytes(png(header, pixels, b"IEND"), "deep.png")
    np.testing.assert_array_equal(image.pixels.array, [[[0x12, 0x56, 0x9A]]])
    assert image.note == "16 bits a channel shortened to 8"


def png(*chunks: bytes) -> bytes:
    parts = (
        struct.pack(">I", len(chunk) - 4) + chunk + struct.pack(">I", zlib.crc32(chunk))
        for chunk in chunks
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def test_a_misnamed_picture_opens_and_says_so() -> None:
    image = image_from_bytes(coded(Pillow.fromarray(GREY), "PNG"), "scan.jpeg")
    np.testing.assert_array_equal(image.pixels.array, GREY)
    assert image.note == "a PNG file, whatever its name says"


# ---- TIFF files that few programs write


def tiff(
    width: int, bits: int, kind: int, photometric: int, cells: bytes, planes: int = 1
) -> bytes:
    """One row of cells, uncompressed. `kind`: 1 unsigned, 2 signed, 3 float."""
    tags = {256: (4, width), 257: (4, 1), 258: (3, bits), 259: (3, 1), 262: (3, photometric),
            273: (4, 134), 277: (3, planes), 278: (4, 1), 279: (4, len(cells)),
            339: (3, kind)}  # fmt: skip
    entries = [struct.pack("<HHII", tag, code, 1, value) for tag, (code, value) in tags.items()]
    head = struct.pack("<2sHIH", b"II", 42, 8, len(entries)) + b"".join(entries) + bytes(4)
    assert len(head) == 134
    return head + cells


@pytest.mark.parametrize(
    ("bits", "kind", "cells", "values", "white"),
    [
        (32, 1, struct.pack("<2I", 5, 3_000_000_000), [5, 3_000_000_000], 3e9),
        (32, 2, struct.pack("<2i", -5, 300), [-5, 300], 300.0),
        (16, 2, struct.pack("<2h", -5, 300), [-5, 300], 300.0),
        (12, 1, b"\x12\x3f\xff", [0x123, 0xFFF], 4095.0),
        (8, 2, struct.pack("2b", -5, 100), [-5, 100], 100.0),
        (32, 3, struct.pack("<2f", -0.5, 2.5), [-0.5, 2.5], 2.5),
    ],
)
def test_a_measured_plane_keeps_its_numbers(
    bits: int, kind: int, cells: bytes, values: list[float], white: float
) -> None:
    image = image_from_bytes(tiff(2, bits, kind, 1, cells), "scan.tif")
    np.testing.assert_array_equal(image.pixels.array, [values])
    assert (image.white, image.note) == (white, "")
    assert image.pixels.dtype.name in PIXEL_TYPES, "a scene with it can be saved and opened"


@pytest.mark.parametrize(("bits", "cells", "white"), [(8, b"\0\xf0", 255),
                                                      (16, b"\0\0\xf0\xff", 65_535)])  # fmt: skip
def test_a_plane_in_which_zero_is_white_is_not_shown_as_a_negative(
    bits: int, cells: bytes, white: int
) -> None:
    image = image_from_bytes(tiff(2, bits, 1, 0, cells), "fax.tif")
    np.testing.assert_array_equal(image.pixels.array, [[white, 15]])


def test_a_sound_file_of_a_kind_that_cannot_be_read_is_not_called_damaged_outright() -> None:
    text = refusal(tiff(2, 64, 3, 1, struct.pack("<2d", 0.5, 2.5)), "model.tif")
    assert "this TIFF file is damaged, or of an unusual kind" in text
    assert "save it anew from another program" in text


# ---- what does not


def test_a_missing_file(tmp_path: Path) -> None:
    assert refused_file(tmp_path / "lost.png") == (
        "lost.png cannot be opened: there is no such file. Check the name and the folder."
    )


def test_an_empty_file(tmp_path: Path) -> None:
    path = tmp_path / "nothing.png"
    path.touch()
    assert "nothing.png cannot be opened: it is empty." in refused_file(path)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    path = tmp_path / "pipe.png"
    os.mkfifo(path)
    assert "it is a pipe or a device, not a file" in refused_file(path)


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="this system has no /dev/zero")
def test_a_device_is_not_read() -> None:
    assert "it is a pipe or a device, not a file" in refused_file(Path("/dev/zero"))


def test_a_file_that_may_not_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "secret.png"
    path.write_bytes(coded(Pillow.fromarray(GREY), "PNG"))

    def locked(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")  # root may read anything, so act it

    monkeypatch.setattr(Path, "open", locked)
    assert "you may not read it. Ask for the right to read it" in refused_file(path)


@pytest.mark.parametrize("name", ["a\0b.png", "x" * 5000 + ".png"])
def test_names_that_no_file_can_have(name: str) -> None:
    assert "cannot be opened" in refused_file(name)


def test_a_name_of_two_lines_stays_in_one() -> None:
    assert refusal(b"", "a\nb.png").startswith("a�b.png cannot be opened")


def test_a_file_with_too_many_bytes_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "huge.tif"
    with path.open("wb") as file:
        file.truncate(MAX_BYTES + 1)
    assert "512 MiB is the most. Make it smaller" in refused_file(path)


@pytest.mark.parametrize(("width", "height"), [(9_000, 9_000), (30_000, 30_000), (2**31 - 1, 9)])
def test_a_picture_with_too_many_pixels_is_not_decoded(width: int, height: int) -> None:
    header = b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    text = refusal(png(header, b"IDAT" + zlib.compress(b"\0" * 100), b"IEND"))
    assert f"{MAX_PIXELS:,}" in text
    assert "Make it smaller" in text


def test_a_gif_that_claims_too_many_pixels() -> None:
    honest = coded(Pillow.fromarray(GREY), "GIF")
    text = refusal(honest[:6] + struct.pack("<HH", 65_535, 65_535) + honest[10:])
    assert "65,535 × 65,535 is 4,294,836,225 pixels" in text or "more than 64,000,000" in text


def test_a_jpeg_that_asks_for_endless_passes_is_not_decoded() -> None:
    honest = coded(Pillow.new("L", (7_990, 7_990), 9), "JPEG", progressive=True)
    last = honest[honest.rindex(b"\xff\xda") : -2]
    text = refusal(honest[:-2] + 1_000 * last + honest[-2:], "slow.jpg")
    assert "passes over its pixels and would take far too long" in text


def test_a_progressive_jpeg_is_read() -> None:
    image = read(Pillow.new("RGB", (40, 30), (200, 10, 10)), "JPEG", progressive=True)
    np.testing.assert_allclose(image.pixels.array[9, 9], [200, 10, 10], atol=3)


def test_a_text_chunk_that_unpacks_to_too_much() -> None:
    header = b"IHDR" + struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    bomb = b"zTXtComment\0\0" + zlib.compress(bytes(80_000_000))
    assert "damaged" in refusal(png(header, bomb, b"IDAT" + zlib.compress(b"\0\0"), b"IEND"))


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"hello, world\n" * 20, "it is no image of a known format"),
        (b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n", "it is a PostScript file"),
        (b"%PDF-1.7\n", "it is a PDF document"),
        (b"\0\0\0\x18ftypheic\0\0\0\0", "it is an HEIC image"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "it is an SVG drawing"),
        (b"\xff\xd8\xff\xe0", "this JPEG file is damaged"),
        (b"BM", "this BMP file is damaged"),
    ],
)
def test_what_is_no_picture_is_named(content: bytes, words: str) -> None:
    text = refusal(content)
    assert words in text
    assert text.endswith(".")


def test_an_icon_or_another_of_pillows_formats_is_not_on_the_list() -> None:
    assert "no image of a known format" in refusal(coded(Pillow.fromarray(GREY), "PPM"))


@pytest.mark.parametrize("kind", KINDS)
def test_half_a_file_says_that_a_part_is_missing(kind: str) -> None:
    noise = np.random.default_rng(1).integers(0, 256, (64, 64, 3), np.uint8)
    data = coded(Pillow.fromarray(noise), kind)
    text = refusal(data[: len(data) // 2], f"photo.{kind.lower()}")
    assert "ends too early" in text or "is damaged" in text
    assert "Copy or download it again" in text


# ---- whatever the bytes: an image or an ImageError, and not a word from Pillow

PICTURES = {
    "palette png": coded(Pillow.fromarray(COLOUR).quantize(8), "PNG"),
    "deep png": coded(Pillow.fromarray(GREY.astype(np.uint16) * 200), "PNG"),
    "png": coded(Pillow.fromarray(COLOUR), "PNG"),
    "jpeg": coded(Pillow.fromarray(COLOUR), "JPEG", exif=Pillow.Exif()),
    "progressive jpeg": coded(Pillow.fromarray(COLOUR), "JPEG", progressive=True),
    "cmyk jpeg": coded(Pillow.fromarray(COLOUR).convert("CMYK"), "JPEG"),
    "webp": coded(Pillow.fromarray(COLOUR), "WEBP"),
    "gif": coded(Pillow.fromarray(COLOUR), "GIF", save_all=True,
                 append_images=[Pillow.fromarray(255 - COLOUR)]),
    "bmp": coded(Pillow.fromarray(COLOUR), "BMP"),
    "tiff": coded(Pillow.fromarray(COLOUR), "TIFF"),
    "deflated tiff": coded(Pillow.fromarray(COLOUR), "TIFF", compression="tiff_adobe_deflate"),
    "12-bit tiff": tiff(2, 12, 1, 0, b"\x12\x3f\xff"),
    "signed tiff": tiff(2, 8, 2, 1, b"\xff\x05"),
    "large tiff": tiff(2, 32, 1, 1, bytes(8)),
    "float tiff": coded(Pillow.fromarray(GREY.astype(np.float32)), "TIFF"),
}  # fmt: skip


def survives(data: bytes) -> None:
    """An image within bounds or one clear line; warnings are errors around this."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        try:
            image = image_from_bytes(data, "some.png")
        except ImageError as error:
            text = str(error)
            assert text.startswith("some.png cannot be opened: ")
            assert text.endswith(".")
            assert "\n" not in text
        else:
            assert 1 <= image.height * image.width <= MAX_PIXELS
            assert np.isfinite(image.white)
            assert image.white > 0


@pytest.mark.parametrize("name", PICTURES)
def test_cut_anywhere(name: str, capfd: pytest.CaptureFixture[str]) -> None:
    data = PICTURES[name]
    for end in range(len(data)):
        survives(data[:end])
    assert capfd.readouterr() == ("", "")


@given(
    name=st.sampled_from(sorted(PICTURES)),
    changes=st.lists(st.tuples(st.integers(0, 2**16), st.integers(0, 255)), min_size=1, max_size=8),
)
def test_bytes_changed_anywhere(name: str, changes: list[tuple[int, int]]) -> None:
    data = bytearray(PICTURES[name])
    for place, value in changes:
        data[place % len(data)] = value
    survives(bytes(data))


@given(
    start=st.sampled_from([b"", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"RIFF\0\1\0\0WEBPVP8 ",
                           b"GIF89a", b"BM", b"II*\0\x08\0\0\0", b"MM\0*\0\0\0\x08"]),
    rest=st.binary(max_size=300),
)  # fmt: skip
def test_random_bytes(start: bytes, rest: bytes) -> None:
    survives(start + rest)
