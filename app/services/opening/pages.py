"""Pages of a TIFF file and frames of a GIF animation as the slices of a volume."""

from __future__ import annotations

from app.services.opening import gif_frames, tiff_pages
from app.services.opening.images import frames, image_from_bytes
from app.services.opening.page import Page, PagesError
from app.services.opening.signatures import recognised
from app.services.opening.tiff_series import check_stack, open_series
from app.services.opening.voxels import AGAIN, Pile, check_alike, check_shape, refuse
from app.state.image import Image
from app.state.result import Watch
from app.state.solid.volume import MAX_VOLUME_SIDE, Volume

_LISTS = {"TIFF": ("page", tiff_pages.pages), "GIF": ("frame", gif_frames.frames)}


def open_pages(data: bytes, name: str, watch: Watch) -> Image | Volume:
    """All pages or frames of a file as a volume, in grey; an image where there is but one.

    How many there are and how large is read before the first is decoded. VolumeError or
    ImageError where they cannot be slices.
    """
    check_stack(data, name)
    series = open_series(data, name, watch)
    if series is not None:
        return series
    word, pages = _listed(data, name)
    if len(pages) < 2:
        return image_from_bytes(data, name)
    _check(pages, word, name)
    pile = Pile(name, len(pages))
    numbers = (page.number for page in pages)
    for number, frame in enumerate(frames(data, name, numbers), 1):
        pile.add(frame, f"{word} {number}")
        watch(number / len(pages))
    return pile.volume(f"{len(pages)} {word}s as slices")


def _listed(data: bytes, name: str) -> tuple[str, list[Page]]:
    """What a page is called, and those that are whole pictures: no thumbnails, no masks."""
    kind = recognised(data)[0]
    if kind not in _LISTS:
        return "page", []
    word, listed = _LISTS[kind]
    try:
        pages = listed(data, MAX_VOLUME_SIDE)
    except PagesError as error:
        refuse(name, f"this {kind} file is damaged: {error}", AGAIN)
    if len(pages) > MAX_VOLUME_SIDE:
        why = f"it has more than {MAX_VOLUME_SIDE:,} {word}s"
        refuse(name, why, "Keep every second one, or fewer, in another program first")
    return word, pages


def _check(pages: list[Page], word: str, name: str) -> None:
    first = pages[0]
    check_shape((len(pages), first.height, first.width), name)
    for number, page in enumerate(pages[1:], 2):
        shapes = (page.height, page.width), (first.height, first.width)
        check_alike(name, f"{word} {number}", shapes[0], f"{word} 1", shapes[1])
