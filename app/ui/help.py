"""The help sheet: every key of the window, grouped by where it works."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from app.services.overrides import guarded
from app.ui.shortcuts import Shortcut, ShortcutGroup

COLUMNS = 2
WIDEST = 1000
"""Pixels: a sheet for the smallest screens; its words wrap."""
CAP, KEYS = 22, 120
"""Pixels: the height of a key's cap, and the least width of the column of keys."""
CLOSING = (Qt.Key.Key_F1, Qt.Key.Key_Question)


def native(keys: str) -> str:
    """A key as this system writes it; words such as "Arrow keys" stay as they are."""
    text = QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText)
    return text or keys


def as_text(groups: Sequence[ShortcutGroup]) -> str:
    """All shortcuts as plain lines, for tests and for copying."""
    return "\n".join(
        line
        for group in groups
        for line in (group.title, *(f"  {s.keys}: {s.what}" for s in group.shortcuts))
    )


@guarded
class HelpSheet(QDialog):
    """Lists shortcut groups in two columns. F1, ? or Esc close it; the window stays usable."""

    def __init__(self, groups: Sequence[ShortcutGroup], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("help")
        self.setWindowTitle("Keys")
        self.groups = tuple(groups)
        sheet = QWidget()
        columns = QHBoxLayout(sheet)
        columns.setContentsMargins(28, 22, 28, 26)
        columns.setSpacing(44)
        for column in in_columns(self.groups, COLUMNS):
            columns.addLayout(_column(column), 1)
        area = QScrollArea(self)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidget(sheet)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(area)
        wanted = sheet.sizeHint()
        self.resize(max(640, min(WIDEST, wanted.width() + 24)), min(640, wanted.height() + 8))

    def text(self) -> str:
        return as_text(self.groups)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        if Qt.Key(event.key()) in CLOSING:
            self.close()
        else:
            super().keyPressEvent(event)


def in_columns(
    groups: Sequence[ShortcutGroup], count: int
) -> tuple[tuple[ShortcutGroup, ...], ...]:
    """The groups in their order, cut so that the columns are about equally long."""
    lines = [len(group.shortcuts) + 2 for group in groups]
    columns: list[list[ShortcutGroup]] = [[] for _ in range(count)]
    done, total = 0.0, max(1, sum(lines))
    for group, length in zip(groups, lines, strict=True):
        middle = (done + length / 2) / total
        columns[min(count - 1, int(middle * count))].append(group)
        done += length
    return tuple(map(tuple, columns))


def _column(groups: Sequence[ShortcutGroup]) -> QVBoxLayout:
    column = QVBoxLayout()
    column.setSpacing(18)
    for group in groups:
        column.addLayout(_group(group))
    column.addStretch(1)
    return column


def _group(group: ShortcutGroup) -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(16)
    grid.setVerticalSpacing(6)
    grid.setColumnMinimumWidth(0, KEYS)
    grid.setColumnStretch(1, 1)
    title = QLabel(group.title.upper())
    title.setProperty("kind", "group")
    grid.addWidget(title, 0, 0, 1, 2)
    for row, shortcut in enumerate(group.shortcuts, 1):
        grid.addLayout(_keys(shortcut), row, 0, Qt.AlignmentFlag.AlignTop)
        what = QLabel(shortcut.what)
        what.setWordWrap(True)
        what.setMinimumHeight(CAP)
        grid.addWidget(what, row, 1)
    return grid


def _keys(shortcut: Shortcut) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(5)
    for keys in shortcut.alternatives:
        cap = QLabel(native(keys))
        cap.setProperty("kind", "key")
        cap.setFixedHeight(CAP)
        cap.setAlignment(Qt.AlignmentFlag.AlignCenter)
        row.addWidget(cap)
    row.addStretch(1)
    return row
