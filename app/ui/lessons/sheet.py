"""A lesson's whole text on a sheet of its own, in a line length that reads well."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from app.content.texts import Section
from app.paint.fonts import metrics
from app.paint.theme import Theme
from app.services.overrides import guarded
from app.ui.lessons.reading import Reading

SIZE = 16
MEASURE = "The window rests on as many input cells as the kernel has weights."
"""As much as a line holds, about 65 characters."""
MARGIN = 36
HIGHEST = 680


@guarded
class ReadingSheet(QDialog):
    """All sections of one lesson. Esc closes it."""

    def __init__(
        self, title: str, sections: Sequence[Section], theme: Theme, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("reading_sheet")
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.reading = Reading(self, SIZE)
        self.reading.set_theme(theme)
        self.reading.show_sections(sections)
        column = QVBoxLayout(self)
        column.setContentsMargins(MARGIN, 28, MARGIN - 14, 24)
        column.addWidget(self.reading)
        line = round(metrics(SIZE).horizontalAdvance(MEASURE)) + 12
        document = self.reading.document()
        document.setTextWidth(line)
        self.resize(line + 2 * MARGIN, min(HIGHEST, round(document.size().height()) + 60))
