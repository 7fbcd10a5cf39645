"""What a file is by its first bytes, and by its name: for words about it, never for decoding."""

from __future__ import annotations

from pathlib import PurePath

_READABLE = (
    (0, b"\x89PNG", "PNG"),
    (0, b"\xff\xd8", "JPEG"),
    (8, b"WEBP", "WebP"),
    (0, b"GIF8", "GIF"),
    (0, b"BM", "BMP"),
    (0, b"II*\x00", "TIFF"),
    (0, b"MM\x00*", "TIFF"),
    (0, b"II+\x00", "TIFF"),
    (0, b"MM\x00+", "TIFF"),
)
_OTHERS = (
    (0, b"%PDF", "a PDF document"),
    (0, b"%!PS", "a PostScript file"),
    (0, b"8BPS", "a Photoshop file"),
    (4, b"ftypavif", "an AVIF image, which is not among the formats"),
    (4, b"ftyphe", "an HEIC image, which is not among the formats"),
    (4, b"ftypmif1", "an HEIC image, which is not among the formats"),
    (4, b"jP  ", "a JPEG 2000 image, which is not among the formats"),
    (0, b"\xff\x0a", "a JPEG XL image, which is not among the formats"),
    (4, b"JXL ", "a JPEG XL image, which is not among the formats"),
    (4, b"ftyp", "a video"),
    (0, b"\x1aE\xdf\xa3", "a video"),
    (0, b"<svg", "an SVG drawing, which has no pixels"),
    (0, b"<?xml", "an XML file, perhaps an SVG drawing, which has no pixels"),
    (0, b"<!DOCTYPE", "a web page"),
    (0, b"<html", "a web page"),
    (0, b"PK\x03\x04", "a ZIP archive or an office document"),
    (0, b"\x93NUMPY", "a NumPy array"),
    (0, b"\x1f\x8b", "a file packed with gzip"),
    (128, b"DICM", "a DICOM slice, which is not among the formats"),
)
_NAMED = {
    ".png": "PNG", ".jpg": "JPEG", ".jpeg": "JPEG", ".webp": "WebP", ".gif": "GIF",
    ".bmp": "BMP", ".tif": "TIFF", ".tiff": "TIFF",
}  # fmt: skip


def recognised(data: bytes) -> tuple[str, bool]:
    """What the content is by its first bytes ("" if unknown), and whether it can be read here.

    >>> recognised(b"%PDF-1.7")
    ('a PDF document', False)
    """
    for table, readable in ((_READABLE, True), (_OTHERS, False)):
        for offset, mark, kind in table:
            if data.startswith(mark, offset):
                return kind, readable
    return "", False


def named_kind(name: str) -> str:
    """The format that a file's name promises, "" where it promises none."""
    return _NAMED.get(PurePath(name).suffix.lower(), "")
