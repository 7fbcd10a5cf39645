"""How the rows of the left panel are painted: lessons with their groups, and worked examples."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPainterPath, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from app.paint.fonts import font, metrics
from app.paint.theme import LIGHT, Theme, mixed
from app.picture.elements import Weight
from app.services.overrides import guarded
from app.ui.lessons.models import CHANGED, CURRENT

Index = QModelIndex | QPersistentModelIndex

EXAMPLE_HEIGHT = 24
INSET = 8
"""Where chips begin."""
TEXT = 18
"""Where letters begin."""


@dataclass(frozen=True, slots=True)
class Air:
    """How high the rows of the lesson list are, in pixels, and how many worked examples stay in
    sight under them.
    """

    lesson: int
    heading: int
    examples: int = 4


AIRS = (Air(25, 24), Air(24, 20), Air(22, 19), Air(22, 16, examples=2))
"""From the airiest to the tightest; the last is for windows lower than any that is usual."""
LARGE_AIRS = (Air(25, 24), Air(24, 20), Air(24, 16), Air(22, 16, examples=2))
"""The same before a class, where rows stay as high as what is clicked has to be."""


@guarded
class RowDelegate(QStyledItemDelegate):
    """Paints a row's chip and its words in the theme's colours."""

    size = 13.5
    height = EXAMPLE_HEIGHT

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.theme = LIGHT

    def set_theme(self, theme: Theme) -> None:
        self.theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: N802
        del option, index
        return QSize(120, self.height)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        current = bool(index.data(CURRENT))
        row = QRectF(option.rect)
        state = option.state
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        chip = row.adjusted(INSET, 1, -INSET, -1)
        if state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(QColor(self.theme.input), 2))
            painter.drawRoundedRect(chip.adjusted(1, 1, -1, -1), 6, 6)
            chip = chip.adjusted(2, 2, -2, -2)
        self.paint_chip(painter, chip, current, bool(state & QStyle.StateFlag.State_MouseOver))
        self.paint_words(painter, row, index.data(), current)
        painter.restore()

    def paint_chip(self, painter: QPainter, chip: QRectF, current: bool, hover: bool) -> None:
        if current or hover:
            share = 0.07 if current else 0.04
            fill_rounded(painter, chip, mixed(self.theme.paper, self.theme.ink, share).name())
        if current:
            edge = QPainterPath()
            edge.addRoundedRect(chip, 6, 6)
            painter.save()
            painter.setClipPath(edge)
            painter.fillRect(QRectF(chip.x(), chip.y(), 3, chip.height()), self.theme.step)
            painter.restore()

    def paint_words(self, painter: QPainter, row: QRectF, words: str, current: bool) -> None:
        weight = Weight.SEMIBOLD if current else Weight.REGULAR
        self.write(painter, row, words, weight, self.theme.ink)

    def write(
        self, painter: QPainter, row: QRectF, words: str, weight: Weight, colour: str
    ) -> None:
        room = row.adjusted(TEXT, 0, -2, 0)
        elided = metrics(self.size, weight).elidedText(
            words, Qt.TextElideMode.ElideRight, room.width()
        )
        painter.setFont(font(self.size, weight))
        painter.setPen(QColor(colour))
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, elided)


@guarded
class LessonDelegate(RowDelegate):
    """Lessons as chips, the groups between them as small spaced capitals."""

    air = AIRS[0]

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: N802
        del option
        heading = index.data(CURRENT) is None
        return QSize(120, self.air.heading if heading else self.air.lesson)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        if index.data(CURRENT) is None:
            self._paint_heading(painter, QRectF(option.rect), index.data())
        else:
            super().paint(painter, option, index)

    def _paint_heading(self, painter: QPainter, row: QRectF, words: str) -> None:
        spaced = font(11)
        spaced = QFont(spaced)
        spaced.setLetterSpacing(QFont.SpacingType.AbsoluteSpacing, 0.8)
        painter.save()
        painter.setFont(spaced)
        painter.setPen(QColor(self.theme.soft))
        painter.drawText(
            row.adjusted(TEXT, 0, 0, -max(2, self.air.heading // 5)),
            Qt.AlignmentFlag.AlignBottom | Qt.AlignmentFlag.AlignLeft,
            words.upper(),
        )
        painter.restore()


@guarded
class ExampleDelegate(RowDelegate):
    """Worked examples, quieter than lessons: a dot marks the one that is shown.

    A ring marks the one that the scene began as, where it was changed since.
    """

    size = 12.5

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        super().paint(painter, option, index)
        current, changed = bool(index.data(CURRENT)), bool(index.data(CHANGED))
        if current or changed:
            row, step = QRectF(option.rect), QColor(self.theme.step)
            side = 5.0 if current else 4.6
            dot = QRectF(0, 0, side, side)
            dot.moveCenter(QPointF(INSET + 3.5, row.center().y()))
            painter.save()
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen if current else QPen(step, 1.4))
            painter.setBrush(step if current else Qt.BrushStyle.NoBrush)
            painter.drawEllipse(dot)
            painter.restore()

    def paint_chip(self, painter: QPainter, chip: QRectF, current: bool, hover: bool) -> None:
        del current
        if hover:
            fill_rounded(painter, chip, mixed(self.theme.paper, self.theme.ink, 0.05).name())

    def paint_words(self, painter: QPainter, row: QRectF, words: str, current: bool) -> None:
        weight = Weight.MEDIUM if current else Weight.REGULAR
        colour = self.theme.ink if current else mixed(self.theme.soft, self.theme.ink, 0.35).name()
        self.write(painter, row, words, weight, colour)


def fill_rounded(painter: QPainter, chip: QRectF, colour: str) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(colour))
    painter.drawRoundedRect(chip, 6, 6)
