"""The stage as files: a PNG of one moment, a GIF of many, painted as the screen is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

from PIL import Image
from PySide6.QtCore import QBuffer, QByteArray
from PySide6.QtGui import QColor, QImage, QPainter

from app.paint.fonts import FontMeasure
from app.paint.painter import Artist
from app.paint.theme import Theme
from app.picture.compose import StageInput, compose
from app.services.clip import MOST_FRAMES, Clip, Frame, most_positions
from app.services.files import ExportError, written_whole
from app.services.gif import Colour, GifWriter, palette_of
from app.services.jobs import Watch
from app.state import player
from app.state.derive import derive

RGB32 = QImage.Format.Format_RGB32
LEAST_SIDE, MOST_SIDE = 200, 8000
"""Width and height of an exported picture, in pixels."""


def render(stage: StageInput, theme: Theme, ratio: float = 1.0, artist: Artist | None = None
           ) -> QImage:
    """The stage as an opaque image, `ratio` pixels for each of its logical pixels."""
    image = QImage(round(stage.width * ratio), round(stage.height * ratio), RGB32)
    image.setDevicePixelRatio(ratio)
    image.fill(QColor(theme.ground))
    with QPainter(image) as painter:
        (artist or Artist(theme)).paint(compose(stage), painter)
    return image


def export_png(path: Path, stage: StageInput, theme: Theme, ratio: float = 1.0) -> None:
    """Write one moment as a PNG. Raises ExportError where the file cannot be written."""
    image = render(stage, theme, ratio)
    image.setDevicePixelRatio(1)
    encoded = QByteArray()
    buffer = QBuffer(encoded)
    buffer.open(QBuffer.OpenModeFlag.WriteOnly)
    if not image.save(buffer, b"PNG"):
        raise ExportError(f"{path} cannot be encoded: choose a smaller size")
    with written_whole(path) as file:
        file.write(encoded.data())


def export_gif(path: Path, clip: Clip, theme: Theme, watch: Watch | None = None) -> None:
    """Write an animation; `watch` hears the fraction done, and may raise to cancel."""
    for fraction in gif_in_pieces(path, clip, theme):
        if watch is not None:
            watch(fraction)


def gif_in_pieces(path: Path, clip: Clip, theme: Theme) -> Iterator[float]:
    """Write an animation a frame at a time, telling the fraction done after each.

    Painting text belongs to the GUI thread, so this runs there, between events. The file is in
    its place once the last piece is done; closing the iterator leaves no file. Raises
    ExportError where the clip is too long or the file cannot be written.
    """
    check_clip(clip)
    frames = list(clip.frames())
    painter = _FramePainter(clip, theme)
    samples = [painter.paint(frames[at]) for at in (0, len(frames) // 2, -1)]
    palette = palette_of(samples, _colours(theme))
    with written_whole(path) as file:
        writer = GifWriter(file, clip.size, palette)
        for number, frame in enumerate(frames, 1):
            writer.add(painter.paint(frame), frame.centiseconds)
            yield number / len(frames)
        writer.close()


def check_clip(clip: Clip) -> None:
    """Raise ExportError where an animation would be too large."""
    check_size(*clip.size)
    count, most = clip.last - clip.first + 1, most_positions(clip.speed, clip.motion)
    if count > most:
        raise ExportError(
            f"{count:,} steps at {clip.speed:g} a second make {clip.frame_count:,} frames, and "
            f"{MOST_FRAMES:,} fit: choose up to {most:,} steps, or turn motion off"
        )


def check_size(width: int, height: int) -> None:
    """Raise ExportError where a picture would be too small to read or too large to make."""
    if not (LEAST_SIDE <= width <= MOST_SIDE and LEAST_SIDE <= height <= MOST_SIDE):
        raise ExportError(
            f"{width} × {height} pixels: a width and a height from {LEAST_SIDE} to {MOST_SIDE} fit"
        )


class _FramePainter:
    """Paints the frames of one clip; its artist keeps what does not change."""

    def __init__(self, clip: Clip, theme: Theme) -> None:
        self._clip = clip
        self._theme = theme
        self._artist = Artist(theme)
        self._measure = FontMeasure()

    def paint(self, frame: Frame) -> Image.Image:
        clip = self._clip
        scene = player.seek(clip.scene, frame.position)
        stage = StageInput(
            derive(scene), clip.result, clip.view, frame.moment, *clip.size, self._measure,
            clip.presenting,
        )  # fmt: skip
        return as_pillow(render(stage, self._theme, artist=self._artist))


def as_pillow(image: QImage) -> Image.Image:
    """An RGB32 image as Pillow's RGB, copied."""
    size = image.width(), image.height()
    bits = bytes(image.constBits())
    return Image.frombuffer("RGB", size, bits, "raw", "BGRX", image.bytesPerLine(), 1)


def _colours(theme: Theme) -> list[Colour]:
    """The theme's own colours, which an animation shows exactly."""
    named = [QColor(value) for field in fields(theme)
             if isinstance(value := getattr(theme, field.name), str) and value.startswith("#")]
    return [(colour.red(), colour.green(), colour.blue()) for colour in named]
