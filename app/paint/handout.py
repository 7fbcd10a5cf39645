"""A handout laid out on pages: text that flows, the figure, lines to write on."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from PySide6.QtCore import QLineF, QRectF
from PySide6.QtGui import QColor, QPainter, QPen

from app.paint.fonts import FontMeasure
from app.paint.letters import write
from app.paint.painter import Artist
from app.paint.theme import Theme
from app.picture.elements import Picture, Role, Weight
from app.picture.readout.handout import Handout, Row

MARGIN = 52.0
LINE = 1.45
"""Line height over letter size."""
TEXT, SMALL, HEADING, TITLE = 12.0, 10.0, 13.0, 22.0
NAMES = 110.0
"""Pixels of the column of names."""
ANSWER_LINE = 30.0
"""Pixels between the lines to write on."""
FIGURE_MOST = 0.45
"""The share of a page that the figure may take."""


class HandoutPages:
    """Paints one handout; `new_page` begins another page of the same size."""

    def __init__(
        self, painter: QPainter, size: tuple[float, float], theme: Theme,
        new_page: Callable[[], object],
    ) -> None:  # fmt: skip
        self._painter, self._theme, self._new_page = painter, theme, new_page
        self._width, self._height = size
        self._measure = FontMeasure()
        self._y = MARGIN
        self._page, self._name = 1, ""

    def paint(self, handout: Handout, picture: Picture) -> None:
        """All pages: the scene, the questions, and the answers on a page of their own."""
        self._name = handout.title
        self._title(handout)
        self._figure(picture)
        self._table("Parameters", handout.parameters)
        self._table("Sizes", handout.formulas)
        self._table("Equations", handout.equations)
        self._questions(handout)
        if handout.questions:
            self._next()
            self._answers(handout)
        self._footer()

    # ---- parts

    def _title(self, handout: Handout) -> None:
        self._say(handout.title, TITLE, Weight.BOLD)
        self._say(handout.subtitle, HEADING, Weight.SEMIBOLD, role=Role.SOFT)
        if handout.hint:
            self._say(handout.hint, TEXT, role=Role.SOFT)
        self._y += 8

    def _figure(self, picture: Picture) -> None:
        wide = self._width - 2 * MARGIN
        scale = min(wide / picture.width, FIGURE_MOST * self._height / picture.height)
        left = MARGIN + (wide - picture.width * scale) / 2
        self._painter.save()
        self._painter.translate(left, self._y)
        self._painter.scale(scale, scale)
        self._painter.setClipRect(QRectF(0, 0, picture.width, picture.height))
        Artist(self._theme, vector=True).paint(picture, self._painter)
        self._painter.restore()
        self._y += picture.height * scale + 14

    def _table(self, heading: str, rows: tuple[Row, ...]) -> None:
        if not rows:
            return
        self._heading(heading)
        for name, value in rows:
            lines = [line for part in value.split("\n") for line in self._wrapped(part)]
            self._room((len(lines) + 1) * TEXT * LINE)
            at = self._y + TEXT * LINE / 2
            self._write(name, MARGIN, at, TEXT, role=Role.SOFT)
            if self._measure.width(name, TEXT) > NAMES - 8:
                self._y += TEXT * LINE
            for line in lines:
                self._write(line, MARGIN + NAMES, self._y + TEXT * LINE / 2, TEXT)
                self._y += TEXT * LINE
        self._y += 8

    def _questions(self, handout: Handout) -> None:
        """All questions on one page: on this one, if they fit, else on the next."""
        if not handout.questions:
            return
        written = sum(question.lines for question in handout.questions) * ANSWER_LINE
        self._room(written + len(handout.questions) * (TEXT * LINE + 12) + 60)
        self._heading("Questions")
        for number, question in enumerate(handout.questions, start=1):
            lines = list(self._wrapped(f"{number}.  {question.text}", 0))
            self._room(len(lines) * TEXT * LINE + question.lines * ANSWER_LINE + 8)
            for line in lines:
                self._line(line, TEXT)
            self._painter.setPen(QPen(QColor(self._theme.soft), 0.6))
            for _ in range(question.lines):
                self._y += ANSWER_LINE
                self._painter.drawLine(QLineF(MARGIN + 18, self._y, self._width - MARGIN, self._y))
            self._y += 12

    def _answers(self, handout: Handout) -> None:
        self._say("Answers", TITLE, Weight.BOLD)
        self._y += 6
        for number, question in enumerate(handout.questions, start=1):
            for line in self._wrapped(f"{number}.  {question.text}", 0):
                self._line(line, TEXT, role=Role.SOFT)
            for line in self._wrapped(question.answer, 18):
                self._write(line, MARGIN + 18, self._y + TEXT * LINE / 2, TEXT, Weight.MEDIUM)
                self._y += TEXT * LINE
            self._y += 8

    def _footer(self) -> None:
        at = self._height - MARGIN / 2
        self._write(f"Convoscope · {self._name}", MARGIN, at, SMALL, role=Role.SOFT)
        number = str(self._page)
        right = self._width - MARGIN - self._measure.width(number, SMALL)
        self._write(number, right, at, SMALL, role=Role.SOFT)

    # ---- text that flows

    def _heading(self, text: str) -> None:
        self._room(HEADING * LINE + 2 * TEXT * LINE)
        self._line(text, HEADING, Weight.SEMIBOLD)
        self._painter.setPen(QPen(QColor(self._theme.line), 1))
        self._painter.drawLine(QLineF(MARGIN, self._y, self._width - MARGIN, self._y))
        self._y += 4

    def _say(
        self, text: str, size: float, weight: Weight = Weight.REGULAR, role: Role = Role.INK
    ) -> None:
        for line in self._wrapped(text, 0, size):
            self._line(line, size, weight, role)

    def _line(
        self, text: str, size: float, weight: Weight = Weight.REGULAR, role: Role = Role.INK
    ) -> None:
        self._write(text, MARGIN, self._y + size * LINE / 2, size, weight, role)
        self._y += size * LINE

    def _write(
        self, text: str, x: float, y: float, size: float, weight: Weight = Weight.REGULAR,
        role: Role = Role.INK,
    ) -> None:  # fmt: skip
        write(self._painter, text, x, y, size, weight, colour=self._theme.letters(role))

    def _wrapped(self, text: str, indent: float = NAMES, size: float = TEXT) -> Iterator[str]:
        """Lines that fit beside the margin, cut between words."""
        room = self._width - 2 * MARGIN - indent
        line = ""
        for word in text.split(" "):
            longer = f"{line} {word}" if line else word
            if line and self._measure.width(longer, size, Weight.SEMIBOLD) > room:
                yield line
                line = word
            else:
                line = longer
        yield line

    def _room(self, needed: float) -> None:
        """Begin another page where less than this is left."""
        if self._y + needed > self._height - MARGIN:
            self._next()

    def _next(self) -> None:
        self._footer()
        self._new_page()
        self._page += 1
        self._y = MARGIN
