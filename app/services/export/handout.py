"""The handout of a scene as a PDF."""

from __future__ import annotations

from dataclasses import replace
from enum import Enum
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QMarginsF
from PySide6.QtGui import QPageSize, QPainter, QPdfWriter

from app.paint.fonts import FontMeasure
from app.paint.handout import HandoutPages
from app.paint.theme import LIGHT
from app.picture.readout.handout import figure_of, handout_of
from app.services.files import ExportError, written_whole
from app.state import player
from app.state.derive import derive
from app.state.requests import Result
from app.state.scene import Scene

DOTS = 96
PRINTED = replace(LIGHT, name="printed", ground="#ffffff")
"""The light theme on white paper, whatever the screen's theme is."""
MOST_STEPS = 6


class Paper(Enum):
    """The sizes of paper that printers have."""

    A4 = "A4"
    LETTER = "Letter"


_SIZES = {
    Paper.A4: QPageSize.PageSizeId.A4,
    Paper.LETTER: QPageSize.PageSizeId.Letter,
}


def export_handout(
    path: Path, scene: Scene, result: Result | None, steps: tuple[int, ...], paper: Paper
) -> None:
    """Write the handout with the equations of some steps, counted from 0.

    Raises ExportError where a step is not there or the file cannot be written.
    """
    count = derive(scene).steps
    for step in steps:
        if not 0 <= step < count:
            raise ExportError(f"step {step + 1:,}: 1 to {count:,} fit")
    if len(steps) > MOST_STEPS:
        raise ExportError(f"{len(steps)} steps: up to {MOST_STEPS} fit on a handout")
    words = handout_of(scene, steps, result, FontMeasure())
    still = player.at_step(scene, scene.step)
    picture = figure_of(still, words, result, FontMeasure())
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QBuffer.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setTitle(f"{words.title}: {words.subtitle}")
    writer.setCreator("Convoscope")
    writer.setPageSize(QPageSize(_SIZES[paper]))
    writer.setPageMargins(QMarginsF(0, 0, 0, 0))
    writer.setResolution(DOTS)
    size = float(writer.width()), float(writer.height())
    with QPainter(writer) as painter:
        HandoutPages(painter, size, PRINTED, writer.newPage).paint(words, picture)
    with written_whole(path) as file:
        file.write(data.data())
