"""The stage as SVG and PDF, with real text; and many steps on one page."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QMarginsF, QRect, QSize, QSizeF
from PySide6.QtGui import QColor, QPageSize, QPainter, QPdfWriter
from PySide6.QtSvg import QSvgGenerator

from app.paint.letters import write
from app.paint.painter import Artist
from app.paint.theme import Theme
from app.picture.elements import Picture, Weight
from app.picture.stage.given import AnyStage
from app.services.export.stage import picture_of, stage_of
from app.services.files import ExportError, written_whole
from app.state import player
from app.state.requests import Result
from app.state.scene import Pair, Scene
from app.state.typed import counted
from app.state.view import View

POINTS = 72 / 96
"""Points in a logical pixel."""
DOTS = 96
SHEET_MARGIN, SHEET_GAP, SHEET_CAPTION = 40.0, 24.0, 22.0
SHEET_MOST = 24
"""More steps than this would be too small on a page."""
A4 = (1123.0, 794.0)
"""A4 on its side, in logical pixels."""


def export_svg(path: Path, stage: AnyStage, theme: Theme, transparent: bool = False) -> None:
    """Write one moment as an SVG. Raises ExportError where the file cannot be written."""
    data = QByteArray()
    buffer = QBuffer(data)
    generator = QSvgGenerator()
    generator.setOutputDevice(buffer)
    generator.setResolution(DOTS)
    generator.setSize(QSize(round(stage.width), round(stage.height)))
    generator.setViewBox(QRect(0, 0, round(stage.width), round(stage.height)))
    picture = picture_of(stage, theme)
    generator.setTitle("Convoscope")
    generator.setDescription(picture.spoken)
    with QPainter(generator) as painter:
        Artist(theme, vector=True, grounded=not transparent).paint(picture, painter)
    _write(path, data)


def export_pdf(path: Path, stage: AnyStage, theme: Theme) -> None:
    """Write one moment as a page of its own size. Raises ExportError as export_svg does."""
    picture = picture_of(stage, theme)
    _pages(path, (stage.width, stage.height), [picture], theme)


def contact_sheet(
    path: Path, stages: Sequence[AnyStage], theme: Theme, captions: Sequence[str]
) -> None:
    """Write several moments on one A4 page as a PDF, each with a line below it."""
    if not 1 <= len(stages) <= SHEET_MOST:
        raise ExportError(f"{len(stages)} steps on a page: 1 to {SHEET_MOST} fit")
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QBuffer.OpenModeFlag.WriteOnly)
    writer = _writer(buffer, A4)
    columns, scale = _grid(len(stages), stages[0].width, stages[0].height)
    artist = Artist(theme, vector=True)
    with QPainter(writer) as painter:
        for number, (stage, caption) in enumerate(zip(stages, captions, strict=True)):
            row, column = divmod(number, columns)
            x = SHEET_MARGIN + column * (stage.width * scale + SHEET_GAP)
            y = SHEET_MARGIN + row * (stage.height * scale + SHEET_CAPTION + SHEET_GAP)
            painter.save()
            painter.translate(x, y)
            painter.scale(scale, scale)
            artist.paint(picture_of(stage, theme), painter)
            painter.restore()
            below = y + stage.height * scale + SHEET_CAPTION / 2
            write(painter, caption, x, below, 13, Weight.MEDIUM, colour=QColor(theme.ink))
    _write(path, data)


def steps_sheet(
    path: Path,
    scene: Scene,
    positions: Sequence[int],
    result: Result | None,
    size: Pair,
    view: View,
    theme: Theme,
) -> None:
    """A contact sheet of timeline positions (from 0), each named as the timeline counts it."""
    stages = [stage_of(player.seek(scene, at), result, size, view=view) for at in positions]
    total = player.length(scene)
    contact_sheet(path, stages, theme, [f"Step {at + 1:,} of {total:,}" for at in positions])


def _grid(count: int, width: float, height: float) -> tuple[int, float]:
    """The number of columns at which the pictures are largest, and their scale."""
    best = (1, 0.0)
    for columns in range(1, count + 1):
        rows = ceil(count / columns)
        wide = (A4[0] - 2 * SHEET_MARGIN - (columns - 1) * SHEET_GAP) / columns
        high = (A4[1] - 2 * SHEET_MARGIN - (rows - 1) * SHEET_GAP) / rows - SHEET_CAPTION
        scale = min(wide / width, high / height, 1.0)
        if scale > best[1]:
            best = (columns, scale)
    return best


def chosen_steps(scene: Scene, text: str) -> list[int]:
    """Timeline positions from what a person types ("1, 3, 5-9"), counted from 1.

    Raises ExportError in words.
    """
    total = player.length(scene)
    chosen: list[int] = []
    for part in text.replace("–", "-").split(","):
        first, dash, last = part.strip().partition("-")
        low, high = counted(first), counted(last if dash else first)
        if low is None or high is None:
            raise ExportError(f"steps “{text}”: numbers such as 1, 3, 5-9 fit")
        span = range(low, high + 1)
        if not span or span[0] < 1 or span[-1] > total:
            raise ExportError(f"steps “{part.strip()}”: 1 to {total:,} fit")
        if len(chosen) + len(span) > SHEET_MOST:
            raise ExportError(f"steps “{text}”: up to {SHEET_MOST} fit on a page")
        chosen += [step - 1 for step in span]
    return chosen


def _pages(
    path: Path, size: tuple[float, float], pictures: Sequence[Picture], theme: Theme
) -> None:
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QBuffer.OpenModeFlag.WriteOnly)
    writer = _writer(buffer, size)
    with QPainter(writer) as painter:
        for number, picture in enumerate(pictures):
            if number:
                writer.newPage()
            Artist(theme, vector=True).paint(picture, painter)
    _write(path, data)


def _writer(buffer: QBuffer, size: tuple[float, float]) -> QPdfWriter:
    """A page of this size in logical pixels, without margins."""
    writer = QPdfWriter(buffer)
    writer.setTitle("Convoscope")
    writer.setCreator("Convoscope")
    points = QSizeF(size[0] * POINTS, size[1] * POINTS)
    exact = QPageSize.SizeMatchPolicy.ExactMatch
    writer.setPageSize(QPageSize(points, QPageSize.Unit.Point, "", exact))
    writer.setPageMargins(QMarginsF(0, 0, 0, 0))
    writer.setResolution(DOTS)
    return writer


def _write(path: Path, data: QByteArray) -> None:
    with written_whole(path) as file:
        file.write(data.data())
