"""A lesson's text for reading: Markdown in the theme's colours, quiet and scrollable."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QPaintEvent,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextListFormat,
)
from PySide6.QtWidgets import QTextBrowser, QWidget

from app.content.texts import Section
from app.paint.theme import LIGHT, Theme
from app.services.overrides import guarded
from app.ui.lessons.fading import paint_fades

LINE = 135
"""Line height in per cent."""
SIZE = 12
"""Size of the letters in the panel, in pixels."""


@guarded
class Reading(QTextBrowser):
    """Shows the sections of a lesson's text; it can be read, scrolled and copied."""

    def __init__(self, parent: QWidget | None = None, size: int = SIZE) -> None:
        super().__init__(parent)
        self._size = size
        self.setObjectName("reading")
        self.setAccessibleName("About this lesson")
        self.setOpenLinks(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.document().setDocumentMargin(0)
        self._sections: tuple[Section, ...] = ()
        self._theme = LIGHT

    def show_sections(self, sections: Sequence[Section]) -> None:
        self._sections = tuple(sections)
        self._render()

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        at = self.verticalScrollBar().value()
        self._render()
        self.verticalScrollBar().setValue(at)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        super().paintEvent(event)
        paint_fades(self, self._theme, arrows=False)

    def _render(self) -> None:
        document = self.document()
        document.setMarkdown(
            "\n\n".join(section.markdown for section in self._sections),
            QTextDocument.MarkdownFeature.MarkdownDialectCommonMark,
        )
        everything = QTextCursor(document)
        everything.select(QTextCursor.SelectionType.Document)
        colour = QTextCharFormat()
        colour.setForeground(QColor(self._theme.ink))
        everything.mergeCharFormat(colour)
        block = document.begin()
        while block.isValid():
            self._dress(QTextCursor(block), block.blockFormat().headingLevel() > 0)
            block = block.next()
        self.moveCursor(QTextCursor.MoveOperation.Start)

    def _dress(self, cursor: QTextCursor, is_heading: bool) -> None:
        form = QTextBlockFormat()
        form.setLineHeight(LINE, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
        first = cursor.block().blockNumber() == 0
        form.setTopMargin((0 if first else 14) if is_heading else 0)
        form.setBottomMargin(5 if is_heading else 7)
        cursor.mergeBlockFormat(form)
        listed = cursor.currentList()
        if listed is not None:
            shape = QTextListFormat(listed.format())
            shape.setIndent(0)
            listed.setFormat(shape)
            form.setLeftMargin(11)
            form.setTextIndent(-1)
            cursor.mergeBlockFormat(form)
        cursor.select(QTextCursor.SelectionType.BlockUnderCursor)
        letters = QTextCharFormat()
        letters.setProperty(QTextCharFormat.Property.FontSizeAdjustment, 0)
        letters.setProperty(QTextCharFormat.Property.FontPixelSize, self._size)
        if is_heading:
            letters.setFontWeight(QFont.Weight.DemiBold)
            letters.setForeground(QColor(self._heading_colour(cursor.block().text())))
        cursor.mergeCharFormat(letters)

    def _heading_colour(self, title: str) -> str:
        return self._theme.input if title == "Try" else self._theme.soft
