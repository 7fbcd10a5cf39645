"""The stage as files: a PNG of one moment, a GIF of many, painted as the screen is."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import closing
from dataclasses import fields, replace
from pathlib import Path

import numpy as np
from PySide6.QtCore import QBuffer, QByteArray, Qt
from PySide6.QtGui import QColor, QImage, QImageWriter, QPainter

from app.paint.fonts import FontMeasure
from app.paint.painter import Artist
from app.paint.theme import Theme
from app.picture.compose import compose
from app.picture.elements import Picture
from app.picture.moment import Moment
from app.picture.stage.given import AnyStage, StageInput
from app.services.background.jobs import Watch
from app.services.export.clip import FITTED, Clip, Frame, check_clip, check_size
from app.services.export.gif import GifWriter, Pixels, palette_of
from app.services.files import ExportError, written_whole
from app.state import player
from app.state.derive import derive
from app.state.requests import Result
from app.state.scene import Pair, Scene
from app.state.view import View

RGB32 = QImage.Format.Format_RGB32


def stage_of(
    scene: Scene,
    result: Result | None,
    size: Pair,
    moment: Moment | None = None,
    view: View = FITTED,
    presenting: bool = False,
) -> AnyStage:
    """What compose needs for a picture of (width, height); at rest on its step by default."""
    width, height = size
    at = moment or Moment(scene.step, scene.tap)
    return StageInput(derive(scene), result, view, at, width, height, FontMeasure(), presenting)


def render(
    stage: AnyStage, theme: Theme, ratio: float = 1.0, artist: Artist | None = None
) -> QImage:
    """The stage as an opaque image, `ratio` pixels for each of its logical pixels."""
    image = QImage(round(stage.width * ratio), round(stage.height * ratio), RGB32)
    image.setDevicePixelRatio(ratio)
    image.fill(QColor(theme.ground))
    with QPainter(image) as painter:
        (artist or Artist(theme)).paint(picture_of(stage, theme), painter)
    return image


def render_transparent(stage: AnyStage, theme: Theme, ratio: float = 1.0) -> QImage:
    """The stage without its ground, for laying over something else."""
    size = round(stage.width * ratio), round(stage.height * ratio)
    image = QImage(*size, QImage.Format.Format_ARGB32_Premultiplied)
    image.setDevicePixelRatio(ratio)
    image.fill(Qt.GlobalColor.transparent)
    with QPainter(image) as painter:
        Artist(theme, grounded=False).paint(picture_of(stage, theme), painter)
    return image


def picture_of(stage: AnyStage, theme: Theme) -> Picture:
    """The stage's Picture; a theme with large letters lays it out as a presentation does."""
    return compose(replace(stage, presenting=stage.presenting or theme.large))


def export_png(
    path: Path, stage: AnyStage, theme: Theme, ratio: float = 1.0, transparent: bool = False
) -> None:
    """Write one moment as a PNG.

    Raises ExportError where it would be too large or the file cannot be written.
    """
    check_size(round(stage.width * ratio), round(stage.height * ratio))
    paint = render_transparent if transparent else render
    write_png(path, paint(stage, theme, ratio))


def write_png(path: Path, image: QImage) -> None:
    """Write an image as a PNG. Raises ExportError where the file cannot be written."""
    encoded = QByteArray()
    buffer = QBuffer(encoded)
    buffer.open(QBuffer.OpenModeFlag.WriteOnly)
    if not QImageWriter(buffer, QByteArray(b"png")).write(image):
        raise ExportError(f"{path} cannot be encoded: choose a smaller size")
    with written_whole(path) as file:
        file.write(encoded.data())


def export_gif(path: Path, clip: Clip, theme: Theme, watch: Watch | None = None) -> None:
    """Write an animation; `watch` hears the fraction done, and may raise to cancel."""
    with closing(gif_in_pieces(path, clip, theme)) as pieces:
        for fraction in pieces:
            if watch is not None:
                watch(fraction)


def gif_in_pieces(path: Path, clip: Clip, theme: Theme) -> Generator[float, None, None]:
    """Write an animation a frame at a time, telling the fraction done after each.

    Painting text belongs to the GUI thread, so this runs there, between events. The file is in
    its place once the last piece is done; closing the iterator leaves no file. Raises
    ExportError where the clip is too long or the file cannot be written.
    """
    check_clip(clip)
    frames = list(clip.frames())
    painter = FramePainter(clip, theme)
    samples = [painter.paint(frames[at]) for at in (0, len(frames) // 2, -1)]
    palette = palette_of(samples, _colours(theme))
    with written_whole(path) as file:
        writer = GifWriter(file, clip.size, palette)
        for number, frame in enumerate(frames, 1):
            writer.add(painter.paint(frame), frame.centiseconds)
            yield number / len(frames)
        writer.close()


class FramePainter:
    """Paints the frames of one clip; its artist keeps what does not change."""

    def __init__(self, clip: Clip, theme: Theme) -> None:
        self._clip = clip
        self._theme = theme
        self._artist = Artist(theme)

    def paint(self, frame: Frame) -> Pixels:
        clip = self._clip
        scene = player.seek(clip.scene, frame.position)
        stage = stage_of(scene, clip.result, clip.size, frame.moment, clip.view, clip.presenting)
        return pixels_of(render(stage, self._theme, artist=self._artist))


def pixels_of(image: QImage) -> Pixels:
    """An RGB32 image as an array `(height, width)` of 0xRRGGBB, copied."""
    rows = np.frombuffer(image.constBits(), np.uint32).reshape(image.height(), -1)
    return rows[:, : image.width()] & np.uint32(0xFFFFFF)


def _colours(theme: Theme) -> list[int]:
    """The theme's own colours, which an animation shows exactly."""
    named = (getattr(theme, field.name) for field in fields(theme))
    return [
        QColor(value).rgb() & 0xFFFFFF
        for value in named
        if isinstance(value, str) and value.startswith("#")
    ]
