"""The left panel: the lessons, the worked examples of the present one, and its text."""

from __future__ import annotations

import math
from functools import partial
from itertools import accumulate

from PySide6.QtCore import QModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel, QListView, QPushButton, QVBoxLayout, QWidget

from app.content.lessons import LESSONS, LessonInfo, lesson_info
from app.content.presets.convolution import Preset
from app.content.texts import lesson_text
from app.paint.theme import LIGHT, Theme
from app.services.overrides import guarded
from app.services.store import Store
from app.state import edits
from app.state.scene import Lesson, Scene
from app.ui.lessons.delegates import (
    AIRS,
    EXAMPLE_HEIGHT,
    LARGE_AIRS,
    TEXT,
    ExampleDelegate,
    LessonDelegate,
    RowDelegate,
)
from app.ui.lessons.edge import WIDTH as EDGE
from app.ui.lessons.edge import Edge
from app.ui.lessons.models import LessonModel, PresetModel
from app.ui.lessons.reading import Reading
from app.ui.lessons.rows import Rows
from app.ui.lessons.sheet import ReadingSheet

WIDTH, WIDE, WIDEST = 188, 288, 420
"""The usual width in pixels, that in a wide window, and the most that can be dragged."""
ROOMY = 1600
"""From this width of the window on the panel is wide by itself."""
MOST = 0.3
"""The share of the window's width that the panel may be dragged to."""
TOP, GAP, BOTTOM = 8, 9, 6
"""Free pixels above the lessons, between the examples and the text, and under it."""
READING_LEAST, READING_SCROLLED = 134, 184
"""The text keeps this height, with the button under it: beside all lessons, and where they scroll
anyway."""
READING_SHARE = 0.3
"""In a high window the text has this share of the height."""
LESSONS_MOST = 0.55
"""The share of the height that the lesson list may take where it has to scroll."""


@guarded
class Lessons(QWidget):
    """Lists only lessons that exist. One click on a worked example puts it on the stage.

    `width_chosen` tells the width in pixels that a user chose, 0 for the usual one; `picked` that a
    row was clicked or taken by Enter, after which the keys belong to the stage.
    """

    width_chosen = Signal(int)
    picked = Signal()

    def __init__(
        self,
        store: Store,
        lessons: tuple[LessonInfo, ...] = LESSONS,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("lessons")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._chosen, self._window_width = 0, 0
        self.theme = LIGHT
        self._store = store
        self._lesson: Lesson | None = None
        self._preset: str | None = None
        self._lesson_model = LessonModel(store, lessons, self)
        self._preset_model = PresetModel(store, self)
        self._lesson_rows, self._preset_rows = LessonDelegate(self), ExampleDelegate(self)
        self.lesson_list = Rows("lesson-list", "Lessons", self)
        self.lesson_list.setModel(self._lesson_model)
        self.lesson_list.setItemDelegate(self._lesson_rows)
        self.preset_list = Rows("preset-list", "Worked examples", self)
        self.preset_list.setModel(self._preset_model)
        self.preset_list.setItemDelegate(self._preset_rows)
        self.reading = Reading(self)
        self.read_on = _read_on(self)
        self.read_on.clicked.connect(self.read)
        self.edge = Edge(self)
        self.edge.moved.connect(self._drag)
        self.edge.reset.connect(partial(self._drag, 0))
        self._lay_out()
        for view, chosen in (
            (self.lesson_list, self._choose_lesson),
            (self.preset_list, self._choose_preset),
        ):
            view.clicked.connect(chosen)
            view.activated.connect(chosen)
            view.clicked.connect(self.picked)
            view.activated.connect(self.picked)
        store.changed.connect(self._follow)
        self._follow(store.scene)
        self._widen()

    def set_theme(self, theme: Theme) -> None:
        self.theme = theme
        delegates: tuple[RowDelegate, ...] = (self._lesson_rows, self._preset_rows)
        for delegate in delegates:
            delegate.set_theme(theme)
        for view in (self.lesson_list, self.preset_list):
            view.set_theme(theme)
        self.reading.set_theme(theme)
        self.edge.set_theme(theme)
        self._share_height()

    def set_width(self, chosen: int, window: int) -> None:
        """Be as wide as was chosen (0: the usual) in a window of that width, in pixels."""
        self._chosen, self._window_width = chosen, window
        self._widen()

    def read(self) -> None:
        """Open the whole text of the lesson on a sheet."""
        info = lesson_info(self._store.scene.lesson)
        ReadingSheet(info.title, lesson_text(info.text), self.theme, self).open()

    def _drag(self, width: int) -> None:
        self._chosen = width and max(WIDTH, min(width, WIDEST))
        self._widen()
        self.width_chosen.emit(self._chosen)

    def _widen(self) -> None:
        usual = WIDE if self._window_width >= ROOMY else WIDTH
        most = min(WIDEST, int(self._window_width * MOST))
        self.setFixedWidth(max(WIDTH, min(self._chosen or usual, most)))

    def _lay_out(self) -> None:
        title = QLabel("WORKED EXAMPLES", self)
        title.setProperty("kind", "group")
        title.setContentsMargins(TEXT, 7, 0, 3)
        title.setBuddy(self.preset_list)
        self._title = title
        column = self._column = QVBoxLayout(self)
        column.setSizeConstraint(QVBoxLayout.SizeConstraint.SetNoConstraint)
        column.setContentsMargins(0, TOP, EDGE, BOTTOM)
        column.setSpacing(0)
        column.addWidget(self.lesson_list)
        column.addWidget(title)
        column.addWidget(self.preset_list)
        column.addSpacing(GAP)
        reading = QVBoxLayout()
        reading.setContentsMargins(TEXT, 0, 6, 0)
        reading.addWidget(self.reading, 1)
        reading.addWidget(self.read_on, 0, Qt.AlignmentFlag.AlignLeft)
        column.addLayout(reading, 1)

    def _choose_lesson(self, index: QModelIndex) -> None:
        info = self._lesson_model.rows[index.row()]
        if isinstance(info, LessonInfo) and info.lesson is not self._store.scene.lesson:
            self._apply(info.presets[0], f"lesson {info.title}")

    def _choose_preset(self, index: QModelIndex) -> None:
        preset = self._preset_model.presets[index.row()]
        self._apply(preset, f"example {preset.title}")

    def _apply(self, preset: Preset, title: str) -> None:
        self._store.do(partial(edits.apply_preset, preset=preset.build(), title=title))

    def _follow(self, scene: Scene) -> None:
        if scene.lesson is not self._lesson:
            self._lesson = scene.lesson
            index = self._lesson_model.index(self._lesson_model.row_of(scene.lesson))
            self.lesson_list.setCurrentIndex(index)
            self.reading.show_sections(lesson_text(lesson_info(scene.lesson).text))
            self._share_height()
            self._preset = None
        if scene.preset != self._preset:
            self._preset = scene.preset
            keys = [preset.key for preset in self._preset_model.presets]
            row = keys.index(scene.preset) if scene.preset in keys else 0
            self.preset_list.scrollTo(self._preset_model.index(row))

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        """The lists scroll, so that a low window is no lower bound for them."""
        return QSize(WIDTH, 2 * READING_LEAST)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        super().resizeEvent(event)
        self.edge.setGeometry(self.width() - EDGE, 0, EDGE, self.height())
        self._share_height()

    def _share_height(self) -> None:
        """All lessons in sight, with as much air as there is room for; else the lists scroll."""
        room = max(0, self.height() - TOP - GAP - BOTTOM - self._title.sizeHint().height())
        lessons, examples = self._in_sight(room) or self._scrolled(room)
        self.lesson_list.doItemsLayout()
        self.lesson_list.setFixedHeight(lessons)
        self.preset_list.setFixedHeight(examples)
        self._column.activate()

    def _in_sight(self, room: int) -> tuple[int, int] | None:
        """The heights of the lists in the airiest rows with which no lesson is out of sight."""
        for air in LARGE_AIRS if self.theme.large else AIRS:
            self._lesson_rows.air = air
            least = EXAMPLE_HEIGHT * min(air.examples, self._preset_model.rowCount())
            lessons = _whole_rows(self.lesson_list)
            if lessons + least + READING_LEAST <= room:
                left = room - lessons - max(READING_LEAST, room * READING_SHARE)
                return lessons, _whole_rows(self.preset_list, max(least, left))
        return None

    def _scrolled(self, room: int) -> tuple[int, int]:
        """The heights of the lists in a low window."""
        lessons = _whole_rows(self.lesson_list, room * LESSONS_MOST)
        return lessons, _whole_rows(self.preset_list, room - lessons - READING_SCROLLED)


def _whole_rows(view: QListView, room: float = math.inf) -> int:
    """The height of as many rows as have room, so that none is cut."""
    heights = (view.sizeHintForRow(row) for row in range(view.model().rowCount()))
    return max((total for total in accumulate(heights) if total <= room), default=0)


def _read_on(parent: QWidget) -> QPushButton:
    button = QPushButton("Read on…", parent)
    button.setObjectName("read_on")
    button.setProperty("kind", "link")
    button.setAccessibleName("Read the whole text of this lesson")
    button.setToolTip(
        "Open the whole text: what to look at, what to try and what is often got wrong (F3)"
    )
    return button
