"""The lesson list and its worked examples as item models over the store."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from app.content.lessons import LESSONS, LessonInfo, lesson_info
from app.content.presets.convolution import Preset
from app.services.overrides import guarded
from app.services.store import Store, is_example, is_same_but_step
from app.state.scene import Lesson, Scene

Index = QModelIndex | QPersistentModelIndex
ROOT = QModelIndex()
CURRENT = Qt.ItemDataRole.UserRole + 1
"""Whether the row is the lesson or the worked example that is shown."""
CHANGED = Qt.ItemDataRole.UserRole + 2
"""Whether the present scene began as this worked example, and is another since."""
BACK = "It was changed since; a click brings it back."


@dataclass(frozen=True, slots=True)
class Heading:
    """A group's name between the lessons."""

    title: str


def rows_of(lessons: tuple[LessonInfo, ...]) -> tuple[Heading | LessonInfo, ...]:
    """The lessons in their order, with a heading before each new group."""
    rows: list[Heading | LessonInfo] = []
    group = ""
    for info in lessons:
        if info.group != group:
            group = info.group
            rows.append(Heading(group))
        rows.append(info)
    return tuple(rows)


@guarded
class LessonModel(QAbstractListModel):
    """Headings and lessons. Headings can be neither chosen nor focused."""

    def __init__(
        self,
        store: Store,
        lessons: tuple[LessonInfo, ...] = LESSONS,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.rows = rows_of(lessons)
        self._lesson = store.scene.lesson
        store.changed.connect(self._follow)

    def rowCount(self, parent: Index = ROOT) -> int:  # noqa: N802
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row = self.rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return row.title
        if isinstance(row, Heading):
            return None
        if role == Qt.ItemDataRole.ToolTipRole:
            return f"{row.title}: {row.subtitle}"
        if role == CURRENT:
            return row.lesson is self._lesson
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        if isinstance(self.rows[index.row()], Heading):
            return Qt.ItemFlag.ItemNeverHasChildren
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def row_of(self, lesson: Lesson) -> int:
        return next(
            number
            for number, row in enumerate(self.rows)
            if isinstance(row, LessonInfo) and row.lesson is lesson
        )

    def _follow(self, scene: Scene) -> None:
        if scene.lesson is not self._lesson:
            self._lesson = scene.lesson
            self.dataChanged.emit(self.index(0), self.index(len(self.rows) - 1), [CURRENT])


@guarded
class PresetModel(QAbstractListModel):
    """The worked examples of the present lesson, and whether one of them is shown as it is."""

    def __init__(self, store: Store, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._scene = store.scene
        self.presets: tuple[Preset, ...] = lesson_info(store.scene.lesson).presets
        self._is_example = self._compared(store.scene)
        store.changed.connect(self._follow)

    def rowCount(self, parent: Index = ROOT) -> int:  # noqa: N802
        return 0 if parent.isValid() else len(self.presets)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        preset = self.presets[index.row()]
        began = preset.key == self._scene.preset
        changed = began and not self._is_example
        if role == Qt.ItemDataRole.DisplayRole:
            return preset.title
        if role == Qt.ItemDataRole.ToolTipRole:
            words = f"{preset.title}: {preset.hint}"
            return f"{words} {BACK}" if changed else words
        if role == Qt.ItemDataRole.AccessibleDescriptionRole:
            return f"{preset.hint} {BACK}" if changed else preset.hint
        if role == CURRENT:
            return began and self._is_example
        if role == CHANGED:
            return changed
        return None

    def _compared(self, scene: Scene) -> bool:
        built = (preset.build() for preset in self.presets if preset.key == scene.preset)
        return any(is_example(scene, example) for example in built)

    def _follow(self, scene: Scene) -> None:
        before, self._scene = self._scene, scene
        if is_same_but_step(before, scene):
            return
        if scene.lesson is not before.lesson:
            self.beginResetModel()
            self.presets = lesson_info(scene.lesson).presets
            self._is_example = self._compared(scene)
            self.endResetModel()
            return
        self._is_example = self._compared(scene)
        self.dataChanged.emit(self.index(0), self.index(len(self.presets) - 1), [CURRENT, CHANGED])
